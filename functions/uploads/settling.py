"""An incoming file settled once, however often the queue tells of it: judged, then decided in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256

from functions.uploads import copies, correcting, deposits, desk_files, recalling, showing
from functions.uploads.judging import competent_for, judged, policy_of
from functions.uploads.outcomes import Found
from shared.domain.errors import Unavailable
from shared.domain.items import Standing
from shared.domain.uploads import Upload, UploadState, Use
from shared.storage import buckets, known_files, uploads
from shared.storage.table import NotAsExpected, Write, transact
from shared.web.logs import decided

_TRIES = 3

# What becomes of a judged file, by what it was sent for.
SETTLERS: Mapping[Use, Callable[[Upload, Found], tuple[Upload, list[Write]]]] = {
    Use.DEPOSIT: deposits.settled,
    Use.SCAN: desk_files.scanned,
    Use.RESULT: desk_files.resulted,
    Use.CORRECTION: correcting.corrected,
    Use.COPY: copies.signed,
    Use.EVIDENCE: showing.shown,
}


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
    if announced and announced.batch:
        desk_files.close_by_itself(announced.id)
    if announced and announced.use is Use.CORRECTION:
        recalling.recall(announced.id)
    buckets.forget_incoming(key)


def _set_aside_unannounced(key: str) -> None:
    if (file := buckets.incoming(key)) is not None:
        buckets.set_aside(key, file)
        decided("upload.unannounced", key=key)


def _decide(upload: Upload) -> None:
    file = buckets.incoming(upload.id)
    found = _found(upload, file)
    for _ in range(_TRIES):
        settled, writes = SETTLERS[upload.use](upload, _unless_corrected(upload, found))
        stored = _stored(settled, file)
        try:
            transact(*writes)
        except NotAsExpected:
            buckets.take_back(stored)
            if _is_decided(upload.id):
                return  # a twin of this message was quicker
        else:
            decided(f"upload.{settled.state}", upload=upload.id, item=settled.item, reasons=settled.reasons)
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
    if upload.use is Use.EVIDENCE:
        return showing.looked_at(file)
    return judged(file, policy=policy_of(upload), units=competent_for(upload))


def _unless_corrected(upload: Upload, found: Found) -> Found:
    """What an agency has corrected comes back as nothing but proof of what was wrong with it."""
    if upload.use is Use.EVIDENCE or known_files.correction(upload.sha256) is None:
        return found
    return Found(standing=Standing.REFUSED, reasons=("CORRECTED_BY_AGENCY",))


def _stored(upload: Upload, file: bytes | None) -> buckets.Stored | None:
    """The file where it belongs, before anything is written of it: no item is ever without its file."""
    if file is None:
        return None
    if upload.state is UploadState.REFUSED:
        buckets.set_aside(upload.id, file)
        return None
    kind = showing.media_type(upload, file)
    return buckets.keep(buckets.vault_key(upload.item or upload.id, upload.sha256), file, media_type=kind)
