"""Units over time: who continues the work of one that was merged or split, always by code, never by name. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from shared.domain.catalogue import Unit

Units = Mapping[str, Unit]


def continued_by(code: str, units: Units, *, on: date) -> frozenset[str]:
    """The units that do this one's work on that day: itself while it exists, several after a split, perhaps none."""
    return frozenset(each for each in _walked(code, units, on=on))


def _walked(code: str, units: Units, *, on: date) -> Iterator[str]:
    waiting, seen = [code], {code}
    while waiting:
        unit = units.get(waiting.pop())
        if unit is None:
            continue
        if unit.exists_on(on):
            yield unit.code
            continue
        fresh = [each for each in unit.successors if each not in seen]
        seen.update(fresh)
        waiting += fresh


def home(code: str, units: Units, *, on: date) -> str | None:
    """Where the officers of a unit work on that day: they follow it into its one successor, and wait for a new
    appointment where it was split.
    """
    alive = continued_by(code, units, on=on)
    return next(iter(alive)) if len(alive) == 1 else None


def homes_to(unit: str, units: Units, *, on: date) -> tuple[str, ...]:
    """The units whose officers work at this one on that day: itself, and those that have wholly become it."""
    came = (each for each in sorted(predecessors(unit, units)) if home(each, units, on=on) == unit)
    return (unit, *came)


def is_in_hands_of(unit: str, at_unit: str, units: Units, *, on: date) -> bool:
    """Whether this unit has what was given to `at_unit`: it is that unit, or continues it."""
    return at_unit == unit or unit in continued_by(at_unit, units, on=on)


def in_hands_of(unit: str, units: Units, *, on: date) -> tuple[str, ...]:
    """The units whose work this one does on that day: itself, and those it continues that are no more."""
    came = (each for each in sorted(predecessors(unit, units)) if is_in_hands_of(unit, each, units, on=on))
    return (unit, *came)


def predecessors(code: str, units: Units) -> frozenset[str]:
    """Every unit whose work came down to this one, near and far, without itself."""
    waiting, seen = [code], {code}
    while waiting:
        unit = units.get(waiting.pop())
        fresh = [each for each in (unit.predecessors if unit else ()) if each not in seen]
        seen.update(fresh)
        waiting += fresh
    return frozenset(seen - {code})


def ancestors(code: str, units: Units) -> tuple[str, ...]:
    """The units above this one, the nearest first."""
    found: list[str] = []
    unit = units.get(code)
    while unit and unit.parent and unit.parent not in (code, *found):
        found.append(unit.parent)
        unit = units.get(unit.parent)
    return tuple(found)
