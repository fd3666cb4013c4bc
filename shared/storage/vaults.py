"""A vault's list of papers: pages in the order they came, narrowed, without reading each paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from shared.domain.errors import BadCursor
from shared.domain.items import Item, ItemState, KindOfPaper
from shared.domain.text import folded
from shared.storage import keys
from shared.storage.clients import table
from shared.storage.records import restored
from shared.storage.table import Row

_POSITION = r"ITEM#[^#]+#[0-9A-Z]{26}"
_AT_ONCE = 1000  # rows a filter looks through in one Query, about as many as one may answer
_WORDS = 10  # looked for; a filter has its longest, and nobody types more
_AT_MOST = 4  # Queries of one page: a rare find in a huge vault makes a short page, never a slow one


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to. Unless a state is asked for, what its holder hid is left out."""

    counts_as: str | None = None  # document type, of the copied paper for a certified copy
    kind: KindOfPaper | None = None
    state: ItemState | None = None
    words: tuple[str, ...] = ()  # each found in title, number, summary or issuer; accents and case forgiven
    fits: Callable[[Item], bool] | None = None  # what no row says of itself, as whether it is valid today

    @property
    def is_everything(self) -> bool:
        """Nothing but hidden papers is read over: a page needs hardly more rows than it shows."""
        return not (self.kind or self.state or self.words or self.fits)


@dataclass(frozen=True, slots=True)
class ItemPage:
    """Items, and the position to go on after; None at the end. A page may be short and still not be the last."""

    items: tuple[Item, ...]
    last: str | None


def held_items(
    vault: str, wanted: Wanted, *, limit: int, after: str | None = None, newest_first: bool = True
) -> ItemPage:
    """A page of a vault's items, in the order in which they first came. 1 Query, never more than `_AT_MOST`.

    Raises `BadCursor` for a position that is not in this list.
    """
    found: list[Row] = []
    rows = limit + 1 if wanted.is_everything else _AT_ONCE
    for _ in range(_AT_MOST):
        listing = _listing(vault, wanted, newest_first=newest_first) | _start(vault, wanted, after)
        answer = table().query(**listing, Limit=rows)
        found += [each for each in answer["Items"] if wanted.fits is None or wanted.fits(restored(Item, each))]
        last = answer.get("LastEvaluatedKey")
        after = str(last["SK"]) if last else None
        if len(found) > limit:
            return _page(found[:limit], str(found[limit - 1]["SK"]))
        if after is None:
            break
        rows = _AT_ONCE  # much of it is hidden
    return _page(found, after)


def _page(found: list[Row], last: str | None) -> ItemPage:
    return ItemPage(tuple(restored(Item, each) for each in found), last)


def _listing(vault: str, wanted: Wanted, *, newest_first: bool) -> dict[str, Any]:
    """One type's papers lie together in the table itself; the index has all of them by age."""
    tests = list(_tests(wanted))
    partition, sort = ("PK", "SK") if wanted.counts_as else ("owner_key", "owner_sort")
    values = {":vault": keys.vault(vault), ":key": _prefix(wanted)} | {name: value for _, name, value in tests}
    names = {"#state": "state"} if any("#state" in test for test, _, _ in tests) else {}
    return {
        **({} if wanted.counts_as else {"IndexName": "by_owner"}),
        "KeyConditionExpression": f"{partition} = :vault AND begins_with({sort}, :key)",
        "FilterExpression": " AND ".join(test for test, _, _ in tests),
        "ExpressionAttributeValues": values,
        **({"ExpressionAttributeNames": names} if names else {}),
        "ScanIndexForward": not newest_first,
    }


def _prefix(wanted: Wanted) -> str:
    return f"ITEM#{wanted.counts_as}#" if wanted.counts_as else "ITEM#"


def _tests(wanted: Wanted) -> Iterator[tuple[str, str, str]]:
    """Condition, name and value of each narrowing; there is always one."""
    if wanted.state:
        yield "#state = :state", ":state", wanted.state
    else:
        yield "#state <> :hidden", ":hidden", ItemState.HIDDEN
    if wanted.kind:
        yield "kind = :kind", ":kind", wanted.kind
    for n, word in enumerate(wanted.words[:_WORDS]):
        yield f"contains(words, :word{n})", f":word{n}", folded(word)


def _start(vault: str, wanted: Wanted, after: str | None) -> dict[str, Any]:
    if after is None:
        return {}
    if not re.fullmatch(_POSITION, after) or not after.startswith(_prefix(wanted)):
        raise BadCursor
    own = {"PK": keys.vault(vault), "SK": after}
    if wanted.counts_as:
        return {"ExclusiveStartKey": own}
    age = {"owner_key": keys.vault(vault), "owner_sort": f"ITEM#{after.rsplit('#', 1)[1]}"}
    return {"ExclusiveStartKey": own | age}
