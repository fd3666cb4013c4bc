"""Whether what is to be filled in fits a form, and how it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from shared.clock import VIETNAM
from shared.domain.errors import Problem, Unacceptable
from shared.domain.text import normalised
from shared.forms.templates import Field, Form, Kind, Template

_TYPES: Mapping[Kind, type | tuple[type, ...]] = {
    Kind.TEXT: str,
    Kind.NUMBER: int,
    Kind.DAY: date,
    Kind.MOMENT: datetime,
    Kind.LIST: (list, tuple),
    Kind.TABLE: (list, tuple),
}
_LONGEST_LINK = 300  # letters that a QR code of this size still shows to a telephone


class FieldsUnfit(Unacceptable):
    """What is to be filled in is not what the form asks for."""

    def __init__(self, form: Form, problems: Iterable[Problem]) -> None:
        super().__init__("FORM_FIELDS", f"Chưa lập được mẫu số {form}: thông tin chưa đủ hoặc chưa đúng.", problems)


def filled(template: Template, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Every field that is there, as it is printed: text, lists of text, and rows of text by the columns' fields.

    Raises `FieldsUnfit` with all that is the matter.
    """
    problems = list(_unfit(template.fields, fields, ""))
    columns, rows, link = [each.field for each in template.columns], fields.get(template.table), fields.get("link")
    for n, row in enumerate(rows if isinstance(rows, list | tuple) else ()):
        if isinstance(row, Mapping):
            problems += _unfit(columns, row, f"{template.table}[{n}].")
    if isinstance(link, str) and len(link) > _LONGEST_LINK:
        problems.append(Problem("TOO_LONG", f"Tối đa {_LONGEST_LINK} ký tự.", "link"))
    if problems:
        raise FieldsUnfit(template.form, problems)
    return {each.name: _printed(fields[each.name], template) for each in template.fields if _is_there(each, fields)}


def _unfit(asked: Iterable[Field], given: Mapping[str, Any], within: str) -> Iterator[Problem]:
    known = {each.name: each for each in asked}
    for name in given:
        if name not in known:
            yield Problem("FIELD_UNKNOWN", "Mẫu này không có thông tin này.", within + name)
    for each in known.values():
        if not _is_there(each, given):
            if each.required:
                yield Problem("FIELD_MISSING", "Thiếu thông tin bắt buộc của mẫu.", within + each.name)
        elif not _is_of(each.kind, given[each.name]):
            yield Problem("FIELD_OF_ANOTHER_KIND", f"Thông tin phải thuộc loại {each.kind}.", within + each.name)


def _is_there(field: Field, given: Mapping[str, Any]) -> bool:
    """An empty table is still a table; an empty text is as good as none."""
    value = given.get(field.name)
    return value is not None and (field.kind is Kind.TABLE or value not in ("", (), []))


def _is_of(kind: Kind, given: Any) -> bool:
    if not isinstance(given, _TYPES[kind]) or isinstance(given, bool):
        return False
    value: Any = given
    match kind:
        case Kind.DAY:
            return not isinstance(value, datetime)
        case Kind.MOMENT:
            return value.tzinfo is not None
        case Kind.LIST:
            return all(isinstance(each, str) for each in value)
        case Kind.TABLE:
            return all(isinstance(each, Mapping) for each in value)
    return True


def _printed(value: Any, template: Template) -> Any:
    match value:
        case datetime():
            return said_moment(value)
        case date():
            return f"{value:%d/%m/%Y}"
        case str():
            return normalised(value)
        case Mapping():
            there = (each.field for each in template.columns if _is_there(each.field, value))
            return {each.name: _printed(value[each.name], template) for each in there}
        case list() | tuple():
            return [_printed(each, template) for each in value]
    return str(value)


def said_moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H giờ %M phút}, {said_day(at.astimezone(VIETNAM).date())}"


def said_day(day: date) -> str:
    """As decrees write it: a zero before days below 10 and before January and February (Decree 30/2020, Annex I)."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day:%d} tháng {month} năm {day.year}"
