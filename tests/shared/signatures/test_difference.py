"""What a later revision may and may not do, on hand-made revisions that nobody signed."""

from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult

from shared.signatures.difference import AFTER_SIGNING
from tests.shared.signatures.attacks import incremental_update
from tests.signed_pdfs import with_table

CATALOGUE = b"<</Type/Catalog/Pages 2 0 R/AcroForm 6 0 R%s>>"
FORM = b"<</Fields[%s]/SigFlags 3/DR<</Font<</F1 3 0 R>>>>%s>>"
PAGE = b"<</Type/Page/Parent 2 0 R/Contents 5 0 R/Annots[%s]>>"
FIRST = b"<</FT/Sig/T(First)/Type/Annot/Subtype/Widget/Rect[0 0 100 40]/P 4 0 R/AP 8 0 R/V 10 0 R>>"
WAITING = b"<</FT/Sig/T(Waiting)/Type/Annot/Subtype/Widget/Rect[0 100 100 140]/P 4 0 R%s>>"
DRAWING = b"<</Type/XObject/Subtype/Form/BBox[0 0 100 40]/Length 0>>\nstream\n\nendstream"
SIGNATURE = b"<</Type/Sig/Filter/Adobe.PPKLite/Contents<00>/ByteRange[0 1 2 3]>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
SECOND = b"<</FT/Sig/T(Second)/Type/Annot/Subtype/Widget/Rect[%s]/P 4 0 R/AP<</N %s>>/V 21 0 R>>"
IMAGE = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/Length 1>>\nstream\n0\nendstream"


def signed_revision(*, size: int | None = None, waiting: bytes = b"") -> bytes:
    """A page with one filled and one waiting signature field."""
    file = with_table(
        [
            CATALOGUE % b"",
            b"<</Type/Pages/Count 1/Kids[4 0 R]/MediaBox[0 0 595 842]>>",
            FONT,
            PAGE % b"7 0 R 9 0 R",
            b"<</Length 0>>\nstream\n\nendstream",
            FORM % (b"7 0 R 9 0 R", b""),
            FIRST,
            b"<</N 11 0 R>>",
            WAITING % waiting,
            SIGNATURE,
            DRAWING,
        ]
    )
    return file.replace(b"/Size 12", b"/Size %2d" % size) if size else file


def is_allowed(objects: dict[int, bytes], base: bytes | None = None) -> bool:
    file = incremental_update(base or signed_revision(), objects)
    result = AFTER_SIGNING.review_file(PdfFileReader(BytesIO(file), strict=False), 0)
    return isinstance(result, DiffResult)


def a_second_signature(
    *, place: bytes = b"200 0 300 40", drawing: bytes = b"22 0 R", more: dict[int, bytes] | None = None
) -> dict[int, bytes]:
    return {
        6: FORM % (b"7 0 R 9 0 R 20 0 R", b""),
        4: PAGE % b"7 0 R 9 0 R 20 0 R",
        20: SECOND % (place, drawing),
        21: SIGNATURE,
        22: DRAWING,
        **(more or {}),
    }


def test_a_second_signature_beside_the_first_is_allowed():
    assert is_allowed(a_second_signature())


def test_it_may_go_over_a_part_of_the_first_but_not_over_most_of_it():
    assert is_allowed(a_second_signature(place=b"70 0 170 40"))
    assert not is_allowed(a_second_signature(place=b"30 0 130 40"))


@pytest.mark.parametrize("drawing", [b"23 0 R", b"<</Off 22 0 R>>", b"5 0 R", b"4 0 R", b"(text)"])
def test_its_appearance_is_a_drawing_of_its_own(drawing):
    assert not is_allowed(a_second_signature(drawing=drawing, more={23: IMAGE}))


def test_the_first_signature_keeps_its_drawing():
    assert not is_allowed(a_second_signature(more={11: DRAWING.replace(b"BBox[0 0", b"BBox[9 9")}))


