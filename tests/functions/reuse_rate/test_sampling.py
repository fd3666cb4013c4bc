"""A part of the counting done anew each night: what differs is told to people, and nothing is changed."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from functions.reuse_rate import sampling
from functions.reuse_rate.handlers import recount_sample, room
from infra import recount
from shared.clock import new_id, now, today
from shared.domain.dossiers import State
from shared.domain.recounts import Night
from shared.storage import catalogues, recounts
from shared.storage.table import put, write
from tests.conftest import NAMES
from tests.functions.reuse_rate import stream
from tests.functions.reuse_rate.conftest import ADMIN, officer, on_demand
from tests.functions.reuse_rate.spoiling import HOWS, spoilt

UNIT = "H21.001"


class Died(BaseException):
    """The function, in the middle of it."""


@pytest.fixture
def yesterday(counted):
    """Dossiers of a commune, received yesterday, some of them still open; counted and kept."""
    day = today() - timedelta(days=1)
    found = stream.received_in(day, day, {UNIT: 6})
    stream.told([stream.a_change(None, each) for each in found])
    for each in found:
        write(put(stream.a_queued_row(each)))
    counted.calls.clear()
    return counted, found


def night(on: date | None = None):
    return sampling.sample(on or today())


def an_open_one(world):
    """What is kept of a dossier in the unit's queue."""
    return next(each for each in world.rows("COUNTED#") if each["state"] == State.IN_PROGRESS)


def counters(world) -> list:
    return [*world.rows("TALLY#"), *world.rows("COUNTED#")]


def test_a_night_without_a_difference_says_how_many_dossiers_it_counted(yesterday):
    assert yesterday
    found = night()
    assert (found.dossiers, found.differences, found.is_whole) == (6, (), True)


@pytest.mark.parametrize("how", HOWS)
def test_what_a_hand_spoilt_is_found_left_as_it_is_and_repaired_by_the_recount(yesterday, how, caplog):
    world, _ = yesterday
    spoilt(world, how, kept=an_open_one(world))
    before = counters(world)
    recount_sample(on_demand(), None)
    assert counters(world) == before
    [kept] = recounts.latest(5)
    assert {each.unit for each in kept.differences} == {UNIT}
    lines = [json.loads(each) for each in caplog.messages]
    assert [each["ReuseRateDifferences"] for each in lines if "_aws" in each] == [len(kept.differences)]
    told = [each for each in lines if each.get("event") == "reuse_rate.differs"]
    assert all(set(each) == {"event", "what", "unit", "day", "dossier"} for each in told)
    assert len(told) == len(kept.differences)
    repaired = recount.main(["--stage", "x", "--segments", "1", "--repair"], lambda _stage: {"Table": NAMES["TABLE"]})
    assert repaired == 0
    assert night(today() + timedelta(days=1)).differences == ()


def test_a_second_time_the_same_night_does_nothing(yesterday):
    world, _ = yesterday
    first = night()
    world.calls.clear()
    assert night() == first
    assert world.calls == {"GetItem": 1}


def test_a_night_that_died_goes_on_where_it_was(yesterday):
    world, _ = yesterday
    spoilt(world, "sheet")
    deaths = 0
    while (found := survived(world, calls=25)) is None:
        deaths += 1
    assert deaths > 1
    assert found.parts == len(sampling.parts(stream.catalogue(), today()))
    assert [each.what for each in found.differences] == ["sheet"]


def test_a_night_that_died_misses_no_part_though_units_were_imported_in_another_order(yesterday):
    """Parts are told by their place, so they stay those of the catalogue the night began with."""
    world, _ = yesterday
    spoilt(world, "sheet")
    was = catalogues.current()
    others = tuple(each for each in was.units if each.code != UNIT)
    [ours] = (each for each in was.units if each.code == UNIT)
    imported(replace(was, version=new_id(), units=(*others, ours)))
    assert survived(world, calls=60) is None
    assert recounts.night(today()).parts > 1
    imported(replace(was, version=new_id(), units=(ours, *others)))
    assert [each.what for each in night().differences] == ["sheet"]


def imported(catalogue):
    catalogues.keep(catalogue, imported_at=now(), imported_by=new_id(), after=catalogues.pointer())


def test_of_two_runs_of_one_night_the_slower_one_takes_nothing_back(yesterday, calls):
    assert yesterday
    quicker = []

    def overtake(name):
        if name == "PutItem":
            calls.then = None
            quicker.append(night())

    calls.then = overtake
    slower = night()
    [kept] = recounts.latest(5)
    assert [slower] == quicker == [kept]
    assert kept.ended_at


def survived(world, *, calls: int):
    """The night, or None when the function died after so many calls."""
    world.calls.clear()

    def die(_name: str) -> None:
        if world.calls.total() > calls:
            raise Died

    world.calls.then = die
    try:
        return night()
    except Died:
        return None
    finally:
        world.calls.then = None


def test_what_only_changed_while_it_was_looked_at_is_no_difference(yesterday):
    world, found = yesterday
    spoilt(world, "sheet")
    day = today()
    tonight = sampling.parts(catalogues.current(), day)
    doubtful = next(n for n, each in enumerate(tonight) if each.unit == UNIT)
    differing, size = sampling.compared(tonight[doubtful])
    assert differing
    kept = catalogues.current().version
    begun = Night(day=day, begun_at=found[0].received_at, catalogue=kept, parts=len(tonight), dossiers=size)
    recounts.keep(replace(begun, doubtful=(doubtful,), doubts=tuple(differing)))
    stream.told([stream.a_change(None, found[0])])  # sums the sheet up anew
    assert night().differences == ()


def test_every_month_of_every_unit_comes_in_its_turn_and_none_twice():
    catalogue, first = stream.catalogue(), date(2026, 3, 1)
    looked = Counter(
        (part.unit, part.first)
        for n in range(sampling.NIGHTS)
        for part in sampling.parts(catalogue, first + timedelta(days=n))
        if not part.is_open
    )
    whole = [date(2026, month, 1) for month in (1, 2)] + [date(2025, month, 1) for month in range(1, 13)]
    assert {each for each in looked if each[1] in whole} == {(u.code, m) for u in catalogue.units for m in whole}
    assert set(looked.values()) == {1}


def test_a_night_takes_so_many_dossiers_and_says_that_it_left_some(yesterday, monkeypatch):
    assert yesterday
    monkeypatch.setattr(sampling, "MOST", 5)
    assert night().is_whole is False


def test_one_part_costs_a_few_questions_however_many_dossiers_it_has(yesterday):
    world, _ = yesterday
    day = today()
    sampling.compared(sampling.Part(UNIT, day - timedelta(days=2), day, is_open=True))
    assert world.calls == {"Query": 2 + len(sampling.OPEN), "BatchGetItem": 1, "GetItem": 1}


def test_what_the_nights_found_is_read_by_administrators(yesterday, api):
    world, _ = yesterday
    spoilt(world, "contribution")
    night()
    asking = api(room)
    [found] = asking.get("/reuse-rate/recounts", caller=ADMIN).json["nights"]
    assert [each["what"] for each in found["differences"]] == ["contribution"]
    assert "reused=99" in found["differences"][0]["kept"]
    assert asking.get("/reuse-rate/recounts", caller=officer(UNIT)).status == 403
