"""What a unit does with feedback on its papers: finds it, asks back, says why not, routes it; and who may."""

from __future__ import annotations

import pytest

from functions.corrections import handlers
from functions.feedback import handlers as holders_side
from shared.domain.items import ItemState
from shared.storage import access, items, people
from tests.conftest import Api, a_caller
from tests.functions.dossiers.stood import stand_catalogue
from tests.functions.vault.papers import a_paper

HOLDER = a_caller()
SAID = {"reason": "NAME", "text": "Tên đệm ghi sai: đúng là “Thị Ước”."}


@pytest.fixture
def unit(world) -> str:
    return alive(stand_catalogue())[0]


def alive(catalogue) -> list[str]:
    return [each.code for each in catalogue.units if each.level == "commune" and each.exists_on(handlers.today())]


@pytest.fixture
def officer(unit):
    return a_caller(roles=frozenset({"citizen", "officer"}), unit=unit)


@pytest.fixture
def desk(api, unit) -> Api:
    return api(holders_side.room, handlers.room)


@pytest.fixture
def feedback(desk, unit):
    paper = a_paper(HOLDER.vault, issuer_unit=unit)
    return desk.post(f"/vault/items/{paper.id}/feedback", caller=HOLDER, body=SAID).json


def act(desk, officer, feedback, what, *, revision=1, text="Đã đối chiếu với sổ gốc.", **more):
    path = f"/desk/feedback/{feedback['id']}/{what}"
    return desk.post(path, caller=officer, body={"revision": revision, "text": text, **more})


def test_the_unit_finds_what_it_must_answer_with_one_query(desk, officer, feedback, calls):
    calls.clear()
    [row] = desk.get("/desk/feedback", caller=officer).json["feedback"]
    assert (row["id"], row["title"], row["is_overdue"]) == (feedback["id"], "Giấy khai sinh", False)
    assert calls == {"Query": 1}


def test_an_officer_reads_why_a_paper_was_reported_in_the_words_its_holder_chose(desk, officer, feedback):
    [listed] = desk.get("/desk/feedback", caller=officer).json["feedback"]
    page = desk.get(f"/desk/feedback/{feedback['id']}", caller=officer).json
    assert listed["reason_text"] == page["reason_text"] == feedback["reason_text"] != SAID["reason"]


def test_an_officer_reads_where_in_the_paper_the_mistake_is(desk, officer, unit):
    paper = a_paper(HOLDER.vault, issuer_unit=unit)
    body = {**SAID, "page": 2, "place": "Dòng thứ ba, mục Họ và tên mẹ"}
    given = desk.post(f"/vault/items/{paper.id}/feedback", caller=HOLDER, body=body).json
    shown = desk.get(f"/desk/feedback/{given['id']}", caller=officer).json
    assert (shown["page"], shown["place"]) == (2, "Dòng thứ ba, mục Họ và tên mẹ")


def test_another_units_officer_and_a_citizen_find_nothing(desk, officer, feedback):
    other = a_caller(roles=frozenset({"officer"}), unit=alive(handlers.catalogues.current())[1])
    assert desk.get("/desk/feedback", caller=other).json["feedback"] == []
    assert desk.get(f"/desk/feedback/{feedback['id']}", caller=other).status == 404
    assert act(desk, other, feedback, "not-uphold").status == 404
    assert desk.get("/desk/feedback", caller=HOLDER).status == 403


def test_nobody_answers_their_own_feedback(desk, officer, unit):
    paper = a_paper(officer.vault, issuer_unit=unit)
    mine = desk.post(f"/vault/items/{paper.id}/feedback", caller=officer, body=SAID).json
    refused = act(desk, officer, mine, "not-uphold")
    assert (refused.status, refused.json["code"]) == (403, "OWN_FEEDBACK")


