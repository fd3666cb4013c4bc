"""A certificate as who registers it should see it: whose it is, who issued it, and whether anybody believes them."""

from __future__ import annotations

import base64
import re

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding

from functions.trust import shapes
from shared.domain.errors import Problem, Unacceptable
from shared.signatures.trust import TrustStore, fingerprint

_PROBLEMS = {
    "NOT_A_CERTIFICATE": "Tệp này không phải là chứng thư số; hãy chọn tệp .cer, .crt hoặc .pem.",
    "PRIVATE_KEY": "Tệp này chứa khóa riêng, không được gửi cho ai: hãy chọn tệp chứng thư số, và thu hồi khóa đã lộ.",
    "SEVERAL_CERTIFICATES": "Tệp có nhiều chứng thư số; hãy chọn tệp chỉ có một, của người ký hoặc của cơ quan.",
    "IS_AN_AUTHORITY": "Đây là chứng thư số của tổ chức cấp, không phải của cơ quan hay người ký.",
}
_OPENING = re.compile(rb"-----BEGIN [A-Z0-9 ]*CERTIFICATE-----")


def read(text: str, store: TrustStore) -> shapes.CertificateView:
    """What a file says, DER or PEM as base64. Raises `Unacceptable` for what is no agency's or person's certificate."""
    certificate = _certificate(_content(text))
    if _is_authority(certificate):
        raise _refusal("IS_AN_AUTHORITY")
    return shapes.CertificateView(
        sha256=fingerprint(certificate.public_bytes(Encoding.DER)),
        subject=_named(certificate.subject, x509.NameOID.COMMON_NAME),
        organisation=_named(certificate.subject, x509.NameOID.ORGANIZATION_NAME),
        issuer=_named(certificate.issuer, x509.NameOID.COMMON_NAME),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        is_believed=any(_issued(certificate, der) for der in store.roots + store.intermediates),
    )


def _content(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise _refusal("NOT_A_CERTIFICATE") from error


def _certificate(content: bytes) -> x509.Certificate:
    if b"PRIVATE KEY-----" in content:
        raise _refusal("PRIVATE_KEY")
    is_pem = _OPENING.findall(content)
    if len(is_pem) > 1:
        raise _refusal("SEVERAL_CERTIFICATES")
    try:
        return (x509.load_pem_x509_certificate if is_pem else x509.load_der_x509_certificate)(content)
    except ValueError as error:
        raise _refusal("NOT_A_CERTIFICATE") from error


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False
    except (ValueError, x509.DuplicateExtension) as error:
        raise _refusal("NOT_A_CERTIFICATE") from error


def _issued(certificate: x509.Certificate, authority: bytes) -> bool:
    try:
        certificate.verify_directly_issued_by(x509.load_der_x509_certificate(authority))
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _named(name: x509.Name, wanted: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(wanted)
    return str(found[0].value)[:300] if found else ""


def _refusal(code: str) -> Unacceptable:
    return Unacceptable(code, _PROBLEMS[code], [Problem(code, _PROBLEMS[code], "certificate")])
