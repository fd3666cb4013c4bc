"""The library patched says what the unpatched one says, on plain input and on any other."""

import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic, misc, xref
from pyhanko.pdf_utils.reader import PdfFileReader

from shared.signatures import patches, paths
from shared.signatures.bounds import within
from tests import signed_pdfs as pdfs
from tests.benchmarks.judging import a_gazette
from tests.signed_pdfs import NOW, OTHER_BOX, SIGNED_AT, How, a_paper, judged, organisation, person, signed

OFTEN = settings(max_examples=3 * settings.default.max_examples)
strings = st.text("0123456789abcdefABCDEF> \n%g<", max_size=700).map(str.encode)
numbers = st.text("0123456789 \n\x00+-.", max_size=60).map(str.encode)
"""No comments: an object that begins with an unended one keeps the unpatched library reading for ever."""


def both(read: Callable[[], Any]) -> tuple[Any, Any]:
    fast = outcome(read)
    with patches.unpatched():
        return fast, outcome(read)


def outcome(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except Exception as error:  # noqa: BLE001  which error it is, is what is compared
        return type(error)


@OFTEN
@given(strings)
@example(b"<" + b"30" * 5000 + b">rest")
@example(b"<" + b"3" * 4999)
def test_hex_strings_are_read_alike(data):
    def read() -> Any:
        stream = BytesIO(data)
        found = generic.read_hex_string_from_stream(stream)
        return type(found), found.original_bytes, stream.tell()

    fast, slow = both(read)
    assert fast == slow


@OFTEN
@given(st.text("/AB#41 (<\x80\n~", max_size=90).map(lambda text: text.encode("latin1")))
def test_names_are_read_alike(data):
    def read() -> Any:
        stream = BytesIO(b"/" + data)
        return generic.NameObject.read_from_stream(stream), stream.tell()

    fast, slow = both(read)
    assert fast == slow


@OFTEN
@given(st.binary(max_size=80), st.sampled_from([None, 0, 5, 40]))
def test_words_are_read_alike(data, most):
    def read() -> Any:
        stream = BytesIO(data)
        return misc.read_until_whitespace(stream, maxchars=most), stream.tell()

    fast, slow = both(read)
    assert fast == slow


@OFTEN
@given(numbers, st.integers(-1, 4), st.integers(0, 60), st.integers(-1, 3), st.integers(0, 9))
@example(b"4 0 5 3 42 43", 2, 8, 1, 5)
@example(b"4 0 4 3 42 43", 2, 8, 1, 4)
def test_object_streams_are_read_alike(header, count, first, index, number):
    def read() -> Any:
        reader = PdfFileReader(BytesIO(pdfs.a_compressed_paper()), strict=False)
        stream = generic.StreamObject({"/Type": generic.NameObject("/ObjStm")}, stream_data=header)
        stream["/N"], stream["/First"] = generic.NumberObject(count), generic.NumberObject(first)
        reader.cache_indirect_object(0, 3, stream)
        found = reader._get_object_from_stream(number, 3, index)
        return None if isinstance(found, generic.NullObject) else (type(found), repr(found))

    fast, slow = both(read)
    assert fast == slow


lasts = st.sampled_from([0, 1, 7, 65535, 65536, 99999])
rows = st.tuples(st.sampled_from("fnnx"), st.sampled_from([0, 3, 9, 12345]), lasts)
sections = st.lists(st.tuples(st.integers(0, 9), st.lists(rows, max_size=5)), min_size=1, max_size=3)
spoilings = st.sampled_from([(b"", b""), (b" \n", b"\n"), (b" \n", b"\r\n"), (b"0000", b"    "), (b"\n", b"")])


@OFTEN
@given(sections, spoilings, st.integers(0, 3), st.booleans())
@example([(0, [("f", 0, 65535)]), (4, [("n", 9, 0), ("n", 12345, 7)])], (b"", b""), 0, True)
@example([(4, [("n", 9, 0)]), (4, [("n", 12, 7)])], (b"", b""), 0, False)
@example([(0, [("f", 0, 65535), ("n", 9, 0), ("f", 0, 65535)])], (b"", b""), 0, False)
def test_tables_are_read_alike(listed, spoiling, which, strict):
    text = b"\n"
    for first, entries in listed:
        text += b"%d %d\n" % (first, len(entries))
        text += b"".join(b"%010d %05d %s \n" % (place, last, kind.encode()) for kind, place, last in entries)
    if (parts := text.split(spoiling[0]) if spoiling[0] else [text])[which + 1 :]:
        text = spoiling[0].join(parts[: which + 1]) + spoiling[1] + spoiling[0].join(parts[which + 1 :])

    def read() -> Any:
        stream = BytesIO(text + b"trailer\n<</Size 9>>")
        return kept(lambda: xref.parse_xref_table(stream, strict), strict), stream.tell()

    fast, slow = both(read)
    assert fast == slow


@OFTEN
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), min_size=1, max_size=3),
    st.tuples(st.integers(0, 2), st.integers(0, 8), st.integers(0, 5)),
    st.binary(max_size=60),
    st.booleans(),
)
@example([(0, 2), (5, 1)], (1, 2, 1), bytes([0, 0, 0, 255, 1, 1, 2, 0, 2, 0, 9, 3]), True)
@example([(0, 1)], (1, 4, 4), bytes([2, 0, 0, 0, 9, 0, 1, 0, 0]), True)
@example([(5, 1), (0, 1)], (1, 1, 1), bytes([1, 9, 0, 1, 8, 0]), True)
@example([(0, 1)], (1, 3, 2), bytes([1, 1, 2, 3, 0, 4]), False)
def test_stream_tables_are_read_alike(index, widths, data, strict):
    def read() -> Any:
        stream = generic.StreamObject(stream_data=data)
        stream["/Index"] = generic.ArrayObject(generic.NumberObject(each) for pair in index for each in pair)
        stream["/W"] = generic.ArrayObject(map(generic.NumberObject, widths))
        return kept(lambda: xref.parse_xref_stream(stream, strict), strict)

    fast, slow = both(read)
    assert fast == slow