def test_a_waiting_field_may_be_signed_with_a_drawing_of_its_own():
    assert is_allowed({9: WAITING % b"/AP<</N 22 0 R>>/V 21 0 R", 21: SIGNATURE, 22: DRAWING})


def test_an_appearance_two_fields_share_is_not_rewritten_under_one_of_them():
    base = signed_revision(waiting=b"/AP 8 0 R")
    filled = {9: WAITING % b"/AP 8 0 R/V 21 0 R", 21: SIGNATURE}
    assert not is_allowed({**filled, 8: b"<</N 22 0 R>>", 22: DRAWING}, base)
    assert not is_allowed({**filled, 8: b"<<>>"}, base)


def test_a_waiting_field_does_not_grow_or_move():
    moved = (WAITING % b"/V 21 0 R").replace(b"[0 100 100 140]", b"[0 100 500 800]")
    assert not is_allowed({9: moved, 21: SIGNATURE})


def test_a_resource_of_the_form_may_be_added_and_not_replaced():
    added = FORM.replace(b"/F1 3 0 R", b"/F1 3 0 R/F2 20 0 R")
    replaced = FORM.replace(b"/F1 3 0 R", b"/F1 20 0 R")
    assert is_allowed({6: added % (b"7 0 R 9 0 R", b""), 20: FONT})
    assert not is_allowed({6: replaced % (b"7 0 R 9 0 R", b""), 20: FONT})


def test_a_text_field_is_neither_added_nor_filled():
    text = b"<</FT/Tx/T(Name)/Type/Annot/Subtype/Widget/Rect[0 200 100 240]/P 4 0 R%s>>"
    assert not is_allowed({6: FORM % (b"7 0 R 9 0 R 20 0 R", b""), 4: PAGE % b"7 0 R 9 0 R 20 0 R", 20: text % b""})
    base = incremental_update(
        signed_revision(),
        {6: FORM % (b"7 0 R 9 0 R 20 0 R", b""), 4: PAGE % b"7 0 R 9 0 R 20 0 R", 20: text % b"/V(A)"},
    )
    filled = incremental_update(base, {20: text % b"/V(B)"})
    result = AFTER_SIGNING.review_file(PdfFileReader(BytesIO(filled), strict=False), 1)
    assert not isinstance(result, DiffResult)


def test_a_field_is_not_removed():
    assert not is_allowed({6: FORM % (b"7 0 R", b"")})


@pytest.mark.parametrize(
    "entry", [b"/PageMode/UseNone", b"/PageLayout/SinglePage", b"/Version/2.0", b"/Extensions<<>>"]
)
def test_what_producers_write_into_the_catalogue_means_nothing(entry):
    assert is_allowed({1: CATALOGUE % entry})


@pytest.mark.parametrize("entry", [b"/Lang(vi)", b"/OCProperties<<>>", b"/Names<<>>", b"/OpenAction[4 0 R/Fit]"])
def test_what_changes_the_view_is_refused(entry):
    assert not is_allowed({1: CATALOGUE % entry})


def test_a_security_store_may_have_entries_nobody_has_heard_of():
    stream = b"<</Length 1>>\nstream\nx\nendstream"
    store = b"<</VRI<</lower-case<</Unheard 21 0 R>>>>/Certs[21 0 R]/OCSPs 22 0 R>>"
    assert is_allowed({1: CATALOGUE % b"/DSS 20 0 R", 20: store, 21: stream, 22: b"[21 0 R]"})


def test_a_security_store_is_no_cover_for_the_page():
    stream = b"<</Length 4>>\nstream\nfake\nendstream"
    assert not is_allowed({1: CATALOGUE % b"/DSS 20 0 R", 20: b"<</Certs[5 0 R]>>", 5: stream})


def test_an_object_beyond_the_declared_size_is_not_replaced_as_if_it_were_new():
    base = signed_revision(size=10)
    assert not is_allowed({11: DRAWING.replace(b"BBox[0 0", b"BBox[9 9")}, base)
