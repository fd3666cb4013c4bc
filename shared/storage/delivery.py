"""The writes that bring a paper into every holder's vault in somebody's transaction; its file is there before.

A judged paper that waits for its dossier has its file and its version with the report already, under the id it will
have as an item; nobody's vault shows it before the item itself is written.
"""

from __future__ import annotations

from collections.abc import Iterator

from shared.domain.delivery import Delivery, delivered
from shared.domain.errors import Conflict
from shared.domain.items import Item
from shared.storage import items, known_files
from shared.storage.table import Write


def looked_up(paper: Item) -> Delivery:
    """What a delivery meets: 1 GetItem for the file, 1 for each holder, and 1 for each item that has these bytes.

    Raises `Conflict` for a file that was corrected or withdrawn.
    """
    if known_files.correction(paper.version.sha256):
        raise Conflict(
            "PAPER_CORRECTED", f"“{paper.title}” là tệp tin có sai sót đã được đính chính: hãy thêm bản mới."
        )
    known = {known_files.item_with(paper.version.sha256, vault=vault) for vault in paper.holders}
    return delivered(paper, [found for id in sorted(filter(None, known)) if (found := items.item(id))])


def writes(delivery: Delivery, paper: Item) -> Iterator[Write]:
    """Fails where a vault has the bytes that the delivery does not know of, or an item changed meanwhile."""
    if delivery.was is None:
        yield from items.delivered(paper)
        return
    yield from items.taken_over(delivery.was, delivery.item, delivery.others)
    if delivery.is_stronger:
        yield from items.judged(delivery.item, items.report(paper.id, 1) or {})
    yield from items.forgotten(paper.id)
