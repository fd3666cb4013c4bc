"""Whether the registered certificates of agencies agree with the units they sign for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from functions.catalogue.words import fault
from shared.domain.catalogue import Unit
from shared.domain.errors import Problem
from shared.domain.issuers import IssuerCertificate

_FINGERPRINT = re.compile(r"[0-9A-F]{64}")
_SERIAL = re.compile(r"[1-9a-f][0-9a-f]{0,39}")  # at most 20 octets (RFC 5280, 4.1.2.2)
_KEY = re.compile(r"[0-9a-f]{40}")


def incoherent_issuers(
    issuers: Mapping[int, IssuerCertificate], units: Mapping[int, Unit], known: frozenset[str]
) -> Iterator[Problem]:
    """Every fault of the registry: who signs for nobody, for a unit that is not there then, or for two at once.

    `known` are all unit codes the document declares: those of unreadable entries are not missed a second time.
    """
    by_code = {each.code: each for each in units.values()}
    earlier: dict[str, list[IssuerCertificate]] = defaultdict(list)
    for n, issuer in issuers.items():
        where = f"issuers[{n}]"
        if not _FINGERPRINT.fullmatch(issuer.certificate):
            yield fault("BAD_FINGERPRINT", f"{where}.certificate", issuer.certificate[:64])
        yield from _askable(issuer, where)
        if issuer.valid_until and issuer.valid_until < issuer.valid_from:
            yield fault("DATES_REVERSED", f"{where}.valid_until")
        if issuer.unit not in known:
            yield fault("UNIT_UNKNOWN", f"{where}.unit", issuer.unit[:64])
        elif issuer.unit in by_code:
            yield from _beside_its_unit(issuer, by_code[issuer.unit], where)
        if any(_overlap(issuer, other) for other in earlier[issuer.certificate]):
            yield fault("CERTIFICATE_TWICE", f"{where}.certificate", issuer.certificate[:12])
        earlier[issuer.certificate].append(issuer)


def _askable(issuer: IssuerCertificate, where: str) -> Iterator[Problem]:
    if (issuer.serial is None) != (issuer.authority is None):
        yield fault("SERIAL_ALONE", f"{where}.{'serial' if issuer.serial is None else 'authority'}")
    if issuer.serial is not None and not _SERIAL.fullmatch(issuer.serial):
        yield fault("BAD_SERIAL", f"{where}.serial", issuer.serial[:64])
    if issuer.authority is not None and not _KEY.fullmatch(issuer.authority):
        yield fault("BAD_AUTHORITY", f"{where}.authority", issuer.authority[:64])


def _beside_its_unit(issuer: IssuerCertificate, unit: Unit, where: str) -> Iterator[Problem]:
    """A unit that was dissolved signs no more; what it signed while it lived stays its own."""
    if not unit.exists_on(issuer.valid_from):
        yield fault("UNIT_NOT_THERE", f"{where}.valid_from", unit.code)
    if unit.valid_until and (issuer.valid_until or date.max) > unit.valid_until:
        yield fault("OUTLIVES_UNIT", f"{where}.valid_until", unit.code)


def _overlap(one: IssuerCertificate, other: IssuerCertificate) -> bool:
    later = max(one.valid_from, other.valid_from)
    return later <= min(one.valid_until or date.max, other.valid_until or date.max)
