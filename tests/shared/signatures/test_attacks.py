"""Nothing published, and nothing we could think of, gets a changed file accepted."""

import re
from dataclasses import replace

import pytest
from pyhanko.sign.fields import MDPPerm

from shared.signatures.verdict import Disposition, Reason
from tests import signed_pdfs as pdfs
from tests.shared.signatures import attacks
from tests.shared.signatures.attacks import body_of, incremental_update, with_byte_range, with_entry
from tests.shared.signatures.producers import Written, written
from tests.signed_pdfs import OTHER_BOX, How, a_paper, judged, organisation, person, signed

CATALOGUE, PAGES, PAGE, CONTENTS = 1, 2, 4, 5


@pytest.fixture(scope="module")
def one() -> bytes:
    return signed(a_paper(), How(person()))


@pytest.fixture(scope="module")
def stream() -> bytes:
    return b"<</Length 26>>\nstream\nBT 9 9 Td (gia mao) Tj ET\nendstream"


def refusal(file: bytes) -> set[Reason]:
    verdict = judged(file)
    assert verdict.disposition is Disposition.REFUSE
    return set(verdict.reasons)


# --- incremental saving ----------------------------------------------------------------------------------------------


def test_a_page_content_replaced_after_signing_is_refused(one, stream):
    assert Reason.UNSIGNED_CHANGES in refusal(incremental_update(one, {CONTENTS: stream}))


def test_a_page_appended_after_signing_is_refused(one):
    pages = b"<</Type/Pages/Count 2/Kids[4 0 R 4 0 R]/MediaBox[0 0 595 842]>>"
    assert Reason.UNSIGNED_CHANGES in refusal(incremental_update(one, {PAGES: pages}))


@pytest.mark.parametrize("subtype", [b"/FreeText", b"/Stamp", b"/Square", b"/Link"])
def test_an_annotation_added_after_signing_is_refused(one, subtype):
    note = b"/Annots[<</Type/Annot/Subtype%s/Rect[0 0 500 500]/Contents(x)>>]" % subtype
    page = re.sub(rb"/Annots \[[^\]]*\]|/Annots \d+ 0 R", b"", body_of(one, PAGE))
    assert Reason.UNSIGNED_CHANGES in refusal(incremental_update(one, {PAGE: with_entry(page, note)}))


def test_another_language_after_signing_is_refused(one):
    changed = with_entry(body_of(one, CATALOGUE), b"/Lang(vi)")
    assert Reason.UNSIGNED_CHANGES in refusal(incremental_update(one, {CATALOGUE: changed}))


def test_an_update_without_any_table_is_refused(one, stream):
    tail = b"5 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream, attacks.last_table(one))
    assert Reason.UNSIGNED_CHANGES in refusal(one + tail)


def test_an_update_of_a_trailer_only_is_refused(one):
    tail = b"trailer\n<</Size 9/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % attacks.last_table(one)
    assert Reason.UNSIGNED_CHANGES in refusal(one + tail)


def test_an_empty_update_is_refused(one):
    assert Reason.UNSIGNED_CHANGES in refusal(incremental_update(one, {}, freed={0: 65535}))


def test_an_object_nothing_reaches_is_refused_after_the_last_signature(one, stream):
    assert Reason.UNSIGNED_CHANGES in refusal(incremental_update(one, {99: stream}))


def test_an_object_the_table_does_not_list_is_refused_beside_honest_evidence(stream):
    file = signed(a_paper(), How(person(), evidence="LT"))
    assert judged(file).accepted
    assert Reason.UNSIGNED_CHANGES in refusal(smuggled_into(file, stream))


def smuggled_into(file: bytes, stream: bytes) -> bytes:
    """Another object 5 before the last table, which does not list it."""
    start = file.rindex(b"\nxref\n") + 1
    smuggled = file[:start] + b"5 0 obj\n" + stream + b"\nendobj\n" + file[start:]
    end = b"startxref\n%d\n%%%%EOF\n" % (smuggled.rindex(b"\nxref\n") + 1)
    return smuggled[: smuggled.rindex(b"startxref")] + end


