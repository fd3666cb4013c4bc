"""Where what could not be handled comes to rest, and what was done about it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Resting(StrEnum):
    """A place of rest, by what comes there."""

    UPLOADS = "uploads"
    EXPORTS = "exports"  # of whole vaults
    NOTIFICATIONS = "notifications"
    FORWARDING = "forwarding"  # of feedback, to agencies' own systems
    OUTBOX = "outbox"  # of the table's stream: messages that never reached an inbox
    COUNTING = "counting"  # likewise: dossiers that were not counted


# These have a queue to go back to.
REPLAYED = frozenset({Resting.UPLOADS, Resting.EXPORTS, Resting.NOTIFICATIONS, Resting.FORWARDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What rested in one place at a moment; `kinds` and `ids` are of the few that were looked at."""

    resting: Resting
    at: datetime
    count: int
    oldest: datetime | None = None
    kinds: dict[str, int] = field(default_factory=dict)
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What an administrator asked to be given back: only what rested there by then."""

    id: str
    resting: Resting
    asked_at: datetime
    by: str  # person id
    given_back: int = 0
    done_at: datetime | None = None


def kind_and_id(body: str) -> tuple[str, str]:
    """What a letter is about, in a word (`unknown` where nobody can say), and the one id that tells it."""
    kind, id = _told(body)
    return kind, id[:_LONGEST_ID]


_NAMED = ("message", "export", "vault", "feedback")  # the first that is there says what it is about


def _told(body: str) -> tuple[str, str]:
    match _read(body):
        case {"Records": [{"s3": {"object": {"key": str(key)}}}, *_]}:
            return "upload", key.rpartition("/")[2]
        case {"DDBStreamBatchInfo": dict(batch)}:
            return "stream", str(batch.get("startSequenceNumber", ""))
        case dict(told):
            return next(((kind, told[kind]) for kind in _NAMED if isinstance(told.get(kind), str)), ("unknown", ""))
    return "unknown", ""


def _read(body: str) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return None


_LONGEST_ID = 64
