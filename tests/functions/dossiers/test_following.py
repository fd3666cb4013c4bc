"""A submitted dossier in its owner's hands: its history in words, what is asked of them, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
import segno
import time_machine

from functions.desk.handlers import room as desks
from functions.dossiers.handlers import room
from functions.dossiers.supplementing import answered
from functions.requests.handlers import room as requests
from shared.clock import new_id
from shared.domain.dossiers import Dossier, State
from shared.storage import catalogues, dossiers, table
from shared.web.caller import Caller
from tests.conftest import Answer, Api, World, a_caller
from tests.functions.at_the_desk import FRIDAY, Desk, a_citizen, a_dossier, an_officer
from tests.functions.dossiers.stood import stand_catalogue
from tests.functions.dossiers.test_handlers import BIRTH, an_item, component

POINTS = [{"component": "TP03", "text": "Thiếu giấy khai sinh."}, {"text": "Ghi rõ họ tên cần sửa."}]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FRIDAY, tick=False) as traveller:
        yield traveller


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner of one dossier, which is received, and its officer."""

    api: Api
    caller: Caller
    desk: Desk
    dossier: Dossier

    def path(self, *more: str) -> str:
        return "/".join(("/dossiers", self.dossier.id, *more))

    def read(self) -> Any:
        return self.api.get(self.path(), caller=self.caller).json

    def put(self, code: str, **body: Any) -> Answer:
        return self.api.put(self.path("components", code), caller=self.caller, body=body)

    def supplement(self, version: int, *answers: dict[str, Any]) -> Answer:
        body = {"version": version, "answers": list(answers)}
        return self.api.post(self.path("supplement"), caller=self.caller, body=body)

    def withdraw(self, version: int, **body: Any) -> Answer:
        return self.api.post(self.path("withdrawal"), caller=self.caller, body={"version": version, **body})

    def history(self) -> list[str]:
        return [each["said"] for each in self.api.get(self.path("history"), caller=self.caller).json["events"]]

    def asked(self, *points: dict[str, str]) -> int:
        body = {"points": list(points or POINTS), "until": "2026-09-10"}
        return int(self.desk.act(self.dossier.id, "supplement", version=3, **body).json["version"])


@pytest.fixture
def owner(world: World, clock: time_machine.Traveller, api: Callable[..., Api]) -> Owner:
    stand_catalogue()
    rooms = api(desks, requests, room)
    citizen, desk = a_citizen(), Desk(rooms, an_officer())
    dossier = a_dossier(citizen.vault)
    assert desk.receive(dossier).status == 200
    clock.shift(timedelta(hours=1))
    world.calls.clear()
    return Owner(rooms, citizen, desk, replace(dossier, version=3))


WORDS = {"point": 1, "text": "Nguyễn Thị Lan, không phải Nguyễn Thị Loan."}


def test_the_owner_reads_the_history_in_words_without_officers_names(owner):
    owner.asked()
    assert owner.history() == [
        "Hồ sơ đã được nộp.",
        "Xã An Nhơn Tây đã tiếp nhận hồ sơ, hẹn trả kết quả 09/09/2026.",
        "Xã An Nhơn Tây yêu cầu bổ sung hồ sơ, hạn đến hết ngày 10/09/2026.",
    ]
    raw = owner.api.get(owner.path("history"), caller=owner.caller).content.decode()
    assert owner.desk.officer.person not in raw
    assert "Trần Văn Bình" not in raw
    assert owner.api.get(owner.path("history"), caller=a_caller()).status == 404


def test_a_desks_scanner_reads_the_code_of_a_submitted_dossier_from_its_square(owner):
    answer = owner.api.get(owner.path("square-code"), caller=owner.caller).json
    assert answer["told"] == owner.dossier.code
    drawn = segno.make(owner.dossier.code, error="m", micro=False).matrix
    assert answer["rows"] == ["".join(str(int(square)) for square in row) for row in drawn]
    assert owner.api.get(owner.path("square-code"), caller=a_caller()).status == 404


def test_a_draft_has_no_code_to_show(owner):
    draft = replace(owner.dossier, id=new_id(), state=State.DRAFT, code=None)
    table.write(dossiers.opened(draft))
    answer = owner.api.get(f"/dossiers/{draft.id}/square-code", caller=owner.caller)
    assert (answer.status, answer.codes) == (404, ["NOT_SUBMITTED"])


def test_the_owner_sees_when_it_is_due_and_what_may_be_done(owner):
    seen = owner.read()
    assert seen["deadline"]["text"] == "còn 5 ngày làm việc"
    assert [each["code"] for each in seen["possible"]] == ["WITHDRAWAL_ASKED"]


