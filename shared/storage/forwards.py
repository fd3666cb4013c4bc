"""Steps of feedback on their way to agencies' own systems: the queue, and the ledger of what was tried."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from shared.domain.forwarding import Delivery
from shared.storage import keys
from shared.storage.clients import sqs, table
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, put, row, rows, write


def tell_changes(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> None:
    """Every step between two states of a feedback goes to the queue, for the unit that answers it now.

    Of a feedback that was handed on, the unit that had it is told too. 1 SendMessage each.
    """
    had = len(before["steps"]) if before else 0
    units = {str(each["unit"]) for each in (before, after) if each}
    for number in range(had + 1, len(after["steps"]) + 1):
        for unit in sorted(units):
            tell(str(after["id"]), number, unit)


def tell(feedback: str, step: int, unit: str) -> None:
    body = json.dumps({"feedback": feedback, "step": step, "unit": unit})
    sqs().send_message(QueueUrl=os.environ["FORWARDING_QUEUE_URL"], MessageBody=body)


def leave_alone(receipt: str, pause: timedelta) -> None:
    """The queue brings a message again after this pause. 1 ChangeMessageVisibility."""
    seconds = int(pause.total_seconds())
    address = os.environ["FORWARDING_QUEUE_URL"]
    sqs().change_message_visibility(QueueUrl=address, ReceiptHandle=receipt, VisibilityTimeout=seconds)


def delivery(feedback: str, step: int, unit: str) -> Delivery | None:
    """1 GetItem."""
    found = row(keys.delivery(feedback, step, unit))
    return restored(Delivery, found) if found else None


def deliveries(feedback: str) -> tuple[Delivery, ...]:
    """All that was tried of a feedback, in order. 1 Query."""
    page = rows(keys.feedback(feedback)["PK"], "DELIVERY#")
    return tuple(restored(Delivery, each) for each in page.rows)


def last_told(unit: str, *, limit: int) -> tuple[Delivery, ...]:
    """What a unit's own system was told last, of units it continues too, so much at most. 1 Query."""
    found = table().query(
        IndexName="by_owner",
        KeyConditionExpression="owner_key = :unit",
        ExpressionAttributeValues={":unit": keys.deliveries(unit)},
        ScanIndexForward=False,
        Limit=limit,
    )
    return tuple(restored(Delivery, each) for each in found["Items"])


def keep(delivery: Delivery, *, by: str, after: Delivery | None) -> None:
    """What the system of the unit `by` was told. 1 PutItem.

    Raises `NotAsExpected` when somebody noted another attempt since `after` was read.
    """
    key = keys.delivery(delivery.feedback, delivery.step, delivery.unit)
    tried_at = delivery.attempts[-1].at
    listing = {"owner_key": keys.deliveries(by), "owner_sort": f"{tried_at.isoformat()}#{delivery.event}"}
    seen = {":seen": record(after)["attempts"]} if after else None
    write(put({**key, **listing, **record(delivery)}, when="attempts = :seen" if after else ABSENT, given=seen))
