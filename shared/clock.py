"""The one place that asks what time it is, and makes identifiers from it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ulid import ULID

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The moment, aware, in UTC, to the millisecond."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def today() -> date:
    """The day it is in Vietnam."""
    return now().astimezone(VIETNAM).date()


def new_id() -> str:
    """A ULID: 26 letters and digits, sorted by the time they were made, safe in an address."""
    return str(ULID())
