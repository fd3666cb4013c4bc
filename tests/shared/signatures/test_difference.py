"""What a later revision may and may not do, on hand-made revisions that nobody signed."""

from io import BytesIO
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult

from shared.signatures.difference import AFTER_SIGNING
from tests.shared.signatures.attacks import incremental_update
from tests.signed_pdfs import packed, with_table

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


def signed_revision(
    *,
    size: int | None = None,
    waiting: bytes = b"",
    page: bytes = PAGE % b"7 0 R 9 0 R",
    catalogue: bytes = b"",
    further: tuple[bytes, ...] = (),
) -> bytes:
    """A page with one filled and one waiting signature field."""
    file = with_table(
        [
            CATALOGUE % catalogue,
            b"<</Type/Pages/Count 1/Kids[4 0 R]/MediaBox[0 0 595 842]>>",
            FONT,
            page,
            b"<</Length 0>>\nstream\n\nendstream",
            FORM % (b"7 0 R 9 0 R", b""),
            FIRST,
            b"<</N 11 0 R>>",
            WAITING % waiting,
            SIGNATURE,
            DRAWING,
            *further,
        ]
    )
    return file.replace(b"/Size 12", b"/Size %2d" % size) if size else file


def is_allowed(objects: dict[int, bytes], base: bytes | None = None, *, since: int = 0, **how: Any) -> bool:
    """Whether that may follow revision `since`."""
    file = incremental_update(base or signed_revision(), objects, **how)
    result = AFTER_SIGNING.review_file(PdfFileReader(BytesIO(file), strict=False), since)
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


def test_a_drawing_rewritten_in_place_serves_the_signed_field_alone():
    """Some draw a waiting field's signature over what it showed while it waited."""
    drawn, filled = b"/AP<</N 12 0 R>>", {9: WAITING % b"/AP<</N 12 0 R>>/V 21 0 R", 21: SIGNATURE}
    other = DRAWING.replace(b"BBox[0 0", b"BBox[9 9")
    assert is_allowed({**filled, 12: other}, signed_revision(waiting=drawn, further=(DRAWING,)))
    assert not is_allowed({**filled, 12: IMAGE}, signed_revision(waiting=drawn, further=(DRAWING,)))
    assert not is_allowed({12: other}, signed_revision(waiting=drawn, further=(DRAWING,)))
    shown = b"/Resources<</XObject<</I 12 0 R>>>>/Type"
    elsewhere = (PAGE % b"7 0 R 9 0 R").replace(b"/Type", shown, 1)
    assert not is_allowed({**filled, 12: other}, signed_revision(waiting=drawn, further=(DRAWING,), page=elsewhere))
    stamp = b"<</Type/Annot/Subtype/Stamp/Rect[0 0 500 500]/AP<</N 12 0 R>>>>"
    beside = signed_revision(waiting=drawn, further=(DRAWING, stamp), page=PAGE % b"7 0 R 9 0 R 13 0 R")
    assert not is_allowed({**filled, 12: other}, beside)


def test_a_waiting_field_does_not_grow_or_move():
    moved = (WAITING % b"/V 21 0 R").replace(b"[0 100 100 140]", b"[0 100 500 800]")
    assert not is_allowed({9: moved, 21: SIGNATURE})


def test_a_resource_of_the_form_may_be_added_or_copied_and_not_replaced():
    added = FORM.replace(b"/F1 3 0 R", b"/F1 3 0 R/F2 20 0 R")
    replaced = FORM.replace(b"/F1 3 0 R", b"/F1 20 0 R")
    assert is_allowed({6: added % (b"7 0 R 9 0 R", b""), 20: FONT})
    assert is_allowed({6: replaced % (b"7 0 R 9 0 R", b""), 20: FONT})
    assert not is_allowed({6: replaced % (b"7 0 R 9 0 R", b""), 20: FONT.replace(b"Helvetica", b"Courier")})
    assert not is_allowed({6: replaced % (b"7 0 R 9 0 R", b""), 20: DRAWING})


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


# --- pages -----------------------------------------------------------------------------------------------------------

LINK = b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://kho.example)>>>>"


def linked(annotations: bytes = b"7 0 R 9 0 R", link: bytes = LINK) -> bytes:
    """A page with a link that is no object of its own, as FPDF and others write it."""
    return PAGE % (link + annotations)


