"""The boundary: what comes in is checked all at once, who is asking is proved, and nothing leaks on the way out."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.errors import Conflict, NotFound, Unacceptable
from shared.web.caller import Caller
from shared.web.rooms import LARGEST, ROUTES, Room
from shared.web.shapes import Name, Shape, View
from tests.conftest import Api, a_caller

room = Room(__name__)


class Greet(Shape):
    name: Name
    times: int = 1


class Greeting(View):
    text: str
    by: str


_known_before = len(ROUTES)


@room.on("POST", "/greetings", status=201)
def greet(caller: Caller, body: Greet) -> Greeting:
    """Say hello."""
    return Greeting(text=f"Xin chào {body.name}", by=caller.person)


@room.on("GET", "/greetings/{name}", public=True)
def overhear(name: str) -> Greeting:
    return Greeting(text=name, by="everybody")


@room.on("DELETE", "/greetings/{name}", roles=frozenset({"administrator"}))
def unsay(name: str) -> None:
    raise NotFound("NOT_SAID", "Chưa ai nói câu này.")


@room.on("PUT", "/greetings/{name}")
def shout(name: str) -> None:
    raise ZeroDivisionError(f"the secret of {name}")


del ROUTES[_known_before:]  # these belong to no API


@pytest.fixture
def door(api: Any) -> Api:
    return api(room)


def test_a_route_is_closed_unless_it_says_it_is_public(door):
    assert door.post("/greetings", body={"name": "Lan"}).status in (401, 403)
    assert door.get("/greetings/lan").status == 200


def test_who_is_asking_comes_from_the_token(door):
    caller = a_caller()
    answer = door.post("/greetings", caller=caller, body={"name": "Lan"})
    assert (answer.status, answer.json) == (201, {"text": "Xin chào Lan", "by": caller.person})


def test_every_fault_of_a_request_is_told_at_once_with_its_place(door):
    answer = door.post("/greetings", caller=a_caller(), body={"name": "", "times": "many", "shout": True})
    assert answer.status == 400
    assert {(each["where"], each["code"]) for each in answer.json["problems"]} == {
        ("name", "TOO_SHORT"),
        ("times", "NOT_A_NUMBER"),
        ("shout", "FIELD_UNKNOWN"),
    }


def test_a_problem_never_repeats_what_was_sent(door):
    answer = door.post("/greetings", caller=a_caller(), body={"name": "bí mật" * 2000})
    assert answer.codes == ["TOO_LONG"]
    assert "bí mật" not in answer.content.decode()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "BROKEN_JSON"),
        (b"{", "BROKEN_JSON"),
        (b"\xff\xfe", "BROKEN_JSON"),
        (b"[" * 100_000, "BROKEN_JSON"),
        (b"[]", "BODY_NOT_OBJECT"),
        (b'"text"', "BODY_NOT_OBJECT"),
        (b"null", "BODY_NOT_OBJECT"),
    ],
)
def test_a_body_that_is_not_a_json_object_is_malformed(door, body, code):
    answer = door.post("/greetings", caller=a_caller(), body=body)
    assert (answer.status, answer.json["code"]) == (400, code)
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_a_body_larger_than_anybody_types_is_refused_unread(door):
    answer = door.post("/greetings", caller=a_caller(), body=b"{" + b" " * (LARGEST + 1) + b"}")
    assert (answer.status, answer.json["code"]) == (413, "BODY_TOO_LARGE")


def test_of_very_many_faults_as_many_are_told_as_people_read(door):
    answer = door.post("/greetings", caller=a_caller(), body={"name": "Lan", **{f"f{n}": n for n in range(10_000)}})
    assert (answer.status, len(answer.json["problems"])) == (400, 100)


def test_a_name_in_the_path_that_is_no_name_of_ours_is_not_there(door):
    assert door.get("/greetings/" + "a" * 3000).json["code"] == "NO_SUCH_ADDRESS"


def test_a_body_of_another_type_is_refused_as_such(door):
    answer = door.post("/greetings", caller=a_caller(), body=b"name=Lan", headers={"Content-Type": "text/plain"})
    assert (answer.status, answer.json["code"]) == (415, "NOT_JSON")


def test_text_in_decomposed_form_arrives_composed(door):
    decomposed = "Nguye\u0302\u0303n Thi\u0323 Lan"
    answer = door.post("/greetings", caller=a_caller(), body={"name": decomposed})
    assert answer.json["text"] == "Xin chào Nguyễn Thị Lan"


def test_a_role_that_is_missing_is_not_allowed(door):
    assert door.delete("/greetings/lan", caller=a_caller()).status == 403
    assert door.delete("/greetings/lan", caller=a_caller(roles=frozenset({"administrator"}))).status == 404


def test_the_unexpected_tells_nothing_of_its_insides(door, caplog):
    answer = door.put("/greetings/lan", caller=a_caller())
    assert (answer.status, answer.json["code"]) == (500, "UNEXPECTED")
    assert "secret" not in answer.content.decode() + caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_answers_are_not_kept_by_anybody_on_the_way(door):
    assert door.get("/greetings/lan").headers["Cache-Control"] == "no-store"


def test_errors_say_whose_turn_it_is():
    assert [error.status for error in (NotFound, Conflict, Unacceptable)] == [404, 409, 422]
