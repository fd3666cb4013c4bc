"""Exports: one row each beside the vault's one running, and the bucket whose files end by themselves."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import quote

from shared.domain.exports import REMEMBERED, WHOLE, Export
from shared.storage import keys
from shared.storage.clients import s3, sqs
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, Row, Write, delete, put, row, rows, update, write

LINK_LIFE = timedelta(minutes=5)
_SHOWN = 20
_UNCHANGED = "revision = :seen"


def export(vault: str, id: str) -> Export | None:
    """1 GetItem."""
    found = row(keys.export(vault, id))
    return restored(Export, found) if found else None


def exports_of(vault: str) -> tuple[Export, ...]:
    """The latest exports of a vault, newest first. 1 Query."""
    found = rows(keys.export(vault, "")["PK"], "EXPORT#", limit=_SHOWN, newest_first=True).rows
    return tuple(restored(Export, each) for each in found)


def running(vault: str) -> Export | None:
    """The export a vault has under way. 1 or 2 GetItem."""
    found = row(keys.exporting(vault))
    return export(vault, str(found["export"])) if found else None


def begun(fresh: Export) -> list[Write]:
    """The writes that begin an export; they fail while another one of the vault is under way and not past."""
    claim = {**keys.exporting(fresh.vault), "export": fresh.id, "ends_at": _ends(fresh)}
    free, given = f"{ABSENT} OR ends_at <= :at", {":at": fresh.asked_at.isoformat()}
    return [put(claim, when=free, given=given), put(_row(fresh), when=ABSENT)]


def advanced(before: Export, after: Export) -> list[Write]:
    """The writes that keep one more volume; they fail when somebody else made it. The last frees the vault."""
    kept = replace(after, revision=before.revision + 1)
    claim = delete(keys.exporting(after.vault), when="ends_at = :its", given={":its": _ends(after)})
    freed = [claim] if after.finished_at else []
    return [put(_row(kept), when=_UNCHANGED, given={":seen": before.revision}), *freed]


def touch(export: Export, *, so_far: int, at: datetime) -> None:
    """Tell how far the volume in the making is. 1 UpdateItem. Raises `NotAsExpected` when somebody else made it."""
    given = {":so_far": so_far, ":at": at.isoformat(), ":seen": export.revision}
    change = "SET so_far = :so_far, touched_at = :at"
    write(update(keys.export(export.vault, export.id), change, given, when=_UNCHANGED))


def go_on(export: Export) -> None:
    """Have the next volume made."""
    told = json.dumps({"vault": export.vault, "export": export.id})
    sqs().send_message(QueueUrl=os.environ["EXPORTS_QUEUE_URL"], MessageBody=told)


def link(key: str, *, file_name: str) -> str:
    """An address that downloads one volume for `LINK_LIFE`."""
    asked = {
        "Bucket": os.environ["EXPORTS_BUCKET"],
        "Key": key,
        "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(file_name, safe='')}",
        "ResponseContentType": "application/zip",
    }
    return s3().generate_presigned_url("get_object", Params=asked, ExpiresIn=int(LINK_LIFE.total_seconds()))


def take_back(key: str) -> None:
    """Erase a volume nobody will ask for."""
    s3().delete_object(Bucket=os.environ["EXPORTS_BUCKET"], Key=key)


def _ends(export: Export) -> str:
    return (export.asked_at + WHOLE).isoformat()


def _row(export: Export) -> Row:
    expires = int((export.asked_at + REMEMBERED).timestamp())
    return {**keys.export(export.vault, export.id), **record(export), "expires_at": expires}
