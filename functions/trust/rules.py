"""How long revocation lists and answers are good for, what to call that, and who is to be asked. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

Q = TypeVar("Q", bound="Asked")


class Asked(Hashable, Protocol):
    """A certificate, named by its authority."""

    @property
    def authority(self) -> str: ...


class Kept(Protocol):
    """An answer, from when until when it speaks; one of good use speaks for ever."""

    @property
    def since(self) -> datetime: ...
    @property
    def until(self) -> datetime: ...
    @property
    def is_for_good(self) -> bool: ...


class Freshness(StrEnum):
    """Of what is known about an authority's revocations; only the first lets signatures pass."""

    FRESH = "fresh"
    STALE = "stale"
    MISSING = "missing"


FRESHNESS_NAMES = {
    Freshness.FRESH: "Còn hiệu lực",
    Freshness.STALE: "Đã quá hạn: cần nhập danh sách mới",
    Freshness.MISSING: "Chưa có danh sách nào",
}


def freshness(next_update: datetime | None, at: datetime) -> Freshness:
    """Of a list that is there; one that does not say until when is good for nothing (as the judge sees it)."""
    return Freshness.FRESH if next_update and at <= next_update else Freshness.STALE


def hours_left(next_update: datetime | None, at: datetime) -> float:
    """Hours until the next list is due, below zero when overdue; 0 without a list or a date."""
    return round((next_update - at).total_seconds() / 3600, 2) if next_update else 0.0


def due(
    waiting: Sequence[Q], registered: Sequence[Q], known: Mapping[Q, Kept], at: datetime, *, at_most: int
) -> list[Q]:
    """Whom to ask about: what somebody waits for, then the others, beginning somewhere else every hour.

    So a certificate its responder knows nothing about never keeps those behind it from being asked about.
    """
    first = [each for each in waiting if _is_due(known.get(each), at)]
    rest = [each for each in registered if each not in set(first) and _is_due(known.get(each), at)]
    turn = int(at.timestamp() // _HOUR.total_seconds()) * at_most % len(rest) if rest else 0
    return [*first, *rest[turn:], *rest[:turn]][:at_most]


def _is_due(kept: Kept | None, at: datetime) -> bool:
    """From half of its life on an answer is asked for again, so that a responder may be out of reach for a while."""
    return kept is None or not (kept.is_for_good or at - kept.since < (kept.until - kept.since) / 2)


def stale(wanted: Iterable[Q], known: Mapping[Q, Kept], at: datetime) -> Mapping[str, int]:
    """How many answers are over and were not renewed, of each authority asked."""
    counted: Counter[str] = Counter()
    for each in wanted:
        kept = known.get(each)
        counted[each.authority] += bool(kept and not kept.is_for_good and kept.until < at)
    return counted


def hours_since(moment: datetime | None, at: datetime) -> float:
    return round((at - moment) / _HOUR, 2) if moment else 0.0


_HOUR = timedelta(hours=1)
