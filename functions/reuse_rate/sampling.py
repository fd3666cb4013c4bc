"""Every night a part of the dossiers is counted anew and compared; what differs is told, and left for people to repair.

Each night looks at the last days and the open dossiers of every unit, and at some months of some units: after `NIGHTS`
nights at all of them. Which ones follows from the day alone, so a night that died goes on where it was.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zlib import crc32

from functions.reuse_rate import recounting
from shared.clock import now
from shared.domain.catalogue import Catalogue
from shared.domain.contribution import Sheet
from shared.domain.dossiers import State
from shared.domain.life import OPEN
from shared.domain.periods import Period, Span, earlier, holding
from shared.domain.recounts import Difference, Night
from shared.storage import catalogues, dossiers, queues, recounts, tallies
from shared.storage.table import NotAsExpected
from shared.web.logs import decided, measured

NIGHTS = 90  # until every month of every unit was looked at
MONTHS = 24  # that are looked at
LATEST = timedelta(days=2)
MOST = 20_000  # dossiers of a night
_TOLD = 50  # differences of a night
_CLOSED = frozenset(State) - OPEN - {State.DRAFT}


@dataclass(frozen=True, slots=True)
class Part:
    """Days of a unit that are counted anew, with the dossiers in its queue (`is_open`) or with closed ones."""

    unit: str
    first: date
    last: date
    is_open: bool = False

    def holds(self, sheet: Sheet) -> bool:
        return sheet.unit == self.unit and self.first <= sheet.day <= self.last


def parts(catalogue: Catalogue, day: date) -> tuple[Part, ...]:
    """What a night looks at, in order."""
    latest = (Part(unit.code, day - LATEST, day, is_open=True) for unit in catalogue.units if unit.exists_on(day))
    in_turn = (
        Part(unit.code, month.first, month.last)
        for month in _months(day)
        for unit in catalogue.units
        if (crc32(f"{unit.code} {month.code}".encode()) - day.toordinal()) % NIGHTS == 0
    )
    return (*latest, *in_turn)


def _months(day: date) -> tuple[Period, ...]:
    return next(earlier(each, MONTHS - 1) for each in holding(day) if each.span is Span.MONTH)


def sample(day: date) -> Night:
    """Count a night's parts anew and keep what was found; begun again, it goes on, and after its end does nothing.

    Its parts stay those of the catalogue it began with: what is imported meanwhile is for the next night. What differs
    is looked at a second time in the end: what only changed meanwhile differs no more, or differently.
    """
    night = recounts.night(day) or Night(day=day, begun_at=now(), catalogue=catalogues.current().version)
    if night.ended_at:
        return night
    try:
        return _gone_on(night, parts(catalogues.of(night.catalogue), day))
    except NotAsExpected:
        return recounts.night(day) or night  # another run of the same night is further


def _gone_on(night: Night, tonight: tuple[Part, ...]) -> Night:
    for number in range(night.parts, len(tonight)):
        if night.dossiers >= MOST:
            night = replace(night, is_whole=False)
            break
        night = _after(night, number, *compared(tonight[number]))
        recounts.keep(night)
    again = {each for number in night.doubtful for each in compared(tonight[number])[0]}
    night = replace(night, differences=tuple(each for each in night.doubts if each in again), ended_at=now())
    _tell(night)
    recounts.keep(night)
    return night


def _after(night: Night, number: int, differing: list[Difference], size: int) -> Night:
    return replace(
        night,
        parts=number + 1,
        dossiers=night.dossiers + size,
        doubtful=(*night.doubtful, number) if differing else night.doubtful,
        doubts=(*night.doubts, *differing)[:_TOLD],
    )


def _tell(night: Night) -> None:
    for each in night.differences:
        decided("reuse_rate.differs", what=each.what, unit=each.unit, day=each.day, dossier=each.dossier)
    measured("ReuseRateDifferences", len(night.differences), stage=os.environ["STAGE"])
    decided("reuse_rate.sampled", on=night.day, dossiers=night.dossiers, differences=len(night.differences))


def compared(part: Part) -> tuple[list[Difference], int]:
    """What differs in one part, and how many dossiers were counted anew.

    2 Query and one for each state of the queue; 1 BatchGetItem for a hundred dossiers, and for a hundred of those that
    count elsewhere; with a queue 1 GetItem.
    """
    found = recounting.Found(kept=tallies.kept(part.unit, part.first, part.last))
    found.sheets = {each.sheet: each.counts for each in tallies.sheets(part.unit, part.first, part.last)}
    queued = _queued(part)
    for each in dossiers.several([*(id for _, id in found.kept), *queued]):
        found.count(each, catalogues.of(each.catalogue).procedures_by_code[each.procedure])
    found.kept |= tallies.kept_at(key for key in found.right if key not in found.kept and not part.holds(key[0]))
    if part.is_open:
        found.queues[part.unit] = tallies.queue_counts(part.unit)
    sheets = {sheet for sheet in (*found.sheets, *(each.sheet for each in found.right.values())) if part.holds(sheet)}
    return recounting.differences(found, sheets=sheets, queues={part.unit} if part.is_open else ()), len(found.right)


def _queued(part: Part) -> list[str]:
    if part.is_open:
        return [id for state in OPEN for id in queues.ids(part.unit, state)]
    return [id for state in _CLOSED for id in queues.ids(part.unit, state, due=(part.first, part.last))]
