"""A dossier over HTTP: opened, matched, answered, submitted once, by its owner alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from functions.dossiers.handlers import room
from shared.clock import VIETNAM, new_id, now, today
from shared.domain.dossiers import is_dossier_code
from shared.domain.items import Item, ItemState, KindOfPaper, Origin, Standing, Version
from shared.domain.people import HolderKind, Person
from shared.storage import items, keys
from shared.storage.records import record
from shared.storage.table import put, transact, write
from shared.web.caller import Caller
from shared.web.paging import cursor
from tests.conftest import Answer, Api, Calls, World, a_caller
from tests.functions.dossiers.stood import stand_catalogue

BIRTH, EXTRACT, CORRECTION, DIPLOMA = "KQ.G15.000031", "KQ.LOCAL.000101", "KQ.G15.000037", "KQ.LOCAL.000501"
MARITAL = "KQ.LOCAL.000103"
CORRECT_DIPLOMA = "3.000466"  # TP01 form · TP02 correction · TP03 birth · TP04 diploma, or present it
LUNCH = "1.001622"
ALLOWANCE = "1.001776"  # TP03 birth certificate only in the case TRE_EM
COMMUNE, POLICE_ONLY = "H21.001", "1.004222"
SOMEBODY = {"name": "Nguyễn Thị Lan", "phone": "0905123456", "address": "Xã An Nhơn Tây, tỉnh Gia Lai"}
CONSENTS = ["TRUTHFUL", "PROCESSING", "REUSE"]


def an_item(vault: str, document_type: str, **changes: Any) -> Item:
    """Signed on the day it says it was issued."""
    sha256 = f"{int(new_id(), 36):064x}"[:64]
    version = Version(
        number=1,
        sha256=sha256,
        size=1000,
        file_name="giay-to.pdf",
        standing=changes.pop("standing", Standing.ACCEPTED),
        added_at=now(),
        added_by=vault,
        signed_on=changes.setdefault("issued_on", date(2026, 3, 5)),
    )
    kept = Item(
        id=new_id(),
        holders=(vault,),
        document_type=document_type,
        kind=KindOfPaper.RESULT,
        origin=Origin.DEPOSITED,
        title="Giấy tờ",
        version=version,
    )
    kept = replace(kept, **changes)
    transact(*items.added(kept, {}))
    return kept


@dataclass(frozen=True, slots=True)
class Counter:
    """The dossiers' API in one person's hands."""

    api: Api
    caller: Caller

    def opened(self, procedure: str = CORRECT_DIPLOMA, unit: str = COMMUNE, **more: Any) -> Any:
        answer = self.api.post("/dossiers", caller=self.caller, body={"procedure": procedure, "unit": unit, **more})
        assert answer.status == 201, answer.json
        return answer.json

    def read(self, dossier: str) -> Answer:
        return self.api.get(f"/dossiers/{dossier}", caller=self.caller)

    def answer(self, dossier: str, code: str, **body: Any) -> Answer:
        return self.api.put(f"/dossiers/{dossier}/components/{code}", caller=self.caller, body=body)

    def suggestions(self, dossier: str, code: str) -> Any:
        return self.api.get(f"/dossiers/{dossier}/components/{code}/suggestions", caller=self.caller).json

    def submit(self, dossier: str, **changes: Any) -> Answer:
        body = {"receive_by": "electronic", "consents": CONSENTS, **changes}
        return self.api.post(f"/dossiers/{dossier}/submit", caller=self.caller, body=body)

    def ready(self) -> Any:
        """A dossier that lacks nothing but its submission."""
        return self.ready_but_for(self.opened(applicant=SOMEBODY, owner=SOMEBODY)["id"])

    def ready_but_for(self, dossier: str) -> str:
        """The same dossier with all answered that was not yet."""
        self.answer(dossier, "TP01", way="form", form={"noi_dung": "Sửa họ tên"})
        for code, way in (("TP02", "data"), ("TP03", "data"), ("TP04", "present")):
            if component(self.read(dossier).json, code)["status"] != "answered":
                assert self.answer(dossier, code, way=way).status == 200
        return dossier


def component(dossier: Any, code: str) -> Any:
    return next(each for each in dossier["components"] if each["code"] == code)


@pytest.fixture
def counter(world: World, api: Callable[..., Api]) -> Counter:
    stand_catalogue()
    caller = a_caller()
    holder = Person(
        id=caller.vault, kind=HolderKind.PERSON, name=SOMEBODY["name"], masked_number="…", known_since=now()
    )
    write(put({**keys.person(caller.vault), **record(holder)}))
    return Counter(api(room), caller)


def test_an_only_fitting_paper_is_attached_by_itself_and_says_why(counter):
    birth = an_item(counter.caller.vault, BIRTH)
    answered = component(counter.opened(), "TP03")
    assert answered["status"] == "answered"
    assert [each["item"] for each in answered["resolution"]["items"]] == [birth.id]
    assert answered["resolution"]["chosen_by"] == "system"
    assert "tự động đính kèm" in answered["resolution"]["reason"]["text"]


def test_of_several_papers_none_is_attached_and_the_applicant_picks(counter):
    older = an_item(counter.caller.vault, BIRTH, issued_on=date(2020, 1, 1))
    newer = an_item(counter.caller.vault, EXTRACT, issued_on=date(2026, 1, 1))
    dossier = counter.opened()
    assert component(dossier, "TP03")["status"] == "to_choose"
    offered = counter.suggestions(dossier["id"], "TP03")
    assert [[paper["item"] for paper in each["papers"]] for each in offered["candidates"]] == [[newer.id], [older.id]]
    picked = counter.answer(dossier["id"], "TP03", way="vault", items=[older.id])
    assert component(picked.json, "TP03")["resolution"]["items"][0]["item"] == older.id
    assert component(picked.json, "TP03")["resolution"]["chosen_by"] == "citizen"


def test_a_near_miss_says_why_it_does_not_fit_and_what_would_help(counter):
    an_item(counter.caller.vault, BIRTH, standing=Standing.UNDECIDED)
    dossier = counter.opened()
    assert component(dossier, "TP03")["status"] == "missing"
    [miss] = counter.suggestions(dossier["id"], "TP03")["near_misses"]
    assert [each["code"] for each in miss["objections"]] == ["SIGNATURE_UNDECIDED"]
    assert not miss["may_be_chosen"]


def test_who_opts_out_of_the_vault_is_left_to_choose(counter):
    an_item(counter.caller.vault, BIRTH)
    assert component(counter.opened(use_vault=False), "TP03")["status"] == "to_choose"


def test_an_answer_taken_away_does_not_come_back_by_itself(counter):
    an_item(counter.caller.vault, BIRTH)
    dossier = counter.opened(ALLOWANCE, cases=["TRE_EM"])
    path = f"/dossiers/{dossier['id']}"
    cleared = counter.api.delete(f"{path}/components/TP03", caller=counter.caller)
    assert component(cleared.json, "TP03")["status"] == "to_choose"
    body = {"version": cleared.json["version"], "cases": ["TRE_EM", "HO_NGHEO"]}
    changed = counter.api.patch(path, caller=counter.caller, body=body)
    assert component(changed.json, "TP03")["status"] == "to_choose"


def test_a_stated_case_brings_its_components_and_their_papers(counter):
    an_item(counter.caller.vault, BIRTH)
    dossier = counter.opened(ALLOWANCE)
    assert component(dossier, "TP03")["status"] == "not_applicable"
    body = {"version": dossier["version"], "cases": ["TRE_EM"]}
    changed = counter.api.patch(f"/dossiers/{dossier['id']}", caller=counter.caller, body=body).json
    assert component(changed, "TP03")["status"] == "answered"
    body = {"version": changed["version"], "cases": []}
    back = counter.api.patch(f"/dossiers/{dossier['id']}", caller=counter.caller, body=body).json
    assert component(back, "TP03")["status"] == "not_applicable"


def test_opening_costs_one_query_and_one_write(counter, calls: Calls):
    an_item(counter.caller.vault, BIRTH)
    counter.opened()
    calls.clear()
    counter.opened()
    assert calls == {"Query": 1, "PutItem": 1}


def test_submitting_costs_two_reads_a_query_a_number_and_a_transaction(counter, calls: Calls):
    an_item(counter.caller.vault, BIRTH)
    dossier = counter.ready()
    calls.clear()
    assert counter.submit(dossier).status == 200
    assert calls == {"GetItem": 2, "Query": 1, "UpdateItem": 1, "TransactWriteItems": 1}


def test_a_submission_gives_a_code_of_the_unit_and_the_day_and_a_receipt(counter, world):
    birth = an_item(counter.caller.vault, BIRTH)
    dossier = counter.ready()
    receipt = counter.submit(dossier)
    assert receipt.status == 200
    assert receipt.json["code"] == f"{COMMUNE}-{today():%y%m%d}-0001"
    assert is_dossier_code(receipt.json["code"])
    assert counter.read(dossier).json["state_name"] == "Mới đăng ký"
    assert [row["SK"] for row in world.rows(f"ITEM#{birth.id}") if row["SK"].startswith("PIN")] == [f"PIN#{dossier}"]
    [message] = world.rows("OUTBOX#")
    assert (message["event"], message["parameters"]["code"]) == ("dossier_submitted", receipt.json["code"])


def test_a_message_never_tells_that_somebody_is_poor(counter, world):
    dossier = counter.opened("1.011607", applicant=SOMEBODY, owner=SOMEBODY)["id"]
    counter.answer(dossier, "TP01", way="form", form={"noi_dung": "Đề nghị rà soát"})
    assert counter.submit(dossier).status == 200
    [message] = world.rows("OUTBOX#")
    assert message["parameters"]["procedure"] == "Thủ tục hành chính"


def test_submitting_again_answers_with_the_same_receipt_and_tells_nobody_twice(counter, world):
    dossier = counter.ready()
    first, second = counter.submit(dossier), counter.submit(dossier)
    assert first.json == second.json
    assert len(world.rows("OUTBOX#")) == 1


def while_the_next_takes_its_number(world: World, act: Callable[[], object]) -> None:
    """Between a submission's number and its transaction, once."""

    def then(operation: str) -> None:
        if operation == "UpdateItem":
            world.calls.then = None
            act()

    world.calls.then = then