@OFTEN
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 255)), min_size=1, max_size=20),
    st.sampled_from([(1, 1), (2, 1), (3, 2), (4, 2), (7, 4)]),
    st.integers(0, 5),
)
@example([(2, 3, 0), (2, 3, 1), (0, 0, 255), (2, 3, 2), (2, 1, 0), (1, 2, 0)], (4, 2), 1)
@example([(2, 3, 0), (2, 3, 1)], (4, 2), 0)
@example([(2, 2, 2), (2, 2, 2)], (1, 1), 3)
def test_rows_left_as_they_lie_are_read_alike(rows, widths, first):
    place, last = widths
    data = b"".join(bytes([kind]) + one.to_bytes(place) + other.to_bytes(last) for kind, one, other in rows)

    def read() -> Any:
        stream = generic.StreamObject(stream_data=data)
        stream["/Index"] = generic.ArrayObject(map(generic.NumberObject, (first, len(rows))))
        stream["/W"] = generic.ArrayObject(map(generic.NumberObject, (1, place, last)))
        return kept(lambda: xref.parse_xref_stream(stream, strict=False), strict=False)

    with pytest.MonkeyPatch.context() as changes:
        changes.setattr("shared.signatures.patches.tables.MANY", 1)
        fast, slow = both(read)
    assert fast == slow


def kept(read: Callable[[], Any], strict: bool) -> Any:
    """What a section keeps of the entries read."""
    section = xref.XRefSectionData()
    highest = section.process_entries(read(), strict=strict)
    in_streams = section.xrefs_in_objstm
    assert (len(in_streams), 10**6 in in_streams) == (len(list(in_streams)), False)
    assert [in_streams[number] for number in in_streams] == [place for _, place in in_streams.items()]
    inside = {number: (place.obj_stream_id, place.ix_in_stream) for number, place in section.xrefs_in_objstm.items()}
    written = set(section.explicit_refs_in_revision)
    around = {(number, generation + step) for number, generation in written for step in (-1, 0, 1)}
    assert {each for each in around if each in section.explicit_refs_in_revision} == written
    return highest, dict(section.standard_xrefs), dict(section.freed), inside, written, section.obj_streams_used


numbered = st.dictionaries(st.integers(1, 4), st.integers(0, 2), max_size=3)


