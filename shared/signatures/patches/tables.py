"""Cross-references: the library makes objects for every entry, and reads each number of it by itself.

Here a table of 12 000 rows is a few columns, and what the library keeps of it is made when somebody asks.
"""

# mypy: allow-untyped-calls, allow-untyped-defs

import re
from collections.abc import ItemsView, Iterable, Iterator, Sequence, Set
from itertools import chain, pairwise
from typing import Any, NamedTuple

from pyhanko.pdf_utils import xref
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.xref import ObjStreamRef, XRefEntry, XRefType, _expected_xref_stream_size

from shared.signatures.patches.registry import slow

FREE, IN_USE, IN_A_STREAM = 0, 1, 2
ROWS = re.compile(rb"(?:[0-9]{10} [0-9]{5} [nf](?: \r| \n|\r\n))*+")
KINDS = bytes.maketrans(b"fn", bytes([FREE, IN_USE]))
SUBSECTION = re.compile(rb"[\x00 \t\n\f\r]*([0-9]{1,7})[ ]([0-9]{1,6})[ ]?(?:\r\n|\n)")
HEAD = 64
AFTER_TABLE = re.compile(rb"trailer[\x00 \t\n\f\r]*(?=<)")
HIGHEST_GENERATION = 0xFFFF


class Columns(NamedTuple):
    """Entries by kind, offset or number of a stream, and generation or index; numbers rise."""

    numbers: Sequence[int]
    kinds: bytes
    places: Sequence[int]
    lasts: Sequence[int]


class InStreams(dict[int, Any]):
    """A stream's number and an index, in the library's own words for whoever looks one up."""

    def __getitem__(self, number: int) -> Any:
        return ObjStreamRef(*super().__getitem__(number))

    def items(self) -> Any:
        return ItemsView(self)


class Written(Set[tuple[int, int]]):
    """The numbers and generations a section writes or frees."""

    def __init__(self, section: Any) -> None:
        self._section = section

    @classmethod
    def _from_iterable(cls, entries: Iterable[Any]) -> Any:
        return frozenset(entries)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        yield from ((number, generation) for number, (generation, _) in self._section.standard_xrefs.items())
        yield from ((number, 0) for number in self._section.xrefs_in_objstm)
        yield from ((number, following - 1) for number, following in self._section.freed.items())

    def __contains__(self, entry: Any) -> bool:
        number, generation = entry
        section = self._section
        in_use, following = section.standard_xrefs.get(number), section.freed.get(number)
        return (
            (in_use is not None and in_use[0] == generation)
            or (number in section.xrefs_in_objstm and generation == 0)
            or (following is not None and following - 1 == generation)
        )

    def __len__(self) -> int:
        return len(self._section.standard_xrefs) + len(self._section.xrefs_in_objstm) + len(self._section.freed)


def parse_table(stream: Any, strict: bool) -> Any:
    """Rows of exactly twenty bytes, sections that follow one another; any other table is the library's business."""
    start, ranges, rows = stream.tell(), [], b""
    position, head = start, stream.read(HEAD)
    while section := SUBSECTION.match(head):
        first, count = int(section[1]), int(section[2])
        stream.seek(position + section.end())
        lines = stream.read(20 * count)
        if len(lines) != 20 * count or not ROWS.fullmatch(lines):
            break
        ranges.append(range(first, first + count))
        rows += lines
        position, head = stream.tell(), stream.read(HEAD)
        if end := AFTER_TABLE.match(head):
            if not _rise(ranges):
                break
            stream.seek(position + end.end())
            words = rows.split()
            places, lasts = list(map(int, words[::3])), list(map(int, words[1::3]))
            return Columns(_joined(ranges), rows[17::20].translate(KINDS), places, lasts)
    stream.seek(start)
    return slow("parse_xref_table")(stream, strict)


