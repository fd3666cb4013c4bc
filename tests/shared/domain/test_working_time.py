"""The clock of dossiers, against the vectors of the calendar of 2026 and the laws of counting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from functions.catalogue.reading import read_catalogue
from infra.catalogue import shipped
from shared.domain.catalogue import Procedure
from shared.domain.working_time import (
    OFFICE_HOURS,
    VIETNAM,
    Calendar,
    Counted,
    Day,
    OfficeHours,
    Pause,
    TimeLimit,
    WorkingCalendar,
    YearNotLoaded,
    due,
    extended,
    reckoned,
    working_days_between,
    working_time,
)
from shared.storage.records import record, restored

SHIPPED = read_catalogue(shipped(), version="1")
CALENDAR = WorkingCalendar.of(SHIPPED.calendars, "H21.50.05")
WITHIN_THE_DAY = TimeLimit(number=0, cutoff=time(15))
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = (date(2026, 11, day) for day in (2, 3, 4, 5, 6, 7))


def at(day: date | str, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment in Vietnam; a day as people write it is of 2026."""
    if isinstance(day, str):
        number, month = map(int, day.split("/"))
        day = date(2026, month, number)
    return datetime.combine(day, time(hour, minute, second), VIETNAM)


def days(number: int) -> TimeLimit:
    return TimeLimit(number=number)


def hours(number: int) -> TimeLimit:
    return TimeLimit(number=number, counted=Counted.WORKING_HOURS)


def calendar_days(number: int) -> TimeLimit:
    return TimeLimit(number=number, counted=Counted.DAYS)


@pytest.mark.parametrize(
    ("received", "limit", "expected"),
    [
        pytest.param(at("28/8", 9), days(3), at("7/9", 17), id="over the national day"),
        pytest.param(at("21/8", 14), days(1), at("22/8", 17), id="onto the Saturday worked instead"),
        pytest.param(at("13/2", 9), days(1), at("23/2", 17), id="over Tết"),
        pytest.param(at("18/2", 9), days(1), at("24/2", 17), id="received during Tết, so on the 23rd"),
        pytest.param(at("23/11", 9), days(1), at("25/11", 17), id="over the day of culture"),
        pytest.param(at(MONDAY, 7, 0), days(3), at(THURSDAY, 17), id="before opening"),
        pytest.param(at(MONDAY, 17), days(3), at(THURSDAY, 17), id="on the stroke of closing"),
        pytest.param(at(MONDAY, 17, 1), days(3), at(FRIDAY, 17), id="after closing, so the next day"),
        pytest.param(at(SATURDAY, 9), days(1), at("10/11", 17), id="on a Saturday, so on Monday"),
        pytest.param(at(MONDAY, 14, 59), WITHIN_THE_DAY, at(MONDAY, 17), id="within the day"),
        pytest.param(at(MONDAY, 15, 0, 59), WITHIN_THE_DAY, at(MONDAY, 17), id="at 15:00, as the receipt says"),
        pytest.param(at(MONDAY, 15, 1), WITHIN_THE_DAY, at(TUESDAY, 17), id="after the cut-off"),
        pytest.param(at("23/11", 15, 1), WITHIN_THE_DAY, at("25/11", 17), id="after the cut-off before a day off"),
        pytest.param(at("21/8", 15, 1), WITHIN_THE_DAY, at("22/8", 17), id="after it before a worked Saturday"),
        pytest.param(at(MONDAY, 9), hours(8), at(TUESDAY, 9), id="eight hours are a day, without the noon break"),
        pytest.param(at(MONDAY, 12), hours(1), at(MONDAY, 14), id="hours from within the noon break"),
        pytest.param(at(FRIDAY, 16), hours(2), at("9/11", 8, 30), id="hours over a weekend"),
        pytest.param(at(MONDAY, 9), calendar_days(4), at(FRIDAY, 17), id="days of the calendar"),
        pytest.param(at(MONDAY, 9), calendar_days(5), at("9/11", 17), id="ending on a Saturday, so on Monday"),
        pytest.param(at("16/11", 9), calendar_days(8), at("25/11", 17), id="ending on a holiday"),
    ],
)  # fmt: skip
def test_a_dossier_is_due(received: datetime, limit: TimeLimit, expected: datetime):
    assert due(received.astimezone(UTC), limit, CALENDAR) == expected


