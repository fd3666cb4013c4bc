"""The clock of dossiers: how long an agency has, which hours it works, and when a dossier is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from itertools import chain

from shared.domain.errors import Unavailable

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")  # no summer time since 1975, so no time zone database
_DAY, _NONE = timedelta(days=1), timedelta()
_SATURDAY = 5


class Counted(StrEnum):
    """What a limit is counted in."""

    WORKING_DAYS = "working_days"
    DAYS = "days"  # of the calendar
    WORKING_HOURS = "working_hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimit:
    """How long an agency has. No working day at all is "within the day"; `cutoff` is the last minute of reception
    that still counts for its day (15:00 in the Law on Civil Status 2014, Art. 5.3, and Decree 23/2015, Art. 7).
    """

    number: int
    counted: Counted = Counted.WORKING_DAYS
    cutoff: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day that differs from its weekday, and why; `status` U is unverified."""

    day: date
    name: str
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHours:
    """Both ends count: who comes on the stroke of closing is received."""

    opens: time
    closes: time


OFFICE_HOURS = (OfficeHours(opens=time(7, 30), closes=time(11, 30)), OfficeHours(opens=time(13), closes=time(17)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Days off, compensatory working days and hours; `unit` None is everybody's, a unit's own adds to it.

    `years` are those for which everybody's days off are all here.
    """

    unit: str | None = None
    holidays: tuple[Day, ...] = ()
    working_days: tuple[Day, ...] = ()
    years: tuple[int, ...] = ()
    hours: tuple[OfficeHours, ...] = ()  # of every working day, in order


class YearNotLoaded(Unavailable):
    """Nobody told this system the days off of a year, so it cannot count through it."""

    def __init__(self, year: int) -> None:
        super().__init__(
            "CALENDAR_YEAR_MISSING",
            f"Chưa có lịch ngày nghỉ năm {year} nên chưa tính được thời hạn; quản trị viên cần nạp lịch năm này.",
        )
        self.year = year


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """When one unit works. `years` None counts through years nobody loaded as if they had weekends alone."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()  # whatever else the day is
    years: frozenset[int] | None = None
    hours: tuple[OfficeHours, ...] = OFFICE_HOURS

    @classmethod
    def of(cls, calendars: Iterable[Calendar], unit: str) -> WorkingCalendar:
        """What everybody's calendars and the unit's own say together; where they differ, the unit's own."""
        known = tuple(calendars)
        everybodys = [each for each in known if each.unit is None]
        own = [each for each in known if each.unit == unit]
        hours = [each.hours for each in (*everybodys, *own) if each.hours]
        return cls(
            off=_off([*everybodys, *own]),
            worked=_worked(everybodys) - _off(own) | _worked(own),
            years=frozenset(chain.from_iterable(each.years for each in everybodys)),
            hours=hours[-1] if hours else OFFICE_HOURS,
        )

    @property
    def provisional(self) -> WorkingCalendar:
        """For who must name a day now: years not loaded have weekends alone, and whoever uses it says so."""
        return replace(self, years=None)

    def is_working(self, day: date) -> bool:
        """Raises `YearNotLoaded`."""
        if self.years is not None and day.year not in self.years:
            raise YearNotLoaded(day.year)
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.off)

    def first_working(self, day: date) -> date:
        """The day itself, or the next one that is worked."""
        while not self.is_working(day):
            day += _DAY
        return day

    def later(self, day: date, working_days: int) -> date:
        """So many working days after a day, which itself does not count."""
        for _ in range(working_days):
            day = self.first_working(day + _DAY)
        return day

    def opening(self, day: date) -> datetime:
        return datetime.combine(day, self.hours[0].opens, VIETNAM)

    def closing(self, day: date) -> datetime:
        return datetime.combine(day, self.hours[-1].closes, VIETNAM)

    def sessions(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of work of a day that is worked."""
        for each in self.hours:
            yield datetime.combine(day, each.opens, VIETNAM), datetime.combine(day, each.closes, VIETNAM)


def due(received_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> datetime:
    """When a dossier received in full at that moment must be done, in Vietnam's time: the close of the last day,
    or the hour for limits in hours.

    The day of reception does not count, and a last day that is a day off moves to the next working day (Civil Code
    2015, Art. 147.2 and 148.5). Raises `YearNotLoaded`.
    """
    received = reckoned(received_at, calendar, cutoff=limit.cutoff)
    match limit.counted:
        case Counted.WORKING_HOURS:
            return _after(received, timedelta(hours=limit.number), calendar)
        case Counted.WORKING_DAYS:
            return calendar.closing(calendar.later(received.date(), limit.number))
        case Counted.DAYS:
            return calendar.closing(calendar.first_working(received.date() + limit.number * _DAY))


def reckoned(received_at: datetime, calendar: WorkingCalendar, *, cutoff: time | None = None) -> datetime:
    """The minute from which something counts as received.

    After closing, after the cut-off or on a day off, it is the opening of the next working day (practice of the desks,
    unverified). Minutes, because that is what a receipt shows: 15:00:59 is 15:00.
    """
    at = received_at.astimezone(VIETNAM).replace(second=0, microsecond=0)
    latest = min(cutoff or time.max, calendar.hours[-1].closes)
    if calendar.is_working(at.date()) and at.time() <= latest:
        return max(at, calendar.opening(at.date()))
    return calendar.opening(calendar.first_working(at.date() + _DAY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """The clock stood still: a supplement was asked for `since`, and came at `until`."""

    since: datetime
    until: datetime


def extended(due_at: datetime, pauses: Iterable[Pause], limit: TimeLimit, calendar: WorkingCalendar) -> datetime:
    """When a dossier due at `due_at` is due after those pauses, never earlier.

    What was left when the clock stopped goes on after the answer, which is received as a dossier is: a limit in days
    moves by the days after the one it stopped on, up to the one of the answer; a limit in hours by the working time.
    A pause that began when the dossier was late already changes nothing. Raises `YearNotLoaded`.
    """
    at = due_at.astimezone(VIETNAM)
    for pause in _apart(pauses, limit, calendar):
        if pause.since <= at:
            at = _moved(at, pause, limit, calendar)
    return at


def _moved(at: datetime, pause: Pause, limit: TimeLimit, calendar: WorkingCalendar) -> datetime:
    first, last = pause.since.astimezone(VIETNAM).date(), pause.until.date()
    match limit.counted:
        case Counted.WORKING_HOURS:
            return _after(at, working_time(pause.since, pause.until, calendar), calendar)
        case Counted.WORKING_DAYS:
            return calendar.closing(calendar.later(at.date(), working_days_between(first, last, calendar)))
        case Counted.DAYS:
            return calendar.closing(calendar.first_working(at.date() + (last - first)))


def _apart(pauses: Iterable[Pause], limit: TimeLimit, calendar: WorkingCalendar) -> list[Pause]:
    """The pauses in order, those that overlap made one, each until its answer counts as received."""
    found: list[Pause] = []
    for each in sorted(pauses, key=lambda pause: pause.since):
        until = max(each.since.astimezone(VIETNAM), reckoned(each.until, calendar, cutoff=limit.cutoff))
        if found and each.since <= found[-1].until:
            found[-1] = replace(found[-1], until=max(found[-1].until, until))
        else:
            found.append(Pause(since=each.since, until=until))
    return found


def working_days_between(first: date, last: date, calendar: WorkingCalendar) -> int:
    """Working days after `first`, up to and with `last`; negative when `last` comes first. Raises `YearNotLoaded`."""
    if last < first:
        return -working_days_between(last, first, calendar)
    return sum(calendar.is_working(first + n * _DAY) for n in range(1, (last - first).days + 1))


def working_time(since: datetime, until: datetime, calendar: WorkingCalendar) -> timedelta:
    """Working time from one moment to another; negative when `until` comes first. Raises `YearNotLoaded`."""
    if until < since:
        return -working_time(until, since, calendar)
    first, last = (each.astimezone(VIETNAM).date() for each in (since, until))
    days = (first + n * _DAY for n in range((last - first).days + 1))
    spans = chain.from_iterable(calendar.sessions(day) for day in days if calendar.is_working(day))
    return sum((max(_NONE, min(closes, until) - max(opens, since)) for opens, closes in spans), _NONE)


def _after(since: datetime, work: timedelta, calendar: WorkingCalendar) -> datetime:
    day = calendar.first_working(since.date())
    while True:
        for opens, closes in calendar.sessions(day):
            begun = max(opens, since)
            if begun + work <= closes:
                return begun + work
            work -= max(_NONE, closes - begun)
        day = calendar.later(day, 1)


def _off(calendars: Iterable[Calendar]) -> frozenset[date]:
    return frozenset(day.day for each in calendars for day in each.holidays)


def _worked(calendars: Iterable[Calendar]) -> frozenset[date]:
    return frozenset(day.day for each in calendars for day in each.working_days)
