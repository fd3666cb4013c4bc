"""An upload: a PDF announced, sent, judged, and then an item, an attachment of a dossier, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.domain.items import KindOfPaper


class UploadState(StrEnum):
    ANNOUNCED = "announced"  # waiting for the file
    ACCEPTED = "accepted"  # it is an item, or a dossier's attachment
    UNDECIDED = "undecided"  # it is an item, but not usable until its signature can be decided
    REFUSED = "refused"  # the reasons say why, and what to do


UPLOAD_STATE_NAMES = {
    UploadState.ANNOUNCED: "Đang chờ tệp và kiểm tra",
    UploadState.ACCEPTED: "Đã vào kho",
    UploadState.UNDECIDED: "Đã lưu, chưa kết luận được về chữ ký",
    UploadState.REFUSED: "Không được chấp nhận",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What the holder says of the paper; what is left out is suggested from the file."""

    title: str | None = None
    number: str | None = None
    summary: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    id: str
    vault: str
    person: str  # who sends it
    kind: KindOfPaper
    file_name: str
    size: int  # bytes, as announced
    sha256: str  # as announced
    announced_at: datetime
    document_type: str | None = None  # None only for a file that answers a component without a document type
    description: Description = Description()
    replaces: str | None = None  # item
    dossier: str | None = None
    component: str | None = None
    state: UploadState = UploadState.ANNOUNCED
    item: str | None = None
    reasons: tuple[str, ...] = ()  # codes, the gravest first
    decided_at: datetime | None = None
    attached: bool = False  # to the dossier's component
