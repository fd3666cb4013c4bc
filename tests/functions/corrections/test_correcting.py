"""A correction from its announcement to every holder's vault: judged like a result, told to whom it concerns, once."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest

from functions.corrections.handlers import room as corrections
from functions.desk.handlers import room as desk_room
from functions.dossiers.handlers import room as owners_room
from functions.feedback.handlers import room as feedback
from functions.uploads.handlers import room as uploads
from functions.vault.handlers import room as vault
from shared.clock import now
from shared.domain.catalogue import Way
from shared.domain.dossiers import Answer, ChosenBy, Dossier, Pinned, Resolution, State
from shared.domain.events import Act
from shared.domain.items import Item, ItemState, Origin
from shared.storage import catalogues, dossiers, feedbacks, items, trust
from shared.storage.table import transact
from tests.conftest import BIRTH, Api, World, a_caller
from tests.functions.papers_at_the_desk import (
    ELSEWHERE,
    OFFICER_HERE,
    OWNER,
    UNIT,
    Desk,
    a_result,
    deposited,
    described,
    the_catalogue,
)
from tests.functions.uploads.conftest import tell, trusted
from tests.functions.vault.papers import a_paper

__all__ = ["trusted"]

SPOUSE = a_caller()
SAID = {"reason": "NAME", "text": "Tên đệm ghi sai: đúng là “Thị Ước”."}
ANSWER = "Đã đính chính theo sổ gốc."


@pytest.fixture(scope="module")
def right() -> bytes:
    return a_result("Giay khai sinh da dinh chinh")


@dataclass(frozen=True)
class Agency:
    """The unit that issued the paper, and the paper's holders."""

    world: World
    api: Api
    desk: Desk

    def wrong_paper(self) -> Item:
        return a_paper(OWNER.vault, SPOUSE.vault, origin=Origin.ISSUED, issuer_unit=UNIT, number="12/2024")

    def reported(self, paper: Item, caller=OWNER) -> dict[str, Any]:
        told = self.api.post(f"/vault/items/{paper.id}/feedback", caller=caller, body=SAID)
        assert told.status == 201, told.json
        return told.json

    def announced(self, feedback: dict[str, Any], file: bytes, **changes: Any):
        body = described(file, **{"revision": feedback["revision"], "text": ANSWER, **changes})
        return self.api.post(f"/desk/feedback/{feedback['id']}/correction", caller=OFFICER_HERE, body=body)

    def sent(self, feedback: dict[str, Any], file: bytes, **changes: Any) -> str:
        announced = self.announced(feedback, file, **changes)
        assert announced.status == 201, announced.json
        self.world.put("incoming", announced.json["id"], file)
        return announced.json["id"]

    def corrected(self, feedback: dict[str, Any], file: bytes, **changes: Any) -> dict[str, Any]:
        id = self.sent(feedback, file, **changes)
        assert tell(id) == []
        return self.api.get(f"/desk/uploads/{id}", caller=OFFICER_HERE).json

    def using(self, paper: Item, state: State, **changes: Any) -> Dossier:
        """A dossier whose component this paper answers, in the hands of an officer."""
        answer = Resolution(
            way=Way.VAULT, chosen_by=ChosenBy.SYSTEM, reason="ONLY_FIT", at=now(), items=(Pinned.of(paper),)
        )
        dossier = self.desk.dossier(state=state, **changes)
        kept = replace(dossier, answers=(Answer(component="birth", resolution=answer),))
        transact(dossiers.changed(dossier, kept), items.pinned(paper.id, dossier.id, now()))
        return kept


@pytest.fixture
def agency(world, api, trusted) -> Agency:
    catalogue = the_catalogue()
    catalogues.current()
    trust.current()
    world.calls.clear()
    rooms = api(feedback, corrections, uploads, vault, desk_room, owners_room)
    return Agency(world, rooms, Desk(world, rooms, catalogue))


def test_a_correction_supersedes_the_wrong_version_for_every_holder_and_ends_the_dispute(agency, right):
    paper = agency.wrong_paper()
    given = agency.reported(paper)
    assert agency.corrected(given, right)["state"] == "accepted"
    after = items.item(paper.id)
    assert (after.version.number, after.state, after.origin, after.number) == (
        2,
        ItemState.ACTIVE,
        Origin.ISSUED,
        "12/2024",
    )
    for holder in (OWNER, SPOUSE):
        [held] = agency.api.get("/vault/items", caller=holder).json["items"]
        assert (held["id"], held["version"]) == (paper.id, 2)
        assert "item_corrected" in agency.desk.events(holder.vault)
    told = agency.api.get(f"/feedback/{given['id']}", caller=OWNER).json
    assert (told["state"], told["corrected_by"], told["steps"][-1]["text"]) == ("corrected", 2, ANSWER)
    assert items.version(paper.id, 1) is not None


