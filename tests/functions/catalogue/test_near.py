"""A service is found although its name was mistyped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.catalogue.near import is_one_slip, nearly
from functions.catalogue.reading import read_catalogue
from functions.catalogue.rules import words_of
from infra.catalogue import shipped
from shared.domain.text import folded

PROCEDURES = read_catalogue(shipped(), version="1").procedures
LETTERS = "abcdeghiklmnopqrstuvxy"


def names(text: str) -> list[str]:
    return [each.name for each in nearly(PROCEDURES, text)]


@pytest.mark.parametrize(
    "text",
    [
        "dang ky ket hom",
        "đăng ký kết hônn",
        "dang ky kte hon",
        "dang kyy ket hoon",
        "ddang ky ket hon",
        "đăng kí kết hôn",
    ],
)
def test_a_mistyped_name_finds_its_procedure_first(text):
    assert names(text)[0] == "Đăng ký kết hôn"


@pytest.mark.parametrize("text", ["zzz", "dang ky zzzzz", "ai sinh"])
def test_what_resembles_nothing_finds_nothing(text):
    assert names(text) == []


@given(st.data())
def test_one_slip_in_one_word_is_forgiven_in_every_name(data):
    procedure = data.draw(st.sampled_from(PROCEDURES))
    words = words_of(folded(procedure.name))
    n = data.draw(st.sampled_from([n for n, word in enumerate(words) if len(word) == max(map(len, words))]))
    at = data.draw(st.integers(0, len(words[n]) - 1))
    words[n] = words[n][:at] + data.draw(st.sampled_from(LETTERS)) + words[n][at + 1 :]
    assert procedure.name in names(" ".join(words))


@given(st.text(LETTERS, max_size=9), st.text(LETTERS, max_size=9))
def test_a_slip_is_one_whichever_of_the_two_was_typed(one, other):
    assert is_one_slip(one, other) == is_one_slip(other, one)


def test_equal_words_and_two_slips_are_no_slip():
    assert not is_one_slip("khai", "kaih")
    assert is_one_slip("khai", "kahi")
    assert not is_one_slip("sinh", "xanh")
