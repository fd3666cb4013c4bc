"""A verdict as JSON beside the untouched bytes, and back."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from shared.signatures.verdict import (
    Disposition,
    DocumentVerdict,
    Indication,
    JudgedWith,
    Link,
    Reason,
    SignatureVerdict,
    Signer,
    SubIndication,
)


def as_report(verdict: DocumentVerdict) -> dict[str, Any]:
    """The verdict in plain JSON types; `of_report` restores it exactly."""
    return {
        "accepted": verdict.accepted,
        "disposition": verdict.disposition.value,
        "indication": verdict.indication.value,
        "sub_indication": _text(verdict.sub_indication),
        "reasons": [reason.value for reason in verdict.reasons],
        "parse_mode": verdict.parse_mode,
        "sha256": verdict.sha256,
        "judged_at": verdict.judged_at.isoformat(),
        "judged_with": {
            "policy": verdict.judged_with.policy,
            "trust_store": verdict.judged_with.trust_store,
            "revocation": verdict.judged_with.revocation,
            "registry": verdict.judged_with.registry,
        },
        "signatures": [_signature(signature) for signature in verdict.signatures],
    }


def of_report(report: dict[str, Any]) -> DocumentVerdict:
    """The verdict a report was made of."""
    return DocumentVerdict(
        indication=Indication(report["indication"]),
        sub_indication=_sub_indication(report["sub_indication"]),
        reasons=tuple(map(Reason, report["reasons"])),
        signatures=tuple(map(_of_signature, report["signatures"])),
        parse_mode=report["parse_mode"],
        sha256=report["sha256"],
        judged_with=JudgedWith(**report["judged_with"]),
        judged_at=datetime.fromisoformat(report["judged_at"]),
        disposition=Disposition(report["disposition"]),
    )


def _signature(signature: SignatureVerdict) -> dict[str, Any]:
    return {
        "field": signature.field,
        "indication": signature.indication.value,
        "sub_indication": _text(signature.sub_indication),
        "reasons": [reason.value for reason in signature.reasons],
        "signer": {
            "name": signature.signer.name,
            "organisation": signature.signer.organisation,
            "serial": signature.signer.serial,
        },
        "claimed_time": signature.claimed_time.isoformat() if signature.claimed_time else None,
        "proven_time": signature.proven_time.isoformat() if signature.proven_time else None,
        "level": signature.level,
        "coverage": signature.coverage,
        "missing_authority": signature.missing_authority,
        "unit": signature.unit,
        "chain": [asdict(link) for link in signature.chain],
    }


def _of_signature(report: dict[str, Any]) -> SignatureVerdict:
    times = {key: report[key] and datetime.fromisoformat(report[key]) for key in ("claimed_time", "proven_time")}
    parsed = {
        "indication": Indication(report["indication"]),
        "sub_indication": _sub_indication(report["sub_indication"]),
        "reasons": tuple(map(Reason, report["reasons"])),
        "signer": Signer(**report["signer"]),
        "chain": tuple(Link(**link) for link in report.get("chain", ())),
    }
    return SignatureVerdict(**{**report, **times, **parsed})


def _text(value: SubIndication | None) -> str | None:
    return value.value if value else None


def _sub_indication(text: str | None) -> SubIndication | None:
    return SubIndication(text) if text else None
