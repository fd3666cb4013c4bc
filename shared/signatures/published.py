"""Revocation lists as their authorities publish them: which are believed, and which of them a judge still needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from shared.signatures.revocation import verified
from shared.signatures.standing import RevocationList, Scope, Unverified
from shared.signatures.trust import TrustStore

AHEAD = timedelta(minutes=10)  # of our clock, at most


@dataclass(frozen=True, slots=True)
class Published:
    """A verified list, as DER, with what tells it from the others of its authority."""

    key: str
    """The authority's `key_identifier`."""
    number: int | None
    listed: RevocationList
    der: bytes

    @classmethod
    def of(cls, content: bytes, *, store: TrustStore, at: datetime) -> Self:
        """The list a file holds, DER or PEM. Raises `Unverified` for what no authority of the store published by now.

        A list from the future would shut out every list until then.
        """
        listed = verified(content, store=store)
        if listed.scope != Scope():
            raise Unverified("a partial revocation list")
        if listed.this_update > at + AHEAD:
            raise Unverified("a revocation list from the future")
        crl = _loaded(content)
        authority = next(each for each in map(x509.load_der_x509_certificate, store.authorities) if _signed(each, crl))
        return cls(key_identifier(authority), _number(crl), listed, crl.public_bytes(Encoding.DER))

    @property
    def issuer(self) -> str:
        return self.listed.issuer

    @property
    def file(self) -> str:
        """Where it is kept, under its authority: the same list always at the same place, and in the order of time."""
        number = "unnumbered" if self.number is None else self.number
        return f"{self.key}/{self.listed.this_update:%Y%m%dT%H%M%SZ}-{number}-{self.listed.sha256[:12]}.crl"

    @property
    def revoked(self) -> frozenset[int]:
        """Serials taken back for good: a hold may be lifted again."""
        return frozenset(serial for serial, since in self.listed.revoked.items() if since is not None)


def needed(lists: Iterable[Published]) -> list[Published]:
    """Of one authority's lists, the newest first, then the few older ones that alone tell of some serial.

    Serials of expired certificates vanish from later lists (RFC 5280, 3.3), and the papers they signed stay.
    """
    ordered = sorted(lists, key=lambda each: (each.listed.this_update, each.number or 0))
    kept, told = ordered[-1:], frozenset().union(*(each.revoked for each in ordered[-1:]))
    for each, following in pairwise(ordered):
        if each.revoked - following.revoked - told:
            kept.append(each)
            told |= each.revoked
    return kept


def _loaded(content: bytes) -> x509.CertificateRevocationList:
    return (x509.load_pem_x509_crl if content.startswith(b"-----BEGIN") else x509.load_der_x509_crl)(content)


def _signed(authority: x509.Certificate, crl: x509.CertificateRevocationList) -> bool:
    return authority.subject == crl.issuer and crl.is_signature_valid(authority.public_key())  # type: ignore[arg-type]


def _number(crl: x509.CertificateRevocationList) -> int | None:
    try:
        return crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    except x509.ExtensionNotFound:
        return None


def key_identifier(certificate: x509.Certificate) -> str:
    """SHA-1 of its public key, in hex (RFC 5280, 4.2.1.2, method 1)."""
    return x509.SubjectKeyIdentifier.from_public_key(certificate.public_key()).digest.hex()


def common_name(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(names[0].value) if names else ""
