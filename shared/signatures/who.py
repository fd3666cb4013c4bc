"""Who signed, and in whose name, as far as a certificate tells."""

import unicodedata
from datetime import datetime

from asn1crypto import x509

from shared.signatures.issuers import Registry, Voice
from shared.signatures.policy import Capacity
from shared.signatures.verdict import Signer

NOBODY = Signer("", "", "")

PERSONAL_IDENTIFIERS = ("CCCD", "CMND", "CMT", "HC")
PERSONAL_ATTRIBUTES = frozenset({"given_name", "surname", "title"})
AGENCY_WORDS = (
    "ủy ban", "uỷ ban", "hội đồng", "sở ", "bộ ", "ban ", "văn phòng", "cục ", "chi cục", "tổng cục", "trung tâm",
    "phòng ", "công an", "bệnh viện", "trường ", "viện ", "thanh tra", "tòa án", "chi nhánh", "đảng ủy", "ubnd",
)  # fmt: skip


def signer_of(certificate: x509.Certificate) -> Signer:
    return Signer(
        name=_first(certificate, "common_name"),
        organisation=_first(certificate, "organization_name"),
        serial=format(certificate.serial_number, "x"),
    )


def name_of(certificate: x509.Certificate) -> str:
    return _first(certificate, "common_name") or _first(certificate, "organization_name")


def voice_of(certificate: x509.Certificate, registry: Registry, *, at: datetime) -> Voice:
    """In whose name it signed at that moment: what the registry says, or else a guess from the subject."""
    issuer = registry.issuer_of(certificate.dump(), at)
    return Voice(issuer.capacity, issuer.unit) if issuer else Voice(capacity_of(certificate))


def capacity_of(certificate: x509.Certificate) -> Capacity:
    subject = certificate.subject.native
    name = unicodedata.normalize("NFC", _first(certificate, "common_name")).casefold()
    if _first(certificate, "user_id").upper().startswith(PERSONAL_IDENTIFIERS) or PERSONAL_ATTRIBUTES & subject.keys():
        return Capacity.PERSON
    is_agency = name.startswith(AGENCY_WORDS) or name == _first(certificate, "organization_name").casefold()
    return Capacity.ORGANISATION if is_agency else Capacity.PERSON


def _first(certificate: x509.Certificate, attribute: str) -> str:
    value = certificate.subject.native.get(attribute, "")
    return str(value[0] if isinstance(value, list) else value)