def test_the_moment_is_told_in_the_time_of_vietnam():
    found = due(datetime(2026, 11, 2, 2, tzinfo=UTC), days(1), CALENDAR)
    assert (found.isoformat(), found.tzinfo) == ("2026-11-03T17:00:00+07:00", VIETNAM)


def test_a_day_begins_in_vietnam_not_in_greenwich():
    assert reckoned(datetime(2026, 11, 2, 23, 30, tzinfo=UTC), CALENDAR) == at(TUESDAY, 7, 30)


# --- pauses ----------------------------------------------------------------------------------------------------------


def paused(*pauses: tuple[datetime, datetime], limit: TimeLimit) -> datetime:
    received = due(at(MONDAY, 9), limit, CALENDAR)
    return extended(received, [Pause(since=since, until=until) for since, until in pauses], limit, CALENDAR)


def test_what_was_left_when_the_clock_stopped_goes_on_after_the_answer():
    assert due(at(MONDAY, 9), days(3), CALENDAR) == at(THURSDAY, 17)
    assert paused((at(TUESDAY, 10), at(FRIDAY, 14)), limit=days(3)) == at("10/11", 17)


def test_an_answer_is_received_as_a_dossier_is():
    assert paused((at(TUESDAY, 10), at(FRIDAY, 17, 1)), limit=days(3)) == at("11/11", 17)
    assert paused((at(MONDAY, 10), at(TUESDAY, 15)), limit=WITHIN_THE_DAY) == at(TUESDAY, 17)
    assert paused((at(MONDAY, 10), at(TUESDAY, 15, 1)), limit=WITHIN_THE_DAY) == at(WEDNESDAY, 17)


def test_an_answer_of_the_same_day_moves_no_day():
    assert paused((at(TUESDAY, 10), at(TUESDAY, 16)), limit=days(3)) == at(THURSDAY, 17)


def test_hours_move_by_working_time():
    assert paused((at(MONDAY, 11), at(TUESDAY, 9, 30)), limit=hours(4)) == at(TUESDAY, 11, 30)


def test_days_of_the_calendar_move_by_days():
    assert paused((at(TUESDAY, 10), at(THURSDAY, 9)), limit=calendar_days(4)) == at("9/11", 17)


def test_pauses_that_overlap_count_once():
    once = paused((at(TUESDAY, 10), at(FRIDAY, 14)), limit=days(3))
    twice = ((at(WEDNESDAY, 8), at(THURSDAY, 9)), (at(TUESDAY, 10), at(FRIDAY, 14)), (at(TUESDAY, 11), at(FRIDAY, 9)))
    assert paused(*twice, limit=days(3)) == once


def test_a_pause_that_began_when_the_dossier_was_late_changes_nothing():
    assert paused((at(FRIDAY, 8), at("30/11", 9)), limit=days(3)) == at(THURSDAY, 17)


def test_a_second_pause_may_begin_in_the_time_the_first_one_gave():
    first, second = (at(THURSDAY, 9), at(FRIDAY, 9)), (at(FRIDAY, 14), at("9/11", 9))
    assert paused(first, second, limit=days(3)) == at("9/11", 17)


# --- calendars -------------------------------------------------------------------------------------------------------


def test_a_year_nobody_loaded_is_never_counted_through_in_silence():
    with pytest.raises(YearNotLoaded, match="CALENDAR_YEAR_MISSING") as missing:
        due(at("30/12", 9), days(2), CALENDAR)
    assert missing.value.year == 2027
    assert "năm 2027" in missing.value.detail
    with pytest.raises(YearNotLoaded):
        working_time(at("31/12", 9), at(date(2027, 1, 1), 9), CALENDAR)


