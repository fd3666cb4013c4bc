"""Whoever signs later shows it beside what was signed before, and not instead of it."""

import pytest
from pyhanko.pdf_utils.generic import ArrayObject, NullObject, NumberObject

from shared.signatures.seals import LARGEST, LETTER, seen_of_a_page
from shared.signatures.verdict import Reason
from tests.shared.signatures.attacks import incremental_update
from tests.shared.signatures.test_difference import (
    PAGE,
    SIGNATURE,
    a_second_signature,
    is_allowed,
    signed_revision,
)
from tests.signed_pdfs import BOX, How, a_paper, judged, organisation, person, signed

Box = tuple[int, int, int, int]


def sealed(*boxes: Box, file: bytes | None = None) -> bytes:
    """A paper somebody signed, and a seal after it for each box."""
    file = file or signed(a_paper(3), How(person(), box=(400, 780, 590, 840)))
    return signed(file, *(How(organisation(), field=f"S{n}", box=box) for n, box in enumerate(boxes)))


def is_refused(file: bytes) -> bool:
    return Reason.MODIFIED_AFTER_SIGNING in judged(file).reasons


def test_six_ordinary_seals_are_believed_on_one_page():
    assert judged(sealed(*((40 + 90 * n, 60, 120 + 90 * n, 160) for n in range(6)))).accepted


def test_a_seal_on_every_page_is_believed():
    """As the edges of a paper's sheets are sealed together."""
    file = signed(a_paper(12), How(person()))
    every = [How(organisation(), field=f"S{n}", box=(495, 300, 595, 400), page=n) for n in range(12)]
    assert judged(signed(file, *every)).accepted


@pytest.mark.parametrize("height", [200, 260])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_seals_cover_a_third_of_a4_at_most_however_many_sign(count, height):
    boxes = [(0, 780 - (n + 1) * height, 595, 780 - n * height) for n in range(count)]
    assert is_refused(sealed(*boxes)) == (595 * height * count > LARGEST)


def test_seals_that_add_up_on_different_pages_are_believed():
    file = signed(a_paper(3), How(person()))
    both = [How(organisation(), field=f"S{n}", box=(0, 0, 595, 200), page=n + 1) for n in range(2)]
    assert judged(signed(file, *both)).accepted


def test_two_seals_do_not_hide_together_what_neither_hides_alone():
    left, right = (320, 120, 400, 180), (440, 120, 520, 180)
    file = signed(a_paper(), How(person(), box=BOX))
    for one in (left, right):
        assert judged(sealed(one, file=file)).accepted
    assert is_refused(sealed(left, right, file=file))


def test_a_small_page_is_covered_to_a_half_at_most():
    small = a_paper().replace(b"[0 0 595 842]", b"[0 0 298 420]")
    file = signed(small, How(person(), box=(0, 400, 40, 420)))
    assert judged(sealed((150, 20, 250, 120), file=file)).accepted
    assert is_refused(sealed((0, 20, 298, 390), file=file))


@pytest.mark.parametrize("crop", [b"/CropBox[0 0 298 420]", b"/CropBox[0 0 298 420 0]", b"/CropBox[0 0 298 /x]"])
def test_what_is_cut_off_a_page_gives_no_room_on_it(crop):
    page = (PAGE % b"7 0 R 9 0 R").replace(b"/Type", crop + b"/Type", 1)
    again = (PAGE % b"7 0 R 9 0 R 20 0 R").replace(b"/Type", crop + b"/Type", 1)
    base = signed_revision(page=page)
    assert not is_allowed({**a_second_signature(place=b"0 150 298 420"), 4: again}, base)
    assert is_allowed({**a_second_signature(place=b"150 50 250 150"), 4: again}, base) == (b"420]" in crop)


@pytest.mark.parametrize("place", [b"0 150 595 842 0", b"0 150 595", b"0 150 595 /x", b"0 150 595 24 0 R", b"(text)"])
def test_a_place_that_is_not_four_numbers_is_none(place):
    number = {24: b"(842)"}
    assert not is_allowed(a_second_signature(place=place, more=number))


