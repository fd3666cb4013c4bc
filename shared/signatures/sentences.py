"""The words a person reads for each reason: what is the matter, and what to do about it."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from shared.signatures.pinned import FINGERPRINTS
from shared.signatures.verdict import ARCHIVING, DocumentVerdict, Reason, SignatureVerdict


def sentence(reason: Reason, language: str = "vi") -> str:
    """What to tell a citizen, in Vietnamese (`vi`) or English (`en`)."""
    return _sentences()[reason][language]


def told(verdict: DocumentVerdict | SignatureVerdict, language: str = "vi") -> tuple[str, ...]:
    """A sentence for each reason of a verdict, the gravest first."""
    return tuple(_sentences()[_case(reason, verdict)][language] for reason in verdict.reasons)


def summed_up(verdict: DocumentVerdict, language: str = "vi") -> str:
    """A verdict in one sentence: the gravest reason, or that it is believed and under whose root."""
    if verdict.reasons:
        return told(verdict, language)[0]
    roots = {one.chain[-1] for one in verdict.signatures if one.chain}
    others = sorted(root.name for root in roots if root.sha256 not in FINGERPRINTS.values())
    words = _sentences()["ACCEPTED_OTHERWISE" if others else "ACCEPTED"][language]
    return words.format(count=_signatures(verdict), roots=", ".join(others))


def _signatures(verdict: DocumentVerdict) -> int:
    """Stamps prove a time and sign for nobody."""
    return sum(one.level != ARCHIVING for one in verdict.signatures)


def _case(reason: Reason, verdict: DocumentVerdict | SignatureVerdict) -> str:
    """An agency the registry does not know is told something else than one that is not competent."""
    signatures = verdict.signatures if isinstance(verdict, DocumentVerdict) else (verdict,)
    named = [one.unit for one in signatures if Reason.WRONG_ISSUER in one.reasons]
    is_unregistered = reason is Reason.WRONG_ISSUER and named and not any(named)
    return f"{reason}_UNREGISTERED" if is_unregistered else reason


@cache
def _sentences() -> Mapping[str, Mapping[str, str]]:
    words: Mapping[str, Mapping[str, str]] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return words
