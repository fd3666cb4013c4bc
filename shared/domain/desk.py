"""What the one-stop desk adds to a dossier: looks into the vault, what was asked of the citizen, a pausing clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.domain.items import Item
from shared.domain.people import Named


class Channel(StrEnum):
    """How a dossier came in; the law never asks for a scan of one that came online."""

    ONLINE = "online"
    COUNTER = "counter"  # on paper, at the one-stop desk
    ASSISTED = "assisted"  # online, an officer's hands for somebody without an account or a device


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """An officer's look into the owner's vault for one component: nothing is digitised before it."""

    at: datetime
    by: str  # person id
    unit: str
    offered: tuple[str, ...] = ()  # ids of the fitting items; a scan despite them is a missed reuse


class ScanReason(StrEnum):
    """Why a paper is digitised although the vault has one that fits: a missed reuse, by cause."""

    UNREADABLE = "UNREADABLE"
    CONTENT_DIFFERS = "CONTENT_DIFFERS"
    PAPER_NEWER = "PAPER_NEWER"
    OTHER_PAPER = "OTHER_PAPER"
    OWNER_ASKED = "OWNER_ASKED"


SCAN_REASONS: Mapping[ScanReason, str] = {
    ScanReason.UNREADABLE: "Bản trong Kho không rõ nội dung.",
    ScanReason.CONTENT_DIFFERS: "Nội dung bản trong Kho khác bản giấy.",
    ScanReason.PAPER_NEWER: "Bản giấy mới hơn bản trong Kho.",
    ScanReason.OTHER_PAPER: "Bản trong Kho không phải giấy tờ mà thành phần này cần.",
    ScanReason.OWNER_ASKED: "Chủ hồ sơ đề nghị dùng bản giấy.",
}


# Why a component is answered as it is, when an officer decided.
OFFICERS_REASONS: Mapping[str, str] = {
    "OFFICER_VAULT": "Công chức đã tra cứu Kho và dùng giấy tờ này.",
    "OFFICER_DESPITE_WARNING": "Công chức đã dùng giấy tờ này từ Kho sau khi được cảnh báo.",
    "OFFICER_PRESENT": "Bản chính đã được xuất trình cho công chức, không phải số hóa.",
    "OFFICER_DATA": "Công chức đã tra cứu trong cơ sở dữ liệu, không phải nộp tệp tin.",
    "OFFICER_FORM": "Công chức đã nhận tờ khai.",
    "OFFICER_WAIVED": "Công chức xác nhận không cần thành phần này.",
    "SCANNED": "Kho không có giấy tờ phù hợp nên công chức đã số hóa bản giấy.",
    **{str(code): told for code, told in SCAN_REASONS.items()},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An electronic result, judged and waiting: the paper its holders get when the dossier is done."""

    item: Item
    policy: str  # of the judgement: whose signatures were asked for
    is_scan: bool = False  # of a result made on paper: the organisation's signature is enough
    named: tuple[Named, ...] = ()  # its holders beside the dossier's owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """How a result was given to its owner, beside the vault."""

    how: str  # counter, post, electronic
    to: str = ""  # who took it, in words
    evidence: str = ""  # number of the receipt or of the parcel


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing a supplement request asks for; `component` None concerns the application itself."""

    text: str
    component: str | None = None
    answer: str = ""  # in the citizen's words, where the component's new answer does not say it


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """A request for what is missing: complete in one go (NĐ 309/2026), answered by component."""

    asked_at: datetime
    by: str  # person id of the officer
    points: tuple[Point, ...]
    until: date  # the last day to answer
    answered_at: datetime | None = None
    late: bool = False  # answered after that day; taken all the same, until an officer stops the dossier


class PauseReason(StrEnum):
    SUPPLEMENT = "supplement"
    PAYMENT = "payment"
    SUSPENSION = "suspension"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A time in which the dossier waits for somebody else: its clock stands still."""

    reason: PauseReason
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A financial duty, recorded only: no money passes through here."""

    asked_at: datetime
    amount: int  # đồng
    what_for: str
    settled_at: datetime | None = None
    evidence: str = ""  # number of the receipt or order


@dataclass(frozen=True, slots=True, kw_only=True)
class Reappointment:
    """The one postponement of the due date, with its apology."""

    at: datetime
    by: str
    reason: str
    was_due: datetime
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What an officer saw of one component at reception, beside what the dossier itself showed then."""

    component: str
    way: str | None  # how it was answered; None where the paper lay on the desk
    signature: str  # a `SignatureState`
    looked_up: bool
    form_complete: bool | None = None  # of a form
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """The evidence of a reception: who checked what, component by component."""

    at: datetime
    by: str  # person id
    unit: str
    checks: tuple[Check, ...]


class SignatureState(StrEnum):
    """What is known of the signatures of a component's files."""

    VERIFIED = "verified"
    UNDECIDED = "undecided"
    NOT_VERIFIED = "not_verified"  # nobody vouches for the file, which is sound
    NO_FILE = "no_file"
