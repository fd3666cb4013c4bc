"""From the sheets of units to the figures of units and of all above them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from functions.reuse_rate.indicators import Definition
from shared.domain.catalogue import Catalogue, Way
from shared.domain.contribution import Counts, added
from shared.domain.figures import View
from shared.domain.units import Units, ancestors, home

Days = Mapping[date, Counts]  # a unit's own sheets
Parts = dict[date, Counts]  # summed up from one change of a definition to the next, by the first day


@dataclass(slots=True)
class Tree:
    """What each unit has, itself and below, and the former units whose work was moved to it."""

    parts: dict[str, Parts] = field(default_factory=dict)
    moved: dict[str, set[str]] = field(default_factory=dict)
    not_divided: dict[str, set[str]] = field(default_factory=dict)

    def counts(self, unit: str) -> Counts:
        return added(self.parts.get(unit, {}).values())


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit's work is counted; `is_split` when no one successor has it all."""

    unit: str
    is_split: bool = False


def place(code: str, units: Units, *, on: date, view: View) -> Place:
    """Where a view counts a unit's work.

    On today's units a merged unit counts with its one successor. Of one that was split nobody can say which dossier
    would be whose, so it counts with the unit above it alone: divided by some key, the shares would be invented.
    """
    unit = units.get(code)
    if view is View.AS_IT_WAS or unit is None or unit.exists_on(on):
        return Place(code)
    if successor := home(code, units, on=on):
        return Place(successor)
    above = (home(each, units, on=on) for each in ancestors(code, units))
    return Place(next((each for each in above if each), code), is_split=True)


def tree(own: Mapping[str, Parts], units: Units, *, on: date, view: View) -> Tree:
    """Every unit with what is below it."""
    found = Tree()
    for code, parts in own.items():
        where = place(code, units, on=on, view=view)
        if where.unit != code:
            found.moved.setdefault(where.unit, set()).add(code)
        if where.is_split:
            found.not_divided.setdefault(where.unit, set()).add(code)
        for unit in (where.unit, *ancestors(where.unit, units)):
            _add(found.parts.setdefault(unit, {}), parts)
    return found


def _add(sum_: Parts, parts: Parts) -> None:
    for day, counts in parts.items():
        held = sum_.setdefault(day, {})
        for name, number in counts.items():
            held[name] = held.get(name, 0) + number


def parted(days: Days, first: date, last: date, changes: Iterable[date]) -> Parts:
    """A unit's days of a period, summed up between the days on which a definition changes."""
    begins = sorted({first, *(each for each in changes if first < each <= last)}, reverse=True)
    found: Parts = {}
    for day, counts in days.items():
        if first <= day <= last:
            begin = next(each for each in begins if each <= day)
            _add(found, {begin: counts})
    return found


def changes(definitions: Iterable[Definition]) -> frozenset[date]:
    """The days on which any version begins, or has ended."""
    found = [(each.valid_from, each.valid_until) for each in definitions]
    ended = {date.fromordinal(last.toordinal() + 1) for _, last in found if last}
    return frozenset(first for first, _ in found) | ended


def facts(catalogue: Catalogue, *, on: date) -> dict[str, Counts]:
    """What is known of a unit beside its dossiers, itself and below: procedures, and whether copies are certified."""
    received: dict[str, set[str]] = {}
    for unit in catalogue.units:
        if unit.exists_on(on):
            mine = {each.code for each in catalogue.procedures if each.is_in_force(on) and each.is_received_by(unit)}
            for code in (unit.code, *ancestors(unit.code, catalogue.units_by_code)):
                received.setdefault(code, set()).update(mine)
    connected = {each.code for each in catalogue.procedures if any(Way.DATA in one.ways for one in each.components)}
    wraps = {each.code for each in catalogue.document_types if each.wraps}
    certifying = {each.code for each in catalogue.procedures if wraps & set(each.results)}
    return {
        unit: {
            "procedures": len(codes),
            "connected_procedures": len(codes & connected),
            "certified_copy_service": int(bool(codes & certifying)),
        }
        for unit, codes in received.items()
    }
