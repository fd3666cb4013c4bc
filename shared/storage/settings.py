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
    """Who may sign people in, and where they go afterwards; `{}` until an operator fills it.

    `home` is the portal's address. `providers` holds by name a `shared.channels.openid.Provider` each: `label, issuer,
    authorization_endpoint, token_endpoint, jwks_uri, client_id, client_secret, redirect_uri` (the API's
    `sign-in/<name>/callback`, to the letter as registered there), `scope?`, and `claims?`, which changes single fields
    of `functions.sign_in.rules.ClaimNames`. `apps` holds by client (`mobile`) the redirect addresses it may come from.
    """
    return _secret(os.environ["OPENID_SECRET"])


def channel_settings() -> dict[str, Any]:
    """How messages are sent; `{}` until an operator fills it.

    `home` is the address messages point to. `zalo` has `address, access_token` and `templates`: the registered template
    id for each event of `functions.notifications.words.CATALOGUE`. `esms` holds a `shared.channels.esms.Esms`:
    `address, api_key, secret_key, brandname, sandbox?`.
    """
    return _secret(os.environ["CHANNELS_SECRET"])


def _secret(name: str) -> dict[str, Any]:
    read_at, value = _kept.get(name, (-_FRESH, {}))
    if time.monotonic() - read_at >= _FRESH:
        value = json.loads(secrets().get_secret_value(SecretId=name)["SecretString"])
        _kept[name] = (time.monotonic(), value)
    return value


def forget() -> None:
    _kept.clear()
