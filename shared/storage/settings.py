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

    `home` is the address messages point to. `zalo` has `address` and `templates`: the registered template id for each
    event of `shared.domain.messages.EVENTS`, and for `<event>.en` where there is an English one. `esms` holds a
    `shared.channels.esms.Esms`: `address, api_key, secret_key, brandname, sandbox?`. `quiet_hours` are two times of day
    in Vietnam between which nobody is telephoned, `["22:00", "06:00"]` unless said otherwise.
    """
    return _secret(os.environ["CHANNELS_SECRET"])


def zalo_settings(*, at_once: bool = False) -> dict[str, Any]:
    """Zalo's application and its pair of tokens, which `refresh_zalo_token` replaces; `{}` until an operator fills it.

    `oauth` is the address tokens are exchanged at, `app_id` and `secret_key` the application's; `access_token`,
    `refresh_token` and `expires_at` (`2026-11-23T08:00:00Z`) the pair as it was first given to an operator.
    """
    return _secret(os.environ["ZALO_SECRET"], fresh=0.0 if at_once else _FRESH)


def callback_settings() -> dict[str, Any]:
    """What proves that a provider calls back; `{}` until an operator fills it, and then nobody is believed.

    `zalo` has `app_id` and `oa_secret`, the Official Account's own; without it nobody waits for Zalo's receipts. `sms`
    has `key`, any long random text: it seals the address eSMS calls back at.
    """
    return _secret(os.environ["CALLBACKS_SECRET"])


def _secret(name: str, *, fresh: float = _FRESH) -> dict[str, Any]:
    read_at, value = _kept.get(name, (-_FRESH, {}))
    if time.monotonic() - read_at >= fresh:
        value = json.loads(secrets().get_secret_value(SecretId=name)["SecretString"])
        _kept[name] = (time.monotonic(), value)
    return value


def forget() -> None:
    _kept.clear()
