"""S4 and D2: what the signed bytes reach, and that nothing but evidence lies beyond the last of them."""

import re

from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    EncryptedObjAccess,
    NumberObject,
    Reference,
    StreamObject,
    TextStringObject,
)
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature

from shared.signatures.objects import as_of, parts
from shared.signatures.patches.registry import MENDED
from shared.signatures.permissions import certified

ASTRAY = 2
"""Ends of lines between where a table says an object begins and where it does."""
OBJECT_HEADER = re.compile(rb"(?<![0-9])\d++[\s\x00]++\d++[\s\x00]++obj(?![a-zA-Z])")


def byte_range(signature: DictionaryObject) -> tuple[int, int, int, int] | None:
    """The four plain numbers `[0 a b c]`, or None for anything else a forger may put there."""
    value = signature.get("/ByteRange")
    if not isinstance(value, ArrayObject) or len(value) != 4:
        return None
    if not all(isinstance(number, NumberObject) and number >= 0 for number in value):
        return None
    start, first, second, length = (int(number) for number in value)
    return (start, first, second, length) if start == 0 else None


def contents(signature: DictionaryObject) -> bytes | None:
    value = signature.raw_get("/Contents", decrypt=EncryptedObjAccess.RAW) if "/Contents" in signature else None
    return value.original_bytes if isinstance(value, ByteStringObject | TextStringObject) else None


def leaves_only_its_contents_out(file: bytes, ranges: tuple[int, int, int, int], cms: bytes) -> bool:
    """The gap is `<`, the hex of the very /Contents, `>`: comparing lengths lets a literal string wrap a false page."""
    _, first, second, length = ranges
    if not (first < second and second + length <= len(file)):
        return False
    gap = file[first:second]
    digits = gap[1:-1]
    return gap[:1] == b"<" and gap[-1:] == b">" and digits.lower() == cms.hex().encode()


def is_written_around(
    signature: DictionaryObject, file: bytes, reader: PdfFileReader, ranges: tuple[int, int, int, int]
) -> bool:
    """Whether the gap is in this very object: a copy of a signature elsewhere signs nothing that is beside the copy."""
    place = reader.xrefs[signature.container_ref] if isinstance(signature.container_ref, Reference) else None
    return isinstance(place, int) and place < ranges[1] and b"endobj" not in file[place : ranges[1]]


def reaches_past_the_end(file: bytes, ranges: tuple[int, int, int, int]) -> bool:
    """What compressors and portals leave behind: the numbers of a longer file."""
    return ranges[2] + ranges[3] > len(file)


def end_of(signature: EmbeddedPdfSignature) -> int:
    return int(signature.byte_range[2]) + int(signature.byte_range[3])


def last_revision_within(signature: EmbeddedPdfSignature) -> int:
    """The revision it signs: a linearised file has two tables from the start, and the first may be what lists it."""
    xrefs, revision = signature.reader.xrefs, int(signature.signed_revision)
    for later in range(revision + 1, xrefs.total_revisions):
        if xrefs.get_xref_container_info(later).end_location > end_of(signature):
            break
        revision = later
    return revision


def lists_what_lies_beyond(signature: EmbeddedPdfSignature) -> bool:
    """Whether an object it seems to sign lies past its end, or reaches past it."""
    from shared.signatures.extents import reach  # noqa: PLC0415  a signature over the whole file does without

    return reach(signature.reader, signature.signed_revision) > end_of(signature)


def has_unlisted_objects(signature: EmbeddedPdfSignature) -> bool:
    """Whether an object after its end is in no table, or in one under another number, or in a stream that hides it.

    A viewer that looks for objects by itself would take that one.
    """
    return _unlisted(signature.reader).is_any_after(end_of(signature))


def leaves_objects_out(reader: PdfFileReader) -> bool:
    """Whether a table that had to be mended lacks what a viewer finds that looks for objects by itself instead."""
    return MENDED in reader.__dict__ and _unlisted(reader).is_any_after(0)


def _unlisted(reader: PdfFileReader) -> "Unlisted":
    found: Unlisted = reader.__dict__.setdefault("_kho_unlisted", None) or Unlisted(reader)
    reader.__dict__["_kho_unlisted"] = found
    return found


