"""The one place that asks what time it is, and makes identifiers from it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256

from shared.domain import working_time

VIETNAM = working_time.VIETNAM


def now() -> datetime:
    """The moment, aware, in UTC, to the millisecond."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def today() -> date:
    """The day it is in Vietnam."""
    return now().astimezone(VIETNAM).date()


def new_id() -> str:
    """A ULID: 26 letters and digits, sorted by the time they were made, safe in an address."""
    from ulid import ULID  # noqa: PLC0415 - loaded with the first id, not with the function

    return str(ULID())


def id_of(moment: datetime, *words: str) -> str:
    """The one identifier of what these words name at that moment: whoever makes it again makes the same."""
    from ulid import ULID  # noqa: PLC0415 - as above

    digest = sha256("\x1f".join(words).encode()).digest()
    return str(ULID(int(moment.timestamp() * 1000).to_bytes(6) + digest[:10]))
