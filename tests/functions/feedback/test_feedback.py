"""Feedback through its API: given, followed, answered, contested and taken back, and what it does to the paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from functions.feedback import handlers
from shared.clock import now
from shared.domain.items import ItemState
from shared.domain.units import continued_by
from shared.storage import feedbacks, items
from tests.conftest import a_caller
from tests.functions.dossiers.stood import stand_catalogue
from tests.functions.vault.papers import a_paper, replaced

ME, YOU, STRANGER = a_caller(), a_caller(), a_caller()
SAID = {"reason": "NAME", "text": "Tên đệm ghi sai: đúng là “Thị Ước”."}


@pytest.fixture
def desk(api, world):
    stand_catalogue()
    return api(handlers.room)


@pytest.fixture
def unit(desk):
    return next(
        each.code
        for each in handlers.catalogues.current().units
        if each.level == "commune" and each.exists_on(handlers.today())
    )


def given(desk, paper, caller=ME, status=201, **changes):
    answer = desk.post(f"/vault/items/{paper.id}/feedback", caller=caller, body={**SAID, **changes})
    assert answer.status == status, answer.json
    return answer.json


def test_a_reported_paper_is_disputed_for_all_its_holders_and_each_is_told(desk, world, unit):
    paper = a_paper(ME.vault, YOU.vault, issuer_unit=unit)
    feedback = given(desk, paper)
    assert (feedback["state"], feedback["unit"]) == ("received", unit)
    assert items.item(paper.id).state is ItemState.DISPUTED
    told = {(row["event"], row["vault"], row["about"]) for row in world.rows("OUTBOX#")}
    assert told >= {
        ("feedback_received", ME.vault, f"feedback/{feedback['id']}"),
        ("item_disputed", YOU.vault, f"item/{paper.id}"),
    }


def test_the_same_paper_is_not_reported_twice_while_it_is_open(desk, unit):
    paper = a_paper(ME.vault, issuer_unit=unit)
    first = given(desk, paper)
    again = given(desk, paper, status=409)
    assert (again["code"], again["problems"][0]["where"]) == ("ALREADY_REPORTED", f"/feedback/{first['id']}")


def test_another_person_neither_reports_my_paper_nor_reads_my_feedback(desk, unit):
    paper = a_paper(ME.vault, issuer_unit=unit)
    given(desk, paper, caller=STRANGER, status=404)
    mine = given(desk, paper)
    assert desk.get(f"/feedback/{mine['id']}", caller=STRANGER).status == 404
    assert desk.get("/feedback", caller=STRANGER).json["feedback"] == []


def test_a_version_that_was_superseded_is_told_so(desk, unit):
    paper = replaced(a_paper(ME.vault, issuer_unit=unit), b"new")
    assert given(desk, paper, status=409, version=1)["code"] == "ALREADY_CORRECTED"


def test_everything_wrong_with_a_report_is_told_at_once(desk, unit):
    paper = a_paper(ME.vault, issuer_unit=unit)
    refused = given(desk, paper, status=422, reason="WHATEVER", text="sai")
    assert {each["code"] for each in refused["problems"]} == {"REASON_UNKNOWN", "TEXT_TOO_SHORT"}
    assert items.item(paper.id).state is ItemState.ACTIVE


def test_an_unknown_issuer_is_named_by_the_holder(desk, unit):
    paper = a_paper(ME.vault)
    assert given(desk, paper, status=422)["code"] == "UNIT_NOT_KNOWN"
    assert given(desk, paper, unit=unit)["unit"] == unit


def test_a_paper_of_a_unit_that_is_no_more_is_answered_by_who_continues_it(desk, world):
    units = handlers.catalogues.current().units_by_code
    dead, alive = next(
        (code, heirs)
        for code, each in units.items()
        if not each.exists_on(handlers.today()) and len(heirs := continued_by(code, units, on=handlers.today())) == 1
    )
    feedback = given(desk, a_paper(ME.vault, issuer_unit=dead))
    assert feedback["unit"] in alive
    head = a_caller(roles=frozenset({"officer", "head"}), unit=feedback["unit"])
    assert feedbacks.of_unit(head.unit, is_open=True, limit=9).rows[0]["id"] == feedback["id"]


def test_of_a_unit_that_was_split_one_is_asked_for_and_only_a_successor_taken(desk):
    units = handlers.catalogues.current().units_by_code
    split, alive = next(
        (code, heirs) for code in units if len(heirs := continued_by(code, units, on=handlers.today())) > 1
    )
    paper = a_paper(ME.vault, issuer_unit=split)
    asked = given(desk, paper, status=422)
    assert (asked["code"], {each["where"] for each in asked["problems"]}) == ("UNIT_SPLIT", set(alive))
    stranger = next(code for code, each in units.items() if each.exists_on(handlers.today()) and code not in alive)
    assert given(desk, paper, status=422, unit=stranger)["code"] == "UNIT_SPLIT"
    assert given(desk, paper, unit=min(alive))["unit"] == min(alive)


def test_who_reports_all_day_long_is_asked_to_go_on_tomorrow(desk, unit):
    papers = [a_paper(ME.vault, issuer_unit=unit) for _ in range(11)]
    for paper in papers[:10]:
        given(desk, paper)
    assert given(desk, papers[10], status=429)["code"] == "TOO_MUCH_FEEDBACK"
    assert items.item(papers[10].id).state is ItemState.ACTIVE


def test_one_version_is_reported_only_so_often(desk, unit):
    paper = a_paper(ME.vault, YOU.vault, issuer_unit=unit)
    for _ in range(3):
        mine = given(desk, paper)
        back = desk.post(f"/feedback/{mine['id']}/take-back", caller=ME, body={"revision": 1, "text": "Tôi nhầm."})
        assert back.status == 200
    assert given(desk, paper, status=409)["code"] == "REPORTED_TOO_OFTEN"
    assert given(desk, paper, caller=YOU)["state"] == "received"


def test_taking_it_back_ends_the_dispute_unless_another_holder_reported_it_too(desk, unit):
    paper = a_paper(ME.vault, YOU.vault, issuer_unit=unit)
    mine, yours = given(desk, paper), given(desk, paper, caller=YOU)
    back = desk.post(f"/feedback/{mine['id']}/take-back", caller=ME, body={"revision": 1})
    assert (back.status, back.json["state"]) == (200, "taken_back")
    assert items.item(paper.id).state is ItemState.DISPUTED
    desk.post(f"/feedback/{yours['id']}/take-back", caller=YOU, body={"revision": 1})
    assert items.item(paper.id).state is ItemState.ACTIVE


def test_what_was_changed_elsewhere_is_told(desk, unit):
    mine = given(desk, a_paper(ME.vault, issuer_unit=unit))
    stale = desk.post(f"/feedback/{mine['id']}/take-back", caller=ME, body={"revision": 7})
    assert (stale.status, stale.json["code"]) == (409, "CHANGED_MEANWHILE")


def test_nothing_is_contested_before_it_is_answered(desk, unit):
    mine = given(desk, a_paper(ME.vault, issuer_unit=unit))
    refused = desk.post(f"/feedback/{mine['id']}/contest", caller=ME, body={"revision": 1, "text": "Không đồng ý"})
    assert (refused.status, refused.json["code"]) == (409, "NOT_FROM_HERE")


def test_giving_costs_three_reads_the_heads_a_number_and_a_transaction(desk, calls, unit):
    paper = a_paper(ME.vault, issuer_unit=unit)
    merged = handlers.catalogues.current().units_by_code[unit].predecessors  # their heads serve this unit
    calls.clear()
    given(desk, paper)
    reads = {"GetItem": 1, "Query": 3 + len(merged)}  # the paper, what was reported of it, who uses it, the heads
    assert calls == {**reads, "UpdateItem": 1, "TransactWriteItems": 1}


def test_a_list_shows_mine_newest_first_and_goes_on_where_it_ended(desk, unit):
    papers = [a_paper(ME.vault, issuer_unit=unit) for _ in range(3)]
    ids = []
    for n, paper in enumerate(papers):
        with time_machine.travel(now() + timedelta(seconds=n + 1)):
            ids.append(given(desk, paper)["id"])
    first = desk.get("/feedback", caller=ME, query={"limit": 2}).json
    rest = desk.get("/feedback", caller=ME, query={"limit": 2, "cursor": first["cursor"]}).json
    assert [each["id"] for each in (*first["feedback"], *rest["feedback"])] == ids[::-1]


def test_a_unit_finds_its_open_feedback_the_most_urgent_first(desk, unit):
    mine = given(desk, a_paper(ME.vault, issuer_unit=unit))
    page = feedbacks.of_unit(unit, is_open=True, limit=10)
    assert [row["id"] for row in page.rows] == [mine["id"]]
    assert feedbacks.of_unit(unit, is_open=False, limit=10).rows == []
