"""What becomes of a paper that has left a vault: erased, unless somebody else holds it or a dossier uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from functions.vault import shapes
from shared.storage import buckets, items, table
from shared.web.logs import decided

if TYPE_CHECKING:
    from shared.domain.items import Item

_ERASED = "Giấy tờ đã được xóa hẳn, cùng mọi phiên bản của tệp tin."
_KEPT_FOR_DOSSIERS = "Giấy tờ đã rời Kho; bản đã nộp ở lại với hồ sơ đang dùng nó và không được dùng cho hồ sơ khác."
_KEPT_FOR_HOLDERS = "Giấy tờ đã rời Kho của bạn và vẫn ở trong Kho của người cùng đứng tên."


def removed(item: Item) -> shapes.Removed:
    if len(item.holders) > 1:
        return shapes.Removed(outcome="kept_for_other_holders", text=_KEPT_FOR_HOLDERS, dossiers=[])
    removed = _erased(item)
    decided("item.removed", item=item.id, outcome=removed.outcome)
    return removed


def _erased(item: Item) -> shapes.Removed:
    holding = items.holding(item.id)
    if holding and holding.pinned_by:
        return shapes.Removed(outcome="kept_for_dossiers", text=_KEPT_FOR_DOSSIERS, dossiers=sorted(holding.pinned_by))
    if holding:
        buckets.erase(item.id)
        for each in items.erased(holding):
            table.write(each)
    return shapes.Removed(outcome="erased", text=_ERASED, dossiers=[])
