"""Dictionaries with a key twice: the library takes the first value, many a viewer the last, and nobody is told.

They are read as the library reads them, and the reader keeps a note of them: no patch for speed, and never taken back.
"""

# mypy: allow-untyped-calls, allow-untyped-defs

from typing import Any

from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

AS_PUBLISHED = DictionaryObject.read_from_stream
NOTE = "_kho_said_twice"
IN_A_TRAILER = 0


def read_dictionary(
    stream: Any,
    container_ref: Any,
    as_metadata_stream: bool = False,
    in_content_stream: Any = generic.ContentOpReading.NO,
) -> Any:
    handler = container_ref.get_pdf_handler()
    if in_content_stream or as_metadata_stream or getattr(handler, "strict", True) or not hasattr(handler, "__dict__"):
        return AS_PUBLISHED(stream, container_ref, as_metadata_stream, in_content_stream)
    if stream.read(2) != b"<<":
        raise misc.PdfReadError("a dictionary begins with '<<'")
    data: dict[Any, Any] = {}
    while misc.read_non_whitespace(stream) != b">":
        stream.seek(-1, 1)
        try:
            key = NameObject.read_from_stream(stream)
        except Exception as error:
            raise misc.PdfReadError("a dictionary's key is a name") from error
        misc.read_non_whitespace(stream)
        stream.seek(-1, 1)
        value = generic.read_object(stream, container_ref)
        if key not in data:
            data[key] = value
        elif data[key] != value:
            _note(handler, container_ref, value)
    stream.read(1)
    payload = generic._maybe_read_stream_payload(stream, data, handler)
    return DictionaryObject(data) if payload is None else StreamObject(data, encoded_data=payload)


def _note(handler: Any, container: Any, unread: Any) -> None:
    notes = handler.__dict__.setdefault(NOTE, {})
    number = getattr(container, "idnum", IN_A_TRAILER)
    notes[number] = notes.get(number, False) or _leads_somewhere(unread)


def _leads_somewhere(value: Any) -> bool:
    if isinstance(value, DictionaryObject):
        return any(map(_leads_somewhere, dict.values(value)))
    if isinstance(value, ArrayObject):
        return any(map(_leads_somewhere, list.__iter__(value)))
    return isinstance(value, IndirectObject)


def said_twice(reader: Any) -> dict[int, bool]:
    """The objects read so far that give a key two values, and whether one that was left out leads anywhere."""
    notes: dict[int, bool] = reader.__dict__.get(NOTE, {})
    return notes


def watch() -> None:
    setattr(DictionaryObject, "read_from_stream", staticmethod(read_dictionary))  # noqa: B010  mypy would not have it
