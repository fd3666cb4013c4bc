"""Holders hear of papers about to expire: thirty days, a week and a day before, once each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from functions.reminders.handlers import remind_holders
from functions.reminders.rules import dated_for
from shared.domain.items import ItemState, Standing
from shared.domain.validity import after_months
from shared.storage import items
from shared.storage.table import transact
from tests.conftest import STATUS, a_caller
from tests.functions.reminders.test_reminders import SCHEDULED
from tests.functions.vault.papers import a_paper, a_version, replaced

MORNING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
ME, YOU = a_caller(), a_caller()


@given(months=st.integers(1, 24), last=st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_the_days_of_issue_that_end_on_a_day_are_all_of_them(months, last):
    around = (last - timedelta(days=31 * months + 5 - n) for n in range(31 * months + 5))
    assert set(dated_for(months, last)) == {day for day in around if after_months(day, months) == last}


def reminded(days=0, times=1):
    for _ in range(times):
        with time_machine.travel(MORNING + timedelta(days=days), tick=False):
            remind_holders(SCHEDULED, None)


def told(world):
    return [(row["event"], row["vault"], row["parameters"]["due"]) for row in world.rows("OUTBOX#")]


@pytest.mark.parametrize(("step", "expected"), [(30, 1), (29, 0), (7, 1), (2, 0), (1, 1), (0, 0)])
def test_a_stated_end_is_told_thirty_days_a_week_and_a_day_before(world, catalogue, step, expected):
    ends = date(2026, 11, 23) + timedelta(days=step)
    a_paper(ME.vault, valid_until=ends)
    reminded(times=2)
    assert told(world) == [("paper_expiring", ME.vault, ends.isoformat())] * expected


def test_an_end_that_follows_from_the_type_is_told_to_every_holder(world, catalogue):
    a_paper(ME.vault, YOU.vault, document_type=STATUS, version=signed_on(date(2026, 6, 23)))
    reminded()
    assert {vault for _, vault, _ in told(world)} == {ME.vault, YOU.vault}
    assert {due for _, _, due in told(world)} == {"2026-12-23"}


def signed_on(day):
    return replace(a_version(str(day).encode()), signed_on=day)


@pytest.mark.parametrize("changes", [{"state": ItemState.DISPUTED}, {"hidden_by": (ME.vault,)}])
def test_what_is_not_used_is_not_told_of(world, catalogue, changes):
    a_paper(ME.vault, valid_until=date(2026, 11, 30), **changes)
    reminded()
    assert told(world) == []


def test_what_was_replaced_by_a_paper_that_lasts_is_not_told_of(world, catalogue):
    paper = a_paper(ME.vault, valid_until=date(2026, 11, 30))
    transact(*items.changed(paper, replace(paper, valid_until=date(2036, 1, 1))))
    replaced(items.item(paper.id), b"new")
    reminded()
    assert told(world) == []


def test_what_nobody_verified_is_not_told_of(world, catalogue):
    undecided = replace(a_version(b"undecided"), standing=Standing.UNDECIDED)
    a_paper(ME.vault, valid_until=date(2026, 11, 30), version=undecided)
    reminded()
    assert told(world) == []
