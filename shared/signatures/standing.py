"""What an authority may say of a certificate: it stands, it was taken back, or it is held back for now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class Standing(StrEnum):
    GOOD = "GOOD"
    REVOKED = "REVOKED"
    ON_HOLD = "ON_HOLD"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of one serial; `since` only when revoked; `source` is the SHA-256 of the list that says so."""

    standing: Standing
    since: datetime | None = None
    source: str = ""
    is_answer: bool = False
    """Whether that list is an OCSP answer."""


UNKNOWN = Status(Standing.UNKNOWN)


class Unverified(ValueError):
    """Revocation data of a kind not understood."""


class Unvouched(Unverified):
    """Revocation data that no authority of the store signed."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a list has to know of a certificate, which `cryptography` may be too strict to read."""

    serial: int
    is_authority: bool = False
    points: frozenset[str] = frozenset()
    """The addresses its lists are published at."""

    @classmethod
    def of(cls, certificate: x509.Certificate) -> Self:
        return cls(certificate.serial_number, _is_authority(certificate), _points_of(certificate))


@dataclass(frozen=True, slots=True)
class Scope:
    """Of which of its authority's certificates a list speaks; of all of them unless it says otherwise."""

    points: frozenset[str] = frozenset()
    """Only of those that name one of these distribution points."""
    authorities: bool | None = None
    """Only of authorities' certificates, or only of all others."""
    serial: int | None = None
    """Of a single certificate: an OCSP answer."""

    def covers(self, subject: Subject) -> bool:
        return (
            self.serial in (None, subject.serial)
            and self.authorities in (None, subject.is_authority)
            and (not self.points or not self.points.isdisjoint(subject.points))
        )


@dataclass(frozen=True, slots=True)
class RevocationList:
    """What one authority said: serial to the moment it was revoked; None is a hold, which may be lifted again."""

    issuer: str
    this_update: datetime
    next_update: datetime | None
    revoked: Mapping[int, datetime | None]
    sha256: str
    scope: Scope = Scope()
    responder: int | None = None
    """Serial of the certificate that answered in its authority's stead."""

    def is_fresh(self, at: datetime) -> bool:
        return self.next_update is not None and at <= self.next_update

    def reaches(self, moment: datetime, *, age: timedelta | None) -> bool:
        """Whether it was said after that moment, or so long before it at most; None: while it spoke for the moment."""
        return moment - (age or timedelta()) <= self.this_update or (age is None and self.is_fresh(moment))

    def status(self, subject: Subject, *, counts: bool) -> Status:
        """What it says of a certificate; whether its silence `counts` is for the caller to know."""
        if not self.scope.covers(subject):
            return UNKNOWN
        if subject.serial not in self.revoked:
            return self._status(Standing.GOOD) if counts else UNKNOWN
        since = self.revoked[subject.serial]
        return self._status(Standing.REVOKED if since else Standing.ON_HOLD, since)

    def _status(self, standing: Standing, since: datetime | None = None) -> Status:
        return Status(standing, since, self.sha256, is_answer=self.scope.serial is not None)


@lru_cache(maxsize=256)
def authority_of(certificate: x509.Certificate) -> str:
    """An authority is its name and its key: renewed certificates of one CA share their lists."""
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return sha256(certificate.subject.public_bytes() + key).hexdigest()


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def _points_of(certificate: x509.Certificate) -> frozenset[str]:
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except (x509.ExtensionNotFound, ValueError):
        return frozenset()
    return frozenset(str(name.value) for point in points for name in point.full_name or ())
