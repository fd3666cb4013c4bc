"""What is believed of a revision by itself, the comparison of every pair of revisions says too."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import Reference, read_object
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm

from shared.signatures import difference
from shared.signatures.additions import only_adds_signatures
from shared.signatures.contents import contents_of
from shared.signatures.objects import parts
from shared.signatures.references import PLAIN, REFERENCE, References, references_in
from tests import signed_pdfs as pdfs
from tests.benchmarks.judging import a_gazette
from tests.shared.signatures.attacks import incremental_update, last_table
from tests.shared.signatures.test_difference import DRAWING, FONT, IMAGE, SIGNATURE
from tests.signed_pdfs import ADBE, OTHER_BOX, How, a_paper, organisation, person, signed, with_table

STAMP = SIGNATURE.replace(b"/Sig", b"/DocTimeStamp")

PAIRWISE = difference.SignedRevisions(
    difference.AFTER_SIGNING.global_rules, difference.AFTER_SIGNING.form_rule, reject_object_freeing=False
)
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'


def read(file: bytes) -> PdfFileReader:
    return PdfFileReader(BytesIO(file), strict=False)


def plain(file: bytes) -> list[int]:
    reader = read(file)
    return [each for each in range(reader.xrefs.total_revisions) if only_adds_signatures(reader, each)]


def accepts(policy: difference.SignedRevisions, reader: PdfFileReader, signed_revision: int) -> bool | str:
    """Whether every later revision is permitted; the name of the error where the library gives no answer."""
    try:
        result = policy.review_file(reader, signed_revision)
    except Exception as error:  # noqa: BLE001  whatever the library raises over a hostile file
        return type(error).__name__
    return isinstance(result, DiffResult) and result.modification_level <= ModificationLevel.FORM_FILLING


def assert_alike(file: bytes, first: int = 0) -> None:
    reader = read(file)
    for revision in range(first, reader.xrefs.total_revisions):
        compared = accepts(PAIRWISE, reader, revision)
        assert accepts(difference.AFTER_SIGNING, reader, revision) == compared or isinstance(compared, str)


# --- papers as they are really signed --------------------------------------------------------------------------------


PAPERS = {
    "plain": a_paper(3),
    "compressed": pdfs.a_compressed_paper(),
    "hybrid": pdfs.a_hybrid_paper(),
    "gazette": a_gazette(objects=400, pages=4),
}
HOW: dict[str, dict[str, object]] = {
    "plain": {"kind": ADBE},
    "compressed": {"kind": ADBE, "bare": True},
    "hybrid": {},
    "gazette": {"permission": MDPPerm.FILL_FORMS},
}


@pytest.mark.parametrize("paper", PAPERS)
def test_signatures_added_one_after_the_other_are_known_as_such(paper):
    file = signed(PAPERS[paper], How(person(), **HOW[paper]), How(organisation(), field="S", box=None))
    file = signed(file, How(organisation(), field="Seal", box=OTHER_BOX))
    assert plain(file) == [2, 3]
    assert_alike(file, 1)


def test_twenty_five_signatures_need_no_comparison():
    file = signed(a_paper(), *(How(person(), field=f"S{n}", box=(20 * n, 20, 20 * n + 10, 40)) for n in range(25)))
    assert plain(file) == [*range(2, 26)]
    assert pdfs.judged(file).accepted


def test_evidence_between_signatures_is_left_to_the_comparison():
    file = signed(a_paper(), How(person(), evidence="LTA"), How(organisation(), field="Seal", box=OTHER_BOX))
    reader = read(file)
    assert plain(file) == [reader.xrefs.total_revisions - 1]
    assert_alike(file, 1)


def test_a_paper_certified_against_changes_is_left_to_the_comparison():
    how = How(organisation(), field="Seal", box=OTHER_BOX, disobedient=True)
    file = signed(a_paper(), How(person(), permission=MDPPerm.NO_CHANGES), how)
    assert plain(file) == [2]
    assert not pdfs.judged(file).accepted


def test_evidence_after_a_paper_certified_against_changes_is_left_to_the_comparison():
    file = signed(a_paper(), How(person(), permission=MDPPerm.NO_CHANGES))
    assert pdfs.judged(pdfs.stamped(file, pdfs.SIGNED_AT)).accepted


def test_a_lock_on_fields_is_left_to_the_comparison():
    reader, lock = read(after("signature")), FieldMDPSpec(FieldMDPAction.ALL)
    assert plain(after("signature")) == [1]
    for policy in (difference.AFTER_SIGNING, PAIRWISE):
        assert not isinstance(policy.review_file(reader, 0, field_mdp_spec=lock), DiffResult)


# --- references ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS)
def test_the_references_found_are_those_the_library_reads(paper):
    reader = read(signed(PAPERS[paper], How(person()), How(organisation(), field="Seal", box=OTHER_BOX)))
    references = References(reader)
    found = {(version, number) for number in references._found for version in references.to(number)}
    assert found == {each for each in referred(reader) if each[1] in references._found}


def referred(reader: PdfFileReader) -> Iterator[tuple[tuple[int, int], int]]:
    for revision in range(reader.xrefs.total_revisions):
        for part in parts(reader.xrefs.get_xref_data(revision)):
            for number in (*part.standard_xrefs, *part.xrefs_in_objstm):
                found = reader.get_object(Reference(number, 0, reader), revision)
                yield from (((revision, number), each) for each in references_in(found))


SCALARS = ["/Name", "7", "3 0 R", "-3", "4.5", "(text)", "(3 0 R)", r"(\)4 0 R)", "<3A>", "true", "null"]
STRANGE = ["(5 0 R", "%6 0 R", "+1", "/A#41", "()8 0 R", "1 2 0 R", "3  0 R", "<4 1>", "((2 0 R))", "0007 0 R"]


def listed_or_named(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, max_size=3)
    return several.map(lambda parts: "[" + " ".join(parts) + "]") | several.map(named)


def named(values: list[str]) -> str:
    return "<<" + "".join(f"/K{number} {each}" for number, each in enumerate(values)) + ">>"


@settings(max_examples=3 * settings.default.max_examples)
@given(
    st.lists(st.recursive(st.sampled_from(SCALARS) | st.sampled_from(STRANGE), listed_or_named), max_size=4).map(named)
)
@example(named(["<</B[3 0 R(text)]>>", "-3", "12 0 R"]))
def test_a_plain_dictionary_ends_where_the_library_ends_it(text):
    file = text.encode() + b" /More 99 0 R>> "
    if plain_text := PLAIN.match(file):
        try:
            found = read_object(BytesIO(file), Reference(9, 0, read(pdfs.a_compressed_paper())))
        except PdfReadError:
            return
        assert {*references_in(found)} <= {int(each) for each in REFERENCE.findall(plain_text[0])}
        assert plain_text.end() <= len(text)


def test_a_ring_of_pages_has_no_contents():
    ring = a_draft()[0].replace(b"/Kids[4 0 R 12 0 R]", b"/Kids[4 0 R 2 0 R] ")
    with pytest.raises(PdfReadError):
        contents_of(read(ring), 0)


# --- papers as nobody signs them -------------------------------------------------------------------------------------


@dataclass
class Draft:
    """The objects of a paper with one signature, and what the next revision is about to write."""

    objects: dict[int, bytes]
    size: int
    fields: list[int]
    annotations: list[int]
    count: int = 1
    written: dict[int, bytes] = field(default_factory=dict)
    trailer: bytes = b""
    freed: dict[int, int] = field(default_factory=dict)

    def write(self, number: int, body: bytes) -> None:
        self.written[number] = self.objects[number] = body

    def add(self, body: bytes) -> int:
        self.write(self.size, body)
        self.size += 1
        return self.size - 1

    def replace(self, number: int, old: bytes, new: bytes) -> None:
        self.write(number, self.objects[number].replace(old, new, 1))


CATALOGUE, PAGES, PAGE, TEXT, FORM, FIRST, OTHER_PAGE, WAITING, METADATA, INFO = 1, 2, 4, 5, 6, 7, 12, 9, 13, 14


def a_draft() -> tuple[bytes, Draft]:
    widget = b"<</FT/Sig/T(%s)/Type/Annot/Subtype/Widget/Rect[%s]/P 4 0 R%s>>"
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm 6 0 R/Metadata 13 0 R>>",
        b"<</Type/Pages/Count 2/Kids[4 0 R 12 0 R]/MediaBox[0 0 595 842]>>",
        FONT,
        b"<</Type/Page/Parent 2 0 R/Contents 5 0 R/Annots[7 0 R 9 0 R]>>",
        b"<</Length 1>>\nstream\nA\nendstream",
        b"<</Fields[7 0 R 9 0 R]/SigFlags 3/DR<</Font<</F1 3 0 R>>>>>>",
        widget % (b"First", b"0 0 100 40", b"/AP 8 0 R/V 10 0 R"),
        b"<</N 11 0 R>>",
        widget % (b"Waiting", b"0 100 100 140", b""),
        SIGNATURE,
        DRAWING,
        b"<</Type/Page/Parent 2 0 R/Contents 5 0 R/Dangling 90 0 R>>",
        b"<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream" % (len(XMP), XMP),
        b"<</Producer(A)>>",
    ]
    objects = dict(enumerate(bodies, start=1))
    return with_table(bodies).replace(b"/Root 1 0 R", b"/Root 1 0 R/Info 14 0 R"), Draft(
        objects, len(bodies) + 1, [7, 9], [7, 9]
    )


def sign(draft: Draft, **how: bytes) -> None:
    """A new signature as producers add it; `how` spoils one of its parts."""
    draft.count += 1
    signature, drawing = draft.add(how.get("signature", SIGNATURE)), draft.add(DRAWING)
    parts = {
        "kind": b"/FT/Sig",
        "name": b"/T(S%d)" % draft.count,
        "place": b"/Rect[%d 0 %d 40]" % (200 * draft.count, 200 * draft.count + 100),
        "drawing": b"/AP<</N %d 0 R>>" % drawing,
        "value": b"/V %d 0 R" % signature,
        "page": b"/P 4 0 R",
        "more": b"",
    }
    new = draft.add(b"<</Type/Annot/Subtype/Widget" + b"".join((parts | how)[part] for part in parts) + b">>")
    draft.fields, draft.annotations = [*draft.fields, new], [*draft.annotations, new]
    listed(draft)


def listed(draft: Draft, fields: list[int] | None = None, annotations: list[int] | None = None) -> None:
    """The form and the first page written again with those lists."""
    for number, key, numbers in (
        (FORM, b"/Fields[", draft.fields if fields is None else fields),
        (PAGE, b"/Annots[", draft.annotations if annotations is None else annotations),
    ):
        head, rest = draft.objects[number].split(key)
        entries = b" ".join(b"%d 0 R" % each for each in numbers)
        draft.write(number, head + key + entries + b"]" + rest.split(b"]", 1)[1])


def with_new(body: bytes, entry: bytes) -> Callable[[Draft], None]:
    """A signature whose field has an entry that leads to one more new object."""
    return lambda draft: sign(draft, more=entry % draft.add(body))


def also(number: int, old: bytes, new: bytes) -> Callable[[Draft], None]:
    return lambda draft: (sign(draft), draft.replace(number, old, new))[0]


def leading_on(number: int, old: bytes, new: bytes) -> Callable[[Draft], None]:
    return lambda draft: (sign(draft), draft.replace(number, old, new % draft.add(FONT)))[0]


def undo_the_text(draft: Draft) -> None:
    sign(draft)
    draft.write(TEXT, b"<</Length 1>>\nstream\nA\nendstream")


def fill_a_number_waited_for(draft: Draft) -> None:
    draft.write(90, FONT)
    draft.size = max(draft.size, 91)
    sign(draft)


def free(draft: Draft, number: int, generation: int = 1) -> None:
    sign(draft)
    draft.freed[number] = generation


def fill_the_waiting_field(draft: Draft) -> None:
    draft.replace(WAITING, b">>", b"/V %d 0 R>>" % draft.add(SIGNATURE))


def draw_with(draft: Draft, number: int) -> None:
    """A drawing that refers to what later revisions write again."""
    drawing = draft.add(DRAWING.replace(b"/Length", b"/Resources %d 0 R/Length" % number))
    sign(draft, drawing=b"/AP<</N %d 0 R>>" % drawing)


def describe(draft: Draft, body: bytes = b"<</ModDate(D:2026)>>") -> None:
    sign(draft)
    draft.trailer = b"/Info %d 0 R" % draft.add(body)


def insert_first(draft: Draft) -> None:
    sign(draft)
    listed(draft, annotations=[draft.annotations[-1], *draft.annotations[:-1]])


def sign_two_pages(draft: Draft) -> None:
    sign(draft, place=b"/Rect[0 0 100 40]")
    draft.replace(OTHER_PAGE, b">>", b"/Annots[%d 0 R]>>" % draft.annotations[-1])


STEPS: dict[str, Callable[[Draft], None]] = {
    "signature": sign,
    "two signatures": lambda draft: (sign(draft), sign(draft))[0],
    "invisible": lambda draft: sign(draft, place=b"/Rect[0 0 0 0]"),
    "without a page": lambda draft: sign(draft, page=b""),
    "evidence": lambda draft: sign(draft, signature=STAMP, place=b"/Rect[0 0 0 0]"),
    "evidence that shows": lambda draft: sign(draft, signature=STAMP),
    "catalogue again": also(CATALOGUE, b"", b""),
    "metadata again": also(METADATA, b"", b""),
    "metadata of something else": also(METADATA, b"adobe", b"apple"),
    "mode": also(CATALOGUE, b">>", b"/PageMode/UseNone>>"),
    "language": also(CATALOGUE, b">>", b"/Lang(vi)>>"),
    "direct mark": also(CATALOGUE, b">>", b"/MarkInfo<<>>>>"),
    "indirect mark": also(CATALOGUE, b">>", b"/MarkInfo 3 0 R>>"),
    "text": also(TEXT, b"A", b"B"),
    "text again": also(TEXT, b"", b""),
    "text undone": undo_the_text,
    "text of another page": also(PAGE, b"/Contents 5 0 R", b"/Contents 11 0 R"),
    "box": also(PAGE, b"/Parent", b"/CropBox[0 0 9 9]/Parent"),
    "annotation elsewhere": also(OTHER_PAGE, b">>", b"/Annots[9 0 R]>>"),
    "direct annotation": also(OTHER_PAGE, b">>", b"/Annots[<</Type/Annot>>]>>"),
    "annotations first": insert_first,
    "annotation lost": lambda draft: (sign(draft), listed(draft, annotations=draft.annotations[1:]))[0],
    "field lost": lambda draft: (sign(draft), listed(draft, fields=draft.fields[1:]))[0],
    "field twice": lambda draft: (sign(draft), listed(draft, fields=[*draft.fields, draft.fields[-1]]))[0],
    "fields turned": lambda draft: (sign(draft), listed(draft, fields=draft.fields[::-1]))[0],
    "not on the page": lambda draft: (sign(draft), listed(draft, annotations=draft.annotations[:-1]))[0],
    "on no page": lambda draft: (sign(draft, place=b"/Rect[0 300 100 340]"), draft.written.pop(PAGE))[0],
    "field moved": also(FIRST, b"[0 0 100 40]", b"[0 0 100 41]"),
    "field filled": fill_the_waiting_field,
    "signature again": also(10, b"<00>", b"<01>"),
    "redraw": also(FORM, b"/SigFlags 3", b"/SigFlags 3/NeedAppearances true"),
    "resource": also(FORM, b"/F1 3 0 R", b"/F1 3 0 R/F2 11 0 R"),
    "resource replaced": also(FORM, b"/F1 3 0 R", b"/F1 11 0 R"),
    "font": also(3, b"Helvetica", b"Courier"),
    "text field": lambda draft: sign(draft, kind=b"/FT/Tx"),
    "nameless": lambda draft: sign(draft, name=b""),
    "of the same name": lambda draft: sign(draft, name=b"/T(First)"),
    "with a dot": lambda draft: sign(draft, name=b"/T(a.b)"),
    "unsigned": lambda draft: sign(draft, value=b""),
    "signed by the first": lambda draft: sign(draft, value=b"/V 10 0 R"),
    "signed directly": lambda draft: sign(draft, value=b"/V<</Type/Sig>>"),
    "over the first": lambda draft: sign(draft, place=b"/Rect[0 0 100 40]"),
    "over a third of the first": lambda draft: sign(draft, place=b"/Rect[70 0 170 40]"),
    "over two fifths of the first": lambda draft: sign(draft, place=b"/Rect[60 0 160 40]"),
    "as large as a sixth of the page": lambda draft: sign(draft, place=b"/Rect[0 200 590 340]"),
    "in five numbers": lambda draft: sign(draft, place=b"/Rect[0 200 100 240 7]"),
    "without a place": lambda draft: sign(draft, place=b""),
    "over the first and on another page": sign_two_pages,
    "drawn by the page": lambda draft: sign(draft, drawing=b"/AP<</N 5 0 R>>"),
    "drawn as an image": lambda draft: sign(draft, drawing=b"/AP<</N %d 0 R>>" % draft.add(IMAGE)),
    "with kids": lambda draft: sign(draft, more=b"/Kids[11 0 R]"),
    "without kids": lambda draft: sign(draft, more=b"/Kids[]"),
    "with a parent": lambda draft: sign(draft, more=b"/Parent 7 0 R"),
    "leading to something new": with_new(FONT, b"/MK<</I %d 0 R>>"),
    "leading to something old": lambda draft: sign(draft, more=b"/MK<</I 11 0 R>>"),
    "locked": with_new(b"<</Type/SigFieldLock/Action/All>>", b"/Lock %d 0 R"),
    "signature leading on": lambda draft: sign(draft, signature=SIGNATURE[:-2] + b"/X %d 0 R>>" % draft.add(FONT)),
    "orphan": lambda draft: (sign(draft), draft.add(FONT))[0],
    "number waited for": fill_a_number_waited_for,
    "a page freed": lambda draft: free(draft, OTHER_PAGE),
    "nobody freed": lambda draft: free(draft, 95),
    "the form drawn with": lambda draft: draw_with(draft, FORM),
    "the description drawn with": lambda draft: draw_with(draft, INFO),
    "described again": also(INFO, b">>", b"/ModDate(D:2026)>>"),
    "described and leading on": leading_on(INFO, b">>", b"/X %d 0 R>>"),
    "metadata leading on": leading_on(METADATA, b"/Sub", b"/X %d 0 R/Sub"),
    "described": describe,
    "described with more": lambda draft: describe(draft, b"<</Author %d 0 R>>" % draft.add(FONT)),
    "described by a stream": lambda draft: describe(draft, DRAWING),
    "described by the form": lambda draft: (sign(draft), setattr(draft, "trailer", b"/Info 6 0 R"))[0],
    "another catalogue": lambda draft: (sign(draft), draft.replace(CATALOGUE, b"/Pages 2", b"/Pages 4"))[0],
    "form elsewhere": lambda draft: draft.replace(CATALOGUE, b"6 0 R", b"%d 0 R" % draft.add(draft.objects[FORM])),
    "trailer leading on": lambda draft: (sign(draft), setattr(draft, "trailer", b"/X %d 0 R" % draft.add(FONT)))[0],
    "trailer naming the catalogue twice": lambda draft: (sign(draft), setattr(draft, "trailer", b"/X 1 0 R"))[0],
    "trailer naming the form": lambda draft: (sign(draft), setattr(draft, "trailer", b"/X 6 0 R"))[0],
    "trailer naming nothing": lambda draft: (sign(draft), setattr(draft, "trailer", b"/X null"))[0],
    "mark of a stream": also(CATALOGUE, b">>", b"/MarkInfo 11 0 R>>"),
    "nothing": lambda draft: draft.write(PAGES, draft.objects[PAGES]),
}  # fmt: skip


def after(*steps: str, size: int | None = None) -> bytes:
    """The paper with a revision for each step."""
    file, draft = a_draft()
    for step in steps:
        draft.written, draft.freed = {}, {}
        STEPS[step](draft)
        file = incremental_update(file, draft.written, trailer=draft.trailer, freed=draft.freed)
    return file.replace(b"/Size %d" % draft.size, b"/Size %d" % size) if size else file


@pytest.mark.parametrize("step", STEPS)
def test_one_step_and_one_more_signature_are_judged_as_by_comparison(step):
    assert_alike(after(step))
    assert_alike(after("signature", step))
    assert_alike(after(step, "signature"))
    assert_alike(after("signature", step, "signature"))


@given(st.lists(st.sampled_from(sorted(STEPS)), min_size=2, max_size=5))
@example(["text", "text undone"])
@example(["signature", "text", "text undone", "signature"])
@example(["as large as a sixth of the page"] * 3)
@example(["over two fifths of the first"] * 2)
@example(["the form drawn with", "signature"])
@example(["on no page", "on no page"])
@example(["the description drawn with", "described again"])
@example(["described by the form", "described", "signature"])
@example(["trailer naming the form", "trailer naming nothing", "signature"])
def test_steps_in_any_order_are_judged_as_by_comparison(steps):
    file = after(*steps)
    event(f"{len(plain(file))} plain of {len(steps)}")
    assert_alike(file)


@pytest.mark.parametrize(
    "steps",
    [
        ["signature", "two signatures", "invisible", "evidence"],
        ["catalogue again", "metadata again", "described again", "orphan", "nobody freed"],
        ["over a third of the first"],
    ],
)
def test_what_producers_do_needs_no_comparison(steps):
    file = after(*steps)
    assert plain(file) == [*range(1, len(steps) + 1)]
    assert accepts(difference.AFTER_SIGNING, read(file), 0) is True


def test_what_was_changed_and_changed_back_is_refused():
    for steps in (["text", "text again", "text undone"], ["signature", "text", "text undone", "signature"]):
        assert accepts(difference.AFTER_SIGNING, read(after(*steps)), 0) is False


@pytest.mark.parametrize("size", [5, 15])
def test_a_size_that_shrinks_is_left_to_the_comparison(size):
    file = after("signature", "signature", size=size)
    assert 2 not in plain(file)
    assert_alike(file)


def test_an_object_beyond_the_size_it_was_written_with_is_left_to_the_comparison():
    file = after("signature").replace(b"/Size 15", b"/Size  5", 1)
    assert plain(file) == []
    assert_alike(file)


def test_a_hybrid_revision_is_left_to_the_comparison():
    base = signed(pdfs.a_compressed_paper(), How(person()))
    file = signed(base, How(organisation(), field="Seal", box=OTHER_BOX))
    assert plain(file) == [2]
    empty = b"xref\n0 0\ntrailer\n<</Size 99/Root 1 0 R/Prev %d/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n"
    hybrid = file + empty % (last_table(file), last_table(base), len(file))
    assert plain(hybrid) == []
