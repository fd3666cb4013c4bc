"""A later signature in a tagged paper may be tagged, and that changes nothing that was tagged before."""

from io import BytesIO

import pytest
from pyhanko.pdf_utils.generic import DictionaryObject, NameObject, NumberObject, TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from shared.signatures.verdict import Reason
from tests import signed_pdfs as pdfs
from tests.shared.signatures import attacks
from tests.shared.signatures.test_difference import a_second_signature, is_allowed, signed_revision
from tests.signed_pdfs import How, a_paper, organisation, person, signed

ROOT, DOCUMENT, PARAGRAPH, LIST, TAG = 12, 13, 14, 15, 30
ROOT_BODY = b"<</Type/StructTreeRoot/K 13 0 R/ParentTree<</Nums[%s]>>/ParentTreeNextKey %d>>"
DOCUMENT_BODY = b"<</Type/StructElem/S/Document/P 12 0 R/K[%s]%s>>"
PARAGRAPH_BODY = b"<</Type/StructElem/S/P/P 13 0 R/Pg 4 0 R/K 0%s>>"
TAG_BODY = b"<</Type/StructElem/S/Form/P 13 0 R/Pg 4 0 R/K<</Type/OBJR/Obj %d 0 R>>%s>>"


def tagged(page: bytes = b"") -> bytes:
    """The paper with one signature and one paragraph, which is listed in an object of its own."""
    structure = (ROOT_BODY % (b"0 15 0 R", 1), DOCUMENT_BODY % (b"14 0 R", b""), PARAGRAPH_BODY % b"", b"[14 0 R]")
    more = {"page": page} if page else {}
    return signed_revision(further=structure, catalogue=b"/StructTreeRoot 12 0 R/MarkInfo<</Marked true>>", **more)


def with_a_tag(**other: bytes) -> dict[int, bytes]:
    """The second signature and its tag, as iText adds it, with other bodies of the structure's objects."""
    said = {
        "root": ROOT_BODY % (b"0 15 0 R 1 30 0 R", 2),
        "document": DOCUMENT_BODY % (b"14 0 R 30 0 R", b""),
        "tag": TAG_BODY % (20, b""),
        **other,
    }
    numbers = {"root": ROOT, "document": DOCUMENT, "paragraph": PARAGRAPH, "list": LIST, "tag": TAG, "leaf": 31}
    return {**a_second_signature(), **{numbers[name]: body for name, body in said.items()}}


def test_a_signature_may_be_tagged():
    assert is_allowed(with_a_tag(), tagged())


@pytest.mark.parametrize(
    "other",
    [
        {"root": ROOT_BODY % (b"0 31 0 R 1 30 0 R", 2), "leaf": b"[14 0 R]"},
        {"root": ROOT_BODY % (b"0[14 0 R]1 30 0 R", 2)},
        {
            "root": (ROOT_BODY % (b"", 2)).replace(b"/Nums[]", b"/Kids[31 0 R]"),
            "leaf": b"<</Limits[0 1]/Nums[0 15 0 R 1 30 0 R]>>",
        },
        {"document": DOCUMENT_BODY % (b"30 0 R 14 0 R", b"")},
        {"tag": TAG_BODY.replace(b"/K<<", b"/K[<<").replace(b">>%s", b">>]%s") % (20, b"")},
    ],
    ids=["list anew", "list in place", "index anew", "before", "in a list"],
)
def test_the_index_may_be_written_in_other_ways(other):
    assert is_allowed(with_a_tag(**other), tagged())


