"""What is published of one unit for one period: every indicator with what helps to read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class View(StrEnum):
    AS_IT_WAS = "as_it_was"  # by the units of the day
    REBASED = "rebased"  # on today's units


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One indicator. Ratios in percent; `change` in points since the period before; `missing` in dossiers.

    `adjusted_…` is what it would be now, where a frozen figure was moved by what came later.
    """

    code: str
    version: int
    numerator: int | None = None
    denominator: int | None = None
    ratio: Decimal | None = None
    score: Decimal | None = None
    max_score: Decimal | None = None
    target: Decimal | None = None
    rank: int | None = None
    ranked: int = 0  # units of its level that have a ratio
    change: Decimal | None = None
    missing: int | None = None
    forecast: Decimal | None = None  # ratio at the period's end, at the pace of the last days
    adjusted_numerator: int | None = None
    adjusted_denominator: int | None = None
    adjusted_ratio: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A unit's figures, itself and below. `moved_in` are units whose work came down to it in this view."""

    unit: str
    period: str
    view: View
    first: date
    last: date
    at: datetime
    lines: tuple[Line, ...]
    counts: dict[str, int] = field(default_factory=dict)
    score: Decimal = Decimal(0)  # of the digitisation group
    max_score: Decimal = Decimal(0)
    score_ratio: Decimal = Decimal(0)
    score_change: Decimal | None = None
    moved_in: tuple[str, ...] = ()
    not_divided: tuple[str, ...] = ()  # of those, which were split: counted here, above their successors
    frozen_at: datetime | None = None

    def line(self, code: str) -> Line | None:
        return next((each for each in self.lines if each.code == code), None)
