"""The life of a dossier, walked at random: only the national transitions, and a history that explains the state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from shared.domain.dossiers import Dossier, State
from shared.domain.errors import Conflict
from shared.domain.events import ACT_NAMES, Act, Actor, Event
from shared.domain.history import sentence
from shared.domain.life import FINAL, NEXT, OPEN, STARTS, possible, step

NINE = datetime(2026, 8, 28, 2, 0, tzinfo=UTC)
OFFICER = Actor(at=NINE, person="01K7WQG2A40000000000000002", unit="H21.50.05")


def a_dossier(state: State = State.DRAFT, **changes) -> Dossier:
    return Dossier(
        id="01K7WQG2A40000000000000001",
        owner="01K7WQG2A40000000000000003",
        opened_by="01K7WQG2A40000000000000003",
        procedure="1.001193",
        unit="H21.50.05",
        catalogue="01K7WQG2A40000000000000004",
        opened_at=NINE,
        answers=(),
        state=state,
        **changes,
    )


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("state", State)
def test_an_act_leads_where_the_national_statuses_allow_or_is_refused_with_what_is_possible(state: State, act: Act):
    dossier = a_dossier(state)
    if act not in possible(dossier):
        with pytest.raises(Conflict) as refused:
            step(dossier, act, OFFICER)
        told = {problem.where for problem in refused.value.problems}
        assert (refused.value.code, told) == ("NOT_FROM_HERE", set(possible(dossier)))
        return
    after = step(dossier, act, OFFICER).after.state
    assert after is state or after in NEXT[state]


def test_every_transition_of_the_national_statuses_is_an_act_of_somebody():
    received = {"received_at": NINE}
    walked = {
        (state, step(dossier, act, OFFICER).after.state)
        for state in State
        for dossier in (
            a_dossier(state),
            a_dossier(state, **received),
            *(a_dossier(state, resumes=resumes) for resumes in NEXT[State.WITHDRAWAL_ASKED] - {State.STOPPED}),
        )
        for act in possible(dossier)
    }
    assert {(state, after) for state, after in walked if state is not after} == {
        (state, after) for state, many in NEXT.items() for after in many
    }


def test_a_supplement_before_reception_leads_back_to_the_desk_and_after_it_to_work():
    asked = replace(a_dossier(State.SUPPLEMENT_ASKED), received_at=None)
    assert step(asked, Act.SUPPLEMENT_ANSWERED, OFFICER).after.state is State.SUBMITTED
    received = replace(asked, received_at=NINE)
    assert step(received, Act.SUPPLEMENT_ANSWERED, OFFICER).after.state is State.IN_PROGRESS


def test_the_clock_stands_still_while_the_citizen_is_asked_and_goes_on_with_the_answer():
    asked = step(a_dossier(State.RECEIVED), Act.SUPPLEMENT_ASKED, OFFICER).after
    assert [(pause.since, pause.until) for pause in asked.pauses] == [(NINE, None)]
    later = replace(OFFICER, at=NINE + timedelta(days=2))
    answered = step(asked, Act.SUPPLEMENT_ANSWERED, later).after
    assert [(pause.since, pause.until) for pause in answered.pauses] == [(NINE, later.at)]


def test_a_suspended_dossier_is_neither_forwarded_nor_closed_nor_suspended_again():
    suspended = step(a_dossier(State.IN_PROGRESS), Act.SUSPENDED, OFFICER).after
    assert not {Act.FORWARDED, Act.DONE, Act.SUSPENDED} & set(possible(suspended))
    assert Act.RESUMED in possible(suspended)


def test_an_event_says_who_did_what_for_which_unit_and_why():
    event = step(a_dossier(State.SUBMITTED), Act.NOT_RECEIVED, OFFICER, reason="Sai thẩm quyền.").event
    assert (event.act, event.state, event.person, event.unit) == (
        Act.NOT_RECEIVED,
        State.NOT_RECEIVED,
        OFFICER.person,
        OFFICER.unit,
    )
    told = sentence(event, unit="UBND xã Tuy Phước")
    assert told == "UBND xã Tuy Phước từ chối tiếp nhận hồ sơ. Lý do: Sai thẩm quyền."


@pytest.mark.parametrize("act", Act)
def test_every_act_has_its_name_and_its_sentence(act: Act):
    event = Event(dossier="D", number=2, act=act, state=State.SUBMITTED, at=NINE)
    assert ACT_NAMES[act]
    assert sentence(event, unit="Sở Tư pháp").endswith((".", "…."))


class Life(RuleBasedStateMachine):
    """Anybody does anything that is possible, in any order; what is kept must always hold together."""

    @initialize()
    def drafted(self) -> None:
        self.dossier, self.events, self.clock = a_dossier(), [], NINE

    @rule(act=st.sampled_from(Act))
    def what_is_not_possible_changes_nothing(self, act: Act) -> None:
        if act not in possible(self.dossier):
            with pytest.raises(Conflict):
                step(self.dossier, act, replace(OFFICER, at=self.clock))

    @precondition(lambda self: possible(self.dossier))
    @rule(choice=st.integers(0, 1000), minutes=st.integers(0, 100_000))
    def somebody_acts(self, choice: int, minutes: int) -> None:
        acts = possible(self.dossier)
        self.clock += timedelta(minutes=minutes)
        done = step(self.dossier, acts[choice % len(acts)], replace(OFFICER, at=self.clock))
        self.dossier = replace(done.after, version=self.dossier.version + 1)
        self.events.append(done.event)

    @invariant()
    def the_history_explains_the_state(self) -> None:
        if not self.events:
            assert self.dossier.state is State.DRAFT
            return
        states = [State.DRAFT, *(event.state for event in self.events)]
        assert states[-1] is self.dossier.state
        for event, before in zip(self.events, states, strict=False):
            assert before in STARTS[event.act]
            assert event.state is before or event.state in NEXT[before]
        assert [event.number for event in self.events] == list(range(2, 2 + len(self.events)))

    @invariant()
    def a_clock_stands_still_only_for_a_reason_that_is_still_open(self) -> None:
        waiting = [pause for pause in self.dossier.pauses if pause.until is None]
        assert len(waiting) <= 1 or self.dossier.state is State.WITHDRAWAL_ASKED or self.dossier.is_suspended
        assert not (waiting and self.dossier.state in FINAL)
        for pause in self.dossier.pauses:
            assert pause.until is None or pause.since <= pause.until

    @invariant()
    def what_was_done_once_is_not_done_again(self) -> None:
        acts = [event.act for event in self.events]
        for once in (Act.SUBMITTED, Act.FORWARDED, Act.DONE, Act.RETURNED):
            assert acts.count(once) <= 1

    @invariant()
    def only_the_end_has_no_way_on(self) -> None:
        assert bool(possible(self.dossier)) == (self.dossier.state not in FINAL)
        assert (self.dossier.state in OPEN) == (self.dossier.state not in FINAL | {State.DRAFT})


TestLife = Life.TestCase
