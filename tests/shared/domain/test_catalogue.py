"""Units over time: who answers for one that is no more, and who belongs to whose line."""

from __future__ import annotations

from datetime import date

from shared.domain.catalogue import Catalogue, Level, Unit

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def a_unit(code, *, successors=(), predecessors=(), until=None, since=None):
    return Unit(
        code=code,
        name=code,
        kind="xã",
        level=Level.COMMUNE,
        successors=successors,
        predecessors=predecessors,
        valid_from=since,
        valid_until=until,
    )


def a_catalogue(*units):
    return Catalogue(version="1", document_types=(), procedures=(), units=units)


MERGED = a_catalogue(
    a_unit("a", successors=("c",), until=BEFORE),
    a_unit("b", successors=("c", "d"), until=BEFORE),
    a_unit("c", predecessors=("a", "b"), since=AFTER),
    a_unit("d", predecessors=("b",), since=AFTER, until=date(2026, 1, 31), successors=("e",)),
    a_unit("e", predecessors=("d",), since=date(2026, 2, 1)),
    a_unit("z"),
)


def heirs(code, on):
    return [each.code for each in MERGED.heirs(code, on=on)]


def test_a_unit_answers_for_itself_while_it_exists():
    assert heirs("a", BEFORE) == ["a"]


def test_a_merged_unit_has_one_heir_and_a_split_one_several():
    assert heirs("a", AFTER) == ["c"]
    assert heirs("b", AFTER) == ["c", "d"]


def test_heirs_of_heirs_answer_when_those_are_gone_too():
    assert heirs("b", date(2026, 2, 1)) == ["c", "e"]


def test_nobody_answers_for_a_unit_nobody_knows():
    assert heirs("x", AFTER) == []


def test_the_line_of_a_unit_goes_up_and_down_but_not_across():
    assert MERGED.lineage("d") == {"b", "d", "e"}
    assert MERGED.lineage("a") == {"a", "c"}
    assert MERGED.lineage("z") == {"z"}


def test_a_circle_of_units_is_walked_once():
    circle = a_catalogue(a_unit("a", successors=("b",), until=BEFORE), a_unit("b", successors=("a",), until=BEFORE))
    assert circle.heirs("a", on=AFTER) == ()
    assert circle.lineage("a") == {"a", "b"}
