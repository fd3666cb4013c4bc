"""A unit's register of certified copies in one year: numbered without a gap, without a number given twice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from shared.domain.certification import Entry
from shared.domain.errors import BadCursor
from shared.domain.text import folded
from shared.storage import keys
from shared.storage.clients import table
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, Write, put, row, rows_between

_AT_ONCE = 1000  # lines a filter looks through in one Query
_AT_MOST = 4  # Queries of one page
_LAST = 99_999_999


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a register, and the number to go on after; None at the end. A filtered page may be short."""

    entries: tuple[Entry, ...]
    last: str | None


def last_number(unit: str, year: int) -> int:
    """The last number given; 0 in a year that has none. 1 GetItem."""
    found = row(keys.register_counter(unit, year))
    return int(found["count"]) if found else 0


def entered(entry: Entry) -> list[Write]:
    """The writes that put a line into the register. They fail when another line has its number by now.

    The last number is raised with the line, in somebody's transaction, or not at all.
    """
    line = {**keys.register_line(entry.unit, entry.year, entry.number), "words": _words(entry), **record(entry)}
    return [_raised(entry), put(line, when=ABSENT)]


def _raised(entry: Entry) -> Write:
    last = {**keys.register_counter(entry.unit, entry.year), "count": entry.number}
    if entry.number == 1:
        return put(last, when=ABSENT)
    return put(last, when="#count = :was", given={":was": entry.number - 1}, names={"#count": "count"})


def entry(unit: str, year: int, number: int) -> Entry | None:
    """1 GetItem."""
    found = row(keys.register_line(unit, year, number))
    return restored(Entry, found) if found else None


def entries(unit: str, year: int, *, first: int = 1, last: int = _LAST, limit: int, after: str | None = None) -> Lines:
    """A page of a register by number. 1 Query."""
    page = rows_between(
        keys.register(unit, year), f"{first:08d}", f"{last:08d}", limit=limit, after=_position(after) if after else None
    )
    return Lines(tuple(restored(Entry, each) for each in page.rows), page.last)


def whole(unit: str, year: int, *, first: int = 1, last: int | None = None, at_most: int) -> tuple[Entry, ...] | None:
    """Every line from one number to another; None when there are more than so many. 1 Query for some 3 000 lines."""
    found: list[Entry] = []
    after: str | None = None
    while len(found) <= at_most:
        page = entries(unit, year, first=first, last=last or _LAST, limit=at_most + 1, after=after)
        found += page.entries
        if (after := page.last) is None:
            break
    return tuple(found) if len(found) <= at_most else None


def found(unit: str, year: int, words: tuple[str, ...], *, limit: int, after: str | None = None) -> Lines:
    """Lines with each of these words in requester, paper, its number or its issuer, by number.

    1 Query for a thousand lines looked through, never more than `_AT_MOST`.
    """
    taken: list[dict[str, Any]] = []
    position = _position(after) if after else None
    for _ in range(_AT_MOST):
        answer = table().query(**_searched(unit, year, words, position))
        taken += answer["Items"]
        last = answer.get("LastEvaluatedKey")
        position = str(last["SK"]) if last else None
        if len(taken) > limit:
            taken = taken[:limit]
            position = str(taken[-1]["SK"])
            break
        if position is None:
            break
    return Lines(tuple(restored(Entry, each) for each in taken), position)


def _searched(unit: str, year: int, words: tuple[str, ...], after: str | None) -> dict[str, Any]:
    partition = keys.register(unit, year)
    values = {":register": partition, **{f":word{n}": folded(each) for n, each in enumerate(words)}}
    start = {"ExclusiveStartKey": {"PK": partition, "SK": after}} if after else {}
    return {
        "KeyConditionExpression": "PK = :register",
        "FilterExpression": " AND ".join(f"contains(words, :word{n})" for n in range(len(words))),
        "ExpressionAttributeValues": values,
        "Limit": _AT_ONCE,
        **start,
    }


def _words(entry: Entry) -> str:
    said = (entry.requester, entry.title, entry.original_number, entry.original_issuer, entry.certifier)
    return folded(" ".join(filter(None, said)))


def _position(after: str) -> str:
    if not re.fullmatch(r"(?a)\d{8}", after):
        raise BadCursor
    return after