def test_a_supplement_is_answered_by_component_and_in_words_and_the_clock_goes_on(owner, clock, world):
    version = owner.asked()
    birth = an_item(owner.caller.vault, BIRTH)
    clock.shift(timedelta(days=6))  # Thursday 3 September, the first working day after the long weekend
    put = owner.put("TP03", way="vault", items=[birth.id])
    assert put.status == 200, put.json
    assert component(put.json, "TP03")["resolution"]["items"][0]["item"] == birth.id
    assert [each["SK"] for each in world.rows(f"ITEM#{birth.id}") if "PIN" in each["SK"]] == [f"PIN#{owner.dossier.id}"]
    answer = owner.supplement(version + 1, WORDS)
    assert answer.status == 200, answer.json
    assert (answer.json["state_name"], answer.json["supplements"][0]["late"]) == ("Đang xử lý", False)
    assert answer.json["deadline"]["due_at"] == "2026-09-10T10:00:00Z"
    assert owner.history()[-2:] == [
        f"Người nộp ghi nhận thành phần “{component(put.json, 'TP03')['name']}”.",
        "Hồ sơ đã được bổ sung.",
    ]
    page = owner.desk.read(owner.dossier.id).json
    assert [each["answered"] for each in page["supplements"][0]["points"]] == [True, True]


def test_an_answer_costs_one_read_and_one_transaction(owner, calls):
    version = owner.asked({"text": "Ghi rõ họ tên cần sửa."})
    calls.clear()
    assert owner.supplement(version, {**WORDS, "point": 0}).status == 200
    assert calls == {"GetItem": 1, "TransactWriteItems": 1}


def test_every_point_that_is_not_answered_is_told_at_once(owner):
    version = owner.asked()
    answer = owner.supplement(version, {"point": 7, "text": "?"})
    assert [(each["code"], each["where"]) for each in answer.json["problems"]] == [
        ("COMPONENT_NOT_SUPPLEMENTED", "answers.0"),
        ("POINT_NOT_ANSWERED", "answers.1"),
        ("NO_SUCH_POINT", "answers.7"),
    ]
    told = owner.supplement(version, {"point": 0, "text": "Tôi không còn giấy này."}, WORDS)
    assert told.status == 200  # whoever cannot bring it says so: the agency decides


def test_only_what_was_asked_about_may_be_answered_anew(owner):
    assert owner.put("TP03", way="data").json["code"] == "ALREADY_SUBMITTED"
    owner.asked()
    assert owner.put("TP02", way="data").json["code"] == "NOT_ASKED_ABOUT"
    assert owner.put("TP03", way="data").status == 200
    gone = owner.api.delete(owner.path("components", "TP03"), caller=owner.caller)
    assert component(gone.json, "TP03")["status"] == "missing"
    assert owner.api.delete(owner.path("components", "TP02"), caller=owner.caller).status == 409


def test_an_answer_after_the_last_day_is_taken_and_recorded_as_late(owner, clock):
    version = owner.asked({"text": "Ghi rõ họ tên cần sửa."})
    clock.shift(timedelta(days=20))
    answer = owner.supplement(version, {**WORDS, "point": 0})
    assert answer.status == 200
    assert answer.json["supplements"][0]["late"] is True


def test_an_answer_is_taken_though_nobody_loaded_next_years_days_off(owner, clock):
    version = owner.asked({"text": "Ghi rõ họ tên cần sửa."})
    clock.move_to("2027-01-04T02:00:00Z")
    assert owner.supplement(version, {**WORDS, "point": 0}).status == 200


def test_once_the_agency_has_stopped_it_nothing_is_answered_any_more(owner, clock):
    version = owner.asked()
    clock.shift(timedelta(days=20))
    assert owner.desk.act(owner.dossier.id, "stop", version=version, reason="Không bổ sung.").status == 200
    late = owner.supplement(version + 1, WORDS)
    assert (late.status, late.json["code"]) == (409, "NOT_FROM_HERE")
    assert owner.read()["possible"] == []


def test_a_withdrawal_is_asked_once_and_by_its_owner(owner):
    assert owner.api.post(owner.path("withdrawal"), caller=a_caller(), body={"version": 3}).status == 404
    assert owner.withdraw(2).json["code"] == "CHANGED_MEANWHILE"
    asked = owner.withdraw(3, reason="Nộp nhầm thủ tục.")
    assert asked.json["state_name"] == "Công dân yêu cầu rút hồ sơ"
    assert owner.history()[-1] == "Người nộp yêu cầu rút hồ sơ. Lý do: Nộp nhầm thủ tục."
    assert owner.withdraw(4).json["code"] == "NOT_FROM_HERE"
    granted = owner.desk.act(owner.dossier.id, "withdrawal", version=4, granted=True)
    assert granted.json["state_name"] == "Dừng xử lý"


def test_a_draft_is_neither_withdrawn_nor_supplemented(owner):
    body = {"procedure": "3.000466", "unit": "H21.001"}
    draft = owner.api.post("/dossiers", caller=owner.caller, body=body).json["id"]
    for act in ("withdrawal", "supplement"):
        answer = owner.api.post(f"/dossiers/{draft}/{act}", caller=owner.caller, body={"version": 1})
        assert (answer.status, answer.json["code"]) == (409, "NOT_FROM_HERE")


def test_a_point_counts_as_answered_only_by_what_came_after_it_was_asked(owner):
    owner.asked({"component": "TP03", "text": "Thiếu."})
    kept = dossiers.dossier(owner.dossier.id)
    procedure = catalogues.current().procedures_by_code[kept.procedure]
    with pytest.raises(Exception, match="SUPPLEMENT_INCOMPLETE"):
        answered(kept, procedure, {}, at=FRIDAY)
