"""Which papers may be copied, what a copy of one cannot do, and what it costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from functions.certification import rules
from functions.certification.terms import terms
from shared.domain.catalogue import DocumentType, Level, Unit, ValidityRule
from shared.domain.certification import Original
from shared.domain.errors import Unacceptable
from shared.domain.working_time import WorkingCalendar
from tests.conftest import BIRTH, COPY, IDENTITY, STATUS, a_catalogue

TODAY = date(2026, 11, 23)
TYPES = a_catalogue().types
TERMS = terms()


def an_original(document_type=BIRTH, **changes) -> Original:
    plain = Original(document_type=document_type, title="Giấy khai sinh", issuer="UBND xã Suối Mơ")
    return replace(plain, **changes)


def against(original, *, is_presented=True):
    found = rules.against_original(original, TYPES, frozenset({"marriage"}), on=TODAY, is_presented=is_presented)
    return [(each.code, each.where) for each in found]


def warned(original):
    return [each.code for each in rules.warnings(original, TYPES.get(original.document_type), on=TODAY)]


@pytest.mark.parametrize(
    ("document_type", "code"),
    [(COPY, "COPY_OF_COPY"), (IDENTITY, "NEVER_A_FILE"), ("NOBODY.KNOWS", "DOCUMENT_TYPE_UNKNOWN")],
)
def test_a_copy_of_a_copy_of_a_record_or_of_nothing_known_is_refused(document_type, code):
    assert against(an_original(document_type)) == [(code, "original.document_type")]


def test_a_type_whose_code_says_that_it_is_data_is_never_a_file():
    assert DocumentType(code="DATA.ANY", name="Dữ liệu").is_never_a_file


def test_an_original_with_a_term_must_say_its_day_and_purpose_once_it_lies_on_the_counter():
    timed = an_original(STATUS)
    assert against(timed, is_presented=False) == []
    assert against(timed) == [
        ("ISSUED_ON_MISSING", "original.issued_on"),
        ("PURPOSE_MISSING", "original.purpose"),
    ]
    assert against(replace(timed, issued_on=date(2026, 9, 1), purpose="marriage")) == []


def test_all_that_is_wrong_is_said_at_once():
    wrong = an_original(issuer=None, purpose="party", issued_on=date(2027, 1, 1))
    assert {code for code, _ in against(wrong)} == {"ISSUER_MISSING", "PURPOSE_UNKNOWN", "ISSUED_IN_FUTURE"}


def test_who_asks_is_told_that_the_original_has_expired_ends_soon_or_serves_one_purpose():
    old = an_original(STATUS, issued_on=date(2026, 1, 5))
    fresh = an_original(STATUS, issued_on=date(2026, 11, 1))
    assert warned(old) == ["ORIGINAL_EXPIRED", "ORIGINAL_FOR_ONE_PURPOSE"]
    assert warned(fresh) == ["ORIGINAL_ENDS", "ORIGINAL_FOR_ONE_PURPOSE"]
    assert warned(an_original(STATUS)) == ["ORIGINAL_END_UNKNOWN", "ORIGINAL_FOR_ONE_PURPOSE"]
    assert warned(an_original()) == []
    assert warned(an_original(valid_until=TODAY)) == ["ORIGINAL_ENDS"]


def test_a_stated_end_that_nobody_stated_is_told():
    stated = DocumentType(code="S", name="Giấy phép", validity=ValidityRule.STATED)
    assert [each.code for each in rules.warnings(an_original("S"), stated, on=TODAY)] == ["ORIGINAL_END_UNKNOWN"]


@pytest.mark.parametrize(("pages", "fee"), [(1, 2000), (2, 4000), (3, 5000), (10, 12_000), (500, 200_000)])
def test_a_copy_costs_less_from_the_third_page_on_and_never_more_than_the_most(pages, fee):
    assert rules.fee(pages, TERMS) == fee


def test_only_agencies_that_certify_take_a_request():
    commune = Unit(code="H21.1", name="Xã", kind="xã", level=Level.COMMUNE)
    department = replace(commune, level=Level.DEPARTMENT)
    gone = replace(commune, valid_until=date(2025, 6, 30))
    found = [[each.code for each in rules.against_unit(unit, TERMS, on=TODAY)] for unit in (commune, department, gone)]
    assert found == [[], ["UNIT_NOT_COMPETENT"], ["UNIT_UNKNOWN"]]


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2026, 11, 24), []),
        (date(2026, 11, 28), ["NOT_A_WORKING_DAY"]),
        (date(2026, 11, 22), ["WISHED_TOO_FAR"]),
        (date(2026, 12, 31), ["WISHED_TOO_FAR"]),
        (None, []),
    ],
)
def test_people_come_on_a_working_day_soon(day, codes):
    calendar = WorkingCalendar.of((), "H21.1")
    assert [each.code for each in rules.against_wish(day, calendar, TERMS, on=TODAY)] == codes


def test_a_copy_never_goes_to_the_vault_of_somebody_with_another_name():
    rules.refuse_another("", "Nguyễn Văn An")
    rules.refuse_another("NGUYỄN VĂN AN", "Nguyễn Văn An")
    with pytest.raises(Unacceptable):
        rules.refuse_another("Trần Thị Bình", "Nguyễn Văn An")


def test_a_catalogue_without_a_type_for_copies_says_so():
    assert rules.wrapper(TYPES).code == COPY
    with pytest.raises(Unacceptable):
        rules.wrapper({BIRTH: TYPES[BIRTH]})
