"""What makes a link: a secret nobody can guess, of which only a hash is kept, and the passcode beside it."""

from __future__ import annotations

import re
from hashlib import scrypt, sha256
from hmac import compare_digest
from secrets import token_bytes, token_urlsafe

_SECRET = 24  # bytes: 192 bits
_TOKEN = re.compile(r"([0-9A-HJKMNP-TV-Z]{26})([A-Za-z0-9_-]{32})")
_SALT = 16  # bytes


def new_secret() -> str:
    return token_urlsafe(_SECRET)


def hashed(secret: str) -> str:
    """Of 192 random bits a plain hash says nothing."""
    return sha256(secret.encode()).hexdigest()


def taken_apart(token: str) -> tuple[str, str] | None:
    """The share's id and its secret; None for what never was a link."""
    found = _TOKEN.fullmatch(token)
    return (found[1], found[2]) if found else None


def is_secret(secret: str, kept: str) -> bool:
    return compare_digest(hashed(secret), kept)


def sealed(passcode: str) -> str:
    """Salt and hash of a passcode, which is short: made slow on purpose."""
    salt = token_bytes(_SALT)
    return f"{salt.hex()}:{_stretched(passcode, salt).hex()}"


def is_passcode(passcode: str, kept: str) -> bool:
    salt, _, stretched = kept.partition(":")
    return compare_digest(_stretched(passcode, bytes.fromhex(salt)), bytes.fromhex(stretched))


def _stretched(passcode: str, salt: bytes) -> bytes:
    return scrypt(passcode.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)
