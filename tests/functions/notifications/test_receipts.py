"""What the providers say later: believed when it is theirs, told once, in whatever order it comes."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
import time_machine

from functions.notifications.handlers import room
from infra.local.messages import callback_settings
from infra.local.receipts import receipt_of_esms, receipt_of_zalo
from shared.channels import esms
from shared.channels.callbacks import is_signed, sms_seal, zalo_signature
from shared.clock import new_id, now
from shared.domain.messages import Channel
from shared.storage import ledger

KEY = callback_settings()["sms"]["key"]


@pytest.fixture
def ask(api, post):
    post.listens()
    return api(room)


def by_zalo(ask, message, **changes):
    method, path, body, headers = receipt_of_zalo(f"{message}-zalo", "m1", at=now())
    return ask.ask(method, path, body=changes.get("body", body), headers=headers | changes.get("headers", {}))


def by_esms(ask, message, *, arrived=True, seal=None, **changes):
    said = dict(parse_qsl(receipt_of_esms(f"{message}-sms", "s1", arrived=arrived))) | changes
    return ask.get(f"/deliveries/sms/{message}/{seal or sms_seal(message, key=KEY)}", query=said)


def told(post, event="result_ready"):
    message = post.post(event)
    assert post.deliver(message)
    return message


def receipts(message):
    return {channel: each.delivered for channel, each in ledger.found(message).receipts.items()}


def test_a_message_zalo_delivered_is_not_sent_by_sms(ask, post):
    message = told(post)
    assert by_zalo(ask, message).json == {"heard": True}
    assert receipts(message) == {Channel.ZALO: True}
    with time_machine.travel(now() + timedelta(minutes=3)):
        post.run()
    assert post.channels == ["zalo"]


def test_one_it_does_not_confirm_goes_by_sms_within_two_minutes(ask, post):
    post.orders("zalo", "lost")
    with time_machine.travel(now(), tick=False) as clock:
        message = post.post("result_ready")
        post.run()
        assert post.channels == ["zalo"]
        clock.shift(timedelta(seconds=45))
        post.run()
        assert post.channels == ["zalo"], "not yet"
        clock.shift(timedelta(seconds=60))
        post.run()
    assert post.channels == ["zalo", "sms"]
    assert [row for row in post.world.rows(f"OUTBOX#{message}") if "due" in row] == []


def test_a_receipt_heard_twice_is_one_and_one_that_comes_late_changes_nothing_sent(ask, post):
    message = told(post)
    with time_machine.travel(now() + timedelta(minutes=3)):
        post.run()
        assert post.channels == ["zalo", "sms"]
        for _ in range(2):
            assert by_zalo(ask, message).json == {"heard": True}
        post.run()
    assert post.channels == ["zalo", "sms"]
    assert receipts(message) == {Channel.ZALO: True}


def test_a_receipt_that_comes_before_its_sender_has_settled_counts(ask, post):
    """The telephone may be quicker than our ledger."""
    message = post.post("result_ready")

    def hears(operation):
        if operation == "PutItem":
            post.world.calls.then = None
            assert by_zalo(ask, message).json == {"heard": True}

    post.world.calls.then = hears
    post.deliver(message)
    with time_machine.travel(now() + timedelta(minutes=3)):
        post.run()
    assert post.channels == ["zalo"]


def test_a_forged_receipt_is_refused_and_changes_nothing(ask, post):
    message = told(post)
    _, _, body, headers = receipt_of_zalo(f"{new_id()}-zalo", "m1", at=now())
    for forged in (
        {"body": body},
        {"headers": {"X-ZEvent-Signature": "mac=" + "0" * 64}},
        {"headers": {"X-ZEvent-Signature": ""}},
    ):
        assert by_zalo(ask, message, **forged).status == 403
    assert by_zalo(ask, message, headers={"X-ZEvent-Signature": "mac=ü"}).status == 403
    assert by_zalo(ask, message, headers=headers).status == 403, "another message's signature"
    assert by_esms(ask, message, seal="0" * 64).status == 403
    assert by_esms(ask, message, seal=sms_seal(new_id(), key=KEY)).status == 403
    assert receipts(message) == {}


def test_until_the_callbacks_are_set_up_nobody_is_believed(api, post):
    message = told(post)
    assert by_zalo(api(room), message).status == 403
    assert by_esms(api(room), message).status == 403


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff\xfe"])
def test_what_is_no_event_is_refused(ask, body):
    assert ask.post("/deliveries/zalo", body=body).status == 400


def test_of_what_else_zalo_tells_nothing_is_kept(ask, post):
    event = {"event_name": "user_send_text", "message": {"text": "xin chào"}, "timestamp": "1795435906000"}
    for said in (event, event | {"event_name": "user_received_message", "message": None}):
        body = json.dumps(said).encode()
        signature = zalo_signature(body, said["timestamp"], **callback_settings()["zalo"])
        answer = ask.post("/deliveries/zalo", body=body, headers={"X-ZEvent-Signature": f"mac={signature}"})
        assert (answer.status, answer.json) == (200, {"heard": False})
    assert post.world.rows("OUTBOX#") == []


def test_a_receipt_of_a_message_nobody_sent_leaves_nothing_behind(ask, post):
    unknown = new_id()
    assert by_zalo(ask, unknown).json == {"heard": False}
    assert by_esms(ask, unknown).json == {"heard": False}
    assert post.world.rows("OUTBOX#") == []


def test_an_sms_accepted_and_then_failed_is_recorded_as_failed(ask, post):
    message = told(post, "dossier_submitted")
    assert by_esms(ask, message, arrived=False).json == {"heard": True}
    assert receipts(message) == {Channel.SMS: False}


def test_what_was_delivered_stays_delivered_in_whatever_order_it_is_said(ask, post):
    first, second = told(post, "dossier_submitted"), told(post, "dossier_submitted")
    for message, said in ((first, (True, False, True)), (second, (False, True, False))):
        for arrived in said:
            by_esms(ask, message, arrived=arrived)
        assert receipts(message) == {Channel.SMS: True}


@pytest.mark.parametrize(
    ("said", "arrived"),
    [
        ({"SendStatus": "5", "SendSuccess": "1", "SendFailed": "0"}, True),
        ({"SendStatus": "5", "SendSuccess": "0", "SendFailed": "1"}, False),
        ({"SendStatus": "4"}, False),
        ({"SendStatus": "5", "SendSuccess": "0", "SendFailed": "0"}, None),
        ({"SendStatus": "1"}, None),
        ({"SendStatus": "7", "SendSuccess": "1"}, None),
        ({"SendStatus": "5", "SendSuccess": "nhiều"}, None),
        ({}, None),
    ],
)
def test_what_esms_means(said, arrived):
    assert esms.arrived(said) is arrived


def test_the_sms_carries_an_address_only_we_could_have_made(ask, post):
    message = told(post, "dossier_submitted")
    assert f"/deliveries/sms/{message}/" in post.simulator.last_callback
    assert post.simulator.last_callback.endswith(sms_seal(message, key=KEY))


def test_zalos_signature_is_the_documented_digest():
    """sha256 of the application's id, the body as it came, its timestamp, and the account's secret, in this order."""
    from hashlib import sha256  # noqa: PLC0415

    body = b'{"timestamp":"1","event_name":"user_received_message"}'
    expected = sha256(b"42" + body + b"1" + b"secret").hexdigest()
    assert zalo_signature(body, "1", app_id="42", oa_secret="secret") == expected
    assert is_signed(body, "1", expected, app_id="42", oa_secret="secret")
    assert is_signed(body, "1", f"mac={expected}", app_id="42", oa_secret="secret")
    assert not is_signed(body + b" ", "1", expected, app_id="42", oa_secret="secret")