def test_two_submits_at_once_give_one_dossier(counter, world):
    dossier = counter.ready()
    quicker: list[Answer] = []
    while_the_next_takes_its_number(world, lambda: quicker.append(counter.submit(dossier)))
    slower = counter.submit(dossier)
    assert (quicker[0].status, slower.status) == (200, 200)
    assert quicker[0].json == slower.json
    assert len(world.rows("OUTBOX#")) == 1


def test_two_dossiers_submitted_at_once_have_two_codes(counter, world):
    one, another = counter.ready(), counter.ready()
    quicker: list[Answer] = []
    while_the_next_takes_its_number(world, lambda: quicker.append(counter.submit(another)))
    slower = counter.submit(one)
    assert quicker[0].json["code"] != slower.json["code"]


def test_a_submission_with_holes_tells_all_of_them_at_once_and_takes_no_number(counter, world):
    dossier = counter.opened()["id"]
    answer = counter.submit(dossier, consents=[])
    assert answer.status == 422
    assert set(answer.codes) == {
        "APPLICANT_NAME_MISSING",
        "OWNER_NAME_MISSING",
        "PHONE_MISSING",
        "CONSENT_MISSING",
        "COMPONENT_MISSING",
    }
    assert {each["where"] for each in answer.json["problems"] if each["code"] == "COMPONENT_MISSING"} == {
        f"components.TP0{n}" for n in range(1, 5)
    }
    assert world.rows("COUNTER#") == []


