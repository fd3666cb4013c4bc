"""A PDF is announced, sent straight to S3, and judged when it arrives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from functions.uploads import deposits, rejudging, rules, settling, shapes, spelling, sweeping
from shared.clock import new_id, now, today
from shared.domain import dossiers as dossier_words
from shared.domain import items as item_words
from shared.domain import uploads as upload_words
from shared.domain.errors import Conflict, NotAllowed, NotFound
from shared.storage import catalogues, dossiers, items, known_files, uploads
from shared.web import assisting
from shared.web.batches import one_by_one
from shared.web.caller import Caller
from shared.web.desk import COPIES, unit_of
from shared.web.logs import decided
from shared.web.rooms import Room

if TYPE_CHECKING:
    from shared.domain.catalogue import Catalogue, Component
    from shared.domain.items import Item

room = Room(__name__)


@room.on("POST", "/vault/uploads", status=201, assisted=True)
def announce_upload(caller: Caller, body: shapes.AnnounceUpload) -> shapes.AnnouncedView:
    """Announce a PDF and get the form that sends it straight to the store; `GET` tells what became of it."""
    upload = _checked(caller, body)
    _refuse_what_is_held(upload)
    uploads.announce(upload)
    decided("upload.announced", upload=upload.id)
    return spelling.announced(upload)


@room.on("GET", "/vault/uploads/{upload_id}", assisted=True)
def read_upload(caller: Caller, upload_id: str) -> shapes.UploadView:
    """How far an upload is: waiting, in the vault, kept undecided, or refused with every reason and its remedy."""
    upload = uploads.upload(upload_id)
    is_hidden = upload is not None and caller.assists and upload.person != caller.person
    is_holders = upload is not None and upload.use in (upload_words.Use.DEPOSIT, upload_words.Use.EVIDENCE)
    if upload is None or is_hidden or upload.vault != caller.vault or not is_holders:
        raise NotFound("NO_SUCH_UPLOAD", "Không có lần cập nhật giấy tờ này.")
    return spelling.spelled_out(_as_judged_since(upload))


@room.on("GET", "/desk/uploads/{upload_id}", roles=COPIES)
def read_desk_upload(caller: Caller, upload_id: str) -> shapes.UploadView:
    """How far a file is that somebody of my unit sent: a scan, a result or a certified copy."""
    upload = uploads.upload(upload_id)
    if upload is None or upload.unit is None or upload.unit != unit_of(caller):
        raise NotFound("NO_SUCH_UPLOAD", "Không có tệp tin này trong những tệp tin đơn vị bạn đã gửi.")
    return spelling.spelled_out(upload)


@room.on_sqs_message(queue="uploads", batch_size=1)
def judge_upload(event: Any) -> dict[str, list[dict[str, str]]]:
    """Judge what arrived in incoming. One file at a time: a hostile one takes nobody else's time."""
    return one_by_one(event, _judge, name="upload")


@room.schedule("cron(41 * * * ? *)", description="At minute 41 of every hour, UTC: after the lists are fetched")
def rejudge_versions(_event: Any) -> None:
    """Judge again what time, revocation lists, policy or trust store may have changed the verdict of."""
    rejudging.rejudge()


@room.schedule("cron(37 18 * * ? *)", description="At 18:37 UTC, 01:37 in Vietnam")
def sweep_uploads(_event: Any) -> None:
    """Tidy up after uploads that were left half-way a day ago or longer."""
    sweeping.sweep()


def _judge(record: Any) -> None:
    for key in _keys(json.loads(record.body)):
        settling.settle(key)


def _keys(told: dict[str, Any]) -> Iterator[str]:
    """What S3 tells of; its test event tells of nothing."""
    for each in told.get("Records", []):
        yield unquote_plus(each["s3"]["object"]["key"])


