"""What pyHanko 0.38 does slowly, done fast: the same answers, or its own code wherever an input is unusual.

Nothing here is imported from pyHanko until it is needed. Every patch falls back on what it replaces, is applied to the
known version only, and is compared with the unpatched library on the whole generated corpus (`test_patches`).
"""

# mypy: allow-untyped-calls, allow-untyped-defs

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
    from pyhanko.pdf_utils import generic, reader  # noqa: PLC0415

    for owner, name, fast in (
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
    data = BytesIO(stream.read_data(DecodePurpose.OBJECT_STREAM))
    data.seek(stream["/First"] + offset)
    try:
        found = generic.read_object(data, generic.Reference(idnum, 0, self))
    except (misc.PdfStreamError, misc.PdfReadError):
        found = generic.NullObject()
    if not isinstance(found, generic.StreamObject | generic.IndirectObject):
        misc.read_non_whitespace(data, seek_back=True, allow_eof=True)
    return found


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
