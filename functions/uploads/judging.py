"""What a file shows, judged as what it is sent for: whose signatures it needs, and whose word counts for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from functions.uploads.outcomes import Found
from shared.clock import VIETNAM, now, today
from shared.domain.items import Standing
from shared.domain.units import continued_by, predecessors
from shared.domain.uploads import Description, Upload, Use
from shared.signatures.issuers import Competence, Registry
from shared.signatures.policy import CERTIFIED_COPY, DEFAULT, DIGITISED, POLICIES, RESULT, Capacity, Policy
from shared.signatures.verdict import DocumentVerdict
from shared.storage import catalogues

# Whose signatures a file needs, by what it is sent for.
_POLICIES: Mapping[Use, Policy] = {
    Use.DEPOSIT: DEFAULT,
    Use.SCAN: DIGITISED,
    Use.RESULT: RESULT,
    Use.CORRECTION: RESULT,
    Use.COPY: CERTIFIED_COPY,
}


def policy_of(upload: Upload) -> str:
    """The name of its policy. A result made on paper is a scan: the organisation vouches for it."""
    return (DIGITISED if upload.is_scan else _POLICIES[upload.use]).name


def competent_for(upload: Upload) -> frozenset[str] | None:
    """The units whose signature an officer's file may carry; None for what people deposit, whoever issued it.

    It is the officer's own unit and those it continues: each certificate speaks for its unit only in its time.
    """
    if upload.unit is None:
        return None
    units = catalogues.current().units_by_code
    return predecessors(upload.unit, units) | continued_by(upload.unit, units, on=today()) | {upload.unit}


def judged(file: bytes, *, policy: str = DEFAULT.name, units: frozenset[str] | None = None) -> Found:
    """What a file shows, by the policy of that name, or by the usual one when it is no more.

    With `units`, only their signatures count. The heavy readers open here, where no API function comes by.
    """
    from shared.signatures.reading import read  # noqa: PLC0415
    from shared.signatures.report import as_report  # noqa: PLC0415
    from shared.storage import issuers  # noqa: PLC0415

    registry = issuers.registry()
    verdict = _verdict(file, POLICIES.get(policy, DEFAULT), Competence(registry, units))
    facts, standing = read(file), _STANDINGS[verdict.disposition]
    unit = _issuer_unit(verdict) if standing is Standing.ACCEPTED else None
    return Found(
        standing=standing,
        reasons=tuple(verdict.reasons),
        report=as_report(verdict),
        signed_on=None if standing is Standing.REFUSED else _signed_on(verdict),
        issuer_unit=unit,
        certifier=_certifier(verdict, registry),
        pages=facts.pages or None,
        suggested=Description(
            title=facts.title or None,
            number="/".join(filter(None, (facts.number, facts.notation))) or None,
            issuer=catalogues.current().units_by_code[unit].name if unit else None,
            issued_on=facts.issued_on,
        ),
    )


def _verdict(file: bytes, policy: Policy, competence: Competence) -> DocumentVerdict:
    """By the lists; where they leave a certificate unknown, also by what its authority's responder said of it."""
    from shared.signatures.asking import unsaid  # noqa: PLC0415
    from shared.signatures.judge import judge  # noqa: PLC0415
    from shared.signatures.report import as_report  # noqa: PLC0415
    from shared.storage import answers, trust  # noqa: PLC0415

    believed = trust.current()
    store, known = believed.store, believed.revocation
    by_rule = partial(judge, file, store=store, at=now(), policy=policy, competence=competence)
    verdict = by_rule(revocation=known)
    said = answers.about(unsaid(as_report(verdict), store))
    return by_rule(revocation=known.and_answers(said, store=store)) if said else verdict


def _signed_on(verdict: DocumentVerdict) -> date | None:
    return verdict.signed_at.astimezone(VIETNAM).date() if verdict.signed_at else None


def _issuer_unit(verdict: DocumentVerdict) -> str | None:
    """Whose paper it is: of the registered signers the last, for the seal is put after the person's signature."""
    return next((each.unit for each in reversed(verdict.signatures) if each.unit), None)


def _certifier(verdict: DocumentVerdict, registry: Registry) -> str | None:
    """Who among the signers is a person the registry knows: a seal beside them does not make up for a stranger."""
    for each in verdict.signatures:
        known = registry.issuers.get(each.chain[0].sha256, ()) if each.unit and each.chain else ()
        if any(one.capacity is Capacity.PERSON and one.unit == each.unit for one in known):
            return each.signer.name
    return None


_STANDINGS = {"ACCEPT": Standing.ACCEPTED, "KEEP": Standing.UNDECIDED, "REFUSE": Standing.REFUSED}
