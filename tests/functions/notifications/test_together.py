"""What is told together is what its holder wants told, to whom it concerns."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from functions.notifications import turns
from shared.clock import VIETNAM, now
from shared.domain.messages import Group, Preferences
from shared.domain.people import Holder, HolderKind
from shared.storage import inbox, people

OWN = "84900000017"
A_MOMENT = timedelta(seconds=61)


@pytest.fixture
def vault(world):
    holder = Holder(kind=HolderKind.PERSON, number="000090000017", name="An", phone=OWN)
    return people.arrived(holder, at=now()).id


@pytest.fixture
def moments(post, vault):
    """Posts these of the vault in one moment; when it is over, what it is told besides what was told at once."""

    def play(*events, hours=0.0, **more):
        with time_machine.travel(now(), tick=False) as clock:
            for event in events:
                post.post(event, vault=vault, **more)
            post.run()
            at_once = len(post.inbox)
            clock.shift(A_MOMENT + timedelta(hours=hours))
            post.run()
        return post.inbox[at_once:]

    return play


def counts(told):
    return [each["parameters"].get("count") for each in told]


def test_who_muted_dossiers_is_told_of_two_papers(post, vault, moments):
    inbox.prefer(vault, Preferences(muted=(Group.DOSSIERS,)))
    assert counts(moments("item_doubted", "item_doubted", "item_doubted")) == ["2"]


def test_who_muted_papers_is_not_told_of_two_papers_either(post, vault, moments):
    inbox.prefer(vault, Preferences(muted=(Group.PAPERS,)))
    assert moments("item_doubted", "item_doubted", "item_doubted") == []
    assert inbox.pending(vault).waiting == {}


def test_of_very_many_only_what_is_not_muted_is_counted(post, vault, moments, monkeypatch):
    monkeypatch.setattr(turns, "MOST_IN_A_ROW", 1)
    inbox.prefer(vault, Preferences(muted=(Group.PAPERS,)))
    told = moments(*["item_doubted", "feedback_received", "paper_expiring"] * 3)
    assert counts(told) == ["4"]


def test_security_is_told_apart_from_everything_else(post, moments, monkeypatch):
    monkeypatch.setattr(turns, "MOST_IN_A_ROW", 1)
    told = moments(*["share_opened", "feedback_received", "paper_expiring"] * 3)
    assert counts(told) == ["2"]
    with time_machine.travel(now() + 3 * A_MOMENT):
        post.run()
    assert counts(post.inbox) == [None, None, None, "2", "4"]


def test_several_sign_ins_are_told_at_night_before_everything_that_waits_for_the_morning(post, vault):
    post.keeps_quiet("22:00", "06:00")
    night = now().astimezone(VIETNAM).replace(hour=23, minute=30)
    with time_machine.travel(night, tick=False) as clock:
        post.post("agency_accessed", vault=vault)
        post.run()
        assert post.inbox == []
        for _ in range(3):
            post.post("signed_in_elsewhere", vault=vault)
        post.run()
        clock.shift(A_MOMENT)
        post.run()
        assert counts(post.inbox) == [None, "2"]
        clock.shift(timedelta(hours=7))
        post.run()
    assert counts(post.inbox) == [None, "2", None]


def test_a_dossiers_contact_hears_of_that_dossier_alone(post, moments):
    contact = "84912345678"
    of_one = moments(*["result_ready"] * 3, phone=contact, about="dossier/D")
    assert [each["phone"] for each in of_one] == [contact]
    of_others = moments(*["item_doubted"] * 3, phone=contact)
    assert [each["phone"] for each in of_others] == [OWN]
