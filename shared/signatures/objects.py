"""Looking a key up in a PDF dictionary, and an object up in a revision, each read once."""

# mypy: allow-untyped-calls

from collections.abc import Set as AbstractSet
from typing import Any

from pyhanko.pdf_utils.generic import ByteStringObject, DictionaryObject, PdfObject, Reference, TextStringObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import XRefSectionData

STRINGS = (TextStringObject, ByteStringObject)


def value(dictionary: DictionaryObject, key: str) -> Any:
    """The object itself, or None when it is absent or null: the library's own `get` answers with the reference."""
    try:
        return dictionary[key]
    except KeyError:
        return None


def as_written(dictionary: DictionaryObject | None, key: str) -> Any:
    """What stands there itself, a reference perhaps, or None when nothing does."""
    return dictionary.raw_get(key) if dictionary is not None and key in dictionary else None


def entries_but(dictionary: DictionaryObject, keys: AbstractSet[str]) -> dict[str, PdfObject]:
    """All other entries as they are written, references perhaps."""
    return {key: dictionary.raw_get(key) for key in dictionary.keys() - keys}


def parts(section: XRefSectionData) -> tuple[XRefSectionData, ...]:
    """A section of cross-references and the hybrid one that completes it."""
    return (section,) if section.hybrid is None else (section, section.hybrid.xref_data)


def streams_up_to(reader: PdfFileReader, revision: int) -> set[int]:
    """The numbers of the streams that any revision up to this one says its objects lie in."""
    sections = (part for each in range(revision + 1) for part in parts(reader.xrefs.get_xref_data(each)))
    return {number for section in sections for number in section.obj_streams_used}


def as_of(reader: PdfFileReader, reference: Reference, revision: int) -> Any:
    """The object as that revision has it, read once for all revisions that have it so.

    References in it lead to the newest revision.
    """
    try:
        is_current = reader.xrefs.get_last_change(reference) <= revision
    except KeyError:
        is_current = False
    if is_current:
        return reader.get_object(reference, transparent_decrypt=False)
    earlier = reader.__dict__.setdefault("_kho_earlier", {})
    place = (reference, reader.xrefs.get_historical_ref(reference, revision))
    if place not in earlier:
        earlier[place] = reader.get_object(reference, revision, transparent_decrypt=False)
    return earlier[place]
