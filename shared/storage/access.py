"""Who looked at which paper, when and what for: written before anything is shown, read by the paper's holders."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.domain.errors import BadCursor
from shared.storage import keys
from shared.storage.clients import table
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, Write, put, transact, write

OWN = "own"  # the purpose of a holder who opens their own paper
LOOK_UP = "look_up"  # an officer asked what the vault has for a component
OPENED = "opened"  # an officer opened a paper for a component
ASSISTED = "assisted"  # an officer began to file for the holder, in their presence
SHARED = "shared"  # whoever has a link its holder made
CERTIFIED = "certified"  # the certifying unit looked through a copy before delivering it
EVIDENCE = "evidence"  # an officer opened what a holder gave with their feedback
_POSITION = r"[0-9A-Z]{26}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One look. `unit` is the officer's; `dossier` and `component` say what an agency needed the paper for."""

    id: str
    item: str  # the vault itself, where an officer asked what it has or assisted its holder
    version: int  # 0 then
    person: str
    vault: str  # on whose behalf: the holder's own, or the reader's
    at: datetime
    purpose: str = OWN
    unit: str | None = None
    dossier: str | None = None
    component: str | None = None
    feedback: str | None = None
    share: str | None = None  # the link by which somebody unknown came; `person` is empty then
    names: dict[str, str] = field(default_factory=dict)  # of unit, dossier and component, as they were called then
    why: str = ""  # in the officer's words, or in those of who made the link


def recorded(access: Access) -> None:
    """Keep a look before it happens. 1 PutItem; never overwritten."""
    write(put({**keys.access(access.item, access.id), **record(access)}, when=ABSENT))


def recorded_for_holder(access: Access, holder: str, *writes: Write) -> None:
    """Keep an agency's look before it happens; with it, who must be told.

    1 TransactWriteItems. Raises `NotAsExpected` where one of `writes` does.
    """
    transact(*for_holder(access, holder), *writes)


def for_holder(access: Access, holder: str) -> list[Write]:
    """The writes that keep an agency's look at the paper and in its holder's own log."""
    places = dict.fromkeys((access.item, holder))
    return [put({**keys.access(each, access.id), **record(access)}, when=ABSENT) for each in places]


def under_share(access: Access) -> Write:
    """The write that keeps a look where the owner of the link reads of its openings."""
    return put({**keys.access(access.share or "", access.id), **record(access)}, when=ABSENT)


def accesses_of(
    place: str, *, limit: int, after: str | None = None, item: str | None = None, unit: str | None = None
) -> tuple[tuple[Access, ...], str | None]:
    """A page of looks at an item, at a vault by others, or by a link, newest first, and where to go on. 1 Query.

    Of a vault's, only those at one paper or of one unit: then a page may be short and still not be the last.
    """
    partition = keys.access(place, "")["PK"]
    asked: dict[str, Any] = {
        "KeyConditionExpression": "PK = :item",
        "ExpressionAttributeValues": {":item": partition},
        "ScanIndexForward": False,
        "ConsistentRead": True,
        "Limit": limit,
    }
    if after:
        if not re.fullmatch(_POSITION, after):
            raise BadCursor
        asked["ExclusiveStartKey"] = keys.access(place, after)
    if tests := {name: value for name, value in (("item", item), ("unit", unit)) if value}:
        asked["FilterExpression"] = " AND ".join(f"#{name} = :its_{name}" for name in tests)
        asked["ExpressionAttributeNames"] = {f"#{name}": name for name in tests}
        asked["ExpressionAttributeValues"] |= {f":its_{name}": value for name, value in tests.items()}
    answer = table().query(**asked)
    last = answer.get("LastEvaluatedKey")
    return tuple(restored(Access, each) for each in answer["Items"]), str(last["SK"]) if last else None
