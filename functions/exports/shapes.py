"""What the routes of an export give."""

from __future__ import annotations

from datetime import datetime

from shared.domain.exports import ExportState
from shared.web.shapes import Id, View


class VolumeView(View):
    """One ZIP file; `url` downloads it for `expires_in` seconds."""

    name: str
    size: int
    papers: int
    url: str
    expires_in: int


class ExportView(View):
    """How far an export is; `papers` rises while it is made. `missing` files are named in the manifest."""

    id: Id
    state: ExportState
    state_name: str
    asked_at: datetime
    finished_at: datetime | None
    erased_at: datetime | None
    papers: int
    files: int
    missing: int
    size: int


class ExportWithVolumes(ExportView):
    """While it can be downloaded, with its files."""

    volumes: list[VolumeView]


class ExportList(View):
    exports: list[ExportView]
