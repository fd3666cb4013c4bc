"""Numbers people go by."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import Unacceptable
from shared.domain.people import (
    Doubt,
    doubts,
    is_old_number,
    masked,
    personal_number,
    phone,
    tax_code,
)

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("number", "is_female", "year"),
    [
        ("052099000123", False, 1999),
        ("052199000123", True, 1999),
        ("052212000123", False, 2012),
        ("052303000123", True, 2003),
    ],
)
def test_a_personal_number_tells_sex_and_birth_year(number, is_female, year):
    found = personal_number(number)
    assert (found.place, found.is_female, found.birth_year) == ("052", is_female, year)


@pytest.mark.parametrize("text", ["", "05209900012", "0520990001234", "05209900012x", "052099000123 ", "٠٥٢٠٩٩٠٠٠١٢٣"])
def test_what_is_not_twelve_digits_is_no_personal_number(text):
    assert personal_number(text) is None


def test_nine_digits_are_an_old_number():
    assert is_old_number("215000123")
    assert not is_old_number("052099000123")


def test_a_number_that_agrees_leaves_no_doubt():
    assert doubts("052099000123", date(1999, 2, 3), on=TODAY) == ()
    assert doubts("052099000123", None, on=TODAY) == ()


def test_a_number_that_does_not_agree_warns_and_is_still_a_number():
    assert doubts("052099000123", date(1998, 2, 3), on=TODAY) == (Doubt.BIRTH_YEAR_DIFFERS,)
    assert doubts("052299000123", None, on=TODAY) == (Doubt.BORN_IN_THE_FUTURE,)
    assert personal_number("052299000123")


def test_of_a_number_only_its_end_is_shown():
    assert masked("052099000123") == "•••••••••123"


@pytest.mark.parametrize("code", ["0102357802", "0100109106", "4100259187", "0100109106-001", "052099000123"])
def test_these_are_tax_codes(code):
    assert tax_code(code) == code


def test_a_branch_is_written_one_way():
    assert tax_code("0100109106001") == "0100109106-001"


@pytest.mark.parametrize(
    "code", ["0123456789", "0100109106-000", "0100109106-01", "010010910", "", "0102357803", "01023578O2"]
)
def test_these_are_none(code):
    with pytest.raises(Unacceptable, match="BAD_TAX_CODE"):
        tax_code(code)


@given(st.text(alphabet="0123456789", min_size=9, max_size=9))
def test_at_most_one_check_digit_fits(digits):
    valid = 0
    for last in "0123456789":
        try:
            tax_code(digits + last)
            valid += 1
        except Unacceptable:
            continue
    assert valid <= 1


@pytest.mark.parametrize(
    "text", ["0912345678", "0912 345 678", "+84912345678", "84.912.345.678", "0084912345678", "(0912)345-678"]
)
def test_a_mobile_number_has_one_form(text):
    assert phone(text) == "84912345678"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "PHONE_MISSING"),
        ("  ", "PHONE_MISSING"),
        ("+1 555 0100", "PHONE_FOREIGN"),
        ("0066 81 234 5678", "PHONE_FOREIGN"),
        ("024 1382 3456", "PHONE_LANDLINE"),
        ("+84 28 1234 5678", "PHONE_LANDLINE"),
        ("0168 912 3456", "PHONE_OLD_STYLE"),
        ("0123456789012", "PHONE_MALFORMED"),
        ("0912 345 67", "PHONE_MALFORMED"),
        ("0912 345 67x", "PHONE_MALFORMED"),
        ("không có", "PHONE_MALFORMED"),
    ],
)
def test_another_number_is_refused_for_what_it_is(text, code):
    with pytest.raises(Unacceptable, match=code):
        phone(text)


@given(st.text())
def test_a_phone_is_a_vietnamese_mobile_or_a_refusal(text):
    try:
        found = phone(text)
    except Unacceptable:
        return
    assert found.isascii()
    assert found.isdigit()
    assert len(found) == 11
    assert phone(found) == found
