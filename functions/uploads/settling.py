"""An incoming file settled once, however often the queue tells of it: judged, then decided in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from functions.uploads.fitting import open_for
from functions.uploads.judging import judged
from functions.uploads.outcomes import Found, Outcome, Surroundings, outcome
from shared.clock import now
from shared.domain.catalogue import Component
from shared.domain.dossiers import Dossier
from shared.domain.errors import Unavailable
from shared.domain.items import Standing
from shared.domain.uploads import Upload, UploadState
from shared.storage import buckets, catalogues, dossiers, items, uploads
from shared.storage.outbox import Message, posted
from shared.storage.table import NotAsExpected, Write, transact
from shared.web.logs import decided

_TRIES = 3


def settle(key: str) -> None:
    """Decide the upload whose file lies in incoming under this key, and take the file from there.

    It may be told twice, late, or again after dying anywhere: the decision is one transaction, everything before it
    can be repeated, and only what is decided is taken from incoming.
    """
    announced = uploads.upload(key)
    if announced is None:
        _set_aside_unannounced(key)
    elif announced.state is UploadState.ANNOUNCED:
        _decide(announced)
    buckets.forget_incoming(key)


def _set_aside_unannounced(key: str) -> None:
    if (file := buckets.incoming(key)) is not None:
        buckets.set_aside(key, file)
        decided("upload.unannounced", key=key)


def _decide(upload: Upload) -> None:
    file = buckets.incoming(upload.id)
    found = _found(upload, file)
    for _ in range(_TRIES):
        around = _surroundings(upload)
        settled = outcome(upload, found, around)
        stored = _stored(settled.upload, file)
        try:
            transact(*_writes(settled, around, found))
        except NotAsExpected:
            buckets.take_back(stored)
            if _is_decided(upload.id):
                return  # a twin of this message was quicker
        else:
            decided(f"upload.{settled.upload.state}", upload=upload.id, item=settled.upload.item, reasons=found.reasons)
            return
    raise Unavailable("BUSY", "Giấy tờ hoặc hồ sơ đang được thay đổi ở nơi khác.")


def _is_decided(id: str) -> bool:
    newest = uploads.upload(id)
    return newest is None or newest.state is not UploadState.ANNOUNCED


def _found(upload: Upload, file: bytes | None) -> Found:
    """What the file shows. One that was told of and is no longer there will not come back: waiting helps nobody."""
    if file is None:
        return Found(standing=Standing.REFUSED, reasons=("FILE_GONE",))
    if (len(file), sha256(file).hexdigest()) != (upload.size, upload.sha256):
        return Found(standing=Standing.REFUSED, reasons=("HASH_MISMATCH",))
    return judged(file)


def _surroundings(upload: Upload) -> Surroundings:
    code, types = upload.document_type, catalogues.current().types
    kind = types.get(code or "")
    dossier = dossiers.dossier(upload.dossier) if upload.dossier else None
    component = component_asked(dossier, upload.component or "") if dossier else None
    return Surroundings(
        at=now(),
        type_name=kind.name if kind else None,
        counts_as=types.get(upload.counts_as or ""),
        component=component,
        replaced=items.item(upload.replaces) if upload.replaces else None,
        held_in=items.holder_of_bytes(upload.vault, upload.sha256) if code else None,
        draft=open_for(dossier, upload, component),
    )


def component_asked(dossier: Dossier, code: str) -> Component | None:
    """What a draft asks for under this code, by today's catalogue unless that no longer knows the procedure."""
    procedures = catalogues.current().procedures_by_code
    if dossier.procedure not in procedures:
        procedures = catalogues.of(dossier.catalogue).procedures_by_code
    return procedures[dossier.procedure].component(code)


def _stored(upload: Upload, file: bytes | None) -> buckets.Stored | None:
    """The file where it belongs, before anything is written of it: no item is ever without its file."""
    if file is None:
        return None
    if upload.state is UploadState.REFUSED:
        buckets.set_aside(upload.id, file)
        return None
    return buckets.keep(buckets.vault_key(upload.item or upload.id, upload.sha256), file)


def _writes(settled: Outcome, around: Surroundings, found: Found) -> Iterator[Write]:
    item, before = settled.item, around.replaced
    yield uploads.decided(settled.upload)
    if item:
        yield from items.replaced(before, item, found.report) if before else items.added(item, found.report)
    if settled.draft and around.draft:
        yield dossiers.changed(around.draft, settled.draft)
    yield posted(_message(settled.upload))


def _message(upload: Upload) -> Message:
    assert upload.decided_at  # noqa: S101 - an outcome is decided
    return Message(
        id=upload.id,
        event=f"upload_{upload.state}",
        vault=upload.vault,
        at=upload.decided_at,
        about=f"item/{upload.item}" if upload.item else f"upload/{upload.id}",
    )
