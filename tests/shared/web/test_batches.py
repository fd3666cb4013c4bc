"""A batch of a queue fails one message at a time."""

from __future__ import annotations

from chalice.app import SQSEvent

from shared.domain.errors import NotFound
from shared.web.batches import one_by_one


def batch(*bodies: str) -> SQSEvent:
    records = [{"messageId": body, "body": body, "receiptHandle": body} for body in bodies]
    return SQSEvent({"Records": records}, None)


def act(record) -> None:
    if record.body == "refused":
        raise NotFound("GONE", "Không còn.")
    if record.body == "broken":
        raise ZeroDivisionError


def test_only_the_message_that_failed_returns_to_the_queue():
    answer = one_by_one(batch("good", "broken", "good too"), act, name="test")
    assert answer == {"batchItemFailures": [{"itemIdentifier": "broken"}]}


def test_a_refusal_is_recorded_and_done(caplog):
    assert one_by_one(batch("refused"), act, name="test") == {"batchItemFailures": []}
    assert "GONE" in caplog.text
    assert "Không còn" not in caplog.text
