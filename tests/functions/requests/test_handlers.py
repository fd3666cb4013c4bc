"""What stops a dossier's clock or ends it before its result."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared.domain.dossiers import State
from shared.domain.events import Act, Actor
from shared.domain.life import step
from shared.storage import dossiers
from shared.storage.table import transact
from tests.functions.at_the_desk import OTHER_COMMUNE, a_citizen, a_dossier, an_officer

POINTS = [
    {"component": "TP02", "text": "Bản chụp mờ, không đọc được số."},
    {"text": "Ghi rõ họ tên cần sửa."},
]
ASKED = {"points": POINTS, "until": "2026-09-10"}


def events(world: Any) -> list[str]:
    return [row["event"] for row in sorted(world.rows("OUTBOX#"), key=lambda row: row["id"])]


def by_the_citizen(dossier: str, act: Act, **changes: Any) -> int:
    """The citizen's own act, done elsewhere. The version it leaves."""
    kept = dossiers.dossier(dossier)
    done = step(kept, act, Actor(at=changes.pop("at"), person=kept.owner), **changes)
    transact(*dossiers.stepped(done))
    return done.event.number


def test_a_supplement_is_asked_in_one_go_and_stops_the_clock(desk, received, world, calls):
    answer = desk.act(received.id, "supplement", version=3, **ASKED)
    assert answer.status == 200, answer.json
    assert calls == {"GetItem": 1, "TransactWriteItems": 1}
    assert (answer.json["state"], answer.json["deadline"]["standing"]) == (State.SUPPLEMENT_ASKED, "paused")
    assert answer.json["said"] == "Xã An Nhơn Tây yêu cầu bổ sung hồ sơ, hạn đến hết ngày 10/09/2026."
    assert events(world)[-1] == "supplement_asked"
    page = desk.read(received.id).json
    assert [(each["component_name"], each["answered"]) for each in page["supplements"][0]["points"]] == [
        (page["components"][1]["name"], False),
        (None, False),
    ]


def test_a_request_that_makes_no_sense_is_told_everything(desk, received):
    points = [{"component": "TP99", "text": "?"}, {"text": "?"}]
    answer = desk.act(received.id, "supplement", version=3, points=points, until="2026-08-28")
    assert answer.codes == ["UNTIL_TOO_SOON", "POINT_OF_UNKNOWN_COMPONENT"]
    assert desk.act(received.id, "supplement", version=3, points=[], until="2026-09-10").codes == ["TOO_FEW"]


def test_a_second_request_is_the_heads_to_allow(desk, received, clock):
    desk.act(received.id, "supplement", version=3, **ASKED)
    clock.shift(timedelta(days=5))
    at = received.received_at + timedelta(days=5)
    version = by_the_citizen(received.id, Act.SUPPLEMENT_ANSWERED, at=at)
    assert (again := desk.act(received.id, "supplement", version=version, **ASKED)).status == 403
    assert again.json["code"] == "SECOND_SUPPLEMENT"
    head = desk.of(an_officer(head=True, name="Phạm Thị Hoa"))
    unexplained = head.act(received.id, "supplement", version=version, **ASKED)
    assert (unexplained.status, unexplained.codes) == (422, ["SECOND_SUPPLEMENT_UNEXPLAINED"])
    allowed = head.act(received.id, "supplement", version=version, override_reason="Phát hiện giả mạo.", **ASKED)
    assert allowed.status == 200
    assert "Thủ trưởng đơn vị cho phép" in allowed.json["said"]
    assert dossiers.events_of(received.id)[-1].overridden == ("SECOND_SUPPLEMENT",)


def test_a_payment_is_asked_and_settled_and_the_time_it_took_is_given_back(desk, received, world, clock):
    asked = desk.act(received.id, "payment", version=3, amount=50_000, what_for="Lệ phí sửa văn bằng")
    assert asked.json["state"] == State.PAYMENT_ASKED
    assert "nghĩa vụ tài chính: Lệ phí sửa văn bằng" in asked.json["said"]
    clock.shift(timedelta(days=6))  # Thursday 3 September: the first working day after the long weekend
    settled = desk.act(received.id, "payment/settle", version=4, evidence="BL 00123")
    assert settled.json["deadline"]["due_at"] == "2026-09-10T10:00:00Z"
    assert settled.json["state"] == State.IN_PROGRESS
    assert desk.read(received.id).json["payment"]["evidence"] == "BL 00123"
    assert events(world) == ["dossier_received", "payment_asked"]


def test_nothing_is_settled_that_was_not_asked(desk, received):
    answer = desk.act(received.id, "payment/settle", version=3, evidence="BL 00123")
    assert (answer.status, answer.json["code"]) == (409, "NOT_FROM_HERE")


@pytest.mark.parametrize(("amount", "code"), [(0, "TOO_SMALL"), (-1, "TOO_SMALL"), (10**13, "TOO_BIG")])
def test_an_amount_is_money(desk, received, amount, code):
    assert desk.act(received.id, "payment", version=3, amount=amount, what_for="Lệ phí").codes == [code]


