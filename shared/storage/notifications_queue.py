"""The queue of what is to be told: a message by its id, or a vault whose waiting messages have their turn."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable

from shared.storage.clients import sqs


def tell_message(id: str) -> None:
    _tell("message", id)


def tell_all(due: Iterable[tuple[str, str]]) -> int:
    """Kind (`message` or `vault`) and id of each; how many. What the queue does not take is due again next time."""
    return sum(_tell(kind, id) for kind, id in due)


def _tell(kind: str, id: str) -> bool:
    sqs().send_message(QueueUrl=os.environ["NOTIFICATIONS_QUEUE_URL"], MessageBody=json.dumps({kind: id}))
    return True
