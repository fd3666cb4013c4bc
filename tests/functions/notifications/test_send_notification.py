"""Everybody hears once on each channel: whatever fails, repeats, or dies half-way."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from hypothesis import HealthCheck, example, given
from hypothesis import settings as drawn
from hypothesis import strategies as st

from functions.notifications.rules import CLAIM_LIFE
from shared.channels import esms, http, zalo
from shared.clock import VIETNAM, new_id, now
from shared.domain.messages import Channel, Failure, Group, Language, Preferences
from shared.domain.people import Holder, HolderKind
from shared.storage import inbox, ledger, people, zalo_tokens
from shared.storage.settings import channel_settings


class Died(BaseException):
    """What a function does when its time is up: not an exception anybody may catch."""


def later(patience=CLAIM_LIFE):
    return time_machine.travel(now() + patience + timedelta(seconds=1))


def at(clock):
    """This day, at this time in Vietnam."""
    hour, minute = map(int, clock.split(":"))
    return time_machine.travel(now().astimezone(VIETNAM).replace(hour=hour, minute=minute, second=0), tick=False)


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


@pytest.mark.parametrize(
    ("phone", "code"),
    [
        (None, "PHONE_MISSING"),
        ("", "PHONE_MISSING"),
        ("+1 555 0100", "PHONE_FOREIGN"),
        ("024 1382 3456", "PHONE_LANDLINE"),
        ("0168 912 3456", "PHONE_OLD_STYLE"),
        ("abc", "PHONE_MALFORMED"),
    ],
)
def test_who_cannot_be_reached_is_not_tried_again_and_the_ledger_says_why(post, phone, code):
    message = post.post(phone=phone)
    assert post.deliver(message)
    assert post.inbox == []
    assert post.ledger(message) == {"zalo": "failed", "sms": "failed"}
    [line] = [each for each in post.world.rows(f"OUTBOX#{message}") if each["SK"] == "TELLING"]
    assert {each["code"] for each in line["attempts"].values()} == {code}


def test_a_message_that_is_gone_is_done(post):
    assert post.deliver(new_id())


@pytest.mark.parametrize("channel", ["zalo", "sms"])
def test_a_second_channel_that_is_down_for_a_while_is_tried_again_without_repeating_the_other(post, channel):
    post.orders(channel, -100 if channel == "zalo" else "html", times=2)
    message = post.post()
    post.run()
    assert len(post.inbox) == 1
    for minutes in (2, 5):
        with time_machine.travel(now() + timedelta(minutes=minutes)):
            post.run()
    assert sorted(post.channels) == ["sms", "zalo"]
    assert post.ledger(message) == {"zalo": "sent", "sms": "sent"}


@pytest.mark.parametrize("code", zalo.FAILURES)
def test_every_known_refusal_of_zalo_is_recorded_for_what_it_is(post, code):
    post.orders("zalo", int(code))
    message = post.post()
    assert post.deliver(message)
    comes_back = zalo.FAILURES[code] in TRIED_AGAIN
    assert post.ledger(message) == {"sms": "sent", "zalo": "waiting" if comes_back else "failed"}
    [line] = [each for each in post.world.rows(f"OUTBOX#{message}") if each["SK"] == "TELLING"]
    assert line["attempts"]["zalo"]["failure"] == zalo.FAILURES[code]
    assert ("owner_key" in line) == comes_back


@pytest.mark.parametrize("code", zalo.FAILURES)
def test_every_known_refusal_of_zalo_is_followed_by_an_sms_at_once_except_at_night(post, code):
    post.orders("zalo", int(code))
    message = post.post("result_ready")
    assert post.deliver(message)
    if zalo.FAILURES[code] is Failure.QUIET_HOURS:
        assert post.inbox == []
        assert list(inbox.pending("v").waiting) == [message]
    else:
        assert post.channels == ["sms"]
        assert post.ledger(message) == {"sms": "sent", "zalo": "failed"}


@pytest.mark.parametrize("code", esms.FAILURES)
def test_every_known_refusal_of_esms_is_recorded_for_what_it_is(post, code):
    post.orders("sms", code)
    message = post.post()
    assert post.deliver(message)
    comes_back = esms.FAILURES[code] in TRIED_AGAIN
    assert post.ledger(message) == {"sms": "waiting" if comes_back else "failed", "zalo": "sent"}


def test_the_error_tables_say_what_the_documents_say():
    assert {zalo.FAILURES[code] for code in ("-124", "-220", "-1241")} == {Failure.AUTH}
    assert {zalo.FAILURES[code] for code in ("-1121", "-1122")} == {Failure.PARAMETER}
    assert (zalo.FAILURES["-118"], zalo.FAILURES["-114"]) == (Failure.RECIPIENT, Failure.OPT_OUT)
    assert zalo.FAILURES["-1472"] is Failure.QUOTA
    named = {"99": Failure.RECIPIENT, "108": Failure.RECIPIENT, "101": Failure.AUTH, "103": Failure.QUOTA}
    assert {code: esms.FAILURES[code] for code in named} == named
    assert {esms.FAILURES[code] for code in ("104", "146")} == {Failure.TEMPLATE}


TRIED_AGAIN = {Failure.TRANSIENT, Failure.AUTH, Failure.QUOTA, Failure.QUIET_HOURS}


@pytest.mark.parametrize("fault", ["html", "nothing", "accept_then_nothing"])
def test_when_zalo_may_have_sent_it_nobody_sends_it_there_again(post, fault):
    post.orders("zalo", fault)
    message = post.post()
    assert post.deliver(message)
    assert post.deliver(message)
    assert post.ledger(message) == {"sms": "sent", "zalo": "unclear"}
    assert post.channels.count("zalo") == (fault == "accept_then_nothing")


def test_when_esms_may_have_sent_it_the_same_request_is_made_again(post):
    post.orders("sms", "accept_then_nothing")
    message = post.post()
    post.run()
    assert post.ledger(message) == {"zalo": "sent", "sms": "waiting"}
    with time_machine.travel(now() + timedelta(minutes=2)):
        post.run()
    assert sorted(post.channels) == ["sms", "zalo"]
    assert post.ledger(message) == {"zalo": "sent", "sms": "sent"}


def test_a_provider_that_accepts_and_falls_silent_is_not_waited_for_long(post, monkeypatch):
    monkeypatch.setattr(http, "READ", 0.2)
    http._pool.cache_clear()
    post.orders("zalo", "timeout")
    message = post.post()
    assert post.deliver(message)
    http._pool.cache_clear()
    assert post.ledger(message)["zalo"] == "unclear"
    assert sorted(post.channels) == ["sms", "zalo"]


def test_a_function_that_dies_before_it_could_send_leaves_zalo_be_and_sends_the_sms(post):
    message = post.post()
    with pytest.raises(Died):
        die_after(post, message, writes=1)
    with later():
        assert post.deliver(message)
    assert post.channels == ["sms"]
    assert post.ledger(message) == {"sms": "sent", "zalo": "unclear"}


@pytest.mark.parametrize("channel", ["zalo", "sms"])
def test_a_function_that_dies_after_sending_has_not_sent_twice(post, channel):
    message = post.post()
    with pytest.raises(Died):
        die_after(post, message, writes=1)
    sent_by_the_dead(channel, f"{message}-{channel}")
    with later():
        assert post.deliver(message)
    assert sorted(post.channels) == (["sms", "zalo"] if channel == "zalo" else ["sms"])
    assert post.ledger(message) == {"sms": "sent", "zalo": "unclear"}


def sent_by_the_dead(channel, identifier):
    configured = channel_settings()
    if channel == "sms":
        esms.Esms(**configured["esms"]).send("84912345678", "x", request_id=identifier)
    else:
        sender = zalo.Zalo(address=configured["zalo"]["address"], access_token=zalo_tokens.access_token())
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


LOST = [None, None, "html", "nothing", "accept_then_nothing", "lost"]
ON_ZALO = st.lists(st.sampled_from([*LOST, -118, -100, -124, -9999]), max_size=4)
BY_SMS = st.lists(st.sampled_from([*LOST, "103", "101"]), max_size=4)
EVENTS_POSTED = st.lists(
    st.tuples(st.sampled_from(["dossier_submitted", "dossier_received", "result_returned"]), st.sampled_from("AB")),
    min_size=1,
    max_size=4,
)
STEPS = st.lists(
    st.tuples(st.sampled_from(["relay", "deliver", "release", "run", "wait"]), st.integers(0, 3)), max_size=12
)


@given(posted=EVENTS_POSTED, steps=STEPS, on_zalo=ON_ZALO, by_sms=BY_SMS)
@example(
    posted=[("dossier_submitted", "A")] * 4,
    steps=[("deliver", 0), ("relay", 3), ("release", 0)],
    on_zalo=[-118],
    by_sms=["accept_then_nothing"],
)
@drawn(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_channel_ever_tells_one_message_twice_and_each_is_told(post, posted, steps, on_zalo, by_sms):
    """Whatever is repeated, comes out of order, fails or gets lost on its way back; a day later all have been told."""
    vault = new_id()
    post.forget()
    with time_machine.travel(now(), tick=False) as clock:
        messages = [post.post(event, vault=vault, about=f"dossier/{vault}{name}") for event, name in posted]
        for channel, faults in (("zalo", on_zalo), ("sms", by_sms)):
            for fault in filter(None, faults):
                post.orders(channel, fault)
        for step, n in steps:
            step_of(post, step, messages[n % len(messages)], vault, clock)
        post.simulator.forget_orders()
        for _ in range(6):
            clock.shift(timedelta(minutes=31))
            post.run()
    requests = [each["request"] for each in post.inbox]
    assert len(requests) == len(set(requests)), "each event once on each channel"
    lines = {each["PK"].removeprefix("OUTBOX#"): each for each in post.world.rows("OUTBOX#") if each["SK"] == "TELLING"}
    for message in messages:
        teller = message
        while "together" in lines[teller]:  # what told of several may itself be told of with what came later
            teller = lines[teller]["together"]
        assert {"sent", "unclear"} & {each["standing"] for each in lines[teller]["attempts"].values()}
    assert inbox.pending(vault).waiting == {}
    assert not [each for each in lines.values() if "due" in each]


def step_of(post, step, message, vault, clock):
    match step:
        case "relay":
            post.relay(message)
        case "deliver":
            post.deliver(message)
        case "release":
            post.release(vault)
        case "run":
            post.run()
        case "wait":
            clock.shift(timedelta(seconds=45))


def test_a_message_costs_one_query_and_two_writes_however_many_channels(post, calls):
    message = post.post()
    calls.clear()
    post.deliver(message)
    assert calls == {"Query": 1, "GetItem": 2, "PutItem": 2, "GetSecretValue": 3}


def test_both_channels_down_for_a_day_lose_nothing_and_keep_the_order_of_each_dossier(post):
    first = "payment_asked", "appointment_changed", "result_ready"
    with at("08:00") as clock:
        down(post)
        posted = {"D": [], "E": []}
        for event in first:
            for name, own in posted.items():
                own.append(post.post(event, about=f"dossier/{name}"))
            for _ in range(8):
                clock.shift(timedelta(minutes=60))
                post.run()
        assert post.inbox == []
        post.simulator.forget_orders()
        for _ in range(3):
            clock.shift(timedelta(minutes=31))
            post.run()
    told = [each["request"].removesuffix("-zalo") for each in post.inbox]
    assert sorted(told) == sorted(posted["D"] + posted["E"])
    for own in posted.values():
        assert [each for each in told if each in own] == own


def down(post):
    for channel, answer in (("zalo", -100), ("sms", "html")):
        post.orders(channel, answer, times=1000)


def test_at_night_nothing_is_told_and_in_the_morning_everything(post):
    post.keeps_quiet("22:00", "06:00")
    with at("23:30") as clock:
        first, urgent = post.post("result_ready", about="dossier/D"), post.post("signed_in_elsewhere")
        both = post.post()
        post.run()
        assert [each["request"] for each in post.inbox] == [f"{urgent}-zalo"]
        clock.shift(timedelta(hours=6, minutes=29))
        post.run()
        assert len(post.inbox) == 1
        clock.shift(timedelta(minutes=2))
        post.run()
    assert [each["request"] for each in post.inbox[1:]] == [f"{first}-zalo", f"{both}-zalo", f"{both}-sms"]


def test_what_was_told_on_zalo_before_the_night_lacks_its_second_channel_until_morning(post):
    post.keeps_quiet("22:00", "06:00")
    with at("21:59") as clock:
        post.orders("sms", "html")
        message = post.post()
        post.run()
        clock.shift(timedelta(minutes=2))
        post.run()
        assert post.ledger(message) == {"zalo": "sent", "sms": "waiting"}
        clock.shift(timedelta(hours=8))
        post.run()
    assert post.ledger(message) == {"zalo": "sent", "sms": "sent"}


def test_who_wants_sms_alone_is_told_by_sms(post):
    inbox.prefer("v", Preferences(channels=(Channel.SMS,)))
    post.deliver(post.post("result_ready"))
    assert post.channels == ["sms"]


def test_who_wants_no_telephone_finds_it_in_the_inbox(post):
    inbox.prefer("v", Preferences(channels=()))
    muted = Preferences(muted=(Group.DOSSIERS,))
    inbox.prefer("w", muted)
    for vault in "vw":
        post.post(vault=vault)
    post.run()
    assert post.inbox == []
    assert [len(inbox.page(vault, limit=9).unread) for vault in "vw"] == [1, 1]
    post.post("upload_accepted", vault="w")
    post.run()
    assert post.channels == ["zalo"]


@pytest.mark.parametrize("choice", [Preferences(channels=()), Preferences(muted=(Group.DOSSIERS,))])
def test_who_wants_no_telephone_any_more_is_no_longer_looked_at(post, choice):
    post.orders("sms", "html")
    message = post.post()
    post.run()
    assert post.ledger(message) == {"zalo": "sent", "sms": "waiting"}
    inbox.prefer("v", choice)
    with later():
        assert list(ledger.due(now())) == [("message", message)]
        post.run()
        assert list(ledger.due(now())) == []
    assert post.channels == ["zalo"]


def test_who_reads_english_is_told_in_english(post):
    inbox.prefer("v", Preferences(language=Language.ENGLISH))
    post.deliver(post.post())
    zalo_told, sms = post.inbox
    assert zalo_told["parameters"]["status"] == "Submitted"
    assert sms["text"].startswith("Dossier H21.50.05-261123-0007")


def test_a_template_nobody_registered_is_no_reason_to_say_nothing(post, world):
    filled = channel_settings()
    del filled["zalo"]["templates"]["result_ready"]
    message = post.post("result_ready")
    assert post.deliver(message)
    assert (post.channels, post.ledger(message)) == (["sms"], {"zalo": "failed", "sms": "sent"})


def test_a_token_refused_is_looked_up_again_and_told_to_its_refresher(post):
    post.simulator.revoke()
    message = post.post("result_ready")
    assert post.deliver(message)
    assert post.channels == ["sms"]
    assert zalo_tokens.lease().refused == zalo_tokens.digest(zalo_tokens.access_token())


def test_the_log_tells_neither_phone_nor_text(post, caplog):
    with caplog.at_level("INFO", logger="kho"):
        post.deliver(post.post())
    assert "notification.sent" in caplog.text
    assert "912345678" not in caplog.text
    assert "khai sinh" not in caplog.text


def test_the_sender_never_loads_what_reads_pdfs():
    code = (
        "from functions.notifications import handlers, offering, refreshing, releasing, relaying, sending, spelling\n"
        "import sys\n"
        "offering.texts.said, offering.rules.choice, refreshing.refresh, releasing.send, relaying.relay, sending.told\n"
        "print(*sys.modules)"
    )
    root = Path(__file__).parents[3]
    loaded = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True).stdout
    names = {name.partition(".")[0] for name in loaded.split()}
    assert "unidecode" in names, "what it needs is loaded"
    assert not names & {"pyhanko", "pyhanko_certvalidator", "pypdf", "lxml"}
