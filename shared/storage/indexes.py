"""Pages of the table's indexes: what a vault's owner has of one kind, and what waits in a unit's queue."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.domain.errors import BadCursor
from shared.storage import keys
from shared.storage.clients import table
from shared.storage.keys import Key
from shared.storage.table import Page

_ULID = r"[0-9A-Z]{26}"
_MOMENT = r"[0-9T:Z-]{20}"
_ANY: Mapping[str, object] = {}

Own = Callable[[str], Key]
"""A row's own key by its id, which an index's position carries."""


def of_owner(
    vault: str, prefix: str, own: Own, *, limit: int, after: str | None = None, where: Mapping[str, object] = _ANY
) -> Page:
    """A vault's rows of the kind whose sort keys are `prefix` and an id, the newest first. 1 Query.

    With fields to be equal to something, a page may be short and still not be the last. Raises `BadCursor`.
    """
    partition = keys.vault(vault)
    asked: dict[str, Any] = {
        "KeyConditionExpression": "owner_key = :of AND begins_with(owner_sort, :prefix)",
        "ExpressionAttributeValues": {":of": partition, ":prefix": prefix} | {f":{key}": where[key] for key in where},
        "ScanIndexForward": False,
        "Limit": limit,
    }
    if where:
        asked["FilterExpression"] = " AND ".join(f"#{name} = :{name}" for name in where)
        asked["ExpressionAttributeNames"] = {f"#{name}": name for name in where}
    return _page(_Place("owner", partition, rf"{prefix}(?P<id>{_ULID})", own), asked, after)


def of_queue(queue: str, own: Own, *, limit: int, after: str | None = None, oldest_first: bool) -> Page:
    """A queue's rows by moment, a few fields of each. 1 Query. Raises `BadCursor`."""
    asked = {
        "KeyConditionExpression": "queue_key = :of",
        "ExpressionAttributeValues": {":of": queue},
        "ScanIndexForward": oldest_first,
        "Limit": limit,
    }
    return _page(_Place("queue", queue, rf"{_MOMENT}#(?P<id>{_ULID})", own), asked, after)


@dataclass(frozen=True, slots=True)
class _Place:
    """Part of an index, and what a position in it looks like."""

    index: str
    partition: str
    position: str
    own: Own

    def start(self, after: str) -> dict[str, str]:
        """The whole key to go on after."""
        found = re.fullmatch(self.position, after)
        if not found:
            raise BadCursor
        return {f"{self.index}_key": self.partition, f"{self.index}_sort": after, **self.own(found["id"])}


def _page(place: _Place, asked: Mapping[str, Any], after: str | None) -> Page:
    start: dict[str, Any] = {"ExclusiveStartKey": place.start(after)} if after else {}
    answer = table().query(IndexName=f"by_{place.index}", **asked, **start)
    last = answer.get("LastEvaluatedKey")
    return Page(answer["Items"], str(last[f"{place.index}_sort"]) if last else None)
