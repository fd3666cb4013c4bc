"""On which channel a message is told next, when it is looked at again, and when it is enough."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from functions.notifications.words import Wording
from shared.domain.messages import Attempt, Channel, Failure, Outcome, Preferences, Receipt, Standing, Telling
from shared.domain.working_time import VIETNAM

# A claim older than this belongs to a function that died: none lives longer than thirty seconds.
CLAIM_LIFE = timedelta(seconds=60)
# When Zalo has not said by then that a message arrived, it goes by SMS; who looks comes by every minute.
RECEIPT_WITHIN = timedelta(seconds=50)
# eSMS knows a request it had before; Zalo only echoes our id, so there a doubtful message is not sent again.
REPEATS_SAFELY = frozenset({Channel.SMS})
# Ours to put right, or nobody's fault: tried again until it works or the outbox forgets it.
TRIED_AGAIN = frozenset({Failure.TRANSIENT, Failure.AUTH, Failure.QUOTA, Failure.QUIET_HOURS})
MOST_TRIES_FOR_THE_SECOND = 8  # of two channels, when the first has told it
LONGEST_PAUSE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How one message is to be told, by its wording, its holder's choice, and what the operator has set up."""

    channels: tuple[Channel, ...]
    on_both: bool
    at_any_hour: bool
    receipts: bool  # whether Zalo tells us what arrived


def choice(wording: Wording, preferences: Preferences, *, receipts: bool) -> Choice:
    wanted = () if wording.group in preferences.muted else preferences.channels
    return Choice(
        channels=tuple(channel for channel in Channel if channel in wanted),
        on_both=wording.on_both,
        at_any_hour=wording.at_any_hour,
        receipts=receipts,
    )


def morning(at: datetime, *, quiet_from: time, quiet_until: time) -> datetime | None:
    """The end of the quiet hours it is now in Vietnam; None by day. They may go on past midnight.

    >>> from datetime import UTC
    >>> morning(datetime(2026, 11, 23, 16, 30, tzinfo=UTC), quiet_from=time(22), quiet_until=time(6)).isoformat()
    '2026-11-24T06:00:00+07:00'
    """
    local = at.astimezone(VIETNAM)
    clock, ends = local.time(), local.replace(hour=quiet_until.hour, minute=quiet_until.minute, second=0, microsecond=0)
    if quiet_from <= quiet_until:
        return ends if quiet_from <= clock < quiet_until else None
    if clock >= quiet_from:
        return ends + timedelta(days=1)
    return ends if clock < quiet_until else None


def is_claimed_by_the_living(line: Telling, *, at: datetime) -> bool:
    return line.is_claimed and at - line.at < CLAIM_LIFE


def is_over(line: Telling | None) -> bool:
    """Nothing is left to do: everything settled, nothing to be looked at again."""
    if line is None:
        return False
    return bool(line.together) or not (line.is_claimed or line.due or is_waiting(line))


def taken_over(line: Telling | None, channels: Collection[Channel], *, at: datetime) -> Telling | None:
    """The line of somebody who died at it: what they may have sent and must not be sent twice is given up."""
    if line is None or not line.is_claimed:
        return line
    doubtful = [each for each in channels if each not in REPEATS_SAFELY and _is_open(line, each)]
    given_up = Attempt(standing=Standing.UNCLEAR, at=at, failure=Failure.UNANSWERED)
    return replace(line, attempts={**line.attempts, **dict.fromkeys(doubtful, given_up)})


def _is_open(line: Telling, channel: Channel) -> bool:
    return channel not in line.attempts or line.attempts[channel].standing is Standing.WAITING


def next_channel(
    choice: Choice, line: Telling, receipts: Mapping[Channel, Receipt], *, at: datetime, tried: Collection[Channel] = ()
) -> Channel | None:
    """Where it is to be told now: everywhere it is due, or on the first channel that can; `tried` was just now."""
    for channel in choice.channels:
        if _is_open(line, channel) and channel not in tried:
            return channel
        if not choice.on_both and _suffices(choice, line, receipts, channel, at=at):
            return None
    return None


def _suffices(
    choice: Choice, line: Telling, receipts: Mapping[Channel, Receipt], channel: Channel, *, at: datetime
) -> bool:
    """Whether nothing need follow on another channel now: it was taken and may still arrive, or all must wait."""
    attempt = line.attempts.get(channel)
    if attempt is None or attempt.standing not in (Standing.SENT, Standing.WAITING):
        return False
    if attempt.standing is Standing.WAITING:
        return attempt.failure is Failure.QUIET_HOURS and not choice.at_any_hour and line.tries == 1
    return not choice.receipts or channel in receipts or at < attempt.at + RECEIPT_WITHIN


def attempted(channel: Channel, outcome: Outcome, *, at: datetime) -> Attempt:
    """What a provider's answer makes of it."""
    standing = _standing(channel, outcome.failure)
    return Attempt(standing=standing, at=at, failure=outcome.failure, reference=outcome.reference, code=outcome.code)


def _standing(channel: Channel, failure: Failure | None) -> Standing:
    if failure is None:
        return Standing.SENT
    if failure is Failure.UNANSWERED:
        return Standing.WAITING if channel in REPEATS_SAFELY else Standing.UNCLEAR
    return Standing.WAITING if failure in TRIED_AGAIN else Standing.FAILED


def settled(choice: Choice, line: Telling, receipts: Mapping[Channel, Receipt], *, at: datetime) -> Telling:
    """The line after all that could be done now; `due` says when to look again."""
    reached, missing = _of(line, Standing.SENT), _of(line, Standing.WAITING)
    is_doubtful = reached == [Channel.ZALO] and choice.receipts and Channel.ZALO not in receipts
    attempts, due, awaits = line.attempts, None, False
    if reached and missing:
        if (choice.on_both or is_doubtful) and line.tries < MOST_TRIES_FOR_THE_SECOND:
            due = at + pause(line.tries)
        else:
            attempts = attempts | {each: replace(attempts[each], standing=Standing.FAILED) for each in missing}
    elif is_doubtful and Channel.SMS in choice.channels and Channel.SMS not in attempts:
        due, awaits = attempts[Channel.ZALO].at + RECEIPT_WITHIN, True
    return replace(line, at=at, is_claimed=False, attempts=attempts, due=due, awaits_receipt=awaits)


def is_waiting(line: Telling) -> bool:
    """Told on no channel, and still to be told on one: it waits, and what comes after it in its dossier too."""
    return bool(_of(line, Standing.WAITING)) and not _of(line, Standing.SENT)


def pause(tries: int) -> timedelta:
    """One minute, then twice as long each time, up to the longest."""
    return min(timedelta(minutes=2 ** min(tries - 1, 10)), LONGEST_PAUSE)


def _of(line: Telling, standing: Standing) -> list[Channel]:
    return [channel for channel, each in line.attempts.items() if each.standing is standing]
