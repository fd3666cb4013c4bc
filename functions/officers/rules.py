"""Who may be appointed to what, and when. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from shared.domain.catalogue import Unit
from shared.domain.errors import Conflict, Problem, Unacceptable
from shared.domain.people import ADMINISTRATOR, Appointment, personal_number
from shared.domain.text import folded

ROLE_NAMES: Mapping[str, str] = {
    "officer": "Công chức Một cửa",
    "head": "Thủ trưởng đơn vị",
    "certifier": "Người ký chứng thực",
    "administrator": "Quản trị viên",
}

STANDING_NAMES: Mapping[str, str] = {
    "current": "Đang hiệu lực",
    "ended": "Đã kết thúc",
    "to_come": "Chưa bắt đầu",
}

_PROBLEMS: Mapping[str, str] = {
    "NO_PERSONAL_NUMBER": "Số định danh cá nhân gồm 12 chữ số.",
    "NAME_DIFFERS": "Số định danh này thuộc về một người có tên khác; hãy kiểm tra lại số và họ tên.",
    "UNIT_UNKNOWN": "Không có đơn vị này trong danh mục.",
    "UNIT_NOT_THERE": "Đơn vị này chưa có hoặc không còn vào ngày bắt đầu.",
    "DATES_REVERSED": "Ngày kết thúc sớm hơn ngày bắt đầu.",
    "IN_THE_PAST": "Ngày kết thúc không được trước hôm nay: những gì đã làm trong thời gian phân công vẫn giữ nguyên.",
    "ENDS_LATER": "Phân công này đã kết thúc sớm hơn; muốn dùng tiếp, hãy phân công lại.",
}


def refuse_unfit(held: Appointment, unit: Unit | None, *, number: str, on: date) -> None:
    """Raises `Unacceptable` with everything that speaks against an appointment."""
    if found := list(_against(held, unit, number=number, on=on)):
        raise Unacceptable("APPOINTMENT_FAULTY", "Phân công có thông tin chưa hợp lệ.", found)


def _against(held: Appointment, unit: Unit | None, *, number: str, on: date) -> Iterator[Problem]:
    if personal_number(number) is None:
        yield _problem("NO_PERSONAL_NUMBER", "number")
    if unit is None:
        yield _problem("UNIT_UNKNOWN", "unit")
    elif not unit.exists_on(held.valid_from):
        yield _problem("UNIT_NOT_THERE", "unit")
    if held.valid_until and held.valid_until < held.valid_from:
        yield _problem("DATES_REVERSED", "valid_until")
    elif held.valid_until and held.valid_until < on:
        yield _problem("IN_THE_PAST", "valid_until")


def refuse_another(known_as: str, name: str) -> None:
    """Raises `Unacceptable` when this number's account has another name: rights never go to a stranger."""
    if known_as and folded(known_as) != folded(name):
        raise Unacceptable("NAME_DIFFERS", _PROBLEMS["NAME_DIFFERS"], [_problem("NAME_DIFFERS", "name")])


def refuse_own(caller: str, officer: str) -> None:
    """Raises `Conflict`: nobody raises, prolongs or ends their own rights."""
    if caller == officer:
        raise Conflict("OWN_APPOINTMENT", "Bạn không tự thay đổi phân công của chính mình; hãy nhờ quản trị viên khác.")


def refuse_unasked(before: Appointment | None, unit: str, *, on: date, replaces: bool) -> None:
    """Raises `Conflict` when an appointment that has not ended would end with this one, and nobody said it may.

    One person has one appointment: what begins later takes the place of what is today.
    """
    if before is None or replaces or (before.valid_until and before.valid_until < on):
        return
    roles = ", ".join(ROLE_NAMES.get(each, each) for each in before.roles)
    raise Conflict(
        "ALREADY_APPOINTED",
        f"Người này đang được phân công tại {unit} ({roles}). Phân công mới thay thế phân công đó ngay khi lưu.",
    )


def shortened(held: Appointment, until: date, *, on: date) -> Appointment:
    """The appointment with that last day. Raises `Unacceptable` for a day past, before it began, or after its end."""
    code = None
    if until < on:
        code = "IN_THE_PAST"
    elif until < held.valid_from:
        code = "DATES_REVERSED"
    elif held.valid_until and until > held.valid_until:
        code = "ENDS_LATER"
    if code:
        raise Unacceptable(code, _PROBLEMS[code], [_problem(code, "valid_until")])
    return Appointment(unit=held.unit, roles=held.roles, valid_from=held.valid_from, valid_until=until)


def remains(before: Appointment | None, held: Appointment, *, on: date) -> date | None:
    """Until when whoever changes an appointment must themselves be an administrator; `date.max`: without an end.

    The last day of an administrator's office that has days taken from it; None when it has none taken, from today on.
    So no change leaves a day without anybody that had somebody before it.
    """
    if before is None or ADMINISTRATOR not in before.roles or (before.valid_until or date.max) < on:
        return None
    first, last = max(before.valid_from, on), before.valid_until or date.max
    is_whole = held.valid_from <= first and last <= (held.valid_until or date.max)
    return None if ADMINISTRATOR in held.roles and is_whole else last


def standing(held: Appointment, on: date) -> str:
    if held.holds_on(on):
        return "current"
    return "to_come" if on < held.valid_from else "ended"


def _problem(code: str, where: str) -> Problem:
    return Problem(code, _PROBLEMS[code], where)
