"""Of all that happens in the table, fresh messages reach their inbox once, and the queue in their turn."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from functions.notifications import turns
from functions.notifications.handlers import relay_outbox
from shared.clock import new_id, now
from shared.domain.people import Holder, HolderKind
from shared.storage import inbox, keys, people
from tests.functions.notifications.conftest import a_record


class Died(BaseException):
    """What a function does when its time is up."""


def ids(messages):
    return [each["message"] for each in messages]


def test_a_fresh_message_is_in_the_inbox_and_passed_on_by_its_id(post):
    message = post.post()
    assert post.relay(message)
    assert post.queue == [{"message": message}]
    page = inbox.page("v", limit=20)
    assert ([each.id for each in page.messages], page.unread) == ([message], {message})


@pytest.mark.parametrize(
    "record",
    [
        a_record(keys.telling("01A")),
        a_record(keys.outbox("01A"), "MODIFY"),
        a_record(keys.outbox("01A"), "REMOVE"),
        a_record(keys.person("01A")),
        a_record(keys.outbox("01A")),  # forgotten since
    ],
)
def test_nothing_else_is(post, record):
    assert relay_outbox({"Records": [record]}, None) == {"batchItemFailures": []}
    assert post.queue == []
    assert post.world.rows("INBOX#") == []


def test_the_same_message_again_is_passed_on_again_and_in_the_inbox_once(post):
    message = post.post()
    assert post.relay(message)
    inbox.read("v", frozenset({message}))
    assert post.relay(message)
    assert ids(post.queue) == [message, message]
    assert inbox.page("v", limit=20).unread == set(), "what was read stays read"


def test_when_the_queue_does_not_take_it_the_stream_brings_it_again(post, monkeypatch):
    message = post.post()
    with monkeypatch.context() as gone:
        gone.setenv("NOTIFICATIONS_QUEUE_URL", "https://sqs.ap-southeast-1.amazonaws.com/123456789012/gone")
        assert not post.relay(message)
    assert post.relay(message)
    assert ids(post.queue) == [message]


def test_dying_before_the_queue_took_it_loses_nothing(post):
    message = post.post()

    def dies(operation):
        if operation == "TransactWriteItems":
            raise Died

    post.world.calls.then = dies
    with pytest.raises(Died):
        post.relay(message)
    post.world.calls.then = None
    assert post.queue == []
    assert post.relay(message)
    assert ids(post.queue) == [message]


def test_a_second_message_of_a_dossier_waits_for_its_turn(post):
    first, second = (post.post(event, about="dossier/D") for event in ("dossier_received", "payment_asked"))
    other = post.post(about="dossier/E")
    for each in (first, second, other):
        post.relay(each)
    assert ids(post.queue) == [first, other]
    assert list(inbox.pending("v").waiting) == [second]
    assert len(inbox.page("v", limit=20).messages) == 3
    assert post.relay(second)
    assert post.queue == [], "told of again, it still waits"


def test_what_waits_is_due_a_minute_later_and_told_then(post):
    first, second = (post.post(event, about="dossier/D") for event in ("dossier_received", "payment_asked"))
    post.run()
    assert [each["request"] for each in post.inbox] == [f"{first}-zalo"]
    post.run()
    assert len(post.inbox) == 1, "not yet"
    with time_machine.travel(now() + timedelta(seconds=61)):
        post.run()
    assert [each["request"] for each in post.inbox] == [f"{first}-zalo", f"{second}-zalo"]
    assert inbox.pending("v").waiting == {}


def test_bringing_in_a_message_costs_two_reads_and_one_transaction(post, calls):
    message = post.post()
    calls.clear()
    post.relay(message)
    assert calls == {"GetItem": 2, "TransactWriteItems": 1, "SendMessage": 1}


def test_a_bulk_return_rings_a_few_times_and_every_result_is_accounted_for(post, monkeypatch):
    monkeypatch.setattr(turns, "MOST_TOGETHER", 20)
    with time_machine.travel(now(), tick=False) as clock:
        holder = Holder(kind=HolderKind.PERSON, number="000090000017", name="An", phone="84900000017")
        vault = people.arrived(holder, at=now()).id
        messages = [post.post("result_returned", vault=vault, about=f"dossier/{n}") for n in range(40)]
        for _ in range(4):
            post.run()
            clock.shift(timedelta(minutes=3))
    counts = [int(each["parameters"].get("count", "1")) for each in post.inbox]
    assert counts == [1, 1, 1, 1, 1, 20, 15]
    assert {each["SK"] for each in post.world.rows("INBOX#")} == {*messages, "UNREAD"}
    together = {each["request"].removesuffix("-zalo") for each in post.inbox if "count" in each["parameters"]}
    assert {line["together"] for line in post.world.rows("OUTBOX#") if "together" in line} == together


def test_more_unread_than_anybody_reads_are_no_longer_counted(post, monkeypatch):
    monkeypatch.setattr(inbox, "MOST_UNREAD", 2)
    for _ in range(4):
        assert post.relay(post.post(vault="w"))
    page = inbox.page("w", limit=20)
    assert (len(page.messages), len(page.unread)) == (4, 2)


def test_vaults_have_their_own_inboxes(post):
    post.relay(post.post(vault="w"))
    assert inbox.page("v", limit=20).messages == ()


def test_an_upload_judged_long_after_it_was_announced_is_unread_all_the_same(post):
    announced = new_id()
    post.relay(post.post())
    inbox.read("v", inbox.unread_ids("v"))
    post.relay(post.post("upload_accepted", id=announced))
    assert inbox.page("v", limit=20).unread == {announced}
