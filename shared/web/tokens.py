"""Our own access tokens: JWT, ES256, ten minutes, signed inside KMS and verified without it (RFC 7519, 9068)."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from typing import Any

from shared.storage import seals
from shared.web.caller import Caller

LIFE = timedelta(minutes=10)
ISSUER = "kho"
AUDIENCE = "kho-api"


def minted(caller: Caller, *, at: datetime, life: timedelta = LIFE) -> str:
    """An access token for this caller. One KMS call."""
    header = {"alg": "ES256", "typ": "at+jwt"}
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": caller.person,
        "vault": caller.vault,
        "sid": caller.session,
        "roles": sorted(caller.roles),
        "unit": caller.unit,
        "assists": caller.assists,
        "iat": int(at.timestamp()),
        "exp": int((at + life).timestamp()),
    }
    signed = f"{_encoded(header)}.{_encoded(claims)}"
    return f"{signed}.{_base64(_raw(seals.signature(signed.encode())))}"


def caller_of(token: str) -> Caller:
    """Who a token speaks for. Raises `jwt.InvalidTokenError` when forged, expired, or meant for somebody else."""
    import jwt  # noqa: PLC0415 - only the authorizer verifies: the API starts without cryptography
    from cryptography.hazmat.primitives.serialization import load_der_public_key  # noqa: PLC0415

    claims = jwt.decode(
        token,
        load_der_public_key(seals.public_key()),  # type: ignore[arg-type]
        algorithms=["ES256"],
        audience=AUDIENCE,
        issuer=ISSUER,
        options={"require": ["exp", "iat", "sub", "vault", "sid"]},
    )
    return Caller(
        person=claims["sub"],
        vault=claims["vault"],
        session=claims["sid"],
        roles=frozenset(claims["roles"]),
        unit=claims["unit"],
        assists=claims.get("assists"),
    )


def _encoded(fields: dict[str, Any]) -> str:
    return _base64(json.dumps(fields, separators=(",", ":")).encode())


def _base64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def _raw(der: bytes) -> bytes:
    """A DER signature as JWS wants it: r and s, 32 octets each (RFC 7518 §3.4)."""
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature  # noqa: PLC0415

    r, s = decode_dss_signature(der)
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")
