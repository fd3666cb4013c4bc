"""What the front page asks before the frame is there: asked once, taken once, and asked anew when it failed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import functions.portal
from infra.demo.people import EMPTY
from tests.end_to_end.test_portal import Person, browser, page  # noqa: F401 - fixtures

pytestmark = pytest.mark.stack

PAGES = json.loads(Path(functions.portal.__file__).with_name("pages.json").read_bytes())
ASKS = {each["path"]: each["asks"] for each in PAGES if "asks" in each and "{" not in each["path"]}


@pytest.fixture
def citizen(page, stack):  # noqa: F811 - the fixture
    somebody = Person(page, stack, EMPTY)
    somebody.go("/sign-in")
    somebody.signs_in()
    somebody.is_at(f"Xin chào {EMPTY.name}")
    return somebody


def opened(citizen, place):
    """How often each address was asked while this page was opened first."""
    asked = Counter[str]()
    heard = lambda request: asked.update([f"{request.method} {request.url.removeprefix(citizen.address)}"])  # noqa: E731
    citizen.page.goto("about:blank")
    citizen.page.on("request", heard)
    citizen.go(place)
    citizen.is_at(".")
    citizen.page.remove_listener("request", heard)
    return asked


def test_nothing_is_asked_twice_by_a_page_that_is_opened_first(citizen):
    for place in sorted(ASKS.keys() - {"/sign-in"}):
        asked = opened(citizen, place)
        assert asked[f"GET {ASKS[place]}"] == 1, place
        assert not [each for each, times in asked.items() if times > 1], place


def test_the_ways_to_sign_in_are_asked_for_once(page, stack):  # noqa: F811 - the fixture
    asked = opened(Person(page, stack, EMPTY), "/sign-in")
    assert asked["GET sign-in/providers"] == asked["POST session"] == 1


@pytest.mark.parametrize("name", ["session", "me", ASKS["/vault"]])
def test_what_failed_on_its_way_is_asked_anew(citizen, name):
    asked = []

    def fails_once(route):
        asked.append(route.request.method)
        if len(asked) > 1:
            route.continue_()
        elif name == "session":
            route.fulfill(status=503, body="")
        else:
            route.abort()

    citizen.page.route(f"{citizen.address}{name}", fails_once)
    opened(citizen, "/vault")
    assert len(asked) == 2
    citizen.sees("Thêm mới")


def test_what_was_asked_for_one_page_is_not_given_to_another(citizen):
    """Somebody goes elsewhere before it is there: back on that page, it is asked anew."""
    asked = opened(citizen, "/vault?q=khong-co")  # narrowed: what the whole list asks is not asked early
    assert not asked[f"GET {ASKS['/vault']}"]
    citizen.go("/dossiers")
    citizen.is_at("Hồ sơ của tôi")
    with citizen.page.expect_request(f"{citizen.address}{ASKS['/vault']}"):
        citizen.go("/vault")
