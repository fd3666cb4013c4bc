"""From the outbox to somebody's telephone: passed on by the stream, sent from the queue."""

from __future__ import annotations

import json
import os
from typing import Any

from functions.notifications import sending
from shared.storage.clients import sqs
from shared.web.batches import one_by_one
from shared.web.rooms import Room

room = Room(__name__)

_STREAM = "arn:aws:dynamodb:region:000000000000:table/kho/stream/of-the-template"


@room.on_dynamodb_record(stream_arn=_STREAM)
def relay_outbox(event: Any) -> dict[str, Any]:
    """Pass the ids of fresh messages on to the queue; the stream tells of every insert at least once."""
    return one_by_one(event, _relay, name="relay_outbox")


@room.on_sqs_message(queue="notifications")
def send_notification(event: Any) -> dict[str, Any]:
    """Tell somebody what happened, once on each channel, however often the queue says so."""
    return one_by_one(event, _send, name="send_notification")


def _relay(record: Any) -> None:
    if record.event_name == "INSERT" and record.keys["SK"]["S"] == "OUTBOX":
        message = record.keys["PK"]["S"].removeprefix("OUTBOX#")
        sqs().send_message(QueueUrl=os.environ["NOTIFICATIONS_QUEUE_URL"], MessageBody=json.dumps({"message": message}))


def _send(record: Any) -> None:
    sending.send(json.loads(record.body)["message"])