def test_a_reasoned_no_ends_the_dispute_and_tells_the_holder_who_contests_once(desk, officer, feedback, world):
    told = act(desk, officer, feedback, "not-uphold")
    assert (told.status, told.json["state"]) == (200, "not_upheld")
    assert items.item(feedback["item"]).state is ItemState.ACTIVE
    assert ("feedback_not_upheld", HOLDER.vault) in {(r["event"], r["vault"]) for r in world.rows("OUTBOX#")}
    body = {"revision": 2, "text": "Sổ gốc cũng ghi sai."}
    contested = desk.post(f"/feedback/{feedback['id']}/contest", caller=HOLDER, body=body)
    assert contested.json["state"] == "contested"
    assert items.item(feedback["item"]).state is ItemState.DISPUTED
    again = act(desk, officer, feedback, "not-uphold", revision=3)
    assert again.json["state"] == "not_upheld"
    body = {"revision": 4, "text": "Vẫn không đồng ý."}
    assert desk.post(f"/feedback/{feedback['id']}/contest", caller=HOLDER, body=body).json["code"] == "NOT_FROM_HERE"


def test_a_question_goes_to_the_holder_and_their_reply_comes_back(desk, officer, feedback):
    assert act(desk, officer, feedback, "ask", text="Xin bản chụp Căn cước công dân.").json["state"] == "asked"
    body = {"revision": 2, "text": "Đã gửi kèm."}
    assert desk.post(f"/feedback/{feedback['id']}/reply", caller=HOLDER, body=body).json["state"] == "received"
    steps = desk.get(f"/desk/feedback/{feedback['id']}", caller=officer).json["steps"]
    assert [each["deed"] for each in steps] == ["given", "asked", "replied"]


def test_of_two_officers_the_second_is_told_what_the_first_did(desk, officer, feedback):
    act(desk, officer, feedback, "ask")
    late = act(desk, officer, feedback, "not-uphold")
    assert (late.status, late.json["code"]) == (409, "CHANGED_MEANWHILE")
    assert "Hỏi thêm người gửi" in late.json["detail"]


def test_an_answer_without_reasons_is_none(desk, officer, feedback):
    assert act(desk, officer, feedback, "not-uphold", text="Không").status == 400


def test_a_feedback_that_came_to_the_wrong_unit_is_routed_and_told(desk, officer, feedback):
    other = alive(handlers.catalogues.current())[1]
    assert act(desk, officer, feedback, "route", unit="H99").json["code"] == "UNIT_UNKNOWN"
    assert act(desk, officer, feedback, "route", unit=other).json["unit"] == other
    assert desk.get(f"/desk/feedback/{feedback['id']}", caller=officer).status == 404


def test_opening_the_reported_paper_is_recorded_first_and_read_by_its_holder(desk, officer, feedback, calls):
    died = []

    def die(name):
        if name == "TransactWriteItems":
            died.append(name)
            raise ConnectionError

    calls.then = die
    assert desk.post(f"/desk/feedback/{feedback['id']}/open", caller=officer, body={}).status == 500
    calls.then = None
    [look], _ = access.accesses_of(feedback["item"], limit=10)
    assert (look.unit, look.feedback, look.purpose) == (officer.unit, feedback["id"], "feedback")
    assert died


def test_a_paper_nobody_used_says_so(desk, officer, feedback):
    shown = desk.get(f"/desk/feedback/{feedback['id']}", caller=officer).json
    assert (shown["uses"], shown["uses_total"], shown["paper"]["state"]) == ([], 0, "disputed")


def test_the_head_of_the_unit_is_told_that_feedback_arrived(desk, unit, world):
    head = people.appoint("052090000199", unit, {"head"})
    paper = a_paper(HOLDER.vault, issuer_unit=unit)
    desk.post(f"/vault/items/{paper.id}/feedback", caller=HOLDER, body=SAID)
    assert ("feedback_arrived", head) in {(row["event"], row["vault"]) for row in world.rows("OUTBOX#")}
