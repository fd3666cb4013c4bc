"""What is said within each channel's limits, on which channel next, and when one may be used again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum, auto

from functions.notifications.words import SHORTENED, Wording
from shared.domain.messages import Attempt, Channel, Failure, Outcome, Standing
from shared.domain.sms import LONGEST, plain

# A claim older than this belongs to a function that died: none lives longer than thirty seconds.
CLAIM_LIFE = timedelta(seconds=60)
# Of each vault in a day: who opens dossiers or uploads in a loop must not ring a stranger's telephone at our expense.
MOST_A_DAY = 30
# eSMS knows a request it had before; Zalo only echoes our id, so there a doubtful message is not sent again.
REPEATS_SAFELY = frozenset({Channel.SMS})
# Ours to put right, or nobody's fault: the queue tries again, and in the end the dead letters keep it for replay.
TRIED_AGAIN = frozenset({Failure.TRANSIENT, Failure.AUTH, Failure.QUOTA, Failure.QUIET_HOURS})


def zalo_parameters(wording: Wording, values: Mapping[str, str]) -> dict[str, str]:
    """What the template asks for, none longer than it takes."""
    return {name: shortened(values[name], longest) for name, longest in wording.parameters.items()}


def sms_text(wording: Wording, values: Mapping[str, str]) -> str:
    """The text in plain letters, in one message where shortening names can make it so."""
    fitting = {name: plain(value) for name, value in values.items()}
    for name, least in SHORTENED:
        excess = len(_filled(wording, fitting)) - LONGEST
        if excess > 0 and name in fitting:
            fitting[name] = shortened(fitting[name], max(least, len(fitting[name]) - excess), mark="..")
    return _filled(wording, fitting)


def _filled(wording: Wording, values: Mapping[str, str]) -> str:
    return plain(wording.sms.format(**values))


def shortened(text: str, longest: int, *, mark: str = "…") -> str:
    """The text cut at a word, if it can be, so that it is not longer than this.

    >>> shortened("Đăng ký khai sinh có yếu tố nước ngoài", 20)
    'Đăng ký khai sinh…'
    """
    if len(text) <= longest:
        return text
    cut = text[: longest - len(mark)]
    whole_words = cut.rpartition(" ")[0] if text[len(cut)] != " " else cut
    return (whole_words or cut).rstrip(" ,;") + mark


def next_channel(wording: Wording, standings: Mapping[Channel, Standing]) -> Channel | None:
    """Zalo first; SMS as well when the event is told on both, otherwise when Zalo did not take it."""
    if Channel.ZALO not in standings:
        return Channel.ZALO
    is_enough = standings[Channel.ZALO] is Standing.SENT and not wording.on_both
    return None if is_enough or Channel.SMS in standings else Channel.SMS


def is_unfinished(wording: Wording, standings: Mapping[Channel, Standing]) -> bool:
    """Whether the queue should bring it back: something can still be sent, and what was sent does not suffice."""
    reached = Standing.SENT in standings.values()
    return Standing.WAITING in standings.values() and (wording.on_both or not reached)


class Step(Enum):
    """What to do about a line of the ledger that is there already."""

    SEND = auto()
    LEAVE = auto()  # settled
    WAIT = auto()  # somebody is at it
    GIVE_UP = auto()  # somebody died at it, and may have sent it


def step(channel: Channel, seen: Attempt, *, at: datetime) -> Step:
    """May this message be sent again on this channel?"""
    if seen.standing is Standing.WAITING:
        return Step.SEND
    if seen.standing is not Standing.CLAIMED:
        return Step.LEAVE
    if at - seen.at < CLAIM_LIFE:
        return Step.WAIT
    return Step.SEND if channel in REPEATS_SAFELY else Step.GIVE_UP


def result(channel: Channel, claimed: Attempt, outcome: Outcome) -> Attempt:
    """The ledger's line after the provider's answer."""
    return replace(
        claimed,
        standing=_standing(channel, outcome.failure),
        failure=outcome.failure,
        reference=outcome.reference,
        code=outcome.code,
    )


def _standing(channel: Channel, failure: Failure | None) -> Standing:
    if failure is None:
        return Standing.SENT
    if failure is Failure.UNANSWERED:
        return Standing.WAITING if channel in REPEATS_SAFELY else Standing.UNCLEAR
    return Standing.WAITING if failure in TRIED_AGAIN else Standing.FAILED


def given_up(seen: Attempt) -> Attempt:
    return replace(seen, standing=Standing.UNCLEAR, failure=Failure.UNANSWERED)
