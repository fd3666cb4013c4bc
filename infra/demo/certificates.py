"""Throw-away certificates and revocation lists, shaped like the government's down to their policies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

Key: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

CRL_DAYS = 180
SHA256 = hashes.SHA256()
SIGNING_POLICY = ObjectIdentifier("2.16.704.1.1.1.1.1")
SIGNING_PURPOSES = (
    ExtendedKeyUsageOID.CLIENT_AUTH,
    ExtendedKeyUsageOID.EMAIL_PROTECTION,
    ExtendedKeyUsageOID.SMARTCARD_LOGON,
)
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True, slots=True)
class Credential:
    """A certificate with its key, and the authorities above it, nearest first."""

    certificate: x509.Certificate
    key: Key
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)


def derived_key(seed: str, name: str) -> ec.EllipticCurvePrivateKey:
    """The P-256 key of that name under that seed, always the same."""
    number = int.from_bytes(sha256(f"{seed}/{name}".encode()).digest()) % (P256_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def subject(common_name: str, *, organisation: str = "Ban Cơ yếu (bản thử)", person: str = "") -> x509.Name:
    """A distinguished name; a personal certificate carries a person's identifier, an organisation's does not."""
    attributes = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
        x509.NameAttribute(NameOID.COMMON_NAME, common_name),
    ]
    if person:
        attributes.append(x509.NameAttribute(NameOID.USER_ID, person))
    return x509.Name(attributes)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a certificate is for."""

    authority: bool = False
    purposes: tuple[ObjectIdentifier, ...] = ()
    non_repudiation: bool = True
    purposes_critical: bool = False


AUTHORITY = Profile(authority=True)
SIGNING = Profile(purposes=SIGNING_PURPOSES)
TIME_STAMPING = Profile(purposes=(ExtendedKeyUsageOID.TIME_STAMPING,), purposes_critical=True)


def issued(
    name: x509.Name,
    key: Key,
    *,
    by: Credential | None = None,
    profile: Profile = SIGNING,
    since: datetime = datetime(2019, 1, 1, tzinfo=UTC),
    until: datetime = datetime(2045, 1, 1, tzinfo=UTC),
    digest: hashes.SHA256 | hashes.SHA512 = SHA256,
) -> Credential:
    """A certificate over `key`, self-signed unless somebody issues it."""
    public = key.public_key()
    issuer_key = by.key if by else key
    serial = sha256(name.public_bytes() + since.isoformat().encode() + str(public.public_numbers()).encode()).digest()
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(by.certificate.subject if by else name)
        .public_key(public)
        .serial_number(int.from_bytes(serial[:8]) | 1)
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=profile.authority, path_length=None), critical=True)
        .add_extension(_usage(profile), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if profile.purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(profile.purposes), critical=profile.purposes_critical)
    if profile is SIGNING:
        policies = x509.CertificatePolicies([x509.PolicyInformation(SIGNING_POLICY, None)])
        builder = builder.add_extension(policies, critical=False)
    certificate = builder.sign(issuer_key, digest, ecdsa_deterministic=_is_curve(issuer_key))
    return Credential(certificate, key, (by.certificate, *by.chain) if by else ())


def revocation_list(
    authority: Credential,
    revoked: Mapping[int, datetime] | None = None,
    *,
    now: datetime,
    days: int = CRL_DAYS,
    reason: x509.ReasonFlags = x509.ReasonFlags.cessation_of_operation,
) -> bytes:
    """The authority's CRL (DER), fresh from an hour ago for so many days."""
    builder = x509.CertificateRevocationListBuilder(
        issuer_name=authority.certificate.subject,
        last_update=now - timedelta(hours=1),
        next_update=now + timedelta(days=days),
    )
    builder = builder.add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
    for serial, moment in (revoked or {}).items():
        entry = x509.RevokedCertificateBuilder(serial, moment).add_extension(x509.CRLReason(reason), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    crl = builder.sign(authority.key, hashes.SHA256(), ecdsa_deterministic=_is_curve(authority.key))
    return crl.public_bytes(Encoding.DER)


def _usage(profile: Profile) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not profile.authority,
        content_commitment=profile.non_repudiation and not profile.authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=profile.authority,
        crl_sign=profile.authority,
        encipher_only=False,
        decipher_only=False,
    )


def _is_curve(key: Key) -> bool | None:
    """Deterministic signatures make the whole hierarchy a function of its seed; RSA's are so already."""
    return isinstance(key, ec.EllipticCurvePrivateKey) or None
