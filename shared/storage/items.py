"""Items: one truth per paper, one row per holder for lists and matching, one row per version with its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any

from shared.domain.errors import NotFound
from shared.domain.items import Item, ItemState, Version
from shared.domain.text import folded
from shared.storage import judgements, keys, known_files
from shared.storage.clients import table
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, Row, Write, check, delete, put, row, rows, rows_of

_ALL_AT_ONCE = 1000  # items a vault may hold and still be read whole for matching
_UNCHANGED = "revision = :was"


@dataclass(frozen=True, slots=True)
class Holding:
    """An item with every version it ever had, newest first, each with its signature report, and its reuses."""

    item: Item
    versions: tuple[tuple[Version, dict[str, Any]], ...]
    pinned_by: tuple[str, ...]  # submitted dossiers


def item(id: str) -> Item | None:
    found = row(keys.item(id))
    return restored(Item, found) if found else None


def items_of(ids: Iterable[str]) -> tuple[Item, ...]:
    """These items, where they are there. 1 BatchGetItem for a hundred, none for nothing."""
    found = rows_of([keys.item(each) for each in dict.fromkeys(ids)])
    return tuple(restored(Item, each) for each in found)


def held_item(id: str, vault: str) -> Item:
    """An item of this vault. Raises `NotFound` when it is not there, or somebody else's."""
    found = item(id)
    if found is None or vault not in found.holders or found.state is ItemState.REMOVED:
        raise NotFound("NO_SUCH_ITEM", "Không có giấy tờ này trong Kho của bạn.")
    return found


def version(item: str, number: int) -> Version | None:
    found = row(keys.version(item, number))
    return restored(Version, found) if found else None


def report(item: str, number: int) -> dict[str, Any] | None:
    """How the signatures of a version were judged; None where there is no such version. 1 GetItem."""
    found = row(keys.version(item, number))
    return dict(found.get("report", {})) if found else None


def holding(id: str) -> Holding | None:
    """An item with its versions and its reuses. 1 Query, more only past a megabyte of them."""
    found = {str(each["SK"]): each for each in _everything_of(id)}
    if "ITEM" not in found:
        return None
    newest_first = sorted((sort for sort in found if sort.startswith("VERSION#")), reverse=True)
    versions = tuple((restored(Version, found[sort]), found[sort].get("report", {})) for sort in newest_first)
    pins = tuple(sort.removeprefix("PIN#") for sort in found if sort.startswith("PIN#"))
    return Holding(restored(Item, found["ITEM"]), versions, pins)


def pinned_by(id: str, *, limit: int) -> tuple[str, ...]:
    """The submitted dossiers that use an item, the latest first, so many at most. 1 Query."""
    first = keys.pin(id, "")
    page = rows(first["PK"], first["SK"], limit=limit, newest_first=True)
    return tuple(str(each["SK"]).removeprefix(first["SK"]) for each in page.rows)


def _everything_of(id: str) -> Iterator[Row]:
    asked: dict[str, Any] = {
        "KeyConditionExpression": "PK = :item",
        "ExpressionAttributeValues": {":item": keys.item(id)["PK"]},
        "ConsistentRead": True,
    }
    while True:
        answer = table().query(**asked)
        yield from answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return
        asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def items_counting_as(vault: str, types: Iterable[str]) -> tuple[Item, ...]:
    """What a vault holds, for matching: 1 Query for nearly everybody.

    An organisation may hold a hundred thousand papers; past a thousand, only the types asked for are read.
    """
    first = rows(keys.vault(vault), "ITEM#", limit=_ALL_AT_ONCE)
    found = first.rows if first.last is None else _of_types(vault, types)
    return tuple(restored(Item, each) for each in found)


def _of_types(vault: str, types: Iterable[str]) -> Iterator[Row]:
    for kind in sorted(set(types)):
        last: str | None = None
        while True:
            page = rows(keys.vault(vault), f"ITEM#{kind}#", after=last)
            yield from page.rows
            if (last := page.last) is None:
                break


def added(item: Item, report: dict[str, Any]) -> list[Write]:
    """The writes that bring a new item into every holder's vault.

    They fail where a vault holds the bytes already, or an agency has corrected them.
    """
    return [
        *(known_files.held(vault, item) for vault in item.holders),
        known_files.uncorrected(item),
        put(_truth(item), when=ABSENT),
        put(_version_row(item, report), when=ABSENT),
        *judgements.signers(item.id, item.version, report),
        *(put(_held_row(vault, item)) for vault in item.holders),
    ]


def replaced(before: Item, after: Item, report: dict[str, Any]) -> list[Write]:
    """The writes that supersede an item's current version by the next; they fail as those of a new item do, or if
    another change came first.
    """
    return [
        *(known_files.held(vault, after) for vault in after.holders),
        *(known_files.let_go(vault, before) for vault in before.holders),
        known_files.uncorrected(after),
        *changed(before, after),
        put(_version_row(after, report), when=ABSENT),
        *judgements.signers(after.id, after.version, report),
    ]


def judged_again(before: Item, after: Item, report: dict[str, Any], *, claimed: str) -> list[Write]:
    """The writes of another verdict on the current version; they fail for whoever lost their claim, or came late."""
    row = put(_version_row(after, report), when="owner_sort = :claimed", given={":claimed": claimed})
    return [row, *(changed(before, after) if after != before else ())]


