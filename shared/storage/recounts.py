"""What each night's recount of a part of the dossiers found, kept for a year."""

from __future__ import annotations

from datetime import date, timedelta

from shared.domain.recounts import Night
from shared.storage import keys
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, put, row, rows, write

KEPT = timedelta(days=400)


def night(day: date) -> Night | None:
    """1 GetItem."""
    found = row(keys.recount(day))
    return restored(Night, found) if found else None


def keep(night: Night) -> None:
    """1 PutItem. Raises `NotAsExpected` when another run of the night is further, or began with another catalogue."""
    expires_at = int((night.begun_at + KEPT).timestamp())
    fields = {**keys.recount(night.day), **record(night), "expires_at": expires_at}
    write(put(fields, when=f"{ABSENT} OR {_NOT_FURTHER}", given={":parts": night.parts, ":its": night.catalogue}))


_NOT_FURTHER = "(catalogue = :its AND parts <= :parts AND attribute_not_exists(ended_at))"


def latest(number: int) -> tuple[Night, ...]:
    """The last so many nights, newest first. 1 Query."""
    found = rows(keys.recount(date.min)["PK"], limit=number, newest_first=True)
    return tuple(restored(Night, each) for each in found.rows)