def test_the_last_day_of_a_loaded_year_can_be_counted_to():
    assert due(at("30/12", 9), days(1), CALENDAR) == at("31/12", 17)
    assert working_time(at("31/12", 16), at("31/12", 20), CALENDAR) == timedelta(hours=1)


def test_who_must_name_a_day_now_counts_weekends_alone():
    assert due(at("30/12", 9), days(2), CALENDAR.provisional) == at(date(2027, 1, 1), 17)


A_SATURDAY = Day(day=SATURDAY, name="Làm việc thứ Bảy")
OWN = Calendar(unit="H21.50.05", holidays=(Day(day=TUESDAY, name="Lễ hội"),), working_days=(A_SATURDAY,))


def test_a_units_own_days_add_to_everybodys():
    own, others = (WorkingCalendar.of([*SHIPPED.calendars, OWN], unit) for unit in ("H21.50.05", "H21.50.06"))
    assert due(at(MONDAY, 9), days(1), own) == at(WEDNESDAY, 17)
    assert due(at(FRIDAY, 9), days(1), own) == at(SATURDAY, 17)
    assert due(at("28/8", 9), days(3), own) == at("7/9", 17)
    assert others == CALENDAR


def test_a_unit_may_work_on_everybodys_day_off_and_rest_on_everybodys_working_day():
    working = Day(day=date(2026, 11, 24), name="Trực")
    resting = Day(day=date(2026, 8, 22), name="Nghỉ")
    own = WorkingCalendar.of([*SHIPPED.calendars, replace(OWN, holidays=(resting,), working_days=(working,))], OWN.unit)
    assert own.is_working(working.day)
    assert not own.is_working(resting.day)


def test_hours_are_the_units_own_or_everybodys_or_those_of_offices():
    early = (OfficeHours(opens=time(7), closes=time(14)),)
    assert WorkingCalendar.of([Calendar(years=(2026,))], "H21").hours == OFFICE_HOURS
    assert WorkingCalendar.of([Calendar(unit="H21", hours=early), *SHIPPED.calendars], "H21").hours == early
    assert due(at(MONDAY, 14, 1), days(0), replace(CALENDAR, hours=early)) == at(TUESDAY, 14)


def test_a_catalogue_kept_before_limits_and_years_were_counted_is_still_read():
    procedure = SHIPPED.procedures_by_code["1.001193"]
    old = {name: value for name, value in record(procedure).items() if name != "limit"}
    assert restored(Procedure, old) == replace(procedure, limit=None)
    unknown = restored(Calendar, {"holidays": [], "working_days": []})
    with pytest.raises(YearNotLoaded):
        due(at(MONDAY, 9), days(1), WorkingCalendar.of([unknown], "H21"))


def test_limits_and_hours_survive_being_kept():
    for each in (*SHIPPED.calendars, *SHIPPED.procedures):
        assert restored(type(each), record(each)) == each


def test_every_time_the_shipped_catalogue_names_can_be_counted():
    uncounted = {each.code: each.time_limit for each in SHIPPED.procedures if each.limit is None}
    assert all(text.startswith("theo ") for text in uncounted.values())
    limits = {each.code: each.limit for each in SHIPPED.procedures}
    assert limits["1.001193"] == WITHIN_THE_DAY
    assert limits["1.004873"] == days(3)
    assert limits["1.013225"] == calendar_days(15)
    assert limits["1.013831"] == days(10)


# --- laws ------------------------------------------------------------------------------------------------------------

moments = st.integers(0, 365 * 24 * 3600).map(lambda seconds: at("1/1", 0) + timedelta(seconds=seconds))
short = st.integers(0, 30)
cutoffs = st.none() | st.just(time(15))
day_limits = st.builds(TimeLimit, number=short, cutoff=cutoffs) | st.builds(
    TimeLimit, number=st.integers(1, 30), counted=st.just(Counted.DAYS)
)
limits = day_limits | st.builds(hours, st.integers(1, 60))
changed_days = st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=40)
calendars = st.builds(
    WorkingCalendar,
    off=changed_days,
    worked=changed_days,
    hours=st.sampled_from([OFFICE_HOURS, (OfficeHours(opens=time(6), closes=time(18)),)]),
) | st.just(CALENDAR.provisional)
pauses = st.builds(
    lambda since, length: Pause(since=since, until=since + length),
    moments,
    st.timedeltas(timedelta(), timedelta(days=30)),
)


