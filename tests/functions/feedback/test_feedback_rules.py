"""Who answers a feedback and until when, and how much of it one holder may give."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from functions.catalogue.reading import with_successors
from functions.feedback import terms
from functions.feedback.rules import answering_unit, deadlines, refuse_late_contest, refuse_untimely
from shared.domain.catalogue import Catalogue, Level, Unit
from shared.domain.errors import Conflict, Unacceptable
from shared.domain.feedback import Deed, Feedback, FeedbackState, Step, after, possible
from shared.domain.items import Item, ItemState, KindOfPaper, Origin, Standing, Version
from shared.domain.working_time import VIETNAM, Calendar, Day, WorkingCalendar

AFTER = date(2025, 7, 1)
NOON = datetime(2026, 8, 28, 5, 0, tzinfo=UTC)  # a Friday


def a_unit(code: str, *predecessors: str, gone: bool = False) -> Unit:
    return Unit(
        code=code,
        name=f"Xã {code}",
        kind="xã",
        level=Level.COMMUNE,
        valid_from=None if gone else AFTER,
        valid_until=date(2025, 6, 30) if gone else None,
        predecessors=predecessors,
    )


UNITS = with_successors(
    [
        a_unit("H08.10", gone=True),
        a_unit("H08.12", gone=True),
        a_unit("H21.50", "H08.10", "H08.12"),
        a_unit("H21.51", "H08.12"),
    ]
)
CATALOGUE = Catalogue(version="1", document_types=(), procedures=(), units=UNITS)
ITEM = Item(
    id="I",
    holders=("V", "W"),
    document_type="T",
    kind=KindOfPaper.RESULT,
    origin=Origin.ISSUED,
    title="Giấy",
    version=Version(
        number=2,
        sha256="0" * 64,
        size=1,
        file_name="a.pdf",
        standing=Standing.ACCEPTED,
        added_at=NOON,
        added_by="P",
        pages=2,
    ),
)


def a_feedback(**changes) -> Feedback:
    plain = Feedback(
        id="F",
        item="I",
        item_version=2,
        title="Giấy",
        vault="V",
        person="V",
        unit="H21.50",
        reason="NAME",
        text="Sai họ",
        given_at=NOON,
        answer_by=NOON,
        resolve_by=NOON,
        steps=(Step(deed=Deed.GIVEN, at=NOON, person="V"),),
    )
    return replace(plain, **changes)


def test_the_successor_answers_for_a_unit_that_was_merged():
    assert answering_unit("H08.10", None, CATALOGUE, on=AFTER) == "H21.50"


def test_of_a_unit_that_was_split_the_holder_is_asked_which_successor_answers():
    with pytest.raises(Unacceptable) as refused:
        answering_unit("H08.12", None, CATALOGUE, on=AFTER)
    told = [problem.where for problem in refused.value.problems]
    assert (refused.value.code, told) == ("UNIT_SPLIT", ["H21.50", "H21.51"])
    assert answering_unit("H08.12", "H21.51", CATALOGUE, on=AFTER) == "H21.51"


@pytest.mark.parametrize("chosen", [None, "H08.12", "X99"])
def test_of_an_unknown_issuer_the_holder_names_a_unit_that_exists(chosen):
    with pytest.raises(Unacceptable) as refused:
        answering_unit(None, chosen, CATALOGUE, on=AFTER)
    assert refused.value.code == "UNIT_NOT_KNOWN"
    assert answering_unit(None, "H21.51", CATALOGUE, on=AFTER) == "H21.51"


def test_who_issued_it_is_never_chosen_by_who_complains():
    assert answering_unit("H08.10", "H21.51", CATALOGUE, on=AFTER) == "H21.50"


def test_deadlines_count_working_days_of_the_unit():
    off = Calendar(holidays=tuple(Day(day=date(2026, 8, 31 + 0), name="") for _ in range(1)), years=(2026,))
    answer_by, resolve_by = deadlines(NOON, WorkingCalendar.of([off], "H21.50"), terms.terms())
    assert answer_by.astimezone(VIETNAM).date() == date(2026, 9, 7)  # five days after Friday, Monday off
    assert resolve_by.astimezone(VIETNAM).date() == date(2026, 9, 21)


@pytest.mark.parametrize(
    ("earlier", "version", "code"),
    [
        ([], 1, "ALREADY_CORRECTED"),
        ([("F", True, "V", 2)], 2, "ALREADY_REPORTED"),
        ([(f"F{n}", False, "V", 2) for n in range(3)], 2, "REPORTED_TOO_OFTEN"),
    ],
)
def test_what_was_corrected_or_reported_before_is_not_reported_again(earlier, version, code):
    with pytest.raises(Conflict) as refused:
        refuse_untimely(ITEM, version, earlier, vault="V", most=3)
    assert refused.value.code == code


def test_another_holder_may_report_what_one_has_reported():
    refuse_untimely(ITEM, 2, [("F", True, "W", 2), ("G", False, "V", 1)], vault="V", most=3)


def test_a_withdrawn_paper_needs_no_feedback():
    with pytest.raises(Conflict):
        refuse_untimely(replace(ITEM, state=ItemState.WITHDRAWN), 2, [], vault="V", most=3)


def test_an_answer_is_contested_once_and_in_time():
    rejected = after(a_feedback(), Step(deed=Deed.NOT_UPHELD, at=NOON, unit="H21.50", text="Đúng sổ gốc."))
    refuse_late_contest(rejected, at=NOON, terms=terms.terms())
    with pytest.raises(Conflict):
        refuse_late_contest(rejected, at=datetime(2026, 12, 1, tzinfo=UTC), terms=terms.terms())
    contested = after(rejected, Step(deed=Deed.CONTESTED, at=NOON, text="Sổ gốc cũng sai."))
    assert contested.state is FeedbackState.CONTESTED
    ended = after(contested, Step(deed=Deed.NOT_UPHELD, at=NOON, unit="H21.50"))
    assert possible(ended) == ()


def test_a_reply_leads_back_to_where_the_question_came_from():
    for before in (
        a_feedback(),
        a_feedback(state=FeedbackState.CONTESTED, steps=(Step(deed=Deed.CONTESTED, at=NOON),)),
    ):
        asked = after(before, Step(deed=Deed.ASKED, at=NOON, unit="H21.50"))
        assert after(asked, Step(deed=Deed.REPLIED, at=NOON)).state is before.state


@pytest.mark.parametrize("deed", [deed for deed in Deed if deed is not Deed.GIVEN])
@pytest.mark.parametrize("state", FeedbackState)
def test_what_is_not_possible_says_what_is(state, deed):
    feedback = a_feedback(state=state)
    if deed in possible(feedback):
        assert after(feedback, Step(deed=deed, at=NOON)).steps[-1].deed is deed
        return
    with pytest.raises(Conflict) as refused:
        after(feedback, Step(deed=deed, at=NOON))
    assert {each.where for each in refused.value.problems} == set(possible(feedback))
