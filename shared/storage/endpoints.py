"""Where units' own systems listen: rows of the table, and a secret each in the store, which the API never reads."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from secrets import token_urlsafe

from botocore.exceptions import ClientError

from shared.domain.forwarding import Endpoint
from shared.storage import keys
from shared.storage.clients import secrets, table
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, delete, put, row, write

_BYTES = 32  # of a secret
_GONE = {"ResourceNotFoundException", "InvalidRequestException"}  # the latter: deleted, and not forgotten yet


class LoopbackInProduction(Exception):
    """Somebody let webhooks into this machine's own network where real agencies are called."""


def lets_loopback() -> bool:
    """Whether receivers on this very machine may be called: where the whole stack is one machine. Never in production.

    Raises `LoopbackInProduction`.
    """
    asked = os.environ["LOOPBACK_RECEIVERS"] == "true"
    if asked and os.environ["STAGE"] == "production":
        raise LoopbackInProduction
    return asked


def endpoint(unit: str) -> Endpoint | None:
    """1 GetItem."""
    found = row(keys.webhook(unit))
    return restored(Endpoint, found) if found else None


def endpoints() -> tuple[Endpoint, ...]:
    """Every unit's, by code. 1 Query: one row a unit that has one."""
    found = table().query(
        IndexName="by_owner",
        KeyConditionExpression="owner_key = :webhooks",
        ExpressionAttributeValues={":webhooks": keys.WEBHOOKS},
    )
    return tuple(restored(Endpoint, each) for each in found["Items"])


def keep(endpoint: Endpoint, *, after: Endpoint | None) -> Endpoint:
    """Write it, as long as nobody changed it since it was read. 1 PutItem. Raises `NotAsExpected`."""
    kept = replace(endpoint, revision=after.revision + 1) if after else endpoint
    fields = {**keys.webhook(kept.unit), "owner_key": keys.WEBHOOKS, "owner_sort": kept.unit, **record(kept)}
    when, given = ("revision = :seen", {":seen": after.revision}) if after else (ABSENT, None)
    write(put(fields, when=when, given=given))
    return kept


def remove(endpoint: Endpoint) -> None:
    """Nobody is called from now on; then its secret goes, in AWS's own time. Raises `NotAsExpected`."""
    write(delete(keys.webhook(endpoint.unit), when="revision = :seen", given={":seen": endpoint.revision}))
    secrets().delete_secret(SecretId=_name(endpoint), ForceDeleteWithoutRecovery=True)


def fresh_secret(endpoint: Endpoint) -> str:
    """A new secret, kept and told this once; the one before it stays readable for the overlap."""
    secret = token_urlsafe(_BYTES)
    try:
        secrets().put_secret_value(SecretId=_name(endpoint), SecretString=secret)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        secrets().create_secret(Name=_name(endpoint), SecretString=secret, KmsKeyId=os.environ["DATA_KEY"])
    return secret


def secrets_of(endpoint: Endpoint, *, at: datetime) -> tuple[str, ...]:
    """What signs now: the current secret, and for the overlap the one before it; none where there is none yet."""
    overlaps = endpoint.overlaps_until is not None and at < endpoint.overlaps_until
    stages = ("AWSCURRENT", "AWSPREVIOUS") if overlaps else ("AWSCURRENT",)
    return tuple(secret for stage in stages if (secret := _secret(endpoint, stage)))


def _secret(endpoint: Endpoint, stage: str) -> str | None:
    try:
        return secrets().get_secret_value(SecretId=_name(endpoint), VersionStage=stage)["SecretString"]
    except ClientError as error:
        if error.response["Error"]["Code"] not in _GONE:
            raise
        return None


def _name(endpoint: Endpoint) -> str:
    return f"{os.environ['WEBHOOK_SECRETS']}{endpoint.unit}/{endpoint.secret}"
