"""Officers as administrators read them: words beside codes, numbers only masked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from functions.officers import rules, shapes
from shared.domain.people import Appointment, Person
from shared.domain.units import Units, home
from shared.storage.officers import Said


def officer(person: Person, held: Appointment, units: Units, *, on: date) -> shapes.OfficerView:
    return shapes.OfficerView(
        id=person.id,
        name=person.name,
        masked_number=person.masked_number,
        appointment=_term(held, units, on=on),
    )


def page(
    person: Person, held: Appointment, said: Iterable[Said], names: Mapping[str, str], units: Units, *, on: date
) -> shapes.OfficerPage:
    lines = [
        shapes.SaidView(
            at=each.at,
            by=names.get(each.by, ""),
            unit=_named(each.unit, units),
            role_names=_role_names(each.roles),
            valid_from=each.valid_from,
            valid_until=each.valid_until,
        )
        for each in said
    ]
    return shapes.OfficerPage(**officer(person, held, units, on=on).model_dump(), history=lines)


def _term(held: Appointment, units: Units, *, on: date) -> shapes.TermView:
    standing, works_at = rules.standing(held, on), home(held.unit, units, on=on)
    return shapes.TermView(
        unit=_named(held.unit, units),
        works_at=_named(works_at, units) if works_at and standing == "current" else None,
        roles=list(held.roles),
        role_names=_role_names(held.roles),
        valid_from=held.valid_from,
        valid_until=held.valid_until,
        standing=standing,
        standing_name=rules.STANDING_NAMES[standing],
    )


def _role_names(roles: Iterable[str]) -> list[str]:
    return [rules.ROLE_NAMES.get(each, each) for each in roles]


def _named(code: str, units: Units) -> shapes.UnitNamed:
    """One that has left the catalogue keeps its code."""
    found = units.get(code)
    return shapes.UnitNamed(code=code, name=found.name if found else code)
