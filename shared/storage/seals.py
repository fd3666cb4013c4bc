"""Keys that never leave KMS: one signs access tokens, one turns personal numbers into keys of the table."""

from __future__ import annotations

import os
from functools import cache

from shared.storage.clients import kms


def signature(message: bytes) -> bytes:
    """ECDSA P-256 over SHA-256 of the message, DER-encoded. One KMS call."""
    answer = kms().sign(
        KeyId=os.environ["TOKEN_KEY"], Message=message, MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256"
    )
    return answer["Signature"]


@cache
def public_key() -> bytes:
    """The public half of the token key, DER SubjectPublicKeyInfo. One KMS call in a function's life."""
    return kms().get_public_key(KeyId=os.environ["TOKEN_KEY"])["PublicKey"]


def alias(number: str) -> str:
    """A personal number as the table knows it: HMAC-SHA-256 in hex.

    Twelve digits hashed plainly can be tried out in an hour; without the key, which KMS keeps, these cannot.
    """
    answer = kms().generate_mac(KeyId=os.environ["IDENTITY_KEY"], Message=number.encode(), MacAlgorithm="HMAC_SHA_256")
    return answer["Mac"].hex()
