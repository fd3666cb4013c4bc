"""A file that shows what a feedback says: no signature is asked of it, only that it is what it may be."""

from __future__ import annotations

from dataclasses import replace

from functions.uploads.outcomes import Found, decided
from shared.clock import now
from shared.domain.evidence import PDF, media_type_of, named_as
from shared.domain.items import Standing
from shared.domain.uploads import Upload, UploadState, Use
from shared.storage import uploads
from shared.storage.table import Write


def looked_at(file: bytes) -> Found:
    """What it is by its content; its name is only what somebody called it."""
    kind = media_type_of(file)
    if kind is None:
        return Found(standing=Standing.REFUSED, reasons=("NOT_EVIDENCE",))
    return Found(standing=Standing.ACCEPTED, media_type=kind)


def shown(upload: Upload, found: Found) -> tuple[Upload, list[Write]]:
    """It waits for its feedback; who sent it and forgot it finds it gone a day later."""
    state = UploadState.ACCEPTED if found.standing is Standing.ACCEPTED else UploadState.REFUSED
    settled = decided(upload, state, found.reasons, now())
    if state is UploadState.ACCEPTED:
        settled = replace(settled, file_name=named_as(upload.file_name, found.media_type))
    return settled, [uploads.decided(settled)]


def media_type(upload: Upload, file: bytes) -> str:
    """What it is kept as."""
    return (media_type_of(file) or PDF) if upload.use is Use.EVIDENCE else PDF
