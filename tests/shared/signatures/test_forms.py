"""Between signatures a reader writes much into a form; what stands in it stays as it was signed."""

from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult
from pyhanko.sign.fields import MDPPerm

from shared.signatures.difference import AFTER_SIGNING
from shared.signatures.verdict import Disposition, Indication
from tests.shared.signatures.attacks import body_of, incremental_update
from tests.shared.signatures.test_difference import (
    CATALOGUE,
    DRAWING,
    FONT,
    FORM,
    PAGE,
    a_second_signature,
    signed_revision,
    using,
)
from tests.signed_pdfs import OTHER_BOX, How, judged, organisation, person, signed, with_table

PLACE = b"/Type/Annot/Subtype/Widget/Rect[0 200 100 240]/P 4 0 R"
TEXT = b"<</FT/Tx/T(Name)/V(A)/DA(/F1 9 Tf 0 g)/AP<</N 13 0 R>>%s" + PLACE + b">>"
BOXES = b"7 0 R 9 0 R 12 0 R"
SIGNED_TOO = BOXES + b" 20 0 R"


def with_a_text(more: bytes = b"", *, form: bytes = b"", page: bytes = PAGE % BOXES, text: bytes = TEXT) -> bytes:
    """What was signed: a form with a text in it, and one signature."""
    base = signed_revision(further=(text % more, DRAWING))
    return incremental_update(base, {6: FORM % (BOXES, form), 4: page})


def may_follow(base: bytes, objects: dict[int, bytes], *, form: bytes = b"", page: bytes = PAGE % SIGNED_TOO) -> bool:
    """Whether a second signature may bring that along."""
    written = {**a_second_signature(), 6: FORM % (SIGNED_TOO, form), 4: page, **objects}
    file = incremental_update(base, written)
    return isinstance(AFTER_SIGNING.review_file(PdfFileReader(BytesIO(file), strict=False), 1), DiffResult)


# --- what readers write -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b"/NeedAppearances false"),
        (b"/NeedAppearances true", b"/NeedAppearances true"),
        (b"/NeedAppearances true", b""),
        (b"", b"/DA(/Helv 0 Tf 0 g )"),
    ],
)
def test_what_a_form_says_that_draws_nothing_anew_may_be_said(before, after):
    assert may_follow(with_a_text(form=before), {}, form=after)


def test_a_form_may_gain_fonts_nobody_draws_with_yet():
    fonts = FORM.replace(b"/F1 3 0 R", b"/F1 3 0 R/Helv 30 0 R/ZaDb 31 0 R") % (SIGNED_TOO, b"")
    assert may_follow(with_a_text(), {6: fonts, 30: FONT, 31: FONT.replace(b"Helvetica", b"ZapfDingbats")})


def test_a_text_may_be_written_again_as_it_is():
    assert may_follow(with_a_text(), {12: TEXT % b"", 13: DRAWING})


@pytest.mark.parametrize(("before", "after"), [(b"", b"/Ff 1"), (b"/Ff 0", b"/Ff 1"), (b"/Ff 4096", b"/Ff 4097")])
def test_a_field_may_be_closed(before, after):
    """As Acrobat does with the fields that the new signature locks."""
    assert may_follow(with_a_text(before), {12: TEXT % after})


# --- what stays -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"/Ff 1", b""),
        (b"/Ff 1", b"/Ff 0"),
        (b"", b"/Ff 4096"),
        (b"", b"/Ff 4097"),
        (b"", b"/Ff 8193"),
        (b"/Ff 4096", b"/Ff 1"),
        (b"/Ff 0", b"/Ff 1.0"),
        (b"/Ff 0", b"/Ff 30 0 R"),
        (b"/Ff 0", b"/Ff(1)"),
        (b"/Ff 0", b"/Ff 1/MaxLen 1"),
        (b"/Ff 0", b"/Ff 1/F 2"),
        (b"/Ff 0", b"/Ff 1/Q 2"),
        (b"/Ff 0", b"/Ff 1/MK<</BG[1 1 1]>>"),
        (b"/Ff 0", b"/Ff 1/OC 30 0 R"),
    ],
)
def test_a_field_is_closed_and_nothing_else(before, after):
    assert not may_follow(with_a_text(before), {12: TEXT % after, 30: b"1"})


def test_a_field_that_may_have_its_flags_from_above_gets_none_of_its_own():
    below = TEXT.replace(b"/FT/Tx", b"/FT/Tx/Parent 9 0 R")
    assert not may_follow(with_a_text(text=below), {12: below % b"/Ff 1"})


