"""Whom the vault believes: pinned roots per purpose, and the intermediates real signatures leave out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from shared.signatures.pinned import FINGERPRINTS

SHIPPED = Path(__file__).parent / "certificates"


class Untrustworthy(ValueError):
    """A certificate of the store is unreadable or is not the one that was pinned."""


@dataclass(frozen=True, slots=True)
class TrustStore:
    """Certificates as DER. Time stamps are believed from `roots` and `timestamping`; `public` only names a refusal."""

    roots: tuple[bytes, ...]
    intermediates: tuple[bytes, ...] = ()
    timestamping: tuple[bytes, ...] = ()
    public: tuple[bytes, ...] = ()

    @property
    def version(self) -> str:
        """The hash of the contents, whatever order or files they came in."""
        digest = sha256()
        for purpose in (self.roots, self.intermediates, self.timestamping, self.public):
            digest.update(b"".join(sorted(sha256(der).digest() for der in purpose)) + b"/")
        return digest.hexdigest()[:16]

    @property
    def authorities(self) -> tuple[bytes, ...]:
        """Every certificate that may vouch for a revocation list or a chain."""
        return self.roots + self.intermediates + self.timestamping

    @classmethod
    def of_certificates(
        cls,
        *,
        roots: Iterable[bytes],
        intermediates: Iterable[bytes] = (),
        timestamping: Iterable[bytes] = (),
        public: Iterable[bytes] = (),
    ) -> Self:
        """A store from files' contents, DER or PEM (several in one PEM are fine). Raises Untrustworthy."""
        return cls(*(_all_der(group) for group in (roots, intermediates, timestamping, public)))

    @classmethod
    def of(cls, directory: Path) -> Self:
        """A store from `roots/`, `intermediates/`, `timestamping/` and `public/`. Raises Untrustworthy."""
        purposes = ("roots", "intermediates", "timestamping", "public")
        store = cls.of_certificates(**{purpose: _contents(directory / purpose) for purpose in purposes})
        if not store.roots:
            raise Untrustworthy(f"no certificate in {directory / 'roots'}")
        return store

    @classmethod
    @cache
    def shipped(cls) -> Self:
        """The government's hierarchy as packaged, every file checked against its pin. Raises Untrustworthy."""
        files = {path.relative_to(SHIPPED).as_posix(): path.read_bytes() for path in sorted(SHIPPED.rglob("*.cer"))}
        if {name: fingerprint(der) for name, der in files.items()} != FINGERPRINTS:
            raise Untrustworthy("the packaged certificates are not the pinned ones")
        return cls(
            roots=tuple(der for name, der in files.items() if name.startswith("vgca-root-")),
            intermediates=tuple(der for name, der in files.items() if name.startswith(("vgca-g1-", "vgca-g2-"))),
            public=tuple(der for name, der in files.items() if name.startswith("public/")),
        )


def fingerprint(der: bytes) -> str:
    """SHA-256 of a certificate, in the upper-case hex the authorities publish."""
    return sha256(der).hexdigest().upper()


def _contents(directory: Path) -> Iterator[bytes]:
    return (path.read_bytes() for path in sorted(directory.glob("*")) if path.is_file() and path.name[0] != ".")


def _all_der(contents: Iterable[bytes]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(der for content in contents for der in _der(content)))


def _der(content: bytes) -> list[bytes]:
    try:
        if b"-----BEGIN CERTIFICATE-----" in content:
            return [cert.public_bytes(Encoding.DER) for cert in x509.load_pem_x509_certificates(content)]
        return [x509.load_der_x509_certificate(content).public_bytes(Encoding.DER)]
    except ValueError as error:
        raise Untrustworthy("not a certificate, neither DER nor PEM") from error
