"""Zalo's pair of tokens: one Secrets Manager secret, whose versions keep the pair before, and who may exchange it.

A refresh token works once. Whoever exchanges it first takes the lease, which says which token is being spent: a second
refresher finds it, and one that comes after a death knows why a token is refused.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from shared.storage import keys
from shared.storage.clients import secrets
from shared.storage.records import record, restored
from shared.storage.settings import zalo_settings
from shared.storage.table import NotAsExpected, row, update, write


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What Zalo gave last. `expires_at` is the access token's; the refresh token lives three months, and once."""

    access_token: str
    refresh_token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Who exchanges which refresh token (by its digest) until when, and which access token Zalo refused."""

    until: str = ""
    spending: str = ""
    refused: str = ""


def access_token(*, at_once: bool = False) -> str:
    """The token as remembered for five minutes, or as it is kept right now."""
    return str(zalo_settings(at_once=at_once)["access_token"])


def pair() -> Pair:
    """As it is kept right now. 1 GetSecretValue."""
    return restored(Pair, zalo_settings(at_once=True))


def lease() -> Lease:
    found = row(keys.zalo_token())
    return restored(Lease, found) if found else Lease()


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def refused(access_token: str) -> None:
    """Tell the refresher that Zalo does not take this token any more. 1 UpdateItem."""
    write(update(keys.zalo_token(), "SET refused = :refused", {":refused": digest(access_token)}))


def leased(refresh_token: str, *, at: datetime, until: datetime) -> bool:
    """Whether it is ours to exchange this refresh token: of many who ask at once, one gets it. 1 UpdateItem."""
    given = {":until": _text(until), ":at": _text(at), ":spending": digest(refresh_token)}
    change, when = "SET #until = :until, spending = :spending", "attribute_not_exists(#until) OR #until < :at"
    try:
        write(update(keys.zalo_token(), change, given, when=when, names={"#until": "until"}))
    except NotAsExpected:
        return False
    return True


def keep(fresh: Pair) -> None:
    """Make this the pair; Secrets Manager keeps the one before as its previous version. 1 PutSecretValue."""
    kept = zalo_settings(at_once=True) | record(fresh)
    secrets().put_secret_value(SecretId=os.environ["ZALO_SECRET"], SecretString=json.dumps(kept))


def release() -> None:
    """The exchange is over: the pair is kept."""
    write(update(keys.zalo_token(), "REMOVE #until, spending, refused", {}, names={"#until": "until"}))


def _text(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