@pytest.mark.parametrize("place", [b"\n5 0 obj", b"\n22 0 obj", b"\nxref\n", b"\n/Certs"])
def test_evidence_whose_table_lists_what_does_not_lie_there_is_refused(place):
    file = signed(a_paper(), How(person(), evidence="LT"))
    for number in (CONTENTS, attacks.size_of(file)):
        reasons = refusal(listed_too(file, number, file.rindex(place) + 1))
        assert reasons & {Reason.UNSIGNED_CHANGES, Reason.MALFORMED}


def listed_too(file: bytes, number: int, place: int) -> bytes:
    """Another line in the last table, which stays where it is."""
    start = file.rindex(b"\nxref\n") + len(b"\nxref\n")
    row = b"%d 1\n%010d 00000 n \n" % (number, place)
    return file[:start] + row + file[start:].replace(b"/Size %d" % number, b"/Size %d" % (number + 1))


def test_freeing_a_signed_object_is_refused(one):
    for generation in (0, 1, 65535):
        assert Reason.UNSIGNED_CHANGES in refusal(incremental_update(one, {}, freed={CONTENTS: generation}))


# --- changes a later, trusted signature would cover ------------------------------------------------------------------


def signed_again(file: bytes) -> bytes:
    return signed(file, How(organisation(), field="Seal", box=OTHER_BOX))


def test_changes_between_two_trusted_signatures_are_refused(one, stream):
    for objects in (
        {CONTENTS: stream},
        {PAGES: b"<</Type/Pages/Count 1/Kids[4 0 R]/MediaBox[0 0 100 100]>>"},
        {CATALOGUE: with_entry(body_of(one, CATALOGUE), b"/Lang(vi)")},
    ):
        assert Reason.MODIFIED_AFTER_SIGNING in refusal(signed_again(incremental_update(one, objects)))


def test_freeing_a_signed_object_is_refused_even_under_a_later_signature(one):
    for generation in (0, 1, 65535):
        file = signed_again(incremental_update(one, {}, freed={3: generation}))
        assert Reason.MODIFIED_AFTER_SIGNING in refusal(file)


def test_freeing_numbers_nobody_used_is_harmless(one):
    file = incremental_update(one, {}, freed={attacks.size_of(one) + 3: 0, attacks.size_of(one) + 4: 65535})
    assert judged(signed_again(file)).accepted


def test_an_object_nothing_reaches_is_harmless_under_a_later_signature(one, stream):
    assert judged(signed_again(incremental_update(one, {99: stream}))).accepted


def test_filling_a_reference_the_signer_saw_dangling_is_refused():
    file = signed(a_paper(extra=b"/Group 90 0 R"), How(person(), box=None))
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 500 500]/Length 0>>\nstream\n\nendstream"
    assert Reason.MODIFIED_AFTER_SIGNING in refusal(signed_again(incremental_update(file, {90: form})))


def test_viewers_told_to_redraw_the_form_is_refused(one):
    number = int(re.search(rb"/AcroForm (\d+) 0 R", one)[1])
    form = with_entry(body_of(one, number), b"/NeedAppearances true")
    assert Reason.MODIFIED_AFTER_SIGNING in refusal(signed_again(incremental_update(one, {number: form})))


def test_a_later_signature_over_an_earlier_one_is_refused(one):
    file = signed(one, How(organisation(), field="Seal", box=pdfs.BOX))
    assert Reason.MODIFIED_AFTER_SIGNING in refusal(file)


def test_a_visible_field_nobody_signs_is_refused(one):
    form_number = int(re.search(rb"/AcroForm (\d+) 0 R", one)[1])
    first = int(re.search(rb"/Fields \[ (\d+) 0 R", one)[1])
    size = attacks.size_of(one)
    field = b"<</FT/Sig/T(Empty)/Type/Annot/Subtype/Widget/Rect[0 0 300 300]/P 4 0 R/F 4>>"
    form = b"<</Fields[%d 0 R %d 0 R]/SigFlags 3>>" % (first, size)
    page = re.sub(rb"/Annots \[ ?", b"/Annots [ %d 0 R " % size, body_of(one, PAGE))
    file = incremental_update(one, {size: field, form_number: form, PAGE: page})
    assert Reason.MODIFIED_AFTER_SIGNING in refusal(signed_again(file))


def test_a_paper_certified_against_changes_may_not_be_signed_again():
    certified = signed(a_paper(), How(person(), permission=MDPPerm.NO_CHANGES))
    again = signed(certified, How(organisation(), field="Seal", box=OTHER_BOX, disobedient=True))
    assert Reason.MODIFIED_AFTER_SIGNING in refusal(again)


