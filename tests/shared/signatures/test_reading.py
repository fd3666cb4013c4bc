"""What a paper says of itself is suggested, and nothing about a file is ever an error."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.demo.papers import paper
from shared.signatures.reading import NOTHING, facts_in, read
from tests.signed_pdfs import a_paper


def test_a_paper_suggests_its_title_number_and_date():
    facts = read(paper("KQ.G15.000031", number="12/2024", issued_on=date(2024, 3, 5)))
    assert (facts.title, facts.number, facts.notation) == ("GIẤY KHAI SINH", "12/2024", "KS")
    assert (facts.issued_on, facts.pages) == (date(2024, 3, 5), 1)


@pytest.mark.parametrize(
    ("text", "number", "notation"),
    [
        ("Số: 12/2024/KS", "12/2024", "KS"),
        ("Số: 123/QĐ-UBND", "123", "QĐ-UBND"),
        ("Căn cứ 45/NQ-HĐND", "45", "NQ-HĐND"),
        ("Số:07a/UBND-VP", "07a", "UBND-VP"),
        ("Điện thoại 0900/123", "", ""),
    ],
)
def test_numbers_are_read_as_agencies_write_them(text, number, notation):
    facts = facts_in(text, pages=1)
    assert (facts.number, facts.notation) == (number, notation)


def test_decomposed_accents_are_read_the_same():
    assert facts_in("nga\u0300y 05 tha\u0301ng 3 n\u0103m 2024", pages=1).issued_on == date(2024, 3, 5)


def test_an_impossible_date_is_no_date():
    assert facts_in("ngày 31 tháng 02 năm 2024", pages=1).issued_on is None


def test_the_letterhead_and_the_signatures_are_no_title():
    heading = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nUBND XÃ X\nỦY BAN NHÂN DÂN XÃ X\n"
    text = heading + "QUYẾT ĐỊNH VỀ VIỆC\nHƯỞNG TRỢ CẤP\n\nKT. CHỦ TỊCH"
    assert facts_in(text, pages=1).title == "QUYẾT ĐỊNH VỀ VIỆC HƯỞNG TRỢ CẤP"


def test_pages_are_counted():
    assert read(a_paper(12)).pages == 12


@pytest.mark.parametrize("garbage", [b"", b"%PDF-1.7\n%%EOF", b"\x00" * 100])
def test_garbage_suggests_nothing(garbage):
    assert read(garbage) == NOTHING


@given(st.binary(max_size=400))
def test_reading_never_raises(garbage):
    read(garbage)
    read(a_paper()[:200] + garbage + a_paper()[200:])
