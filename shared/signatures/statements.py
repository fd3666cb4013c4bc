"""What an authority said about its certificates, read from a CRL (RFC 5280) or an OCSP response (RFC 6960)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from shared.signatures.standing import RevocationList, Scope, Unverified, authority_of

SHORT = 64 * 1024
A_DAY = timedelta(days=1)
UNREADABLE = (ValueError, UnsupportedAlgorithm, TypeError)

Statement = x509.CertificateRevocationList | ocsp.OCSPResponse


def stated(evidence: bytes, authority: x509.Certificate) -> RevocationList | None:
    """What that authority said, or None when somebody else did. Raises Unverified for what cannot be understood."""
    return _stated_shortly(evidence, authority) if len(evidence) <= SHORT else _stated(evidence, authority)


@lru_cache(maxsize=256)
def _stated_shortly(evidence: bytes, authority: x509.Certificate) -> RevocationList | None:
    """Remembered: a file's evidence is asked for every signature of it."""
    return _stated(evidence, authority)


def _stated(evidence: bytes, authority: x509.Certificate) -> RevocationList | None:
    statement = _read(evidence)
    try:
        if isinstance(statement, ocsp.OCSPResponse):
            return _answer(statement, authority, sha256(evidence).hexdigest())
        return _list(statement, authority)
    except UNREADABLE as error:
        raise Unverified("revocation data that cannot be read") from error


def _read(evidence: bytes) -> Statement:
    try:
        if evidence.startswith(b"-----BEGIN"):
            return x509.load_pem_x509_crl(evidence)
        return x509.load_der_x509_crl(evidence)
    except UNREADABLE:
        pass
    try:
        response = ocsp.load_der_ocsp_response(evidence)
    except UNREADABLE as error:
        raise Unverified("neither a revocation list nor an OCSP response") from error
    if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        raise Unverified("an OCSP response without an answer")
    return response


# --- CRL -------------------------------------------------------------------------------------------------------------


def _list(crl: x509.CertificateRevocationList, authority: x509.Certificate) -> RevocationList | None:
    """RFC 5280, 6.3.3."""
    scope = _scope(crl)
    if crl.issuer != authority.subject or not _is_signed_by(crl, authority):
        return None
    return RevocationList(
        issuer=authority_of(authority),
        this_update=crl.last_update_utc,
        next_update=crl.next_update_utc,
        revoked={entry.serial_number: _since(entry) for entry in crl},
        sha256=sha256(crl.public_bytes(Encoding.DER)).hexdigest(),
        scope=scope,
    )


def _scope(crl: x509.CertificateRevocationList) -> Scope:
    """Which certificates it speaks of. Raises Unverified for delta and indirect lists, or ones of some reasons only."""
    scope = Scope()
    for extension in crl.extensions:
        if isinstance(extension.value, x509.IssuingDistributionPoint):
            scope = _narrowed(extension.value)
        elif extension.critical:
            raise Unverified("a partial revocation list")
    return scope


def _narrowed(point: x509.IssuingDistributionPoint) -> Scope:
    if point.indirect_crl or point.only_some_reasons or point.only_contains_attribute_certs or point.relative_name:
        raise Unverified("a partial revocation list")
    is_split = point.only_contains_ca_certs or point.only_contains_user_certs
    return Scope(
        points=frozenset(str(name.value) for name in point.full_name or ()),
        authorities=point.only_contains_ca_certs if is_split else None,
    )


def _is_signed_by(crl: x509.CertificateRevocationList, authority: x509.Certificate) -> bool:
    key = authority.public_key()
    return isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey) and (
        crl.is_signature_valid(key)
    )


def _since(entry: x509.RevokedCertificate) -> datetime | None:
    for extension in entry.extensions:
        if isinstance(extension.value, x509.CRLReason) and extension.value.reason is x509.ReasonFlags.certificate_hold:
            return None
    return entry.revocation_date_utc


# --- OCSP ------------------------------------------------------------------------------------------------------------


def _answer(response: ocsp.OCSPResponse, authority: x509.Certificate, digest: str) -> RevocationList | None:
    """RFC 6960, 3.2: about this authority's certificate, by itself or by whom it entrusted with answering."""
    answers = [one for one in response.responses if _is_about(one, authority)]
    responder = _responder(response, authority)
    if len(answers) != 1 or responder is None:
        return None
    (answer,) = answers
    if answer.certificate_status is ocsp.OCSPCertStatus.UNKNOWN:
        raise Unverified("an OCSP response that knows nothing")
    return RevocationList(
        issuer=authority_of(authority),
        this_update=answer.this_update_utc,
        next_update=answer.next_update_utc or answer.this_update_utc + A_DAY,
        revoked=dict(_taken_back(answer)),
        sha256=digest,
        scope=Scope(serial=answer.serial_number),
        responder=responder.serial_number if responder != authority else None,
    )


def _taken_back(answer: ocsp.OCSPSingleResponse) -> Iterator[tuple[int, datetime | None]]:
    if answer.certificate_status is ocsp.OCSPCertStatus.REVOKED:
        is_held = answer.revocation_reason is x509.ReasonFlags.certificate_hold
        yield answer.serial_number, None if is_held else answer.revocation_time_utc


def _is_about(answer: ocsp.OCSPSingleResponse, authority: x509.Certificate) -> bool:
    name = authority.subject.public_bytes()
    key = key_bits(authority)
    return (answer.issuer_name_hash, answer.issuer_key_hash) == (
        digest_of(name, answer.hash_algorithm),
        digest_of(key, answer.hash_algorithm),
    )


def key_bits(certificate: x509.Certificate) -> bytes:
    """The public key as OCSP names it: the value of the bit string alone (RFC 6960, 4.1.1)."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return key.public_bytes(Encoding.DER, PublicFormat.PKCS1)
    if isinstance(key, ec.EllipticCurvePublicKey):
        return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def digest_of(content: bytes, algorithm: hashes.HashAlgorithm) -> bytes:
    digest = hashes.Hash(algorithm)
    digest.update(content)
    return digest.finalize()


def _responder(response: ocsp.OCSPResponse, authority: x509.Certificate) -> x509.Certificate | None:
    """Who signed the response: the authority itself, or a certificate it issued for just that."""
    candidates = [authority, *(one for one in response.certificates if _may_answer(one, response, authority))]
    return next((one for one in candidates if _has_signed(response, one)), None)


def _may_answer(certificate: x509.Certificate, response: ocsp.OCSPResponse, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (*UNREADABLE, InvalidSignature, x509.ExtensionNotFound):
        return False
    is_alive = certificate.not_valid_before_utc <= response.produced_at_utc <= certificate.not_valid_after_utc
    return is_alive and ExtendedKeyUsageOID.OCSP_SIGNING in usage


def _has_signed(response: ocsp.OCSPResponse, certificate: x509.Certificate) -> bool:
    key, digest = certificate.public_key(), response.signature_hash_algorithm
    signed = response.signature, response.tbs_response_bytes
    try:
        if isinstance(key, rsa.RSAPublicKey) and digest:
            key.verify(*signed, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey) and digest:
            key.verify(*signed, ec.ECDSA(digest))
        elif isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
            key.verify(*signed)
        else:
            return False
    except (InvalidSignature, *UNREADABLE):
        return False
    return True
