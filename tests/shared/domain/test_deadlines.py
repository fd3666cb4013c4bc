"""A due date as people read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.domain.deadlines import after_pause, deadline
from shared.domain.desk import Pause, PauseReason
from shared.domain.dossiers import Dossier, State
from shared.domain.working_time import Calendar, Day, TimeLimit, WorkingCalendar, YearNotLoaded

DUE = datetime(2026, 9, 9, 10, tzinfo=UTC)  # Wednesday 17:00 in Vietnam
HOLIDAYS = (Day(day=date(2026, 9, 2), name="Quốc khánh"),)
CALENDAR = WorkingCalendar.of([Calendar(holidays=HOLIDAYS, years=(2026,))], "H21.001")


@pytest.mark.parametrize(
    ("at", "standing", "text"),
    [
        (datetime(2026, 9, 1, 2, tzinfo=UTC), "later", "còn 5 ngày làm việc"),
        (datetime(2026, 9, 7, 2, tzinfo=UTC), "soon", "còn 2 ngày làm việc"),
        (datetime(2026, 9, 8, 17, 30, tzinfo=UTC), "today", "đến hạn hôm nay"),  # half past midnight in Vietnam
        (DUE, "today", "đến hạn hôm nay"),
        (datetime(2026, 9, 9, 10, 1, tzinfo=UTC), "overdue", "quá hạn trong ngày"),
        (datetime(2026, 9, 12, 2, tzinfo=UTC), "overdue", "quá hạn 3 ngày"),
        (datetime(2025, 12, 31, 2, tzinfo=UTC), "later", "còn 179 ngày làm việc"),  # 2025 was never loaded
    ],
)
def test_a_due_date_is_told_in_words(at, standing, text):
    found = deadline(State.IN_PROGRESS, DUE, (), at=at, calendar=CALENDAR)
    assert (found.standing, found.text) == (standing, text)


def test_while_the_clock_stands_still_nothing_is_overdue():
    waiting = (Pause(reason=PauseReason.SUPPLEMENT, since=DUE - timedelta(days=1)),)
    found = deadline(State.SUPPLEMENT_ASKED, DUE, waiting, at=DUE + timedelta(days=9), calendar=CALENDAR)
    assert (found.standing, found.text) == ("paused", "tạm dừng tính thời hạn")


@pytest.mark.parametrize(
    ("done_at", "text"),
    [(DUE, "đúng hạn"), (DUE + timedelta(days=2), "trễ hạn 2 ngày"), (DUE + timedelta(hours=1), "trễ hạn trong ngày")],
)
def test_what_is_done_was_in_time_or_was_late(done_at, text):
    found = deadline(State.DONE, DUE, (), at=DUE + timedelta(days=30), calendar=CALENDAR, done_at=done_at)
    assert (found.standing, found.text) == ("ended", text)


WAITING = Dossier(
    id="01K7WQG2A40000000000000001",
    owner="01K7WQG2A40000000000000003",
    opened_by="01K7WQG2A40000000000000003",
    procedure="1.001193",
    unit="H21.001",
    catalogue="01K7WQG2A40000000000000004",
    opened_at=DUE - timedelta(days=9),
    answers=(),
    state=State.SUPPLEMENT_ASKED,
    received_at=DUE - timedelta(days=8),
    due_at=DUE,
    pauses=(
        Pause(reason=PauseReason.PAYMENT, since=DUE - timedelta(days=7), until=DUE - timedelta(days=6)),
        Pause(reason=PauseReason.SUPPLEMENT, since=DUE - timedelta(days=2)),
    ),
)


@pytest.mark.parametrize("limit", [TimeLimit(number=5), None])
def test_only_the_pause_that_ends_now_moves_the_due_date(limit):
    at = DUE - timedelta(hours=6)  # Wednesday 11:00: two working days after Monday
    assert after_pause(WAITING, at=at, limit=limit, calendar=CALENDAR) == DUE + timedelta(days=2)


def test_what_was_never_received_stays_without_a_due_date():
    never = replace(WAITING, received_at=None, due_at=None)
    assert after_pause(never, at=DUE, limit=TimeLimit(number=5), calendar=CALENDAR) is None


def test_no_due_date_is_moved_through_a_year_nobody_loaded():
    with pytest.raises(YearNotLoaded):
        after_pause(WAITING, at=datetime(2027, 1, 4, tzinfo=UTC), limit=TimeLimit(number=5), calendar=CALENDAR)
