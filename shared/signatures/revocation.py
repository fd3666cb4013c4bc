"""Which certificates were taken back: CRLs verified once against their issuer and turned into an index of serials."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shared.signatures.trust import TrustStore


class Standing(StrEnum):
    GOOD = "GOOD"
    REVOKED = "REVOKED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of one serial; `since` only when revoked."""

    standing: Standing
    since: datetime | None = None


UNKNOWN = Status(Standing.UNKNOWN)


class Unverified(ValueError):
    """A revocation list that no authority of the store vouches for, or of a kind not understood."""


@dataclass(frozen=True, slots=True)
class RevocationList:
    """One authority's list: serial to the moment it was revoked; None is a hold, which may be lifted again."""

    issuer: str
    this_update: datetime
    next_update: datetime | None
    revoked: Mapping[int, datetime | None]
    sha256: str

    def is_fresh(self, at: datetime) -> bool:
        return self.next_update is not None and at <= self.next_update

    def status(self, serial: int, at: datetime) -> Status:
        if serial not in self.revoked:
            return Status(Standing.GOOD) if self.is_fresh(at) else UNKNOWN
        since = self.revoked[serial]
        return UNKNOWN if since is None else Status(Standing.REVOKED, since)


@dataclass(frozen=True, slots=True)
class Revocation:
    """Everything known about revocation, by authority."""

    lists: Mapping[str, RevocationList] = field(default_factory=dict)

    @classmethod
    def of(cls, crls: Iterable[bytes], *, store: TrustStore) -> Self:
        """Index the CRLs (DER or PEM). Raises Unverified for one that no authority of the store signed.

        Several lists of one authority are merged: serials of expired certificates may vanish from later ones.
        """
        lists: dict[str, RevocationList] = {}
        for crl in crls:
            found = verified(crl, store=store)
            known = lists.get(found.issuer)
            lists[found.issuer] = _merged(known, found) if known else found
        return cls(lists)

    @property
    def version(self) -> str:
        return sha256("".join(sorted(one.sha256 for one in self.lists.values())).encode()).hexdigest()[:16]

    @property
    def fresh_until(self) -> datetime | None:
        """When the first list goes stale; None when there is none that ever does."""
        return min((one.next_update for one in self.lists.values() if one.next_update), default=None)

    def status(self, certificate: x509.Certificate, issuer: x509.Certificate, *, at: datetime) -> Status:
        """What today's lists say of a certificate; a missing or stale list says UNKNOWN, a hold too."""
        found = self.lists.get(authority_of(issuer))
        return found.status(certificate.serial_number, at) if found else UNKNOWN


NOTHING_KNOWN = Revocation()


def verified(crl: bytes, *, store: TrustStore) -> RevocationList:
    """One CRL, checked against the authority that signed it (RFC 5280, 6.3.3). Raises Unverified."""
    parsed = _parsed(crl)
    for der in store.authorities:
        authority = x509.load_der_x509_certificate(der)
        if authority.subject == parsed.issuer and _is_signed_by(parsed, authority):
            return _indexed(parsed, authority)
    raise Unverified("no authority of the trust store signed this revocation list")


def _parsed(crl: bytes) -> x509.CertificateRevocationList:
    try:
        load = x509.load_pem_x509_crl if crl.startswith(b"-----BEGIN") else x509.load_der_x509_crl
        parsed = load(crl)
        partial = any(extension.critical and not _is_whole(extension.value) for extension in parsed.extensions)
    except ValueError as error:
        raise Unverified("not a revocation list") from error
    if partial:
        raise Unverified("a partial revocation list")
    return parsed


def _is_whole(value: x509.ExtensionType) -> bool:
    """Delta, indirect and partitioned lists mark themselves critical; a mere distribution point narrows nothing."""
    return isinstance(value, x509.IssuingDistributionPoint) and not (
        value.only_contains_user_certs
        or value.only_contains_ca_certs
        or value.only_contains_attribute_certs
        or value.only_some_reasons
        or value.indirect_crl
    )


def _is_signed_by(crl: x509.CertificateRevocationList, authority: x509.Certificate) -> bool:
    key = authority.public_key()
    return isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey) and crl.is_signature_valid(key)


def _indexed(crl: x509.CertificateRevocationList, authority: x509.Certificate) -> RevocationList:
    return RevocationList(
        issuer=authority_of(authority),
        this_update=crl.last_update_utc,
        next_update=crl.next_update_utc,
        revoked={entry.serial_number: _since(entry) for entry in crl},
        sha256=sha256(crl.public_bytes(Encoding.DER)).hexdigest(),
    )


def _since(entry: x509.RevokedCertificate) -> datetime | None:
    for extension in entry.extensions:
        if isinstance(extension.value, x509.CRLReason) and extension.value.reason is x509.ReasonFlags.certificate_hold:
            return None
    return entry.revocation_date_utc


def _merged(one: RevocationList, other: RevocationList) -> RevocationList:
    older, newer = sorted((one, other), key=lambda item: item.this_update)
    lasting = {serial: since for serial, since in older.revoked.items() if since is not None}
    return RevocationList(
        issuer=newer.issuer,
        this_update=newer.this_update,
        next_update=newer.next_update,
        revoked={**lasting, **newer.revoked},
        sha256=sha256((older.sha256 + newer.sha256).encode()).hexdigest(),
    )


@lru_cache(maxsize=256)
def authority_of(certificate: x509.Certificate) -> str:
    """An authority is its name and its key: renewed certificates of one CA share their lists."""
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return sha256(certificate.subject.public_bytes() + key).hexdigest()
