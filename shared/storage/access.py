"""Who looked at which paper, when and what for: written before anything is shown, read by the paper's holders."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.errors import Malformed
from shared.storage import keys
from shared.storage.clients import table
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, put, write

OWN = "own"  # the purpose of a holder who opens their own paper
_POSITION = r"[0-9A-Z]{26}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One look. `unit` is the officer's; `dossier` and `component` say what an agency needed the paper for."""

    id: str
    item: str
    version: int
    person: str
    vault: str  # on whose behalf: the holder's own, or the reader's
    at: datetime
    purpose: str = OWN
    unit: str | None = None
    dossier: str | None = None
    component: str | None = None
    feedback: str | None = None


def recorded(access: Access) -> None:
    """Keep a look before it happens. 1 PutItem; never overwritten."""
    write(put({**keys.access(access.item, access.id), **record(access)}, when=ABSENT))


def accesses_of(item: str, *, limit: int, after: str | None = None) -> tuple[tuple[Access, ...], str | None]:
    """A page of looks at an item, newest first, and the position to go on after. 1 Query."""
    partition = keys.access(item, "")["PK"]
    asked: dict[str, Any] = {
        "KeyConditionExpression": "PK = :item",
        "ExpressionAttributeValues": {":item": partition},
        "ScanIndexForward": False,
        "ConsistentRead": True,
        "Limit": limit,
    }
    if after:
        if not re.fullmatch(_POSITION, after):
            raise Malformed("BAD_CURSOR", "Dấu trang không hợp lệ; hãy xem lại danh sách từ đầu.")
        asked["ExclusiveStartKey"] = keys.access(item, after)
    answer = table().query(**asked)
    last = answer.get("LastEvaluatedKey")
    return tuple(restored(Access, each) for each in answer["Items"]), str(last["SK"]) if last else None
