"""What is worth telling the head of a unit this morning. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from shared.domain.validity import after_months, earliest_lasting
from shared.domain.working_time import VIETNAM, WorkingCalendar

STEPS = (30, 7, 1)  # days before a paper's last day on which its holders are told
SOON = 2  # working days before the deadline of a feedback


@dataclass(frozen=True, slots=True)
class Due:
    """Something with a deadline; `event` is the message it becomes."""

    kind: str  # dossier or feedback
    id: str
    at: datetime
    code: str = ""
    event: str = ""


def reminders(found: Iterable[Due], *, calendar: WorkingCalendar, at: datetime) -> tuple[Due, ...]:
    """Everything overdue, and the feedback whose deadline is at most two working days away."""
    soon = calendar.later(at.astimezone(VIETNAM).date(), SOON)
    return tuple(
        replace(each, event=f"{each.kind}_overdue" if each.at < at else "feedback_due_soon")
        for each in found
        if each.at < at or (each.kind == "feedback" and each.at.astimezone(VIETNAM).date() <= soon)
    )


def dated_for(months: int, last: date) -> tuple[date, ...]:
    """The days of issue from which so many months end on this very day: at the end of a month several, or none."""
    first = earliest_lasting(months, until=last)
    days = (first + timedelta(days=later) for later in range(_MONTHS_DIFFER))
    return tuple(day for day in days if after_months(day, months) == last)


_MONTHS_DIFFER = 4  # days, at most