def test_a_paper_that_expires_before_the_submission_is_told(counter):
    birth = an_item(counter.caller.vault, BIRTH)
    dossier = counter.ready()
    expired = replace(birth, valid_until=today() - timedelta(days=1))
    transact(*items.changed(birth, expired))
    answer = counter.submit(dossier)
    assert (answer.status, answer.codes) == (422, ["PAPER_DOES_NOT_FIT"])
    assert "hết hạn" in answer.json["problems"][0]["detail"]


def test_a_paper_removed_or_replaced_between_choice_and_submission_is_told(counter):
    birth = an_item(counter.caller.vault, BIRTH)
    dossier = counter.ready()
    transact(*items.left(birth, counter.caller.vault))
    answer = counter.submit(dossier)
    assert (answer.status, answer.codes) == (422, ["PAPER_DOES_NOT_FIT"])


def test_a_paper_replaced_while_it_is_being_submitted_makes_the_check_run_again(counter, world):
    birth = an_item(counter.caller.vault, BIRTH)
    dossier = counter.ready()

    disputed = replace(birth, state=ItemState.DISPUTED)
    while_the_next_takes_its_number(world, lambda: transact(*items.changed(birth, disputed)))
    answer = counter.submit(dossier)
    assert (answer.status, answer.codes) == (422, ["PAPER_DOES_NOT_FIT"])
    assert counter.read(dossier).json["state"] == 0


