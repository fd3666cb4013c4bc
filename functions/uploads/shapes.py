"""What the uploads' routes take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.domain.items import KindOfPaper
from shared.domain.uploads import UploadState
from shared.web import sending
from shared.web.shapes import Code, Described, Id, Name, Sha256, View

AnnouncedView = sending.AnnouncedView


class AnnounceUpload(Described):
    """A PDF about to be sent: [Thêm mới] in the vault, [Cập nhật] of an item, [Chọn tệp tin] in a dossier.

    `kind` and `document_type` are required, except where an item is replaced (its own are meant) and for a file of
    one dossier's component alone (`dossier`, `component`). `copy_of` is the type a certified copy copies. What is left
    out of the description is suggested from the file.
    """

    kind: KindOfPaper | None = None
    document_type: Code | None = None
    copy_of: Code | None = None
    file_name: Name
    size: Annotated[int, Field(strict=True, ge=0)]  # bytes
    sha256: Sha256
    replaces: Id | None = None
    dossier: Id | None = None
    component: Code | None = None


class ReasonView(View):
    """Why a file is not (yet) usable: what is the matter, and what its holder can do."""

    code: str
    sentence: str
    remedy: str


class UploadView(View):
    id: str
    state: UploadState
    state_name: str
    sentence: str  # how far it is, in one sentence
    reasons: list[ReasonView]
    file_name: str
    size: int
    kind: KindOfPaper | None
    kind_name: str | None
    document_type: str | None
    document_type_name: str | None
    announced_at: datetime
    decided_at: datetime | None
    item: str | None
    replaces: str | None
    dossier: str | None
    component: str | None
    attached: bool  # to the dossier's component
