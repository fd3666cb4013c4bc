"""Queues: the dossiers of a unit in one state and the open ones of an officer, those due first at the top."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from shared.domain.desk import Channel, Pause
from shared.domain.dossiers import State
from shared.domain.errors import BadCursor
from shared.domain.text import folded
from shared.storage import keys
from shared.storage.clients import table
from shared.storage.records import restored
from shared.storage.table import Row

_POSITION = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ#(?P<id>[0-9A-Z]{26})"
_AT_ONCE = 1000  # rows a filter looks through in one Query
_AT_MOST = 4  # Queries of one page: a rare find in a long queue makes a short page, never a slow one
_WORDS = 10  # looked for; nobody types more


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A dossier as a queue shows it: what the index carries, nothing of its answers."""

    id: str
    state: State
    procedure: str
    unit: str
    catalogue: str
    version: int
    owner_name: str = ""
    code: str | None = None
    channel: Channel = Channel.ONLINE
    handed_to: str | None = None
    officer: str | None = None
    submitted_at: datetime | None = None
    received_at: datetime | None = None
    due_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    reason: str = ""  # to look at it again: `dossiers.PAPER_CORRECTED`

    @property
    def uses_corrected_papers(self) -> bool:
        return bool(self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a queue is narrowed to: due in a span of time, both ends included, words of its code or owner's name, one
    procedure, those nobody works on yet.

    Until a dossier is received its place in the order is its submission's, so a span finds some that are not due.
    """

    since: datetime | None = None
    until: datetime | None = None
    words: tuple[str, ...] = ()
    procedure: str | None = None
    is_unassigned: bool = False

    @property
    def is_in_span(self) -> bool:
        return bool(self.since or self.until)

    @property
    def is_sifted(self) -> bool:
        """Rows are read that are not wanted."""
        return bool(self.words or self.procedure or self.is_unassigned)


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Dossiers, and the position to go on after; None at the end. A page may be short and still not be the last."""

    dossiers: tuple[Queued, ...]
    last: str | None


def queue(unit: str, state: State, wanted: Wanted, *, limit: int, after: str | None = None) -> QueuePage:
    """A page of what a unit has in a state, by due date; by submission before anything is due. 1 Query.

    Never more than `_AT_MOST`. Raises `BadCursor` for a position that is not in this list.
    """
    return _page("queue", keys.queue(unit, state), wanted, limit, after)


def officers_work(person: str, wanted: Wanted, *, limit: int, after: str | None = None) -> QueuePage:
    """A page of an officer's open dossiers in any state and unit. 1 Query, never more than `_AT_MOST`."""
    return _page("officer", keys.officers_work(person), wanted, limit, after)


def ids(unit: str, state: State, *, due: tuple[date, date] | None = None) -> list[str]:
    """All of a unit's dossiers in a state, or those due on these days (UTC). 1 Query for some thousand."""
    span = [datetime.combine(each, time(), UTC) for each in (due[0], due[1] + timedelta(days=1))] if due else [None] * 2
    asked = _listing("queue", keys.queue(unit, state), Wanted(since=span[0], until=span[1]))
    found: list[str] = []
    while True:
        answer = table().query(**asked, ProjectionExpression="PK")
        found += [str(each["PK"]).removeprefix("DOSSIER#") for each in answer["Items"]]
        if "LastEvaluatedKey" not in answer:
            return found
        asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def _page(index: str, partition: str, wanted: Wanted, limit: int, after: str | None) -> QueuePage:
    found: list[Row] = []
    for _ in range(_AT_MOST):
        at_once = _AT_ONCE if wanted.is_sifted else limit - len(found) + 1
        listing = _listing(index, partition, wanted) | _start(index, partition, after)
        answer = table().query(**listing, Limit=at_once)
        found += answer["Items"]
        last = answer.get("LastEvaluatedKey")
        after = str(last[f"{index}_sort"]) if last else None
        if len(found) > limit:
            return QueuePage(_restored(found[:limit]), str(found[limit - 1][f"{index}_sort"]))
        if after is None:
            break
    return QueuePage(_restored(found), after)


def _restored(found: list[Row]) -> tuple[Queued, ...]:
    return tuple(restored(Queued, each) for each in found)


def _listing(index: str, partition: str, wanted: Wanted) -> dict[str, Any]:
    filters, asked = _sifting(wanted)
    values, within = {":queue": partition} | asked, ""
    if wanted.is_in_span:
        within = f" AND {index}_sort BETWEEN :since AND :until"
        values |= {":since": _moment(wanted.since) or "0", ":until": f"{_moment(wanted.until) or '9999'}~"}
    return {
        "IndexName": f"by_{index}",
        "KeyConditionExpression": f"{index}_key = :queue{within}",
        "ExpressionAttributeValues": values,
        **filters,
    }


def _sifting(wanted: Wanted) -> tuple[dict[str, Any], dict[str, str]]:
    """What is asked of each row, and the values it is held against."""
    words = {f":word{n}": folded(word) for n, word in enumerate(wanted.words[:_WORDS])}
    asked = [f"contains(words, {word})" for word in words]
    if wanted.is_unassigned:
        asked.append("attribute_not_exists(officer)")
    if wanted.procedure is None:
        return ({"FilterExpression": " AND ".join(asked)} if asked else {}), words
    # A word of DynamoDB's own.
    named = {"ExpressionAttributeNames": {"#procedure": "procedure"}}
    filters = {"FilterExpression": " AND ".join([*asked, "#procedure = :procedure"]), **named}
    return filters, words | {":procedure": wanted.procedure}


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else ""


def _start(index: str, partition: str, after: str | None) -> dict[str, Any]:
    if after is None:
        return {}
    parts = re.fullmatch(_POSITION, after)
    if not parts:
        raise BadCursor
    place = {f"{index}_key": partition, f"{index}_sort": after}
    return {"ExclusiveStartKey": place | keys.dossier(parts["id"])}