FALSE = {
    "other words for it": {"tag": TAG_BODY % (20, b"/ActualText(false)")},
    "another description": {"tag": TAG_BODY % (20, b"/Alt(false)")},
    "a tag for an old widget": {"tag": TAG_BODY % (7, b"")},
    "a tag for what is on the page": {"tag": (TAG_BODY % (20, b"")).replace(b"<</Type/OBJR/Obj 20 0 R>>", b" 0")},
    "a tag for more": {"tag": TAG_BODY.replace(b"/K<<", b"/K[0<<").replace(b">>%s", b">>]%s") % (20, b"")},
    "a paragraph": {"tag": (TAG_BODY % (20, b"")).replace(b"/Form", b"/P")},
    "an element lost": {"document": DOCUMENT_BODY % (b"30 0 R", b"")},
    "an element twice": {"document": DOCUMENT_BODY % (b"14 0 R 14 0 R 30 0 R", b"")},
    "an element described": {"document": DOCUMENT_BODY % (b"14 0 R 30 0 R", b"/ActualText(false)")},
    "a paragraph described": {"paragraph": PARAGRAPH_BODY % b"/Alt(false)"},
    "a paragraph moved": {"paragraph": (PARAGRAPH_BODY % b"").replace(b"/K 0", b"/K 1")},
    "an entry lost": {"root": ROOT_BODY % (b"1 30 0 R", 2)},
    "an entry changed": {"root": ROOT_BODY % (b"0 30 0 R 1 30 0 R", 2)},
    "an entry gained": {"root": ROOT_BODY % (b"0 15 0 R 1 30 0 R 2 14 0 R", 2)},
    "a paragraph in the index": {
        "root": (ROOT_BODY % (b"", 2)).replace(b"/Nums[]", b"/Kids[31 0 R 14 0 R]"),
        "leaf": b"<</Limits[0 0]/Nums[0 15 0 R]>>",
        "paragraph": PARAGRAPH_BODY % b"/ActualText(false)/Limits[1 1]/Nums[1 30 0 R]",
    },
    "a list changed": {"list": b"[13 0 R]"},
    "a list grown": {"list": b"[14 0 R 30 0 R]"},
    "roles": {"root": (ROOT_BODY % (b"0 15 0 R 1 30 0 R", 2)).replace(b"/K", b"/RoleMap<</Form/P>>/K")},
    "a count that is none": {"root": ROOT_BODY.replace(b"%d", b"(%d)") % (b"0 15 0 R 1 30 0 R", 2)},
}


@pytest.mark.parametrize("false", FALSE)
def test_nothing_else_happens_to_the_structure(false):
    assert not is_allowed(with_a_tag(**FALSE[false]), tagged())


def test_no_tag_comes_without_a_signature():
    assert not is_allowed({k: v for k, v in with_a_tag().items() if k in (ROOT, DOCUMENT, TAG)}, tagged())


def test_an_element_that_serves_elsewhere_too_does_not_grow():
    page = b"<</Type/Page/Parent 2 0 R/Contents 5 0 R/DecodeParms 13 0 R/Annots[7 0 R 9 0 R%s]>>"
    growing = {**with_a_tag(), 4: page % b" 20 0 R"}
    assert not is_allowed(growing, tagged(page % b""))


def sealed_with_a_tag(file: bytes, **more: str) -> bytes:
    """The seal and its tag in one revision."""
    writer = IncrementalPdfFileWriter(BytesIO(file), strict=False)
    append_signature_field(writer, SigFieldSpec("Seal", box=pdfs.OTHER_BOX))
    widget = [*list.__iter__(writer.root["/AcroForm"]["/Fields"])][-1]
    tree = writer.root["/StructTreeRoot"]
    document = tree["/K"]
    shown = DictionaryObject({NameObject("/Type"): NameObject("/OBJR"), NameObject("/Obj"): widget})
    tag = DictionaryObject({NameObject("/S"): NameObject("/Form"), NameObject("/K"): shown})
    tag |= {NameObject(key): TextStringObject(text) for key, text in more.items()}
    reference = writer.add_object(tag)
    document["/K"].append(reference)
    tree["/ParentTree"]["/Nums"].extend([NumberObject(1), reference])
    writer.update_container(document)
    writer.update_container(tree)
    signer = SimpleSigner(
        signing_cert=pdfs.asn1(organisation()), signing_key=pdfs.asn1_key(organisation()), cert_registry=None
    )
    tool = PdfSigner(PdfSignatureMetadata(field_name="Seal", md_algorithm="sha256"), signer)
    return bytes(tool.sign_pdf(writer).getbuffer())


def test_a_tagged_paper_signed_twice_is_believed_and_one_with_a_false_word_in_a_tag_is_not():
    structure = {
        60: (ROOT_BODY % (b"0 62 0 R", 1)).replace(b"13 0 R", b"61 0 R"),
        61: (DOCUMENT_BODY % (b"62 0 R", b"")).replace(b"12 0 R", b"60 0 R"),
        62: (PARAGRAPH_BODY % b"").replace(b"13 0 R", b"61 0 R"),
    }
    paper = attacks.incremental_update(a_paper(catalogue=b"/StructTreeRoot 60 0 R/MarkInfo<</Marked true>>"), structure)
    file = signed(paper, How(person()))
    assert pdfs.judged(sealed_with_a_tag(file)).reasons == ()
    spoken = sealed_with_a_tag(file, **{"/ActualText": "giả mạo"})
    assert pdfs.judged(spoken).reasons == (Reason.MODIFIED_AFTER_SIGNING,)