@OFTEN
@given(st.lists(st.tuples(numbered, numbered, st.sampled_from([None, 1, 3])), min_size=1, max_size=4))
@example([({1: 1}, {}, None), ({}, {1: 0}, None)])
@example([({}, {}, 3), ({}, {3: 0}, None)])
def test_tables_are_objected_to_alike(listed):
    def section(freed: dict[int, int], used: dict[int, int], stream: int | None) -> xref.XRefSection:
        entries = [xref.XRefEntry(xref.XRefType.FREE, None, number, each) for number, each in freed.items()]
        entries += [xref.XRefEntry(xref.XRefType.STANDARD, 9, number, each) for number, each in used.items()]
        kept = xref.XRefSectionData()
        kept.process_entries(iter(entries), strict=True)
        reference = generic.Reference(stream) if stream else None
        return xref.XRefSection(xref.XRefSectionMetaInfo(xref.XRefSectionType.STANDARD, 9, 0, 0, 0, reference), kept)

    sections = [section(*each) for each in listed]
    fast, slow = both(lambda: xref._check_xref_consistency(sections))
    assert fast == slow


PLAIN_WORDS = ["<<", ">>", "[", "]", "/Name", "/K~5", "7", "0", "12", "3~0~R"]
STRANGE_WORDS = ["/A#41", "/", "-3", "4.5", "+1", "true", "null", "(text)", "<41>", "%", "stream", ">"]
ENDS = [b"endobj\n", b" endobj 1", b"endobj", b"%\nendobj 1", b"stream\n"]
STRANGE_REFERENCES = ["3~0~Rx", "0~0~R", "3~1~R", "3~~0~R"]
tokens = st.sampled_from(PLAIN_WORDS + STRANGE_WORDS + STRANGE_REFERENCES)


@OFTEN
@given(st.lists(tokens, max_size=14), st.sampled_from(["", " ", "\n", "\x00"]), st.booleans())
@example(["/Type", "/StructElem", "/P", "3~0~R", "/K", "[", "7", "3~0~R", "]", "/Pg", "<<", ">>"], " ", False)
@example(["/A", "7", "/A", "8"], " ", False)
def test_compressed_objects_are_read_alike(words, space, is_open):
    text = ("<<" + space + space.join(words) + (space if is_open else ">>")).replace("~", " ")
    fast, slow = both(lambda: compressed(text.encode()))
    assert fast == slow


def test_an_object_that_is_an_unended_comment_is_no_object():
    with within(seconds=1, growth=1 << 30), pytest.raises(misc.PdfReadError):
        compressed(b"% for ever")


def compressed(body: bytes) -> Any:
    """What the reader makes of an object stream's only object: each value, its type and whose it is."""
    reader = PdfFileReader(BytesIO(pdfs.a_compressed_paper()), strict=False)
    stream = generic.StreamObject({"/Type": generic.NameObject("/ObjStm")}, stream_data=b"9 0 " + body)
    stream["/N"], stream["/First"] = generic.NumberObject(1), generic.NumberObject(4)
    reader.cache_indirect_object(0, 3, stream)
    return described(reader._get_object_from_stream(9, 3, 0))


@OFTEN
@given(
    st.lists(tokens, max_size=14), st.sampled_from([b"endobj\n", b" endobj 1", b"endobj", b"%\nendobj 1", b"stream\n"])
)
@example(["/Type", "/Page", "/P", "3~0~R"], b"endobj\n")
def test_objects_in_plain_sight_are_read_alike(words, end):
    text = ("7 0 obj\n<<" + " ".join(words) + ">>").replace("~", " ").encode() + end
    fast, slow = both(lambda: in_plain_sight(text))
    assert fast == slow


@OFTEN
@given(
    st.lists(tokens, max_size=4),
    st.sampled_from(
        ["/Length 5", "/Length 4", "/Length 6", "/Length 99", "/Length 8~0~R", "/Length", "/Length +5", ""]
    ),
    st.sampled_from([b"stream\n", b"stream\r\n", b"stream\r", b"stream ", b"stream  \n", b"\nstream\n", b"streams\n"]),
    st.sampled_from([b"12345", b"1234\n", b"12 4%", b"\n2345", b"123456", b"endstream", b""]),
    st.sampled_from(
        [b"endstream endobj\n1", b"\nendstream\nendobj 1", b"endstream", b"endstreamendobj%", b" endobj\n1"]
    ),
)
@example(["/Type", "/XObject"], "/Length 5", b"stream\n", b"12345", b"\nendstream\nendobj 1")
@example([], "/Length 5", b"stream\r\n", b"1234\n", b"endstream endobj\n1")
def test_streams_in_plain_sight_are_read_alike(words, length, beginning, inside, end):
    head = ("7 0 obj\n<<" + " ".join([*words, length]) + ">>").replace("~", " ").encode()
    fast, slow = both(lambda: in_plain_sight(head + beginning + inside + end))
    assert fast == slow


