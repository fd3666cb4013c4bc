"""What the providers say later of a message, believed only when it is proven to be theirs."""

from __future__ import annotations

import json
from collections.abc import Mapping

from shared.channels import callbacks, esms, zalo
from shared.clock import now
from shared.domain.errors import Malformed, NotAllowed
from shared.domain.messages import Channel, Receipt
from shared.storage import ledger
from shared.storage.settings import callback_settings
from shared.web.logs import decided


def heard_from_zalo(body: bytes, signature: str) -> bool:
    """Of all Zalo tells a webhook only that a message of ours arrived is of interest."""
    event = _event(body)
    settings = callback_settings().get("zalo")
    if not settings or not callbacks.is_signed(body, str(event.get("timestamp", "")), signature, **settings):
        raise _forged(Channel.ZALO)
    message, _, channel = (zalo.received(event) or "").rpartition("-")
    return bool(message) and channel == Channel.ZALO and _kept(message, Channel.ZALO, delivered=True)


def heard_from_esms(message: str, seal: str, said: Mapping[str, str]) -> bool:
    key = callback_settings().get("sms", {}).get("key")
    if not key or not callbacks.is_sealed(message, seal, key=key):
        raise _forged(Channel.SMS)
    arrived = esms.arrived(said)
    return arrived is not None and _kept(message, Channel.SMS, delivered=arrived)


def _kept(message: str, channel: Channel, *, delivered: bool) -> bool:
    known = ledger.receive(message, channel, Receipt(delivered=delivered, at=now()))
    decided("notification.receipt", message=message, channel=channel, delivered=delivered, known=known)
    return known


def _event(body: bytes) -> Mapping[str, object]:
    try:
        event = json.loads(body)
    except ValueError as error:
        raise Malformed("BROKEN_JSON", "Nội dung gửi lên không phải là JSON hợp lệ.") from error
    if not isinstance(event, dict):
        raise Malformed("BODY_NOT_OBJECT", "Nội dung gửi lên phải là một đối tượng JSON.")
    return event


def _forged(channel: Channel) -> NotAllowed:
    decided("notification.receipt_forged", channel=channel)
    return NotAllowed("NOT_PROVEN", "Không xác thực được nơi gửi thông tin này.")
