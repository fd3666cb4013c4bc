"""In whose name a signature speaks: the registry of agencies' certificates, and the units competent for a paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Self

from shared.signatures import findings
from shared.signatures.policy import Capacity
from shared.signatures.trust import fingerprint
from shared.signatures.verdict import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """A certificate and the unit it signed for during a time; `valid_until` is excluded, None is without end."""

    certificate: str
    """SHA-256 of the DER as `trust.fingerprint` writes it."""
    unit: str
    """The unit's code in the catalogue."""
    organisation: str
    capacity: Capacity
    valid_from: datetime
    valid_until: datetime | None = None

    def speaks_at(self, at: datetime) -> bool:
        return self.valid_from <= at and (self.valid_until is None or at < self.valid_until)


@dataclass(frozen=True, slots=True)
class Registry:
    """The agencies' certificates by fingerprint; one certificate may serve several units, one after the other."""

    issuers: Mapping[str, tuple[Issuer, ...]] = field(default_factory=dict)
    version: str = ""

    @classmethod
    def of(cls, issuers: Iterable[Issuer]) -> Self:
        known: dict[str, tuple[Issuer, ...]] = {}
        for issuer in sorted(issuers, key=repr):
            known[issuer.certificate] = (*known.get(issuer.certificate, ()), issuer)
        return cls(known, sha256(repr(sorted(known.items())).encode()).hexdigest()[:16])

    def issuer_of(self, certificate: bytes, at: datetime) -> Issuer | None:
        """Whom a certificate (DER) signed for at that moment."""
        known = self.issuers.get(fingerprint(certificate), ())
        return next((issuer for issuer in known if issuer.speaks_at(at)), None)

    def unit_of(self, certificate: bytes, at: datetime) -> str | None:
        issuer = self.issuer_of(certificate, at)
        return issuer.unit if issuer else None


@dataclass(frozen=True, slots=True)
class Competence:
    """What is known of agencies' certificates, and which units may issue the paper; None: nobody asks."""

    registry: Registry = field(default_factory=Registry)
    units: frozenset[str] | None = None
    """Competent when the paper was signed, predecessors and successors included: the caller knows the catalogue."""


ANYBODY = Competence()


@dataclass(frozen=True, slots=True)
class Voice:
    """In whose name one signature speaks; no unit when the registry does not know its certificate."""

    capacity: Capacity
    unit: str = ""


def objection(voice: Voice, together: Iterable[Voice], units: frozenset[str] | None) -> Finding | None:
    """Why that voice may not issue the paper. The seal of a competent agency answers for a person nobody registered."""
    if units is None or voice.unit in units:
        return None
    if voice.unit:
        return findings.WRONG_ISSUER
    is_sealed = any(other.capacity is Capacity.ORGANISATION and other.unit in units for other in together)
    return None if voice.capacity is Capacity.PERSON and is_sealed else findings.UNREGISTERED_ISSUER


def missing(voices: Iterable[Voice], required: frozenset[Capacity]) -> Finding | None:
    """Whose signature a paper still lacks."""
    signed = {voice.capacity for voice in voices}
    if not signed or required <= signed:
        return None
    return findings.PERSON_ONLY if Capacity.PERSON in signed else findings.ORGANISATION_ONLY
