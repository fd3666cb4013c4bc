"""An upload: a PDF announced, sent, judged, and then an item, an attachment of a dossier, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum

from shared.domain.items import KindOfPaper

LARGEST = 25 * 1024 * 1024  # bytes
LIFE = timedelta(minutes=15)  # how long the form of an announced upload takes its file


class UploadState(StrEnum):
    ANNOUNCED = "announced"  # waiting for the file, or for its judgement
    EXPIRED = "expired"  # announced, and not decided in time: told from the clock, never written down
    ACCEPTED = "accepted"  # it is an item, or a dossier's attachment
    UNDECIDED = "undecided"  # it is an item, but not usable until its signature can be decided
    REFUSED = "refused"  # the reasons say why, and what to do


UPLOAD_STATE_NAMES = {
    UploadState.ANNOUNCED: "Đang chờ tệp và kiểm tra",
    UploadState.EXPIRED: "Quá 15 phút chưa có kết quả",
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


DESCRIPTION = tuple(each.name for each in fields(Description))
NOTHING_SAID = Description()


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """`document_type` and `kind` are absent only for a dossier's attachment: a file for that one component."""

    id: str
    vault: str
    person: str  # who sends it
    file_name: str
    size: int  # bytes, as announced
    sha256: str  # as announced
    announced_at: datetime
    kind: KindOfPaper | None = None
    document_type: str | None = None
    copy_of: str | None = None  # a certified copy: the document type of the paper it copies
    description: Description = NOTHING_SAID
    replaces: str | None = None  # item
    dossier: str | None = None
    component: str | None = None
    state: UploadState = UploadState.ANNOUNCED
    item: str | None = None
    reasons: tuple[str, ...] = ()  # codes, the gravest first
    decided_at: datetime | None = None
    attached: bool = False  # to the dossier's component

    @property
    def is_attachment(self) -> bool:
        return self.document_type is None

    @property
    def counts_as(self) -> str | None:
        return self.copy_of or self.document_type

    def state_at(self, moment: datetime) -> UploadState:
        """Its state then: the clock cannot tell a file that never came from one whose judging keeps failing.

        Whatever comes late is still judged, and the state follows.
        """
        if self.state is UploadState.ANNOUNCED and moment >= self.announced_at + LIFE:
            return UploadState.EXPIRED
        return self.state
