"""Object streams: the library parses their header from its beginning for every object in them."""

# mypy: allow-untyped-calls, allow-untyped-defs

import re
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic, misc, reader
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.generic import StreamObject

from shared.signatures.patches.registry import slow

ENTRY = re.compile(
    rb"[\x00 \t\n\f\r]*([0-9]{1,10})[\x00 \t\n\f\r]+([0-9]{1,10})(?![0-9+,\-.])(?=[\x00 \t\n\f\r]*[^\x00 \t\n\f\r%])"
)


def object_from_stream(self: Any, idnum: int, stmnum: int, idx: int) -> Any:
    """As the library reads it leniently, with the header's plain entries remembered beside the stream."""
    stream: Any = generic.Reference(stmnum, 0, self).get_object()
    _end_its_last_line(stream)
    offset = None if self.strict else offset_in(stream, idnum, idx)
    if offset is None:
        return slow("_get_object_from_stream")(self, idnum, stmnum, idx)
    decoded, start = stream.read_data(DecodePurpose.OBJECT_STREAM), stream["/First"] + offset
    if plain := plain_dictionary(decoded, start, generic.Reference(idnum, 0, self)):
        return plain[0]
    data = BytesIO(decoded)
    data.seek(start)
    try:
        found = generic.read_object(data, generic.Reference(idnum, 0, self))
    except (misc.PdfStreamError, misc.PdfReadError):
        found = generic.NullObject()
    if not isinstance(found, generic.StreamObject | generic.IndirectObject):
        misc.read_non_whitespace(data, seek_back=True, allow_eof=True)
    return found


TOKEN = re.compile(
    rb"[\x00 \t\n\f\r]*(?:(/[!\"$&'*-.0-;=?-Z\\^-z|~]*)|([1-9][0-9]{0,6}) 0 R(?=[^a-zA-Z])"
    rb"|([0-9]{1,9})(?=[^0-9+,\-.])|(<<)|(>>)|(\[)|(\]))"
)
PLAIN_END = re.compile(rb"[\x00 \t\n\f\r]*(?:\Z|[^\x00 \t\n\f\rs%])")
DEEPEST = 20


def plain_dictionary(data: bytes, position: Any, container: Any, ending: re.Pattern[bytes] = PLAIN_END) -> Any:
    """The dictionary there and what ends it, if it is made of names, whole numbers and references; None for others."""
    if not isinstance(position, int) or data[position : position + 2] != b"<<":
        return None
    outer: list[tuple[Any, Any]] = []
    inner: Any = None
    key: Any = None
    while token := TOKEN.match(data, position):
        position, kind = token.end(), token.lastindex
        expects_key = type(inner) is dict and key is None
        if expects_key and kind == 1:
            key = generic.NameObject(token[1].decode("ascii"))
            continue
        if expects_key != (kind == 5) or len(outer) > DEEPEST:
            return None
        if kind in (4, 6):
            outer.append((inner, key))
            inner, key = {} if kind == 4 else generic.ArrayObject(), None
            continue
        value = _plain_value(token, container) if kind in (1, 2, 3) else inner
        if kind in (5, 7):
            if kind == 7 and type(inner) is dict:
                return None
            value = generic.DictionaryObject(inner) if kind == 5 else inner
            inner, key = outer.pop()
        value.container_ref = container
        if inner is None:
            end = ending.match(data, position)
            return (value, end) if end else None
        if type(inner) is not dict:
            inner.append(value)
        elif key in inner:
            return None
        else:
            inner[key], key = value, None
    return None


def _plain_value(token: re.Match[bytes], container: Any) -> Any:
    if token.lastindex == 1:
        return generic.NameObject(token[1].decode("ascii"))
    if token.lastindex == 2:
        return generic.IndirectObject(int(token[2]), 0, container.get_pdf_handler())
    return generic.NumberObject(int(token[3]))


def offset_in(stream: Any, idnum: int, idx: int) -> int | None:
    """Where in the stream that object begins, if both its stream and its entry are plain."""
    if not isinstance(stream, StreamObject) or stream["/Type"] != "/ObjStm":
        return None
    count = stream["/N"]
    if not isinstance(count, int) or not 0 <= idx < count:
        return None
    known = stream.__dict__.get("_kho_offsets")
    if known is None:
        known = stream.__dict__["_kho_offsets"] = _offsets(stream.read_data(DecodePurpose.OBJECT_STREAM), count)
    offset: int | None = known.get(idnum)
    return offset


def _end_its_last_line(stream: Any) -> None:
    """The library looks for the end of a comment forever where there is none."""
    if isinstance(stream, StreamObject) and not stream.__dict__.get("_kho_ended"):
        data = stream.read_data(DecodePurpose.OBJECT_STREAM)
        if b"%" in data[max(data.rfind(b"\n"), data.rfind(b"\r")) + 1 :]:
            stream._data = data + b"\n"
        stream.__dict__["_kho_ended"] = True


def _offsets(data: bytes, count: int) -> dict[int, int]:
    """The header as far as it is plain; a number's first entry is the one that counts."""
    known: dict[int, int] = {}
    position = 0
    for _ in range(count):
        entry = ENTRY.match(data, position)
        if entry is None:
            break
        known.setdefault(int(entry[1]), int(entry[2]))
        position = entry.end()
    return known


REPLACED = ((reader.PdfFileReader, "_get_object_from_stream", object_from_stream),)
