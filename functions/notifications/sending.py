"""From the outbox to somebody's telephone, once on each channel.

A line of the ledger is claimed before a message is sent and settled after. A function that dies in between leaves a
claim behind. By SMS the message is then sent again under the same request id, which eSMS takes for the same message.
Zalo knows no such thing, so there it is left at that: it may never have been sent, and the SMS carries it. What remains
is how long eSMS remembers a request id, which it does not state: the queue brings a message back for a quarter of an
hour, an operator who replays dead letters perhaps days later.
"""

from __future__ import annotations

from functions.notifications import rules, words
from shared.channels.esms import Esms
from shared.channels.zalo import Zalo
from shared.clock import VIETNAM, now
from shared.domain import people as numbers
from shared.domain.errors import Unavailable
from shared.domain.messages import Attempt, Channel, Failure, Outcome, Standing
from shared.storage import ledger, outbox, people
from shared.storage.outbox import Message
from shared.storage.settings import channel_settings
from shared.web.logs import decided


def send(id: str) -> None:
    """Tell whom this message concerns. Raises `Unavailable` while a channel has not taken it."""
    message = outbox.message(id)
    if message is None:
        decided("notification.forgotten", message=id)
        return
    wording, phone = words.CATALOGUE[message.event], _phone(message)
    standings: dict[Channel, Standing] = {}
    while channel := rules.next_channel(wording, standings):
        standings[channel] = _told_once(message, wording, channel, phone)
    if rules.is_unfinished(wording, standings):
        raise Unavailable("NOT_TOLD_YET", "Chưa gửi được thông báo; sẽ thử lại.")


def _phone(message: Message) -> str:
    """Raises `Unacceptable` when there is none to tell: nothing to be tried again."""
    holder = None if message.phone else people.person(message.vault)
    return numbers.phone(message.phone or (holder and holder.phone) or "")


def _told_once(message: Message, wording: words.Wording, channel: Channel, phone: str) -> Standing:
    at = now()
    fresh = ledger.claimed(message.id, channel, at=at)
    claimed = fresh or _claimed_again(message, channel)
    if claimed.standing is not Standing.CLAIMED:
        return claimed.standing
    if fresh and not ledger.may_tell(message.vault, at=at, most=rules.MOST_A_DAY):
        outcome = Outcome(failure=Failure.TOO_MANY)
    else:
        outcome = _sent(message, wording, channel, phone)
    settled = rules.result(channel, claimed, outcome)
    ledger.settle(message.id, channel, settled)
    decided(
        f"notification.{settled.standing}",
        message=message.id,
        channel=channel,
        failure=settled.failure,
        code=settled.code,
        repeat=outcome.is_repeat,
    )
    return settled.standing


def _claimed_again(message: Message, channel: Channel) -> Attempt:
    """The line somebody else began: claimed by us now, or as it stands when it is settled."""
    seen, at = ledger.attempt(message.id, channel), now()
    step = rules.step(channel, seen, at=at) if seen else rules.Step.WAIT
    if seen and step is rules.Step.LEAVE:
        return seen
    if seen and step is rules.Step.GIVE_UP:
        ledger.settle(message.id, channel, rules.given_up(seen))
        return rules.given_up(seen)
    claimed = ledger.claimed(message.id, channel, at=at, after=seen) if step is rules.Step.SEND else None
    if claimed is None:
        raise Unavailable("BEING_TOLD", "Thông báo đang được gửi ở nơi khác.")
    return claimed


def _sent(message: Message, wording: words.Wording, channel: Channel, phone: str) -> Outcome:
    settings, identifier = channel_settings(), f"{message.id}-{channel}"
    values = {
        **message.parameters,
        "status": wording.status,
        "date": f"{message.at.astimezone(VIETNAM):%d/%m/%Y}",
        "link": settings["home"],
    }
    if channel is Channel.SMS:
        return Esms(**settings["esms"]).send(phone, rules.sms_text(wording, values), request_id=identifier)
    zalo = settings["zalo"]
    template, parameters = zalo["templates"][message.event], rules.zalo_parameters(wording, values)
    sender = Zalo(address=zalo["address"], access_token=zalo["access_token"])
    return sender.send(phone, template, parameters, tracking_id=identifier)
