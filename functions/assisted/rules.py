"""Whom an officer may assist. Pure."""

from __future__ import annotations

from datetime import date

from shared.domain.errors import NotAllowed, Problem, TooMany, Unacceptable
from shared.domain.people import Holder, HolderKind, Person, personal_number, tax_code
from shared.domain.text import folded


def holder(kind: HolderKind, number: str, name: str, birth_date: date | None) -> Holder:
    """Who is at the counter, as their identity paper says. Raises `Unacceptable` for a number that is none."""
    if kind is HolderKind.ORGANISATION:
        return Holder(kind=kind, number=tax_code(number), name=name)
    if not personal_number(number):
        raise _refusal("BAD_PERSONAL_NUMBER", "Số định danh cá nhân phải có 12 chữ số.", "number")
    return Holder(kind=kind, number=number, name=name, birth_date=birth_date)


A_DAY = 50  # sessions one officer may ask for: who tries numbers learns of no more than so many


def refuse_too_many(asked: int) -> None:
    """Raises `TooMany` for more in a day than one desk can assist; `asked` counts refused ones and this one too."""
    if asked > A_DAY:
        raise TooMany("TOO_MANY_SESSIONS", f"Mỗi ngày một công chức mở được {A_DAY} phiên hỗ trợ; mai hãy mở tiếp.")


def is_another(known: Person, name: str) -> bool:
    """Somebody else goes by this number: a digit was mistyped, or it is not their paper."""
    return bool(known.name) and folded(known.name) != folded(name)


def another_name() -> Unacceptable:
    sentence = "Họ tên không khớp với người mang số này; hãy kiểm tra lại số và họ tên trên giấy tờ."
    return _refusal("NAME_DIFFERS", sentence, "name")


def refuse_oneself(person: str, officer: str) -> None:
    if person == officer:
        raise NotAllowed("OWN_DOSSIER", "Bạn không được hỗ trợ nộp hồ sơ của chính mình; hãy tự nộp trực tuyến.")


def _refusal(code: str, sentence: str, where: str) -> Unacceptable:
    return Unacceptable(code, sentence, [Problem(code, sentence, where)])
