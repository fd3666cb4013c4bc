"""A register as a file: the columns of the register of certified copies (Decree 23/2015, annex; from memory)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from chalice.app import Response

from shared.clock import VIETNAM
from shared.domain.certification import Entry

_HEADERS = {
    "Content-Type": "text/csv; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_COLUMNS = (
    "Số chứng thực",
    "Ngày chứng thực",
    "Họ và tên người yêu cầu",
    "Tên bản chính",
    "Số, ký hiệu bản chính",
    "Cơ quan cấp bản chính",
    "Ngày cấp bản chính",
    "Người ký chứng thực",
    "Số trang",
    "Số bản sao",
    "Phí (đồng)",
)
_COPIES = 1  # an electronic copy is one file, however often it is used
_BYTE_ORDER_MARK = "\ufeff"  # spreadsheets take the text for something else without it
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_file(entries: Iterable[Entry], *, file_name: str) -> Response:
    """The answer by which a browser saves the lines."""
    return Response(as_csv(entries), {**_HEADERS, "Content-Disposition": f'attachment; filename="{file_name}"'})


def as_csv(entries: Iterable[Entry]) -> str:
    """The lines as comma-separated values (RFC 4180), Vietnamese headings first."""
    text = io.StringIO()
    written = csv.writer(text)
    written.writerow(_COLUMNS)
    for each in entries:
        written.writerow([_harmless(value) for value in _values(each)])
    return _BYTE_ORDER_MARK + text.getvalue()


def _values(entry: Entry) -> Iterable[object]:
    issued = entry.original_issued_on
    return (
        f"{entry.number}/{entry.year}",
        f"{entry.at.astimezone(VIETNAM):%d/%m/%Y}",
        entry.requester,
        entry.title,
        entry.original_number,
        entry.original_issuer,
        f"{issued:%d/%m/%Y}" if issued else None,
        entry.certifier,
        entry.pages,
        _COPIES,
        entry.fee,
    )


def _harmless(value: object) -> str:
    """What people typed is never taken for a formula."""
    said = "" if value is None else str(value)
    return f"'{said}" if said.startswith(_FORMULA) else said
