"""How far into the file a revision's objects reach: what lies past the end of a signature is none of its own.

A table may list a place where nothing lies yet, a stream may be longer than the file is, a string may be left open:
whoever appends the rest then writes what an earlier signer seems to have signed, and no table tells of it.
"""

# mypy: allow-untyped-calls

from pyhanko.pdf_utils.generic import Reference, read_object
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from shared.signatures.objects import parts
from shared.signatures.references import HEADER, plain_at

UNREADABLE = (PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError)


def reach(reader: PdfFileReader, revision: int) -> int:
    """Where the last of the objects ends that lie in sight and that revisions up to this one list."""
    known: list[int] = reader.__dict__.setdefault("_kho_reach", [])
    for each in range(len(known), revision + 1):
        sections = parts(reader.xrefs.get_xref_data(each))
        places = [(number, *place) for section in sections for number, place in section.standard_xrefs.items()]
        known.append(max([0, *(_end(reader, *place) for place in places), *known[-1:]]))
    return known[revision]


def _end(reader: PdfFileReader, number: int, generation: int, offset: int) -> int:
    """What nobody can read ends somewhere behind its beginning."""
    file = reader.stream.getvalue()
    if plain := plain_at(file, number, generation, offset):
        return plain[1]
    header = HEADER.match(file, offset)
    reader.stream.seek(header.end() if header else offset)
    try:
        read_object(reader.stream, Reference(number, generation, reader))
    except UNREADABLE:
        return offset + 1
    return int(reader.stream.tell())
