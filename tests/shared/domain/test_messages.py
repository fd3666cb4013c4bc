"""A message says what its event says, and nothing else."""

from __future__ import annotations

import pytest

from shared.domain.messages import EVENTS, PARAMETERS, refuse_unfit

FILLED = dict.fromkeys(PARAMETERS, "x") | {"due": "2026-12-01"}


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_is_told_with_exactly_its_parameters(event):
    told = {name: FILLED[name] for name in EVENTS[event]}
    refuse_unfit(event, told)
    with pytest.raises(ValueError, match=event):
        refuse_unfit(event, told | {"document_type": "Giấy xác nhận hộ nghèo"})
    for missing in told:
        with pytest.raises(ValueError, match=event):
            refuse_unfit(event, {name: value for name, value in told.items() if name != missing})


def test_nobody_is_told_of_what_is_not_in_the_table():
    with pytest.raises(ValueError, match="nobody is told"):
        refuse_unfit("dossier_lost", {})


def test_a_day_is_a_day():
    with pytest.raises(ValueError, match="Invalid isoformat"):
        refuse_unfit("paper_expiring", {"due": "01/12/2026"})


def test_these_alone_may_be_said_on_a_telephone():
    assert (
        {"code", "procedure", "unit", "due", "count", "rate"}
        == PARAMETERS.keys()
        == frozenset().union(*EVENTS.values())
    )
