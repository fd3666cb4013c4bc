"""What a unit is advised, and what looks too good to be left alone: a few rules over contributions, without a world."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from functions.reuse_rate import words
from functions.reuse_rate.advice import ENOUGH, OFTEN, SHOWN, Often, Suspicion, advice
from shared.domain.contribution import Contribution
from shared.domain.dossiers import State

DAY = date(2026, 11, 23)


def one(number: int = 0, **counted) -> Contribution:
    return Contribution(
        dossier=f"{number:026}",
        unit="H21.001",
        day=DAY,
        at_unit="H21.001",
        procedure=counted.pop("procedure", "1.001193"),
        state=State.RETURNED,
        is_received=counted.pop("is_received", True),
        **counted,
    )


def suspicions(*contributions: Contribution) -> list[Suspicion]:
    return list(advice(contributions).suspicions)


def test_what_paper_answered_although_a_vault_could_have_is_wanted_the_most_frequent_first():
    found = advice([one(wanted=("B",)), one(wanted=("A", "B")), one(reused=1, wanted=("C",))])
    assert found.wanted == (Often("B", 2), Often("A", 1))


def test_a_missed_reuse_is_told_by_procedure_and_by_officer():
    missed = [one(missed=1, missed_by=("o",), procedure="P"), one(missed=1, missed_by=("o", "q"), procedure="Q")]
    found = advice([*missed, one(procedure="R")])
    assert found.missing_procedures == (Often("P", 1), Often("Q", 1))
    assert found.missing_officers == (Often("o", 2), Often("q", 1))


def test_no_list_is_longer_than_anybody_reads():
    assert len(advice([one(wanted=tuple(f"T{n}" for n in range(50)))]).wanted) == SHOWN


def test_where_every_dossier_reuses_something_somebody_looks():
    all_reuse = [one(n, reused=1) for n in range(ENOUGH)]
    assert suspicions(*all_reuse) == [Suspicion("EVERY_DOSSIER", ENOUGH)]
    assert suspicions(*all_reuse[1:]) == [], "a few dossiers prove nothing"
    assert suspicions(*all_reuse, one()) == []


def test_where_nothing_is_reused_but_what_holders_deposited_themselves_somebody_looks():
    deposits = [one(n, reused=1, deposited=1) for n in range(ENOUGH)]
    assert suspicions(*deposits, one()) == [Suspicion("ONLY_DEPOSITED", ENOUGH)]
    assert suspicions(*deposits, one(reused=2, deposited=1)) == [Suspicion("EVERY_DOSSIER", ENOUGH + 1)]


def test_one_paper_in_very_many_dossiers_is_named():
    papers = [one(n, reused=1, papers=("I",)) for n in range(OFTEN)]
    assert suspicions(*papers, one()) == [Suspicion("ONE_PAPER", OFTEN, "I")]
    assert suspicions(*papers[1:], one()) == []


def test_what_waits_and_was_not_received_says_nothing():
    assert suspicions(*(one(n, reused=1, is_received=False) for n in range(ENOUGH))) == []


@given(some.lists(some.tuples(some.booleans(), some.booleans()), max_size=60))
def test_nothing_is_suspected_of_fewer_dossiers_than_prove_anything(drawn):
    dossiers = [one(n, reused=int(reused), deposited=int(reused and own)) for n, (reused, own) in enumerate(drawn)]
    for each in suspicions(*dossiers):
        assert each.dossiers >= ENOUGH


@pytest.mark.parametrize("code", ["EVERY_DOSSIER", "ONLY_DEPOSITED", "ONE_PAPER"])
def test_a_suspicion_is_told_with_its_number(code):
    assert "20 hồ sơ" in words.SUSPICIONS[code].format(count=20)