def parse_stream(xref_stream: Any, strict: bool = True) -> Any:
    """Rows of one, up to seven and up to four bytes; any other width, index or length is the library's business."""
    index, widths = xref_stream.get("/Index", [0, xref_stream.get("/Size")]), xref_stream.get("/W")
    if not (_are_numbers(index) and index and len(index) % 2 == 0 and _are_numbers(widths) and len(widths) == 3):
        return slow("parse_xref_stream")(xref_stream, strict)
    bounds, (kind, place, last) = list(map(int, list.__iter__(index))), map(int, list.__iter__(widths))
    ranges = [range(first, first + count) for first, count in zip(bounds[::2], bounds[1::2], strict=True)]
    size = _expected_xref_stream_size(index, widths)
    data = xref_stream.read_data(DecodePurpose.XREF_STREAM, expected_size=size)
    width = kind + place + last
    if (
        not data
        or kind != 1
        or not (1 <= place <= 7 and 1 <= last <= 4)
        or not _rise(ranges)
        or len(data) != sum(map(len, ranges)) * width
        or max(data[::width]) > IN_A_STREAM
    ):
        return slow("parse_xref_stream")(xref_stream, strict)
    return Columns(
        _joined(ranges), data[::width], _column(data, 1, place, width), _column(data, 1 + place, last, width)
    )


def _column(data: bytes, start: int, size: int, width: int) -> Sequence[int]:
    """Numbers of that many bytes, the highest first, one in each row."""
    number = data[start::width]
    column: Iterable[int] = number
    for byte in range(start + 1, start + size):
        column = [high << 8 | low for high, low in zip(column, data[byte::width], strict=True)]
    return list(column)


def _rise(ranges: list[range]) -> bool:
    return all(one.stop <= other.start for one, other in pairwise(ranges))


def _joined(ranges: list[range]) -> Sequence[int]:
    return ranges[0] if len(ranges) == 1 else list(chain.from_iterable(ranges))


def _are_numbers(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, int) and each >= 0 for each in list.__iter__(value))


def process_entries(self: Any, entries: Any, strict: bool) -> int:
    if not isinstance(entries, Columns) or not _has_plain_generations(entries):
        highest: int = slow("process_entries")(self, _as_entries(entries), strict)
        return highest
    numbers, kinds, places, lasts = entries
    if IN_USE in kinds:
        rows = zip(numbers, kinds, lasts, places, strict=True)
        self.standard_xrefs = {number: (last, place) for number, kind, last, place in rows if kind == IN_USE}
    if FREE in kinds:
        self.freed = {number: last for number, kind, last in zip(numbers, kinds, lasts, strict=True) if kind == FREE}
    if IN_A_STREAM in kinds:
        rows = zip(numbers, kinds, places, lasts, strict=True)
        self.xrefs_in_objstm = InStreams({number: (place, last) for number, kind, place, last in rows if kind == 2})
    for kept in (self.standard_xrefs, self.freed, self.xrefs_in_objstm):
        kept.pop(0, None)
    self.obj_streams_used = {place for place, _ in dict.values(self.xrefs_in_objstm)}
    self.explicit_refs_in_revision = Written(self)
    return max(numbers, default=0)


def _has_plain_generations(entries: Columns) -> bool:
    if max(entries.lasts, default=0) <= HIGHEST_GENERATION:
        return True
    rows = zip(entries.kinds, entries.lasts, strict=True)
    return all(last <= HIGHEST_GENERATION or kind == IN_A_STREAM for kind, last in rows)


def _as_entries(entries: Any) -> Iterator[Any]:
    """The library's own kind of entry for each row."""
    if not isinstance(entries, Columns):
        yield from entries
        return
    for number, kind, place, last in zip(*entries, strict=True):
        if kind == IN_A_STREAM:
            yield XRefEntry(XRefType.IN_OBJ_STREAM, ObjStreamRef(place, last), number)
        else:
            sort = XRefType.STANDARD if kind == IN_USE else XRefType.FREE
            yield XRefEntry(sort, place if kind == IN_USE else None, number, last)


def check_freed(ix: int, section: Any, all_sections: Any) -> None:
    """Nothing to object to when no later section takes what this one frees, nor its stream; else the library looks."""
    freed, later, stream = section.xref_data.freed, all_sections[ix + 1 :], section.meta_info.stream_ref
    taken = any(
        (stream and (stream.idnum, stream.generation) in each.xref_data.explicit_refs_in_revision)
        or not freed.keys().isdisjoint(each.xref_data.standard_xrefs.keys())
        or not freed.keys().isdisjoint(each.xref_data.xrefs_in_objstm.keys())
        for each in later
    )
    if taken or (ix > 0 and 0 in freed.values()):
        slow("_check_freed_refs")(ix, section, all_sections)


REPLACED = (
    (xref.XRefSectionData, "process_entries", process_entries),
    (xref, "parse_xref_stream", parse_stream),
    (xref, "parse_xref_table", parse_table),
    (xref, "_check_freed_refs", check_freed),
)
