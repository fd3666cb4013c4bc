"""What pyHanko 0.38 does slowly, done fast: the same answers, or its own code wherever an input is unusual.

Nothing here is imported from pyHanko until it is needed. Every patch falls back on what it replaces, is applied to the
known version only, and is compared with the unpatched library on the whole generated corpus (`test_patches`).
"""

# mypy: allow-untyped-calls, allow-untyped-defs

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from io import BytesIO
from types import ModuleType
from typing import Any, NamedTuple

KNOWN_VERSION = "0.38."
SIGN = "pyhanko.sign"


class Patch(NamedTuple):
    owner: Any
    name: str
    fast: Any
    slow: Any


_applied: list[Patch] = []


# --- names of certificates: prepared letter by letter (RFC 4518) to be compared, even when their bytes are the same ---


def _are_equal_names(self: Any, other: Any) -> Any:
    """The same bytes are the same name, once each of its values could be prepared at all."""
    if type(other) is type(self) and self.dump() == other.dump() and _can_be_prepared(self.dump()):
        return True
    return _slow("__eq__")(self, other)


@lru_cache(maxsize=512)
def _can_be_prepared(name: bytes) -> bool:
    from asn1crypto.x509 import RDNSequence  # noqa: PLC0415

    try:
        return bool(_slow("__eq__")(RDNSequence.load(name), RDNSequence.load(name)))
    except Exception:  # noqa: BLE001  whatever it is, the comparison itself meets it again
        return False


# --- imports: `pyhanko.sign` opens the signers, and with them aiohttp, for whoever only validates ---------------------


class _SignPackage(ModuleType):
    """The package without its contents; the signers it re-exports are read when somebody asks for one of them."""

    def __getattr__(self, name: str) -> Any:
        contents = self.__dict__.pop("_contents", None)
        if name.startswith("__") or contents is None or find_spec(f"{SIGN}.{name}"):
            if contents is not None:
                self.__dict__["_contents"] = contents
            raise AttributeError(f"module {SIGN!r} has no attribute {name!r}")
        contents.exec_module(self)
        return getattr(self, name)


