"""What an authority is asked of one certificate (OCSP, RFC 6960), and which answer to that is believed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from shared.signatures.published import AHEAD, key_identifier
from shared.signatures.standing import RevocationList, Unverified, Unvouched
from shared.signatures.statements import UNREADABLE, digest_of, key_bits, stated
from shared.signatures.trust import TrustStore, fingerprint

_UNKNOWN = "REVOCATION_UNKNOWN"


class NotThatOne(Unverified):
    """An answer about another certificate, or no answer at all."""


class Replayed(Unverified):
    """An answer to somebody else's question: it carries a nonce, and not ours."""


class NotOfNow(Unverified):
    """An answer that is over already, or not yet given."""


@dataclass(frozen=True, slots=True, order=True)
class Question:
    """A certificate as its authority knows it, which is all a responder needs; nobody has to hold the certificate."""

    authority: str
    """Key identifier of whoever issued it."""
    serial: str
    """In hex, as reports and the registry write it."""

    def request(self, authority: x509.Certificate, *, nonce: bytes) -> bytes:
        """The question in DER. SHA-1 only names the authority, and is what every responder reads (RFC 5019, 2.1.1)."""
        sha1 = hashes.SHA1()  # noqa: S303
        names = digest_of(authority.subject.public_bytes(), sha1), digest_of(key_bits(authority), sha1)
        asked = ocsp.OCSPRequestBuilder().add_certificate_by_hash(*names, int(self.serial, 16), sha1)
        return asked.add_extension(x509.OCSPNonce(nonce), critical=False).build().public_bytes(Encoding.DER)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer its authority vouches for, as it came."""

    question: Question
    said: RevocationList
    der: bytes

    @classmethod
    def of(cls, content: bytes, question: Question, authority: x509.Certificate, *, at: datetime, nonce: bytes) -> Self:
        """Raises `Unvouched`, `NotThatOne`, `Replayed`, `NotOfNow`, or plain `Unverified` for what cannot be read.

        Many responders answer everybody with what they made beforehand, and without a nonce (RFC 5019, 4): such an
        answer counts for as long as it says. One with a nonce has to have ours.
        """
        said = stated(content, authority)
        if said is None:
            raise Unvouched("an answer its authority did not give")
        if said.scope.serial != int(question.serial, 16):
            raise NotThatOne("an answer about another certificate")
        if _nonce(content) not in (None, nonce):
            raise Replayed("an answer to another question")
        if said.this_update > at + AHEAD or not said.is_fresh(at):
            raise NotOfNow("an answer that does not speak of now")
        return cls(question, said, content)

    @property
    def is_for_good(self) -> bool:
        """Whether it says of the certificate that it was taken back: a hold may be lifted again."""
        return any(self.said.revoked.values())

    @property
    def until(self) -> datetime:
        return self.said.next_update or self.said.this_update


def _nonce(content: bytes) -> bytes | None:
    try:
        extensions = ocsp.load_der_ocsp_response(content).extensions
        return extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
    except x509.ExtensionNotFound:
        return None
    except UNREADABLE as error:
        raise Unverified("an answer that cannot be read") from error


def authorities(store: TrustStore) -> dict[str, x509.Certificate]:
    """Whom the store knows, by key identifier."""
    known = map(x509.load_der_x509_certificate, store.authorities)
    return {key_identifier(each): each for each in known}


def unsaid(report: Mapping[str, Any], store: TrustStore) -> Iterator[Question]:
    """The certificates a verdict waits for: of paths to a root, those of which nothing that counts is known.

    Time stampers are not among them: a report does not name their paths.
    """
    known = {fingerprint(der): x509.load_der_x509_certificate(der) for der in store.authorities}
    for signature in report["signatures"]:
        if _UNKNOWN not in signature["reasons"]:
            continue
        serials = [signature["signer"]["serial"], *(_serial(known, link) for link in signature["chain"][1:])]
        for serial, (below, above) in zip(serials, pairwise(signature["chain"]), strict=False):
            if serial and not below["revocation"] and above["sha256"] in known:
                yield Question(key_identifier(known[above["sha256"]]), serial)


def _serial(known: Mapping[str, x509.Certificate], link: Mapping[str, Any]) -> str:
    return format(known[link["sha256"]].serial_number, "x") if link["sha256"] in known else ""