def test_another_persons_dossier_is_not_there(counter):
    dossier = counter.opened()["id"]
    stranger = Counter(counter.api, a_caller())
    answers = [
        stranger.read(dossier),
        stranger.submit(dossier),
        stranger.answer(dossier, "TP03", way="data"),
        stranger.api.delete(f"/dossiers/{dossier}/components/TP03", caller=stranger.caller),
        stranger.api.patch(f"/dossiers/{dossier}", caller=stranger.caller, body={"version": 1}),
        stranger.api.get(f"/dossiers/{dossier}/components/TP03/suggestions", caller=stranger.caller),
    ]
    assert {(each.status, each.json["code"]) for each in answers} == {(404, "NO_SUCH_DOSSIER")}
    assert stranger.api.get("/dossiers", caller=stranger.caller).json["dossiers"] == []


def test_another_persons_paper_is_not_there_to_be_attached(counter):
    theirs = an_item(new_id(), BIRTH)
    answer = counter.answer(counter.opened()["id"], "TP03", way="vault", items=[theirs.id])
    assert (answer.status, answer.json["code"]) == (404, "NO_SUCH_ITEM")


def test_a_paper_that_does_not_fit_is_refused_with_every_reason(counter):
    other_type = an_item(counter.caller.vault, MARITAL)
    answer = counter.answer(counter.opened()["id"], "TP03", way="vault", items=[other_type.id])
    assert (answer.status, answer.codes) == (422, ["WRONG_SET_OF_PAPERS", "OTHER_TYPE"])


def test_a_disputed_paper_is_only_attached_by_who_insists(counter):
    disputed = an_item(counter.caller.vault, BIRTH, state=ItemState.DISPUTED)
    dossier = counter.opened()["id"]
    assert component(counter.read(dossier).json, "TP03")["status"] == "missing"
    assert counter.answer(dossier, "TP03", way="vault", items=[disputed.id]).codes == ["DISPUTED"]
    insisted = counter.answer(dossier, "TP03", way="vault", items=[disputed.id], despite_warnings=True)
    assert component(insisted.json, "TP03")["resolution"]["reason"]["code"] == "CHOSEN_DESPITE_WARNING"


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ({"way": "upload"}, ["WAY_NOT_ALLOWED"]),
        ({"way": "vault"}, ["PAPERS_MISSING"]),
        ({"way": "data", "form": {"a": "b"}}, ["FORM_NOT_ASKED"]),
        ({"way": "by magic"}, ["NOT_AN_OPTION"]),
        ({}, ["FIELD_MISSING"]),
    ],
)
def test_an_answer_of_the_wrong_shape_is_told_what_is_wrong(counter, body, codes):
    answer = counter.answer(counter.opened()["id"], "TP03", **body)
    assert answer.codes == codes


def test_an_unknown_component_is_not_there(counter):
    answer = counter.answer(counter.opened()["id"], "TP99", way="data")
    assert (answer.status, answer.json["code"]) == (404, "NO_SUCH_COMPONENT")


