"""What operators configure and must stay secret, read once and kept for five minutes."""

from __future__ import annotations

import json
import os
import time
from typing import Any

from shared.storage.clients import secrets

_FRESH = 300.0  # seconds
_kept: dict[str, tuple[float, dict[str, Any]]] = {}


def openid_settings() -> dict[str, Any]:
    """`{"providers": {name: {...}}, "apps": {client: [redirect addresses]}}`; see `functions/sign_in`."""
    return _secret(os.environ["OPENID_SECRET"])


def channel_settings() -> dict[str, Any]:
    """`{"zalo": {...}, "esms": {...}}`; see `shared/channels`."""
    return _secret(os.environ["CHANNELS_SECRET"])


def _secret(name: str) -> dict[str, Any]:
    read_at, value = _kept.get(name, (-_FRESH, {}))
    if time.monotonic() - read_at >= _FRESH:
        value = json.loads(secrets().get_secret_value(SecretId=name)["SecretString"])
        _kept[name] = (time.monotonic(), value)
    return value


def forget() -> None:
    _kept.clear()
