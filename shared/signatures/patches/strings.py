"""Hexadecimal strings: the library reads them one character at a time, and a signature's is 256 KB long."""

# mypy: allow-untyped-calls, allow-untyped-defs

from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_string

from shared.signatures.patches.registry import slow

HEX_DIGITS = b"0123456789abcdefABCDEF"
SPACE = b"\x00\t\n\f\r "
FIRST_READ = 256


def read_hex_string(stream: Any) -> Any:
    """Digits and spaces up to the closing bracket in ever larger bites; anything else is the library's business."""
    start, size, digits = stream.tell(), FIRST_READ, bytearray()
    stream.read(1)
    while bite := stream.read(size):
        end = bite.find(b">")
        part = (bite if end < 0 else bite[:end]).translate(None, SPACE)
        if part.translate(None, HEX_DIGITS):
            break
        digits += part
        if end >= 0:
            stream.seek(end + 1 - len(bite), 1)
            return pdf_string(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")))
        size *= 2
    stream.seek(start)
    return slow("read_hex_string_from_stream")(stream)


REPLACED = ((generic, "read_hex_string_from_stream", read_hex_string),)