def _checked(caller: Caller, body: shapes.AnnounceUpload) -> upload_words.Upload:
    """The upload a body announces, if nothing at all speaks against it."""
    if caller.assists and (body.replaces or not (body.dossier and body.component)):
        raise NotAllowed(
            "NOT_WHILE_ASSISTING", "Khi hỗ trợ nộp, chỉ tải tệp tin lên cho thành phần của hồ sơ đang lập."
        )
    replaced = items.held_item(body.replaces, caller.vault) if body.replaces else None
    place = _place(caller, body.dossier, body.component) if body.dossier and body.component else None
    catalogue = place.catalogue if place else catalogues.current()
    upload = _announced(caller, body, replaced)
    found = rules.problems(
        upload,
        types=catalogue.types,
        purposes=frozenset(each.code for each in catalogue.purposes),
        component=place.component if place else None,
        cases=place.cases if place else frozenset(),
        replaced=replaced,
        on=today(),
    )
    if found:
        raise upload_words.refusal(found)
    return upload


def _announced(caller: Caller, body: shapes.AnnounceUpload, replaced: Item | None) -> upload_words.Upload:
    """What is announced; a replacement that names no type means the very type of the paper it replaces."""
    same = replaced if replaced and body.document_type is None else None
    said = upload_words.Description(**{each: getattr(body, each) for each in upload_words.DESCRIPTION})
    return upload_words.Upload(
        id=new_id(),
        vault=caller.vault,
        person=caller.person,
        kind=body.kind or (replaced.kind if replaced else None),
        document_type=same.document_type if same else body.document_type,
        copy_of=same.copy_of if same else body.copy_of,
        file_name=upload_words.safe_name(body.file_name),
        size=body.size,
        sha256=body.sha256,
        announced_at=now(),
        description=replace(said, purpose=said.purpose or (replaced.purpose if replaced else None)),
        replaces=body.replaces,
        dossier=body.dossier,
        component=body.component,
        assisted=caller.vault if caller.assists else None,
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a dossier a file is meant to go, and the catalogue it is judged by there."""

    component: Component
    cases: frozenset[str]
    catalogue: Catalogue


def _place(caller: Caller, dossier_id: str, code: str) -> _Place:
    dossier = dossiers.dossier(dossier_id)
    if dossier is None or dossier.owner != caller.vault or assisting.is_hidden(dossier, caller):
        raise NotFound("NO_SUCH_DOSSIER", "Không có hồ sơ này trong danh sách hồ sơ của bạn.")
    if dossier.state is dossier_words.State.SUPPLEMENT_ASKED and not dossier.is_open_to_its_owner(code):
        raise Conflict("NOT_ASKED_ABOUT", "Cơ quan giải quyết không yêu cầu bổ sung thành phần này nên không sửa được.")
    if not dossier.is_open_to_its_owner(code):
        raise Conflict("ALREADY_SUBMITTED", f"Hồ sơ đã nộp với mã {dossier.code} nên không thêm tệp tin được nữa.")
    component = deposits.component_asked(dossier, code)
    if component is None:
        raise NotFound("NO_SUCH_COMPONENT", "Thủ tục này không có thành phần hồ sơ với mã này.")
    return _Place(component, dossier.cases, deposits.catalogue_for(dossier))


def _refuse_what_is_held(upload: upload_words.Upload) -> None:
    """What was corrected, and the same bytes twice, is told before it is sent.

    A file for one dossier alone never enters the vault.
    """
    if wrong := spelling.corrected(upload):
        raise wrong
    held = None if upload.is_attachment else known_files.item_with(upload.sha256, vault=upload.vault)
    if held:
        raise spelling.already_held(held)


def _as_judged_since(upload: upload_words.Upload) -> upload_words.Upload:
    """What was kept undecided may have been decided since; its item knows."""
    if upload.state is not upload_words.UploadState.UNDECIDED or upload.item is None:
        return upload
    item = items.item(upload.item)
    if (
        item is None
        or item.version.sha256 != upload.sha256
        or item.version.standing is not item_words.Standing.ACCEPTED
    ):
        return upload
    return replace(upload, state=upload_words.UploadState.ACCEPTED, reasons=())
