"""One number, one person."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from shared.clock import now
from shared.domain.people import Doubt, Holder, HolderKind
from shared.storage import officers, people, seals

AN = Holder(kind=HolderKind.PERSON, number="052099000123", name="An", birth_date=date(1999, 1, 2), phone="84912345678")


def test_who_arrives_is_found_by_number_from_then_on(world):
    assert people.found(HolderKind.PERSON, AN.number) is None
    known = people.arrived(AN, at=now())
    assert people.found(HolderKind.PERSON, AN.number) == known == people.person(known.id)


def test_however_many_sign_in_at_once_there_is_one_person(world):
    seals.alias("warm")
    with ThreadPoolExecutor(8) as crowd:
        found = list(crowd.map(lambda _: people.arrived(AN, at=now()), range(16)))
    assert len({each.id for each in found}) == 1
    assert len(world.rows("PERSON#")) == 1


def test_what_one_provider_leaves_out_stays_as_the_other_said_it(world):
    people.arrived(AN, at=now())
    known = people.arrived(Holder(kind=HolderKind.PERSON, number=AN.number, name="An Bình"), at=now())
    assert (known.name, known.phone, known.birth_date) == ("An Bình", AN.phone, AN.birth_date)


def test_an_old_number_belongs_to_who_came_first_with_it(world):
    first = people.arrived(
        Holder(kind=HolderKind.PERSON, number="052099000001", name="A", old_number="215000123"), at=now()
    )
    people.arrived(Holder(kind=HolderKind.PERSON, number="052099000002", name="B", old_number="215000123"), at=now())
    assert people.found(HolderKind.PERSON, "215000123").id == first.id


def test_a_household_business_is_not_its_owner(world):
    owner = people.arrived(AN, at=now())
    business = people.arrived(Holder(kind=HolderKind.ORGANISATION, number=AN.number, name="Hộ KD An"), at=now())
    assert owner.id != business.id


def test_a_doubtful_number_is_kept_with_its_doubt(world):
    known = people.arrived(
        Holder(kind=HolderKind.PERSON, number=AN.number, name="An", birth_date=date(1998, 1, 2)), at=now()
    )
    assert known.doubts == (Doubt.BIRTH_YEAR_DIFFERS,)
    assert people.person(known.id) == known


def test_an_officer_may_be_appointed_before_they_ever_sign_in(world):
    id = people.appoint(AN.number, "H21.50.05", {"officer"})
    assert people.arrived(AN, at=now()).id == id
    assert people.appointment(id).roles == ("officer",)


@pytest.mark.parametrize("known_before", [True, False])
def test_appointing_again_is_the_new_appointment(world, known_before):
    if known_before:
        people.arrived(AN, at=now())
    first = people.appoint(AN.number, "H21.50.05", {"officer"})
    assert people.appoint(AN.number, "H21.50.06", {"administrator"}) == first
    assert people.appointment(first).unit == "H21.50.06"


def test_arriving_again_asks_little_of_aws(world, calls):
    people.arrived(AN, at=now())
    calls.clear()
    people.arrived(AN, at=now())
    assert calls == {"GenerateMac": 1, "GetItem": 2}


def test_a_unit_knows_who_works_for_it_on_a_day(world):
    here = people.appoint(AN.number, "H21.50.05", {"officer"}, valid_from=date(2026, 1, 1))
    gone = people.appoint("052090000124", "H21.50.05", {"head"}, valid_until=date(2026, 1, 31))
    people.appoint("052090000125", "H21.50.06", {"officer"}, valid_from=date(2026, 1, 1))
    assert list(officers.officers_of("H21.50.05", on=date(2026, 2, 1), units={})) == [here]
    assert gone not in officers.officers_of("H21.50.05", on=date(2026, 2, 1), units={})


TYPED = Holder(kind=HolderKind.PERSON, number=AN.number, name="AN")


def test_who_was_named_at_the_counter_finds_what_came_before_them(world):
    typed = people.called(TYPED, at=now())
    assert (typed.name, typed.is_vouched) == ("AN", False)
    assert people.called(replace(TYPED, name="Ân"), at=now()) == typed  # the first name stays until a provider comes
    known = people.arrived(AN, at=now())
    assert (known.id, known.name, known.is_vouched) == (typed.id, "An", True)
    assert people.called(replace(TYPED, name="Bình"), at=now()) == known


def test_a_mistyped_number_never_opens_somebody_elses_papers_to_its_owner(world):
    typed = people.called(replace(TYPED, name="Bình"), at=now())
    known = people.arrived(AN, at=now())
    assert known.id != typed.id
    assert people.found(HolderKind.PERSON, AN.number) == known == people.arrived(AN, at=now())
    assert people.person(typed.id) == typed  # what came under that name stays with it


def test_however_many_begin_anew_at_once_there_is_one_of_them(world):
    typed = people.called(replace(TYPED, name="Bình"), at=now())
    with ThreadPoolExecutor(8) as crowd:
        found = {each.id for each in crowd.map(lambda _: people.arrived(AN, at=now()), range(16))}
    assert len(found) == 1
    assert typed.id not in found


def test_an_organisations_name_may_be_written_differently(world):
    firm = Holder(kind=HolderKind.ORGANISATION, number="9900000016", name="Cty Thử nghiệm")
    typed = people.called(firm, at=now())
    assert people.arrived(replace(firm, name="Công ty TNHH Thử nghiệm"), at=now()).id == typed.id


def test_who_was_appointed_by_number_alone_is_named_by_a_provider(world):
    id = people.appoint(AN.number, "H21.50.05", {"officer"})
    assert people.called(replace(TYPED, name="Bình"), at=now()).name == ""
    assert (people.arrived(AN, at=now()).id, people.appointment(id).unit) == (id, "H21.50.05")
