"""Cross-references: the library makes an object for every entry, and reads each number of it by itself."""

# mypy: allow-untyped-calls, allow-untyped-defs

import re
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import xref
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.xref import ObjStreamRef, XRefEntry, XRefType, _expected_xref_stream_size

from shared.signatures.patches.registry import slow

Row = tuple[int, int, int]
"""Kind, place, generation or index: 0 for a free number, 1 for one in use, 2 for one in an object stream."""

LINE = re.compile(rb"([0-9]{10}) ([0-9]{5}) ([nf])(?: \r| \n|\r\n)")
SUBSECTION = re.compile(rb"[\x00 \t\n\f\r]*([0-9]{1,7})[ ]([0-9]{1,6})[ ]?(?:\r\n|\n)")
HEAD = 64
AFTER_TABLE = re.compile(rb"trailer[\x00 \t\n\f\r]*(?=<)")


class Rows(list[tuple[int, Row]]):
    """Plain entries with their numbers, for `process_entries`."""


def parse_table(stream: Any, strict: bool) -> Any:
    """Rows of exactly twenty bytes and sections one after the other; any other table is the library's business."""
    start, rows = stream.tell(), Rows()
    position, head = start, stream.read(HEAD)
    while section := SUBSECTION.match(head):
        first, count = int(section[1]), int(section[2])
        stream.seek(position + section.end())
        lines = stream.read(20 * count)
        found = LINE.findall(lines)
        if 20 * len(found) != len(lines) or len(found) != count:
            break
        rows += [(first + n, (int(kind == b"n"), int(at), int(gen))) for n, (at, gen, kind) in enumerate(found)]
        position, head = stream.tell(), stream.read(HEAD)
        if end := AFTER_TABLE.match(head):
            stream.seek(position + end.end())
            return rows
    stream.seek(start)
    return slow("parse_xref_table")(stream, strict)


def parse_stream(xref_stream: Any, strict: bool = True) -> Any:
    """Rows of one, up to seven and up to four bytes; any other width, index or length is the library's business."""
    index, widths = xref_stream.get("/Index", [0, xref_stream.get("/Size")]), xref_stream.get("/W")
    if not (_are_numbers(index) and len(index) == 2 and _are_numbers(widths) and len(widths) == 3):
        return slow("parse_xref_stream")(xref_stream, strict)
    (first, count), (kind, place, last) = map(int, index), map(int, widths)
    size = _expected_xref_stream_size(index, widths)
    data = xref_stream.read_data(DecodePurpose.XREF_STREAM, expected_size=size)
    width = kind + place + last
    if (
        not data
        or kind != 1
        or not (1 <= place <= 7 and 1 <= last <= 4)
        or len(data) != count * width
        or max(data[::width]) > 2
    ):
        return slow("parse_xref_stream")(xref_stream, strict)
    number = int.from_bytes
    return Rows(
        (first + n, (data[at], number(data[at + 1 : at + 1 + place]), number(data[at + 1 + place : at + width])))
        for n, at in enumerate(range(0, len(data), width))
    )


def _are_numbers(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, int) and each >= 0 for each in list.__iter__(value))


def process_entries(self: Any, entries: Any, strict: bool) -> int:
    if not isinstance(entries, Rows) or any(row[2] > 0xFFFF and row[0] != 2 for _, row in entries):
        highest: int = slow("process_entries")(self, _as_entries(entries), strict)
        return highest
    for number, (kind, place, last) in entries:
        if number == 0:
            continue
        if kind == 1:
            self.standard_xrefs[number] = (last, place)
            self.explicit_refs_in_revision.add((number, last))
        elif kind == 2:
            self.xrefs_in_objstm[number] = ObjStreamRef(place, last)
            self.obj_streams_used.add(place)
            self.explicit_refs_in_revision.add((number, 0))
        else:
            self.freed[number] = last
            self.explicit_refs_in_revision.add((number, last - 1))
    return max((number for number, _ in entries), default=0)


def _as_entries(entries: Any) -> Iterator[Any]:
    """The library's own kind of entry for each row."""
    if not isinstance(entries, Rows):
        yield from entries
        return
    for number, (kind, place, last) in entries:
        if kind == 2:
            yield XRefEntry(XRefType.IN_OBJ_STREAM, ObjStreamRef(place, last), number)
        else:
            sort = XRefType.STANDARD if kind == 1 else XRefType.FREE
            yield XRefEntry(sort, place if kind == 1 else None, number, last)


REPLACED = (
    (xref.XRefSectionData, "process_entries", process_entries),
    (xref, "parse_xref_stream", parse_stream),
    (xref, "parse_xref_table", parse_table),
)
