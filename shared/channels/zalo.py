"""Zalo Notification Service: a message of a registered template to whoever has Zalo under this number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from shared.channels import http
from shared.channels.delivery import delivery
from shared.domain.messages import Failure, Outcome

_PATH = "/message/template"
_TOKEN_PATH = "/v4/oa/access_token"  # noqa: S105 - an address
_RECEIVED = "user_received_message"

# Sources disagree beyond the first group, so this is a table to correct, not a truth.
FAILURES: Mapping[str, Failure] = MappingProxyType(
    {
        "-118": Failure.RECIPIENT,  # no Zalo account under this number
        "-114": Failure.OPT_OUT,  # refuses, or has been away too long
        "-124": Failure.AUTH,  # token invalid
        "-220": Failure.AUTH,  # token expired
        "-1241": Failure.AUTH,  # application's proof wrong
        "-1121": Failure.PARAMETER,
        "-1122": Failure.PARAMETER,
        "-1472": Failure.QUOTA,  # daily limit
        # From here on as the provider's pages say, or said.
        "-100": Failure.TRANSIENT,  # "unknown error, try again"
        "-108": Failure.RECIPIENT,  # number invalid
        "-109": Failure.TEMPLATE,
        "-111": Failure.PARAMETER,
        "-112": Failure.PARAMETER,
        "-115": Failure.QUOTA,  # balance
        "-119": Failure.RECIPIENT,  # account cannot receive
        "-131": Failure.TEMPLATE,  # not approved
        "-132": Failure.PARAMETER,
        "-133": Failure.QUIET_HOURS,  # 22:00 to 06:00
        "-144": Failure.QUOTA,
        "-147": Failure.QUOTA,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zalo:
    """The service under one Official Account, as configured."""

    address: str
    access_token: str

    def send(self, phone: str, template: str, parameters: Mapping[str, str], *, tracking_id: str) -> Outcome:
        """Ask for one message; `phone` as 84…. The tracking id is only an echo: sent twice, it is told twice."""
        message = {
            "phone": phone,
            "template_id": template,
            "template_data": dict(parameters),
            "tracking_id": tracking_id,
        }
        return delivery(
            self.address + _PATH, message, headers={"access_token": self.access_token}, code="error", read=_read
        )


def _read(code: str, fields: Mapping[str, Any]) -> Outcome:
    """It answers 200 also when it refuses: only `error` counts."""
    if code != "0":
        return Outcome(failure=FAILURES.get(code, Failure.UNKNOWN), code=code)
    return Outcome(reference=_reference(fields.get("data")), code=code)


def _reference(data: Any) -> str | None:
    return str(data["msg_id"]) if isinstance(data, dict) and "msg_id" in data else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """A fresh pair, and how long the access token lives."""

    access_token: str
    refresh_token: str
    life: timedelta


def exchanged(address: str, *, app_id: str, secret_key: str, refresh_token: str) -> Tokens | None:
    """A fresh pair for a refresh token, which works once; None when Zalo refuses, or nobody knows whether it did."""
    form = {"refresh_token": refresh_token, "app_id": app_id, "grant_type": "refresh_token"}
    try:
        answer = http.post_form(address + _TOKEN_PATH, form, headers={"secret_key": secret_key})
    except (http.NotReached, http.NoAnswer):
        return None
    given = answer.fields or {}
    if "access_token" not in given or "refresh_token" not in given:
        return None
    life = timedelta(seconds=_seconds(given.get("expires_in")))
    return Tokens(access_token=given["access_token"], refresh_token=given["refresh_token"], life=life)


def _seconds(given: Any) -> int:
    """Whatever it is, the fresh pair is kept: the old one is spent. Nothing readable is no time at all."""
    said = str(given)
    return int(said) if said.isdecimal() and len(said) < len("1000000000") else 0


def received(event: Mapping[str, Any]) -> str | None:
    """The tracking id of a message that an event says has arrived on a telephone; None of any other event."""
    said = event.get("message")
    if event.get("event_name") != _RECEIVED or not isinstance(said, dict):
        return None
    return str(said.get("tracking_id", "")) or None
