"""Signing in with somebody else's account: the OpenID Connect code flow, with PKCE, and an id_token nobody forged."""

from __future__ import annotations

import hmac
import json
from base64 import b64encode
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlencode

from shared.channels import http
from shared.domain.errors import NotSignedIn, Unavailable

if TYPE_CHECKING:
    import jwt

_ALGORITHMS = ["RS256", "PS256", "ES256"]  # never `none`, never one whose key the client knows
_LEEWAY = 30  # seconds between their clock and ours
_REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One identity provider as configured: nothing of it is discovered or derived while somebody signs in."""

    label: str  # on the button
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    client_id: str
    client_secret: str
    redirect_uri: str
    scope: str = "openid"
    claims: dict[str, Any] = field(default_factory=dict)  # how it spells what it knows: `functions/sign_in/rules.py`


def authorization_address(provider: Provider, *, state: str, nonce: str, challenge: str) -> str:
    """Where the browser goes to sign in (OpenID Connect Core §3.1.2.1, RFC 7636 §4.3)."""
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": provider.redirect_uri,
        "scope": provider.scope,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{provider.authorization_endpoint}?{urlencode(asked)}"


def vouched(provider: Provider, *, code: str, verifier: str, nonce: str) -> dict[str, Any]:
    """The claims a provider gives for this code.

    Raises `NotSignedIn` when it refuses the code or its id_token does not hold, `Unavailable` when it does not answer.
    """
    token = _exchanged(provider, code, verifier)
    return verified(provider, token, nonce=nonce)


def _exchanged(provider: Provider, code: str, verifier: str) -> str:
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": provider.redirect_uri,
        "code_verifier": verifier,
    }
    try:
        answer = http.post_form(provider.token_endpoint, asked, headers={"Authorization": _credentials(provider)})
    except (http.NotReached, http.NoAnswer) as error:
        raise _silent() from error
    if answer.status >= 500 or answer.fields is None:
        raise _silent()
    token = answer.fields.get("id_token")
    if answer.status != 200 or not isinstance(token, str):
        raise NotSignedIn("CODE_REFUSED", "Lượt đăng nhập này không còn hiệu lực; hãy đăng nhập lại.")
    return token


def _credentials(provider: Provider) -> str:
    """RFC 6749 §2.3.1: both halves form-encoded before they are joined."""
    pair = f"{quote_plus(provider.client_id)}:{quote_plus(provider.client_secret)}"
    return f"Basic {b64encode(pair.encode()).decode()}"


def verified(provider: Provider, token: str, *, nonce: str) -> dict[str, Any]:
    """The claims of an id_token meant for us, for this sign-in, now (OpenID Connect Core §3.1.3.7)."""
    import jwt  # noqa: PLC0415 - the API starts without cryptography

    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _signing_key(provider, token),
            algorithms=_ALGORITHMS,
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=_LEEWAY,
            options={"require": _REQUIRED},
        )
    except (jwt.PyJWKClientConnectionError, json.JSONDecodeError) as error:
        raise _silent() from error
    except jwt.PyJWTError as error:
        raise _untrusted() from error
    if not _is_for_us(claims, provider) or not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise _untrusted()
    return claims


def _is_for_us(claims: dict[str, Any], provider: Provider) -> bool:
    """A token for several audiences must name us as the party it was given to."""
    alone = claims["aud"] in (provider.client_id, [provider.client_id])
    return bool(claims.get("azp", provider.client_id if alone else None) == provider.client_id)


def _signing_key(provider: Provider, token: str) -> jwt.PyJWK:
    """The key a token names; a provider with a single key need not name it (OpenID Connect Core §10.1)."""
    import jwt  # noqa: PLC0415

    keys = _keys(provider.jwks_uri)
    if name := jwt.get_unverified_header(token).get("kid"):
        return keys.get_signing_key(name)
    known = keys.get_signing_keys()
    if len(known) != 1:
        raise jwt.InvalidKeyError
    return known[0]


@cache
def _keys(address: str) -> jwt.PyJWKClient:
    """A provider's keys, kept five minutes. A key not seen before is asked for at once, but at most twice a minute."""
    import jwt  # noqa: PLC0415

    return jwt.PyJWKClient(address, lifespan=300, timeout=http.READ, cooldown_duration=30)


def _silent() -> Unavailable:
    return Unavailable("PROVIDER_SILENT", "Hệ thống định danh chưa trả lời; hãy thử đăng nhập lại sau ít phút.")


def _untrusted() -> NotSignedIn:
    return NotSignedIn("IDENTITY_NOT_PROVEN", "Không xác minh được kết quả đăng nhập; hãy đăng nhập lại từ đầu.")
