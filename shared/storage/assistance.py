"""Assisted sessions: opened once, ended once, kept as the record of who acted for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from shared.domain.sessions import Assistance
from shared.storage import keys
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, Write, counted, put, row, transact, write


def begin(session: Assistance, *writes: Write) -> None:
    """Keep a session and what its person is told and reads of it, or nothing of it. 1 TransactWriteItems."""
    transact(put({**keys.assistance(session.id), **record(session)}, when=ABSENT), *writes)


def number_today(officer: str, day: date) -> int:
    """How many an officer has asked for on a local day, this one included. 1 UpdateItem."""
    return counted(keys.counter(f"ASSISTANCE#{officer}", day))


def session(id: str) -> Assistance | None:
    found = row(keys.assistance(id))
    return restored(Assistance, found) if found else None


def end(session: Assistance, *, at: datetime) -> None:
    """The first end counts; ending it again changes nothing that is asked of it."""
    ended = replace(session, ended_at=session.ended_at or at)
    write(put({**keys.assistance(session.id), **record(ended)}))
