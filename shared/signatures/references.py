"""Who refers to whom, over every version of every object a file ever had, without reading most of them.

A dictionary written plainly is matched by one expression that ends where the library's parser ends; its references are
then found in its text. Whatever is written otherwise is read by the library. Nothing is missed: text that only looks
like a reference counts as one.
"""

# mypy: allow-untyped-calls

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, Reference, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import XRefSectionData

from shared.signatures.objects import parts
from shared.signatures.patches.compressed import offset_in

Version = tuple[int, int]
"""A revision, and the number of an object that revision wrote."""

SPACE = rb"[\x00\t\n\f\r ]*+"
END = rb"(?=[\x00\t\n\f\r /<>\[\]()])"
NAME = rb"/[!\"$&'*-.0-;=?-Z\\^-z|~]++"
SCALAR = (
    rb"(?>[0-9]{1,10} [0-9]{1,5} R" + END + rb"|[+-]?[0-9]{1,18}(?:\.[0-9]{0,18})?" + END + rb"|" + NAME
    + rb"|\((?:[^()\\]|\\[^\r])*+\)|<[0-9A-Fa-f]*+>|true" + END + rb"|false" + END + rb"|null" + END + rb")"
)  # fmt: skip


def _nested(depth: int) -> bytes:
    """A dictionary whose values are scalars, arrays and dictionaries down to that depth."""
    value = SCALAR
    for _ in range(depth):
        value = rb"(?>" + SCALAR + rb"|" + _array(value) + rb"|" + _dictionary(value) + rb")"
    return _dictionary(value)


def _array(value: bytes) -> bytes:
    return rb"\[(?:" + SPACE + value + rb")*+" + SPACE + rb"\]"


def _dictionary(value: bytes) -> bytes:
    return rb"<<(?:" + SPACE + NAME + SPACE + value + rb")*+" + SPACE + rb">>"


PLAIN = re.compile(_nested(2), re.DOTALL)
REFERENCE = re.compile(rb"(?<![0-9])([0-9]{1,20}+)[\x00\t\n\x0b\f\r ]++[0-9]{1,20}+[\x00\t\n\x0b\f\r ]++R")
HEADER = re.compile(rb"([0-9]{1,10}) ([0-9]{1,5}) obj" + SPACE)
END_OF_OBJECT = re.compile(SPACE + rb"endobj")
BEGINNING_OF_STREAM = re.compile(SPACE + rb"stream\r?\n")
LENGTH = re.compile(rb"/Length" + SPACE + rb"([0-9]{1,10})" + SPACE + rb"(?=[/>])")
END_OF_STREAM = re.compile(SPACE + rb"endstream")


