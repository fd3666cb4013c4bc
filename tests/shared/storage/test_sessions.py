"""A session goes on, or it does not: never by accident."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from shared.clock import now
from shared.domain.sessions import Client, Handover, Session, SignIn
from shared.storage import sessions


def a_session():
    at = now()
    begun = Session(id="s", person="p", vault="p", client=Client.MOBILE, started_at=at, renewed_at=at, secret="first")
    sessions.start(begun, until=at + timedelta(hours=1))
    return begun


def with_secret(session, secret):
    return replace(session, secret=secret, previous=session.secret)


def renewed(session):
    return sessions.renew(session, until=now() + timedelta(hours=1))


def test_a_renewal_whose_answer_got_lost_is_still_a_renewal(world, lose_answer):
    second = with_secret(a_session(), "second")
    lose_answer()
    assert renewed(second)
    assert sessions.session("s") == second


def test_what_begins_with_a_lost_answer_has_begun(world, lose_answer):
    soon = now() + timedelta(minutes=1)
    handover = Handover(person="p", vault="p", challenge="c", at=now())
    sign_in = SignIn(state="s", provider="vneid", nonce="n", verifier="v", browser="b", started_at=now())
    lose_answer()
    begun = a_session()
    lose_answer()
    sessions.begin(sign_in, until=soon)
    lose_answer()
    sessions.hand_over(handover, "code", until=soon)
    assert (sessions.session("s"), sessions.under_way("s")) == (begun, sign_in)
    assert sessions.handed_over("code") == handover


def test_who_comes_second_has_not_renewed(world):
    first = a_session()
    assert renewed(with_secret(first, "second"))
    assert not renewed(with_secret(first, "another"))


def test_a_session_that_has_ended_is_not_renewed(world):
    first = a_session()
    sessions.end("s")
    assert not renewed(with_secret(first, "second"))
