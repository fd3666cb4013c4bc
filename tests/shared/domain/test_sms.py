"""Text for telephones of every age."""

from __future__ import annotations

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.sms import parts, plain


def test_vietnamese_loses_its_accents_and_nothing_else():
    assert plain("Đặng Thị Đào ở Đắk Lắk, đã nộp hồ sơ") == "Dang Thi Dao o Dak Lak, da nop ho so"


def test_composed_or_not_it_is_the_same_text():
    text = "Uỷ ban nhân dân xã Đề Gi"
    assert plain(unicodedata.normalize("NFD", text)) == plain(text) == "Uy ban nhan dan xa De Gi"


def test_what_a_telephone_cannot_show_is_replaced_or_left_out():
    assert plain("“a” – {b} [c] d|e … ₫ 🎉") == '"a" - (b) (c) d/e ... D'


@given(st.text())
def test_every_letter_counts_as_one(text):
    assert set(plain(text)) <= set(string.ascii_letters + string.digits + "@$_ !\"#%&'()*+,-./:;<=>?")


@given(st.text())
def test_plain_text_stays_as_it_is(text):
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(("length", "count"), [(0, 1), (160, 1), (161, 2), (306, 2), (307, 3)])
def test_long_texts_are_sent_in_parts_of_153(length, count):
    assert parts("a" * length) == count