class References:
    """The versions that refer to a number written after the first revision, to what the catalogue names, to a table."""

    def __init__(self, reader: PdfFileReader) -> None:
        self._reader, self._file = reader, reader.stream.getvalue()
        self.tables = frozenset(reference.idnum for reference in reader.xrefs.xref_stream_refs)
        """The numbers of cross-reference streams: they name the catalogue as a trailer does."""

        try:
            self._found = self._find()
        except Exception:  # noqa: BLE001  whatever it is, the library meets it again when it reads that object
            self._found = {}

    def to(self, number: int) -> Collection[Version]:
        """Raises KeyError for a number that was not looked for, or for any if an object could not be read."""
        return self._found[number]

    def _find(self) -> dict[int, set[Version]]:
        xrefs = self._reader.xrefs
        sections = [list(parts(xrefs.get_xref_data(revision))) for revision in range(xrefs.total_revisions)]
        wanted = {number for section in sections[1:] for part in section for number in _written(part)}
        trailer = self._reader.trailer.flatten()
        wanted |= self.tables | {*references_in(trailer)} | {*references_in(trailer["/Root"])}
        found: dict[int, set[Version]] = {number: set() for number in wanted}
        for revision, section in enumerate(sections):
            for part in section:
                for owner, number in (*self._in_sight(part, revision), *self._in_streams(part, revision, wanted)):
                    if number in wanted:
                        found[number].add((revision, owner))
        return found

    def _in_sight(self, part: XRefSectionData, revision: int) -> Iterator[tuple[int, int]]:
        for number, (generation, offset) in part.standard_xrefs.items():
            if plain := plain_at(self._file, number, generation, offset):
                yield from ((number, int(each)) for each in REFERENCE.findall(plain[0]))
            else:
                yield from ((number, each) for each in self._read(Reference(number, generation), revision))

    def _in_streams(self, part: XRefSectionData, revision: int, wanted: Collection[int]) -> Iterator[tuple[int, int]]:
        inside: dict[int, list[int]] = defaultdict(list)
        for number, place in part.xrefs_in_objstm.items():
            inside[place.obj_stream_id].append(number)
        for stream, numbers in inside.items():
            yield from self._in_stream(stream, numbers, revision, wanted)

    def _in_stream(
        self, number: int, inside: list[int], revision: int, wanted: Collection[int]
    ) -> Iterator[tuple[int, int]]:
        """The library reads whatever a table puts in a stream from the newest stream of that number."""
        stream = self._reader.get_object(Reference(number, 0, self._reader), transparent_decrypt=False)
        owners, ends = self._plain_in(stream, inside)
        starts = sorted(owners)
        for found in REFERENCE.finditer(stream.read_data(DecodePurpose.OBJECT_STREAM)) if owners else ():
            if (target := int(found[1])) in wanted and (nearest := bisect_right(starts, found.start())):
                start = starts[nearest - 1]
                if found.start() < ends[start]:
                    yield owners[start], target
        for owner in set(inside) - set(owners.values()):
            yield from ((owner, each) for each in self._read(Reference(owner, 0), revision))

    def _plain_in(self, stream: object, inside: list[int]) -> tuple[dict[int, int], dict[int, int]]:
        """Whose plain dictionary begins at each place of the stream, and where it ends."""
        if not isinstance(stream, StreamObject):
            return {}, {}
        first, data = stream["/First"], stream.read_data(DecodePurpose.OBJECT_STREAM)
        ends = {plain.start(): plain.end() for plain in PLAIN.finditer(data, first)}
        offsets = ((offset_in(stream, number, 0), number) for number in inside)
        starts = {first + offset: number for offset, number in offsets if offset is not None}
        return {start: number for start, number in starts.items() if start in ends}, ends

    def _read(self, reference: Reference, revision: int) -> Iterator[int]:
        return references_in(self._reader.get_object(reference, revision, transparent_decrypt=False))


def plain_at(file: bytes, number: int, generation: int, offset: int) -> tuple[bytes, int] | None:
    """The text of a plain dictionary, or of that of a stream as long as it says, and where it ends; or else None."""
    header = HEADER.match(file, offset)
    if not header or (int(header[1]), int(header[2])) != (number, generation):
        return None
    plain = PLAIN.match(file, header.end())
    if not plain:
        return None
    if end := END_OF_OBJECT.match(file, plain.end()):
        return plain[0], end.end()
    stream, length = BEGINNING_OF_STREAM.match(file, plain.end()), LENGTH.findall(plain[0])
    if not stream or len(length) != 1 or plain[0].count(b"/Length") != 1:
        return None
    end = END_OF_STREAM.match(file, stream.end() + int(length[0]))
    return (plain[0], end.end()) if end else None


def references_in(value: object) -> Iterator[int]:
    """The number of every reference in an object, those it refers to not entered."""
    if isinstance(value, IndirectObject):
        yield value.idnum
    elif isinstance(value, DictionaryObject | ArrayObject):
        entries: Iterable[object] = dict.values(value) if isinstance(value, dict) else list.__iter__(value)
        for entry in entries:
            yield from references_in(entry)


def _written(part: XRefSectionData) -> Iterator[int]:
    yield from part.standard_xrefs
    yield from part.xrefs_in_objstm
