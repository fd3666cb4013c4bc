"""Dossiers: one row each, changed only by who has seen its newest version; what happened to them; who has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date

from shared.domain.dossiers import Dossier, State
from shared.domain.events import Event
from shared.domain.life import OPEN, Step
from shared.domain.text import folded
from shared.storage import indexes, keys
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, Page, Row, Write, counted, delete, put, row, rows, rows_of

_LISTED = "DOSSIER#"
_AT_ONCE = 1000  # rows a filter looks through in one Query
_AT_MOST = 4  # Queries of one page


def dossier(id: str) -> Dossier | None:
    found = row(keys.dossier(id))
    return restored(Dossier, found) if found else None


def several(ids: Iterable[str]) -> tuple[Dossier, ...]:
    """Those of these dossiers that are there, in any order. 1 BatchGetItem for a hundred."""
    return tuple(restored(Dossier, each) for each in rows_of([keys.dossier(each) for each in dict.fromkeys(ids)]))


def opened(dossier: Dossier) -> Write:
    """The write that keeps a fresh draft."""
    return put(_row(dossier), when=ABSENT)


def changed(before: Dossier, after: Dossier) -> Write:
    """The write that keeps a changed dossier; fails when somebody else changed it first."""
    fresh = replace(after, version=before.version + 1)
    return put(_row(fresh), when="version = :seen", given={":seen": before.version})


def stepped(step: Step) -> list[Write]:
    """The writes that keep what an act made of a dossier, and the event; fails when somebody else acted first."""
    event = {**keys.event(step.event.dossier, step.event.number), **record(step.event)}
    return [changed(step.before, step.after), put(event, when=ABSENT)]


def coded(dossier: Dossier) -> Write:
    """The write by which a submitted dossier is found by its code."""
    assert dossier.code  # noqa: S101 - whoever submits gives it one
    return put({**keys.code(dossier.code), "dossier": dossier.id}, when=ABSENT)


def with_code(code: str) -> Dossier | None:
    """2 GetItem."""
    id = id_with_code(code)
    return dossier(id) if id else None


def id_with_code(code: str) -> str | None:
    """1 GetItem."""
    found = row(keys.code(code))
    return str(found["dossier"]) if found else None


def events_of(id: str, *, since: int = 0) -> tuple[Event, ...]:
    """What happened to a dossier after it had this version, oldest first. 1 Query for a thousand events."""
    partition, first = keys.event(id, since).values()
    found: list[Row] = []
    after: str | None = first if since else None
    while True:
        page = rows(partition, "EVENT#", after=after)
        found += page.rows
        if (after := page.last) is None:
            return tuple(restored(Event, each) for each in found)


def discarded(draft: Dossier) -> Write:
    """The write that leaves nothing of a draft; fails when somebody changed or submitted it first."""
    return delete(keys.dossier(draft.id), when="version = :seen", given={":seen": draft.version})


def dossiers_of(vault: str, *, limit: int, after: str | None = None, state: State | None = None) -> Page:
    """A page of a vault's dossiers, newest first. 1 Query, `_AT_MOST` with a state; such a page may be short.

    Raises `BadCursor` for a position that is not in this list.
    """
    found: list[Row] = []
    where = {} if state is None else {"state": int(state)}
    for _ in range(_AT_MOST):
        at_once = limit - len(found) + 1 if state is None else _AT_ONCE
        page = indexes.of_owner(vault, _LISTED, keys.dossier, limit=at_once, after=after, where=where)
        found += page.rows
        if len(found) > limit:
            return Page(found[:limit], str(found[limit - 1]["owner_sort"]))
        if (after := page.last) is None:
            break
    return Page(found, after)


def listed(found: Iterable[Row]) -> tuple[Dossier, ...]:
    return tuple(restored(Dossier, each) for each in found)


def next_number(unit: str, day: date) -> int:
    """A unit's next dossier number on a local day. Never given twice; a submission that fails leaves a gap."""
    return counted(keys.counter(unit, day))


def _row(dossier: Dossier) -> Row:
    listing = {"owner_key": keys.vault(dossier.owner), "owner_sort": f"{_LISTED}{dossier.id}"}
    return {**keys.dossier(dossier.id), **listing, **_queued(dossier), **record(dossier)}


PAPER_CORRECTED = "PAPER_CORRECTED"  # the reason an officer should look at it again, as the index carries it


def _queued(dossier: Dossier) -> Row:
    """Where the desks find it: the queue of its unit, and the work of its officer while it is open."""
    if dossier.submitted_at is None:
        return {}
    due = dossier.due_at or dossier.submitted_at
    sort = f"{due.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}#{dossier.id}"
    names = (party.name for party in (dossier.owner_party, dossier.applicant) if party)
    queued = {
        "queue_key": keys.queue(dossier.at_unit, dossier.state),
        "queue_sort": sort,
        "words": folded(" ".join((dossier.code or "", *dict.fromkeys(names)))),
        "owner_name": dossier.owner_party.name if dossier.owner_party else "",
        **({"reason": PAPER_CORRECTED} if dossier.uses_corrected_papers else {}),
    }
    if dossier.officer and dossier.state in OPEN:
        queued |= {"officer_key": keys.officers_work(dossier.officer), "officer_sort": sort}
    return queued
