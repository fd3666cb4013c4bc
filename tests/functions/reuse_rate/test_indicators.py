"""The figures as they were published, to the cent, and what is said when there is nothing to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from functions.reuse_rate import indicators, words
from functions.reuse_rate.indicators import Definition, Figure, figure
from shared.domain.contribution import counts
from tests.functions.reuse_rate.stream import contributed, lives

TODAY = date(2026, 11, 23)
KNOWN = indicators.definitions()
# One province, one month of 2026: indicator, numerator, denominator, ratio, score.
PUBLISHED = [
    ("QD766/4.1", 133274, 184513, "72.23", "4.33"),
    ("QD766/4.2", 21233, 184513, "11.51", "0.46"),
    ("QD766/4.3", 3160, 184513, "1.71", "0.04"),
    ("QD766/4.4", 0, 184513, "0.00", "0.00"),
    ("QD766/4.5b", 85644, 184513, "46.42", "0.93"),
    ("QD766/4.5a", 297, 1301, "22.83", "0.46"),
]
COMMUNES = [(35, 2971, "1.18"), (31, 1780, "1.74"), (44, 1770, "2.49"), (3, 2645, "0.11"), (21, 1270, "1.65")]


def definition(code: str) -> Definition:
    found = indicators.in_force(code, TODAY, KNOWN)
    assert found
    return found


def published(code: str, numerator: int, denominator: int) -> Figure:
    one = definition(code)
    return figure(one, {one.numerator: numerator, one.denominator: denominator})


@pytest.mark.parametrize(("code", "numerator", "denominator", "ratio", "score"), PUBLISHED)
def test_a_published_figure_comes_out_to_the_cent(code, numerator, denominator, ratio, score):
    found = published(code, numerator, denominator)
    assert (found.ratio, found.score) == (Decimal(ratio), Decimal(score))


@pytest.mark.parametrize(("numerator", "denominator", "ratio"), COMMUNES)
def test_so_do_the_communes(numerator, denominator, ratio):
    assert published("QD766/4.3", numerator, denominator).ratio == Decimal(ratio)


def test_a_service_that_is_offered_has_a_ratio_and_nothing_counted():
    found = figure(definition("QD766/certified-copy"), {"certified_copy_service": 1})
    assert found == Figure(ratio=Decimal("100.00"), score=Decimal("2.00"))


def test_the_published_total_is_the_sum_of_the_rounded_scores():
    figures = [(definition(code), published(code, *counted)) for code, *counted, _, _ in PUBLISHED]
    offered = definition("QD766/certified-copy")
    found = indicators.total([*figures, (offered, figure(offered, {"certified_copy_service": 1}))])
    assert (found.score, found.of, found.ratio) == (Decimal("8.22"), 22, Decimal("37.36"))


def test_nothing_received_is_neither_a_ratio_nor_a_score_and_its_maximum_stays():
    nothing = published("QD766/4.3", 0, 0)
    assert (nothing.ratio, nothing.score) == (None, None)
    full = published("QD766/4.1", 10, 10)
    found = indicators.total([(definition("QD766/4.3"), nothing), (definition("QD766/4.1"), full)])
    assert (found.score, found.of) == (Decimal("6.00"), 8)


def test_zero_of_something_is_zero_not_nothing():
    assert published("QD766/4.3", 0, 5).ratio == Decimal("0.00")


def test_the_score_is_full_at_eighty_percent_and_never_more():
    assert [published("QD766/4.3", n, 100).score for n in (80, 81, 100)] == [Decimal("2.00")] * 3
    assert published("QD766/4.3", 79, 100).score == Decimal("1.98")


@pytest.mark.parametrize(("numerator", "ratio"), [(5, "0.01"), (4, "0.00"), (15, "0.02")])
def test_halves_go_up(numerator, ratio):
    assert published("QD766/4.1", numerator, 100_000).ratio == Decimal(ratio)


def test_the_group_of_seven_has_twenty_two_points():
    group = [each for each in KNOWN if each.group == indicators.GROUP]
    assert (len(group), sum(each.max_score or 0 for each in group)) == (7, 22)


def test_every_version_says_its_basis_and_counts_what_is_counted():
    counted = set(counts(map(contributed, [life[-1] for life in lives(2000)])))
    known = counted | {"", "synced", "procedures", "connected_procedures", "certified_copy_service"}
    for each in KNOWN:
        assert each.legal_basis
        assert {each.numerator, each.less, each.denominator, each.stated} <= known
        assert words.above(each)
        assert bool(words.below(each)) is not bool(each.stated)


def test_a_definition_changed_mid_year_counts_each_day_by_its_own_version():
    old = replace(definition("QD766/4.3"), valid_until=date(2026, 6, 30))
    new = replace(old, version=2, denominator="eligible", valid_from=date(2026, 7, 1), valid_until=None)
    day = {"received": 10, "eligible": 4, "reused": 2}
    days = {date(2026, 6, 30): day, date(2026, 7, 1): day}
    found = indicators.over("QD766/4.3", days, date(2026, 12, 31), [old, new])
    assert found
    assert (found.numerator, found.denominator) == (4, 14)


def test_an_indicator_of_this_year_says_nothing_of_an_earlier_one():
    assert indicators.over("METRICS-2026", {}, date(2025, 12, 31), KNOWN) is None


def test_first_time_right_is_what_was_never_asked_again():
    found = figure(definition("KHO/first-time-right"), {"received": 10, "asked_again": 1})
    assert (found.numerator, found.ratio) == (9, Decimal("90.00"))


def test_what_is_missing_to_the_target_is_told_in_dossiers():
    short = published("QD766/4.3", 386, 1000)
    assert indicators.missing_to(Decimal(60), short) == 214
    assert indicators.missing_to(Decimal(60), published("QD766/4.3", 0, 0)) is None


@given(some.integers(0, 10**6), some.integers(1, 10**6))
def test_so_many_more_reach_the_target_and_one_less_does_not(numerator, denominator):
    numerator = min(numerator, denominator)
    missing = indicators.missing_to(Decimal(60), Figure(numerator=numerator, denominator=denominator))
    assert missing is not None
    assert (numerator + missing) * 100 >= 60 * denominator
    assert missing == 0 or (numerator + missing - 1) * 100 < 60 * denominator


def test_the_forecast_goes_on_as_lately():
    one = definition("QD766/4.3")
    found = indicators.forecast(
        one, published(one.code, 10, 100), published(one.code, 28, 56), days_lately=28, days_left=50
    )
    assert (found.numerator, found.denominator) == (60, 200)
