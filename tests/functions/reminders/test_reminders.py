"""Every morning heads of units hear what is overdue, and owners what they must soon bring; once for each deadline."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from functions.reminders.handlers import remind_units
from functions.reminders.reminding import MOST
from functions.reminders.rules import Due, reminders
from shared.clock import id_of, new_id
from shared.domain.catalogue import NEUTRAL_NAME, Level, Unit
from shared.domain.desk import Pause, PauseReason, Point, Supplement
from shared.domain.dossiers import Dossier, Party, State
from shared.domain.feedback import Feedback, FeedbackState
from shared.domain.working_time import WorkingCalendar
from shared.storage import catalogues, dossiers, feedbacks, people
from shared.storage.table import transact, write
from tests.conftest import a_catalogue

LONG_AGO = date(2026, 1, 1)
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CALENDAR = WorkingCalendar()
SCHEDULED = {
    "version": "0",
    "id": "1",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "000000000000",
    "time": "2026-11-23T01:00:00Z",
    "region": "ap-southeast-1",
    "resources": [],
    "detail": {},
}


def test_what_is_overdue_is_told_and_feedback_two_working_days_before():
    friday, wednesday = MONDAY - timedelta(days=3), MONDAY + timedelta(days=2)
    thursday = MONDAY + timedelta(days=3)
    found = [
        Due("dossier", "a", friday),
        Due("dossier", "b", wednesday),
        Due("feedback", "c", friday),
        Due("feedback", "d", wednesday),
        Due("feedback", "e", thursday),
    ]
    told = [(each.id, each.event) for each in reminders(found, calendar=CALENDAR, at=MONDAY)]
    assert told == [("a", "dossier_overdue"), ("c", "feedback_overdue"), ("d", "feedback_due_soon")]


def test_a_made_up_identifier_is_the_same_whoever_makes_it_and_another_for_another():
    assert id_of(MONDAY, "a", "b") == id_of(MONDAY, "a", "b")
    assert len({id_of(MONDAY, "a", "b"), id_of(MONDAY, "ab", ""), id_of(MONDAY + timedelta(1), "a", "b")}) == 3


@pytest.fixture
def unit(world) -> str:
    """A commune and its province."""
    province = Unit(code="H21", name="Tỉnh Gia Lai", kind="tỉnh", level=Level.PROVINCE)
    commune = Unit(code="H21.50", name="Xã Suối Mơ", kind="xã", level=Level.COMMUNE, parent="H21")
    small = replace(a_catalogue(), units=(province, commune))
    catalogues.keep(small, imported_at=MONDAY, imported_by=new_id(), after=None)
    return commune.code


@pytest.fixture
def head(unit) -> str:
    return people.appoint("000080000901", unit, {"head"}, valid_from=LONG_AGO)


def an_overdue_dossier(unit, *, state=State.IN_PROGRESS, **changes):
    kept = Dossier(
        id=new_id(),
        owner=new_id(),
        opened_by=new_id(),
        procedure="1.001193",
        unit=unit,
        opened_at=MONDAY,
        submitted_at=MONDAY - timedelta(days=9),
        answers=(),
        state=state,
        code=f"{unit}-261101-0001",
        **{"due_at": MONDAY - timedelta(days=1), "catalogue": new_id(), **changes},
    )
    write(dossiers.opened(kept))
    return kept


def a_feedback(unit, *, due, **changes):
    fresh = Feedback(
        id=new_id(),
        item=new_id(),
        item_version=1,
        title="Giấy",
        vault=new_id(),
        person=new_id(),
        unit=unit,
        reason="NAME",
        text="Sai",
        given_at=MONDAY,
        answer_by=due,
        resolve_by=due,
        **changes,
    )
    transact(*feedbacks.given(fresh))


def told(world):
    return [(row["event"], row["vault"]) for row in world.rows("OUTBOX#")]


def reminded(times=1):
    for _ in range(times):
        with time_machine.travel(MONDAY, tick=False):
            remind_units(SCHEDULED, None)


def test_a_head_hears_of_each_deadline_once(world, unit, head):
    an_overdue_dossier(unit)
    a_feedback(unit, due=MONDAY - timedelta(days=1))
    reminded(times=2)
    assert sorted(told(world)) == [("dossier_overdue", head), ("feedback_overdue", head)]


def test_a_new_deadline_that_passes_is_told_anew(world, unit, head):
    dossier = an_overdue_dossier(unit)
    reminded()
    write(dossiers.changed(dossier, replace(dossier, due_at=MONDAY - timedelta(hours=1))))
    reminded()
    assert told(world) == [("dossier_overdue", head)] * 2


@pytest.mark.parametrize(
    "changes",
    [
        {"state": State.SUPPLEMENT_ASKED},
        {"state": State.RETURNED},
        {"due_at": MONDAY + timedelta(days=1)},
        {"pauses": (Pause(reason=PauseReason.SUSPENSION, since=MONDAY - timedelta(days=5)),)},
    ],
)
def test_what_waits_for_somebody_else_or_is_not_late_is_not_told(world, unit, head, changes):
    an_overdue_dossier(unit, **changes)
    reminded()
    assert told(world) == []


def test_dying_anywhere_and_running_again_tells_everything_once(world, unit, head, calls):
    an_overdue_dossier(unit)
    a_feedback(unit, due=MONDAY - timedelta(days=1))

    def die_after(call: int):
        seen = []

        def then(name: str) -> None:
            seen.append(name)
            if len(seen) == call:
                raise ConnectionError

        return then

    for call in (2, 5, 8):
        calls.then = die_after(call)
        with pytest.raises(ConnectionError):
            reminded()
    calls.then = None
    reminded()
    assert sorted(told(world)) == [("dossier_overdue", head), ("feedback_overdue", head)]


def test_a_unit_without_a_head_is_told_to_the_head_above_it(world, unit):
    province = people.appoint("000080000902", unit.split(".")[0], {"head"}, valid_from=LONG_AGO)
    an_overdue_dossier(unit)
    reminded()
    assert told(world) == [("dossier_overdue", province)]


def test_the_head_of_a_unit_that_was_merged_is_told_for_the_new_one(world):
    before = Unit(code="H08.1", name="Xã A", kind="xã", level=Level.COMMUNE, valid_until=date(2025, 6, 30))
    after = Unit(code="H21.1", name="Xã B", kind="xã", level=Level.COMMUNE, predecessors=("H08.1",))
    merged = replace(a_catalogue(), units=(replace(before, successors=("H21.1",)), after))
    catalogues.keep(merged, imported_at=MONDAY, imported_by=new_id(), after=None)
    head = people.appoint("000080000903", "H08.1", {"head"}, valid_from=LONG_AGO)
    an_overdue_dossier("H21.1")
    reminded()
    assert told(world) == [("dossier_overdue", head)]


def test_a_unit_with_hundreds_is_told_of_the_most_overdue(world, unit, head):
    for _ in range(MOST + 5):
        an_overdue_dossier(unit)
    reminded()
    assert len(told(world)) == MOST


def test_what_waits_for_somebody_else_keeps_nothing_late_from_being_told(world, unit, head):
    """However much of it is due before."""
    waiting = (Pause(reason=PauseReason.SUSPENSION, since=MONDAY - timedelta(days=5)),)
    for _ in range(MOST + 5):
        a_feedback(unit, due=MONDAY - timedelta(days=9), state=FeedbackState.ASKED)
        an_overdue_dossier(unit, due_at=MONDAY - timedelta(days=9), pauses=waiting)
    a_feedback(unit, due=MONDAY - timedelta(days=1))
    an_overdue_dossier(unit)
    reminded()
    assert sorted(told(world)) == [("dossier_overdue", head), ("feedback_overdue", head)]


def asked_for(unit, until, *, answered_at=None, **changes):
    """A dossier whose owner is to bring something until that day."""
    supplement = Supplement(
        asked_at=MONDAY - timedelta(days=5),
        by=new_id(),
        points=(Point(text="Ảnh chụp hiện trạng"),),
        until=until,
        answered_at=answered_at,
    )
    catalogue = catalogues.current().version
    return an_overdue_dossier(
        unit,
        state=State.SUPPLEMENT_ASKED,
        catalogue=catalogue,
        supplements=(supplement,),
        applicant=Party(name="Nguyễn Văn An", phone="0900000017"),
        **changes,
    )


def test_the_owner_is_reminded_two_working_days_before_the_last_day_of_a_supplement_once(world, unit):
    dossier = asked_for(unit, date(2026, 11, 25))
    asked_for(unit, date(2026, 11, 26))
    reminded(times=2)
    [message] = world.rows("OUTBOX#")
    assert (message["event"], message["vault"]) == ("supplement_reminded", dossier.owner)
    assert (message["phone"], message["about"]) == ("0900000017", f"dossier/{dossier.id}")
    assert message["parameters"] == {
        "code": dossier.code,
        "procedure": NEUTRAL_NAME,
        "unit": "Xã Suối Mơ",
        "due": "2026-11-25",
    }


def test_of_a_supplement_that_was_brought_or_is_late_nobody_is_reminded(world, unit):
    asked_for(unit, date(2026, 11, 22))
    asked_for(unit, date(2026, 11, 24), answered_at=MONDAY)
    reminded()
    assert told(world) == []
