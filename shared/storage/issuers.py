"""The registry of agencies' certificates as the judge takes it, made once of each version of the catalogue."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from shared.clock import VIETNAM
from shared.domain.issuers import IssuerCertificate
from shared.signatures.issuers import Issuer, Registry
from shared.signatures.policy import Capacity
from shared.storage import catalogues


def registry() -> Registry:
    """The current catalogue's. Whatever `catalogues.current` costs and raises."""
    return _of_version(catalogues.current().version)


@lru_cache(maxsize=2)
def _of_version(version: str) -> Registry:
    return Registry.of(map(_issuer, catalogues.of(version).issuers))


def _issuer(registered: IssuerCertificate) -> Issuer:
    until = registered.valid_until
    return Issuer(
        certificate=registered.certificate,
        unit=registered.unit,
        organisation=registered.organisation,
        capacity=Capacity[registered.kind.name],
        valid_from=_begins(registered.valid_from),
        valid_until=_begins(until + timedelta(days=1)) if until else None,
    )


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
