"""Names and words: the library reads them one character at a time."""

# mypy: allow-untyped-calls, allow-untyped-defs

import re
from functools import lru_cache
from typing import Any

from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.generic import NameObject

from shared.signatures.patches.registry import slow


def read_until_class(class_chars: bytes, stream: Any, maxchars: int | None = None) -> tuple[bytes, bool]:
    """What precedes the first of those characters, which is read too, and whether there was none."""
    if maxchars is not None:
        result: tuple[bytes, bool] = slow("_read_until_class")(class_chars, stream, maxchars)
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


def decode_name(name_bytes: bytes) -> Any:
    if PLAIN_NAME.fullmatch(name_bytes) and not ESCAPE_OR_DELIMITER.search(name_bytes):
        return NameObject("/" + name_bytes.decode("ascii"))
    return slow("_decode_name")(name_bytes)


REPLACED = ((misc, "_read_until_class", read_until_class), (generic, "_decode_name", decode_name))