def test_a_correction_of_some_of_it_may_still_be_contested(agency, right):
    given = agency.reported(agency.wrong_paper())
    agency.corrected(given, right, partly=True)
    told = agency.api.get(f"/feedback/{given['id']}", caller=OWNER).json
    assert (told["state"], told["possible"]) == ("partly", ["contested"])


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (lambda: a_result("Giay", alone=True), "PERSON_ONLY"),
        (lambda: a_result("Giay", by="finance"), "WRONG_ISSUER"),
    ],
)
def test_a_correction_that_fails_its_check_changes_nothing(agency, file, reason):
    paper = agency.wrong_paper()
    given = agency.reported(paper)
    told = agency.corrected(given, file())
    assert told["state"] == "refused"
    assert reason in [each["code"] for each in told["reasons"]]
    assert (items.item(paper.id).version.number, items.item(paper.id).state) == (1, ItemState.DISPUTED)
    assert feedbacks.feedback(given["id"]).is_open


def test_what_was_answered_meanwhile_is_not_corrected_any_more(agency, right):
    paper = agency.wrong_paper()
    given = agency.reported(paper)
    id = agency.sent(given, right)
    agency.api.post(
        f"/desk/feedback/{given['id']}/not-uphold",
        caller=OFFICER_HERE,
        body={"revision": 1, "text": "Sổ gốc ghi đúng như vậy."},
    )
    assert tell(id) == []
    told = agency.api.get(f"/desk/uploads/{id}", caller=OFFICER_HERE).json
    assert [each["code"] for each in told["reasons"]] == ["FEEDBACK_CLOSED"]
    assert items.item(paper.id).version.number == 1


def test_a_correction_answers_everybody_who_reported_the_wrong_version(agency, right):
    paper = agency.wrong_paper()
    given = agency.reported(paper)
    spouses = agency.reported(paper, caller=SPOUSE)
    agency.corrected(given, right)
    assert items.item(paper.id).state is ItemState.ACTIVE
    assert feedbacks.feedback(spouses["id"]).state == "corrected"


def test_a_contested_partial_correction_can_be_corrected_again(agency, right):
    given = agency.reported(agency.wrong_paper())
    agency.corrected(given, right, partly=True)
    body = {"revision": 2, "text": "Ngày sinh vẫn sai."}
    contested = agency.api.post(f"/feedback/{given['id']}/contest", caller=OWNER, body=body)
    assert (contested.json["state"], contested.json["item_version"]) == ("contested", 2)
    told = agency.corrected(contested.json, a_result("Giay khai sinh dinh chinh lan hai"))
    assert told["state"] == "accepted"
    assert items.item(given["item"]).version.number == 3


def test_a_file_a_holder_has_already_is_refused_and_not_tried_for_ever(agency, right):
    paper = agency.wrong_paper()
    a_paper(OWNER.vault, content=right)
    told = agency.corrected(agency.reported(paper), right)
    assert [each["code"] for each in told["reasons"]] == ["ALREADY_IN_VAULT"]
    assert items.item(paper.id).version.number == 1


def test_a_unit_that_handed_the_feedback_on_corrects_nothing(agency, right):
    given = agency.reported(agency.wrong_paper())
    id = agency.sent(given, right)
    body = {"revision": 1, "text": "Không do đơn vị cấp.", "unit": ELSEWHERE}
    assert agency.api.post(f"/desk/feedback/{given['id']}/route", caller=OFFICER_HERE, body=body).status == 200
    assert tell(id) == []
    assert feedbacks.feedback(given["id"]).is_open


def test_the_officer_of_an_open_dossier_is_told_and_a_finished_one_is_left_alone(agency, right):
    paper = agency.wrong_paper()
    officer = a_caller().person
    open_, done = (
        agency.using(paper, State.IN_PROGRESS, officer=officer, unit=ELSEWHERE),
        agency.using(paper, State.RETURNED),
    )
    agency.corrected(agency.reported(paper), right)
    told = dossiers.dossier(open_.id)
    assert (told.changed_papers, told.at_unit) == ((f"{paper.id}#1",), ELSEWHERE)
    assert [event.act for event in dossiers.events_of(open_.id)] == [Act.PAPER_CHANGED]
    assert agency.desk.events(officer) == ["dossier_paper_disputed", "dossier_paper_corrected"]
    assert dossiers.events_of(done.id) == ()


