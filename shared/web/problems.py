"""Refusals as `application/problem+json`, in Vietnamese, all at once (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from chalice.app import Response

from shared.domain.errors import KhoError, Malformed, Problem

if TYPE_CHECKING:
    from pydantic import ValidationError

CONTENT_TYPE = "application/problem+json; charset=utf-8"

# pydantic's error types → our code and sentence; {…} are filled from the error's own context.
_SENTENCES: Mapping[str, tuple[str, str]] = {
    "missing": ("FIELD_MISSING", "Thiếu thông tin bắt buộc."),
    "extra_forbidden": ("FIELD_UNKNOWN", "Trường thông tin này không có trong yêu cầu."),
    "string_type": ("NOT_TEXT", "Giá trị phải là văn bản."),
    "string_too_short": ("TOO_SHORT", "Không được để trống; cần ít nhất {min_length} ký tự."),
    "string_too_long": ("TOO_LONG", "Quá dài; tối đa {max_length} ký tự."),
    "string_pattern_mismatch": ("BAD_FORM", "Giá trị không đúng định dạng."),
    "int_type": ("NOT_A_NUMBER", "Giá trị phải là số nguyên."),
    "int_parsing": ("NOT_A_NUMBER", "Giá trị phải là số nguyên."),
    "int_from_float": ("NOT_A_NUMBER", "Giá trị phải là số nguyên."),
    "bool_type": ("NOT_YES_OR_NO", "Giá trị phải là true hoặc false."),
    "bool_parsing": ("NOT_YES_OR_NO", "Giá trị phải là true hoặc false."),
    "greater_than_equal": ("TOO_SMALL", "Giá trị phải từ {ge} trở lên."),
    "greater_than": ("TOO_SMALL", "Giá trị phải lớn hơn {gt}."),
    "less_than_equal": ("TOO_BIG", "Giá trị không được vượt quá {le}."),
    "enum": ("NOT_AN_OPTION", "Giá trị không nằm trong các lựa chọn cho phép."),
    "literal_error": ("NOT_AN_OPTION", "Giá trị không nằm trong các lựa chọn cho phép."),
    "date_from_datetime_parsing": ("NOT_A_DATE", "Ngày phải có dạng năm-tháng-ngày, ví dụ 2026-11-23."),
    "date_parsing": ("NOT_A_DATE", "Ngày phải có dạng năm-tháng-ngày, ví dụ 2026-11-23."),
    "date_type": ("NOT_A_DATE", "Ngày phải có dạng năm-tháng-ngày, ví dụ 2026-11-23."),
    "list_type": ("NOT_A_LIST", "Giá trị phải là một danh sách."),
    "too_long": ("TOO_MANY", "Quá nhiều phần tử; tối đa {max_length}."),
    "too_short": ("TOO_FEW", "Quá ít phần tử; cần ít nhất {min_length}."),
    "dict_type": ("NOT_AN_OBJECT", "Giá trị phải là một đối tượng JSON."),
    "model_type": ("NOT_AN_OBJECT", "Giá trị phải là một đối tượng JSON."),
    "model_attributes_type": ("NOT_AN_OBJECT", "Giá trị phải là một đối tượng JSON."),
}
_TOLD = 100
_OTHERWISE = ("INVALID", "Giá trị không hợp lệ.")


def spelled_out(error: ValidationError) -> tuple[Problem, ...]:
    """The faults of a request, each with its place, as many as people read; the values are never repeated."""
    return tuple(_problem(each) for each in error.errors(include_url=False, include_input=False)[:_TOLD])


def _problem(fault: Any) -> Problem:
    if fault["type"] == "value_error" and isinstance(cause := fault["ctx"]["error"], SaidInWords):
        return Problem(cause.code, str(cause), _place(fault["loc"]))
    code, sentence = _SENTENCES.get(fault["type"], _OTHERWISE)
    return Problem(code, sentence.format(**fault.get("ctx", {})), _place(fault["loc"]))


def _place(path: Iterable[int | str]) -> str | None:
    return ".".join(str(step) for step in path) or None


class SaidInWords(ValueError):
    """Raised by a model's own validator, to be told to people as it stands."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


def malformed(error: ValidationError) -> Malformed:
    return Malformed("INVALID_REQUEST", "Yêu cầu có thông tin chưa hợp lệ.", spelled_out(error))


def problem_document(error: KhoError) -> dict[str, Any]:
    return {
        "type": f"/problems/{error.code.lower().replace('_', '-')}",
        "title": error.title,
        "status": error.status,
        "code": error.code,
        "detail": error.detail,
        "problems": [_fields(each) for each in error.problems],
    }


def _fields(problem: Problem) -> dict[str, str]:
    place = {"where": problem.where} if problem.where else {}
    return {"code": problem.code, "detail": problem.detail, **place}


def as_response(error: KhoError) -> Response:
    body = json.dumps(problem_document(error), ensure_ascii=False)
    return Response(body, {"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"}, error.status)
