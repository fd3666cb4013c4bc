"""What a change of a dossier changes in the figures, who may see whose, and what the public is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shared.domain.catalogue import Level, Unit
from shared.domain.contribution import Contribution, Sheet
from shared.domain.figures import Line
from shared.domain.units import ancestors, is_in_hands_of

SMALLEST = 20  # dossiers of a unit below which an open figure could point at somebody


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a version of a dossier contributes to each sheet it was or is on, and whose queues it left or entered."""

    dossier: str
    version: int
    kept: Mapping[Sheet, Contribution | None]
    units: frozenset[str]


def change(dossier: str, version: int, *, before: Contribution | None, after: Contribution | None) -> Change | None:
    """None when nothing that is counted changed: such a version is not kept either.

    Leaving those out is safe in any order of arrival. Of the versions that change something the newest is kept in the
    end, and none after it says anything else.
    """
    if before == after:
        return None
    left = {before.sheet: None} if before else {}
    return Change(
        dossier=dossier,
        version=version,
        kept={**left, **({after.sheet: after} if after else {})},
        units=frozenset(each.at_unit for each in (before, after) if each),
    )


def may_see(unit: str, mine: str, units: Mapping[str, Unit], *, on: date) -> bool:
    """Whether who works for `mine` may see a unit's figures: their own, those below, those it continues; at the
    province's level all.
    """
    own = units.get(mine)
    if own and own.level is Level.PROVINCE:
        return True
    return mine in ancestors(unit, units) or is_in_hands_of(mine, unit, units, on=on)


def below(unit: str, codes: Iterable[str], units: Mapping[str, Unit]) -> tuple[str, ...]:
    """Of these units, this one and all below it."""
    return tuple(sorted(each for each in codes if each == unit or unit in ancestors(each, units)))


def suppressed(lines: Mapping[str, Line], units: Mapping[str, Unit]) -> frozenset[str]:
    """The units whose open figures are left out: too few dossiers, and one more of those under the same unit when it
    would be the only one, for a single gap is filled by subtracting the others from the whole.
    """
    siblings: dict[str | None, list[tuple[int, str]]] = {}
    for code, line in lines.items():
        unit = units.get(code)
        siblings.setdefault(unit.parent if unit else None, []).append((line.denominator or 0, code))
    return frozenset(code for family in siblings.values() for code in _hidden(sorted(family)))


def _hidden(by_size: Sequence[tuple[int, str]]) -> list[str]:
    small = [code for size, code in by_size if size < SMALLEST]
    return [code for _, code in by_size[:2]] if len(small) == 1 else small
