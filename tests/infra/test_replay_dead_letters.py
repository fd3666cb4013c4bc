"""What came to rest goes back by one command, and nothing is told twice by it."""

from __future__ import annotations

import json
import os
from datetime import timedelta

import pytest
import time_machine

from infra import replay_dead_letters
from shared.clock import new_id, now
from shared.domain.feedback import Deed, Feedback, Step
from shared.domain.forwarding import Attempt, Delivery, Endpoint, Reply
from shared.storage import endpoints, feedbacks, forwards, inbox
from shared.storage.outbox import Message, posted
from shared.storage.table import transact
from tests.conftest import NAMES


@pytest.fixture
def stage(world):
    made = {
        name: world.sqs.create_queue(QueueName=name)["QueueUrl"]
        for name in (*replay_dead_letters.QUEUES, *replay_dead_letters.QUEUES.values(), replay_dead_letters.STREAM)
    }
    return made | {
        "Table": NAMES["TABLE"],
        "NotificationsQueueUrl": os.environ["NOTIFICATIONS_QUEUE_URL"],
        "ForwardingQueueUrl": os.environ["FORWARDING_QUEUE_URL"],
    }


def replay(stage, *asked):
    replay_dead_letters.main([*asked, "--stage", "staging"], {"staging": stage}.__getitem__)


def bodies(world, address):
    found = world.sqs.receive_message(QueueUrl=address, MaxNumberOfMessages=10).get("Messages", [])
    return sorted(each["Body"] for each in found)


def a_message():
    message = Message(id=new_id(), event="upload_accepted", vault="v", at=now())
    transact(posted(message))
    return message.id


def test_dead_letters_go_back_to_where_they_came_from(world, stage, capsys):
    for n in range(12):
        world.sqs.send_message(QueueUrl=stage["NotificationsDeadLettersUrl"], MessageBody=f"{n:02d}")
    world.sqs.send_message(QueueUrl=stage["UploadsDeadLettersUrl"], MessageBody="upload")
    replay(stage, "--show")
    assert "NotificationsDeadLetters: 12" in capsys.readouterr().out
    replay(stage)
    assert "NotificationsDeadLetters: 12 given back" in capsys.readouterr().out
    assert bodies(world, stage["UploadsQueueUrl"]) == ["upload"]
    assert len(bodies(world, stage["NotificationsQueueUrl"])) == 10
    assert bodies(world, stage["NotificationsDeadLettersUrl"]) == []


def test_what_the_stream_lost_is_found_in_the_outbox(world, stage, capsys):
    lost, known = a_message(), a_message()
    replay_dead_letters.relaying.relay(known)
    inbox.read("v", frozenset({known}))
    bodies(world, stage["NotificationsQueueUrl"])
    world.sqs.send_message(QueueUrl=stage["OutboxDeadLettersUrl"], MessageBody=json.dumps({"DDBStreamBatchInfo": {}}))
    replay(stage)
    assert "OutboxDeadLetters: 1 relayed" in capsys.readouterr().out
    assert inbox.page("v", limit=9).unread == {lost}
    assert bodies(world, stage["OutboxDeadLettersUrl"]) == []
    replay(stage)
    assert "relayed" not in capsys.readouterr().out


def a_feedback(unit):
    at = now()
    fresh = Feedback(
        id=new_id(),
        item="I",
        item_version=1,
        title="Giấy khai sinh",
        vault="v",
        person="v",
        unit=unit,
        reason="NAME",
        text="Sai tên đệm",
        given_at=at,
        answer_by=at,
        resolve_by=at,
        steps=(Step(deed=Deed.GIVEN, at=at),),
    )
    transact(*feedbacks.given(fresh))
    return fresh.id


def test_a_step_of_feedback_the_stream_lost_is_told_to_the_units_system(world, stage, capsys):
    before, since = a_feedback("H21"), now() + timedelta(hours=1)  # there was no system then
    listening = Endpoint(
        unit="H21",
        url="https://a.vn/",
        since=since,
        secret="s",
        changed_at=since + timedelta(hours=1),  # its address, later than what was lost
        changed_by="p",
    )
    endpoints.keep(listening, after=None)
    with time_machine.travel(since):
        lost, known = a_feedback("H21"), a_feedback("H21")
        a_feedback("H22")
    taken = Attempt(at=now(), reply=Reply.TAKEN)
    told = Delivery(feedback=known, step=1, unit="H21", deed="given", host="a.vn", attempts=(taken,))
    forwards.keep(told, by="H21", after=None)
    world.sqs.send_message(QueueUrl=stage["OutboxDeadLettersUrl"], MessageBody="{}")
    replay(stage)
    assert "OutboxDeadLetters: 1 relayed" in capsys.readouterr().out
    [told] = bodies(world, stage["ForwardingQueueUrl"])
    assert json.loads(told) == {"feedback": lost, "step": 1, "unit": "H21"}
    assert before != lost
