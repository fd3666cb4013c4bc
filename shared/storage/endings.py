"""Papers about to expire: found by the end they state, or by the day their type counts from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from shared.storage import keys
from shared.storage.clients import table

Held = tuple[str, str]  # vault and item


def stating(day: date) -> Iterator[Held]:
    """Who holds what states this very day as its end. 1 Query for a thousand."""
    return _found(keys.ending(day))


def dated_on(counts_as: str, day: date) -> Iterator[Held]:
    """Who holds papers of this type dated on this day, which state no end. 1 Query for a thousand."""
    return _found(keys.dated(counts_as, day.year), beginning=f"{day}#")


def dated_in(counts_as: str, year: int) -> Iterator[Held]:
    return _found(keys.dated(counts_as, year))


def _found(partition: str, *, beginning: str = "") -> Iterator[Held]:
    asked: dict[str, Any] = {
        "IndexName": "by_queue",
        "KeyConditionExpression": "queue_key = :key",
        "ExpressionAttributeValues": {":key": partition},
    }
    if beginning:
        asked["KeyConditionExpression"] += " AND begins_with(queue_sort, :day)"
        asked["ExpressionAttributeValues"][":day"] = beginning
    while True:
        answer = table().query(**asked)
        for each in answer["Items"]:
            yield str(each["PK"]).removeprefix("VAULT#"), str(each["SK"]).rpartition("#")[2]
        if "LastEvaluatedKey" not in answer:
            return
        asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
