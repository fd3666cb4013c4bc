"""An upload: a PDF announced, sent, judged, and then an item, an attachment of a dossier, or a refusal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum

from shared.domain.errors import Problem, Refused, TooLarge, Unacceptable
from shared.domain.items import KindOfPaper
from shared.domain.people import Named
from shared.domain.text import normalised

LARGEST = 25 * 1024 * 1024  # bytes
LIFE = timedelta(minutes=15)  # how long the form of an announced upload takes its file


class Use(StrEnum):
    """What a file is sent for: who may send it, whose signatures it needs and what it becomes follow from it."""

    DEPOSIT = "deposit"  # by a citizen: a paper of the vault, or a file for one component of a draft
    SCAN = "scan"  # by an officer: a component digitised at the desk
    RESULT = "result"  # by an officer: a result of a dossier
    CORRECTION = "correction"  # by an officer: the next version of a paper that was reported wrong
    COPY = "copy"  # by an officer: a certified copy somebody asked for
    EVIDENCE = "evidence"  # by a holder: a file that shows what a feedback says


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
    """`document_type` and `kind` are absent only for a dossier's attachment: a file for that one component.

    What an officer sends is sent to the vault of the dossier's owner; `unit` is the officer's.
    """

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
    use: Use = Use.DEPOSIT
    unit: str | None = None
    reason: str = ""  # why a paper is digitised although the vault has one; the answer that goes with a correction
    feedback: str | None = None  # which a correction answers, or an evidence was given with
    corrects: str | None = None  # SHA-256 of the version that a correction superseded
    is_partial: bool = False  # a correction of some of what was reported
    is_scan: bool = False  # a result made on paper
    holders: tuple[str, ...] = ()  # of a result, beside the dossier's owner
    named: tuple[Named, ...] = ()  # the same, as the officer named them
    batch: str | None = None  # many results at once
    certification: str | None = None  # the request for the copy
    assisted: str | None = None  # whom its sender, an officer, sent it for in their presence

    @property
    def is_attachment(self) -> bool:
        return self.use is Use.DEPOSIT and self.document_type is None

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


_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})  # controls, direction overrides, the unassigned
_FILE_PROBLEMS = {
    "NOT_A_PDF_NAME": "Tệp tin phải có định dạng .PDF.",
    "FILE_EMPTY": "Tệp tin trống; hãy chọn lại tệp PDF bản gốc.",
    "FILE_TOO_LARGE": "Tệp tin lớn hơn 25 MB; hãy dùng bản gốc do cơ quan cấp, không phải bản quét lại.",
}


def safe_name(name: str) -> str:
    r"""A file name as it is shown and offered for saving: without its path and without what cannot be seen.

    >>> safe_name("..\\..\\Giấy khai sinh\u202e.pdf")
    'Giấy khai sinh.pdf'
    """
    last = re.split(r"[/\\]", name)[-1]
    return normalised("".join(letter for letter in last if unicodedata.category(letter) not in _INVISIBLE))


def file_problems(file_name: str, size: int) -> Iterator[Problem]:
    """What speaks against a file before a byte of it is sent."""
    if not re.fullmatch(r"[^.].*\.pdf", file_name, re.IGNORECASE):
        yield Problem("NOT_A_PDF_NAME", _FILE_PROBLEMS["NOT_A_PDF_NAME"], "file_name")
    if size == 0:
        yield Problem("FILE_EMPTY", _FILE_PROBLEMS["FILE_EMPTY"], "size")
    if size > LARGEST:
        yield Problem("FILE_TOO_LARGE", _FILE_PROBLEMS["FILE_TOO_LARGE"], "size")


def refusal(problems: Iterable[Problem]) -> Refused:
    """Why a file may not be sent, everything at once."""
    found = tuple(problems)
    if [each.code for each in found] == ["FILE_TOO_LARGE"]:
        return TooLarge("FILE_TOO_LARGE", found[0].detail, found)
    return Unacceptable("UPLOAD_NOT_ACCEPTED", "Chưa thể nhận tệp tin này; hãy sửa các nội dung dưới đây.", found)
