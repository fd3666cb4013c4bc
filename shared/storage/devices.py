"""Devices a vault was opened from: known by a hash of what they were given, forgotten when they are used no more."""

from __future__ import annotations

from datetime import datetime

from shared.storage import keys
from shared.storage.table import ABSENT, Row, Write, put, row, rows, write


def is_known(vault: str, name: str) -> bool:
    """1 GetItem."""
    return row(keys.device(vault, name)) is not None


def has_any(vault: str) -> bool:
    """1 Query."""
    first = keys.device(vault, "")
    return bool(rows(first["PK"], first["SK"], limit=1).rows)


def seen(vault: str, name: str, *, until: datetime) -> None:
    """It is known for longer. 1 PutItem."""
    write(put(_row(vault, name, until)))


def arrived(vault: str, name: str, *, until: datetime) -> Write:
    """The write by which a device is known from now on; fails where it is already."""
    return put(_row(vault, name, until), when=ABSENT)


def _row(vault: str, name: str, until: datetime) -> Row:
    return {**keys.device(vault, name), "expires_at": int(until.timestamp())}
