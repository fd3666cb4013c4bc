"""Everybody hears once on each channel: whatever fails, repeats, or dies half-way."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given
from hypothesis import settings as drawn
from hypothesis import strategies as st

from functions.notifications.rules import CLAIM_LIFE, MOST_A_DAY
from shared.channels import esms, http, zalo
from shared.clock import new_id, now
from shared.domain.messages import Failure
from shared.domain.people import Holder, HolderKind
from shared.storage import people
from shared.storage.settings import channel_settings


class Died(BaseException):
    """What a function does when its time is up: not an exception anybody may catch."""


def later(patience=CLAIM_LIFE):
    return time_machine.travel(now() + patience + timedelta(seconds=1))


def test_a_submission_is_told_on_zalo_and_by_sms(post):
    assert post.deliver(post.post())
    told_on_zalo, told_by_sms = post.inbox
    assert (told_on_zalo["channel"], told_by_sms["channel"]) == ("zalo", "sms")
    assert told_on_zalo["phone"] == told_by_sms["phone"] == "84912345678"
    assert told_on_zalo["parameters"]["code"] == "H21.50.05-261123-0007"
    assert "H21.50.05-261123-0007" in told_by_sms["text"]


def test_what_happens_in_a_vault_is_told_on_zalo_alone(post):
    assert post.deliver(post.post("upload_accepted"))
    assert post.channels == ["zalo"]


@pytest.mark.parametrize("fault", [-118, -114, -109, -999, "html", "nothing", -124, -100])
def test_and_by_sms_when_zalo_does_not_take_it(post, fault):
    post.orders("zalo", fault)
    assert post.deliver(post.post("upload_accepted"))
    assert post.channels == ["sms"]


def test_the_same_message_again_tells_nothing_again(post):
    message = post.post()
    for _ in range(4):
        assert post.deliver(message)
    assert post.channels == ["zalo", "sms"]


def test_the_person_is_told_when_the_message_names_no_phone(post):
    holder = Holder(kind=HolderKind.PERSON, number="000090000017", name="An", phone="84900000017")
    person = people.arrived(holder, at=now())
    assert post.deliver(post.post(phone=None, vault=person.id))
    assert {each["phone"] for each in post.inbox} == {"84900000017"}


@pytest.mark.parametrize("phone", [None, "", "+1 555 0100", "024 1382 3456", "0168 912 3456", "abc"])
def test_who_cannot_be_reached_is_not_tried_again(post, phone):
    assert post.deliver(post.post(phone=phone))
    assert post.inbox == []


def test_a_message_that_is_gone_is_done(post):
    assert post.deliver(new_id())


@pytest.mark.parametrize("channel", ["zalo", "sms"])
def test_a_provider_that_is_down_for_a_while_is_tried_again_without_repeating_the_other(post, channel):
    post.orders(channel, -100 if channel == "zalo" else "html", times=2)
    message = post.post()
    assert not post.deliver(message)
    assert not post.deliver(message)
    assert post.deliver(message)
    assert sorted(post.channels) == ["sms", "zalo"]


@pytest.mark.parametrize("code", zalo.FAILURES)
def test_every_known_refusal_of_zalo_is_recorded_for_what_it_is(post, code):
    post.orders("zalo", int(code))
    message = post.post()
    comes_back = not post.deliver(message)
    assert comes_back == (zalo.FAILURES[code] in TRIED_AGAIN)
    assert post.ledger(message) == {"SENT#sms": "sent", "SENT#zalo": "waiting" if comes_back else "failed"}


@pytest.mark.parametrize("code", esms.FAILURES)
def test_every_known_refusal_of_esms_is_recorded_for_what_it_is(post, code):
    post.orders("sms", code)
    message = post.post()
    comes_back = not post.deliver(message)
    assert comes_back == (esms.FAILURES[code] in TRIED_AGAIN)
    assert post.ledger(message) == {"SENT#sms": "waiting" if comes_back else "failed", "SENT#zalo": "sent"}


TRIED_AGAIN = {Failure.TRANSIENT, Failure.AUTH, Failure.QUOTA, Failure.QUIET_HOURS}


@pytest.mark.parametrize("fault", ["html", "nothing", "accept_then_nothing"])
def test_when_zalo_may_have_sent_it_nobody_sends_it_there_again(post, fault):
    post.orders("zalo", fault)
    message = post.post()
    assert post.deliver(message)
    assert post.deliver(message)
    assert post.ledger(message) == {"SENT#sms": "sent", "SENT#zalo": "unclear"}
    assert post.channels.count("zalo") == (fault == "accept_then_nothing")


def test_when_esms_may_have_sent_it_the_same_request_is_made_again(post):
    post.orders("sms", "accept_then_nothing")
    message = post.post()
    assert not post.deliver(message)
    assert post.deliver(message)
    assert sorted(post.channels) == ["sms", "zalo"]


def test_a_provider_that_accepts_and_falls_silent_is_not_waited_for_long(post, monkeypatch):
    monkeypatch.setattr(http, "READ", 0.2)
    http._pool.cache_clear()
    post.orders("zalo", "timeout")
    message = post.post()
    assert post.deliver(message)
    http._pool.cache_clear()
    assert post.ledger(message)["SENT#zalo"] == "unclear"
    assert sorted(post.channels) == ["sms", "zalo"]


def test_a_function_that_dies_before_it_could_send_leaves_zalo_be_and_sends_the_sms(post):
    message = post.post()
    with pytest.raises(Died):
        die_after(post, message, writes=1)
    with later():
        assert post.deliver(message)
    assert post.channels == ["sms"]
    assert post.ledger(message) == {"SENT#sms": "sent", "SENT#zalo": "unclear"}


@pytest.mark.parametrize(("writes", "channel"), [(1, "zalo"), (3, "sms")])
def test_a_function_that_dies_after_sending_has_not_sent_twice(post, writes, channel):
    message = post.post()
    with pytest.raises(Died):
        die_after(post, message, writes=writes)
    sent_by_the_dead(channel, f"{message}-{channel}")
    with later():
        assert post.deliver(message)
    assert sorted(post.channels) == ["sms", "zalo"]
    assert post.ledger(message) == {"SENT#sms": "sent", "SENT#zalo": "unclear" if channel == "zalo" else "sent"}


def sent_by_the_dead(channel, identifier):
    configured = channel_settings()
    if channel == "sms":
        esms.Esms(**configured["esms"]).send("84912345678", "x", request_id=identifier)
    else:
        sender = zalo.Zalo(address=configured["zalo"]["address"], access_token=configured["zalo"]["access_token"])
        sender.send("84912345678", "300001", {}, tracking_id=identifier)


def die_after(post, message, *, writes):
    """The queue's function ends at once after so many writes to the table."""
    left = [writes]

    def perhaps(operation):
        left[0] -= operation == "PutItem"
        if left[0] == 0:
            raise Died

    post.world.calls.then = perhaps
    try:
        post.deliver(message)
    finally:
        post.world.calls.then = None


