"""Every morning people hear what soon expires or must be brought, and the heads of units what is overdue."""

from __future__ import annotations

from typing import Any

from functions.reminders import expiring, reminding, supplementing
from shared.clock import now
from shared.storage import catalogues
from shared.web.rooms import Room

room = Room(__name__)


@room.schedule("cron(30 0 * * ? *)", description="At 00:30 UTC, 07:30 in Vietnam")
def remind_holders(_event: Any) -> None:
    """Tell holders of papers that end in thirty days, in a week and tomorrow."""
    expiring.remind(catalogues.current(), at=now())


@room.schedule("cron(0 1 * * ? *)", description="At 01:00 UTC, 08:00 in Vietnam")
def remind_units(_event: Any) -> None:
    """Tell heads of what is overdue, and owners of what their dossiers wait for.

    Twice on one day, or begun anew after dying, tells nobody twice.
    """
    catalogue, at = catalogues.current(), now()
    for unit in catalogue.units:
        reminding.remind(unit, catalogue, at=at)
        supplementing.remind(unit, catalogue, at=at)
