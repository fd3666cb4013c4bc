"""A message on its way to somebody's telephone: by which channel, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    ZALO = "zalo"
    SMS = "sms"


class Failure(StrEnum):
    """Why a provider did not take a message, whatever number it gave the reason."""

    AUTH = "auth"  # our credentials
    RECIPIENT = "recipient"  # no such account or number
    OPT_OUT = "opt_out"
    TEMPLATE = "template"
    PARAMETER = "parameter"
    QUOTA = "quota"
    QUIET_HOURS = "quiet_hours"
    TRANSIENT = "transient"  # not reached, or told to come later: certainly not sent
    UNANSWERED = "unanswered"  # reached, without an answer that could be read: sent or not, nobody can say
    UNKNOWN = "unknown"  # refused with a number that is in no table
    TOO_MANY = "too_many"  # never offered to a provider: the vault has had its day's share


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a provider answered: taken under `reference` (already taken before, perhaps), or not, and why."""

    failure: Failure | None = None
    reference: str | None = None
    is_repeat: bool = False  # the provider had it already
    code: str | None = None  # the provider's own


class Standing(StrEnum):
    """How far a message is on one channel."""

    CLAIMED = "claimed"  # somebody is sending it, or died doing so
    SENT = "sent"
    WAITING = "waiting"  # not sent; to be tried again
    FAILED = "failed"  # not sent, and will not be
    UNCLEAR = "unclear"  # perhaps sent; not sent again where that would tell it twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """The ledger's line for one message on one channel."""

    standing: Standing
    at: datetime
    tries: int = 1
    claim: str = ""  # whose: another one for every claim
    failure: Failure | None = None
    reference: str | None = None
    code: str | None = None
