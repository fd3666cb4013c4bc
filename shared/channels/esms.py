"""SMS under a brand name, through eSMS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from shared.channels.delivery import delivery
from shared.domain.messages import Failure, Outcome

_PATH = "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
_ACCEPTED = "100"  # by eSMS; the telephone may still be off
_REJECTED, _FINISHED = "4", "5"  # SendStatus of a callback; the others are on their way
_REPEATED = "124"  # it has this RequestId already

FAILURES: Mapping[str, Failure] = MappingProxyType(
    {
        "99": Failure.RECIPIENT,  # number blocked
        "108": Failure.RECIPIENT,  # number malformed
        "101": Failure.AUTH,
        "140": Failure.AUTH,  # our address is not on its list
        "103": Failure.QUOTA,  # balance
        "104": Failure.TEMPLATE,  # brand name
        "146": Failure.TEMPLATE,  # text not as registered
        "177": Failure.TEMPLATE,  # brand name not registered with the number's network
        "118": Failure.PARAMETER,  # SmsType
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Esms:
    """The service under one account and brand name, as configured."""

    address: str
    api_key: str
    secret_key: str
    brandname: str
    sandbox: bool = False

    def send(self, phone: str, text: str, *, request_id: str, callback: str | None = None) -> Outcome:
        """Ask for one message of plain text; `phone` as 84…. The same request id twice is one message.

        `callback` is the address at which to say whether it arrived.
        """
        message = {
            "ApiKey": self.api_key,
            "SecretKey": self.secret_key,
            "Phone": phone,
            "Content": text,
            "Brandname": self.brandname,
            "SmsType": "2",
            "IsUnicode": 0,
            "Sandbox": int(self.sandbox),
            "RequestId": request_id,
            **({"CallbackUrl": callback} if callback else {}),
        }
        return delivery(self.address + _PATH, message, headers={}, code="CodeResult", read=_read)


def _read(code: str, fields: Mapping[str, Any]) -> Outcome:
    if code in (_ACCEPTED, _REPEATED):
        return Outcome(reference=fields.get("SMSID"), is_repeat=code == _REPEATED, code=code)
    return Outcome(failure=FAILURES.get(code, Failure.UNKNOWN), code=code)


def arrived(said: Mapping[str, str]) -> bool | None:
    """Whether the message is on the telephone, by what a callback says; None while nobody knows."""
    if said.get("SendStatus") == _REJECTED:
        return False
    if said.get("SendStatus") != _FINISHED:
        return None
    return _count(said, "SendSuccess") > 0 or (None if _count(said, "SendFailed") == 0 else False)


def _count(said: Mapping[str, str], name: str) -> int:
    return int(said[name]) if said.get(name, "").isdecimal() else 0
