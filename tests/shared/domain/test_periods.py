"""Days, months, quarters, years: what a code means, what comes before, and what a night publishes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shared.domain.errors import Malformed
from shared.domain.periods import Span, before, due, holding, period

TODAY = date(2026, 11, 29)
days = some.dates(date(2001, 1, 1), date(2098, 12, 31))


@pytest.mark.parametrize(
    ("code", "span", "first", "last"),
    [
        ("2026-11-23", Span.DAY, date(2026, 11, 23), date(2026, 11, 23)),
        ("2028-02", Span.MONTH, date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-12", Span.MONTH, date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-Q4", Span.QUARTER, date(2026, 10, 1), date(2026, 12, 31)),
        ("2026", Span.YEAR, date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-YTD", Span.TO_DATE, date(2026, 1, 1), TODAY),
        ("2025-YTD", Span.TO_DATE, date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_code_means_these_days(code, span, first, last):
    found = period(code, on=TODAY)
    assert (found.code, found.span, found.first, found.last) == (code, span, first, last)


@pytest.mark.parametrize(
    "code", ["", "26", "2026-13", "2026-00", "2026-02-30", "2026-Q0", "2026-Q5", "2026-ytd", "1999"]
)
def test_what_is_no_period_is_refused(code):
    with pytest.raises(Malformed):
        period(code, on=TODAY)


@given(days)
def test_a_day_is_in_each_of_its_periods_and_the_one_before_ends_where_it_begins(day):
    for each in holding(day):
        assert each.holds(day)
        earlier = before(each)
        assert earlier.span is each.span
        if each.span is not Span.TO_DATE:
            assert earlier.last + timedelta(days=1) == each.first


def test_a_year_to_date_is_compared_with_the_same_part_of_the_year_before():
    assert before(period("2028-YTD", on=date(2028, 2, 29))).last == date(2027, 2, 28)


def test_a_night_publishes_what_late_news_may_still_move():
    codes = [each.code for each in due(TODAY)]
    assert len(codes) == len(set(codes))
    assert {f"{TODAY}", "2026-11", "2026-Q4", "2026", "2026-YTD"} <= set(codes)
    assert {"2026-11-23", "2025-11", "2025-Q4", "2025"} <= set(codes)
    assert not {"2026-11-22", "2025-10", "2025-Q3", "2024"} & set(codes)
