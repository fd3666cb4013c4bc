"""S6: nothing in the file may act, wherever it hides; none of 170 real government papers does."""

# mypy: allow-untyped-calls

import re
from collections.abc import Iterator

from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.generic import Reference, StreamObject
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader

from shared.signatures.objects import as_of
from shared.signatures.scan import ACTIVE_NAMES, DELIMITER, Scan
from shared.signatures.structure import escaped_names

NAMES = rb"/(?:" + ACTIVE_NAMES + rb")(?=" + DELIMITER + rb"|\Z)"
# The dictionary of embedded files, not the list of permissions of the same name in usage rights.
EMBEDDED = rb"/EF[\s\x00]*+(?:%[^\r\n]*+[\r\n]++[\s\x00]*+)*+(?:<<|\d++\s++\d++\s++R)"
ACTIVE = re.compile(NAMES + rb"|" + EMBEDDED)
IN_AN_ADDRESS = re.compile(rb"\([A-Za-z]+://[^\s()<>\[\]{}%\\]*\Z")


def has_active_content(file: Scan, reader: PdfFileReader) -> bool:
    """Look through every byte of the file and of every object stream of every revision."""
    return any(is_active(scan) for scan in (file, *map(Scan, object_streams(reader))))


def is_active(scan: Scan) -> bool:
    spelt_out = any(not _is_in_an_address(scan.data, found.start()) for found in scan.found(ACTIVE))
    return spelt_out or any(ACTIVE.match(name) for name in escaped_names(scan))


def _is_in_an_address(data: bytes, position: int) -> bool:
    """A web address may well have a path called /Launch."""
    return IN_AN_ADDRESS.search(data, max(0, position - 2048), position) is not None


def object_streams(reader: PdfFileReader) -> Iterator[bytes]:
    """The decoded object streams of every revision, hybrid sections included."""
    xrefs = reader.xrefs
    for revision in range(xrefs.total_revisions):
        section = xrefs.get_xref_data(revision)
        used = set(section.obj_streams_used)
        if section.hybrid is not None:
            used |= section.hybrid.xref_data.obj_streams_used
        for number in sorted(used):
            yield _decoded(reader, Reference(number, 0, reader), revision)


def _decoded(reader: PdfFileReader, reference: Reference, revision: int) -> bytes:
    stream = as_of(reader, reference, revision)
    if not isinstance(stream, StreamObject):
        raise PdfReadError(f"{reference} is not an object stream")
    return stream.read_data(DecodePurpose.OBJECT_STREAM)
