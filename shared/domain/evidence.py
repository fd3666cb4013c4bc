"""A file that shows what a feedback says: a PDF or a photo, given by the holder, kept for as long as it is needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from shared.domain.errors import Problem

LARGEST = 10 * 1024 * 1024  # bytes
WAITS = timedelta(hours=12)  # for the feedback it was sent for: less than until what was left half-way is tidied up
KEPT = timedelta(days=60)  # after the feedback ended: longer than its answer may be contested
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
_BY_ENDING = {"pdf": PDF, "jpg": JPEG, "jpeg": JPEG, "png": PNG}
_BY_BEGINNING = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
_ENDINGS = {PDF: "pdf", JPEG: "jpg", PNG: "png"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Kept under its upload's id; `media_type` is what it is by its content."""

    upload: str
    sha256: str
    size: int  # bytes
    file_name: str
    media_type: str


def file_problems(file_name: str, size: int) -> Iterator[Problem]:
    """What speaks against such a file before a byte of it is sent."""
    if media_type_of_name(file_name) is None or file_name.startswith("."):
        yield Problem("NOT_EVIDENCE", "Chỉ nhận tệp PDF hoặc ảnh (JPG, PNG).", "file_name")
    if size == 0:
        yield Problem("FILE_EMPTY", "Tệp tin trống; hãy chọn tệp khác.", "size")
    if size > LARGEST:
        yield Problem("FILE_TOO_LARGE", "Tệp tin kèm phản ánh lớn hơn 10 MB; hãy chọn tệp nhỏ hơn.", "size")


def media_type_of_name(file_name: str) -> str | None:
    _, dot, ending = file_name.rpartition(".")
    return _BY_ENDING.get(ending.lower()) if dot else None


def media_type_of(content: bytes) -> str | None:
    """What a file is by its first bytes; None for everything that is not taken.

    >>> media_type_of(b"%PDF-1.7"), media_type_of(b"<html>")
    ('application/pdf', None)
    """
    return next((kind for beginning, kind in _BY_BEGINNING.items() if content.startswith(beginning)), None)


def named_as(file_name: str, media_type: str) -> str:
    """The name it is saved under: with the ending of what it is.

    >>> named_as("ảnh chụp.png", "image/jpeg")
    'ảnh chụp.jpg'
    """
    if media_type_of_name(file_name) == media_type:
        return file_name
    return f"{file_name.rpartition('.')[0] or file_name}.{_ENDINGS[media_type]}"
