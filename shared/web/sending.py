"""How a browser sends a file that was announced: straight to the store, never through the API."""

from __future__ import annotations

from shared.domain.evidence import PDF, media_type_of_name
from shared.domain.uploads import LIFE, UPLOAD_STATE_NAMES, Upload, UploadState
from shared.storage import buckets
from shared.web.shapes import View


class AnnouncedView(View):
    """Where to send the file: a form for S3 whose field `file` comes last, after `fields` as they are."""

    id: str
    state: UploadState
    state_name: str
    url: str
    fields: dict[str, str]
    expires_in: int  # seconds


def form_of(upload: Upload) -> AnnouncedView:
    """The form for this very file; `GET` of the upload then tells what became of it."""
    form = buckets.upload_form(upload.id, size=upload.size, media_type=media_type_of_name(upload.file_name) or PDF)
    return AnnouncedView(
        id=upload.id,
        state=upload.state,
        state_name=UPLOAD_STATE_NAMES[upload.state],
        url=form["url"],
        fields=form["fields"],
        expires_in=int(LIFE.total_seconds()),
    )
