"""Cross-references: the library makes objects for every entry, and reads each number of it by itself.

Here a table of 12 000 rows becomes three dictionaries, and what else the library keeps of it is made when asked for.
"""

# mypy: allow-untyped-calls, allow-untyped-defs

import re
import struct
from collections.abc import ItemsView, Iterable, Iterator, Sequence, Set
from itertools import chain, pairwise
from typing import Any, NamedTuple

from pyhanko.pdf_utils import xref
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.xref import ObjStreamRef, _expected_xref_stream_size

from shared.signatures.patches.registry import MENDED, slow
from shared.signatures.patches.rows import InTheirStreams, Rows

FREE, IN_USE, IN_A_STREAM = 0, 1, 2
SHAPE = bytes.maketrans(b"123456789f", b"000000000n")
ROW_SHAPE = b"0000000000 00000 n"
SHAPES = tuple(ROW_SHAPE + end for end in (b" \n", b"\r\n", b" \r"))
ROW = len(SHAPES[0])
USED = re.compile(rb"n")
NOT_IN_A_STREAM = re.compile(rb"[^\x02]")
MANY = 500
ALWAYS_FREE = b" 65535 f"
NUMBER_ZERO = b"0000000000" + ALWAYS_FREE
SUBSECTION = re.compile(rb"[\x00 \t\n\f\r]*([0-9]{1,7})[ ]([0-9]{1,6})[ ]?(?:\r\n|\n)")
HEAD = 64
AFTER_TABLE = re.compile(rb"trailer[\x00 \t\n\f\r]*(?=<)")
HIGHEST_GENERATION = 0xFFFF
NUMBERS = {1: "B", 2: "H", 4: "I"}
"""Of that many bytes."""


class Read(NamedTuple):
    """Generation and offset, next generation, or stream and index by number; and the highest number of all."""

    in_use: dict[int, tuple[int, int]]
    free: dict[int, int]
    in_streams: dict[int, tuple[int, int]] | Rows
    highest: int
    is_renumbered: bool = False


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
        lines = stream.read(ROW * count)
        shape = ROW_SHAPE + lines[len(ROW_SHAPE) : ROW]
        if shape not in SHAPES or lines.translate(SHAPE) != shape * count:
            break
        ranges.append(range(first, first + count))
        rows += lines
        position, head = stream.tell(), stream.read(HEAD)
        if end := AFTER_TABLE.match(head):
            if is_renumbered := not strict and _is_numbered_from_one_too_high(rows, ranges, stream):
                ranges[0] = range(ranges[0].stop - 1)
            if (found := _rows(rows, ranges)) is None:
                break
            stream.seek(position + end.end())
            return found._replace(is_renumbered=is_renumbered)
    stream.seek(start)
    return slow("parse_xref_table")(stream, strict)


def _is_numbered_from_one_too_high(rows: bytes, ranges: list[range], stream: Any) -> bool:
    """Some write `1` for the section that begins with the free entry of number 0, and iText and viewers understand.

    Here the objects have to say so, too. Read strictly, its last number is as high as the size, which is an error.
    """
    if not ranges or ranges[0].start != 1 or rows[: len(ROW_SHAPE)] != NUMBER_ZERO:
        return False
    used = USED.search(rows[17 : ROW * len(ranges[0]) : ROW])
    if not used:
        return False
    row = rows[ROW * used.start() :]
    stream.seek(int(row[:10]))
    return bool(stream.read(HEAD).startswith(b"%d %d obj" % (used.start(), int(row[11:16]))))


def _rows(rows: bytes, ranges: list[range]) -> Read | None:
    """None when numbers do not rise or a generation is too high."""
    numbers, kinds = _joined(ranges), rows[17::ROW]
    used = [each.start() for each in USED.finditer(kinds)]
    in_use = {
        numbers[at]: (int(rows[ROW * at + 11 : ROW * at + 16]), int(rows[ROW * at : ROW * at + 10])) for at in used
    }
    if rows.count(ALWAYS_FREE) == len(kinds) - len(used):
        free = dict.fromkeys(numbers, HIGHEST_GENERATION)
        for number in in_use:
            free.pop(number, None)
    else:
        listed = zip(numbers, kinds, map(int, rows.split()[1::3]), strict=True)
        free = {number: following for number, kind, following in listed if kind == ord("f")}
    return _plain(Read(in_use, free, {}, _highest(numbers)), ranges)


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
        data
        and kind == 1
        and 1 <= place <= 7
        and 1 <= last <= 4
        and len(data) == sum(map(len, ranges)) * width
        and max(data[::width]) <= IN_A_STREAM
        and (found := _plain(_entries(data, place, last, _joined(ranges)), ranges)) is not None
    ):
        return found
    return slow("parse_xref_stream")(xref_stream, strict)


