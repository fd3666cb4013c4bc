"""Of all that happens in the table, the queue hears of fresh messages, by their ids alone."""

from __future__ import annotations

import json
import os

import pytest

from functions.notifications.handlers import relay_outbox
from shared.storage import keys


@pytest.fixture
def queue(world):
    """What is waiting to be sent."""
    address = os.environ["NOTIFICATIONS_QUEUE_URL"]
    return lambda: [
        json.loads(each["Body"])
        for each in world.sqs.receive_message(QueueUrl=address, MaxNumberOfMessages=10).get("Messages", [])
    ]


def a_record(key, event="INSERT", number="1"):
    """As the stream of a table with NEW_AND_OLD_IMAGES tells it."""
    image = {name: {"S": value} for name, value in key.items()}
    return {
        "eventID": number,
        "eventName": event,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "ap-southeast-1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1795435906.0,
            "Keys": image,
            "NewImage": image,
            "SequenceNumber": number,
            "SizeBytes": 59,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
        "eventSourceARN": "arn:aws:dynamodb:ap-southeast-1:123456789012:table/kho/stream/2026-11-23T00:00:00.000",
    }


def test_a_fresh_message_is_passed_on_by_its_id(queue):
    assert relay_outbox({"Records": [a_record(keys.outbox("01A"))]}, None) == {"batchItemFailures": []}
    assert queue() == [{"message": "01A"}]


@pytest.mark.parametrize(
    "record",
    [
        a_record(keys.sent("01A", "zalo")),
        a_record(keys.outbox("01A"), "MODIFY"),
        a_record(keys.outbox("01A"), "REMOVE"),
        a_record(keys.person("01A")),
    ],
)
def test_nothing_else_is(queue, record):
    relay_outbox({"Records": [record]}, None)
    assert queue() == []


def test_when_the_queue_does_not_take_it_the_stream_brings_it_again(queue, monkeypatch):
    monkeypatch.setenv("NOTIFICATIONS_QUEUE_URL", "https://sqs.ap-southeast-1.amazonaws.com/123456789012/gone")
    found = relay_outbox({"Records": [a_record(keys.outbox("01A"), number="7")]}, None)
    assert found == {"batchItemFailures": [{"itemIdentifier": "7"}]}
