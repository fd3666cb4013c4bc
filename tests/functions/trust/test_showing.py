"""What an administrator sees of the trust."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.trust import handlers, rules
from functions.trust.rules import Freshness
from shared.signatures.trust import TrustStore
from shared.storage import crls, trust
from shared.web.caller import ADMINISTRATOR, OFFICER
from tests import signed_pdfs
from tests.conftest import a_caller
from tests.functions.trust.test_fetching import a_list
from tests.signed_pdfs import NOW


@pytest.fixture
def shown(believing, api):
    trust_api = api(handlers.room)

    def ask():
        trust.forget()
        return trust_api.get("/trust", caller=a_caller(roles=frozenset({ADMINISTRATOR}))).json

    return ask


def of(shown, name):
    return next(each for each in shown["authorities"] if each["key"] == name)


def test_only_administrators_see_it(believing, api):
    assert api(handlers.room).get("/trust", caller=a_caller(roles=frozenset({OFFICER}))).status == 403
    assert api(handlers.room).get("/trust").status == 401


def test_every_authority_is_there_with_its_list_and_how_long_it_is_good_for(shown):
    store = trust.current().store
    fresh, _ = crls.receive(a_list([7], days=2), store=store, at=NOW)
    crls.receive(a_list(by=signed_pdfs.pki().roots["root-g2"], days=0), store=store, at=NOW - timedelta(hours=1))
    told = shown()
    authority = of(told, fresh.key)
    assert (authority["purpose"], authority["freshness"]) == ("intermediate", "fresh")
    listed = authority["revocation_list"]
    assert (listed["number"], listed["revoked"], listed["older"]) == (fresh.number, 1, 0)
    assert listed["hours_left"] == pytest.approx(48, abs=0.1)
    assert listed["fetched_at"]
    standings = [each["freshness"] for each in told["authorities"] if each["purpose"] != "public"]
    assert (standings.count("fresh"), standings.count("stale")) == (1, 1)
    assert told["is_stale"]


def test_the_versions_are_those_verdicts_name(shown):
    told = shown()
    believed = trust.current()
    assert (told["trust_store"], told["revocation"]) == (believed.store.version, believed.revocation.version)
    assert told["policies"]["deposit"] == signed_pdfs.judged(signed_pdfs.a_paper()).judged_with.policy


def test_alone_the_shipped_authorities_are_shown(shown, monkeypatch):
    monkeypatch.setenv("DEMO_TRUST", "false")
    told = shown()
    store = TrustStore.shipped()
    assert len(told["authorities"]) == len(store.authorities + store.public)
    assert not told["stage_believes_demonstration"]


def test_a_list_without_an_end_is_good_for_nothing():
    assert rules.freshness(None, NOW) is Freshness.STALE
    assert rules.hours_left(None, NOW) == 0.0


def test_papers_that_wait_for_a_verdict_are_counted(shown, world):
    assert (shown()["undecided"], shown()["undecided_more"]) == (0, False)
    for n in range(3):
        world.dynamodb.Table("kho").put_item(
            Item={"PK": f"ITEM#{n}", "SK": "VERSION#0001", "owner_key": "REJUDGE#1", "owner_sort": f"2026-11-23#{n}"}
        )
    assert shown()["undecided"] == 3
