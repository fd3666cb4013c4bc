"""A certified electronic copy: asked for, its original presented, signed, entered in the register, delivered. Pure.

Decree 23/2015 on certification; the electronic copy after Decree 45/2020, Art. 10.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from shared.domain.desk import Channel
from shared.domain.errors import Conflict, Problem
from shared.domain.items import Item


class CopyState(StrEnum):
    REQUESTED = "requested"  # waits for its original at the counter
    ACCEPTED = "accepted"  # the original was presented
    SIGNED = "signed"  # the signed file was judged and waits to be delivered
    DELIVERED = "delivered"  # entered in the register, and in the requester's vault
    REFUSED = "refused"
    CANCELLED = "cancelled"  # by who asked


COPY_STATE_NAMES: Mapping[CopyState, str] = {
    CopyState.REQUESTED: "Chờ xuất trình bản chính",
    CopyState.ACCEPTED: "Đã đối chiếu bản chính, chờ ký số",
    CopyState.SIGNED: "Đã ký số, chờ vào sổ và trả bản sao",
    CopyState.DELIVERED: "Đã trả bản sao vào Kho",
    CopyState.REFUSED: "Từ chối chứng thực",
    CopyState.CANCELLED: "Người yêu cầu đã hủy",
}


class Deed(StrEnum):
    """What somebody does with a request."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    SIGNED = "signed"
    DISCARDED = "discarded"
    DELIVERED = "delivered"
    REFUSED = "refused"
    CANCELLED = "cancelled"


DEED_NAMES: Mapping[Deed, str] = {
    Deed.REQUESTED: "Yêu cầu chứng thực bản sao",
    Deed.ACCEPTED: "Ghi nhận bản chính đã xuất trình",
    Deed.SIGNED: "Tải lên bản sao đã ký số",
    Deed.DISCARDED: "Bỏ bản sao đã tải lên",
    Deed.DELIVERED: "Vào sổ và trả bản sao",
    Deed.REFUSED: "Từ chối chứng thực",
    Deed.CANCELLED: "Hủy yêu cầu",
}

_S = CopyState
OPEN = frozenset({_S.REQUESTED, _S.ACCEPTED, _S.SIGNED})
_STARTS: Mapping[Deed, frozenset[CopyState]] = {
    Deed.ACCEPTED: frozenset({_S.REQUESTED, _S.ACCEPTED}),  # again, where what was noted of the original is put right
    Deed.SIGNED: frozenset({_S.ACCEPTED}),
    Deed.DISCARDED: frozenset({_S.SIGNED}),
    Deed.DELIVERED: frozenset({_S.SIGNED}),
    Deed.REFUSED: frozenset({_S.REQUESTED, _S.ACCEPTED}),
    Deed.CANCELLED: frozenset({_S.REQUESTED, _S.ACCEPTED}),
}
_LEADS: Mapping[Deed, CopyState] = {
    Deed.ACCEPTED: _S.ACCEPTED,
    Deed.SIGNED: _S.SIGNED,
    Deed.DISCARDED: _S.ACCEPTED,
    Deed.DELIVERED: _S.DELIVERED,
    Deed.REFUSED: _S.REFUSED,
    Deed.CANCELLED: _S.CANCELLED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing somebody did; `text` in their own words."""

    deed: Deed
    at: datetime
    person: str
    unit: str | None = None  # of an officer
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The paper that is copied, as it is printed on it."""

    document_type: str
    title: str  # of its type, as the catalogue called it then
    number: str | None = None  # số, ký hiệu
    issuer: str | None = None
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    purpose: str | None = None  # code of the purpose a purpose-bound paper was issued for


@dataclass(frozen=True, slots=True, kw_only=True)
class Certification:
    """One request for one copy. `vault` is the requester's; `unit` certifies."""

    id: str
    vault: str
    person: str
    requester: str  # name, as the register has it
    unit: str
    original: Original
    wanted_for: str = ""  # in the requester's words
    wished_on: date | None = None  # when they would like to come
    channel: Channel = Channel.ONLINE
    requested_at: datetime
    phone: str | None = None  # of who has no account yet
    state: CopyState = CopyState.REQUESTED
    steps: tuple[Step, ...] = ()
    pages: int | None = None  # of the original
    fee: int | None = None  # đồng; recorded, never collected here
    paper: Item | None = None  # what will be delivered, its file already kept under its id
    certifier: str | None = None  # name on the certificate of the person who signed the copy
    number: int | None = None  # in the register of `unit` and `year`
    year: int | None = None
    item: str | None = None  # what it became in the vault
    revision: int = 1  # rises with every change; the second of two officers is told

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def register_number(self) -> str | None:
        return f"{self.number}/{self.year}" if self.number else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a unit's register of certified copies. It outlives whatever its requester does with the copy."""

    unit: str
    year: int
    number: int
    certification: str
    at: datetime
    requester: str
    document_type: str
    title: str
    original_number: str | None = None
    original_issuer: str | None = None
    original_issued_on: date | None = None
    certifier: str = ""
    pages: int | None = None
    fee: int | None = None


def possible(certification: Certification) -> tuple[Deed, ...]:
    """What may be done with it now."""
    return tuple(deed for deed, starts in _STARTS.items() if certification.state in starts)


def refuse_impossible(certification: Certification, deed: Deed) -> None:
    """Raises `Conflict`, naming what is possible instead."""
    if deed not in possible(certification):
        instead = possible(certification)
        names = ", ".join(DEED_NAMES[each].lower() for each in instead) or "không còn thao tác nào"
        raise Conflict(
            "NOT_FROM_HERE",
            f"Yêu cầu đang ở trạng thái “{COPY_STATE_NAMES[certification.state]}” nên không thể"
            f" {DEED_NAMES[deed].lower()}. Có thể: {names}.",
            [Problem("POSSIBLE", DEED_NAMES[each], each) for each in instead],
        )


def after(certification: Certification, step: Step, **changes: Any) -> Certification:
    """The request once this is done. Raises `Conflict` where it is not possible from here."""
    refuse_impossible(certification, step.deed)
    state, steps = _LEADS[step.deed], (*certification.steps, step)
    return replace(certification, **{"state": state, "steps": steps, **changes})


def entered(
    certification: Certification, step: Step, *, last: int, year: int, item: str
) -> tuple[Certification, Entry]:
    """The request delivered under the number after the register's last one, and its line there.

    `last` must still be the last when both are kept: numbers have no gaps and never repeat.
    """
    assert step.unit  # noqa: S101 - only a unit has a register
    done = after(certification, step, unit=step.unit, number=last + 1, year=year, item=item, paper=None)
    original = done.original
    line = Entry(
        unit=step.unit,
        year=year,
        number=last + 1,
        certification=done.id,
        at=step.at,
        requester=done.requester,
        document_type=original.document_type,
        title=original.title,
        original_number=original.number,
        original_issuer=original.issuer,
        original_issued_on=original.issued_on,
        certifier=done.certifier or "",
        pages=done.pages,
        fee=done.fee,
    )
    return done, line