class _Deferred(Loader):
    def __init__(self, contents: Loader) -> None:
        self._contents = contents

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _SignPackage(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["_contents"] = self._contents


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != SIGN or not is_known_version():
            return None
        spec = PathFinder.find_spec(fullname, path)
        if spec and spec.loader:
            spec.loader = _Deferred(spec.loader)
        return spec


def slim_imports() -> None:
    """Let `pyhanko.sign` open its signers only for whoever signs. Without effect once it is open."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def is_known_version() -> bool:
    from pyhanko.version import __version__  # noqa: PLC0415  nothing of the library before somebody needs it

    return str(__version__).startswith(KNOWN_VERSION)


# --- applying --------------------------------------------------------------------------------------------------------


def apply() -> None:
    """Replace the slow functions, once, in the version these were written for and in no other."""
    if _applied or not is_known_version():
        return
    from asn1crypto import x509  # noqa: PLC0415
    from pyhanko.pdf_utils import generic, misc, reader, xref  # noqa: PLC0415

    for owner, name, fast in (
        (x509.RDNSequence, "__eq__", _are_equal_names),
        (misc, "_read_until_class", _read_until_class),
        (generic, "_decode_name", _decode_name),
        (xref.XRefSectionData, "process_entries", _process_entries),
        (xref, "parse_xref_stream", _parse_xref_stream),
        (xref, "parse_xref_table", _parse_xref_table),
        (reader.HistoricalResolver, "_load_reverse_xref_cache", _load_usages),
        (generic, "read_hex_string_from_stream", _read_hex_string),
        (reader.PdfFileReader, "_get_object_from_stream", _object_from_stream),
    ):
        _applied.append(Patch(owner, name, fast, owner.__dict__[name]))
    _set("fast")


@contextmanager
def unpatched() -> Iterator[None]:
    """The library as it was published, to compare with."""
    _set("slow")
    try:
        yield
    finally:
        _set("fast")


def _set(which: str) -> None:
    for patch in _applied:
        setattr(patch.owner, patch.name, getattr(patch, which))


def _slow(name: str) -> Any:
    return next(patch.slow for patch in _applied if patch.name == name)


# --- names: read one character at a time ------------------------------------------------------------------------------


def _read_until_class(class_chars: bytes, stream: Any, maxchars: int | None = None) -> tuple[bytes, bool]:
    """What precedes the first of those characters, which is read too, and whether there was none."""
    if maxchars is not None:
        result: tuple[bytes, bool] = _slow("_read_until_class")(class_chars, stream, maxchars)
        return result
    ending, read = _one_of(class_chars), b""
    while bite := stream.read(32):
        if found := ending.search(bite):
            stream.seek(found.end() - len(bite), 1)
            return read + bite[: found.start()], False
        read += bite
    return read, True


@lru_cache(maxsize=8)
def _one_of(class_chars: bytes) -> re.Pattern[bytes]:
    return re.compile(b"[" + re.escape(class_chars) + b"]")


PLAIN_NAME = re.compile(rb"[!-~]*")
ESCAPE_OR_DELIMITER = re.compile(rb"[#()<>\[\]{}/%]")


def _decode_name(name_bytes: bytes) -> Any:
    from pyhanko.pdf_utils.generic import NameObject  # noqa: PLC0415

    if PLAIN_NAME.fullmatch(name_bytes) and not ESCAPE_OR_DELIMITER.search(name_bytes):
        return NameObject("/" + name_bytes.decode("ascii"))
    return _slow("_decode_name")(name_bytes)


# --- hex strings: read one character at a time -----------------------------------------------------------------------

HEX_DIGITS = b"0123456789abcdefABCDEF"
FIRST_READ = 256


def _read_hex_string(stream: Any) -> Any:
    """Digits up to the closing bracket in ever larger bites; anything else among them is the library's business."""
    from pyhanko.pdf_utils.generic import pdf_string  # noqa: PLC0415

    start, size, digits = stream.tell(), FIRST_READ, bytearray()
    stream.read(1)
    while bite := stream.read(size):
        end = bite.find(b">")
        part = bite if end < 0 else bite[:end]
        if part.translate(None, HEX_DIGITS):
            break
        digits += part
        if end >= 0:
            stream.seek(start + 1 + len(digits) + 1)
            return pdf_string(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")))
        size *= 2
    stream.seek(start)
    return _slow("read_hex_string_from_stream")(stream)


# --- cross-references: an object for every entry, and each number of it read by itself -------------------------------

Row = tuple[int, int, int]
"""Kind, place, generation or index: 0 for a free number, 1 for one in use, 2 for one in an object stream."""

LINE = re.compile(rb"([0-9]{10}) ([0-9]{5}) ([nf])(?: \r| \n|\r\n)")
SUBSECTION = re.compile(rb"[\x00 \t\n\f\r]*([0-9]{1,7})[ ]([0-9]{1,6})[ ]?(?:\r\n|\n)")
HEAD = 64
AFTER_TABLE = re.compile(rb"trailer[\x00 \t\n\f\r]*(?=<)")


class _Rows(list[tuple[int, Row]]):
    """Plain entries with their numbers, for `_process_entries`."""


def _parse_xref_table(stream: Any, strict: bool) -> Any:
    """Rows of exactly twenty bytes and sections one after the other; any other table is the library's business."""
    start, rows = stream.tell(), _Rows()
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
    return _slow("parse_xref_table")(stream, strict)


def _parse_xref_stream(xref_stream: Any, strict: bool = True) -> Any:
    """Rows of one, up to seven and up to four bytes; any other width, index or length is the library's business."""
    from pyhanko.pdf_utils.decode_limits import DecodePurpose  # noqa: PLC0415
    from pyhanko.pdf_utils.xref import _expected_xref_stream_size  # noqa: PLC0415

    index, widths = xref_stream.get("/Index", [0, xref_stream.get("/Size")]), xref_stream.get("/W")
    if not (_are_numbers(index) and len(index) == 2 and _are_numbers(widths) and len(widths) == 3):
        return _slow("parse_xref_stream")(xref_stream, strict)
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
        return _slow("parse_xref_stream")(xref_stream, strict)
    number = int.from_bytes
    return _Rows(
        (first + n, (data[at], number(data[at + 1 : at + 1 + place]), number(data[at + 1 + place : at + width])))
        for n, at in enumerate(range(0, len(data), width))
    )


def _are_numbers(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, int) and each >= 0 for each in list.__iter__(value))


def _process_entries(self: Any, entries: Any, strict: bool) -> int:
    from pyhanko.pdf_utils.xref import ObjStreamRef  # noqa: PLC0415

    if not isinstance(entries, _Rows) or any(row[2] > 0xFFFF and row[0] != 2 for _, row in entries):
        highest: int = _slow("process_entries")(self, _as_entries(entries), strict)
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
    from pyhanko.pdf_utils.xref import ObjStreamRef, XRefEntry, XRefType  # noqa: PLC0415

    if not isinstance(entries, _Rows):
        yield from entries
        return
    for number, (kind, place, last) in entries:
        if kind == 2:
            yield XRefEntry(XRefType.IN_OBJ_STREAM, ObjStreamRef(place, last), number)
        else:
            sort = XRefType.STANDARD if kind == 1 else XRefType.FREE
            yield XRefEntry(sort, place if kind == 1 else None, number, last)


# --- object streams: their header is parsed from its beginning for every object ---------------------------------------

ENTRY = re.compile(
    rb"[\x00 \t\n\f\r]*([0-9]{1,10})[\x00 \t\n\f\r]+([0-9]{1,10})(?![0-9+,\-.])(?=[\x00 \t\n\f\r]*[^\x00 \t\n\f\r%])"
)


def _object_from_stream(self: Any, idnum: int, stmnum: int, idx: int) -> Any:
    """As the library reads it leniently, with the header's plain entries remembered beside the stream."""
    from pyhanko.pdf_utils import generic, misc  # noqa: PLC0415
    from pyhanko.pdf_utils.decode_limits import DecodePurpose  # noqa: PLC0415

    stream: Any = generic.Reference(stmnum, 0, self).get_object()
    offset = None if self.strict else _offset(stream, idnum, idx, DecodePurpose.OBJECT_STREAM)
    if offset is None:
        return _slow("_get_object_from_stream")(self, idnum, stmnum, idx)
    decoded, start = stream.read_data(DecodePurpose.OBJECT_STREAM), stream["/First"] + offset
    if plain := _plain_dictionary(decoded, start, generic.Reference(idnum, 0, self)):
        return plain
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


def _plain_dictionary(data: bytes, position: Any, container: Any) -> Any:
    """The dictionary there if it is made of names, whole numbers and references alone; None for the library to read."""
    from pyhanko.pdf_utils import generic  # noqa: PLC0415

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
            return value if PLAIN_END.match(data, position) else None
        if type(inner) is not dict:
            inner.append(value)
        elif key in inner:
            return None
        else:
            inner[key], key = value, None
    return None


def _plain_value(token: re.Match[bytes], container: Any) -> Any:
    from pyhanko.pdf_utils import generic  # noqa: PLC0415

    if token.lastindex == 1:
        return generic.NameObject(token[1].decode("ascii"))
    if token.lastindex == 2:
        return generic.IndirectObject(int(token[2]), 0, container.get_pdf_handler())
    return generic.NumberObject(int(token[3]))


def _offset(stream: Any, idnum: int, idx: int, purpose: Any) -> int | None:
    """Where in the stream that object begins, if both its stream and its entry are plain."""
    from pyhanko.pdf_utils.generic import StreamObject  # noqa: PLC0415

    if not isinstance(stream, StreamObject) or stream["/Type"] != "/ObjStm":
        return None
    count = stream["/N"]
    if not isinstance(count, int) or not 0 <= idx < count:
        return None
    known = stream.__dict__.get("_kho_offsets")
    if known is None:
        known = stream.__dict__["_kho_offsets"] = _offsets(stream.read_data(purpose), count)
    offset: int | None = known.get(idnum)
    return offset


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


# --- usages: every revision's whole graph is copied, and walked dictionary by dictionary ------------------------------

Path = tuple[str | int, ...]
Edge = tuple[Path, Any, bool]
STRUCTURE = ("/Root", "/StructTreeRoot")


class _Usages(dict[Any, Any]):
    """Paths as plain tuples; the library's own kind of path is made for whoever asks for a reference."""

    def __getitem__(self, reference: Any) -> Any:
        from pyhanko.pdf_utils.reader import RawPdfPath  # noqa: PLC0415

        return {RawPdfPath(*path) for path in super().__getitem__(reference)}


def _load_usages(self: Any) -> None:
    """The paths to each reference of a revision, over the objects of the file and not over copies of them."""
    if self._indirect_object_access_cache is None:
        self._indirect_object_access_cache = _Walk(self).usages()


class _Walk:
    """One revision's graph, entered at the trailer, pages and structure elements along their own trees only."""

    def __init__(self, revision: Any) -> None:
        self._revision = revision
        self._objects: dict[Any, Any] = {}
        self._found = _Usages()
        self._above: set[Any] = set()

    def usages(self) -> _Usages:
        root = self._revision.root
        self._pages = self._page_tree(root.raw_get("/Pages"))
        self._structure = self._structure_tree(root)
        for path, reference, is_structure in _edges(self._revision.trailer_view, (), is_structure=False):
            self._visit(reference, path, is_structure)
        return self._found

    def _visit(self, reference: Any, path: Path, is_structure: bool) -> None:
        if reference in self._above:
            return
        self._found.setdefault(reference, set()).add(path)
        here = self._at(reference)
        if self._pages.get(reference, path) != path or (not is_structure and reference in self._structure):
            return
        self._above.add(reference)
        for step, further, below in _edges_of(here, path, is_structure=is_structure):
            self._visit(further, path + step, below)
        self._above.discard(reference)

    def _at(self, reference: Any) -> Any:
        if reference not in self._objects:
            self._objects[reference] = _as_of(self._revision, reference)
        return self._objects[reference]

    def _resolved(self, value: Any) -> Any:
        from pyhanko.pdf_utils.generic import IndirectObject  # noqa: PLC0415

        while isinstance(value, IndirectObject):
            value = self._at(value.reference)
        return value

    def _page_tree(self, pages: Any) -> dict[Any, Path]:
        from pyhanko.pdf_utils import generic, misc  # noqa: PLC0415

        top = ("/Root", "/Pages")
        found: dict[Any, Path] = {pages.reference: top} if isinstance(pages, generic.IndirectObject) else {}
        for reference, path in self._kids(self._resolved(pages), top):
            if reference in found:
                raise misc.PdfReadError("Circular reference in page tree in mapping stage")
            found[reference] = path
        return found

    def _kids(self, pages: Any, path: Path) -> Iterator[tuple[Any, Path]]:
        from pyhanko.pdf_utils.generic import IndirectObject  # noqa: PLC0415

        for index, kid in enumerate(self._resolved(pages.raw_get("/Kids"))):
            below = (*path, "/Kids", index)
            if isinstance(kid, IndirectObject):
                yield kid.reference, below
            page = self._resolved(kid)
            if page.get("/Type", None) == "/Pages":
                yield from self._kids(page, below)

    def _structure_tree(self, root: Any) -> set[Any]:
        from pyhanko.pdf_utils import misc  # noqa: PLC0415

        found: set[Any] = set()
        try:
            for reference in self._elements(self._resolved(root.raw_get(STRUCTURE[1]))):
                if reference in found:
                    raise misc.PdfReadError("Circular reference in structure tree in mapping stage")
                found.add(reference)
        except KeyError:
            pass
        return found

    def _elements(self, element: Any) -> Iterator[Any]:
        from pyhanko.pdf_utils import generic  # noqa: PLC0415

        try:
            children = self._resolved(element.raw_get("/K"))
        except KeyError:
            return
        for child in children if isinstance(children, generic.ArrayObject) else (children,):
            below = self._resolved(child)
            if not isinstance(below, generic.DictionaryObject) or not self._is_element(below):
                continue
            if isinstance(child, generic.IndirectObject):
                yield child.reference
            yield from self._elements(below)

    def _is_element(self, dictionary: Any) -> bool:
        return "/Type" not in dictionary or self._resolved(dictionary.raw_get("/Type")) == "/StructElem"


def _as_of(revision: Any, reference: Any) -> Any:
    """The object as that revision has it, read once for all revisions that have it so."""
    reader = revision.reader
    try:
        is_current = reader.xrefs.get_last_change(reference) <= revision.revision
    except KeyError:
        is_current = False
    if is_current:
        return reader.get_object(reference, transparent_decrypt=False)
    earlier = reader.__dict__.setdefault("_kho_earlier", {})
    place = (reference, reader.xrefs.get_historical_ref(reference, revision.revision))
    if place not in earlier:
        earlier[place] = reader.get_object(reference, revision.revision, transparent_decrypt=False)
    return earlier[place]


def _edges_of(value: Any, path: Path, *, is_structure: bool) -> list[Edge]:
    """The references in an object; where its own place decides which of them count, they are not remembered."""
    from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject  # noqa: PLC0415

    if not isinstance(value, DictionaryObject | ArrayObject):
        return []
    if len(path) <= len(STRUCTURE):
        return [(step[len(path) :], *rest) for step, *rest in _edges(value, path, is_structure=is_structure)]
    kept = value.__dict__.setdefault("_kho_edges", {})
    if is_structure not in kept:
        nowhere = ("", "", "")
        kept[is_structure] = [
            (step[len(nowhere) :], *rest) for step, *rest in _edges(value, nowhere, is_structure=is_structure)
        ]
    edges: list[Edge] = kept[is_structure]
    return edges


def _edges(value: Any, path: Path, *, is_structure: bool) -> Iterator[Edge]:
    from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject  # noqa: PLC0415

    if isinstance(value, IndirectObject):
        yield path, value.reference, is_structure
    elif isinstance(value, DictionaryObject):
        for key, entry in value.items():
            if key != "/Parent" and not (is_structure and key == "/P"):
                enters = path == STRUCTURE and key == "/K"
                yield from _edges(entry, (*path, key), is_structure=is_structure or enters)
    elif isinstance(value, ArrayObject):
        for index, entry in enumerate(value):
            yield from _edges(entry, (*path, index), is_structure=is_structure)
