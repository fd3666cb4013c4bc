"""One action never floods a telephone, and nothing is told out of its turn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.notifications import turns
from functions.notifications.turns import A_MOMENT, MOST_A_DAY, MOST_IN_A_MOMENT, MOST_TOGETHER
from shared.clock import VIETNAM
from shared.domain.messages import Pending, Waiting

NOON = datetime(2026, 11, 23, 12, tzinfo=VIETNAM)


def came(*news):
    """Subjects and seconds after noon, as they came in: who was told at once, and what waits."""
    pending, at_once = Pending(), []
    for n, (subject, seconds) in enumerate(news):
        at = NOON + timedelta(seconds=seconds)
        pending, told = turns.arrived(pending, f"{n:03d}", Waiting(subject=subject, at=at), at=at)
        at_once.append(told)
    return at_once, pending


def test_the_first_of_a_subject_is_told_at_once_and_the_next_of_the_same_moment_waits():
    at_once, pending = came(("dossier/a", 0), ("dossier/b", 1), ("dossier/a", 30))
    assert at_once == [True, True, False]
    assert (list(pending.waiting), pending.due) == (["002"], NOON + A_MOMENT)


def test_a_moment_later_it_is_told_at_once_again():
    assert came(("papers", 0), ("papers", 60))[0] == [True, True]


def test_while_something_of_a_subject_waits_what_comes_after_it_waits_too():
    at_once, pending = came(("dossier/a", 0), ("dossier/a", 30), ("dossier/a", 90), ("dossier/b", 91))
    assert at_once == [True, False, False, True]
    assert list(pending.waiting) == ["001", "002"]


def test_two_hundred_results_in_one_action_are_five_messages_and_a_few_that_tell_of_the_rest():
    at_once, pending = came(*((f"dossier/{n}", 0) for n in range(200)))
    assert at_once.count(True) == MOST_IN_A_MOMENT
    messages = 0
    while pending.waiting:
        [several] = turns.tellings(pending.waiting)
        pending, messages = turns.done(pending, several), messages + 1
    assert messages == 3
    assert pending.due is None


def test_past_a_days_share_news_wait_for_the_next_morning():
    at_once, pending = came(*(("papers", 61 * n) for n in range(MOST_A_DAY + 2)))
    assert at_once == [True] * MOST_A_DAY + [False] * 2
    assert pending.due == datetime(2026, 11, 24, 6, tzinfo=VIETNAM)
    tomorrow = NOON + timedelta(days=1)
    free = turns.done(pending, tuple(pending.waiting))
    assert turns.arrived(free, "x", Waiting(subject="papers", at=tomorrow), at=tomorrow)[1]


def waiting(*news):
    return {
        f"{n:03d}": Waiting(subject=subject, at=NOON + timedelta(seconds=at)) for n, (subject, at) in enumerate(news)
    }


def test_news_of_one_moment_are_told_together_and_of_several_one_after_the_other():
    found = turns.tellings(waiting(("dossier/a", 0), ("dossier/b", 10), ("dossier/a", 50), ("dossier/a", 3600)))
    assert found == [("000", "002"), ("001",), ("003",)]


def test_what_came_first_is_told_first_whatever_its_id():
    out_of_order = {"2": Waiting(subject="a", at=NOON), "1": Waiting(subject="a", at=NOON + timedelta(hours=1))}
    assert turns.tellings(out_of_order) == [("2",), ("1",)]


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 4000)), max_size=300))
def test_nothing_that_waits_is_ever_lost_or_told_before_older_news_of_its_subject(news):
    left, told = waiting(*news), []
    while left:
        for several in turns.tellings(left):
            assert len(several) <= MOST_TOGETHER
            told += several
        left = {id: each for id, each in left.items() if id not in told}
    whole = waiting(*news)
    assert sorted(told) == sorted(whole)
    for subject in {each.subject for each in whole.values()}:
        own = [whole[id].at for id in told if whole[id].subject == subject]
        assert own == sorted(own)


@pytest.mark.parametrize(
    ("id", "subject", "minute", "must"), [("x", "a", 2, True), ("x", "b", 2, False), ("m", "a", 1, True)]
)
def test_who_must_wait(id, subject, minute, must):
    pending = Pending(waiting={"m": Waiting(subject="a", at=NOON + timedelta(minutes=1))})
    assert turns.must_wait(pending, id, Waiting(subject=subject, at=NOON + timedelta(minutes=minute))) == must


def test_older_news_do_not_wait_for_newer():
    pending = Pending(waiting={"m": Waiting(subject="a", at=NOON + timedelta(minutes=1))})
    assert not turns.must_wait(pending, "x", Waiting(subject="a", at=NOON))


def test_a_vault_that_nobody_can_reach_for_weeks_keeps_its_oldest_thousand():
    many = {
        f"{n:05d}": Waiting(subject="a", at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
        for n in range(1200)
    }
    assert sorted(turns.held(Pending(), many, due=NOON).waiting) == [f"{n:05d}" for n in range(turns.MOST_WAITING)]
