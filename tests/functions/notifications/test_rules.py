"""Which channel, when again, and when it is enough."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.notifications import rules
from functions.notifications.rules import CLAIM_LIFE, RECEIPT_WITHIN, Choice
from shared.domain.messages import Attempt, Channel, Failure, Outcome, Receipt, Standing, Telling

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
ZALO, SMS = Channel.ZALO, Channel.SMS
BOTH = (ZALO, SMS)


def chosen(channels=BOTH, *, on_both=False, receipts=True, at_any_hour=False):
    return Choice(channels=channels, on_both=on_both, receipts=receipts, at_any_hour=at_any_hour)


def a_line(tries=1, *, is_claimed=True, **standings):
    attempts = {
        Channel(name): each if isinstance(each, Attempt) else Attempt(standing=each, at=NOON)
        for name, each in standings.items()
    }
    return Telling(at=NOON, claim="c", tries=tries, is_claimed=is_claimed, attempts=attempts)


def after(seconds):
    return NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("zalo", "receipts", "age", "then"),
    [
        (None, {}, 0, ZALO),
        (Standing.SENT, {}, 0, None),
        (Standing.SENT, {}, 49, None),
        (Standing.SENT, {}, 50, SMS),
        (Standing.SENT, {ZALO: Receipt(delivered=True, at=NOON)}, 50, None),
        (Standing.FAILED, {}, 0, SMS),
        (Standing.UNCLEAR, {}, 0, SMS),
    ],
)
def test_sms_follows_when_zalo_cannot_or_does_not_say_that_it_did(zalo, receipts, age, then):
    line = a_line(**({"zalo": zalo} if zalo else {}))
    assert timedelta(seconds=50) == RECEIPT_WITHIN
    assert rules.next_channel(chosen(), line, receipts, at=after(age)) == then


def test_two_minutes_hold_the_wait_for_a_receipt_and_the_minute_between_two_looks():
    assert RECEIPT_WITHIN + timedelta(seconds=60) < timedelta(minutes=2)


def test_where_zalo_tells_nothing_that_it_took_it_is_enough():
    line = a_line(zalo=Standing.SENT)
    assert rules.next_channel(chosen(receipts=False), line, {}, at=after(9999)) is None
    assert rules.settled(chosen(receipts=False), line, {}, at=NOON).due is None


def test_what_is_told_on_both_goes_on_both_at_once():
    assert rules.next_channel(chosen(on_both=True), a_line(zalo=Standing.SENT), {}, at=NOON) is SMS
    assert rules.next_channel(chosen(on_both=True), a_line(zalo=Standing.SENT, sms=Standing.SENT), {}, at=NOON) is None


def test_who_wants_one_channel_is_told_on_that_alone():
    assert rules.next_channel(chosen((SMS,), on_both=True), a_line(), {}, at=NOON) is SMS
    assert rules.next_channel(chosen((ZALO,)), a_line(zalo=Standing.FAILED), {}, at=NOON) is None
    assert rules.next_channel(chosen(()), a_line(), {}, at=NOON) is None


def test_at_night_by_zalos_clock_the_sms_waits_once_too():
    refused = rules.attempted(ZALO, Outcome(failure=Failure.QUIET_HOURS), at=NOON)
    tried = {ZALO}
    assert rules.next_channel(chosen(), a_line(zalo=refused), {}, at=NOON, tried=tried) is None
    assert rules.next_channel(chosen(), a_line(2, zalo=refused), {}, at=NOON, tried=tried) is SMS
    assert rules.next_channel(chosen(at_any_hour=True), a_line(zalo=refused), {}, at=NOON, tried=tried) is SMS


FAILURES = st.one_of(st.none(), st.sampled_from(Failure))


@given(
    zalo=FAILURES,
    sms=FAILURES,
    tries=st.integers(1, 20),
    on_both=st.booleans(),
    receipts=st.booleans(),
    channels=st.sampled_from([BOTH, (ZALO,), (SMS,)]),
)
def test_whatever_happens_a_message_is_told_waits_or_has_failed_everywhere(
    *, zalo, sms, tries, on_both, receipts, channels
):
    choice, line, tried = chosen(channels, on_both=on_both, receipts=receipts), a_line(tries), []
    while channel := rules.next_channel(choice, line, {}, at=NOON, tried=tried):
        assert channel not in tried
        outcome = Outcome(failure={ZALO: zalo, SMS: sms}[channel])
        line = a_line(tries, **line.attempts, **{channel: rules.attempted(channel, outcome, at=NOON)})
        tried.append(channel)
    settled = rules.settled(choice, line, {}, at=NOON)
    standings = {each.standing for each in settled.attempts.values()}
    assert not settled.is_claimed
    if Standing.SENT in standings:
        assert not rules.is_waiting(settled)
        assert (Standing.WAITING in standings) <= (settled.due is not None)
    else:
        assert rules.is_waiting(settled) or set(settled.attempts) == set(channels)
        assert settled.due is None


@pytest.mark.parametrize(
    ("standing", "is_over"),
    [(Standing.SENT, True), (Standing.FAILED, True), (Standing.UNCLEAR, True), (Standing.WAITING, False)],
)
def test_what_is_settled_is_over(standing, is_over):
    assert rules.is_over(a_line(zalo=standing, is_claimed=False)) == is_over
    assert not rules.is_over(a_line(zalo=standing))
    assert not rules.is_over(None)


def test_a_claim_lives_as_long_as_its_function_may():
    assert rules.is_claimed_by_the_living(a_line(), at=after(59))
    assert not rules.is_claimed_by_the_living(a_line(), at=NOON + CLAIM_LIFE)
    assert not rules.is_claimed_by_the_living(a_line(is_claimed=False), at=NOON)


def test_of_what_the_dead_began_zalo_is_given_up_and_sms_repeated():
    found = rules.taken_over(a_line(), BOTH, at=after(61))
    assert {channel: each.standing for channel, each in found.attempts.items()} == {ZALO: Standing.UNCLEAR}
    assert rules.next_channel(chosen(on_both=True), found, {}, at=after(61)) is SMS
    settled = a_line(zalo=Standing.SENT)
    assert rules.taken_over(settled, BOTH, at=after(61)).attempts == settled.attempts


def test_the_second_of_two_channels_is_tried_so_often_and_then_given_up():
    line = a_line(zalo=Standing.SENT, sms=Standing.WAITING)
    assert rules.settled(chosen(on_both=True, receipts=False), line, {}, at=NOON).due == NOON + timedelta(minutes=1)
    last = a_line(rules.MOST_TRIES_FOR_THE_SECOND, zalo=Standing.SENT, sms=Standing.WAITING)
    given_up = rules.settled(chosen(on_both=True, receipts=False), last, {}, at=NOON)
    assert (given_up.due, given_up.attempts[SMS].standing) == (None, Standing.FAILED)


def test_pauses_grow_to_half_an_hour():
    assert [rules.pause(tries).total_seconds() / 60 for tries in (1, 2, 3, 6, 99)] == [1, 2, 4, 30, 30]


@pytest.mark.parametrize(
    ("clock", "ends"),
    [
        ("21:59", None),
        ("22:00", "2026-11-24T06:00:00+07:00"),
        ("23:59", "2026-11-24T06:00:00+07:00"),
        ("00:00", "2026-11-23T06:00:00+07:00"),
        ("05:59", "2026-11-23T06:00:00+07:00"),
        ("06:00", None),
    ],
)
def test_the_night_goes_from_ten_to_six(clock, ends):
    at = datetime.fromisoformat(f"2026-11-23T{clock}:30+07:00").astimezone(UTC)
    found = rules.morning(at, quiet_from=time(22), quiet_until=time(6))
    assert (found.isoformat() if found else None) == ends


def test_a_night_may_also_lie_within_a_day_or_not_be_at_all():
    at = datetime.fromisoformat("2026-11-23T13:00+07:00")
    assert rules.morning(at, quiet_from=time(12), quiet_until=time(14)).isoformat() == "2026-11-23T14:00:00+07:00"
    assert rules.morning(at, quiet_from=time(0), quiet_until=time(0)) is None
