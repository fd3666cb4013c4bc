"""What the desks ask of dossiers: their events, their code, the queue of a unit, the work of an officer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.clock import new_id
from shared.domain.dossiers import Dossier, Party, State
from shared.domain.events import Act, Actor
from shared.domain.life import step
from shared.storage import dossiers, keys
from shared.storage.clients import table
from shared.storage.table import NotAsExpected, transact, write

NINE = datetime(2026, 8, 28, 2, 0, tzinfo=UTC)
UNIT = "H21.50.05"


@pytest.fixture
def submitted(world) -> Dossier:
    draft = Dossier(
        id=new_id(),
        owner=new_id(),
        opened_by=new_id(),
        procedure="1.001193",
        unit=UNIT,
        catalogue=new_id(),
        opened_at=NINE,
        answers=(),
        owner_party=Party(name="Đặng Thị Ước"),
    )
    write(dossiers.opened(draft))
    done = step(draft, Act.SUBMITTED, Actor(at=NINE, person=draft.owner), code="H21.50.05-260828-0001")
    transact(*dossiers.stepped(done), dossiers.coded(done.after))
    return replace(done.after, version=2)


def received(dossier: Dossier, officer: str = "01K7WQG2A40000000000000002"):
    by = Actor(at=NINE + timedelta(hours=1), person=officer, unit=UNIT)
    return step(dossier, Act.RECEIVED, by, officer=officer, due_at=NINE + timedelta(days=3))


def queued(index: str, key: str, value: str) -> list[dict]:
    asked = {"KeyConditionExpression": f"{key} = :v", "ExpressionAttributeValues": {":v": value}}
    return table().query(IndexName=index, **asked)["Items"]


def test_a_dossier_remembers_what_happened_to_it_in_order(submitted: Dossier):
    transact(*dossiers.stepped(received(submitted)))
    assert [event.act for event in dossiers.events_of(submitted.id)] == [Act.SUBMITTED, Act.RECEIVED]
    assert [event.act for event in dossiers.events_of(submitted.id, since=2)] == [Act.RECEIVED]


def test_of_two_officers_at_once_the_second_changes_nothing(submitted: Dossier):
    transact(*dossiers.stepped(received(submitted)))
    with pytest.raises(NotAsExpected):
        transact(*dossiers.stepped(received(submitted, officer="01K7WQG2A40000000000000009")))
    assert len(dossiers.events_of(submitted.id)) == 2


def test_a_dossier_is_found_by_its_code(submitted: Dossier):
    assert dossiers.with_code("H21.50.05-260828-0001") == submitted
    assert dossiers.with_code("H21.50.05-260828-0002") is None


def test_a_dossier_moves_through_the_queues_of_its_unit_with_its_state(submitted: Dossier):
    [row] = queued("by_queue", "queue_key", keys.queue(UNIT, State.SUBMITTED))
    assert (row["id"], row["owner_name"], row["words"]) == (
        submitted.id,
        "Đặng Thị Ước",
        "h21.50.05-260828-0001 dang thi uoc",
    )
    transact(*dossiers.stepped(received(submitted)))
    assert queued("by_queue", "queue_key", keys.queue(UNIT, State.SUBMITTED)) == []
    [row] = queued("by_queue", "queue_key", keys.queue(UNIT, State.RECEIVED))
    assert row["queue_sort"] == f"2026-08-31T02:00:00Z#{submitted.id}"
    [row] = queued("by_officer", "officer_key", keys.officers_work("01K7WQG2A40000000000000002"))
    assert row["id"] == submitted.id


def test_a_queue_carries_nothing_of_the_answers(submitted: Dossier):
    [row] = queued("by_queue", "queue_key", keys.queue(UNIT, State.SUBMITTED))
    assert "answers" not in row