def test_a_link_written_into_the_page_stays_and_a_signature_joins_it():
    base = signed_revision(page=linked())
    assert is_allowed({**a_second_signature(), 4: linked(b"7 0 R 9 0 R 20 0 R")}, base)
    assert is_allowed({**a_second_signature(), 4: PAGE % (b"20 0 R" + LINK + b"7 0 R 9 0 R")}, base)


def test_a_link_written_into_the_page_is_neither_changed_nor_lost_nor_joined_by_another():
    base, other = signed_revision(page=linked()), LINK.replace(b"kho", b"moi")
    for page in (linked(b"7 0 R 9 0 R 20 0 R", other), linked(b"7 0 R 9 0 R 20 0 R", LINK + other)):
        assert not is_allowed({**a_second_signature(), 4: page}, base)
    assert not is_allowed(a_second_signature(), base)


@pytest.mark.parametrize("entry", [b"/Tabs/S", b"/LastModified(D:20260101)"])
def test_a_page_that_gains_a_signature_may_say_so(entry):
    page = PAGE % b"7 0 R 9 0 R 20 0 R"
    assert is_allowed({**a_second_signature(), 4: page.replace(b"/Type", entry + b"/Type")})
    assert not is_allowed({4: (PAGE % b"7 0 R 9 0 R").replace(b"/Type", entry + b"/Type")})


@pytest.mark.parametrize("entry", [b"/Rotate 90", b"/StructParents 3", b"/Group<<>>", b"/UserUnit 2"])
def test_a_page_that_gains_a_signature_changes_in_nothing_else(entry):
    page = (PAGE % b"7 0 R 9 0 R 20 0 R").replace(b"/Type", entry + b"/Type")
    assert not is_allowed({**a_second_signature(), 4: page})


# --- what waiting fields gain -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", [b"/MK<<>>", b"/M(D:20260101)", b"/NM(x)"])
def test_a_waiting_field_that_is_signed_may_be_told_of_it(entry):
    filled = WAITING % (b"/AP<</N 22 0 R>>/V 21 0 R" + entry)
    assert is_allowed({9: filled, 21: SIGNATURE, 22: DRAWING})
    assert not is_allowed({9: WAITING % entry})


@pytest.mark.parametrize("entry", [b"/MK<</I 23 0 R>>", b"/A<</S/URI/URI(x)>>", b"/OC 23 0 R", b"/Kids[11 0 R]"])
def test_a_waiting_field_that_is_signed_gains_nothing_that_acts_or_shows(entry):
    filled = WAITING % (b"/AP<</N 22 0 R>>/V 21 0 R" + entry)
    assert not is_allowed({9: filled, 21: SIGNATURE, 22: DRAWING, 23: DRAWING})


# --- what is freed ----------------------------------------------------------------------------------------------------


def test_what_nothing_leads_to_any_more_may_be_freed():
    base = signed_revision(waiting=b"/AP<</N 12 0 R>>", further=(DRAWING,))
    filled = {9: WAITING % b"/AP<</N 22 0 R>>/V 21 0 R", 21: SIGNATURE, 22: DRAWING}
    assert is_allowed(filled, base, freed={12: 1})


@pytest.mark.parametrize("number", [2, 3, 4, 5, 7, 8, 10, 11])
def test_what_something_leads_to_is_not_freed(number):
    assert not is_allowed({k: v for k, v in a_second_signature().items() if k != number}, freed={number: 1})


def test_what_only_a_widget_leads_to_as_its_parent_is_not_freed():
    widget, parent = b"<</Type/Annot/Subtype/Widget/Rect[0 0 9 9]/Parent 13 0 R>>", b"<</FT/Tx/T(x)/V(1)>>"
    base = signed_revision(page=PAGE % b"7 0 R 9 0 R 12 0 R", further=(widget, parent, FONT))
    assert not is_allowed({}, base, freed={13: 1})
    assert is_allowed({}, base, freed={14: 1})


