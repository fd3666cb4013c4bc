"""From the outbox to somebody's telephone, once on each channel.

A message's line of the ledger is claimed before it is sent and settled after. A function that dies in between leaves a
claim behind. By SMS the message is then sent again under the same request id, which eSMS takes for the same message.
Zalo knows no such thing, so there it is left at that: it may never have been sent, and the SMS carries it. What remains
is how long eSMS remembers a request id, which it does not state: a message may be tried again for as long as the outbox
keeps it, thirty days.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from functions.notifications import offering, rules, words
from shared.clock import now
from shared.domain import people as numbers
from shared.domain.errors import Refused, Unavailable
from shared.domain.messages import Attempt, Channel, Failure, Outcome, Preferences, Telling
from shared.storage import inbox, ledger, people
from shared.storage.ledger import Record
from shared.storage.outbox import Message
from shared.web.logs import decided


def told(record: Record) -> datetime | None:
    """Tell a message wherever it is to be told now; until when it waits, when it could be told nowhere.

    Raises `Unavailable` while somebody else is at it.
    """
    message, line, at = record.message, record.telling, now()
    preferences = inbox.preferences(message.vault)
    choice = rules.choice(words.CATALOGUE[message.event], preferences, receipts=offering.has_receipts())
    if line and rules.is_claimed_by_the_living(line, at=at):
        raise _being_told()
    if rules.is_over(line):
        return None
    if not choice.channels:
        _leave_to_the_inbox(message, line)
        return None
    if (until := offering.quiet_until(at)) and not choice.at_any_hour:
        return _left_for_the_morning(message, line, until)
    line = rules.taken_over(line, choice.channels, at=at)
    if line and rules.next_channel(choice, line, record.receipts, at=at) is None:
        ledger.settle(message.id, rules.settled(choice, line, record.receipts, at=at))
        return None
    return _offered(record, line, choice, preferences)


def _leave_to_the_inbox(message: Message, line: Telling | None) -> None:
    """Its holder wants no telephone any more: nothing is left to look at."""
    if line and line.due:
        ledger.settle(message.id, replace(line, due=None, awaits_receipt=False))


def _left_for_the_morning(message: Message, line: Telling | None, until: datetime) -> datetime | None:
    """What has reached nobody waits with its vault; what only lacks its second channel, or a receipt, by itself."""
    if line is None or rules.is_waiting(line) or line.is_claimed:
        return until
    ledger.settle(message.id, replace(line, due=until, awaits_receipt=False))
    return None


def _offered(record: Record, line: Telling | None, choice: rules.Choice, preferences: Preferences) -> datetime | None:
    message, tried = record.message, set[Channel]()
    claimed = ledger.claimed(message.id, at=now(), after=line)
    if claimed is None:
        raise _being_told()
    current = claimed
    while channel := rules.next_channel(choice, current, record.receipts, at=now(), tried=tried):
        attempt = rules.attempted(channel, _outcome(message, channel, preferences), at=now())
        current = replace(current, attempts={**current.attempts, channel: attempt})
        tried.add(channel)
        _log(message, channel, attempt)
    settled = rules.settled(choice, current, record.receipts, at=now())
    ledger.settle(message.id, settled)
    return settled.at + rules.pause(settled.tries) if rules.is_waiting(settled) else None


def _outcome(message: Message, channel: Channel, preferences: Preferences) -> Outcome:
    try:
        return offering.offered(message, channel, _phone(message), language=preferences.language)
    except Refused as refusal:
        return Outcome(failure=Failure.RECIPIENT, code=refusal.code)


def _phone(message: Message) -> str:
    """Raises `Unacceptable`, saying which kind of number it is, when there is none that can be told anything."""
    holder = None if message.phone else people.person(message.vault)
    return numbers.phone(message.phone or (holder and holder.phone) or "")


def _log(message: Message, channel: Channel, attempt: Attempt) -> None:
    decided(
        f"notification.{attempt.standing}",
        message=message.id,
        channel=channel,
        failure=attempt.failure,
        code=attempt.code,
    )


def _being_told() -> Unavailable:
    return Unavailable("BEING_TOLD", "Thông báo đang được gửi ở nơi khác.")