def in_plain_sight(text: bytes) -> Any:
    reader = PdfFileReader(BytesIO(a_paper()), strict=False)
    reader.stream = BytesIO(text)
    return described(reader._read_object(generic.Reference(7, 0, reader), 0))


def described(value: Any) -> Any:
    if isinstance(value, dict):
        inside: Any = [(key, type(key), described(entry)) for key, entry in value.items()]
    elif isinstance(value, list):
        inside = [described(entry) for entry in list.__iter__(value)]
    else:
        inside = None if isinstance(value, generic.NullObject) else repr(value)
    if isinstance(value, generic.StreamObject):
        inside = [inside, value.encoded_data]
    owner = value.container_ref
    return type(value), inside, owner and (owner.idnum, owner.generation, type(owner.pdf))


def usages(file: bytes, revision: int) -> dict[Any, Any]:
    resolver = PdfFileReader(BytesIO(file), strict=False).get_historical_resolver(revision)
    resolver._load_reverse_xref_cache()
    return {
        reference: set(resolver._get_usages_of_ref(reference)) for reference in resolver._indirect_object_access_cache
    }


@pytest.mark.parametrize(
    "paper",
    [
        a_paper(3),
        pdfs.a_hybrid_paper(),
        a_gazette(objects=300, pages=3, in_a_stream=90),
        a_paper(catalogue=b"/StructTreeRoot<</K[6 0 R]/X 4 0 R>>/Y<</K[6 0 R]/P 4 0 R>>/Outlines 5 0 R"),
        a_paper(2, extra=b"/B[4 0 R 6 0 R]/Parent 3 0 R/Dangling 77 0 R"),
    ],
    ids=["plain", "hybrid", "gazette", "direct structure", "crossing"],
)
def test_the_paths_to_every_object_are_the_librarys(paper, monkeypatch):
    monkeypatch.setattr("shared.signatures.patches.usages.MANY", 10_000)
    file = signed(paper, How(person()), How(organisation(), field="Seal", box=OTHER_BOX))
    for revision in range(3):
        fast, slow = both(lambda revision=revision: usages(file, revision))
        catalogue = generic.Reference(1, 0)
        assert fast.pop(catalogue) >= slow.pop(catalogue)  # the library forgets what leads back to it
        assert fast == slow != {}


def test_of_very_many_paths_to_a_page_its_own_is_enough():
    file = a_gazette(objects=300, pages=3, in_a_stream=90)
    every, page = usages(file, 0), {("/Root", "/Pages", "/Kids", 0)}
    assert page in [{each.path for each in paths} for paths in every.values()]
    with patches.unpatched():
        assert page not in [{each.path for each in paths} for paths in usages(file, 0).values()]


def test_another_version_of_the_library_is_left_alone(monkeypatch):
    assert patches.is_known_version()
    monkeypatch.setattr("pyhanko.version.__version__", "0.39.0")
    assert not patches.is_known_version()


def test_the_judge_opens_neither_signers_nor_a_network_client():
    code = (
        "import sys, shared.signatures.judge; assert not {'aiohttp', 'pyhanko.sign.signers'} & sys.modules.keys();"
        "from pyhanko.sign import PdfSigner, fields; from pyhanko import sign; sign.SimpleSigner"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_known_path_holds_only_within_its_certificates_lives():
    tsa = pdfs.a_stamper("TSA sắp hết hạn", until=NOW)
    file = signed(a_paper(), How(pdfs.someone("Đã Hết Hạn", until=SIGNED_AT.replace(year=2025)), tsa=tsa))
    assert judged(file, at=NOW.replace(year=2025), policy=pdfs.WITHOUT_REVOCATION).accepted
    assert judged(file, at=NOW.replace(year=2025), policy=pdfs.WITHOUT_REVOCATION).accepted
    assert not judged(file, at=NOW.replace(year=2027), policy=pdfs.WITHOUT_REVOCATION).accepted


def test_a_known_path_does_not_outlive_its_revocation_or_its_root():
    file = signed(a_paper(), How(person()))
    assert judged(file).accepted
    assert not judged(file, known=pdfs.revoked(person(), since=SIGNED_AT.replace(year=2020))).accepted
    paths.forget()
    stranger = pdfs.TrustStore.of_certificates(roots=[pdfs.pki().public_root.der])
    assert not judged(file, trusted=stranger).accepted
