"""What is counted: each dossier's contribution, the sheet of a unit and day they sum up to, and each unit's queues.

A sheet and a queue are only ever sums of the contributions that are kept, computed anew whenever one of them changes
and written if nobody else did meanwhile. So whatever arrives twice, late, out of order or after a death half-way
changes nothing but what is wrong; and whoever comes next on a sheet puts right what a hand has spoilt.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shared.domain.contribution import Contribution, Counts, Sheet, States, counts, waiting
from shared.domain.dossiers import State
from shared.domain.errors import Unavailable
from shared.storage import keys
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, NotAsExpected, Page, Row, put, row, rows, rows_between, rows_of, whole, write

_TRIES = 12


@dataclass(frozen=True, slots=True)
class Counted:
    """A sheet and what it says."""

    sheet: Sheet
    counts: Counts


GONE = 10**9  # version of a dossier that is no more: later than any


def queue_counts(unit: str) -> States:
    """How many dossiers wait in each open state of a unit's queue. 1 GetItem."""
    return queue_of(row(keys.queues(unit)))


def queue_of(queues: Row | None) -> States:
    """What the row of a unit's queue says."""
    found: States = {}
    for states in _sheets_in(queues).values():
        for state, number in states.items():
            found[State(int(state))] = found.get(State(int(state)), 0) + int(number)
    return found


def queued_sheets(unit: str) -> set[Sheet]:
    """The sheets whose dossiers a unit's queue says it has. 1 GetItem."""
    named = (name.partition("@") for name in _sheets_in(row(keys.queues(unit))))
    return {Sheet(other or unit, datetime.strptime(day, "%y%m%d").date()) for day, _, other in named}  # noqa: DTZ007


def sheets(unit: str, first: date, last: date) -> tuple[Counted, ...]:
    """A unit's sheets of these days, both ends included. 1 Query for some years."""
    partition, *ends = keys.tally(unit), f"DAY#{first}", f"DAY#{last}"
    found = whole(lambda after: rows_between(partition, *ends, after=after))
    return tuple(
        Counted(Sheet(unit, date.fromisoformat(each["SK"].removeprefix("DAY#"))), _counts(each)) for each in found
    )


def contributions(sheet: Sheet) -> tuple[Contribution, ...]:
    """What a sheet sums up. 1 Query for some thousand dossiers."""
    partition, prefix = keys.counted(sheet.unit, sheet.day, "").values()
    return listed(whole(lambda after: rows(partition, prefix, after=after)))


def contributed(unit: str, first: date, last: date, *, limit: int, after: str | None = None) -> Page:
    """A page of a unit's contributions of these days, oldest first; `listed` makes them of its rows. 1 Query."""
    partition, ends = keys.counted(unit, first, "")["PK"], (f"{first}#", f"{last}#~")
    return rows_between(partition, *ends, limit=limit, after=after)


def listed(found: Iterable[Row]) -> tuple[Contribution, ...]:
    """Contributions of rows; what moved to another sheet or was deleted left an empty one."""
    return tuple(restored(Contribution, each) for each in found if "dossier" in each)


def kept(unit: str, first: date, last: date) -> dict[tuple[Sheet, str], Contribution]:
    """All of a unit's contributions of these days, by where they are kept. 1 Query for some thousand dossiers."""
    partition, ends = keys.counted(unit, first, "")["PK"], (f"{first}#", f"{last}#~")
    return placed(whole(lambda after: rows_between(partition, *ends, after=after)))


def kept_at(places: Iterable[tuple[Sheet, str]]) -> dict[tuple[Sheet, str], Contribution]:
    """Those of these that are there. 1 BatchGetItem for a hundred."""
    return placed(rows_of([keys.counted(sheet.unit, sheet.day, dossier) for sheet, dossier in places]))


def placed(found: Iterable[Row]) -> dict[tuple[Sheet, str], Contribution]:
    """Contributions of rows by where they are kept, whatever they say themselves."""
    places = {}
    for each in found:
        if "dossier" in each:
            day, _, dossier = str(each["SK"]).partition("#")
            sheet = Sheet(str(each["PK"]).removeprefix("COUNTED#"), date.fromisoformat(day))
            places[sheet, dossier] = restored(Contribution, each)
    return places


def keep(sheet: Sheet, dossier: str, version: int, contribution: Contribution | None, *, anew: bool = False) -> None:
    """A dossier's contribution to this sheet as of a version, or that it has none here; older ones change nothing.

    `anew` replaces what is kept of the same version. 1 PutItem.
    """
    is_older = "version <= :version" if anew else "version < :version"
    fields = {
        **keys.counted(sheet.unit, sheet.day, dossier),
        **(record(contribution) if contribution else {}),
        "version": version,
    }
    try:
        write(put(fields, when=f"{ABSENT} OR {is_older}", given={":version": version}))
    except NotAsExpected:
        return


def settle(sheet: Sheet, units: Iterable[str]) -> None:
    """Sum a sheet up, and tell the queues of these units what of it waits there.

    1 GetItem for the sheet and for each unit, 1 Query, and 1 PutItem for each that is not as it should be. Raises
    `Unavailable` when others on the same rows were always quicker.
    """
    queued = tuple(sorted(set(units)))
    for attempt in range(_TRIES):
        if _is_settled(sheet, queued):
            return
        time.sleep(random.uniform(0, 0.01 * 2 ** min(attempt, 6)))  # noqa: S311 - jitter
    raise Unavailable("BUSY", "Số liệu đang được cập nhật; sẽ thử lại.")


def _is_settled(sheet: Sheet, units: tuple[str, ...]) -> bool:
    """False when somebody else wrote after we read. What is summed up is read last, so that nothing is missed."""
    seen = row(keys.sheet(sheet.unit, sheet.day))
    queues = {unit: row(keys.queues(unit)) for unit in units}
    counted = contributions(sheet)
    fresh, open_here = counts(counted), waiting(counted)
    try:
        if fresh != _counts(seen):
            _put(keys.sheet(sheet.unit, sheet.day), seen, {"counts": fresh})
        for unit, before in queues.items():
            _tell(sheet, unit, before, open_here.get(unit, {}))
    except NotAsExpected:
        return False
    return True


def _tell(sheet: Sheet, unit: str, before: Row | None, states: States) -> None:
    name = f"{sheet.day:%y%m%d}" + ("" if sheet.unit == unit else f"@{sheet.unit}")
    known = _sheets_in(before)
    fresh = {str(int(state)): number for state, number in states.items()}
    if fresh != {state: int(number) for state, number in known.get(name, {}).items()}:
        others = {each: states for each, states in known.items() if each != name}
        _put(keys.queues(unit), before, {"sheets": {**others, name: fresh} if fresh else others})


def _put(key: keys.Key, before: Row | None, fields: Mapping[str, Any]) -> None:
    fresh = {**key, **fields, "revision": int(before["revision"]) + 1 if before else 1}
    if before:
        write(put(fresh, when="revision = :seen", given={":seen": before["revision"]}))
    else:
        write(put(fresh, when=ABSENT))


def _counts(found: Row | None) -> Counts:
    return {name: int(number) for name, number in (found or {}).get("counts", {}).items()}


def _sheets_in(queues: Row | None) -> Mapping[str, Mapping[str, Any]]:
    held: Mapping[str, Mapping[str, Any]] = (queues or {}).get("sheets", {})
    return held
