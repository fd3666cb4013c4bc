"""Which certificates agencies sign with, and for which unit each speaks at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SignsAs(StrEnum):
    PERSON = "person"  # an officer's own, in the name of the unit they serve
    ORGANISATION = "organisation"  # the seal


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerCertificate:
    """A certificate and the unit it signs for during a time, both days included; without an end while the unit lives.

    It is known by the SHA-256 of its DER, in upper-case hex as authorities publish it: names are no proof. How it
    stands can be asked where both its serial and the key identifier of who issued it are known, in lower-case hex.
    """

    certificate: str
    unit: str  # code
    kind: SignsAs
    organisation: str
    valid_from: date
    valid_until: date | None = None
    serial: str | None = None
    authority: str | None = None
