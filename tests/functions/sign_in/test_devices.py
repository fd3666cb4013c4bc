"""A vault opened from a device it does not know is told to its owner; the first one of all is no news."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.sign_in import browser, devices
from functions.sign_in.rules import challenge_of
from infra.local import openid
from infra.local.visitor import Visitor
from shared.clock import new_id, now

APP = f"?client=mobile&redirect_uri={openid.MOBILE_REDIRECT}&code_challenge={challenge_of('x' * 43)}"


def told(house):
    return [each["vault"] for each in house.world.rows("OUTBOX#") if each["event"] == "signed_in_elsewhere"]


def test_the_first_device_and_one_that_comes_again_are_not_told(house):
    for _ in range(3):
        house.sign_in("an")
    assert told(house) == []


def test_another_device_is_told_once(house):
    me = house.signed_in("an")
    house.visitor = Visitor()
    for _ in range(3):
        house.sign_in("an")
    assert told(house) == [me["vault"]["id"]]


def test_a_browser_of_two_people_is_new_to_each_of_them(house):
    an, binh = house.signed_in("an")["vault"]["id"], house.signed_in("binh")["vault"]["id"]
    house.sign_in("an")
    assert told(house) == [an]
    house.sign_in("an")
    house.sign_in("binh")
    assert told(house) == [an]
    assert an != binh


def test_an_app_is_a_device_too(house):
    me = house.signed_in("an")
    house.visitor = Visitor()
    assert house.sign_in("an", query=APP).status in (200, 302, 404)
    assert told(house) == [me["vault"]["id"]]


def test_a_device_is_known_by_nothing_that_is_kept_and_by_nothing_a_script_reads(house):
    house.sign_in("an")
    [kept] = house.visitor.cookies.values()
    assert kept["kho-device"] not in repr(house.world.rows())
    assert "HttpOnly" in browser.KNOWN.set(kept["kho-device"])


def test_who_brings_a_made_up_device_is_new(house):
    house.signed_in("an")
    at = now()
    [device] = [each["SK"] for each in house.world.rows("PERSON#") if each["SK"].startswith("DEVICE#")]
    kept = devices.recognised(house.signed_in("an")["vault"]["id"], device.removeprefix("DEVICE#"), at=at)
    assert kept != device.removeprefix("DEVICE#")


def test_a_device_in_use_stays_known(house):
    me, own = new_id(), devices.recognised(new_id(), "", at=now())
    for days in (0, 300, 600, 900):
        at = now() + timedelta(days=days)
        assert devices.recognised(me, own, at=at) == own
        [row] = house.world.rows(f"PERSON#{me}")
        assert int(row["expires_at"]) == int((at + timedelta(days=400)).timestamp())
    assert told(house) == []


def test_dying_before_it_is_written_tells_it_the_next_time(house, calls):
    me = house.signed_in("an")["vault"]["id"]

    def die(name):
        if name == "Query":
            calls.then = None
            raise ConnectionError

    calls.then = die
    with pytest.raises(ConnectionError):
        devices.recognised(me, "", at=now())
    assert told(house) == []
    devices.recognised(me, "", at=now())
    assert told(house) == [me]
