"""Files by their hash: which vaults hold them, in which items, and which of them an agency has corrected."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from shared.domain.items import Correction, Item
from shared.storage import keys
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, Row, Write, check, delete, put, row, rows, whole


def item_with(sha256: str, *, vault: str) -> str | None:
    """The item in which this vault already holds these very bytes. 1 GetItem."""
    found = row(keys.held_bytes(vault, sha256))
    return str(found["item"]) if found else None


def items_with(sha256: str) -> tuple[str, ...]:
    """The items that have these very bytes, whoever holds them. 1 Query."""
    page = partial(rows, f"{keys.held_bytes('', sha256)['PK']}", keys.vault(""))
    return tuple(dict.fromkeys(str(each["item"]) for each in whole(lambda after: page(after=after))))


def correction(sha256: str) -> Correction | None:
    """By what its agency corrected these bytes; None for whatever was not found wrong. 1 GetItem."""
    found = row(keys.corrected_bytes(sha256))
    return restored(Correction, found) if found else None


def held(vault: str, item: Item) -> Write:
    """The write by which a vault holds an item's file; fails where it holds the same in another one."""
    return put(_row(vault, item), when=ABSENT)


def taken(vault: str, item: Item, others: Sequence[Item]) -> Write:
    """The same where one of `others` gives way; fails where the vault has come to hold the file in a further one."""
    had = next((each.id for each in others if vault in each.holders), None)
    if had is None:
        return held(vault, item)
    return put(_row(vault, item), when="#item = :had", given={":had": had}, names={"#item": "item"})


def let_go(vault: str, item: Item) -> Write:
    return delete(keys.held_bytes(vault, item.version.sha256))


def uncorrected(item: Item) -> Write:
    """The check that no agency has corrected an item's file."""
    return check(keys.corrected_bytes(item.version.sha256), ABSENT)


def corrected(wrong: Item, by: Correction) -> Write:
    """The write by which an item's file comes into no vault again, not even when nothing else is left of the item."""
    return put({**keys.corrected_bytes(wrong.version.sha256), **record(by)})


def _row(vault: str, item: Item) -> Row:
    return {**keys.held_bytes(vault, item.version.sha256), "item": item.id}