def test_an_object_in_no_table_is_refused_between_two_signatures(one, stream):
    """A viewer that mistrusts the tables looks for objects by itself, and takes the last of a number."""
    file = incremental_update(one, {90: b"<</Of/None>>"})
    assert judged(signed_again(file)).accepted
    assert Reason.MODIFIED_AFTER_SIGNING in refusal(signed_again(smuggled_into(file, stream)))


def test_an_object_in_a_table_under_another_number_is_refused_between_two_signatures(one):
    file = incremental_update(one, {90: b"<</Of/None>>"}).replace(b"\n90 0 obj", b"\n05 0 obj")
    assert Reason.MODIFIED_AFTER_SIGNING in refusal(signed_again(file))


def test_an_object_hidden_in_a_stream_of_objects_is_refused_between_two_signatures(one):
    data = b"5 0 <</Gia/Mao>>"
    held = b"<</Type/ObjStm/N 1/First 4/Length %d>>\nstream\n%s\nendstream" % (len(data), data)
    assert Reason.MODIFIED_AFTER_SIGNING in refusal(signed_again(incremental_update(one, {90: held})))


def test_a_copy_of_a_signature_signs_nothing_beside_it(one):
    """A field of another name, with a picture where nobody signed, and the message of the first signature."""
    value = int(re.search(rb"/V (\d+) 0 R", one)[1])
    field, size = int(re.search(rb"/Fields \[ (\d+) 0 R", one)[1]), attacks.size_of(one)
    copied = re.sub(rb"/T \([^)]*\)", b"/T(Copy)", body_of(one, field)).replace(b"/V %d 0" % value, b"/V %d 0" % size)
    copied = re.sub(rb"/Rect \[[^]]*\]", b"/Rect[%d %d %d %d]" % OTHER_BOX, copied)
    form = int(re.search(rb"/AcroForm (\d+) 0 R", one)[1])
    listed, name = b"[ %d 0 R %d 0 R ]" % (field, size + 1), re.escape(b"%d 0 R" % field)
    again = {number: re.sub(rb"\[ ?" + name + rb" ?\]", listed, body_of(one, number)) for number in (form, PAGE)}
    file = signed_again_with(incremental_update(one, {size: body_of(one, value), size + 1: copied, **again}))
    assert Reason.BYTE_RANGE in refusal(file)


def signed_again_with(file: bytes) -> bytes:
    return signed(file, How(organisation(), field="Seal", box=None))


# --- rogue later signatures ------------------------------------------------------------------------------------------


def test_a_later_signature_of_somebody_unknown_refuses_the_file(one):
    rogue = pdfs.someone("Kẻ Lạ", by=None)
    assert Reason.SELF_SIGNED in refusal(signed(one, How(rogue, field="Rogue", box=OTHER_BOX)))


def test_a_later_document_stamp_of_somebody_unknown_refuses_the_file(one):
    assert Reason.TIMESTAMP_BROKEN in refusal(pdfs.stamped(one, pdfs.SIGNED_AT, tsa=pdfs.a_rogue_stamper()))


def test_a_trusted_document_stamp_that_paints_over_the_page_is_refused(one):
    """Anybody may have a stamp made: it proves a time, and speaks for nobody who may add to the page."""
    assert Reason.MODIFIED_AFTER_SIGNING in refusal(pdfs.stamped_visibly(one))
    assert Reason.MODIFIED_AFTER_SIGNING in refusal(pdfs.stamped_visibly(pdfs.stamped(one, pdfs.SIGNED_AT, field="S2")))


# --- universal forgery -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ranges",
    ["null", "[]", "[0 0 0 0]", "[0 1 -1 9]", "[0 -1 1 9]", "[1 2 3 4]", "[0 1 2]", "[0 true 3 4]", "0", "[0 1.5 2 3]"],
)
def test_strange_byte_ranges_are_refused(one, ranges):
    assert refusal(with_byte_range(one, ranges.encode())) & {Reason.BYTE_RANGE, Reason.UNSIGNED}


def test_a_missing_byte_range_is_refused(one):
    assert Reason.BYTE_RANGE in refusal(one.replace(b"/ByteRange", b"/ByteWrong"))


