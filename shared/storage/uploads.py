"""Uploads: announced once, decided once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.domain.errors import Problem
from shared.domain.uploads import Upload, UploadState
from shared.storage import keys
from shared.storage.clients import table
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, NotAsExpected, Write, delete, put, row, transact, update, write

LEFT_ALONE = timedelta(days=1)  # before anybody tidies up after it
_SWEPT = "SWEEP"
_KEPT = timedelta(days=30)  # as long as quarantine keeps a refused file


def upload(id: str) -> Upload | None:
    found = row(keys.upload(id))
    return restored(Upload, found) if found else None


def announce(upload: Upload) -> None:
    """Keep a fresh announcement. 1 PutItem."""
    write(put(_row(upload), when=ABSENT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file of a batch: announced under its upload, or refused for its problems."""

    file_name: str
    code: str | None = None
    dossier: str | None = None
    upload: str | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Many results announced at once, each judged by itself."""

    id: str
    person: str
    unit: str
    at: datetime
    entries: tuple[Entry, ...]


def announce_together(batch: Batch, announced: Iterable[Upload]) -> None:
    """Keep a batch with its announcements. 1 TransactWriteItems."""
    expires = int((batch.at + _KEPT).timestamp())
    fields = {**keys.batch(batch.id), **record(batch), "expires_at": expires}
    transact(put(fields, when=ABSENT), *(put(_row(each), when=ABSENT) for each in announced))


def batch(id: str) -> Batch | None:
    found = row(keys.batch(id))
    return restored(Batch, found) if found else None


def decided(upload: Upload) -> Write:
    """The write that records what became of an upload; fails when it was decided already."""
    return put(_row(upload), when="#state = :open", given={":open": UploadState.ANNOUNCED}, names={"#state": "state"})


def given_with(upload: Upload, feedback: str) -> Write:
    """The write by which a file belongs to a feedback, and to that one alone."""
    return put(_row(replace(upload, feedback=feedback)), when="attribute_exists(PK) AND attribute_not_exists(feedback)")


@dataclass(frozen=True, slots=True)
class LeftLying:
    """An upload that may have left something behind; `place` tells whether it changed since it was listed."""

    upload: Upload
    place: str


def left_lying(at: datetime, *, limit: int) -> list[LeftLying]:
    """Uploads worth a look, the longest waiting first. 1 Query."""
    found = table().query(
        IndexName="by_owner",
        KeyConditionExpression="owner_key = :key AND owner_sort < :now",
        ExpressionAttributeValues={":key": _SWEPT, ":now": at.isoformat()},
        Limit=limit,
    )["Items"]
    return [LeftLying(restored(Upload, each), str(each["owner_sort"])) for each in found]


def forget(found: LeftLying) -> bool:
    """Remove an upload as it was listed; False when it has changed. 1 DeleteItem."""
    return _happened(delete(keys.upload(found.upload.id), when=_AS_LISTED, given={":was": found.place}))


def swept(found: LeftLying) -> bool:
    """Nothing is left of it to look for. 1 UpdateItem."""
    change = "REMOVE owner_key, owner_sort"
    return _happened(update(keys.upload(found.upload.id), change, {":was": found.place}, when=_AS_LISTED))


def look_again(found: LeftLying, at: datetime) -> bool:
    """Look at it again then; until it was, it is not forgotten. 1 UpdateItem."""
    given = {":was": found.place, ":then": _place(found.upload, at), ":expires": int((at + _KEPT).timestamp())}
    change = "SET owner_sort = :then, expires_at = :expires"
    return _happened(update(keys.upload(found.upload.id), change, given, when=_AS_LISTED))


_AS_LISTED = "owner_sort = :was"


def _happened(change: Write) -> bool:
    try:
        write(change)
    except NotAsExpected:
        return False
    return True


def _row(upload: Upload) -> dict[str, object]:
    expires = int((upload.announced_at + _KEPT).timestamp())
    return {**keys.upload(upload.id), **record(upload), **_listing(upload), "expires_at": expires}


def _listing(upload: Upload) -> dict[str, str]:
    """Whatever is not a paper of a vault by now may leave something behind."""
    if upload.state is not UploadState.ANNOUNCED and upload.item == upload.id:
        return {}
    return {"owner_key": _SWEPT, "owner_sort": _place(upload, (upload.decided_at or upload.announced_at) + LEFT_ALONE)}


def _place(upload: Upload, due: datetime) -> str:
    return f"{due.isoformat()}#{upload.id}"
