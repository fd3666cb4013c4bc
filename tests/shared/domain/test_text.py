"""Vietnamese text compared as people mean it."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.text import folded, normalised


def test_accents_case_and_the_barred_d_are_forgiven():
    assert folded("Giấy khai sinh ĐIỆN TỬ") == folded("giay  KHAI sinh dien tu")


@given(st.text())
def test_composed_and_decomposed_text_are_the_same(text):
    assert folded(unicodedata.normalize("NFC", text)) == folded(unicodedata.normalize("NFD", text))


@given(st.text())
def test_normalising_twice_changes_nothing_more(text):
    assert normalised(normalised(text)) == normalised(text)


def test_control_characters_do_not_survive():
    assert normalised("Nguyễn\u0000 Văn\u200b\u202e A\n") == "Nguyễn Văn A"
