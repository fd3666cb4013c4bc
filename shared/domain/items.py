"""A paper in a vault: what it is, where it comes from, whose it is, and the version that is current."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from shared.domain.errors import Problem


class KindOfPaper(StrEnum):
    """Loại giấy tờ, as the guide's first choice names it."""

    RESULT = "result"
    CERTIFIED_COPY = "certified_copy"
    DIGITISED = "digitised"


KIND_NAMES = {
    KindOfPaper.RESULT: "Kết quả giải quyết",
    KindOfPaper.CERTIFIED_COPY: "Bản sao chứng thực điện tử",
    KindOfPaper.DIGITISED: "Giấy tờ số hóa",
}


class Origin(StrEnum):
    """Where an item comes from; the difference is never lost. The first is the strongest."""

    ISSUED = "issued"  # a result delivered by the agency that made it
    CONFIRMED = "confirmed"  # recorded as accurate by an officer in a dossier
    CERTIFIED = "certified"  # a certified electronic copy
    DEPOSITED = "deposited"  # uploaded by its holder; verified by machine only


ORIGIN_NAMES = {
    Origin.ISSUED: "Kết quả do cơ quan cấp trả vào Kho",
    Origin.CONFIRMED: "Giấy tờ đã được công chức xác nhận",
    Origin.CERTIFIED: "Bản sao chứng thực điện tử",
    Origin.DEPOSITED: "Giấy tờ do chủ Kho cập nhật",
}


class ItemState(StrEnum):
    ACTIVE = "active"
    DISPUTED = "disputed"  # its holder reported it wrong; never attached by itself
    WITHDRAWN = "withdrawn"  # the agency took it back
    HIDDEN = "hidden"  # its holder does not want it offered
    REMOVED = "removed"  # gone from the vault, kept only for the dossiers that pin it


ITEM_STATE_NAMES = {
    ItemState.ACTIVE: "Đang lưu trong Kho",
    ItemState.DISPUTED: "Đang được phản ánh là có sai sót",
    ItemState.WITHDRAWN: "Đã bị cơ quan cấp thu hồi",
    ItemState.HIDDEN: "Đã ẩn",
    ItemState.REMOVED: "Đã xóa khỏi Kho",
}


class Standing(StrEnum):
    """What the judgement of a version's signatures allows."""

    ACCEPTED = "accepted"
    UNDECIDED = "undecided"  # kept; time, revocation data or an officer decides
    REFUSED = "refused"


STANDING_NAMES = {
    Standing.ACCEPTED: "Chữ ký số hợp lệ",
    Standing.UNDECIDED: "Chưa kết luận được về chữ ký số",
    Standing.REFUSED: "Chữ ký số không được chấp nhận",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One file of an item; never changed, only superseded by the next number."""

    number: int
    sha256: str
    size: int  # bytes
    file_name: str
    standing: Standing
    added_at: datetime
    added_by: str  # person id
    pages: int | None = None
    signed_on: date | None = None  # day in Vietnam of the earliest signing time claimed or proven


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """By what an agency replaced a wrong file for good: the same item's next version."""

    item: str
    version: int
    unit: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One paper with its current version. Holders are vault ids: a marriage certificate has two."""

    id: str
    holders: tuple[str, ...]
    document_type: str
    kind: KindOfPaper
    origin: Origin
    title: str
    version: Version
    state: ItemState = ItemState.ACTIVE
    copy_of: str | None = None  # a certified copy: the document type of the paper it copies
    number: str | None = None  # số, ký hiệu
    summary: str | None = None  # trích yếu
    issuer: str | None = None  # agency as printed or registered
    issuer_unit: str | None = None  # code of the unit whose registered certificate signed it: never from what is typed
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    purpose: str | None = None  # code of the purpose a purpose-bound paper was issued for
    source_dossier: str | None = None
    source_procedure: str | None = None
    hidden_by: tuple[str, ...] = ()  # holders who do not want it offered: one of two does not hide it from the other
    revision: int = 1  # rises with every change, of the file or of what is said of it

    @property
    def counts_as(self) -> str:
        """The document type it is matched by: a certified copy counts as the paper it copies."""
        return self.copy_of or self.document_type

    @property
    def dated(self) -> date | None:
        """The day validity counts from: the day of signing, or an earlier one that was stated.

        What people typed never dates a paper alone, nor later than its signers: an expired paper would live again.
        """
        stated, signed = self.issued_on, self.version.signed_on
        return min(stated, signed) if stated and signed else signed

    def seen_by(self, vault: str) -> Item:
        """The item as this holder has it: hidden where they hid it, unless something graver is the matter."""
        if vault in self.hidden_by and self.state in (ItemState.ACTIVE, ItemState.DISPUTED):
            return replace(self, state=ItemState.HIDDEN)
        return self


def inconsistent_dates(
    issued_on: date | None, valid_from: date | None, valid_until: date | None, *, on: date
) -> Iterator[Problem]:
    """What cannot be true of a paper's dates together, said on this day."""
    if issued_on and issued_on > on:
        yield Problem("ISSUED_IN_FUTURE", "Ngày cấp không thể sau ngày hôm nay.", "issued_on")
    if valid_until and issued_on and valid_until < issued_on:
        yield Problem("ENDS_BEFORE_ISSUED", "Ngày hết hạn không thể trước ngày cấp.", "valid_until")
    if valid_until and valid_from and valid_until < valid_from:
        yield Problem("ENDS_BEFORE_BEGINS", "Ngày hết hạn không thể trước ngày bắt đầu có hiệu lực.", "valid_until")