def test_a_stream_that_holds_objects_is_not_freed_though_nothing_leads_to_it():
    bodies = {1: b"<</Type/Catalog/Pages 4 0 R/AcroForm<</Fields[]>>>>", 2: DRAWING}
    streams = {3: {4: b"<</Type/Pages/Count 0/Kids[]>>"}, 5: {6: b"<</Free/To/Go>>"}}
    base = packed(bodies, streams, hybrid=False)
    assert [number for number in (2, 5, 6, 7) if is_allowed({}, base, freed={number: 1})] == [2, 6]


# --- descriptions -----------------------------------------------------------------------------------------------------

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'


def described(xml: bytes) -> bytes:
    return b"<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream" % (len(xml), xml)


def with_metadata(xml: bytes, number: int = 12) -> bytes:
    file = signed_revision(further=(described(xml),), catalogue=b"/Metadata %d 0 R" % number)
    return file


@pytest.mark.parametrize(
    "xml", [b"<a>R&D</a>", b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>", b""]
)
def test_metadata_that_nobody_touches_need_not_be_well_formed(xml):
    assert is_allowed(a_second_signature(), with_metadata(xml))
    assert is_allowed({**a_second_signature(), 12: described(XMP)}, with_metadata(xml))


UNREADABLE = b"x\x9c\x8b\xb0"


@pytest.mark.parametrize("text", [b"<a>R&D</a>", UNREADABLE, b"", XMP])
def test_metadata_may_be_copied_by_who_cannot_read_it(text):
    """iText writes the compressed text of the XMP it found as if it had never been compressed."""
    assert is_allowed({**a_second_signature(), 12: described(text)}, with_metadata(XMP))
    moved = {1: CATALOGUE % b"/Metadata 30 0 R", 30: described(text)}
    assert is_allowed({**a_second_signature(), **moved}, with_metadata(XMP))


@pytest.mark.parametrize("text", [XMP.replace(b"adobe", b"apple"), UNREADABLE])
def test_metadata_is_rewritten_as_such_and_serves_for_nothing_else(text):
    assert not is_allowed({**a_second_signature(), 5: described(text)}, with_metadata(XMP, number=5))
    shown = using(b"/XObject<</I 12 0 R>>/Font<</F1 12 0 R>>")
    base = signed_revision(further=(described(XMP),), catalogue=b"/Metadata 12 0 R", page=shown)
    assert is_allowed(with_the_second(b"/XObject<</I 12 0 R>>/Font<</F1 12 0 R>>", {}), base)
    assert not is_allowed(with_the_second(b"/XObject<</I 12 0 R>>/Font<</F1 12 0 R>>", {12: described(text)}), base)
    of_the_page = signed_revision(further=(described(XMP),), page=using(b"", more=b"/Metadata 12 0 R"))
    assert not is_allowed(with_the_second(b"", {12: described(text)}, b"/Metadata 12 0 R"), of_the_page)
    drawn = signed_revision(further=(described(XMP),), catalogue=b"/Metadata 12 0 R", waiting=b"/AP<</N 12 0 R>>")
    assert not is_allowed({**a_second_signature(), 12: described(text)}, drawn)


@pytest.mark.parametrize(
    "entry", [b"/F(x.xml)", b"/Filter/FlateDecode", b"/BBox[0 0 9 9]", b"/Resources 22 0 R", b"/X 5"]
)
def test_metadata_nobody_can_read_are_nothing_but_that(entry):
    assert not is_allowed(
        {**a_second_signature(), 12: described(UNREADABLE).replace(b"/Type", entry + b"/Type", 1)}, with_metadata(XMP)
    )


@pytest.mark.parametrize(
    "body",
    [
        described(UNREADABLE).replace(b"/XML", b"/Form"),
        described(UNREADABLE).replace(b"/Type/Metadata", b"/Type/XObject"),
        described(UNREADABLE).replace(b"/Type/Metadata", b""),
        b"<</Type/Metadata/Subtype/XML/Length 0>>",
        b"(text)",
        FONT,
    ],
)
def test_what_is_no_metadata_is_not_copied_as_such(body):
    assert not is_allowed({**a_second_signature(), 12: body}, with_metadata(XMP))


def test_a_description_may_stand_in_the_trailer_itself():
    base = signed_revision().replace(b"/Root 1 0 R", b"/Info<<>>/Root 1 0 R")
    assert is_allowed(a_second_signature(), base)
    assert is_allowed({**a_second_signature(), 30: b"<</Producer(x)>>"}, base, trailer=b"/Info 30 0 R")
    assert not is_allowed({**a_second_signature(), 5: b"<</Producer(x)>>"}, base, trailer=b"/Info 5 0 R")


# --- things that are two things at once ------------------------------------------------------------------------------


OTHER_FONT = FONT.replace(b">>", b"/Encoding<</Differences[48/nine]>>>>")


def using(resources: bytes, annotations: bytes = b"7 0 R 9 0 R", more: bytes = b"") -> bytes:
    return (PAGE % annotations).replace(b"/Type", b"/Resources<<%s>>%s/Type" % (resources, more), 1)


def with_the_second(resources: bytes, objects: dict[int, bytes], more: bytes = b"") -> dict[int, bytes]:
    return {**a_second_signature(), 4: using(resources, b"7 0 R 9 0 R 20 0 R", more), **objects}


@pytest.mark.parametrize("key", [b"/Tabs", b"/LastModified"])
def test_what_a_page_says_of_its_annotations_is_no_font_of_a_page_that_is_its_own_list_of_fonts(key):
    base = signed_revision(page=using(b"/Font 4 0 R", more=key + FONT))
    assert not is_allowed(with_the_second(b"/Font 4 0 R", {}, key + OTHER_FONT), base)


def test_a_mark_in_the_page_tree_is_no_font():
    tree = b"<</Type/Pages/Count 1/Kids[4 0 R]/MediaBox[0 0 595 842]/ITXT%s>>"
    base = signed_revision(page=using(b"/Font 2 0 R"))
    assert is_allowed(with_the_second(b"/Font 2 0 R", {2: tree % b"(x)"}), base)
    assert not is_allowed(with_the_second(b"/Font 2 0 R", {2: tree % OTHER_FONT}), base)


@pytest.mark.parametrize("key", [b"/PageMode", b"/ViewerPreferences", b"/DSS"])
def test_a_catalogue_is_no_list_of_fonts(key):
    base = signed_revision(page=using(b"/Font 1 0 R"), catalogue=key + FONT)
    assert not is_allowed(with_the_second(b"/Font 1 0 R", {1: CATALOGUE % (key + OTHER_FONT)}), base)


def test_a_description_is_no_font_though_its_name_there_be_parent():
    parent = b"/Font<</Parent 12 0 R>>"
    base = signed_revision(further=(FONT,), page=using(parent)).replace(b"/Root 1 0 R", b"/Info 12 0 R/Root 1 0 R")
    assert not is_allowed(with_the_second(parent, {12: OTHER_FONT}), base, trailer=b"/Info 12 0 R")


def test_a_description_is_not_what_a_page_inherits_from():
    parent = b"<</Kids[4 0 R]/Resources<</Font<</F1 %d 0 R>>>>>>"
    page = PAGE.replace(b"/Parent 2 0 R", b"/Parent 12 0 R")
    base = signed_revision(further=(parent % 3,), page=page % b"7 0 R 9 0 R")
    base = base.replace(b"/Root 1 0 R", b"/Info 12 0 R/Root 1 0 R")
    joined = {**a_second_signature(), 4: page % b"7 0 R 9 0 R 20 0 R"}
    assert is_allowed(joined, base, trailer=b"/Info 12 0 R")
    assert not is_allowed({**joined, 12: parent % 11}, base, trailer=b"/Info 12 0 R")


def test_a_drawing_a_tagged_picture_calls_p_is_not_rewritten():
    picture = b"<</Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</P 14 0 R>>>>/Length 5>>\nstream\n/P Do\nendstream"
    further = (b"<</Type/StructTreeRoot/K[13 0 R]>>", picture, DRAWING)
    shown, filled = b"/XObject<</I 13 0 R>>", {9: WAITING % b"/AP<</N 14 0 R>>/V 21 0 R", 21: SIGNATURE}
    base = signed_revision(
        waiting=b"/AP<</N 14 0 R>>", further=further, page=using(shown), catalogue=b"/StructTreeRoot 12 0 R"
    )
    assert is_allowed(filled, base)
    assert not is_allowed({**filled, 14: DRAWING.replace(b"BBox[0 0", b"BBox[9 9")}, base)


def test_a_number_left_dangling_is_not_filled_by_another_generation():
    shown = b"/XObject<</I 90 7 R>>"
    assert not is_allowed(with_the_second(shown, {90: DRAWING}), signed_revision(page=using(shown)))


def test_a_widget_below_its_field_covers_no_other_signature():
    field, widget = b"<</FT/Sig/T(Second)/V 21 0 R/Kids[23 0 R]>>", b"/Parent 20 0 R/P 4 0 R/AP<</N 22 0 R>>>>"
    widget = b"<</Type/Annot/Subtype/Widget/Rect[%s]" + widget
    page = PAGE % b"7 0 R 9 0 R 23 0 R"
    for place, is_beside in ((b"200 0 300 40", True), (b"0 0 100 40", False)):
        assert is_allowed({**a_second_signature(), 4: page, 20: field, 23: widget % place}) is is_beside


@pytest.mark.parametrize(("own", "is_allowed_"), [(b"", False), (b"/DA(/F1 9 Tf 0 g)", True)])
def test_the_words_of_a_field_keep_the_colour_they_had_from_the_form(own, is_allowed_):
    text = b"<</FT/Tx/T(Name)/V(A)/Type/Annot/Subtype/Widget/Rect[0 200 100 240]/P 4 0 R%s>>" % own
    form = FORM % (b"7 0 R 9 0 R 12 0 R", b"/DA(/F1 9 Tf %d g)")
    base = incremental_update(signed_revision(further=(text,)), {6: form % 0, 4: PAGE % b"7 0 R 9 0 R 12 0 R"})
    file = incremental_update(base, {6: form % 1})
    result = AFTER_SIGNING.review_file(PdfFileReader(BytesIO(file), strict=False), 1)
    assert isinstance(result, DiffResult) is is_allowed_


# --- what viewers do not agree on -------------------------------------------------------------------------------------

PAGES_OF_ANOTHER = b"<</Type/Pages/Count 0/Kids[]>>"


@pytest.mark.parametrize("number", [1, 4, 6, 20])
def test_nothing_written_later_says_a_thing_twice(number):
    """The library takes the first of two values, many a viewer the last."""
    objects = {**a_second_signature(), 1: CATALOGUE % b""}
    doubled = {1: b"/Pages 50 0 R", 4: b"/Contents 50 0 R", 6: b"/Fields[]", 20: b"/AP<</N 50 0 R>>"}
    objects[number] = objects[number][:-2] + doubled[number] + b">>"
    assert not is_allowed({**objects, 50: PAGES_OF_ANOTHER})
    assert is_allowed({**a_second_signature(), 4: (PAGE % b"7 0 R 9 0 R 20 0 R")[:-2] + b"/Contents 5 0 R>>"})


def test_what_was_left_out_of_a_signed_page_leads_nowhere():
    page = PAGE[:-2] + b"/Contents 50 0 R>>"
    base = signed_revision(page=page % b"7 0 R 9 0 R")
    assert not is_allowed({**a_second_signature(), 4: page % b"7 0 R 9 0 R 20 0 R", 50: DRAWING}, base)
    for left_out, is_harmless in ((b"(x)", True), (b"[50 0 R]", False)):
        base = signed_revision(catalogue=b"/X 12 0 R", further=(b"<</A 1/A%s>>" % left_out,))
        again = {1: CATALOGUE % b"/X 12 0 R/PageMode/UseNone"}
        assert is_allowed({**a_second_signature(), **again}, base) is is_harmless


def test_a_page_does_not_say_what_it_inherits_from_another_parent_than_its_own():
    page, said = PAGE % b"7 0 R 9 0 R 20 0 R", b"/MediaBox[0 0 595 842]/Type"
    assert is_allowed({**a_second_signature(), 4: page.replace(b"/Type", said, 1)})
    stray = PAGE.replace(b"/Parent 2 0 R", b"/Parent 12 0 R")
    base = signed_revision(further=(b"<</MediaBox[0 0 100 100]>>",), page=stray % b"7 0 R 9 0 R")
    assert not is_allowed({**a_second_signature(), 4: (stray % b"7 0 R 9 0 R 20 0 R").replace(b"/Type", said, 1)}, base)


def test_a_signature_is_no_new_page():
    assert not is_allowed(a_second_signature(place=b"0 45 595 842"))
