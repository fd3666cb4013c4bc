"""Devices a vault was opened from: known by a hash of what they were given, forgotten when they are used no more."""

from __future__ import annotations

from datetime import datetime

from shared.storage import keys
from shared.storage.table import ABSENT, PRESENT, NotAsExpected, Row, Write, put, rows, write


def has_any(vault: str) -> bool:
    """1 Query."""
    first = keys.device(vault, "")
    return bool(rows(first["PK"], first["SK"], limit=1).rows)


def seen(vault: str, name: str, *, until: datetime) -> bool:
    """A device the vault knows is known for longer; False for one it does not know. 1 PutItem."""
    try:
        write(put(_row(vault, name, until), when=PRESENT))
    except NotAsExpected:
        return False
    return True


def arrived(vault: str, name: str, *, until: datetime) -> Write:
    """The write by which a device is known from now on; fails where it is already."""
    return put(_row(vault, name, until), when=ABSENT)


def _row(vault: str, name: str, until: datetime) -> Row:
    return {**keys.device(vault, name), "expires_at": int(until.timestamp())}
