"""Administrators read every message as it may come, at its longest."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.notifications.handlers import room
from functions.notifications.previews import LONGEST, PARAMETER_NAMES
from functions.notifications.words import LIMITS, SHORT
from shared.domain.messages import EVENTS, PARAMETERS
from shared.web.caller import ADMINISTRATOR, HEAD, OFFICER
from tests.conftest import Api, a_caller


@pytest.fixture
def client(api: Any, world: Any) -> Api:
    world.secrets.put_secret_value(SecretId="openid", SecretString=json.dumps({"home": "https://kho.gialai.gov.vn/"}))
    found: Api = api(room)
    return found


@pytest.fixture
def events(client: Api) -> dict[str, Any]:
    answer = client.get("/messages/catalogue", caller=a_caller(roles=frozenset({ADMINISTRATOR})))
    assert answer.status == 200
    return {each["event"]: each for each in answer.json["events"]}


def test_only_administrators_read_it(client: Api) -> None:
    assert client.get("/messages/catalogue").status == 401
    for roles in (frozenset[str](), frozenset({OFFICER, HEAD})):
        assert client.get("/messages/catalogue", caller=a_caller(roles=roles)).status == 403


def test_every_event_is_there_in_both_languages_with_its_templates(events: dict[str, Any]) -> None:
    assert events.keys() == EVENTS.keys()
    for name, each in events.items():
        assert [(said["language"], said["template"]) for said in each["wordings"]] == [
            ("vi", name),
            ("en", f"{name}.en"),
        ]


def test_what_is_longest_still_fits_what_zalo_takes(events: dict[str, Any]) -> None:
    for each in events.values():
        limits = {about["name"]: about["longest"] for about in each["parameters"]}
        for said in each["wordings"]:
            assert {filled["name"] for filled in said["zalo"]} == limits.keys()
            assert all(len(filled["value"]) <= limits[filled["name"]] for filled in said["zalo"])
            assert "{" not in said["longest"]


def test_an_example_is_as_long_as_a_value_may_be() -> None:
    assert PARAMETER_NAMES.keys() >= PARAMETERS.keys() == LONGEST.keys()
    assert all(len(LONGEST[name]) >= LIMITS[name] for name in ("procedure", "unit") if name in LIMITS)
    assert all(len(LONGEST[name]) <= SHORT for name in LONGEST.keys() - LIMITS.keys())


def test_how_insistent_a_message_is_is_said_in_words(events: dict[str, Any]) -> None:
    assert events["dossier_submitted"]["channels_text"].startswith("Zalo và SMS cùng lúc")
    assert events["signed_in_elsewhere"]["is_security"] is True
    assert events["several_news"]["group_name"] == "Tin gộp"


def test_reading_it_asks_aws_once_at_most(client: Api, calls: Any) -> None:
    me = a_caller(roles=frozenset({ADMINISTRATOR}))
    client.get("/messages/catalogue", caller=me)
    assert calls == {"GetSecretValue": 1}
    client.get("/messages/catalogue", caller=me)
    assert calls == {"GetSecretValue": 1}
