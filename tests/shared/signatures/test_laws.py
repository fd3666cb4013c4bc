"""What holds for every file: no changed byte, no added byte, no garbage is ever believed or ever raises."""

from functools import cache

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from shared.signatures.report import as_report, of_report
from shared.signatures.verdict import Indication, Reason
from tests import signed_pdfs as pdfs
from tests.shared.signatures.attacks import byte_ranges
from tests.signed_pdfs import OTHER_BOX, How, a_paper, judged, organisation, person, signed


@cache
def papers() -> tuple[bytes, ...]:
    """One of each shape."""
    one = signed(a_paper(), How(person()))
    return (
        one,
        signed(one, How(organisation(), field="Seal", box=OTHER_BOX)),
        signed(a_paper(), How(person(), evidence="LT")),
        signed(a_paper(), How(person(), evidence="LTA")),
        signed(pdfs.a_compressed_paper(), How(person())),
        signed(pdfs.a_hybrid_paper(), How(person())),
        signed(a_paper(), How(person(), kind=pdfs.ADBE, bare=True)),
    )


shapes = st.integers(0, 6)
ENDING_UNSIGNED = {2, 3}
"""Evidence follows the last signature of these, so that an end of line more means nothing."""


def is_signed(file: bytes, position: int) -> bool:
    """Whether some signature covers that byte; after the last one, evidence may follow that nobody signs."""
    ranges = byte_ranges(file)
    in_a_gap = any(first <= position < second for _, first, second, _ in ranges)
    return not in_a_gap and position < max(second + length for _, _, second, length in ranges)


@given(shapes, st.floats(0, 1, exclude_max=True), st.integers(1, 255))
@example(shape=1, place=0.5041253769625134, change=1)
def test_a_changed_byte_that_somebody_signed_is_never_believed(shape, place, change):
    file = papers()[shape]
    position = int(place * len(file))
    assume(is_signed(file, position))
    changed = file[:position] + bytes([file[position] ^ change]) + file[position + 1 :]
    assert judged(changed).indication is not Indication.TOTAL_PASSED


@given(shapes, st.binary(min_size=1, max_size=64))
@example(0, b"\n")
@example(6, b"\r\n")
@example(0, b"%%EOF\n")
@example(1, b"\nstartxref\n0\n%%EOF\n")
def test_appended_bytes_are_never_believed(shape, tail):
    assume(shape not in ENDING_UNSIGNED or tail.strip(b"\r\n"))
    assert not judged(papers()[shape] + tail).accepted


@given(shapes, st.binary(max_size=64), st.sampled_from([b"", b"\nstartxref\n0\n%%EOF", b"\n%%EOF\n"]))
def test_appended_bytes_dressed_up_as_an_end_are_never_believed(shape, tail, end):
    assume((tail + end).strip(b"\r\n"))
    assert not judged(papers()[shape] + tail + end).accepted


@given(st.binary(max_size=300))
def test_garbage_never_raises(garbage):
    for file in (garbage, b"%PDF-1.7\n" + garbage + b"\n%%EOF\n"):
        assert not judged(file).accepted


@given(shapes, st.data())
def test_mutilated_papers_never_raise(shape, data):
    file = bytearray(papers()[shape])
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(file) - 1))
        length = data.draw(st.integers(0, 200))
        file[start : start + length] = data.draw(st.binary(max_size=40))
    judged(bytes(file))


@pytest.mark.parametrize("shape", range(7))
def test_judging_twice_says_the_same(shape):
    assert judged(papers()[shape]) == judged(papers()[shape])


@pytest.mark.parametrize("shape", range(7))
def test_a_report_tells_the_whole_verdict(shape):
    verdict = judged(papers()[shape])
    assert of_report(as_report(verdict)) == verdict


def test_a_trailer_that_calls_the_catalogue_by_another_name_is_compared_in_full():
    """The earlier trailer's `/Root` still holds, and a second path leads to all that the seal writes again."""
    file = papers()[1]
    place = file.index(b"/Root", byte_ranges(file)[0][2])
    assert Reason.MODIFIED_AFTER_SIGNING in judged(file[:place] + b"/Ront" + file[place + 5 :]).reasons


def test_the_order_of_the_field_list_does_not_matter():
    file = papers()[1]
    verdict = judged(file)
    assert [one.field for one in verdict.signatures] == ["Signature1", "Seal"]