def changed(before: Item, after: Item) -> list[Write]:
    """The writes that keep an item's changed description or state; fails if another change came first."""
    kept = replace(after, revision=before.revision + 1)
    return [
        put(_truth(kept), when=_UNCHANGED, given={":was": before.revision}),
        *(put(_held_row(vault, kept)) for vault in kept.holders),
    ]


def left(item: Item, vault: str) -> list[Write]:
    """The writes that take an item out of one holder's vault; without any holder more it is removed.

    Its truth stays: for the other holders, for the dossiers that pin it, or until nothing of it is left. A dossier
    that would pin it at this very moment finds it changed.
    """
    others = tuple(each for each in item.holders if each != vault)
    after = replace(item, holders=others) if others else replace(item, state=ItemState.REMOVED)
    kept = replace(after, revision=item.revision + 1)
    return [
        put(_truth(kept), when=_UNCHANGED, given={":was": item.revision}),
        *(put(_held_row(other, kept)) for other in others),
        delete(keys.held(vault, item.counts_as, item.id)),
        known_files.let_go(vault, item),
    ]


def judged(item: Item, report: dict[str, Any]) -> list[Write]:
    """The writes that keep a version with its report, before or after its item is there."""
    return [put(_version_row(item, report)), *judgements.signers(item.id, item.version, report)]


def forgotten(id: str) -> list[Write]:
    """The writes that leave nothing of the first version of what never became an item. 1 GetItem."""
    found = row(keys.version(id, 1))
    if found is None:
        return []
    signers = judgements.signers_forgotten(id, restored(Version, found), found.get("report", {}))
    return [*signers, delete(keys.version(id, 1))]


def delivered(item: Item) -> list[Write]:
    """The writes that bring an item whose version is kept into every holder's vault; they fail as `added` do."""
    return [
        *(known_files.held(vault, item) for vault in item.holders),
        known_files.uncorrected(item),
        put(_truth(item), when=ABSENT),
        *(put(_held_row(vault, item)) for vault in item.holders),
    ]


def taken_over(before: Item, after: Item, others: Sequence[Item]) -> list[Write]:
    """The writes by which an item grows into `after`, and `others` with the same bytes give way to it.

    Fails if another change came first, or a vault has come to hold the bytes in an item nobody looked at.
    """
    kept = replace(after, revision=before.revision + 1)
    moved = before.counts_as != kept.counts_as
    return [
        put(_truth(kept), when=_UNCHANGED, given={":was": before.revision}),
        *(put(_held_row(vault, kept)) for vault in kept.holders),
        *(delete(keys.held(vault, before.counts_as, before.id)) for vault in before.holders if moved),
        *(known_files.taken(vault, kept, others) for vault in kept.holders if vault not in before.holders),
        *chain.from_iterable(_given_way(each, kept) for each in others),
    ]


def _given_way(other: Item, to: Item) -> list[Write]:
    """An item leaves the vaults that hold its bytes in another one from now on."""
    left = tuple(vault for vault in other.holders if vault in to.holders)
    remaining = tuple(vault for vault in other.holders if vault not in to.holders)
    after = replace(other, holders=remaining) if remaining else replace(other, state=ItemState.REMOVED)
    kept = replace(after, revision=other.revision + 1)
    return [
        put(_truth(kept), when=_UNCHANGED, given={":was": other.revision}),
        *(put(_held_row(vault, kept)) for vault in remaining),
        *(delete(keys.held(vault, other.counts_as, other.id)) for vault in left),
    ]


def erased(removed: Holding) -> Iterator[Write]:
    """The writes, one after the other, that leave nothing of an item nobody holds or pins; the truth goes last."""
    for each, report in removed.versions:
        yield from judgements.signers_forgotten(removed.item.id, each, report)
        yield delete(keys.version(removed.item.id, each.number))
    yield delete(keys.upload(removed.item.id))
    yield delete(keys.item(removed.item.id))


def unchanged(item: Item) -> Write:
    """The check that an item is still as it was read."""
    return check(keys.item(item.id), _UNCHANGED, {":was": item.revision})


def pinned(id: str, dossier: str, at: datetime) -> Write:
    """The write that records a reuse where the item is: it is asked before anything is erased."""
    return put({**keys.pin(id, dossier), "at": at.isoformat()})


def unpinned(id: str, dossier: str) -> Write:
    """The write that takes a reuse back: the dossier is answered with something else."""
    return delete(keys.pin(id, dossier))


def _truth(item: Item) -> Row:
    return {**keys.item(item.id), **record(item)}


def _held_row(vault: str, item: Item) -> Row:
    seen = item.seen_by(vault)
    words = folded(" ".join(filter(None, (item.title, item.number, item.summary, item.issuer))))
    listing = {"owner_key": keys.vault(vault), "owner_sort": f"ITEM#{item.id}", "words": words}
    held = keys.held(vault, item.counts_as, item.id)
    return {**held, **listing, **_ending(item, held), **record(seen), "counts_as": item.counts_as}


def _ending(item: Item, held: keys.Key) -> Row:
    """Where a paper is found when it is about to expire: by its stated end, else by the day its type counts from."""
    name = f"{held['PK']}#{item.id}"
    if item.valid_until:
        return {"queue_key": keys.ending(item.valid_until), "queue_sort": name}
    if item.dated:
        return {"queue_key": keys.dated(item.counts_as, item.dated.year), "queue_sort": f"{item.dated}#{name}"}
    return {}


def _version_row(item: Item, report: dict[str, Any]) -> Row:
    listed = judgements.listing(item.id, item.version, report)
    return {**keys.version(item.id, item.version.number), **record(item.version), "report": report, **listed}
