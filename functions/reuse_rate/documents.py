"""Published figures as files: the national answer's shape to reconcile line by line, CSV, and a workbook. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from functions.reuse_rate.indicators import GROUP, Definition
from shared.domain.catalogue import Level, Unit
from shared.domain.figures import Line, Published

Units = Mapping[str, Unit]
# Numbers of levels as the national answer has them; its own list is not published, so these are ours.
_LEVELS = {Level.PROVINCE: 1, Level.DEPARTMENT: 2, Level.POLICE: 2, Level.DISTRICT: 2, Level.COMMUNE: 3}
_LOWEST = 3


def national(found: Sequence[Published], top: str, units: Units, definitions: Iterable[Definition]) -> dict[str, Any]:
    """`{code, data: {overview, evaluation}}`: the unit at the top, and those below by score, best first."""
    group = {each.code: each for each in definitions if each.group == GROUP}
    below = sorted((each for each in found if each.unit != top), key=lambda each: (-each.score, each.unit))
    overview = next((each for each in found if each.unit == top), None)
    return {
        "code": "OK",
        "data": {
            "overview": _evaluated(0, overview, units, group) if overview else None,
            "evaluation": [_evaluated(stt, each, units, group) for stt, each in enumerate(below, start=1)],
        },
    }


def _evaluated(stt: int, one: Published, units: Units, group: Mapping[str, Definition]) -> dict[str, Any]:
    unit = units.get(one.unit)
    level = _LEVELS.get(unit.level, _LOWEST) if unit else _LOWEST
    return {
        "stt": stt,
        "departmentId": one.unit,
        "departmentName": unit.name if unit else one.unit,
        "departmentCode": one.unit,
        "departmentType": unit.kind if unit else "",
        "departmentLevel": level,
        "agencyLevel": level,
        "totalScore": _number(one.score),
        "totalMaxScore": _number(one.max_score),
        "ratio": _number(one.score_ratio),
        "metrics": [_metric(each, group[each.code]) for each in one.lines if each.code in group],
        "scoreDelta": _number(one.score_change),
    }


def _metric(line: Line, definition: Definition) -> dict[str, Any]:
    return {
        "code": definition.national_code,
        "name": definition.name,
        "numerator": line.numerator,
        "denominator": line.denominator,
        "ratio": _number(line.ratio),
        "score": _number(line.score),
        "maxScore": _number(line.max_score),
    }


def _number(value: Decimal | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


HEADERS = (
    "Kỳ báo cáo",
    "Từ ngày",
    "Đến ngày",
    "Mã đơn vị",
    "Tên đơn vị",
    "Mã chỉ số",
    "Phiên bản",
    "Tên chỉ số",
    "Tử số",
    "Mẫu số",
    "Tỷ lệ (%)",
    "Điểm",
    "Điểm tối đa",
    "Mục tiêu (%)",
    "Xếp hạng",
    "Số đơn vị xếp hạng",
    "Thay đổi so với kỳ trước (điểm %)",
    "Còn thiếu (hồ sơ)",
    "Dự báo cuối kỳ (%)",
    "Điều chỉnh sau chốt: tử số",
    "Điều chỉnh sau chốt: mẫu số",
    "Điều chỉnh sau chốt: tỷ lệ (%)",
)
_DATES, _INTEGERS, _DECIMALS = {1, 2}, {6, 8, 9, 14, 15, 17, 19, 20}, {10, 11, 12, 13, 16, 18, 21}


def _rows(found: Iterable[Published], units: Units, definitions: Iterable[Definition]) -> Iterator[tuple[Any, ...]]:
    names = {each.code: each.name for each in definitions}
    for one in found:
        unit = units.get(one.unit)
        where = (one.period, one.first, one.last, one.unit, unit.name if unit else one.unit)
        for line in one.lines:
            yield (*where, line.code, line.version, names.get(line.code, line.code), *_values(line))


def _values(line: Line) -> tuple[Any, ...]:
    counted = (line.numerator, line.denominator, line.ratio, line.score, line.max_score, line.target)
    beside = (line.rank, line.ranked, line.change, line.missing, line.forecast)
    return (*counted, *beside, line.adjusted_numerator, line.adjusted_denominator, line.adjusted_ratio)


def as_json(found: Sequence[Published], top: str, units: Units, definitions: Sequence[Definition]) -> bytes:
    return json.dumps(national(found, top, units, definitions), ensure_ascii=False).encode()


def as_csv(found: Sequence[Published], units: Units, definitions: Sequence[Definition]) -> bytes:
    """With a byte order mark: without it, the usual spreadsheets take Vietnamese for another encoding."""
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(HEADERS)
    for row in _rows(found, units, definitions):
        lines.writerow([_plain(each) for each in row])
    return text.getvalue().encode("utf-8-sig")


def _plain(value: Any) -> Any:
    """What a spreadsheet would take for a formula stays text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@" and value else value


def as_xlsx(found: Sequence[Published], units: Units, definitions: Sequence[Definition]) -> bytes:
    """Numbers as numbers and days as days, so that they can be summed and filtered; headers stay in sight."""
    content = io.BytesIO()
    asked = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, asked) as book:
        sheet = book.add_worksheet("Chỉ số")
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE6F1", "border": 1})
        forms = {
            **dict.fromkeys(_DATES, book.add_format({"num_format": "dd/mm/yyyy"})),
            **dict.fromkeys(_INTEGERS, book.add_format({"num_format": "#,##0"})),
            **dict.fromkeys(_DECIMALS, book.add_format({"num_format": "#,##0.00"})),
        }
        sheet.write_row(0, 0, HEADERS, head)
        last = 0
        for last, row in enumerate(_rows(found, units, definitions), start=1):
            for column, value in enumerate(row):
                _write(sheet, last, column, value, forms.get(column))
        sheet.freeze_panes(1, 5)
        sheet.autofilter(0, 0, last, len(HEADERS) - 1)
        sheet.set_column(0, len(HEADERS) - 1, 14)
        sheet.set_column(4, 4, 32)
        sheet.set_column(7, 7, 60)
    return content.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, form: Any) -> None:
    if value is None:
        return
    if column in _DATES:
        sheet.write_datetime(row, column, value, form)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    else:
        sheet.write_number(row, column, value, form)
