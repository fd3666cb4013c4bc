"""Files made to exhaust whoever reads them."""

import zlib
from collections.abc import Callable

from tests.shared.signatures.attacks import incremental_update, last_table
from tests.signed_pdfs import How, a_paper, packed, signed, someone, with_table

MEGABYTE = 1024 * 1024
CATALOGUE = b"<</Type/Catalog/Pages 2 0 R/AcroForm 4 0 R/X 5 0 R%s>>"
PAGES = b"<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 595 842]>>"
PAGE = b"<</Type/Page/Parent 2 0 R/Resources<<>>>>"
FORM = b"<</Fields[5 0 R]>>"


def with_form(field: bytes, *more: bytes) -> bytes:
    """A paper whose form's only field is that object."""
    return with_table([CATALOGUE % b"", PAGES, PAGE, FORM, field, *more])


def signed_and_changed(*bodies: bytes) -> bytes:
    """A paper somebody signed, whose catalogue leads to the objects from 6 on, and a page changed later."""
    paper = with_table([CATALOGUE.replace(b"/AcroForm 4 0 R", b"") % b"", PAGES, PAGE, b"null", *bodies])
    file = signed(paper, How(someone("Kẻ phá"), box=None))
    return incremental_update(file, {3: PAGE.replace(b">>", b"/Rotate 90>>", 1)})


def chain_of_tables(count: int) -> bytes:
    file = bytearray(a_paper())
    before = last_table(bytes(file))
    for _ in range(count):
        before, start = len(file), before
        file += b"xref\n0 0\ntrailer\n<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (start, before)
    return bytes(file)


def a_ring_of_tables() -> bytes:
    file = a_paper()
    return file.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % last_table(file))


def in_a_stream(body: bytes) -> bytes:
    """A compressed paper whose form is that text."""
    objects = {4: FORM, 6: PAGE, 5: body}
    catalogue = CATALOGUE.replace(b"4 0 R", b"5 0 R") % b""
    return packed({1: catalogue, 2: PAGES.replace(b"3 0 R", b"6 0 R")}, {3: objects}, hybrid=False)


def with_a_stream_table(parameters: bytes, data: bytes) -> bytes:
    body = b"<</Type/XRef/Size 9/W[1 4 2]/Root 1 0 R/Filter/FlateDecode%s/Length %d>>\nstream\n%s\nendstream"
    packed_data = zlib.compress(data)
    file = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"
    table = b"9 0 obj\n%s\nendobj\n" % (body % (parameters, len(packed_data), packed_data))
    return file + table + b"startxref\n%d\n%%%%EOF\n" % len(file)


def every_way(levels: int) -> list[bytes]:
    """Objects that each lead to the next in two ways, and so in two to the power of levels to the last."""
    return [b"<</A %d 0 R/B %d 0 R>>" % (6 + level, 6 + level) for level in range(levels)] + [b"<<>>"]


def references(count: int) -> bytes:
    return b"[%s]" % b" ".join(b"%d 0 R" % (6 + number) for number in range(count))


def revisions(count: int, objects: int) -> bytes:
    file = signed(a_paper(), How(someone("Kẻ phá"), box=None))
    for _ in range(count):
        file = incremental_update(file, {number: b"<</A[%d 0 R]>>" % number for number in range(20, 20 + objects)})
    return file


def with_message(message: bytes) -> bytes:
    """A signature whose message is that, all else being as it should."""
    dictionary = b"<</Type/Sig/SubFilter/adbe.pkcs7.detached/ByteRange[0 %08d %08d %08d]/Contents<%s>>>"
    digits = message.hex().encode()
    file = with_form(b"<</FT/Sig/T(S)/V 6 0 R>>", dictionary % (0, 0, 0, digits))
    first = file.index(b"/Contents<") + len(b"/Contents")
    second = first + len(digits) + 2
    return file.replace(b"[0 %08d %08d %08d]" % (0, 0, 0), b"[0 %08d %08d %08d]" % (first, second, len(file) - second))


