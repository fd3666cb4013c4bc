"""Who signed, and in whose name, as far as a certificate tells."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime

from asn1crypto import core, x509

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
    subject = attributes_of(certificate.subject)
    name = unicodedata.normalize("NFC", _first(certificate, "common_name")).casefold()
    if _first(certificate, "user_id").upper().startswith(PERSONAL_IDENTIFIERS) or PERSONAL_ATTRIBUTES & subject.keys():
        return Capacity.PERSON
    is_agency = name.startswith(AGENCY_WORDS) or name == _first(certificate, "organization_name").casefold()
    return Capacity.ORGANISATION if is_agency else Capacity.PERSON


def attributes_of(name: x509.Name) -> Mapping[str, str]:
    """The first value of each attribute; letters outside the alphabet a value claims are read as Latin-1 as issued."""
    found: dict[str, str] = {}
    for part in name.chosen:
        for attribute in part:
            found.setdefault(attribute["type"].native, _text(attribute["value"]))
    return found


def _text(value: core.Asn1Value) -> str:
    try:
        return str(value.native)
    except ValueError:
        return bytes(value.contents).decode("latin-1")


def _first(certificate: x509.Certificate, attribute: str) -> str:
    return attributes_of(certificate.subject).get(attribute, "")
