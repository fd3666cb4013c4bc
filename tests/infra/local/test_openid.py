"""The invented people are nobody, and the local providers as strict as the real ones."""

from __future__ import annotations

import pytest

from infra.demo.people import NEIGHBOUR, PEOPLE, WALKER
from shared.domain.people import is_old_number, personal_number, phone, tax_code

EVERYBODY = (*PEOPLE, WALKER, NEIGHBOUR)


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.subject)
def test_an_invented_person_is_well_formed_and_cannot_be_anybody(person):
    assert not person.number or personal_number(person.number).place == "000"
    assert not person.number or personal_number(person.number).birth_year == person.born.year
    assert not person.old_number or is_old_number(person.old_number)
    assert phone(person.phone)
    assert not person.organisation or tax_code(person.organisation.tax_code).startswith("99")


def test_everybody_can_be_told_apart():
    for name in ("subject", "name", "phone"):
        assert len({getattr(person, name) for person in EVERYBODY}) == len(EVERYBODY)


@pytest.mark.parametrize("played", [WALKER, NEIGHBOUR], ids=lambda person: person.subject)
def test_nobody_at_the_keyboard_is_one_whom_a_program_plays(played):
    assert played.number not in {person.number for person in PEOPLE}
    assert played not in PEOPLE