@pytest.mark.parametrize(
    ("asked", "status", "codes"),
    [
        ({"procedure": "9.999999", "unit": COMMUNE}, 404, ["NO_SUCH_PROCEDURE"]),
        ({"procedure": POLICE_ONLY, "unit": COMMUNE}, 422, ["UNIT_DOES_NOT_OFFER"]),
        ({"procedure": LUNCH, "unit": "H21.999"}, 422, ["UNIT_UNKNOWN"]),
        ({"procedure": LUNCH, "unit": "H08"}, 422, ["UNIT_CLOSED"]),
        ({"procedure": LUNCH, "unit": "H21.999", "cases": ["X"]}, 422, ["UNIT_UNKNOWN", "CASE_UNKNOWN"]),
        ({"procedure": "../../etc/passwd", "unit": COMMUNE}, 400, ["BAD_FORM"]),
        ({"procedure": LUNCH, "unit": COMMUNE, "owner": {"name": "x" * 10_000}}, 400, ["TOO_LONG"]),
        ({"procedure": LUNCH, "unit": COMMUNE, "vault": "somebody's"}, 400, ["FIELD_UNKNOWN"]),
    ],
)
def test_what_cannot_be_opened_says_why(counter, asked, status, codes):
    answer = counter.api.post("/dossiers", caller=counter.caller, body=asked)
    assert (answer.status, answer.codes) == (status, codes)


def test_an_edit_made_on_an_older_version_is_told_so(counter):
    dossier = counter.opened()
    path = f"/dossiers/{dossier['id']}"
    first = counter.api.patch(path, caller=counter.caller, body={"version": 1, "applicant": SOMEBODY})
    second = counter.api.patch(path, caller=counter.caller, body={"version": 1, "owner": SOMEBODY})
    assert (first.status, first.json["version"]) == (200, 2)
    assert (second.status, second.json["code"]) == (409, "CHANGED_MEANWHILE")


def test_a_draft_is_thrown_away_and_a_submitted_dossier_is_not(counter, world):
    draft, submitted = counter.opened()["id"], counter.ready()
    counter.submit(submitted)
    discarded = counter.api.delete(f"/dossiers/{draft}", caller=counter.caller)
    kept = counter.api.delete(f"/dossiers/{submitted}", caller=counter.caller)
    assert (discarded.status, kept.status, kept.json["code"]) == (204, 409, "ALREADY_SUBMITTED")
    assert counter.read(draft).status == 404
    assert world.rows(f"DOSSIER#{draft}") == []


def test_a_draft_remembers_how_the_result_is_to_be_received_and_says_what_is_consented_to(counter):
    an_item(counter.caller.vault, BIRTH)
    dossier = counter.opened()
    assert [each["code"] for each in dossier["consents_asked"]] == CONSENTS
    body = {"version": 1, "receive_by": "post"}
    changed = counter.api.patch(f"/dossiers/{dossier['id']}", caller=counter.caller, body=body)
    assert changed.json["receive_by"] == "post"


def test_a_receipt_still_names_a_paper_that_has_left_the_vault(counter):
    birth = an_item(counter.caller.vault, BIRTH, title="GIẤY KHAI SINH", number="7/KS")
    dossier = counter.ready()
    counter.submit(dossier)
    transact(*items.left(birth, counter.caller.vault))
    [pinned] = component(counter.read(dossier).json, "TP03")["resolution"]["items"]
    assert (pinned["title"], pinned["number"]) == ("GIẤY KHAI SINH", "7/KS")


def test_a_dossier_submitted_at_midnight_belongs_to_one_day(counter, world):
    dossiers = [counter.ready(), counter.ready()]
    with time_machine.travel(datetime(2026, 11, 23, 23, 59, 59, tzinfo=VIETNAM), tick=False) as clock:
        while_the_next_takes_its_number(world, lambda: clock.move_to(datetime(2026, 11, 24, tzinfo=VIETNAM)))
        codes = [counter.submit(each).json["code"] for each in dossiers]
    assert codes == [f"{COMMUNE}-261123-0001", f"{COMMUNE}-261124-0001"]


def test_the_owner_named_is_whose_vault_it_is(counter):
    dossier = counter.ready()
    body = {"version": counter.read(dossier).json["version"], "owner": {**SOMEBODY, "name": "Trần Văn Người Khác"}}
    counter.api.patch(f"/dossiers/{dossier}", caller=counter.caller, body=body)
    answer = counter.submit(dossier)
    assert (answer.status, answer.codes) == (422, ["OWNER_NOT_HOLDER"])


