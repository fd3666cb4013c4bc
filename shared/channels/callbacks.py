"""Proof that a provider calls back: Zalo signs what it says, and eSMS, which does not, is given a sealed address."""

from __future__ import annotations

import hmac
from hashlib import sha256

SMS = "deliveries/sms"


def sms_address(home: str, message: str, *, key: str) -> str:
    """Where eSMS is to say what became of this message; nobody else knows the address."""
    return f"{home.rstrip('/')}/{SMS}/{message}/{sms_seal(message, key=key)}"


def sms_seal(message: str, *, key: str) -> str:
    return hmac.new(key.encode(), f"sms:{message}".encode(), sha256).hexdigest()


def is_sealed(message: str, seal: str, *, key: str) -> bool:
    return hmac.compare_digest(sms_seal(message, key=key).encode(), seal.encode())


def zalo_signature(body: bytes, timestamp: str, *, app_id: str, oa_secret: str) -> str:
    """What Zalo puts into `X-ZEvent-Signature`: sha256(appId + data + timeStamp + OAsecretKey)."""
    return sha256(app_id.encode() + body + timestamp.encode() + oa_secret.encode()).hexdigest()


def is_signed(body: bytes, timestamp: str, signature: str, *, app_id: str, oa_secret: str) -> bool:
    """`signature` as the header has it, with or without its `mac=`."""
    expected = zalo_signature(body, timestamp, app_id=app_id, oa_secret=oa_secret)
    return hmac.compare_digest(expected.encode(), signature.removeprefix("mac=").encode())