def test_a_signature_is_not_covered_where_its_widget_is_an_object_of_its_own():
    widget = b"<</Type/Annot/Subtype/Widget/Rect[0 0 100 40]/P 4 0 R/AP 8 0 R/Parent 7 0 R>>"
    field = b"<</FT/Sig/T(First)/Kids[12 0 R]/V 10 0 R>>"
    base = incremental_update(
        signed_revision(page=PAGE % b"12 0 R 9 0 R", further=(widget,)), {7: field, 4: PAGE % b"12 0 R 9 0 R"}
    )
    over = {**a_second_signature(place=b"0 0 100 40"), 4: PAGE % b"12 0 R 9 0 R 20 0 R"}
    beside = {**a_second_signature(), 4: PAGE % b"12 0 R 9 0 R 20 0 R"}
    assert is_allowed(beside, base, since=1)
    assert not is_allowed(over, base, since=1)


def test_a_seal_on_two_pages_covers_what_is_on_either():
    second = b"<</Type/Page/Parent 2 0 R/Contents 5 0 R/Annots[%s]>>"
    base = incremental_update(
        signed_revision(further=(second % b"",)),
        {2: b"<</Type/Pages/Count 2/Kids[4 0 R 12 0 R]/MediaBox[0 0 595 842]>>"},
    )
    assert is_allowed({**a_second_signature(), 12: second % b"20 0 R"}, base, since=1)
    assert not is_allowed({**a_second_signature(place=b"0 0 100 40"), 12: second % b"20 0 R"}, base, since=1)


def test_a_page_that_does_not_say_its_size_is_as_large_as_viewers_suppose():
    box, small, none = (ArrayObject(map(NumberObject, each)) for each in ((0, 0, 99, 99), (9, 9, 50, 50), (0, 0, 0, 0)))
    assert seen_of_a_page({}) == seen_of_a_page({"/MediaBox": none}) == LETTER
    assert seen_of_a_page({"/MediaBox": box, "/CropBox": none}) == (0, 0, 99, 99)
    assert seen_of_a_page({"/MediaBox": box, "/CropBox": small}) == (9, 9, 50, 50)
    assert seen_of_a_page({"/MediaBox": NullObject()}) is None


def test_what_lies_beyond_a_page_covers_nothing_of_it():
    """Some tools draw at one place whatever the page; of a business card that is beside it."""
    card = a_paper().replace(b"[0 0 595 842]", b"[0 0 200  70]")
    beyond = (100, 250, 250, 330)
    assert judged(sealed(beyond, file=signed(card, How(person(), box=None)))).accepted
    assert is_refused(sealed((10, 5, 190, 65), file=signed(card, How(person(), box=None))))


@pytest.mark.parametrize("look", [b"", b"/MK<</BG[1 1 1]>>", b"/BS<</W 300/S/S>>", b"/AP<</N 22 0 R>>"])
def test_a_document_time_stamp_is_seen_nowhere(look):
    """Anybody can have one made, and viewers paint the ground of a field that has no drawing, in white over words."""
    stamp = SIGNATURE.replace(b"/Sig", b"/DocTimeStamp", 1)
    widget = b"<</FT/Sig/T(Second)/Type/Annot/Subtype/Widget/Rect[%s]/P 4 0 R/V 21 0 R" + look + b">>"
    for place, is_unseen in ((b"0 0 0 0", True), (b"0 300 595 300", True), (b"9 300 595 330", False)):
        objects = a_second_signature(more={20: widget % place, 21: stamp})
        assert is_allowed(objects) is is_unseen


@pytest.mark.parametrize("value", [b"", b"/V 21 0 R"])
@pytest.mark.parametrize("place", [b"", b"/Rect null", b"/Rect 90 0 R"])
def test_a_widget_without_a_place_is_on_no_page(place, value):
    """MuPDF draws it over all of the page."""
    widget = b"<</FT/Sig/T(Second)/Type/Annot/Subtype/Widget/P 4 0 R" + value + place + b">>"
    objects = a_second_signature(more={20: widget, 21: SIGNATURE})
    assert not is_allowed(objects)
    assert is_allowed({number: body for number, body in objects.items() if number != 4})


def test_a_widget_below_its_field_without_a_place_is_on_no_page():
    field, widget = b"<</FT/Sig/T(Second)/V 21 0 R/Kids[23 0 R]>>", b"<</Type/Annot/Subtype/Widget/Parent 20 0 R>>"
    objects = a_second_signature(more={20: field, 23: widget, 4: PAGE % b"7 0 R 9 0 R 23 0 R"})
    assert not is_allowed(objects)
