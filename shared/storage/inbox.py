"""The inbox of a vault: everything that was ever told, whatever its holder wants on the telephone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shared.domain.messages import Pending, Preferences
from shared.storage import keys
from shared.storage.clients import table
from shared.storage.outbox import Message
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, Row, Write, put, row, rows, update, write

MOST_UNREAD = 1000  # ids kept beside the inbox; more than that is "more than a thousand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Messages, newest first, the ids of all that are unread, and where the list goes on."""

    messages: tuple[Message, ...]
    unread: frozenset[str]
    last: str | None


def page(vault: str, *, limit: int, after: str | None = None) -> Page:
    """1 Query; 1 GetItem more for later pages."""
    found = rows(keys.unread(vault)["PK"], limit=limit + (after is None), after=after, newest_first=True)
    ids = keys.unread(vault)["SK"]
    head = row(keys.unread(vault)) if after else next((each for each in found.rows if each["SK"] == ids), None)
    kept = [each for each in found.rows if each["SK"] != ids]
    last = found.last
    if len(kept) > limit:  # nothing is unread: no row stands before the messages
        kept, last = kept[:limit], str(kept[limit - 1]["SK"])
    return Page(
        messages=tuple(restored(Message, each) for each in kept),
        unread=frozenset((head or {}).get("ids", ())),
        last=last,
    )


def entry(vault: str, id: str) -> Message | None:
    found = row(keys.inbox(vault, id))
    return restored(Message, found) if found else None


def is_told_at_once(vault: str, id: str) -> bool:
    """What was decided when the message came in."""
    return bool((row(keys.inbox(vault, id)) or {}).get("at_once"))


def arrived(message: Message, *, at_once: bool) -> Write:
    """The write that brings a message into the inbox; fails where it is already."""
    return put({**keys.inbox(message.vault, message.id), **record(message), "at_once": at_once}, when=ABSENT)


def unread(message: Message) -> Write:
    """The write that counts it as unread; fails where too many are."""
    return update(
        keys.unread(message.vault),
        "ADD ids :one",
        {":one": {message.id}, ":most": MOST_UNREAD},
        when="attribute_not_exists(ids) OR size(ids) < :most",
    )


def read(vault: str, ids: frozenset[str]) -> frozenset[str]:
    """These are read, and were perhaps before; what is still unread. 1 UpdateItem."""
    if not ids:
        return ids
    answer = table().update_item(
        Key=dict(keys.unread(vault)),
        UpdateExpression="DELETE ids :read",
        ExpressionAttributeValues={":read": set(ids)},
        ReturnValues="ALL_NEW",
    )
    return frozenset(map(str, answer["Attributes"].get("ids", ())))  # type: ignore[arg-type]


def unread_ids(vault: str) -> frozenset[str]:
    return frozenset((row(keys.unread(vault)) or {}).get("ids", ()))


def pending(vault: str) -> Pending:
    found = row(keys.pending(vault))
    return restored(Pending, found) if found else Pending()


def turns(vault: str, before: Pending, after: Pending) -> Write:
    """The write that keeps who waits for what; fails when somebody else changed it first."""
    listing: dict[str, Any] = keys.due(after.due, vault) if after.due else {}
    fresh: Row = {**keys.pending(vault), **listing, **record(after), "version": before.version + 1}
    when = "version = :seen" if before.version else ABSENT
    return put(fresh, when=when, given={":seen": before.version} if before.version else None)


def preferences(vault: str) -> Preferences:
    found = row(keys.preferences(vault))
    return restored(Preferences, found) if found else Preferences()


def prefer(vault: str, wanted: Preferences) -> None:
    write(put({**keys.preferences(vault), **record(wanted)}))