def test_an_officer_whose_open_dossier_uses_a_reported_paper_is_told_at_once(agency):
    paper, officer = agency.wrong_paper(), a_caller().person
    used = agency.using(paper, State.IN_PROGRESS, officer=officer, unit=ELSEWHERE)
    agency.using(paper, State.RETURNED, officer=officer)
    agency.using(agency.wrong_paper(), State.IN_PROGRESS, officer=officer)
    agency.using(paper, State.IN_PROGRESS)  # nobody's yet
    agency.reported(paper)
    [message] = [each for each in agency.world.rows("OUTBOX#") if each["event"] == "dossier_paper_disputed"]
    assert (message["vault"], message["about"]) == (officer, f"dossier/{used.id}")
    assert message["parameters"] == {"code": used.code}


def test_the_dossiers_that_used_a_reported_paper_are_listed_the_latest_first(agency):
    paper = agency.wrong_paper()
    done, open_ = agency.using(paper, State.RETURNED), agency.using(paper, State.IN_PROGRESS, unit=ELSEWHERE)
    given = agency.reported(paper)
    shown = agency.api.get(f"/desk/feedback/{given['id']}", caller=OFFICER_HERE).json
    assert [(each["code"], each["is_open"]) for each in shown["uses"]] == [(open_.code, True), (done.code, False)]
    assert (shown["uses"][0]["unit_name"], shown["uses_total"]) == ("Xã Suối Đá", 2)


def test_a_corrected_paper_is_seen_at_its_component_in_the_queue_and_by_the_dossiers_owner(agency, right):
    paper = agency.wrong_paper()
    used = agency.using(paper, State.IN_PROGRESS)
    other = agency.using(agency.wrong_paper(), State.IN_PROGRESS)
    agency.corrected(agency.reported(paper), right)
    rows = agency.api.get("/desk/dossiers", caller=OFFICER_HERE, query={"state": 4}).json["dossiers"]
    assert {each["id"]: each["attention"] for each in rows} == {
        used.id: "Có giấy tờ đã được đính chính",
        other.id: None,
    }
    at_desk = agency.api.get(f"/desk/dossiers/{used.id}", caller=OFFICER_HERE).json
    [pinned] = at_desk["components"][0]["answer"]["items"]
    assert "[Tra cứu Kho]" in pinned["attention"]
    mine = agency.api.get(f"/dossiers/{used.id}", caller=OWNER).json
    [pin] = next(each for each in mine["components"] if each["code"] == "birth")["resolution"]["items"]
    assert "đã được cơ quan cấp đính chính" in pin["attention"]
    fresh = items.item(paper.id)
    newer = Resolution(way=Way.VAULT, chosen_by=ChosenBy.OFFICER, reason="CHOSEN", at=now(), items=(Pinned.of(fresh),))
    current = dossiers.dossier(used.id)
    transact(dossiers.changed(current, current.answered("birth", newer)))
    [row] = [
        each
        for each in agency.api.get("/desk/dossiers", caller=OFFICER_HERE, query={"state": 4}).json["dossiers"]
        if each["id"] == used.id
    ]
    assert row["attention"] is None, "the new version answers it now"


def test_dying_anywhere_and_being_told_again_ends_the_same_and_tells_everybody_once(agency, right, calls):
    paper = agency.wrong_paper()
    officer = a_caller().person
    used = [agency.using(paper, State.IN_PROGRESS, officer=officer) for _ in range(2)]
    id = agency.sent(agency.reported(paper), right)
    for call in range(1, 40):
        heard = []

        def die(name: str, *, at: int = call, heard: list[str] = heard) -> None:
            heard.append(name)
            if len(heard) == at:
                raise ConnectionError

        calls.then = die
        if tell(id) == []:
            break
    calls.then = None
    assert tell(id) == []
    assert items.item(paper.id).version.number == 2
    for dossier in used:
        assert [event.act for event in dossiers.events_of(dossier.id)] == [Act.PAPER_CHANGED]
    assert agency.desk.events(officer).count("dossier_paper_corrected") == len(used)
    assert agency.desk.events(OWNER.vault).count("item_corrected") == 1


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"file_name": "anh.png"}, 422, "UPLOAD_NOT_ACCEPTED"),
        ({"size": 26 * 1024 * 1024}, 413, "FILE_TOO_LARGE"),
        ({"revision": 9}, 409, "CHANGED_MEANWHILE"),
        ({"text": "Đã sửa"}, 400, "BAD_REQUEST"),
    ],
)
def test_what_cannot_be_sent_says_why_before_a_byte_is(agency, right, changes, status, code):
    refused = agency.announced(agency.reported(agency.wrong_paper()), right, **changes)
    assert refused.status == status
    assert code in (refused.json["code"], "BAD_REQUEST")


