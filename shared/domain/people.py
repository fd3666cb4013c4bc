"""People and organisations: the numbers they go by, their telephones, and what is known of who signed in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.domain.catalogue import is_between
from shared.domain.errors import Unacceptable


class HolderKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who may hold a vault, as an identity provider vouches for them."""

    kind: HolderKind
    number: str  # personal number, or an organisation's tax code
    name: str
    old_number: str | None = None  # the 9-digit CMND: an alias of the personal number
    birth_date: date | None = None
    phone: str | None = None  # 84…
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who signed in: the one who acts, and the one whose vault it is. Different when acting for an organisation."""

    actor: Holder
    owner: Holder


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Whom an officer named as a holder, as others may read it before anything is delivered to them."""

    masked_number: str
    name: str


class Doubt(StrEnum):
    """What does not add up in a personal number. It warns; the provider has vouched for the number as it is."""

    BIRTH_YEAR_DIFFERS = "birth_year_differs"
    BORN_IN_THE_FUTURE = "born_in_the_future"


DOUBTS = {
    Doubt.BIRTH_YEAR_DIFFERS: "Năm sinh trong số định danh cá nhân khác với năm sinh của tài khoản.",
    Doubt.BORN_IN_THE_FUTURE: "Số định danh cá nhân ghi một năm sinh chưa tới.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person or organisation as this system keeps them: by an id of its own, the number only masked."""

    id: str  # also the id of their vault
    kind: HolderKind
    name: str  # empty until they first sign in, when an operator named them by number
    masked_number: str
    known_since: datetime
    is_vouched: bool = True  # the name by a provider; otherwise as an officer typed it, and no provider has come yet
    birth_date: date | None = None
    phone: str | None = None
    email: str | None = None
    doubts: tuple[Doubt, ...] = ()


ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """An officer's unit and roles, and from when until when."""

    unit: str
    roles: tuple[str, ...]
    valid_from: date
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        return is_between(self.valid_from, day, self.valid_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalNumber:
    """What the first six of the twelve digits say (Nghị định 137/2015). There is no check digit."""

    place: str  # province of birth registration, or country
    is_female: bool
    birth_year: int


_PERSONAL_NUMBER = r"(?a)(?P<place>\d{3})(?P<century>\d)(?P<year>\d{2})\d{6}"
_OLD_NUMBER = r"(?a)\d{9}"


def personal_number(text: str) -> PersonalNumber | None:
    """The parts of a 12-digit personal number; None when it is not one.

    >>> personal_number("052199000123")
    PersonalNumber(place='052', is_female=True, birth_year=1999)
    """
    parts = re.fullmatch(_PERSONAL_NUMBER, text)
    if not parts:
        return None
    century, sex = divmod(int(parts["century"]), 2)
    birth_year = 1900 + 100 * century + int(parts["year"])
    return PersonalNumber(place=parts["place"], is_female=bool(sex), birth_year=birth_year)


def is_old_number(text: str) -> bool:
    """A 9-digit CMND."""
    return bool(re.fullmatch(_OLD_NUMBER, text))


def doubts(number: str, birth_date: date | None, *, on: date) -> tuple[Doubt, ...]:
    """What in a personal number contradicts the birth date or the calendar."""
    parts = personal_number(number)
    if not parts:
        return ()
    differs = birth_date is not None and birth_date.year != parts.birth_year
    found = {Doubt.BIRTH_YEAR_DIFFERS: differs, Doubt.BORN_IN_THE_FUTURE: parts.birth_year > on.year}
    return tuple(doubt for doubt, holds in found.items() if holds)


def masked(number: str) -> str:
    """The last three digits: enough to recognise one's own number, too little to use somebody else's."""
    return "•" * (len(number) - 3) + number[-3:]


_TAX_CODE = r"(?a)(?P<main>\d{10})(?:-?(?P<branch>\d{3}))?"
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def tax_code(text: str) -> str:
    """An organisation's tax code in its one written form: 10 digits, 10-3 for a branch, 12 for a household business.

    Raises `Unacceptable` when the check digit or the branch says it is none (Thông tư 105/2020/TT-BTC).
    """
    if personal_number(text):
        return text
    parts = re.fullmatch(_TAX_CODE, text)
    if not parts or not _is_checked(parts["main"]) or parts["branch"] == "000":
        raise Unacceptable("BAD_TAX_CODE", "Mã số thuế không hợp lệ; hãy kiểm tra lại từng chữ số.")
    return f"{parts['main']}-{parts['branch']}" if parts["branch"] else parts["main"]


def _is_checked(code: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, code, strict=False))
    return 10 - total % 11 == int(code[9])


_MOBILE = r"(?a)84[35789]\d{8}"
_PUNCTUATION = r"[\s.()-]"
_ABROAD = r"(\+|00)(?!84)"

# A refused number by its national form, and why; the first that fits is told.
_REFUSALS = (
    (r"$", "PHONE_MISSING", "Chưa có số điện thoại."),
    (r".*\D", "PHONE_MALFORMED", "Số điện thoại chỉ gồm các chữ số."),
    (r"2\d{8,9}$", "PHONE_LANDLINE", "Đây là số điện thoại cố định, không nhận được Zalo và tin nhắn."),
    (r"1\d{9}$", "PHONE_OLD_STYLE", "Số di động 11 chữ số đã đổi đầu số từ năm 2018; hãy dùng số mới."),
    (r"", "PHONE_MALFORMED", "Số di động phải có 10 chữ số, bắt đầu bằng 03, 05, 07, 08 hoặc 09."),
)


def phone(text: str) -> str:
    """A Vietnamese mobile number as the channels want it: `0912 345 678 → 84912345678`.

    Raises `Unacceptable`, saying which kind of number it is instead.
    """
    bare = re.sub(_PUNCTUATION, "", text)
    if re.match(_ABROAD, bare):
        raise Unacceptable("PHONE_FOREIGN", "Chỉ gửi được thông báo tới số điện thoại của Việt Nam.")
    national = re.sub(r"^(\+84|0084|84(?=\d{9})|0)", "", bare)
    if re.fullmatch(_MOBILE, f"84{national}"):
        return f"84{national}"
    code, detail = next((code, detail) for form, code, detail in _REFUSALS if re.match(form, national))
    raise Unacceptable(code, detail)
