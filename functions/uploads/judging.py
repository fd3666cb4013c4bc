"""What a file shows when it is judged; the heavy readers open here, where no API function comes by."""

from __future__ import annotations

from datetime import date

from functions.uploads.outcomes import Found
from shared.clock import VIETNAM, now
from shared.domain.items import Standing
from shared.domain.uploads import Description
from shared.signatures.verdict import DocumentVerdict
from shared.storage import catalogues


def judged(file: bytes, *, policy: str = "deposit") -> Found:
    """What a file shows, by the policy of that name, or by the usual one when it is no more."""
    from shared.signatures.issuers import Competence  # noqa: PLC0415
    from shared.signatures.judge import judge  # noqa: PLC0415
    from shared.signatures.policy import DEFAULT, POLICIES  # noqa: PLC0415
    from shared.signatures.reading import read  # noqa: PLC0415
    from shared.signatures.report import as_report  # noqa: PLC0415
    from shared.storage import issuers, trust  # noqa: PLC0415

    believed = trust.current()
    verdict = judge(
        file,
        store=believed.store,
        revocation=believed.revocation,
        at=now(),
        policy=POLICIES.get(policy, DEFAULT),
        competence=Competence(issuers.registry()),
    )
    facts, standing = read(file), _STANDINGS[verdict.disposition]
    unit = _issuer_unit(verdict) if standing is Standing.ACCEPTED else None
    return Found(
        standing=standing,
        reasons=tuple(verdict.reasons),
        report=as_report(verdict),
        signed_on=None if standing is Standing.REFUSED else _signed_on(verdict),
        issuer_unit=unit,
        pages=facts.pages or None,
        suggested=Description(
            title=facts.title or None,
            number="/".join(filter(None, (facts.number, facts.notation))) or None,
            issuer=catalogues.current().units_by_code[unit].name if unit else None,
            issued_on=facts.issued_on,
        ),
    )


def _signed_on(verdict: DocumentVerdict) -> date | None:
    return verdict.signed_at.astimezone(VIETNAM).date() if verdict.signed_at else None


def _issuer_unit(verdict: DocumentVerdict) -> str | None:
    """Whose paper it is: of the registered signers the last, for the seal is put after the person's signature."""
    return next((each.unit for each in reversed(verdict.signatures) if each.unit), None)


_STANDINGS = {"ACCEPT": Standing.ACCEPTED, "KEEP": Standing.UNDECIDED, "REFUSE": Standing.REFUSED}
