"""What a link shows of a paper, by how the paper stands on the day it is opened."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.items import Item, ItemState
from shared.domain.sharing import Share

_UNSEEN = frozenset({ItemState.HIDDEN, ItemState.REMOVED})
DISPUTED = "Chủ giấy tờ đang phản ánh giấy tờ này có sai sót; cơ quan cấp chưa trả lời."
WITHDRAWN = "Giấy tờ này đã bị cơ quan cấp thu hồi nên không mở được tệp tin nữa."
RENEWED = "Giấy tờ đã được thay bằng bản mới sau khi chia sẻ; bạn đang xem bản mới nhất."


@dataclass(frozen=True, slots=True)
class Shown:
    """Whether the file itself may be opened, and what its reader must know first."""

    file: bool
    warnings: tuple[str, ...]


def shown(share: Share, item: Item | None) -> Shown | None:
    """None when the link leads nowhere any more: its owner removed the paper, gave it away, or hid it for now.

    A withdrawn paper is not passed over in silence: whoever relied on it learns that, and nothing else is opened.
    """
    if item is None or share.vault not in item.holders or item.seen_by(share.vault).state in _UNSEEN:
        return None
    warnings = (
        *((WITHDRAWN,) if item.state is ItemState.WITHDRAWN else ()),
        *((DISPUTED,) if item.state is ItemState.DISPUTED else ()),
        *((RENEWED,) if item.version.number != share.shared_version else ()),
    )
    return Shown(file=item.state is not ItemState.WITHDRAWN, warnings=warnings)


def may_be_shared(item: Item, vault: str) -> str | None:
    """Why a paper cannot be shared now; None when it can."""
    match item.seen_by(vault).state:
        case ItemState.HIDDEN:
            return "Giấy tờ đang được ẩn; hãy hiện lại trước khi chia sẻ."
        case ItemState.WITHDRAWN:
            return "Giấy tờ đã bị cơ quan cấp thu hồi nên không chia sẻ được."
    return None