def _entries(data: bytes, place: int, last: int, numbers: Sequence[int]) -> Read:
    if isinstance(numbers, range) and data[:: 1 + place + last].count(IN_A_STREAM) >= MANY:
        rows = Rows(data, place, last, numbers)
        if 0 not in numbers or rows.kinds[-numbers.start] != IN_A_STREAM:
            return _lying(rows)
    in_use, free, in_streams = {}, {}, {}
    for number, (kind, one, other) in zip(numbers, _numbers(data, place, last), strict=True):
        if kind == IN_A_STREAM:
            in_streams[number] = (one, other)
        elif kind == IN_USE:
            in_use[number] = (other, one)
        else:
            free[number] = other
    return Read(in_use, free, in_streams, _highest(numbers))


def _lying(rows: Rows) -> Read:
    """What is in a stream stays as it lies; the rest is read."""
    in_use, free = {}, {}
    for found in NOT_IN_A_STREAM.finditer(rows.kinds):
        number, (one, other) = rows.numbers[found.start()], rows.at(found.start())
        if found[0][0] == IN_USE:
            in_use[number] = (other, one)
        else:
            free[number] = other
    return Read(in_use, free, rows, rows.numbers[-1])


def _numbers(data: bytes, place: int, last: int) -> Iterable[tuple[int, ...]]:
    if place in NUMBERS and last in NUMBERS:
        return struct.iter_unpack(f">B{NUMBERS[place]}{NUMBERS[last]}", data)
    number, width = int.from_bytes, 1 + place + last
    return (
        (data[at], number(data[at + 1 : at + 1 + place]), number(data[at + 1 + place : at + width]))
        for at in range(0, len(data), width)
    )


def _plain(found: Read, ranges: list[range]) -> Read | None:
    """With numbers that rise and generations the library would not skip; the first number is never asked for."""
    highest = max((*set(found.free.values()), *(generation for generation, _ in found.in_use.values())), default=0)
    if highest > HIGHEST_GENERATION or not _rise(ranges):
        return None
    for each in found[:3]:
        if not isinstance(each, Rows):
            each.pop(0, None)
    return found


def _rise(ranges: list[range]) -> bool:
    return all(one.stop <= other.start for one, other in pairwise(ranges))


def _highest(numbers: Sequence[int]) -> int:
    """Of numbers that rise; of others nobody will ask."""
    return numbers[-1] if numbers else 0


def _joined(ranges: list[range]) -> Sequence[int]:
    return ranges[0] if len(ranges) == 1 else list(chain.from_iterable(ranges))


def _are_numbers(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, int) and each >= 0 for each in list.__iter__(value))


def process_entries(self: Any, entries: Any, strict: bool) -> int:
    if not isinstance(entries, Read):
        highest: int = slow("process_entries")(self, entries, strict)
        return highest
    self.standard_xrefs, self.freed, rows = entries.in_use, entries.free, entries.in_streams
    self.is_renumbered = entries.is_renumbered
    if isinstance(rows, Rows):
        self.xrefs_in_objstm, self.obj_streams_used = InTheirStreams(rows), rows.streams()
    else:
        self.xrefs_in_objstm, self.obj_streams_used = InStreams(rows), {stream for stream, _ in rows.values()}
    self.explicit_refs_in_revision = Written(self)
    return entries.highest


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


def read_table(self: Any, declared: int) -> Any:
    return _before(self, slow("_read_xref_table")(self, declared))


def read_stream(self: Any, declared: int) -> Any:
    return _before(self, slow("_read_xref_stream")(self, declared))


def _before(builder: Any, found: Any) -> Any:
    """Scanners write `/Prev 0` where there is nothing before; read strictly that stays the error it is."""
    is_cut_off = found == 0 and not builder.strict
    if is_cut_off or getattr(builder.sections[-1].xref_data, "is_renumbered", False):
        builder.handler.__dict__[MENDED] = True
    return None if is_cut_off else found


REPLACED = (
    (xref.XRefSectionData, "process_entries", process_entries),
    (xref, "parse_xref_stream", parse_stream),
    (xref, "parse_xref_table", parse_table),
    (xref, "_check_freed_refs", check_freed),
    (xref.XRefBuilder, "_read_xref_table", read_table),
    (xref.XRefBuilder, "_read_xref_stream", read_stream),
)