def test_the_type_stays_that_of_the_paper(agency, right):
    paper = agency.wrong_paper()
    agency.corrected(agency.reported(paper), right, number="12-DC/2026", issued_on="2026-11-01")
    after = items.item(paper.id)
    assert (after.document_type, after.number) == (BIRTH, "12-DC/2026")


class Wrong:
    """A paper of its holder's own, reported and corrected: the file that was wrong, and the paper as it is now."""

    def __init__(self, agency: Agency, right: bytes, *, holder=OWNER) -> None:
        self.file = a_result("Giay khai sinh sai")
        self.paper = items.item(deposited(agency.desk, holder, self.file))
        self.given = agency.reported(self.paper, caller=holder)
        assert agency.corrected(self.given, right)["state"] == "accepted"


def deposit(agency: Agency, file: bytes, caller=OWNER, **changes: Any):
    body = described(file, **{"kind": "result", "document_type": BIRTH, **changes})
    return agency.api.post("/vault/uploads", caller=caller, body=body)


def test_what_its_agency_corrected_never_comes_back_as_a_new_paper(agency, right):
    wrong = Wrong(agency, right)
    refused = deposit(agency, wrong.file)
    assert (refused.status, refused.codes) == (409, ["CORRECTED_BY_AGENCY"])
    assert refused.json["detail"] == (
        "Tệp tin này có sai sót; Xã Suối Mơ đã đính chính ngày 23/11/2026 bằng phiên bản 2 của “Giấy khai sinh”."
    )
    assert refused.json["problems"][0]["where"] == f"/vault/items/{wrong.paper.id}"


def test_nor_as_the_next_version_of_the_paper_it_was(agency, right):
    wrong = Wrong(agency, right)
    refused = deposit(agency, wrong.file, replaces=wrong.paper.id)
    assert (refused.status, refused.codes) == (409, ["CORRECTED_BY_AGENCY"])


def test_nor_as_a_file_for_one_dossier_alone(agency, right):
    wrong = Wrong(agency, right)
    draft = agency.desk.dossier(state=State.DRAFT)
    place = {"kind": None, "document_type": None, "dossier": draft.id, "component": "photo"}
    refused = deposit(agency, wrong.file, **place)
    assert (refused.status, refused.codes) == (409, ["CORRECTED_BY_AGENCY"])


def test_nor_after_its_holder_erased_the_paper(agency, right):
    wrong = Wrong(agency, right)
    assert agency.api.delete(f"/vault/items/{wrong.paper.id}", caller=OWNER).json["outcome"] == "erased"
    refused = deposit(agency, wrong.file)
    assert (refused.status, refused.codes) == (409, ["CORRECTED_BY_AGENCY"])
    assert "Giấy khai sinh" not in json.dumps(refused.json, ensure_ascii=False)
    rows = [row for row in agency.world.rows("BYTES#") if row["SK"] == "CORRECTED"]
    assert [set(row) for row in rows] == [{"PK", "SK", "item", "version", "unit", "at"}]


def test_a_stranger_with_the_wrong_file_hears_who_corrected_it_and_nothing_of_whose_it_is(agency, right):
    wrong = Wrong(agency, right)
    refused = deposit(agency, wrong.file, caller=a_caller())
    assert refused.json["detail"] == "Tệp tin này là bản có sai sót mà Xã Suối Mơ đã đính chính ngày 23/11/2026."
    assert wrong.paper.id not in json.dumps(refused.json)


def test_what_was_sent_before_the_correction_and_is_judged_after_it_is_refused(agency, right):
    file = a_result("Giay khai sinh sai")
    paper = items.item(deposited(agency.desk, OWNER, file))
    late = deposit(agency, file, caller=SPOUSE).json["id"]
    agency.world.put("incoming", late, file)
    assert agency.corrected(agency.reported(paper), right)["state"] == "accepted"
    assert tell(late) == []
    told = agency.api.get(f"/vault/uploads/{late}", caller=SPOUSE).json
    assert (told["state"], [each["code"] for each in told["reasons"]]) == ("refused", ["CORRECTED_BY_AGENCY"])
    assert agency.desk.held(SPOUSE) == []


