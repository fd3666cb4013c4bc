"""How long it takes to say when a dossier of 1 000 working days is due (bound: 1 ms)."""

from __future__ import annotations

import statistics
import time
from datetime import UTC, date, datetime, timedelta

from shared.domain.working_time import TimeLimit, WorkingCalendar, due

BOUND_MS = 1.0
RUNS = 51
RECEIVED_AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
LIMIT = TimeLimit(number=1000)
DAYS_OFF = frozenset(date(2026, 1, 1) + n * timedelta(days=18) for n in range(120))
CALENDAR = WorkingCalendar(off=DAYS_OFF, years=frozenset(range(2026, 2032)))


def run() -> list[tuple[str, float, float]]:
    """One row: median processor time in ms, and ratio to the bound."""
    median = statistics.median(_once() for _ in range(RUNS))
    return [("working time: due after 1 000 working days (ms)", median, median / BOUND_MS)]


def _once() -> float:
    begun = time.process_time()
    due(RECEIVED_AT, LIMIT, CALENDAR)
    return (time.process_time() - begun) * 1000
