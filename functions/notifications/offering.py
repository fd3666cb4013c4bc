"""One message offered to one provider, as the operator has set it up."""

from __future__ import annotations

from datetime import datetime, time

from functions.notifications import rules, texts
from shared.channels.callbacks import sms_address
from shared.channels.esms import Esms
from shared.channels.zalo import Zalo
from shared.clock import VIETNAM
from shared.domain.messages import Channel, Failure, Language, Outcome
from shared.storage import zalo_tokens
from shared.storage.outbox import Message
from shared.storage.settings import callback_settings, channel_settings

_QUIET = ("22:00", "06:00")


def has_receipts() -> bool:
    """Whether Zalo tells us what arrived: its webhook is set up."""
    return bool(callback_settings().get("zalo"))


def quiet_until(at: datetime) -> datetime | None:
    begin, end = (time.fromisoformat(each) for each in channel_settings().get("quiet_hours", _QUIET))
    return rules.morning(at, quiet_from=begin, quiet_until=end)


def offered(message: Message, channel: Channel, phone: str, *, language: Language) -> Outcome:
    values = texts.values(message.parameters, happened=message.at.astimezone(VIETNAM))
    if channel is Channel.SMS:
        return _by_sms(message, phone, texts.sms_text(message.event, values, language, link=channel_settings()["home"]))
    return _on_zalo(message, phone, texts.zalo_parameters(message.event, values, language), language)


def _by_sms(message: Message, phone: str, text: str) -> Outcome:
    settings, key = channel_settings(), callback_settings().get("sms", {}).get("key")
    callback = sms_address(settings["home"], message.id, key=key) if key else None
    return Esms(**settings["esms"]).send(phone, text, request_id=f"{message.id}-sms", callback=callback)


def _on_zalo(message: Message, phone: str, parameters: dict[str, str], language: Language) -> Outcome:
    """A token that is refused is looked up again, once: its refresher may have been quicker than our memory."""
    template = _template(message.event, language)
    if template is None:
        return Outcome(failure=Failure.TEMPLATE, code="NO_TEMPLATE")

    def asked(token: str) -> Outcome:
        zalo = Zalo(address=channel_settings()["zalo"]["address"], access_token=token)
        return zalo.send(phone, template, parameters, tracking_id=f"{message.id}-zalo")

    token = zalo_tokens.access_token()
    outcome = asked(token)
    if outcome.failure is Failure.AUTH and (fresh := zalo_tokens.access_token(at_once=True)) != token:
        token, outcome = fresh, asked(fresh)
    if outcome.failure is Failure.AUTH:
        zalo_tokens.refused(token)
    return outcome


def _template(event: str, language: Language) -> str | None:
    """The template registered for this event: in this language, or else in Vietnamese."""
    templates: dict[str, str] = channel_settings()["zalo"]["templates"]
    return templates.get(f"{event}.{language}") or templates.get(event)