@given(moments, limits, calendars)
def test_due_is_in_working_hours_and_never_before_reception(received: datetime, limit: TimeLimit, calendar):
    found = due(received, limit, calendar)
    assert calendar.is_working(found.date())
    assert any(opens <= found <= closes for opens, closes in calendar.sessions(found.date()))
    assert found >= received.replace(second=0, microsecond=0)


@given(moments, day_limits, calendars)
def test_a_limit_in_days_ends_with_its_day(received: datetime, limit: TimeLimit, calendar):
    found = due(received, limit, calendar)
    assert found == calendar.closing(found.date())


@given(moments, short, cutoffs, calendars)
def test_as_many_working_days_pass_as_the_limit_has(received: datetime, number: int, cutoff, calendar):
    found = due(received, TimeLimit(number=number, cutoff=cutoff), calendar)
    begun = reckoned(received, calendar, cutoff=cutoff)
    assert working_days_between(begun.date(), found.date(), calendar) == number


@given(moments, st.integers(1, 60), calendars)
def test_as_much_working_time_passes_as_the_limit_has(received: datetime, number: int, calendar):
    found = due(received, hours(number), calendar)
    assert working_time(reckoned(received, calendar), found, calendar) == timedelta(hours=number)


@given(moments, moments, limits, calendars)
def test_who_comes_later_is_never_due_earlier(one: datetime, other: datetime, limit: TimeLimit, calendar):
    first, second = sorted((one, other))
    assert due(first, limit, calendar) <= due(second, limit, calendar)


@given(moments, limits, calendars)
def test_a_longer_limit_is_never_due_earlier(received: datetime, limit: TimeLimit, calendar):
    assert due(received, limit, calendar) <= due(received, replace(limit, number=limit.number + 1), calendar)


@given(moments, limits, calendars, changed_days)
def test_more_days_off_never_bring_the_due_date_forward(received: datetime, limit: TimeLimit, calendar, off):
    assert due(received, limit, calendar) <= due(received, limit, replace(calendar, off=calendar.off | off))


@given(moments, limits, calendars, st.lists(pauses, max_size=4))
def test_pausing_never_brings_the_due_date_forward(received: datetime, limit: TimeLimit, calendar, stops):
    before = due(received, limit, calendar)
    assert extended(before, [], limit, calendar) == before
    after = extended(before, stops, limit, calendar)
    assert after >= before
    assert calendar.is_working(after.date())


@given(moments, st.builds(days, short) | st.builds(hours, st.integers(1, 60)), calendars, pauses)
def test_an_answer_never_leaves_more_time_than_a_new_dossier_has(received, limit, calendar, stop):
    assume(reckoned(received, calendar) <= stop.since)
    before = due(received, limit, calendar)
    anew = due(stop.until, limit, calendar)
    assert extended(before, [stop], limit, calendar) <= max(before, anew)


@given(limits, calendars, moments, st.permutations(range(4)), st.lists(pauses, min_size=4, max_size=4))
def test_the_order_in_which_pauses_are_told_does_not_matter(limit, calendar, received, order, stops):
    before = due(received, limit, calendar)
    assert extended(before, [stops[n] for n in order], limit, calendar) == extended(before, stops, limit, calendar)


@given(calendars, st.lists(moments, min_size=3, max_size=3).map(sorted))
def test_time_adds_up(calendar, told):
    a, b, c = told
    assert working_time(a, c, calendar) == working_time(a, b, calendar) + working_time(b, c, calendar)
    assert working_time(a, c, calendar) == -working_time(c, a, calendar)
    whole, part, rest = ((a, c), (a, b), (b, c))
    counted = [working_days_between(x.date(), y.date(), calendar) for x, y in (whole, part, rest)]
    assert counted[0] == counted[1] + counted[2]
