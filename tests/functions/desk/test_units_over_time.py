"""The first of July 2025 replayed at the desk: what a unit had goes on at who continues it, never by its name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from shared.storage import dossiers
from tests.functions.at_the_desk import Desk, a_citizen, a_dossier, an_officer

OLD_TAY_SON, NEW_TAY_SON = "H21.900.180", "H21.020"  # a ward of An Khê; a commune of Bình Định
OLD_IA_BANG, ANOTHER_IA_BANG, NEW_IA_BANG = "H21.900.035", "H21.900.142", "H21.088"
BEFORE, AFTER = "2025-06-27T02:00:00Z", "2025-07-02T02:00:00Z"
WAITING = 1


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(BEFORE, tick=False) as traveller:
        yield traveller


def found(desk: Desk, **query: object) -> list[str]:
    answer = desk.queue(state=WAITING, **query)
    return [each["id"] for each in answer.json["dossiers"]] if answer.status == 200 else [answer.json["code"]]


def test_the_successor_finds_what_its_predecessor_had_and_takes_it_over_with_its_first_act(desk, clock):
    dossier = a_dossier(a_citizen().vault, unit=ANOTHER_IA_BANG)
    successor = desk.of(an_officer(NEW_IA_BANG))
    clock.move_to(AFTER)
    assert found(successor) == []
    assert found(successor, unit=ANOTHER_IA_BANG) == [dossier.id]
    page = successor.read(dossier.id).json
    assert (page["unit"]["code"], page["history"][0]["state"]) == (ANOTHER_IA_BANG, 1)
    taken = successor.act(dossier.id, "assign", version=2, officer="me")
    assert taken.status == 200, taken.json
    assert (dossiers.dossier(dossier.id).unit, dossiers.dossier(dossier.id).at_unit) == (ANOTHER_IA_BANG, NEW_IA_BANG)
    assert found(successor) == [dossier.id]
    assert found(successor, unit=ANOTHER_IA_BANG) == []


def test_an_officer_follows_their_unit_into_its_successor(desk, clock):
    dossier = a_dossier(a_citizen().vault, unit=ANOTHER_IA_BANG)
    officer = desk.of(an_officer(ANOTHER_IA_BANG))
    assert found(officer) == [dossier.id]
    clock.move_to(AFTER)
    assert found(officer, unit=ANOTHER_IA_BANG) == [dossier.id]
    assert officer.read(dossier.id).status == 200


def test_the_officers_of_a_merged_unit_are_among_its_successors(desk, clock):
    came, stayed = an_officer(ANOTHER_IA_BANG, name="Rơ Châm Hyai"), an_officer(NEW_IA_BANG, name="Siu Hơ Lan")
    namesake = an_officer(OLD_IA_BANG, name="Ksor Blih")
    split = an_officer("H08.900.086", name="Đinh Văn Tuấn")
    clock.move_to(AFTER)
    listed = desk.api.get("/desk/officers", caller=stayed).json["officers"]
    assert [each["id"] for each in listed] == [came.person, stayed.person]
    assert not {namesake.person, split.person} & {each["id"] for each in listed}


def test_units_of_the_same_name_are_never_mixed_up(desk, clock):
    there = a_dossier(a_citizen().vault, unit=OLD_IA_BANG)
    ward = a_dossier(a_citizen().vault, unit=OLD_TAY_SON)
    clock.move_to(AFTER)
    ia_bang, tay_son = desk.of(an_officer(NEW_IA_BANG)), desk.of(an_officer(NEW_TAY_SON))
    for namesake, dossier, old in ((ia_bang, there, OLD_IA_BANG), (tay_son, ward, OLD_TAY_SON)):
        assert namesake.read(dossier.id).json["code"] == "NO_SUCH_DOSSIER"
        assert found(namesake, unit=old) == ["NO_SUCH_QUEUE"]
        assert found(namesake, text=dossier.code) == []


def test_before_the_merger_a_successor_has_nothing_of_it(desk, clock):
    dossier = a_dossier(a_citizen().vault, unit=ANOTHER_IA_BANG)
    early = desk.of(an_officer(NEW_IA_BANG))
    assert early.read(dossier.id).json["code"] == "NO_UNIT"
    clock.move_to(AFTER)
    clock.shift(timedelta(days=1))
    assert early.read(dossier.id).status == 200


def test_a_unit_knows_whose_work_came_down_to_it(desk, clock):
    clock.move_to(AFTER)
    successor = desk.of(an_officer(NEW_IA_BANG))
    answer = desk.api.get("/desk/counts", caller=successor.officer).json
    assert [each["code"] for each in answer["predecessors"]] == ["H21.900.142", "H21.900.143", "H21.900.144"]
    assert {each["count"] for each in answer["counts"]} == {0}


def test_what_a_split_unit_had_is_for_whichever_successor_takes_it_first(desk, clock):
    split, one, another = "H08.900.086", "H21.030", "H21.031"
    dossier = a_dossier(a_citizen().vault, unit=split)
    before = desk.of(an_officer(split))
    clock.move_to(AFTER)
    first, second = desk.of(an_officer(one)), desk.of(an_officer(another))
    assert found(first, unit=split) == found(second, unit=split) == [dossier.id]
    assert before.read(dossier.id).json["code"] == "NO_UNIT"  # its officers wait for a new appointment
    assert second.act(dossier.id, "assign", version=2, officer="me").status == 200
    assert first.read(dossier.id).json["code"] == "NO_SUCH_DOSSIER"
    assert found(second) == [dossier.id]
