"""Uploads: announced once, decided once."""

from __future__ import annotations

from datetime import timedelta

from shared.domain.uploads import Upload, UploadState
from shared.storage import keys
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, Write, put, row, write

_KEPT = timedelta(days=30)  # as long as quarantine keeps a refused file


def upload(id: str) -> Upload | None:
    found = row(keys.upload(id))
    return restored(Upload, found) if found else None


def announce(upload: Upload) -> None:
    """Keep a fresh announcement. 1 PutItem."""
    write(put(_row(upload), when=ABSENT))


def decided(upload: Upload) -> Write:
    """The write that records what became of an upload; fails when it was decided already."""
    return put(_row(upload), when="#state = :open", given={":open": UploadState.ANNOUNCED}, names={"#state": "state"})


def _row(upload: Upload) -> dict[str, object]:
    expires = int((upload.announced_at + _KEPT).timestamp())
    return {**keys.upload(upload.id), **record(upload), "expires_at": expires}
