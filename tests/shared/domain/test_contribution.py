"""On which sheet a dossier counts, whatever becomes of it later."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from shared.domain.contribution import Sheet, contribution
from shared.domain.dossiers import State
from tests.functions.reuse_rate import stream

PROCEDURES = stream.catalogue().procedures_by_code
YEAR = (date(2026, 12, 31), date(2027, 1, 1))


def received(at: datetime):
    """A dossier received at H21.001 at this moment."""
    [one] = stream.received_in(date(2026, 10, 1), date(2026, 10, 1), {"H21.001": 1})
    return replace(one, submitted_at=at, received_at=at, reception=replace(one.reception, at=at))


def counted(dossier):
    return contribution(dossier, PROCEDURES[dossier.procedure])


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 12, 31, 16, 30, tzinfo=UTC), YEAR[0]),  # 23:30 there
        (datetime(2026, 12, 31, 16, 59, 59, 999000, tzinfo=UTC), YEAR[0]),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), YEAR[1]),  # midnight there
        (datetime(2027, 1, 1, 16, 30, tzinfo=UTC), YEAR[1]),
    ],
)
def test_a_dossier_counts_on_the_day_it_is_in_vietnam(moment, day):
    assert counted(received(moment)).sheet == Sheet("H21.001", day)


def test_a_result_of_months_later_counts_where_the_dossier_was_received():
    one = received(datetime(2026, 3, 2, 3, tzinfo=UTC))
    before = replace(one, state=State.IN_PROGRESS, done_at=None, results=())
    after = replace(one, state=State.DONE, done_at=datetime(2026, 11, 2, 3, tzinfo=UTC))
    assert counted(before).sheet == counted(after).sheet == Sheet("H21.001", date(2026, 3, 2))


def test_who_hands_a_dossier_on_keeps_it_on_the_sheet_and_not_in_the_queue():
    found = counted(replace(received(datetime(2026, 3, 2, 3, tzinfo=UTC)), handed_to="H21.002"))
    assert (found.unit, found.at_unit) == ("H21.001", "H21.002")


def test_a_draft_counts_nowhere_and_what_waits_only_in_a_queue():
    one = received(datetime(2026, 3, 2, 3, tzinfo=UTC))
    assert counted(replace(one, state=State.DRAFT)) is None
    waits = counted(replace(one, state=State.SUBMITTED, received_at=None, reception=None))
    assert (waits.is_received, waits.replaceable, waits.reused) == (False, 0, 0)
