"""What signing tools write anew around a later signature is let pass as long as it says the same as before."""

from collections.abc import Callable
from functools import cache

import pytest
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from shared.signatures.verdict import Reason
from tests.shared.signatures.producers import FORM, Written, written
from tests.signed_pdfs import OTHER_BOX, How, a_paper, judged, organisation, person, signed

Writing = Callable[[IncrementalPdfFileWriter], None]


@cache
def one() -> bytes:
    return signed(a_paper(catalogue=b"/PageLabels<</Nums[0<</S/D>>]>>"), How(person()))


@cache
def with_odd_metadata() -> bytes:
    """Metadata without the element every XMP packet starts with."""
    odd = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    stream = b"<</Length %d>>\nstream\n%s\nendstream" % (len(odd), odd)
    return written(Written(form=FORM + b"/Metadata 8 0 R", further=(stream,)))


def refusals(writing: Writing, file: bytes = b"") -> tuple[Reason, ...]:
    """Why a seal is not believed that was put on by a tool which also wrote that."""
    seal = How(organisation(), field="Seal", box=OTHER_BOX, beforehand=writing)
    return judged(signed(file or one(), seal)).reasons


def pages(writer: IncrementalPdfFileWriter) -> DictionaryObject:
    return writer.root["/Pages"]


def page(writer: IncrementalPdfFileWriter) -> DictionaryObject:
    return pages(writer)["/Kids"][0]


def put(writer: IncrementalPdfFileWriter, into: DictionaryObject, key: str, value: PdfObject) -> None:
    into[NameObject(key)] = value
    writer.update_container(into)


def numbers(*all_: int) -> ArrayObject:
    return ArrayObject(map(NumberObject, all_))


# --- what is let pass ------------------------------------------------------------------------------------------------


def test_the_mark_itext_leaves_in_the_page_tree_is_let_pass():
    assert refusals(lambda writer: put(writer, pages(writer), "/ITXT", TextStringObject("2.1.7"))) == ()


def test_a_page_may_say_itself_what_it_inherited():
    assert refusals(lambda writer: put(writer, page(writer), "/MediaBox", pages(writer)["/MediaBox"])) == ()


def test_a_part_of_the_catalogue_may_move_to_an_object_of_its_own():
    def moved(writer: IncrementalPdfFileWriter) -> None:
        labels = writer.root["/PageLabels"]["/Nums"]
        labels[1] = writer.add_object(DictionaryObject({NameObject("/S"): NameObject("/D")}))
        put(writer, writer.root, "/PageLabels", writer.add_object(DictionaryObject({NameObject("/Nums"): labels})))

    assert refusals(moved) == ()


def test_metadata_that_were_odd_before_anybody_signed_are_left_alone():
    def untouched(writer: IncrementalPdfFileWriter) -> None:
        writer._update_meta = lambda: None  # the library would write what it reads as XMP anew

    assert refusals(untouched, with_odd_metadata()) == ()


# --- what is not -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["/MediaBox", "/CropBox", "/Resources", "/Rotate"])
def test_a_page_may_not_say_anything_new(key):
    new = {"/Resources": DictionaryObject(), "/Rotate": NumberObject(180)}.get(key, numbers(0, 0, 595, 80))
    assert Reason.MODIFIED_AFTER_SIGNING in refusals(lambda writer: put(writer, page(writer), key, new))


def test_the_mark_excuses_nothing_else_in_the_page_tree():
    def marked(writer: IncrementalPdfFileWriter) -> None:
        put(writer, pages(writer), "/ITXT", TextStringObject("2.1.7"))
        put(writer, pages(writer), "/MediaBox", numbers(0, 0, 595, 80))

    assert Reason.MODIFIED_AFTER_SIGNING in refusals(marked)


def test_what_moves_out_of_the_catalogue_may_not_change_on_the_way():
    def moved(writer: IncrementalPdfFileWriter) -> None:
        other = DictionaryObject({NameObject("/Nums"): ArrayObject([NumberObject(0), DictionaryObject()])})
        put(writer, writer.root, "/PageLabels", writer.add_object(other))

    assert Reason.MODIFIED_AFTER_SIGNING in refusals(moved)


def test_the_catalogue_may_not_start_to_lead_to_what_was_there_before():
    def led(writer: IncrementalPdfFileWriter) -> None:
        put(writer, writer.root, "/PageLabels", IndirectObject(4, 0, writer))

    assert Reason.MODIFIED_AFTER_SIGNING in refusals(led)


def test_odd_metadata_are_replaced_by_xmp_or_not_at_all():
    def replaced(writer: IncrementalPdfFileWriter) -> None:
        writer._update_meta = lambda: None
        put(writer, writer.root, "/Metadata", writer.add_object(StreamObject(stream_data=b"other")))

    assert Reason.MODIFIED_AFTER_SIGNING in refusals(replaced, with_odd_metadata())