def test_a_suspension_stops_the_clock_and_resuming_gives_the_time_back(desk, received, clock):
    suspended = desk.act(received.id, "suspend", version=3, reason="Chờ kết luận giám định.")
    assert (suspended.json["state"], suspended.json["deadline"]["standing"]) == (State.RECEIVED, "paused")
    again = desk.act(received.id, "supplement", version=4, **ASKED)
    assert (again.status, again.json["code"]) == (409, "NOT_FROM_HERE")
    clock.shift(timedelta(days=13))  # Thursday 10 September: 6 working days later
    resumed = desk.act(received.id, "resume", version=4)
    assert resumed.json["said"] == "Xã An Nhơn Tây tiếp tục xử lý hồ sơ, hẹn trả kết quả 17/09/2026."
    assert resumed.json["deadline"]["due_at"] == "2026-09-17T10:00:00Z"


def test_a_result_is_postponed_once_with_an_apology(desk, received, world):
    late = {"due_on": "2026-09-15", "reason": "Chờ ý kiến của cơ sở đào tạo."}
    for due_on, code in {"2026-09-09": "NOT_LATER", "2026-09-13": "NOT_A_WORKING_DAY"}.items():
        assert desk.act(received.id, "reappoint", version=3, **{**late, "due_on": due_on}).codes == [code]
    moved = desk.act(received.id, "reappoint", version=3, **late)
    assert moved.json["deadline"]["due_at"] == "2026-09-15T10:00:00Z"
    assert moved.json["said"].startswith("Xã An Nhơn Tây xin lỗi và hẹn lại ngày trả kết quả: 15/09/2026.")
    assert events(world)[-1] == "appointment_changed"
    assert desk.act(received.id, "reappoint", version=4, **late).json["code"] == "NOT_FROM_HERE"
    assert desk.read(received.id).json["reappointment"]["was_due"] == "2026-09-09T10:00:00Z"


def test_a_dossier_is_not_stopped_while_the_citizen_still_has_time_to_answer(desk, received, clock, world):
    desk.act(received.id, "supplement", version=3, **ASKED)
    early = desk.act(received.id, "stop", version=4, reason="Không bổ sung.")
    assert (early.status, early.json["code"]) == (409, "SUPPLEMENT_STILL_OPEN")
    assert "10/09/2026" in early.json["detail"]
    clock.shift(timedelta(days=14))
    stopped = desk.act(received.id, "stop", version=4, reason="Không bổ sung.")
    assert (stopped.json["state"], stopped.json["possible"]) == (State.STOPPED, [])
    assert events(world)[-1] == "dossier_stopped"
    assert desk.act(received.id, "stop", version=5, reason="Lần nữa").json["code"] == "NOT_FROM_HERE"


@pytest.mark.parametrize("granted", [True, False])
def test_a_withdrawal_is_granted_or_denied_with_a_reason_and_goes_on_where_it_was(desk, received, world, granted):
    version = by_the_citizen(received.id, Act.WITHDRAWAL_ASKED, at=received.received_at)
    silent = desk.act(received.id, "withdrawal", version=version, granted=False)
    assert silent.codes == ["REASON_MISSING"]
    decided = desk.act(received.id, "withdrawal", version=version, granted=granted, reason="Kết quả đã ký.")
    assert (decided.json["state"], events(world)[-1]) == (
        (State.STOPPED, "withdrawal_granted") if granted else (State.RECEIVED, "withdrawal_refused")
    )


def test_another_units_officer_asks_nothing(desk, received):
    stranger = desk.of(an_officer(OTHER_COMMUNE))
    bodies = {
        "supplement": ASKED,
        "payment": {"amount": 1, "what_for": "x"},
        "payment/settle": {"evidence": "x"},
        "withdrawal": {"granted": True},
        "suspend": {"reason": "x"},
        "resume": {},
        "reappoint": {"due_on": "2026-09-15", "reason": "x"},
        "stop": {"reason": "x"},
    }
    for act, body in bodies.items():
        assert (act, stranger.act(received.id, act, version=3, **body).status) == (act, 404)
        assert (act, desk.act(received.id, act, version=2, **body).json["code"]) == (act, "CHANGED_MEANWHILE")


def test_every_transition_is_one_read_and_one_transaction(desk, received, calls):
    bodies = [("suspend", {"reason": "x"}), ("resume", {}), ("reappoint", {"due_on": "2026-09-15", "reason": "x"})]
    for version, (act, body) in enumerate(bodies, start=3):
        calls.clear()
        assert desk.act(received.id, act, version=version, **body).status == 200
        assert calls == {"GetItem": 1, "TransactWriteItems": 1}


def test_before_reception_a_supplement_stops_nothing_and_leads_back_to_the_desk(desk):
    dossier = a_dossier(a_citizen().vault)
    asked = desk.act(dossier.id, "supplement", version=2, **ASKED)
    assert asked.json["deadline"]["due_at"] is None
    version = by_the_citizen(dossier.id, Act.SUPPLEMENT_ANSWERED, at=dossier.submitted_at)
    assert desk.read(dossier.id).json["state"] == State.SUBMITTED
    assert desk.act(dossier.id, "receive", version=version, checks=[]).json["code"] == "NOT_COMPLETE"
