"""Units over time, found by name or code: which existed when, what became of them, and who signs for them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from functions.catalogue.rules import best_first
from shared.domain.catalogue import Catalogue, Unit
from shared.domain.issuers import IssuerCertificate
from shared.domain.text import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list of units is narrowed to; `exists` on the day: yes, no, or either."""

    text: str = ""
    exists: bool | None = None
    unregistered: bool = False  # nobody signs for it on the day


def units_found(catalogue: Catalogue, wanted: Wanted, *, on: date) -> list[Unit]:
    """Units of all times, the best answer first; of one name, those that exist come first."""
    signing = {each.unit for each in catalogue.issuers if speaks_on(each, on)}
    fitting = [
        each
        for each in catalogue.units
        if wanted.exists in (None, each.exists_on(on))
        and not (wanted.unregistered and (each.code in signing or not each.exists_on(on)))
    ]
    return best_first(sorted(fitting, key=lambda each: not each.exists_on(on)), wanted.text)


def times_named(catalogue: Catalogue) -> Counter[str]:
    """How many units of all times have this name (folded): names are no proof of which one is meant."""
    return Counter(folded(each.name) for each in catalogue.units)


def namesakes(unit: Unit, units: Iterable[Unit]) -> list[Unit]:
    return [each for each in units if each.code != unit.code and folded(each.name) == folded(unit.name)]


def below(unit: Unit, units: Iterable[Unit], *, on: date) -> list[Unit]:
    """The units right below on the day; of a unit that has gone, those that were below it."""
    return [each for each in units if each.parent == unit.code and (each.exists_on(on) or not unit.exists_on(on))]


def speaks_on(issuer: IssuerCertificate, day: date) -> bool:
    return issuer.valid_from <= day and (issuer.valid_until is None or day <= issuer.valid_until)


def registrations(catalogue: Catalogue, *, text: str = "", unit: str | None = None) -> list[IssuerCertificate]:
    """Registered certificates by unit and day; `text` is looked for in unit, organisation and fingerprint."""
    words = folded(text).split()
    named = catalogue.units_by_code
    found = [
        each
        for each in catalogue.issuers
        if (unit is None or each.unit == unit)
        and all(
            word in folded(f"{named[each.unit].name} {each.unit} {each.organisation} {each.certificate}")
            for word in words
        )
    ]
    return sorted(found, key=lambda each: (named[each.unit].name, each.unit, each.valid_from, each.certificate))
