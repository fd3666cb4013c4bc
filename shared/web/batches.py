"""Batches of a queue: one message fails alone, and comes back alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from shared.domain.errors import Refused
from shared.web.logs import crashed, decided


def one_by_one(records: Iterable[Any], act: Callable[[Any], None], *, name: str) -> dict[str, list[dict[str, str]]]:
    """Act on each record. A refusal is recorded and done; anything else returns to the queue, alone.

    `records` are Chalice's SQS or DynamoDB records; the answer is Lambda's partial batch response.
    """
    failed = [_identifier(record) for record in records if not _done(record, act, name)]
    return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}


def _done(record: Any, act: Callable[[Any], None], name: str) -> bool:
    try:
        act(record)
    except Refused as refusal:
        decided(f"{name}.refused", code=refusal.code, message=_identifier(record))
    except Exception:  # noqa: BLE001 - whatever it is, only this message returns to the queue
        crashed(f"{name}.failed", message=_identifier(record))
        return False
    return True


def _identifier(record: Any) -> str:
    raw = record.to_dict()
    return str(raw.get("messageId") or raw["dynamodb"]["SequenceNumber"])
