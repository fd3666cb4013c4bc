"""What was told on which channel: one line a message, claimed before sending and settled after, and its receipts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import token_hex
from typing import Any

from shared.domain.messages import Channel, Receipt, Telling
from shared.storage import keys
from shared.storage.clients import table
from shared.storage.outbox import KEPT, Message
from shared.storage.records import record, restored
from shared.storage.table import (
    ABSENT,
    PRESENT,
    NotAsExpected,
    Row,
    Write,
    check,
    put,
    row,
    rows,
    transact,
    update,
    write,
)

_PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A message with all that became of it."""

    message: Message
    telling: Telling | None
    receipts: dict[Channel, Receipt]


def found(message: str) -> Record | None:
    """Nothing once the outbox has forgotten it. 1 Query."""
    kept = {str(each["SK"]): each for each in rows(keys.outbox(message)["PK"]).rows}
    if "OUTBOX" not in kept:
        return None
    told = {channel: kept.get(keys.receipt(message, channel)["SK"]) for channel in Channel}
    return Record(
        message=restored(Message, kept["OUTBOX"]),
        telling=restored(Telling, kept["TELLING"]) if "TELLING" in kept else None,
        receipts={channel: restored(Receipt, each) for channel, each in told.items() if each},
    )


def claimed(message: str, *, at: datetime, after: Telling | None) -> Telling | None:
    """The line as claimed for sending, by one of however many try; None for the others. 1 PutItem.

    `after` is what was read before: it must still be the latest. A write whose answer got lost is made again, and then
    finds the line it has written itself.
    """
    if after is None:
        fresh, when, given = Telling(at=at, claim=token_hex(8)), ABSENT, None
    else:
        fresh = replace(after, at=at, claim=token_hex(8), is_claimed=True, tries=after.tries + 1)
        when, given = "claim = :claim AND tries = :tries", {":claim": after.claim, ":tries": after.tries}
    try:
        write(put(_row(message, fresh), when=when, given=given))
    except NotAsExpected:
        kept = row(keys.telling(message))
        return fresh if kept and kept["claim"] == fresh.claim else None
    return fresh


def settle(message: str, line: Telling) -> None:
    """Write what became of a claimed line, unless somebody has claimed it anew since. 1 PutItem."""
    try:
        write(put(_row(message, line), when="claim = :claim", given={":claim": line.claim}))
    except NotAsExpected:
        return


def told_together(message: str, line: Telling, *, dead_before: datetime) -> Write:
    """The write that leaves a message to another one; fails while somebody alive is telling it by itself."""
    given = {":no": False, ":dead": record(replace(line, at=dead_before))["at"]}
    when = "attribute_not_exists(PK) OR is_claimed = :no OR #at < :dead"
    return put(_row(message, line), when=when, given=given, names={"#at": "at"})


def receive(message: str, channel: Channel, receipt: Receipt) -> bool:
    """Keep what a provider says of a message that was told; False for one that never was, or is forgotten.

    Said twice, it is said once; said in the wrong order, what was delivered stays delivered.
    """
    line = keys.telling(message)
    said = {**keys.receipt(message, channel), **record(receipt), "expires_at": int((receipt.at + KEPT).timestamp())}
    news = put(said, when="attribute_not_exists(PK) OR delivered = :no", given={":no": False})
    try:
        transact(news, check(line, PRESENT))
        if receipt.delivered:
            write(update(line, "REMOVE owner_key, owner_sort, due", {":yes": True}, when="awaits_receipt = :yes"))
    except NotAsExpected as error:
        return 1 not in error.positions
    return True


def due(until: datetime) -> Iterator[tuple[str, str]]:
    """Kind (`message` or `vault`) and id of what is to be looked at by then, in that order. 1 Query a thousand."""
    for each in _due(keys.due(until, "~")):
        kind, _, id = str(each["PK"]).partition("#")
        yield {"OUTBOX": "message", "PENDING": "vault"}[kind], id


def _due(position: Row) -> Iterator[Row]:
    begin: dict[str, Any] = {}
    while True:
        answer = table().query(
            IndexName="by_owner",
            KeyConditionExpression="owner_key = :due AND owner_sort <= :until",
            ExpressionAttributeValues={":due": position["owner_key"], ":until": position["owner_sort"]},
            Limit=_PAGE,
            **begin,
        )
        yield from answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return
        begin = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def _row(message: str, line: Telling) -> Row:
    listing = keys.due(line.due, message) if line.due else {}
    expires = int((line.at + KEPT).timestamp())
    return {**keys.telling(message), **listing, **record(line), "expires_at": expires}
