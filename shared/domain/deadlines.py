"""A dossier's due date as people read it, and how it moves when a pause ends. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from shared.domain import working_time
from shared.domain.desk import Pause
from shared.domain.dossiers import Dossier, State
from shared.domain.working_time import VIETNAM, TimeLimit, WorkingCalendar, working_days_between

SOON = 2  # working days left, at most, of what is due soon


class Standing(StrEnum):
    """How a dossier stands with its clock."""

    NOT_STARTED = "not_started"  # not received in full yet
    LATER = "later"
    SOON = "soon"
    TODAY = "today"
    OVERDUE = "overdue"
    PAUSED = "paused"
    ENDED = "ended"  # nothing is due any more


@dataclass(frozen=True, slots=True)
class Deadline:
    standing: Standing
    text: str  # Vietnamese


_ENDED = frozenset({State.NOT_RECEIVED, State.STOPPED, State.DONE, State.RETURNED})


def deadline(
    state: State,
    due_at: datetime | None,
    pauses: Iterable[Pause],
    *,
    at: datetime,
    calendar: WorkingCalendar,
    done_at: datetime | None = None,
) -> Deadline:
    """How a dossier in this state stands at this moment. Days left are working days, days late those of the calendar.

    Days left through a year nobody loaded are counted as if it had weekends alone: they are shown, never decided by.
    """
    if state in _ENDED:
        return Deadline(Standing.ENDED, _kept(due_at, done_at))
    if any(each.until is None for each in pauses):
        return Deadline(Standing.PAUSED, "tạm dừng tính thời hạn")
    if due_at is None:
        return Deadline(Standing.NOT_STARTED, "chưa tính thời hạn")
    today, day = at.astimezone(VIETNAM).date(), due_at.astimezone(VIETNAM).date()
    if due_at < at:
        return Deadline(Standing.OVERDUE, _late("quá hạn", today, day))
    if day == today:
        return Deadline(Standing.TODAY, "đến hạn hôm nay")
    left = working_days_between(today, day, calendar.provisional)
    return Deadline(Standing.SOON if left <= SOON else Standing.LATER, f"còn {left} ngày làm việc")


def _kept(due_at: datetime | None, done_at: datetime | None) -> str:
    if due_at is None or done_at is None:
        return ""
    if done_at <= due_at:
        return "đúng hạn"
    return _late("trễ hạn", done_at.astimezone(VIETNAM).date(), due_at.astimezone(VIETNAM).date())


def _late(how: str, day: date, due: date) -> str:
    days = (day - due).days
    return f"{how} {days} ngày" if days else f"{how} trong ngày"


def after_pause(
    dossier: Dossier, *, at: datetime, limit: TimeLimit | None, calendar: WorkingCalendar
) -> datetime | None:
    """When a dossier whose open pause ends now is due; as before where nothing was counted.

    Raises `YearNotLoaded`.
    """
    over = [working_time.Pause(since=each.since, until=at) for each in dossier.pauses if each.until is None]
    if dossier.due_at is None or dossier.received_at is None:
        return dossier.due_at
    return working_time.extended(dossier.due_at, over, limit or TimeLimit(number=0), calendar).astimezone(UTC)


def in_words(due_at: datetime) -> str:
    """A due date as history and forms say it: `07/09/2026`."""
    return f"{due_at.astimezone(VIETNAM):%d/%m/%Y}"
