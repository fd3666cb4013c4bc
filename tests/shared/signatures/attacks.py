"""Ways to change a signed file without the signer noticing, as published, against any signed bytes."""

import re
from io import BytesIO

from asn1crypto import cms
from pyhanko.pdf_utils.generic import Reference
from pyhanko.pdf_utils.reader import PdfFileReader


def incremental_update(
    file: bytes, objects: dict[int, bytes], *, trailer: bytes = b"", freed: dict[int, int] | None = None
) -> bytes:
    """The file with another revision that defines those objects and frees those numbers."""
    out = bytearray(file if file.endswith(b"\n") else file + b"\n")
    rows = {number: b"%010d %05d f \n" % (0, generation) for number, generation in (freed or {}).items()}
    for number, body in objects.items():
        rows[number] = b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n" + b"".join(b"%d 1\n%s" % (number, rows[number]) for number in sorted(rows))
    size = max(size_of(file), *[number + 1 for number in rows], 1)
    out += b"trailer\n<</Size %d/Root 1 0 R/Prev %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        last_table(file),
        trailer,
        start,
    )
    return bytes(out)


def last_table(file: bytes) -> int:
    return int(re.findall(rb"startxref\s+(\d+)", file)[-1])


def size_of(file: bytes) -> int:
    return max(int(size) for size in re.findall(rb"/Size (\d+)", file))


def body_of(file: bytes, number: int, *, without: bytes = b"") -> bytes:
    """The latest text of an object that is neither a stream nor compressed, or without one entry of it."""
    reader = PdfFileReader(BytesIO(file), strict=False)
    out, found = BytesIO(), reader.get_object(Reference(number, 0, reader))
    if without:
        found.pop(f"/{without.decode()}", None)
    found.write_to_stream(out)
    return out.getvalue()


def with_entry(body: bytes, entry: bytes) -> bytes:
    """A dictionary's text with one more entry."""
    return body.rstrip()[:-2] + entry + b">>"


def replaced_contents(file: bytes, contents: bytes) -> bytes:
    """The signature's hexadecimal contents replaced by a text of the same length."""
    start, end = gap(file)
    return file[:start] + contents.ljust(end - start, b"0")[: end - start] + file[end:]


def gap(file: bytes) -> tuple[int, int]:
    """Where the last signature's contents lie, angle brackets included."""
    _, first, second, _ = byte_ranges(file)[-1]
    return first, second


def byte_ranges(file: bytes) -> list[tuple[int, ...]]:
    return [tuple(map(int, match.split())) for match in re.findall(rb"/ByteRange \[([\d\s]+)\]", file)]


def with_byte_range(file: bytes, text: bytes, *, which: int = -1) -> bytes:
    """The last byte range, or another, overwritten, padded to its old length so that nothing moves."""
    match = list(re.finditer(rb"/ByteRange \[[^\]]*\]\s*", file))[which]
    new = (b"/ByteRange " + text).ljust(len(match[0]))
    return file[: match.start()] + new + file[match.end() :]


def wrapped(file: bytes, objects: dict[int, bytes]) -> bytes:
    """Signature wrapping: the signed end moves away, and the place it leaves holds another table and other objects."""
    _, first, second, length = byte_ranges(file)[-1]
    table = last_table(file)
    entries = b"".join(b"%d 1\n%010d 00000 n \n" % (number, 9999999999) for number in objects)
    forged = file[table : file.rindex(b"startxref")].replace(b"xref\n", b"xref\n" + entries, 1)
    for number, body in objects.items():
        forged = forged.replace(b"%d 1\n9999999999" % number, b"%d 1\n%010d" % (number, table + len(forged)))
        forged += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    moved = table + len(forged)
    return with_byte_range(file[:table] + forged + file[second:], b"[0 %d %d %d]" % (first, moved, length), which=0)


def with_another_signature_value(file: bytes) -> bytes:
    """One bit of the signature's own value turned, where nothing covers it."""
    start, end = gap(file)
    message = cms.ContentInfo.load(bytes.fromhex(file[start + 1 : end - 1].decode()))
    value = message["content"]["signer_infos"][0]["signature"].native
    old, new = value.hex().encode(), (value[:-1] + bytes([value[-1] ^ 1])).hex().encode()
    return file.replace(old, new) if old in file else file.replace(old.upper(), new.upper())
