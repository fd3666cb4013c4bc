"""Units over time: the merger of 1/7/2025 as it happened, with its splits and its names that occur twice."""

from __future__ import annotations

from datetime import date

import pytest

from functions.catalogue.reading import with_successors
from shared.domain.catalogue import Level, Unit
from shared.domain.units import ancestors, continued_by, home, in_hands_of, is_in_hands_of, predecessors

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def an_old(code: str) -> Unit:
    return Unit(code=code, name="Xã Tây Sơn", kind="xã", level=Level.COMMUNE, valid_until=BEFORE)


def a_new(code: str, *predecessors: str) -> Unit:
    return Unit(
        code=code,
        name="Xã Tây Sơn",
        kind="xã",
        level=Level.COMMUNE,
        parent="H21",
        valid_from=AFTER,
        predecessors=predecessors,
    )


# Two communes became H21.50; a third was split between H21.50 and H21.51; all bear one name.
UNITS = {
    each.code: each
    for each in with_successors(
        [
            Unit(code="H21", name="Tỉnh Gia Lai", kind="tỉnh", level=Level.PROVINCE),
            *map(an_old, ("H08.10", "H08.11", "H08.12", "H08.13")),
            a_new("H21.50", "H08.10", "H08.11", "H08.12"),
            a_new("H21.51", "H08.12"),
        ]
    )
}


def test_a_unit_does_its_own_work_while_it_exists():
    assert continued_by("H08.10", UNITS, on=BEFORE) == {"H08.10"}


def test_after_a_merger_the_new_unit_has_what_the_old_ones_had():
    assert continued_by("H08.10", UNITS, on=AFTER) == continued_by("H08.11", UNITS, on=AFTER) == {"H21.50"}
    assert is_in_hands_of("H21.50", "H08.10", UNITS, on=AFTER)
    assert not is_in_hands_of("H21.50", "H08.10", UNITS, on=BEFORE)


def test_what_a_split_unit_had_is_in_the_hands_of_each_successor_and_its_officers_wait():
    assert continued_by("H08.12", UNITS, on=AFTER) == {"H21.50", "H21.51"}
    assert (home("H08.10", UNITS, on=AFTER), home("H08.12", UNITS, on=AFTER)) == ("H21.50", None)


def test_a_unit_of_the_same_name_has_nothing_of_another():
    assert continued_by("H08.13", UNITS, on=AFTER) == frozenset()
    assert not is_in_hands_of("H21.51", "H08.10", UNITS, on=AFTER)


@pytest.mark.parametrize(("code", "before"), [("H21.50", {"H08.10", "H08.11", "H08.12"}), ("H21.51", {"H08.12"})])
def test_a_unit_knows_whose_work_came_down_to_it(code: str, before: set[str]):
    assert predecessors(code, UNITS) == before


def test_a_unit_has_the_work_of_those_it_continues_and_not_yet_of_those_that_still_exist():
    assert in_hands_of("H21.50", UNITS, on=BEFORE) == ("H21.50",)
    assert in_hands_of("H21.50", UNITS, on=AFTER) == ("H21.50", "H08.10", "H08.11", "H08.12")
    assert in_hands_of("H21.51", UNITS, on=AFTER) == ("H21.51", "H08.12")


def test_the_units_above_are_told_the_nearest_first():
    assert ancestors("H21.50", UNITS) == ("H21",)