def test_a_warning_that_came_after_the_choice_is_told_before_submission(counter):
    older, _ = (an_item(counter.caller.vault, BIRTH) for _ in range(2))
    dossier = counter.opened(applicant=SOMEBODY, owner=SOMEBODY)["id"]
    counter.answer(dossier, "TP03", way="vault", items=[older.id])
    counter.ready_but_for(dossier)
    transact(*items.changed(older, replace(older, state=ItemState.DISPUTED)))
    assert counter.submit(dossier).codes == ["PAPER_DOES_NOT_FIT"]
    counter.answer(dossier, "TP03", way="vault", items=[older.id], despite_warnings=True)
    assert counter.submit(dossier).status == 200


def test_insisting_where_there_is_no_warning_is_an_ordinary_choice(counter):
    birth = an_item(counter.caller.vault, BIRTH)
    dossier = counter.opened()["id"]
    chosen = counter.answer(dossier, "TP03", way="vault", items=[birth.id], despite_warnings=True)
    assert component(chosen.json, "TP03")["resolution"]["reason"]["code"] == "CHOSEN_VAULT"


def test_a_form_too_large_to_keep_is_refused(counter):
    dossier = counter.opened()["id"]
    huge = counter.answer(dossier, "TP01", way="form", form={f"muc_{n}": "ệ" * 2000 for n in range(100)})
    large = counter.answer(dossier, "TP01", way="form", form={f"muc_{n}": "ệ" * 1000 for n in range(3)})
    assert (huge.status, huge.json["code"]) == (413, "BODY_TOO_LARGE")
    assert (large.status, large.codes) == (422, ["FORM_TOO_LARGE"])


def test_a_form_keeps_the_lines_it_was_typed_in(counter):
    form = {"noi_dung": " Họ tên: A\nNgày sinh:  B\n\nĐề nghị: C\n"}
    typed = counter.answer(counter.opened()["id"], "TP01", way="form", form=form)
    kept = {"noi_dung": "Họ tên: A\nNgày sinh: B\n\nĐề nghị: C"}
    assert component(typed.json, "TP01")["resolution"]["form"] == kept


def test_a_rare_state_costs_no_query_for_each_dossier(counter, calls: Calls):
    submitted = counter.ready()
    counter.submit(submitted)
    for _ in range(12):
        counter.opened(LUNCH)
    calls.clear()
    found = counter.api.get("/dossiers", caller=counter.caller, query={"state": 1, "limit": 1}).json
    assert ([each["id"] for each in found["dossiers"]], calls["Query"]) == ([submitted], 1)


@pytest.mark.parametrize("position", ["ITEM#x", "\x00", "DOSSIER#" + "A" * 27])
def test_a_made_up_cursor_is_refused(counter, position):
    answer = counter.api.get("/dossiers", caller=counter.caller, query={"cursor": cursor(position)})
    assert (answer.status, answer.json["code"]) == (400, "BAD_CURSOR")


def test_a_submitted_dossier_is_changed_no_more(counter):
    dossier = counter.ready()
    counter.submit(dossier)
    answer = counter.answer(dossier, "TP03", way="data")
    assert (answer.status, answer.json["code"]) == (409, "ALREADY_SUBMITTED")


def test_my_dossiers_are_listed_newest_first_by_pages_and_by_state(counter):
    opened = [counter.opened(LUNCH)["id"] for _ in range(3)]
    submitted = counter.ready()
    counter.submit(submitted)
    seen: list[str] = []
    after = None
    while True:
        query = {"limit": 2, **({"cursor": after} if after else {})}
        page = counter.api.get("/dossiers", caller=counter.caller, query=query).json
        seen += [each["id"] for each in page["dossiers"]]
        if (after := page["cursor"]) is None:
            break
    assert seen == [submitted, *reversed(opened)]
    only = counter.api.get("/dossiers", caller=counter.caller, query={"state": 1}).json
    assert [each["id"] for each in only["dossiers"]] == [submitted]