SIGNED_DATA = bytes.fromhex("30840020000006092a864886f70d010702a08400100000")
FILES: dict[str, Callable[[], bytes]] = {
    "a comment without an end in an object stream": lambda: in_a_stream(b"% for ever and ever"),
    "comments before embedded files": lambda: with_form(b"<</EF" + b"%\n\n" * 40 + b"x>>"),
    "marks in one long comment": lambda: with_form(b"<<>>%" + b"/N %" * MEGABYTE + b"\n"),
    "arrays in arrays": lambda: with_form(b"[" * 200_000 + b"]" * 200_000),
    "dictionaries in dictionaries": lambda: with_form(b"<</A" * 200_000 + b">>" * 200_000),
    "arrays in arrays of a stream": lambda: in_a_stream(b"[" * 200_000),
    "an endless name": lambda: with_form(b"<</" + b"A" * (16 * MEGABYTE) + b" 1>>"),
    "an endless number": lambda: with_form(b"<</A " + b"7" * (8 * MEGABYTE) + b">>"),
    "an endless string": lambda: with_form(b"<</A(" + b"(" * (4 * MEGABYTE) + b")" * (4 * MEGABYTE) + b")>>"),
    "a string of spaced digits": lambda: with_form(b"<</A<" + b"4 1 " * (4 * MEGABYTE) + b">>>"),
    "a string of digits and comments": lambda: with_form(b"<</A<" + b"4%\n1" * (4 * MEGABYTE) + b">>>"),
    "a string of octals": lambda: with_form(b"<</A(" + b"\\101" * (4 * MEGABYTE) + b")>>"),
    "spaces": lambda: with_form(b"<</A" + b" " * (24 * MEGABYTE) + b"1>>"),
    "comments": lambda: with_form(b"<</A" + b"%\n" * (8 * MEGABYTE) + b"1>>"),
    "a field that is its own value": lambda: with_form(b"5 0 R"),
    "a field that is its own child": lambda: with_form(b"<</FT/Sig/T(A)/Kids[5 0 R 5 0 R]>>"),
    "a hundred thousand fields": lambda: with_form(b"<</T(A)/Kids[%s]>>" % (b"5 0 R " * 100_000)),
    "a length that is its own": lambda: with_form(b"<</Length 5 0 R>>\nstream\n\nendstream"),
    "ten thousand tables": lambda: chain_of_tables(10_000),
    "a ring of tables": a_ring_of_tables,
    "a wide predictor": lambda: with_a_stream_table(
        b"/DecodeParms<</Predictor 12/Columns 1000000000>>", bytes(5 * MEGABYTE)
    ),
    "a narrow predictor": lambda: with_a_stream_table(
        b"/DecodeParms<</Predictor 15/Columns 1>>", b"\x04\x01" * (4 * MEGABYTE)
    ),
    "flate in flate in flate": lambda: with_a_stream_table(
        b"/Filter[/FlateDecode/FlateDecode/FlateDecode]", zlib.compress(zlib.compress(bytes(64 * MEGABYTE)))
    ),
    "ninety thousand streams": lambda: with_form(*[b"<</Length 0>>\nstream\n\nendstream"] * 90_000),
    "every way through forty objects": lambda: signed_and_changed(*every_way(40)),
    "a long way": lambda: signed_and_changed(*[b"<</N %d 0 R>>" % (6 + n) for n in range(50_000)], b"<<>>"),
    "a wide way": lambda: signed_and_changed(references(80_000), *[b"<</A(x)>>"] * 80_000),
    "many revisions of many objects": lambda: revisions(55, 1_600),
    "a message of nested indefinite lengths": lambda: with_message(b"\x30\x80" * MEGABYTE),
    "a message of a million sets": lambda: with_message(SIGNED_DATA + b"\x31\x00" * MEGABYTE),
}