@pytest.mark.parametrize("changed", [b"(A)", b"/F1 9", b"13 0 R", b"0 200 100 240", b"/Tx"])
def test_a_field_is_not_closed_over_another_text(changed):
    others = {b"(A)": b"(B)", b"/F1 9": b"/F1 1", b"13 0 R": b"22 0 R", b"0 200 100 240": b"0 0 0 0", b"/Tx": b"/Ch"}
    assert not may_follow(with_a_text(b"/Ff 0"), {12: (TEXT % b"/Ff 1").replace(changed, others[changed])})


def test_a_field_that_is_a_list_of_fonts_too_gains_no_font():
    fonts = b"/Font 12 0 R"
    base = with_a_text(b"/Ff 3 0 R", page=using(fonts, BOXES))
    assert not may_follow(base, {12: TEXT % b"/Ff 30 0 R", 30: FONT}, page=using(fonts, SIGNED_TOO))


def test_nothing_is_closed_after_the_last_signature():
    file = filled_form(None)
    assert judged(signed(file, How(organisation(), field="S2", box=OTHER_BOX))).accepted
    closed = incremental_update(file, {6: body_of(file, 6).rstrip()[:-2] + b"/Ff 1>>"})
    assert judged(closed).disposition is Disposition.REFUSE


# --- nobody fills in what somebody signed -----------------------------------------------------------------------------

FIELDS = {
    6: b"<</FT/Tx/T(Name)/V(A)/DA(/F1 9 Tf 0 g)/AP<</N 9 0 R>>/Type/Annot/Subtype/Widget/Rect[9 9 99 29]/P 4 0 R>>",
    7: b"<</FT/Btn/T(Box)/V/Off/AS/Off/AP<</N<</On 9 0 R>>>>/Type/Annot/Subtype/Widget/Rect[9 39 29 59]/P 4 0 R>>",
    8: b"<</FT/Ch/T(List)/Opt[(A)(B)]/V(A)/DA(/F1 9 Tf 0 g)/Type/Annot/Subtype/Widget/Rect[9 69 99 89]/P 4 0 R>>",
}
FILLED = {
    "a text": {6: FIELDS[6].replace(b"(A)", b"(B)")},
    "a text and its drawing": {6: FIELDS[6].replace(b"(A)", b"(B)"), 9: DRAWING.replace(b"0 0 100 40", b"0 0 90 20")},
    "a drawing": {9: DRAWING.replace(b"0 0 100 40", b"0 0 90 20")},
    "a drawing of its own": {6: FIELDS[6].replace(b"9 0 R", b"40 0 R"), 40: DRAWING},
    "a box": {7: FIELDS[7].replace(b"/Off", b"/On")},
    "what a box shows": {7: FIELDS[7].replace(b"/AS/Off", b"/AS/On")},
    "a choice": {8: FIELDS[8].replace(b"/V(A)", b"/V(B)")},
    "what may be chosen": {8: FIELDS[8].replace(b"(A)(B)", b"(A)(C)")},
    "a colour": {6: FIELDS[6].replace(b"0 g", b"1 g")},
}


def filled_form(permission: MDPPerm | None) -> bytes:
    form = b"/AcroForm<</Fields[6 0 R 7 0 R 8 0 R]/DR<</Font<</F1 3 0 R>>>>>>"
    paper = with_table(
        [
            (CATALOGUE % b"").replace(b"/AcroForm 6 0 R", form),
            b"<</Type/Pages/Count 1/Kids[4 0 R]/MediaBox[0 0 595 842]>>",
            FONT,
            PAGE % b"6 0 R 7 0 R 8 0 R",
            b"<</Length 0>>\nstream\n\nendstream",
            *FIELDS.values(),
            DRAWING,
        ]
    )
    return signed(paper, How(person(), permission=permission))


@pytest.mark.parametrize("permission", [None, *MDPPerm])
@pytest.mark.parametrize("what", FILLED)
def test_nobody_fills_in_what_somebody_signed(what, permission):
    """Whatever a certification may permit: no paper of an agency is filled in after it was signed."""
    file = incremental_update(filled_form(permission), FILLED[what])
    again = signed(file, How(organisation(), field="S2", box=OTHER_BOX, disobedient=True))
    assert judged(file).indication is judged(again).indication is Indication.TOTAL_FAILED
