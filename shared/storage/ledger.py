"""What was told on which channel: one line each, claimed before sending and written after."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from secrets import token_hex

from shared.clock import VIETNAM
from shared.domain.messages import Attempt, Channel, Standing
from shared.storage import keys
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, NotAsExpected, Row, put, row, update, write

_KEPT = timedelta(days=30)


def claimed(message: str, channel: Channel, *, at: datetime, after: Attempt | None = None) -> Attempt | None:
    """The line as claimed for sending, by one of however many try; None for the others. 1 PutItem.

    `after` is the earlier attempt that this one goes on from: it must still be the latest. A write whose answer got
    lost is made again, and then finds the line it has written itself.
    """
    if after is None:
        fresh, when, given = Attempt(standing=Standing.CLAIMED, at=at, claim=token_hex(8)), ABSENT, None
    else:
        fresh = replace(after, standing=Standing.CLAIMED, at=at, tries=after.tries + 1, claim=token_hex(8))
        when, given = "tries = :tries", {":tries": after.tries}
    try:
        write(put(_row(message, channel, fresh), when=when, given=given))
    except NotAsExpected:
        kept = attempt(message, channel)
        return fresh if kept and kept.claim == fresh.claim else None
    return fresh


def attempt(message: str, channel: Channel) -> Attempt | None:
    found = row(keys.sent(message, channel))
    return restored(Attempt, found) if found else None


def settle(message: str, channel: Channel, result: Attempt) -> None:
    """Write what became of a claimed line, unless somebody has claimed it anew since. 1 PutItem."""
    try:
        write(put(_row(message, channel, result), when="tries = :tries", given={":tries": result.tries}))
    except NotAsExpected:
        return


def may_tell(vault: str, *, at: datetime, most: int) -> bool:
    """Whether one more may be sent about this vault on that day in Vietnam, of `most` altogether. 1 UpdateItem."""
    day = keys.counter(f"TOLD#{vault}", at.astimezone(VIETNAM).date())
    given = {":one": 1, ":most": most, ":until": int((at + _KEPT).timestamp())}
    change, when = "ADD told :one SET expires_at = :until", "attribute_not_exists(told) OR told < :most"
    try:
        write(update(day, change, given, when=when))
    except NotAsExpected:
        return False
    return True


def _row(message: str, channel: Channel, line: Attempt) -> Row:
    expires = int((line.at + _KEPT).timestamp())
    return {**keys.sent(message, channel), **record(line), "expires_at": expires}
