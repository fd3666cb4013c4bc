"""What is worth telling the head of a unit this morning. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.working_time import VIETNAM, WorkingCalendar

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
