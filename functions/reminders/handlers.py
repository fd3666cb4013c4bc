"""Every morning the heads of units hear what is overdue at their unit, and which feedback soon will be."""

from __future__ import annotations

from typing import Any

from functions.reminders import reminding
from shared.clock import now, today
from shared.storage import catalogues
from shared.web.rooms import Room

room = Room(__name__)


@room.schedule("cron(0 1 * * ? *)", description="At 01:00 UTC, 08:00 in Vietnam")
def remind_units(_event: Any) -> None:
    """Tell of what is overdue. Twice on one day, or begun anew after dying, tells nobody twice."""
    catalogue, at = catalogues.current(), now()
    for unit in catalogue.units:
        if unit.exists_on(today()):
            reminding.remind(unit, catalogue, at=at)