class Unlisted:
    """Where a file's last unlisted object begins: each stretch is looked through once, for all its signatures."""

    def __init__(self, reader: PdfFileReader) -> None:
        self._reader, self._file, self._listed = reader, reader.stream.getvalue(), _listed(reader)
        self._looked_from, self._last = len(self._file), -1

    def is_any_after(self, end: int) -> bool:
        for header in OBJECT_HEADER.finditer(self._file, end):
            if header.start() >= self._looked_from:
                break
            if self._is_unlisted(header):
                self._last = max(self._last, header.start())
        self._looked_from = min(self._looked_from, end)
        return self._last >= end

    def _is_unlisted(self, header: re.Match[bytes]) -> bool:
        number, after = int(header[0].split()[0]), header.end()
        if not any((place, number) in self._listed for place in range(header.start() - ASTRAY, header.start() + 1)):
            return True
        is_of_objects = b"/ObjStm" in self._file[after : self._file.find(b"stream", after)]
        return is_of_objects and _hides_objects(self._reader, number)


def _listed(reader: PdfFileReader) -> set[tuple[int, int]]:
    """Where each object begins, and its number, as any table has it; the streams that are tables included."""
    listed: set[tuple[int, int]] = set()
    for revision in range(reader.xrefs.total_revisions):
        section = reader.xrefs.get_xref_data(revision)
        containers = [reader.xrefs.get_xref_container_info(revision)]
        containers += [section.hybrid.meta_info] if section.hybrid else []
        listed.update((each.start_location, each.stream_ref.idnum) for each in containers if each.stream_ref)
        for part in parts(section):
            listed.update((offset, number) for number, (_, offset) in part.standard_xrefs.items())
    return listed


def _hides_objects(reader: PdfFileReader, number: int) -> bool:
    """Whether a stream of objects holds one that no table says is there."""
    sections = (
        part for each in range(reader.xrefs.total_revisions) for part in parts(reader.xrefs.get_xref_data(each))
    )
    lying = {one for part in sections for one, place in part.xrefs_in_objstm.items() if place.obj_stream_id == number}
    stream = as_of(reader, Reference(number, 0, reader), reader.xrefs.total_revisions - 1)
    if not isinstance(stream, StreamObject) or stream.get("/Type") != "/ObjStm":
        return False
    held = stream.read_data(DecodePurpose.OBJECT_STREAM)[: stream["/First"]].split()
    return not lying.issuperset(map(int, held[::2]))


def has_unsigned_changes(file: bytes, reader: PdfFileReader, newest: EmbeddedPdfSignature) -> bool:
    """Whether anything but a security store follows the newest signature or document time stamp.

    S7 as far as it goes: a table for old readers and another for new ones may be in what is signed, as Word writes it,
    and in nothing that is not.
    """
    tail, later = file[end_of(newest) :], range(newest.signed_revision + 1, reader.xrefs.total_revisions)
    if not tail:
        return False
    if any(reader.xrefs.get_xref_data(each).hybrid for each in later):
        return True
    is_whole = len(later) == tail.count(b"%%EOF") == tail.count(b"startxref") > 0
    return not (is_whole and _lies_behind(newest, later) and _adds_only_evidence(newest))


def _lies_behind(newest: EmbeddedPdfSignature, later: range) -> bool:
    """Whether each later table and all it lists lie after the newest signature, and nothing else does."""
    xrefs = newest.reader.xrefs
    places = [xrefs.get_xref_container_info(each).start_location for each in later]
    places += [offset for each in later for _, offset in xrefs.get_xref_data(each).standard_xrefs.values()]
    return min(places) >= end_of(newest) and not has_unlisted_objects(newest)


def _adds_only_evidence(newest: EmbeddedPdfSignature) -> bool:
    from shared.signatures.difference import UNSIGNED_TAIL  # noqa: PLC0415  a signature over the whole file does without

    result = UNSIGNED_TAIL.review_file(newest.reader, newest.signed_revision, doc_mdp=certified(newest))
    return isinstance(result, DiffResult) and result.modification_level <= ModificationLevel.LTA_UPDATES