@pytest.mark.parametrize("contents", [b"<>", b"null", b"<00>", b"()", b"<" + b"0" * 64 + b">"])
def test_strange_contents_are_refused(one, contents):
    start, end = attacks.gap(one)
    refusal(one[:start] + contents.ljust(end - start) + one[end:])


def test_missing_contents_are_refused(one):
    assert Reason.CMS_FORMAT in refusal(one.replace(b"/Contents <", b"/Kontents <"))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (b"/adbe.x509.rsa_sha1", Reason.WEAK_ALGORITHM),
        (b"/adbe.pkcs7.sha1", Reason.CMS_FORMAT),
        (b"/ETSI.RFC3161", Reason.CMS_FORMAT),
        (b"/nobody.knows", Reason.CMS_FORMAT),
    ],
)
def test_a_kind_of_signature_that_it_is_not_is_refused(one, kind, reason):
    assert reason in refusal(one.replace(b"/ETSI.CAdES.detached", kind.ljust(20)))


# --- wrapping --------------------------------------------------------------------------------------------------------


def test_a_second_table_wrapped_into_the_gap_is_refused(one, stream):
    assert Reason.BYTE_RANGE in refusal(attacks.wrapped(one, {CONTENTS: stream}))


def test_a_literal_string_that_pads_the_gap_is_refused(one):
    start, end = attacks.gap(one)
    padded = b"(" + b"A" * (end - start - 2) + b")"
    assert Reason.BYTE_RANGE in refusal(one[:start] + padded + one[end:])


def test_a_gap_that_holds_other_digits_than_the_contents_is_refused(one):
    start, end = attacks.gap(one)
    number = int(re.search(rb"/V (\d+) 0 R", one)[1])
    file = incremental_update(one, {number: body_of(one, number)})
    assert Reason.BYTE_RANGE in refusal(file[: start + 1] + b"0" * (end - start - 2) + file[end - 1 :])


def test_white_space_inside_the_contents_is_refused(one):
    _, end = attacks.gap(one)
    assert Reason.BYTE_RANGE in refusal(one[: end - 9] + b" " * 8 + one[end - 1 :])


# --- the signature itself ---------------------------------------------------------------------------------------------


def test_a_signature_value_that_is_not_the_signers_is_refused(one):
    assert Reason.SIGNATURE_BROKEN in refusal(attacks.with_another_signature_value(one))


def test_a_range_that_ends_before_its_revision_does_is_refused(one):
    _, first, second, length = attacks.byte_ranges(one)[-1]
    assert Reason.COVERAGE in refusal(with_byte_range(one, b"[0 %d %d %d]" % (first, second, length - 60)))


# --- re-saving -------------------------------------------------------------------------------------------------------


def test_a_file_saved_again_is_told_apart_from_one_never_signed(one):
    resaved = a_paper(extra=b"/Old<</Type/Sig/ByteRange[0 9999 19999 300]>>")
    assert refusal(resaved) == {Reason.RESAVED_AFTER_SIGNING}


@pytest.mark.parametrize("key", [b"UR", b"UR3"])
def test_usage_rights_are_not_taken_for_a_lost_signature(key):
    granted = b"/Perms<</%s<</Type/Sig/Filter/Adobe.PPKLite/ByteRange[0 99 199 300]>>>>" % key
    assert refusal(a_paper(catalogue=granted)) == {Reason.UNSIGNED}
    lost = b"/Old<</Type/Sig/ByteRange[0 9999 19999 300]>>"
    assert refusal(a_paper(catalogue=granted, extra=lost)) == {Reason.RESAVED_AFTER_SIGNING}


# --- what is signed before it is there -------------------------------------------------------------------------------

NOT_YET = {
    "a place past the end": (b"<<>>", b"8 0 obj\n<</Length 9>>\nstream\n(gia mao)\nendstream\nendobj\n"),
    "a stream longer than the file": (
        b"<</Length 0000000>>\nstream\nBT\nendstream",
        b"(gia mao) Tj ET\nendstream\nendobj\n",
    ),
    "a string left open": (b"[(", b") 5 0 R]\nendobj\n"),
}


