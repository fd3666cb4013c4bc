"""What must be told, written in the same transaction as what happened; the stream carries it on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.domain.messages import refuse_unfit
from shared.storage import keys
from shared.storage.clients import table
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, Write, put, row

KEPT = timedelta(days=30)
_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something that happened and whom it concerns; how it is worded is the notifications room's business.

    `event` and the names of `parameters` are those of `shared.domain.messages.EVENTS`. `about` is where the portal
    leads to from it: `dossier/<id>`, `item/<id>`, `upload/<id>`, `feedback/<id>`, `certification/<id>`,
    `share/<id>` or `export/<id>`. The id is unique in an inbox and sorts it: a ULID.
    """

    id: str
    event: str
    vault: str  # whose affair it is, and whose inbox
    at: datetime
    phone: str | None = None  # the dossier's contact; without it, the person's own
    parameters: dict[str, str] = field(default_factory=dict)
    about: str = ""

    @property
    def dossier(self) -> str | None:
        kind, _, id = self.about.partition("/")
        return id if kind == "dossier" else None


def posted(message: Message) -> Write:
    """The write that puts a message into the outbox: a part of somebody's transaction.

    Raises `ValueError` for an event nobody is told of, and for parameters that are not exactly the event's.
    """
    refuse_unfit(message.event, message.parameters)
    listing = keys.about_dossier(message.dossier, message.id) if message.dossier else {}
    expires = int((message.at + KEPT).timestamp())
    return put({**keys.outbox(message.id), **listing, **record(message), "expires_at": expires}, when=ABSENT)


def message(id: str) -> Message | None:
    """What must be told. 1 GetItem."""
    found = row(keys.outbox(id))
    return restored(Message, found) if found else None


def about_dossier(dossier: str) -> tuple[Message, ...]:
    """What was told about a dossier in the last thirty days, newest first, so much at most. 1 Query."""
    listing = keys.about_dossier(dossier, "")
    answer = table().query(
        IndexName="by_owner",
        KeyConditionExpression="owner_key = :dossier AND begins_with(owner_sort, :messages)",
        ExpressionAttributeValues={":dossier": listing["owner_key"], ":messages": listing["owner_sort"]},
        ScanIndexForward=False,
        Limit=_AT_ONCE,
    )
    return tuple(restored(Message, each) for each in answer["Items"])