def test_while_one_function_is_sending_another_waits(post):
    message = post.post()
    with pytest.raises(Died):
        die_after(post, message, writes=1)
    assert not post.deliver(message)
    assert post.inbox == []


FAULTS = st.sampled_from([None, None, -118, -100, "html", "nothing", "accept_then_nothing"])


@given(on_zalo=st.lists(FAULTS, max_size=3), by_sms=st.lists(FAULTS, max_size=3), times=st.integers(1, 6))
@drawn(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_channel_ever_tells_one_message_twice(post, on_zalo, by_sms, times):
    message = post.post(vault=new_id())
    for channel, faults in (("zalo", on_zalo), ("sms", by_sms)):
        for fault in filter(None, faults):
            post.orders(channel, fault)
    for _ in range(times):
        post.deliver(message)
    told = [each["channel"] for each in post.inbox if each["request"].startswith(message)]
    assert len(told) == len(set(told))
    post.simulator._ordered = {"zalo": [], "sms": []}


def test_sending_writes_twice_for_each_channel(post, calls):
    message = post.post()
    calls.clear()
    post.deliver(message)
    assert calls == {"GetItem": 1, "PutItem": 4, "UpdateItem": 2, "GetSecretValue": 1}


def test_a_vault_is_told_of_so_much_in_a_day_and_the_rest_is_recorded_as_not_told(post, caplog):
    told = [post.post("upload_accepted") for _ in range(MOST_A_DAY)]
    assert all(post.deliver(each) for each in told)
    one_more = post.post()
    with caplog.at_level("INFO"):
        assert post.deliver(one_more), "it never comes back"
    assert len(post.inbox) == MOST_A_DAY
    assert post.ledger(one_more) == {"SENT#sms": "failed", "SENT#zalo": "failed"}
    assert "too_many" in caplog.text
    assert post.deliver(post.post(vault="another"))
    assert len(post.inbox) == MOST_A_DAY + 2


def test_a_message_that_comes_back_is_counted_once(post):
    for _ in range(MOST_A_DAY - 1):
        post.deliver(post.post("upload_accepted"))
    post.orders("zalo", -100)
    last = post.post("upload_accepted")
    assert [post.deliver(last), post.deliver(last)] == [False, True]
    assert post.ledger(last) == {"SENT#sms": "failed", "SENT#zalo": "sent"}
    assert len(post.inbox) == MOST_A_DAY


def test_the_log_tells_neither_phone_nor_text(post, caplog):
    with caplog.at_level("INFO", logger="kho"):
        post.deliver(post.post())
    assert "notification.sent" in caplog.text
    assert "912345678" not in caplog.text
    assert "khai sinh" not in caplog.text