@pytest.mark.parametrize("shape", NOT_YET)
def test_what_was_signed_before_it_was_there_is_refused_even_under_a_later_signature(shape):
    body, rest = NOT_YET[shape]
    how = Written(page=b"/Annots[6 0 R]/Later 8 0 R", further=(body,))
    length, start = len(written(how)), written(how).rfind(b"stream\nBT\n") + len(b"stream\n")
    if b"0000000" in body:
        how = replace(how, further=(body.replace(b"0000000", b"%07d" % (length + 16 - start)),))
    elif rest.startswith(b"8 0 obj"):
        how = replace(how, table=lambda objects: moved(pdfs.with_table(objects), by=length))
    file = written(how)
    assert judged(file).accepted
    filled = incremental_update(file + rest, {90: b"<</Producer(x)>>"}, trailer=b"/Info 90 0 R")
    assert Reason.COVERAGE in refusal(signed(filled, How(organisation(), field="Seal", box=OTHER_BOX)))


def moved(file: bytes, *, by: int) -> bytes:
    """The table says that object 8 lies there."""
    return file.replace(b"%010d 00000 n" % file.rindex(b"8 0 obj"), b"%010d 00000 n" % by)


# --- evidence after two tables ---------------------------------------------------------------------------------------


def test_evidence_may_follow_a_paper_with_two_tables_and_bring_no_second_table():
    file = signed(pdfs.a_hybrid_paper(), How(person()))
    evident = pdfs.augmented(file, certificates=[pdfs.issuing()])
    assert judged(evident).reasons == ()
    assert judged(signed(pdfs.a_hybrid_paper(), How(person(), evidence="LTA"))).reasons == ()
    again = b"xref\n0 0\ntrailer\n<</Size 99/Root 1 0 R/Prev %d/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n"
    tables = attacks.last_table(evident), attacks.last_table(pdfs.a_hybrid_paper())
    assert refusal(evident + again % (*tables, len(evident)))
    assert refusal(evident + again % (tables[0], tables[0], len(evident)))


@pytest.mark.parametrize("number", [2, 4, 5])
def test_evidence_after_two_tables_is_no_cover_for_what_either_lists(number, stream):
    file = signed(pdfs.a_hybrid_paper(), How(person()))
    evident = pdfs.augmented(file, certificates=[pdfs.issuing()])
    other = {
        2: stream,
        4: b"<</Type/Page/Parent 5 0 R/Rotate 90/Contents 2 0 R>>",
        5: b"<</Type/Pages/Count 0/Kids[]>>",
    }
    store = {dss_of(evident): body_of(evident, dss_of(evident))}
    for freed in ({}, {number: 1}):
        written_too = {} if freed else {number: other[number]}
        assert refusal(incremental_update(evident, {**store, **written_too}, freed=freed))
        assert refusal(incremental_update(file, written_too, freed=freed))


def dss_of(file: bytes) -> int:
    return int(body_of(file, 1).split(b"/DSS")[1].split()[0])


# --- saved again -----------------------------------------------------------------------------------------------------


def test_a_field_whose_ranges_reach_past_the_end_was_saved_again(one):
    assert Reason.RESAVED_AFTER_SIGNING in refusal(with_byte_range(one, b"[0 9 99 99999]"))


def test_a_table_hidden_in_what_was_signed_is_not_what_was_signed():
    """Its bytes are covered, and the signer's file never led to it."""
    hidden = b"xref\n5 1\n%010d 00000 n \ntrailer\n<</Size 10/Root 1 0 R/Prev %010d>>\n"
    covers = b"<</Length %d>>\nstream\n%s\nendstream"
    false = b"5 0 obj\n<</Length 9>>\nstream\n(gia mao)\nendstream\nendobj\n"

    def hiding(objects: list[bytes]) -> bytes:
        file = pdfs.with_table(objects)
        return file.replace(hidden % (0, 0), hidden % (file.index(false), file.rindex(b"xref\n0 ")))

    inside = hidden % (0, 0) + false
    file = written(Written(further=(covers % (len(inside), inside),), table=hiding))
    assert judged(file).accepted
    chained = b"xref\n0 0\ntrailer\n<</Size 10/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    led = file + chained % (file.index(b"xref\n5 1"), len(file))
    assert Reason.COVERAGE in refusal(led)
    assert Reason.COVERAGE in refusal(signed(led, How(organisation(), field="Seal", box=OTHER_BOX)))
