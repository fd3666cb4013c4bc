"""A vault's owner takes all of it away: asked for, made by a queue, downloaded for a few days."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from functions.exports import making, rules, shapes
from shared.clock import VIETNAM, new_id, now
from shared.domain import exports as export_words
from shared.domain.errors import Conflict, NotFound, TooMany
from shared.storage import exports, table
from shared.web.batches import one_by_one
from shared.web.caller import Caller
from shared.web.logs import decided
from shared.web.rooms import Room

if TYPE_CHECKING:
    from shared.domain.exports import Export

room = Room(__name__)


@room.on("POST", "/vault/exports", status=202)
def begin_export(caller: Caller) -> shapes.ExportView:
    """Have everything in my vault made into ZIP files; I am told when they can be downloaded. One at a time.

    An export that was interrupted goes on where it stood; after a day it is begun anew.
    """
    at, going = now(), exports.running(caller.vault)
    if going and not going.is_past(at):
        return _gone_on(going)
    _refuse_too_many(caller.vault)
    fresh = export_words.Export(id=new_id(), vault=caller.vault, asked_by=caller.person, asked_at=at, touched_at=at)
    try:
        table.transact(*exports.begun(fresh))
    except table.NotAsExpected as error:
        raise _under_way() from error
    exports.go_on(fresh)
    decided("export.begun", export=fresh.id)
    return _view(fresh)


@room.on("GET", "/vault/exports")
def list_exports(caller: Caller) -> shapes.ExportList:
    """My latest exports, newest first."""
    return shapes.ExportList(exports=[_view(each) for each in exports.exports_of(caller.vault)])


@room.on("GET", "/vault/exports/{export_id}")
def read_export(caller: Caller, export_id: str) -> shapes.ExportWithVolumes:
    """How far an export of mine is; once done, links to its files that live five minutes."""
    export = exports.export(caller.vault, export_id)
    if export is None:
        raise NotFound("NO_SUCH_EXPORT", "Bạn không có lần xuất dữ liệu này.")
    return shapes.ExportWithVolumes(**dict(_view(export)), volumes=_volumes(export))


@room.on_sqs_message(queue="exports", batch_size=1)
def export_vault(event: Any) -> dict[str, list[dict[str, str]]]:
    """Make the next volume of an export; what is left goes on with another message."""
    return one_by_one(event, _export, name="export")


def _export(record: Any) -> None:
    told = json.loads(record.body)
    making.go_on(told["vault"], told["export"])


def _gone_on(export: Export) -> shapes.ExportView:
    if export.state(now()) is not export_words.ExportState.STALLED:
        raise _under_way()
    exports.touch(export, so_far=export.papers, at=now())
    exports.go_on(export)
    decided("export.gone_on", export=export.id)
    return _view(export)


def _under_way() -> Conflict:
    return Conflict("EXPORT_UNDER_WAY", "Một lần xuất dữ liệu đang được chuẩn bị; hãy đợi xong rồi xuất lần nữa.")


def _refuse_too_many(vault: str) -> None:
    today = now().astimezone(VIETNAM).date()
    asked = [each for each in exports.exports_of(vault) if each.asked_at.astimezone(VIETNAM).date() == today]
    if len(asked) >= export_words.A_DAY:
        raise TooMany(
            "TOO_MANY_EXPORTS", f"Mỗi ngày chỉ xuất được {export_words.A_DAY} lần; bản đã xuất vẫn tải về được."
        )


def _view(export: Export) -> shapes.ExportView:
    state = export.state(now())
    return shapes.ExportView(
        id=export.id,
        state=state,
        state_name=export_words.STATE_NAMES[state],
        asked_at=export.asked_at,
        finished_at=export.finished_at,
        erased_at=export.erased_at,
        papers=export.so_far,
        files=sum(each.files for each in export.volumes),
        missing=sum(each.missing for each in export.volumes),
        size=sum(each.size for each in export.volumes),
    )


def _volumes(export: Export) -> list[shapes.VolumeView]:
    if export.state(now()) is not export_words.ExportState.DONE:
        return []
    day = f"{export.asked_at.astimezone(VIETNAM):%Y-%m-%d}"
    names = [rules.file_name(number, day, of=len(export.volumes)) for number, _ in enumerate(export.volumes, start=1)]
    return [
        shapes.VolumeView(
            name=name,
            size=each.size,
            papers=each.papers,
            url=exports.link(each.key, file_name=name),
            expires_in=int(exports.LINK_LIFE.total_seconds()),
        )
        for name, each in zip(names, export.volumes, strict=True)
    ]
