"""What came to rest is seen by administrators, and goes back once, within bounds, when one of them says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from functions.dead_letters import tending
from functions.dead_letters.handlers import room
from functions.dead_letters.spelling import NAMES
from shared.clock import now
from shared.domain.dead_letters import REPLAYED, Resting, kind_and_id
from shared.web.caller import ADMINISTRATOR, HEAD, OFFICER, Caller
from tests.conftest import Api, a_caller
from tests.functions.at_the_desk import a_person

UPLOAD = json.dumps({"Records": [{"s3": {"object": {"key": "01JABCDEFGHJKMNPQRSTVWXYZ0"}}}]})
PLACES = [each.value for each in Resting]


@pytest.fixture(autouse=True)
def queues(world: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    made = {}
    for name in ("UPLOADS", "FORWARDING", *(f"{each.upper()}_DEAD_LETTERS" for each in PLACES)):
        variable = f"{name}_QUEUE_URL" if name in ("UPLOADS", "FORWARDING") else f"{name}_URL"
        made[variable] = world.sqs.create_queue(QueueName=name.lower())["QueueUrl"]
        monkeypatch.setenv(variable, made[variable])
    return made


@pytest.fixture
def me(world: Any) -> Caller:
    return a_caller(person=a_person("Đặng Hoài Khánh"), roles=frozenset({ADMINISTRATOR}))


@pytest.fixture
def client(api: Any) -> Api:
    found: Api = api(room)
    return found


@pytest.fixture
def rest(world: Any, queues: dict[str, str]) -> Any:
    """`rest("uploads", body, …)` lays letters there."""

    def laid(place: str, *bodies: str) -> None:
        for body in bodies:
            world.sqs.send_message(QueueUrl=queues[f"{place.upper()}_DEAD_LETTERS_URL"], MessageBody=body)

    return laid


def waiting(world: Any, address: str) -> list[str]:
    found: list[str] = []
    while got := world.sqs.receive_message(QueueUrl=address, MaxNumberOfMessages=10).get("Messages"):
        found += [each["Body"] for each in got]
    return sorted(found)


def shown(client: Api, me: Caller) -> dict[str, Any]:
    return {each["resting"]: each for each in client.get("/dead-letters", caller=me).json["resting"]}


@pytest.mark.parametrize("roles", [frozenset(), frozenset({OFFICER, HEAD})])
@pytest.mark.parametrize(("method", "path"), [("GET", "/dead-letters"), ("POST", "/dead-letters/uploads/replays")])
def test_only_administrators_are_let_in(client: Api, method: str, path: str, roles: Any) -> None:
    assert client.ask(method, path).status == 401
    assert client.ask(method, path, caller=a_caller(roles=roles)).status == 403


def test_before_anybody_looked_every_place_is_named_and_nothing_claimed(client: Api, me: Caller) -> None:
    assert [(each["name"], each["looked_at"], each["count"]) for each in shown(client, me).values()] == [
        (NAMES[each], None, 0) for each in Resting
    ]


def test_a_look_tells_how_many_since_when_and_of_what_kind_but_never_what_they_say(
    client: Api, me: Caller, rest: Any, calls: Any
) -> None:
    rest("uploads", UPLOAD, "not json")
    rest("notifications", *(json.dumps({"message": f"m{n}", "name": "Nguyễn Thị Lan"}) for n in range(3)))
    tending.tend(now())
    calls.clear()
    found = shown(client, me)
    assert calls == {"Query": 2}
    assert (found["uploads"]["count"], found["notifications"]["count"], found["outbox"]["count"]) == (2, 3, 0)
    assert found["notifications"]["kinds"] == [{"name": "một thông báo", "count": 3}]
    assert found["uploads"]["ids"] == ["01JABCDEFGHJKMNPQRSTVWXYZ0"]
    assert found["uploads"]["oldest"] is not None
    assert "Lan" not in str(found)


def test_looking_takes_nothing_away(world: Any, queues: Any, rest: Any) -> None:
    rest("outbox", "{}")
    tending.tend(now())
    tending.tend(now())
    assert waiting(world, queues["OUTBOX_DEAD_LETTERS_URL"]) == ["{}"]


def test_a_replay_gives_back_what_rested_and_says_who_asked_and_how_many(
    client: Api, me: Caller, world: Any, queues: Any, rest: Any
) -> None:
    rest("uploads", *(f"{n:02d}" for n in range(23)))
    asked = client.post("/dead-letters/uploads/replays", caller=me)
    assert (asked.status, asked.json["by"], asked.json["done_at"]) == (202, "Đặng Hoài Khánh", None)
    tending.tend(now())
    [told] = client.get("/dead-letters", caller=me).json["replays"]
    assert (told["given_back"], told["by"], told["done_at"] is not None) == (23, "Đặng Hoài Khánh", True)
    assert waiting(world, queues["UPLOADS_QUEUE_URL"]) == [f"{n:02d}" for n in range(23)]
    assert waiting(world, queues["UPLOADS_DEAD_LETTERS_URL"]) == []
    tending.tend(now())
    assert waiting(world, queues["UPLOADS_QUEUE_URL"]) == []


def test_while_one_is_under_way_no_second_one_begins(client: Api, me: Caller) -> None:
    assert client.post("/dead-letters/uploads/replays", caller=me).status == 202
    again = client.post("/dead-letters/uploads/replays", caller=me)
    assert (again.status, again.codes) == (409, ["REPLAY_UNDER_WAY"])
    assert client.post("/dead-letters/notifications/replays", caller=me).status == 202
    tending.tend(now())
    assert client.post("/dead-letters/uploads/replays", caller=me).status == 202


def test_what_comes_to_rest_after_it_was_asked_stays(
    client: Api, me: Caller, world: Any, queues: Any, rest: Any
) -> None:
    rest("uploads", "before")
    client.post("/dead-letters/uploads/replays", caller=me)
    rest("uploads", "after")
    tending.tend(now())
    assert waiting(world, queues["UPLOADS_QUEUE_URL"]) == ["before"]
    [told] = client.get("/dead-letters", caller=me).json["replays"]
    assert (told["given_back"], told["done_at"] is not None) == (1, True)


def test_a_run_that_dies_anywhere_is_made_good_by_the_next(  # noqa: PLR0917 - what it needs
    client: Api, me: Caller, world: Any, queues: Any, rest: Any, calls: Any
) -> None:
    class Death(BaseException):
        pass

    for after in ("SendMessage", "DeleteMessage", "UpdateItem"):
        rest("uploads", after)
        client.post("/dead-letters/uploads/replays", caller=me)

        def dies(operation: str, after: str = after) -> None:
            if operation == after:
                calls.then = None
                raise Death

        calls.then = dies
        with pytest.raises(Death):
            tending.tend(now())
        calls.then = None
        tending.tend(now())
        assert client.get("/dead-letters", caller=me).json["replays"][0]["done_at"] is not None
    assert set(waiting(world, queues["UPLOADS_QUEUE_URL"])) == {"SendMessage", "DeleteMessage", "UpdateItem"}


def test_a_replay_is_bounded(client: Api, me: Caller, rest: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tending, "MOST", 12)
    rest("uploads", *(str(n) for n in range(15)))
    client.post("/dead-letters/uploads/replays", caller=me)
    tending.tend(now())
    [told] = client.get("/dead-letters", caller=me).json["replays"]
    assert (told["given_back"], told["done_at"] is not None) == (12, True)
    assert shown(client, me)["uploads"]["count"] == 3


def test_what_takes_longer_than_a_run_goes_on_in_the_next(
    client: Api, me: Caller, rest: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tending, "SECONDS", -1.0)
    rest("uploads", *(str(n) for n in range(15)))
    client.post("/dead-letters/uploads/replays", caller=me)

    def told() -> tuple[int, bool]:
        [found] = client.get("/dead-letters", caller=me).json["replays"]
        return found["given_back"], found["done_at"] is not None

    tending.tend(now())
    assert told() == (10, False)
    tending.tend(now())
    tending.tend(now())
    assert told() == (15, True)


def test_replays_of_every_place_at_once_leave_a_run_time_to_look() -> None:
    config = json.loads((Path(__file__).parents[3] / ".chalice" / "config.json").read_text("utf-8"))
    allowed = config["lambda_functions"]["tend_dead_letters"]["lambda_timeout"]
    assert len(REPLAYED) * tending.SECONDS <= allowed / 2


@pytest.mark.parametrize(("place", "status"), [("outbox", 409), ("counting", 409), ("letters", 404)])
def test_what_no_button_gives_back_is_refused(client: Api, me: Caller, place: str, status: int) -> None:
    assert client.post(f"/dead-letters/{place}/replays", caller=me).status == status


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (UPLOAD, ("upload", "01JABCDEFGHJKMNPQRSTVWXYZ0")),
        ('{"message": "m"}', ("message", "m")),
        ('{"vault": "v"}', ("vault", "v")),
        ('{"DDBStreamBatchInfo": {"startSequenceNumber": "7"}}', ("stream", "7")),
        ('{"feedback": "f", "step": 1, "unit": "H21.002"}', ("feedback", "f")),
        ('{"DDBStreamBatchInfo": {}}', ("stream", "")),
        ("[]", ("unknown", "")),
        ('"Nguyễn Thị Lan"', ("unknown", "")),
        ("not json", ("unknown", "")),
    ],
)
def test_of_a_letter_only_its_kind_and_one_id_are_told(body: str, told: tuple[str, str]) -> None:
    assert kind_and_id(body) == told


def test_an_export_is_known_by_its_own_id_and_not_by_its_vault() -> None:
    assert kind_and_id(json.dumps({"vault": "V", "export": "E"})) == ("export", "E")