def test_a_correction_while_a_deposit_is_being_written_is_seen_by_it(agency, right, calls):
    """The deposit has looked, and found nothing; its transaction finds what came in between."""
    file = a_result("Giay khai sinh sai")
    paper = items.item(deposited(agency.desk, OWNER, file))
    given = agency.reported(paper)
    late = deposit(agency, file, caller=SPOUSE).json["id"]
    agency.world.put("incoming", late, file)
    correction = agency.sent(given, right)

    def correct(name: str) -> None:
        if name == "PutObject":  # the deposit's file is stored: its transaction is next
            calls.then = None
            assert tell(correction) == []

    calls.then = correct
    assert tell(late) == []
    assert calls.then is None
    told = agency.api.get(f"/vault/uploads/{late}", caller=SPOUSE).json
    assert [each["code"] for each in told["reasons"]] == ["CORRECTED_BY_AGENCY"]
    assert agency.desk.held(SPOUSE) == []


def test_the_same_wrong_file_in_another_vault_is_withdrawn_and_its_holder_told_once(agency, right):
    file = a_result("Giay khai sinh sai")
    theirs = deposited(agency.desk, SPOUSE, file)
    paper = items.item(deposited(agency.desk, OWNER, file))
    officer = a_caller().person
    used = agency.using(items.item(theirs), State.IN_PROGRESS, officer=officer)
    id = agency.sent(agency.reported(paper), right)
    for _ in range(2):
        assert tell(id) == []
    assert items.item(theirs).state is ItemState.WITHDRAWN
    assert items.item(theirs).version.number == 1, "what was corrected for one is not shown to another"
    assert agency.desk.events(SPOUSE.vault).count("item_withdrawn") == 1
    assert "item_withdrawn" not in agency.desk.events(OWNER.vault)
    assert dossiers.dossier(used.id).changed_papers == (f"{theirs}#1",)
    [pin] = agency.api.get(f"/dossiers/{used.id}", caller=OWNER).json["components"][0]["resolution"]["items"]
    assert "trong Kho của bạn" not in pin["attention"], "no newer version is there"
    assert agency.desk.events(officer) == ["dossier_paper_corrected"]


def test_who_reported_the_same_file_in_another_vault_gets_the_corrected_one_too(agency, right):
    file = a_result("Giay khai sinh sai")
    theirs = items.item(deposited(agency.desk, SPOUSE, file))
    paper = items.item(deposited(agency.desk, OWNER, file))
    spouses = agency.reported(theirs, caller=SPOUSE)
    agency.corrected(agency.reported(paper), right)
    assert agency.corrected(spouses, right)["state"] == "accepted"
    assert (items.item(theirs.id).state, items.item(theirs.id).version.number) == (ItemState.ACTIVE, 2)


def test_a_correction_with_a_file_that_was_corrected_itself_is_refused(agency, right):
    wrong = Wrong(agency, right)
    again = agency.api.post(f"/vault/items/{wrong.paper.id}/feedback", caller=OWNER, body=SAID).json
    told = agency.corrected(again, wrong.file)
    assert [each["code"] for each in told["reasons"]] == ["CORRECTED_BY_AGENCY"]


def test_the_wrong_file_may_still_show_what_was_wrong(agency, right):
    wrong = Wrong(agency, right)
    body = {"file_name": "sai.pdf", "size": len(wrong.file), "sha256": wrong.paper.version.sha256}
    announced = agency.api.post("/feedback-evidence", caller=OWNER, body=body)
    assert announced.status == 201, announced.json
    agency.world.put("incoming", announced.json["id"], wrong.file)
    assert tell(announced.json["id"]) == []
    assert agency.api.get(f"/vault/uploads/{announced.json['id']}", caller=OWNER).json["state"] == "accepted"


def test_a_late_second_word_of_a_correction_leaves_the_contested_version_alone(agency, right):
    """The holder contests a partial correction; dossiers that use its version are not flagged for the first."""
    paper = agency.wrong_paper()
    given = agency.reported(paper)
    id = agency.sent(given, right, partly=True)
    assert tell(id) == []
    agency.api.post(
        f"/feedback/{given['id']}/contest", caller=OWNER, body={"revision": 2, "text": "Ngày sinh vẫn sai."}
    )
    used = agency.using(items.item(paper.id), State.IN_PROGRESS)
    assert tell(id) == []
    assert dossiers.dossier(used.id).changed_papers == ()
