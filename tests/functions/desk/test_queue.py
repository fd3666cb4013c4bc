"""Queues: a page is one Query, by due date, of what the unit has in hand and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import Any

import pytest

from shared.domain.dossiers import Party
from shared.storage import keys
from shared.storage.clients import table
from shared.storage.table import put, write
from tests.functions.at_the_desk import OTHER_COMMUNE, a_citizen, a_dossier, an_officer

RECEIVED = 2


@pytest.fixture
def received(desk):
    """Three of the unit, received on three days: due on Wednesday 9, Thursday 10 and Friday 11 September."""

    def one(**changes: Any) -> str:
        dossier = a_dossier(a_citizen().vault, **changes)
        assert desk.receive(dossier).status == 200
        return dossier.id

    return one


def found(answer: Any) -> list[str]:
    assert answer.status == 200, answer.json
    return [each["id"] for each in answer.json["dossiers"]]


def test_a_unit_sees_its_dossiers_of_a_state_those_due_first_at_the_top(desk, received, clock):
    a_dossier(a_citizen().vault, unit=OTHER_COMMUNE)
    waiting = a_dossier(a_citizen().vault).id
    first = received()
    clock.shift(timedelta(days=6))
    second = received()
    page = desk.queue(state=RECEIVED)
    assert found(page) == [first, second]
    assert page.json["dossiers"][0]["deadline"]["text"] == "còn 4 ngày làm việc"
    assert page.json["dossiers"][0]["officer"]["name"] == "Trần Văn Bình"
    assert page.json["dossiers"][0]["procedure"]["name"].startswith("Chỉnh sửa nội dung văn bằng")
    assert found(desk.queue(state=1)) == [waiting]
    assert desk.queue(state=1).json["dossiers"][0]["deadline"]["text"] == "chưa tính thời hạn"


def test_a_queue_goes_on_where_it_ended(desk, received):
    every = sorted(received() for _ in range(3))
    first = desk.queue(state=RECEIVED, limit=2)
    rest = desk.queue(state=RECEIVED, limit=2, cursor=first.json["cursor"])
    assert (found(first), found(rest)) == (every[:2], every[2:])
    assert rest.json["cursor"] is None
    assert desk.queue(state=RECEIVED, cursor="x").json["code"] == "BAD_CURSOR"


def test_a_warm_page_is_one_query(desk, received, calls):
    received()
    desk.queue(state=RECEIVED)
    calls.clear()
    desk.queue(state=RECEIVED)
    assert calls == {"Query": 1}


def test_a_first_page_of_a_long_queue_reads_no_more_than_ten_units(desk, received):
    """An index is read eventually consistent: half a unit for each 4 KB of what it carries."""
    name = "Công ty trách nhiệm hữu hạn một thành viên thương mại và dịch vụ Nguyễn Thị Phương Thảo"
    received(owner_party=Party(name=name), applicant=Party(name="Nguyễn Thị Phương Thảo", phone="0905123456"))
    [row] = table().query(
        IndexName="by_queue",
        KeyConditionExpression="queue_key = :queue",
        ExpressionAttributeValues={":queue": "QUEUE#H21.001#2"},
    )["Items"]
    assert ceil(101 * size(row) / 4096) / 2 <= 10  # a page of a hundred looks one further


def size(value: Any) -> int:
    """Bytes as DynamoDB counts them: names and UTF-8 text, half a byte a digit, and a little for lists and maps."""
    match value:
        case dict():
            return 3 + sum(len(name.encode()) + size(each) + 1 for name, each in value.items())
        case list():
            return 3 + sum(size(each) + 1 for each in value)
        case str():
            return len(value.encode())
        case _:
            return 1 + ceil(len(str(value)) / 2)


def test_what_is_due_is_found_by_when(desk, received, clock):
    first = received()  # due Wednesday 9 September at 17:00
    clock.shift(timedelta(days=6, hours=1))
    second = received()  # due Thursday 10 September
    for at, due, expected in (
        ("2026-09-07T02:00:00Z", "soon", [first]),
        ("2026-09-08T02:00:00Z", "soon", [first, second]),
        ("2026-09-08T02:00:00Z", "today", []),
        ("2026-09-09T02:00:00Z", "today", [first]),
        ("2026-09-09T02:00:00Z", "overdue", []),
        ("2026-09-09T10:00:01Z", "overdue", [first]),
        ("2026-09-11T02:00:00Z", "overdue", [first, second]),
    ):
        clock.move_to(at)
        assert found(desk.queue(state=RECEIVED, due=due)) == expected, (at, due)
    assert [each["deadline"]["text"] for each in desk.queue(state=RECEIVED).json["dossiers"]] == [
        "quá hạn 2 ngày",
        "quá hạn 1 ngày",
    ]


def test_what_waits_for_its_first_look_is_never_overdue(desk, clock):
    a_dossier(a_citizen().vault)
    clock.shift(timedelta(days=10))
    assert found(desk.queue(state=1, due="overdue")) == []


def test_mine_are_found_across_states(desk, received):
    mine = received()
    theirs = a_dossier(a_citizen().vault)
    desk.of(an_officer(name="Lê Thị Mai")).receive(theirs)
    taken = a_dossier(a_citizen().vault)
    desk.act(taken.id, "assign", version=2, officer="me")
    assert set(found(desk.queue(officer="me"))) == {mine, taken.id}
    assert found(desk.queue(officer="me", state=1)) == [taken.id]
    assert found(desk.of(an_officer(OTHER_COMMUNE)).queue(officer=desk.officer.person)) == []


def test_a_queue_is_narrowed_to_one_procedure_and_to_what_nobody_works_on(desk, received):
    mine, free = received(), a_dossier(a_citizen().vault).id
    taken = a_dossier(a_citizen().vault).id
    desk.act(taken, "assign", version=2, officer="me")
    assert set(found(desk.queue(state=1))) == {free, taken}
    assert found(desk.queue(state=1, unassigned=True)) == [free]
    [row] = [each for each in desk.queue(state=RECEIVED).json["dossiers"] if each["id"] == mine]
    same = row["procedure"]["code"]
    assert found(desk.queue(state=RECEIVED, procedure=same)) == [mine]
    assert found(desk.queue(state=1, procedure=same, unassigned=True)) == [free]
    assert found(desk.queue(state=RECEIVED, procedure="9.999999")) == []


def test_a_dossier_is_found_by_its_owners_name_without_accents_and_by_its_code_in_any_state(desk, received):
    thao = a_dossier(a_citizen().vault, owner_party=Party(name="Đặng Thị Phương Thảo"))
    received()
    assert found(desk.queue(state=1, text="thao DANG")) == [thao.id]
    assert found(desk.queue(state=1, text="Lan")) == [thao.id]  # who filed it
    assert found(desk.queue(text=thao.code.lower())) == [thao.id]
    assert found(desk.of(an_officer(OTHER_COMMUNE)).queue(text=thao.code)) == []
    assert desk.queue(text="Thảo").codes == ["STATE_MISSING"]


@pytest.mark.parametrize("query", [{"state": 0}, {"state": 11}, {"state": 2, "limit": 101}, {"due": "later"}, {"x": 1}])
def test_a_queue_asked_wrongly_says_what_is_wrong(desk, query):
    assert desk.queue(**query).status == 400


def test_the_counts_of_a_unit_are_one_read(desk, calls, world):
    write(put({**keys.queues("H21.001"), "sheets": {"260828": {"1": 3, "2": 1}, "260827": {"1": 2}}, "revision": 1}))
    calls.clear()
    answer = desk.api.get("/desk/counts", caller=desk.officer).json
    assert calls == {"GetItem": 1}
    assert {each["state"]: each["count"] for each in answer["counts"] if each["count"]} == {1: 5, 2: 1}
    assert desk.api.get("/desk/counts", caller=desk.officer, query={"unit": OTHER_COMMUNE}).status == 404
