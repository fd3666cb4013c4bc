"""Reception at the desk: checked component by component, promised by the law's clock, told to the citizen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.clock import new_id
from shared.domain.catalogue import Way
from shared.domain.desk import Channel
from shared.domain.dossiers import Answer, State
from shared.domain.events import Act
from shared.storage import catalogues, dossiers
from tests.conftest import a_caller
from tests.functions.at_the_desk import (
    BIRTH_REGISTRATION,
    CHECKED,
    EDUCATION,
    FRIDAY,
    LUNCH,
    OTHER_COMMUNE,
    a_citizen,
    a_dossier,
    a_person,
    a_resolution,
    an_officer,
)


def test_a_reception_keeps_what_was_checked_and_promises_the_result_by_the_working_days(desk, world):
    dossier = a_dossier(a_citizen().vault)
    answer = desk.receive(dossier)
    assert answer.status == 200, answer.json
    assert (answer.json["state"], answer.json["state_name"]) == (2, "Được tiếp nhận")
    assert answer.json["said"] == "Xã An Nhơn Tây đã tiếp nhận hồ sơ, hẹn trả kết quả 09/09/2026."
    assert answer.json["deadline"] == {
        "due_at": "2026-09-09T10:00:00Z",  # 5 working days over the national day's long weekend
        "standing": "later",
        "text": "còn 5 ngày làm việc",
    }
    kept = dossiers.dossier(dossier.id)
    assert (kept.officer, kept.reception.by) == (desk.officer.person, desk.officer.person)
    assert [(each.component, each.way, each.signature) for each in kept.reception.checks] == [
        ("TP01", "form", "no_file"),
        *((f"TP0{n}", "data", "no_file") for n in (2, 3, 4)),
    ]
    [message] = world.rows("OUTBOX#")
    assert (message["event"], message["parameters"]["due"]) == ("dossier_received", "2026-09-09")


def test_a_reception_costs_one_read_and_one_transaction(desk, calls):
    dossier = a_dossier(a_citizen().vault)
    calls.clear()
    assert desk.receive(dossier).status == 200
    assert calls == {"GetItem": 1, "TransactWriteItems": 1}


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (datetime(2026, 8, 21, 7, 0, tzinfo=UTC), "2026-08-21T10:00:00Z"),  # Friday 14:00
        (datetime(2026, 8, 21, 8, 0, 59, tzinfo=UTC), "2026-08-21T10:00:00Z"),  # 15:00:59 is 15:00
        (datetime(2026, 8, 21, 8, 1, tzinfo=UTC), "2026-08-22T10:00:00Z"),  # 15:01: Saturday is worked that week
        (datetime(2026, 2, 13, 8, 1, tzinfo=UTC), "2026-02-23T10:00:00Z"),  # over Tết
    ],
)
def test_what_is_due_the_same_day_is_due_the_next_when_received_after_three(desk, clock, received, due):
    clock.move_to(received)
    dossier = a_dossier(a_citizen().vault, procedure=BIRTH_REGISTRATION)
    components = [{"component": each.component, "ok": True} for each in dossier.answers]
    answer = desk.receive(dossier, checks=components)
    assert answer.status == 200, answer.json
    assert answer.json["deadline"]["due_at"] == due


def test_without_the_years_days_off_nothing_is_promised_and_nothing_written(desk, clock):
    clock.move_to(datetime(2026, 12, 30, 2, 0, tzinfo=UTC))
    dossier = a_dossier(a_citizen().vault)
    answer = desk.receive(dossier)
    assert (answer.status, answer.json["code"]) == (503, "CALENDAR_YEAR_MISSING")
    assert dossiers.dossier(dossier.id) == dossier


def test_a_procedure_without_a_limit_is_promised_by_the_officers_word(desk):
    dossier = a_dossier(a_citizen().vault, procedure=LUNCH)
    checks = [{"component": each.component, "ok": True} for each in dossier.answers]
    assert desk.receive(dossier, checks=checks).codes == ["DUE_MISSING"]
    assert desk.receive(dossier, checks=checks, due_on="2026-09-02").codes == ["NOT_A_WORKING_DAY"]
    assert desk.receive(dossier, checks=checks, due_on="2026-08-27").codes == ["DUE_IN_THE_PAST"]
    assert (
        desk.receive(dossier, checks=checks, due_on="2026-09-10").json["deadline"]["due_at"] == "2026-09-10T10:00:00Z"
    )
    limited = a_dossier(a_citizen().vault)
    assert desk.receive(limited, due_on="2026-12-10").codes == ["DUE_BY_LIMIT"]


def test_what_is_not_checked_not_in_order_or_not_asked_is_told_all_at_once(desk):
    answers = (Answer(component="TP01", resolution=a_resolution(Way.FORM, form={})),)
    dossier = a_dossier(a_citizen().vault, answers=answers)
    checks = [
        {"component": "TP01", "ok": True},
        {"component": "TP02", "ok": False},
        {"component": "TP04", "ok": True},
        {"component": "TP99", "ok": True},
    ]
    answer = desk.receive(dossier, checks=checks)
    assert (answer.status, answer.json["code"]) == (422, "NOT_COMPLETE")
    assert [(each["code"], each["where"]) for each in answer.json["problems"]] == [
        ("NOT_IN_ORDER", "checks.TP01"),  # an empty form
        ("NOT_IN_ORDER", "checks.TP02"),
        ("UNCHECKED", "checks.TP03"),
        ("NOT_ASKED", "checks.TP99"),
    ]


def test_a_refusal_tells_its_reason_and_ends_the_dossier(desk, world):
    dossier = a_dossier(a_citizen().vault)
    answer = desk.act(dossier.id, "refuse", version=dossier.version, reason="Không thuộc thẩm quyền.")
    assert answer.json["state"] == State.NOT_RECEIVED
    assert answer.json["said"] == "Xã An Nhơn Tây từ chối tiếp nhận hồ sơ. Lý do: Không thuộc thẩm quyền."
    assert (answer.json["possible"], answer.json["deadline"]["standing"]) == ([], "ended")
    [message] = world.rows("OUTBOX#")
    assert message["event"] == "dossier_not_received"
    assert desk.act(dossier.id, "refuse", version=dossier.version, reason="").codes == ["TOO_SHORT"]


def test_an_act_that_is_not_possible_names_those_that_are(desk):
    dossier = a_dossier(a_citizen().vault)
    received = desk.receive(dossier).json
    again = desk.act(dossier.id, "receive", version=received["version"], checks=[])
    assert (again.status, again.json["code"]) == (409, "NOT_FROM_HERE")
    assert {"forwarded", "supplement_asked"} <= {each["where"] for each in again.json["problems"]}


def test_of_two_officers_at_once_the_second_is_told_what_changed(desk):
    dossier = a_dossier(a_citizen().vault)
    assert desk.receive(dossier).status == 200
    late = desk.of(an_officer(name="Lê Thị Mai")).receive(dossier)
    assert (late.status, late.json["code"]) == (409, "CHANGED_MEANWHILE")
    assert late.json["problems"][0]["detail"].startswith("Xã An Nhơn Tây đã tiếp nhận hồ sơ")


def test_of_two_officers_at_the_very_same_moment_the_second_changes_nothing(desk, calls):
    dossier = a_dossier(a_citizen().vault)
    quicker = desk.of(an_officer(name="Lê Thị Mai"))

    def then(operation: str) -> None:
        if operation == "GetItem":
            calls.then = None
            assert quicker.receive(dossier).status == 200

    calls.then = then
    assert (slower := desk.receive(dossier)).status == 409
    assert slower.codes == ["CHANGED"]
    assert dossiers.dossier(dossier.id).officer == quicker.officer.person


def test_another_units_officer_finds_nothing(desk):
    dossier = a_dossier(a_citizen().vault)
    stranger = desk.of(an_officer(OTHER_COMMUNE))
    answers = [
        stranger.read(dossier.id),
        stranger.receive(dossier),
        stranger.act(dossier.id, "refuse", version=2, reason="x"),
        stranger.act(dossier.id, "assign", version=2, officer="me"),
        stranger.act(dossier.id, "hand-over", version=2, unit=EDUCATION, reason="x"),
        stranger.api.get(f"/desk/dossiers/{dossier.id}/history", caller=stranger.officer),
    ]
    assert {(each.status, each.json["code"]) for each in answers} == {(404, "NO_SUCH_DOSSIER")}


def test_a_citizen_has_no_desk_and_an_officer_none_of_their_own_dossiers(desk):
    dossier = a_dossier(a_citizen().vault)
    assert desk.of(a_caller()).receive(dossier).json["code"] == "ROLE_MISSING"
    own = a_dossier(desk.officer.person)
    assert desk.receive(own).json["code"] == "OWN_DOSSIER"


def test_a_procedure_that_has_ended_is_received_if_it_was_submitted_in_time(desk, clock):
    current = catalogues.current()
    ended = tuple(replace(each, valid_until=date(2026, 8, 28)) for each in current.procedures)
    fresh = replace(current, version=new_id(), procedures=ended)
    catalogues.keep(fresh, imported_at=FRIDAY, imported_by=new_id(), after=catalogues.pointer())
    catalogues.forget()
    in_time = a_dossier(a_citizen().vault)
    clock.shift(timedelta(days=6))
    too_late = a_dossier(a_citizen().vault)
    assert desk.receive(in_time).status == 200
    assert (refused := desk.receive(too_late)).status == 409
    assert refused.json["code"] == "PROCEDURE_NOT_IN_FORCE"


def test_a_dossier_is_given_to_an_officer_of_the_unit_alone(desk, calls):
    mai, stranger = an_officer(name="Lê Thị Mai"), an_officer(OTHER_COMMUNE)
    dossier = a_dossier(a_citizen().vault)
    assert desk.act(dossier.id, "assign", version=2, officer=stranger.person).codes == ["NOT_AN_OFFICER_HERE"]
    assert desk.act(dossier.id, "assign", version=2, officer=new_id()).codes == ["NOT_AN_OFFICER_HERE"]
    own = a_dossier(mai.person)
    assert desk.act(own.id, "assign", version=2, officer=mai.person).codes == ["OWN_DOSSIER"]
    assert desk.act(dossier.id, "assign", version=2, officer=mai.person).status == 200
    assert dossiers.dossier(dossier.id).officer == mai.person
    calls.clear()
    assert desk.act(dossier.id, "assign", version=3, officer="me").status == 200
    assert calls == {"GetItem": 1, "TransactWriteItems": 1}
    assert desk.act(dossier.id, "assign", version=4, officer=None).status == 200
    assert dossiers.dossier(dossier.id).officer is None


def test_the_officers_of_a_unit_are_known_by_name(desk):
    mai = an_officer(name="Lê Thị Mai")
    an_officer(OTHER_COMMUNE)
    found = desk.api.get("/desk/officers", caller=desk.officer).json["officers"]
    assert [(each["id"], each["name"]) for each in found] == [
        (mai.person, "Lê Thị Mai"),
        (desk.officer.person, "Trần Văn Bình"),
    ]


def test_a_dossier_is_handed_to_a_competent_unit_whose_officers_then_have_it(desk):
    dossier = a_dossier(a_citizen().vault)
    desk.receive(dossier)
    for unit, code in {
        "H21.999": "UNIT_UNKNOWN",
        "H21.900.035": "UNIT_CLOSED",
        "H21.001": "UNIT_HAS_IT",
        "H21.13": "UNIT_NOT_COMPETENT",
    }.items():
        assert desk.act(dossier.id, "hand-over", version=3, unit=unit, reason="Sai địa bàn").codes == [code]
    answer = desk.act(dossier.id, "hand-over", version=3, unit=OTHER_COMMUNE, reason="Sai địa bàn")
    assert answer.json["said"].startswith("Hồ sơ được chuyển đến Xã")
    assert desk.read(dossier.id).status == 404
    there = desk.of(an_officer(OTHER_COMMUNE)).read(dossier.id).json
    assert (there["unit"]["code"], there["officer"], there["state"]) == (OTHER_COMMUNE, None, 2)


def test_the_page_shows_everything_an_officer_works_with(desk):
    dossier = a_dossier(a_person("Nguyễn Thị Lan"))
    desk.receive(dossier, checks=[{**each, "note": "Đã xem"} for each in CHECKED])
    page = desk.read(dossier.id).json
    assert page["officer"] == {"id": desk.officer.person, "name": "Trần Văn Bình"}
    assert [each["act"] for each in page["history"]] == ["submitted", "received"]
    assert page["history"][1]["by"]["name"] == "Trần Văn Bình"
    assert page["reception"]["checks"][0]["note"] == "Đã xem"
    assert page["possible"][0]["name"] == "Yêu cầu bổ sung"
    assert {each["code"]: each["status"] for each in page["components"]} == {f"TP0{n}": "answered" for n in range(1, 5)}
    history = desk.api.get(f"/desk/dossiers/{dossier.id}/history", caller=desk.officer).json
    assert history["events"] == page["history"]


def test_the_page_says_what_may_be_digitised(desk):
    online, on_paper = (a_dossier(a_citizen().vault, channel=each) for each in (Channel.ONLINE, Channel.COUNTER))
    for dossier, may in ((online, False), (on_paper, True)):
        assert {each["may_scan"] for each in desk.read(dossier.id).json["components"]} == {may}


def test_a_page_costs_one_read_one_query_and_the_names_not_met_lately(desk, calls):
    dossier = a_dossier(a_citizen().vault)
    calls.clear()
    assert desk.read(dossier.id).status == 200
    assert calls == {"GetItem": 1, "Query": 1, "BatchGetItem": 1}
    calls.clear()
    assert desk.read(dossier.id).status == 200
    assert calls == {"GetItem": 1, "Query": 1}


def test_what_officers_do_is_written_down_with_who_and_for_which_unit(desk):
    dossier = a_dossier(a_citizen().vault)
    desk.receive(dossier)
    received = dossiers.events_of(dossier.id)[-1]
    assert (received.act, received.person, received.unit) == (Act.RECEIVED, desk.officer.person, desk.officer.unit)
