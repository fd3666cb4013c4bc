"""The queues of what could not be handled: counted, glimpsed at, and given back letter by letter."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from shared.domain.dead_letters import Resting
from shared.storage.clients import sqs

_AT_ONCE = 10  # letters of one ReceiveMessage: the most SQS gives


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    id: str
    body: str
    sent_at: datetime  # when it was first sent, before it came to rest
    receipt: str


def _dead() -> Mapping[Resting, str]:
    return {
        Resting.UPLOADS: os.environ["UPLOADS_DEAD_LETTERS_URL"],
        Resting.EXPORTS: os.environ["EXPORTS_DEAD_LETTERS_URL"],
        Resting.NOTIFICATIONS: os.environ["NOTIFICATIONS_DEAD_LETTERS_URL"],
        Resting.FORWARDING: os.environ["FORWARDING_DEAD_LETTERS_URL"],
        Resting.OUTBOX: os.environ["OUTBOX_DEAD_LETTERS_URL"],
        Resting.COUNTING: os.environ["COUNTING_DEAD_LETTERS_URL"],
    }


def _alive() -> Mapping[Resting, str]:
    return {
        Resting.UPLOADS: os.environ["UPLOADS_QUEUE_URL"],
        Resting.EXPORTS: os.environ["EXPORTS_QUEUE_URL"],
        Resting.NOTIFICATIONS: os.environ["NOTIFICATIONS_QUEUE_URL"],
        Resting.FORWARDING: os.environ["FORWARDING_QUEUE_URL"],
    }


def count(resting: Resting) -> int:
    """How many rest there, also those somebody has just taken in hand; SQS counts approximately."""
    asked = sqs().get_queue_attributes(
        QueueUrl=_dead()[resting],
        AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    )
    return sum(map(int, asked["Attributes"].values()))


def glimpsed(resting: Resting) -> list[Letter]:
    """Some of them, left where they are for whoever comes next. 1 ReceiveMessage."""
    return _received(resting, hidden=0)


def letters(resting: Resting) -> Iterator[list[Letter]]:
    """All that can be had, ten at a time, each hidden from others for half a minute."""
    while found := _received(resting, hidden=30):
        yield found


def give_back(resting: Resting, letter: Letter) -> None:
    """To its living queue before it leaves the dead one: dying in between doubles it, which changes nothing."""
    sqs().send_message(QueueUrl=_alive()[resting], MessageBody=letter.body)
    sqs().delete_message(QueueUrl=_dead()[resting], ReceiptHandle=letter.receipt)


def _received(resting: Resting, *, hidden: int) -> list[Letter]:
    answer = sqs().receive_message(
        QueueUrl=_dead()[resting],
        MaxNumberOfMessages=_AT_ONCE,
        VisibilityTimeout=hidden,
        MessageSystemAttributeNames=["SentTimestamp"],
        WaitTimeSeconds=1,  # asks all of the queue's servers, not some
    )
    return [
        Letter(
            id=each["MessageId"],
            body=each["Body"],
            sent_at=datetime.fromtimestamp(int(each["Attributes"]["SentTimestamp"]) / 1000, UTC),
            receipt=each["ReceiptHandle"],
        )
        for each in answer.get("Messages", [])
    ]
