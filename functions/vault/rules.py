"""What a holder may do with a paper of the vault, and why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from shared.domain.catalogue import DocumentType
from shared.domain.errors import Problem
from shared.domain.items import Item, ItemState, Origin
from shared.domain.validity import Lasting, lasting


class Action(StrEnum):
    REPLACE = "replace"
    CORRECT = "correct"
    HIDE = "hide"
    SHOW = "show"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Leave:
    """Whether something may be done, and the sentence that goes with it."""

    allowed: bool
    text: str


_ISSUED = "Giấy tờ do cơ quan cấp trả vào Kho là dữ liệu công"
_WITHDRAWN = Leave(False, "Giấy tờ đã bị cơ quan cấp thu hồi.")


def leave(action: Action, item: Item, *, vault: str) -> Leave:
    """Whether this holder may do it now. What was issued can be hidden but neither changed nor destroyed."""
    match action:
        case Action.REMOVE:
            return _to_remove(item)
        case Action.HIDE | Action.SHOW:
            return _to_hide(item.seen_by(vault), wants_hidden=action is Action.HIDE)
        case Action.REPLACE:
            return _to_change(item, "Thay tệp tin cũ bằng tệp tin mới cùng danh mục giấy tờ.")
    return _to_change(item, "Sửa tên, số, trích yếu, cơ quan cấp, mục đích và các ngày.")


def _to_remove(item: Item) -> Leave:
    if item.origin is Origin.DEPOSITED:
        return Leave(True, "Xóa hẳn khỏi Kho; nếu hồ sơ đã nộp đang dùng thì giấy tờ rời Kho và ở lại với hồ sơ đó.")
    return Leave(False, f"{_ISSUED}, không xóa được; bạn có thể ẩn giấy tờ này.")


def _to_change(item: Item, text: str) -> Leave:
    if item.origin is not Origin.DEPOSITED:
        return Leave(False, f"{_ISSUED}, không sửa được; nếu có sai sót, hãy gửi phản ánh đến cơ quan cấp.")
    return _WITHDRAWN if item.state is ItemState.WITHDRAWN else Leave(True, text)


def _to_hide(seen: Item, *, wants_hidden: bool) -> Leave:
    if seen.state is ItemState.WITHDRAWN:
        return _WITHDRAWN
    if (seen.state is ItemState.HIDDEN) is wants_hidden:
        return Leave(False, "Giấy tờ đang được ẩn." if wants_hidden else "Giấy tờ không bị ẩn.")
    return Leave(True, "Ẩn khỏi danh sách và không gợi ý khi nộp hồ sơ." if wants_hidden else "Hiện lại trong Kho.")


def lasts(wanted: Lasting, types: Mapping[str, DocumentType], item: Item, *, on: date) -> bool:
    """Whether a paper's validity on that day is the one that is looked for."""
    kind = types.get(item.counts_as)
    return kind is not None and lasting(item, kind, on=on) is wanted


def hidden(item: Item, vault: str) -> Item:
    return replace(item, hidden_by=tuple(sorted({*item.hidden_by, vault})))


def shown(item: Item, vault: str) -> Item:
    return replace(item, hidden_by=tuple(each for each in item.hidden_by if each != vault))


FIELD_NAMES = {
    "title": "Tên giấy tờ",
    "number": "Số, ký hiệu",
    "summary": "Trích yếu",
    "issuer": "Cơ quan cấp",
    "issued_on": "Ngày cấp",
    "valid_from": "Ngày bắt đầu có hiệu lực",
    "valid_until": "Ngày hết hạn",
    "purpose": "Mục đích sử dụng",
}


def corrected(item: Item, wanted: Mapping[str, Any]) -> Item:
    """The item described anew. What is emptied is left out, but for the title: a paper always has one."""
    given = {name: value or None for name, value in wanted.items()}
    return replace(item, **given | {"title": given.get("title") or item.title})


def wrong_purpose(item: Item, kind: DocumentType | None, purposes: Mapping[str, str]) -> Iterator[Problem]:
    """What speaks against its purpose; `kind` is the type it counts as, `purposes` are the known ones, by code."""
    if item.purpose is None and kind and kind.purpose_bound:
        yield Problem("PURPOSE_MISSING", "Giấy tờ này chỉ dùng cho một mục đích; hãy chọn mục đích.", "purpose")
    if item.purpose is not None and item.purpose not in purposes:
        yield Problem("PURPOSE_UNKNOWN", "Mục đích sử dụng không có trong danh sách.", "purpose")


def changed_meanwhile(item: Item, wanted: Mapping[str, Any], purposes: Mapping[str, str]) -> tuple[Problem, ...]:
    """What stands now, field by field, where somebody wants something else."""
    return tuple(
        Problem("FIELD_DIFFERS", f"{FIELD_NAMES[name]} hiện là “{_shown(name, getattr(item, name), purposes)}”.", name)
        for name, value in wanted.items()
        if getattr(item, name) != value
    )


def _shown(name: str, value: str | date | None, purposes: Mapping[str, str]) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    named = purposes.get(value, value) if name == "purpose" and value else value
    return named or "(để trống)"
