"""How long a revocation list is good for, and what to call that. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


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
