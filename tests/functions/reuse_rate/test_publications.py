"""Figures that are wanted before the night: handed over once, to the function of the night."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from functions.reuse_rate.handlers import publish_reuse_rate
from shared.clock import now, today
from shared.domain.figures import View
from shared.storage import announcements, clients, figures, keys
from shared.storage.table import put, write
from shared.web.caller import HEAD
from tests.conftest import a_caller
from tests.functions.reuse_rate.conftest import ADMIN, MONTH, officer, on_demand

PUBLICATIONS = "/reuse-rate/publications"


@pytest.fixture
def bus(province):
    """What the account's bus was told since it was last asked, as the function of the night hears it."""
    told: list[dict] = []

    def hear(params, **_):
        told.extend(params["Entries"])

    door = clients.events().meta.events
    door.register("provide-client-params.events.PutEvents", hear)
    province.world.calls.clear()

    def heard() -> list[dict]:
        found = [_delivered(each) for each in told]
        told.clear()
        return found

    yield heard
    door.unregister("provide-client-params.events.PutEvents", hear)


def _delivered(entry: dict) -> dict:
    assert (entry["Source"], entry["DetailType"]) == ("kho.test", announcements.PUBLICATION)
    return {**on_demand(), "detail": json.loads(entry["Detail"])}


def ask(province, *periods: str, caller=ADMIN):
    return province.api.post(PUBLICATIONS, caller=caller, body={"periods": list(periods)})


def test_what_was_asked_for_is_published_by_the_function_of_the_night(province, bus):
    before = figures.published("H21.001", MONTH, View.AS_IT_WAS).at
    answer = ask(province, MONTH)
    assert answer.status == 202
    [pending] = answer.json["periods"]
    assert (pending["period"], pending["look_at"]) == (MONTH, f"{PUBLICATIONS}/{MONTH}")
    [event] = bus()
    assert event["detail"] == {"periods": [MONTH]}
    publish_reuse_rate(event, None)
    done = province.ask(pending["look_at"], officer("H21.001")).json
    assert done["published_at"] >= done["asked_at"] == pending["asked_at"]
    after = province.ask("/reuse-rate", officer("H21.001"), period=MONTH).json["published_at"]
    assert datetime.fromisoformat(after) >= datetime.fromisoformat(pending["asked_at"]) > before


def test_asking_twice_is_one_publication_and_a_minute_later_another(province, bus):
    first, second = ask(province, MONTH, MONTH), ask(province, MONTH)
    assert first.json == second.json
    assert len(bus()) == 1
    earlier = now() - timedelta(minutes=2)
    write(put({**keys.asked(MONTH), "at": earlier.isoformat()}))
    ask(province, MONTH)
    assert len(bus()) == 1


def test_only_what_was_not_just_asked_for_is_handed_over(province, bus):
    ask(province, MONTH)
    ask(province, MONTH, "2026-Q3")
    assert [each["detail"]["periods"] for each in bus()] == [[MONTH], ["2026-Q3"]]


def test_asking_costs_a_note_a_period_and_one_event(province, bus):
    ask(province, MONTH, "2026-Q3")
    assert province.world.calls == {"PutItem": 2, "PutEvents": 1}
    assert bus()


def test_days_to_come_and_what_is_no_period_are_refused_and_nothing_is_handed_over(province, bus):
    far = f"{today().year + 2}"
    answer = ask(province, MONTH, far, f"{far}-05")
    assert (answer.status, answer.codes) == (409, ["PERIOD_NOT_BEGUN", "PERIOD_NOT_BEGUN"])
    for wrong in ([], ["x"], [MONTH] * 6, ["2026-02-30"]):
        assert ask(province, *wrong).status in (400, 422)
    assert bus() == []


def test_of_a_period_nobody_asked_for_nothing_is_noted(province):
    known = province.ask(f"{PUBLICATIONS}/2021-03", officer("H21.001"))
    assert known.json == {"period": "2021-03", "asked_at": None, "published_at": None, "frozen_at": None}
    assert province.world.calls == {"BatchGetItem": 1}
    assert province.ask(f"{PUBLICATIONS}/2021-13", officer("H21.001")).codes == ["BAD_PERIOD"]


def test_a_head_may_ask_and_nobody_below(province, bus):
    assert ask(province, MONTH, caller=officer("H21.001", HEAD)).status == 202
    for other in (officer("H21.001"), a_caller()):
        assert ask(province, MONTH, caller=other).status == 403
    assert len(bus()) == 1


def test_of_a_period_that_has_nothing_it_is_known_that_it_was_published(province, bus):
    ask(province, "2021-03")
    [event] = bus()
    publish_reuse_rate(event, None)
    known = province.ask(f"{PUBLICATIONS}/2021-03", officer("H21.001")).json
    assert known["published_at"] >= known["asked_at"]
    assert province.ask("/reuse-rate", officer("H21.001"), period="2021-03").codes == ["NOT_PUBLISHED"]
