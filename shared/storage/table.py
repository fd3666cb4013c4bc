"""The table: single reads, pages of a query, and transactions that either happen or say which condition failed."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from boto3.dynamodb.types import TypeDeserializer
from botocore.exceptions import ClientError

from shared.domain.errors import Unavailable
from shared.storage.clients import table
from shared.storage.keys import Key

Row = dict[str, Any]
Write = dict[str, Any]

ABSENT = "attribute_not_exists(PK)"
PRESENT = "attribute_exists(PK)"
_TRIES = 5
_AT_ONCE = 100  # keys of one BatchGetItem


class NotAsExpected(Exception):
    """Conditions of a write that did not hold: `positions` among its parts."""

    def __init__(self, positions: tuple[int, ...] = (0,)) -> None:
        super().__init__(positions)
        self.positions = positions


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one Query, and the sort key to go on after; None at the end."""

    rows: list[Row]
    last: str | None


def row(key: Key) -> Row | None:
    """One row by its key, strongly consistent. 1 GetItem."""
    return table().get_item(Key=dict(key), ConsistentRead=True).get("Item")


def rows(
    partition: str, prefix: str = "", *, limit: int | None = None, after: str | None = None, newest_first: bool = False
) -> Page:
    """A partition's rows, all or those whose sort key begins so, in order. 1 Query."""
    asked: dict[str, Any] = {
        "KeyConditionExpression": "PK = :pk AND begins_with(SK, :sk)" if prefix else "PK = :pk",
        "ExpressionAttributeValues": {":pk": partition} | ({":sk": prefix} if prefix else {}),
        "ConsistentRead": True,
        "ScanIndexForward": not newest_first,
    }
    if limit:
        asked["Limit"] = limit
    if after:
        asked["ExclusiveStartKey"] = Key(PK=partition, SK=after)
    answer = table().query(**asked)
    last = answer.get("LastEvaluatedKey")
    return Page(answer["Items"], str(last["SK"]) if last else None)


def rows_between(partition: str, first: str, last: str, *, limit: int | None = None, after: str | None = None) -> Page:
    """A partition's rows from one sort key to another, both included, in order. 1 Query."""
    asked: dict[str, Any] = {
        "KeyConditionExpression": "PK = :pk AND SK BETWEEN :first AND :last",
        "ExpressionAttributeValues": {":pk": partition, ":first": first, ":last": last},
    }
    if limit:
        asked["Limit"] = limit
    if after:
        asked["ExclusiveStartKey"] = Key(PK=partition, SK=after)
    answer = table().query(**asked)
    found = answer.get("LastEvaluatedKey")
    return Page(answer["Items"], str(found["SK"]) if found else None)


def whole(page: Callable[[str | None], Page]) -> list[Row]:
    """Every page of a question: `page(after)` asks for the one after a sort key."""
    found: list[Row] = []
    after: str | None = None
    while True:
        answer = page(after)
        found += answer.rows
        if (after := answer.last) is None:
            return found


def image(fields: Mapping[str, Any] | None) -> Row | None:
    """A row as the stream of the table tells it."""
    return {name: _READ.deserialize(value) for name, value in fields.items()} if fields else None


_READ = TypeDeserializer()


def rows_of(asked: Sequence[Key]) -> list[Row]:
    """The rows of these keys, no two alike, that are there, in any order. 1 BatchGetItem for a hundred."""
    found: list[Row] = []
    waiting = [dict(each) for each in asked]
    while waiting:
        wanted: Any = {table().name: {"Keys": waiting[:_AT_ONCE]}}
        answer = table().meta.client.batch_get_item(RequestItems=wanted)
        found += answer["Responses"][table().name]
        left: Any = answer.get("UnprocessedKeys")
        waiting = [*(left[table().name]["Keys"] if left else ()), *waiting[_AT_ONCE:]]
    return found


def put(
    fields: Mapping[str, Any],
    *,
    when: str | None = None,
    given: Mapping[str, Any] | None = None,
    names: Mapping[str, str] | None = None,
) -> Write:
    """A row written whole; `when` is the condition, `given` its values, `names` its `#names`."""
    named = {"ExpressionAttributeNames": dict(names)} if names else {}
    return {"Put": {"Item": dict(fields), **_condition(when, given), **named}}


def update(
    key: Key,
    change: str,
    given: Mapping[str, Any],
    *,
    when: str | None = None,
    names: Mapping[str, str] | None = None,
) -> Write:
    named = {"ExpressionAttributeNames": dict(names)} if names else {}
    return {"Update": {"Key": key, "UpdateExpression": change, **_condition(when, given), **named}}


def delete(key: Key, *, when: str | None = None, given: Mapping[str, Any] | None = None) -> Write:
    return {"Delete": {"Key": key, **_condition(when, given)}}


def check(
    key: Key, when: str, given: Mapping[str, Any] | None = None, *, names: Mapping[str, str] | None = None
) -> Write:
    named = {"ExpressionAttributeNames": dict(names)} if names else {}
    return {"ConditionCheck": {"Key": key, **_condition(when, given), **named}}


def _condition(when: str | None, given: Mapping[str, Any] | None) -> Write:
    condition = {"ConditionExpression": when} if when else {}
    values = {"ExpressionAttributeValues": dict(given)} if given else {}
    return condition | values


def transact(*writes: Write) -> None:
    """All of these writes, or none. 1 TransactWriteItems.

    Raises `NotAsExpected` with the positions whose conditions failed; another transaction on the same rows is
    waited out a few times, then `Unavailable`.
    """
    for attempt in range(_TRIES):
        try:
            table().meta.client.transact_write_items(TransactItems=[_named(each) for each in writes])  # type: ignore[misc]
        except ClientError as error:
            _raise_unless_contended(error)
            time.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311 - jitter
        else:
            return
    raise Unavailable("BUSY", "Dữ liệu đang được cập nhật bởi một yêu cầu khác; vui lòng thử lại.")


def _raise_unless_contended(error: ClientError) -> None:
    if error.response["Error"]["Code"] != "TransactionCanceledException":
        raise error
    codes = [each.get("Code") for each in error.response.get("CancellationReasons", [])]
    failed = tuple(n for n, code in enumerate(codes) if code == "ConditionalCheckFailed")
    if failed:
        raise NotAsExpected(failed) from error
    if "TransactionConflict" not in codes:
        raise error


def _named(write: Write) -> Write:
    [(kind, fields)] = write.items()
    return {kind: {"TableName": table().name, **fields}}


def write(one: Write) -> None:
    """A single conditional write, cheaper than a transaction of one. Raises `NotAsExpected`."""
    [(kind, fields)] = one.items()
    act: Any = {"Put": table().put_item, "Update": table().update_item, "Delete": table().delete_item}[kind]
    try:
        act(**fields)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            raise NotAsExpected from error
        raise


def taken(key: Key) -> Row | None:
    """A row read and removed in one step: of several who ask at once, one gets it. 1 DeleteItem."""
    return table().delete_item(Key=dict(key), ReturnValues="ALL_OLD").get("Attributes")


def counted(key: Key, *, step: int = 1) -> int:
    """The next number of a counter: never given twice, whoever asks at once. 1 UpdateItem."""
    answer = table().update_item(
        Key=dict(key),
        UpdateExpression="ADD #count :step",
        ExpressionAttributeNames={"#count": "count"},
        ExpressionAttributeValues={":step": step},
        ReturnValues="UPDATED_NEW",
    )
    return int(str(answer["Attributes"]["count"]))
