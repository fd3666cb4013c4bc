"""The spans figures are published for, as Vietnam counts its days: day, month, quarter, year, and year to date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate

from shared.domain.errors import Malformed

_DAY = timedelta(days=1)


class Span(StrEnum):
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    TO_DATE = "to_date"  # from 1 January


@dataclass(frozen=True, slots=True)
class Period:
    """`2026-11-23`, `2026-11`, `2026-Q4`, `2026`, `2026-YTD`; both ends belong to it."""

    code: str
    span: Span
    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


_FORMS = re.compile(
    r"(?P<year>20\d\d)(?:-(?:(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?|Q(?P<quarter>[1-4])|(?P<to_date>YTD)))?"
)


def period(code: str, *, on: date) -> Period:
    """The period of a code; a year to date ends on this day. Raises `Malformed`."""
    found = _FORMS.fullmatch(code)
    try:
        if found:
            return _named(code, {name: value for name, value in found.groupdict().items() if value}, on)
    except ValueError:  # no such day
        pass
    raise Malformed("BAD_PERIOD", "Kỳ báo cáo phải có dạng 2026-11-23, 2026-11, 2026-Q4, 2026 hoặc 2026-YTD.")


def _named(code: str, parts: dict[str, str], on: date) -> Period:
    year = int(parts["year"])
    if "day" in parts:
        day = date(year, int(parts["month"]), int(parts["day"]))
        return Period(code, Span.DAY, day, day)
    if "month" in parts:
        return _months(code, Span.MONTH, year, int(parts["month"]), 1)
    if "quarter" in parts:
        return _months(code, Span.QUARTER, year, 3 * int(parts["quarter"]) - 2, 3)
    if "to_date" in parts:
        first = date(year, 1, 1)
        return Period(code, Span.TO_DATE, first, max(first, min(on, date(year, 12, 31))))
    return _months(code, Span.YEAR, year, 1, 12)


def _months(code: str, span: Span, year: int, month: int, number: int) -> Period:
    after = date(year + (month + number > 12), (month + number - 1) % 12 + 1, 1)
    return Period(code, span, date(year, month, 1), after - _DAY)


def holding(day: date) -> tuple[Period, ...]:
    """The periods a day belongs to, the year to date last."""
    quarter = (day.month + 2) // 3
    names = (f"{day}", f"{day:%Y-%m}", f"{day.year}-Q{quarter}", f"{day.year}", f"{day.year}-YTD")
    return tuple(period(each, on=day) for each in names)


def before(one: Period) -> Period:
    """The one before; before a year to date the same part of the year before."""
    if one.span is Span.TO_DATE:
        year = one.first.year - 1
        last = date(year, 2, 28) if (one.last.month, one.last.day) == (2, 29) else one.last.replace(year=year)
        return Period(f"{year}-YTD", one.span, date(year, 1, 1), last)
    eve = one.first - _DAY
    return next(each for each in holding(eve) if each.span is one.span)


# How many periods before the current one late news may still move: a result may come months after its dossier.
_EARLIER = {Span.DAY: 6, Span.MONTH: 12, Span.QUARTER: 4, Span.YEAR: 1, Span.TO_DATE: 0}


def due(on: date) -> tuple[Period, ...]:
    """What is published when a day has ended: the periods it is in, and those before, which late events still move."""
    return tuple(one for each in holding(on) for one in earlier(each, _EARLIER[each.span]))


def earlier(one: Period, number: int) -> tuple[Period, ...]:
    """A period and so many before it, the newest first."""
    return tuple(accumulate(range(number), lambda each, _: before(each), initial=one))
