"""Who may sign in and stay signed in: claims read as configured, single-use states, rotating secrets."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum, auto
from types import MappingProxyType
from typing import Any

from shared.domain import people
from shared.domain.errors import NotSignedIn, Refused, Unacceptable
from shared.domain.people import Account, Appointment, Holder, HolderKind, Person
from shared.domain.sessions import Client, Handover, Session, SignIn
from shared.domain.text import normalised

SIGN_IN_LIFE = timedelta(minutes=10)
HANDOVER_LIFE = timedelta(minutes=1)
LIFE = MappingProxyType({Client.WEB: timedelta(hours=12), Client.MOBILE: timedelta(days=30)})
IDLE = MappingProxyType({Client.WEB: timedelta(hours=2), Client.MOBILE: timedelta(days=14)})
# Two tabs of one browser may renew at once; the cookie of the second is then one renewal old. See `judged`.
GRACE = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimNames:
    """How a provider spells what it knows: which claim says what, and how it writes kinds and dates."""

    kind: str = "LoaiTaiKhoan"
    kinds_of_person: Sequence[str] = ("1",)
    number: str = "SoDinhDanh"
    old_number: str = "SoCMND"
    tax_codes: Sequence[str] = ("MaSoThue", "MaSoDoanhNghiep")  # the first that is filled counts
    name: str = "HoVaTen"
    organisation_name: str = "TenDoanhNghiep"
    phone: str = "SoDienThoai"
    email: str = "ThuDienTu"
    birth_date: str = "NgayThangNamSinh"
    date_format: str = "%Y%m%d"


def account(claims: Mapping[str, Any], names: ClaimNames) -> Account:
    """Who a provider says signed in. Without a usable number there is nobody to open a vault for.

    The telephone and mail of an organisation's account are the organisation's, not those of who signs in for it.
    """
    person = _person(claims, names)
    if _text(claims, names.kind) in names.kinds_of_person:
        if person is None:
            raise Unacceptable(
                "NO_PERSONAL_NUMBER",
                "Tài khoản này chưa có số định danh cá nhân hợp lệ nên chưa mở được kho dữ liệu. Hãy cập nhật số định "
                "danh (12 chữ số trên thẻ căn cước) cho tài khoản, hoặc đăng nhập bằng VNeID mức độ 2.",
            )
        return Account(actor=person, owner=person)
    organisation = _organisation(claims, names)
    actor = replace(person, phone=None, email=None) if person else organisation
    return Account(actor=actor, owner=organisation)


def _person(claims: Mapping[str, Any], names: ClaimNames) -> Holder | None:
    number, old = _text(claims, names.number), _text(claims, names.old_number)
    if not people.personal_number(number) and not people.is_old_number(number):
        return None
    return Holder(
        kind=HolderKind.PERSON,
        number=number,
        name=_text(claims, names.name),
        old_number=old if people.is_old_number(old) else None,
        birth_date=_date(_text(claims, names.birth_date), names.date_format),
        phone=_phone(_text(claims, names.phone)),
        email=_text(claims, names.email) or None,
    )


def _organisation(claims: Mapping[str, Any], names: ClaimNames) -> Holder:
    code = next(filter(None, (_text(claims, name) for name in names.tax_codes)), None)
    if code is None:
        raise Unacceptable("NO_TAX_CODE", "Tài khoản tổ chức này chưa có mã số thuế nên chưa mở được kho dữ liệu.")
    return Holder(
        kind=HolderKind.ORGANISATION,
        number=people.tax_code(code),
        name=_text(claims, names.organisation_name),
        phone=_phone(_text(claims, names.phone)),
        email=_text(claims, names.email) or None,
    )


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return normalised(str(value))[:200] if value is not None else ""


def _date(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a birth date has no time zone
    except ValueError:
        return None


def _phone(text: str) -> str | None:
    """A telephone that cannot be reached is no reason to refuse who has it."""
    try:
        return people.phone(text)
    except Refused:
        return None


def recognised(known: Person | None, holder: Holder) -> Person:
    """Whom an old number alone stands for: only who has been here with the new one, and was born the same day.

    CMND numbers were given out twice; a vault is never shared on the strength of one.
    """
    if known is None or holder.birth_date is None or known.birth_date != holder.birth_date:
        raise Unacceptable(
            "OLD_NUMBER_ALONE",
            "Tài khoản này chỉ có số CMND 9 chữ số. Hãy cập nhật số định danh cá nhân 12 chữ số rồi đăng nhập lại.",
        )
    return known


def challenge_of(verifier: str) -> str:
    """PKCE, S256 (RFC 7636 §4.2)."""
    hashed = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()


def begun(sign_in: SignIn, registered: Sequence[str]) -> SignIn:
    """A sign-in that may begin: an app comes with a redirect registered to the letter, and a challenge of its own."""
    if sign_in.client is Client.WEB:
        return replace(sign_in, redirect_uri=None, challenge=None)
    if sign_in.redirect_uri not in registered:
        raise Unacceptable("REDIRECT_NOT_REGISTERED", "Ứng dụng này chưa được đăng ký địa chỉ quay về.")
    if not sign_in.challenge:
        raise Unacceptable("CHALLENGE_MISSING", "Ứng dụng này thiếu code_challenge (S256).")
    return sign_in


def confirmed(sign_in: SignIn | None, *, provider: str, browser: str, at: datetime) -> SignIn:
    """The sign-in this browser began at this provider; `browser` is the SHA-256 of its cookie."""
    if sign_in is None or sign_in.provider != provider or at - sign_in.started_at > SIGN_IN_LIFE:
        raise NotSignedIn("SIGN_IN_EXPIRED", "Lượt đăng nhập đã hết hạn hoặc đã được dùng; hãy đăng nhập lại.")
    if not hmac.compare_digest(sign_in.browser, browser):
        raise NotSignedIn("ANOTHER_BROWSER", "Lượt đăng nhập này bắt đầu ở một trình duyệt khác; hãy đăng nhập lại.")
    return sign_in


def collected(handover: Handover | None, *, verifier: str, at: datetime) -> Handover:
    """What an app may collect: in time, and with the verifier of its own challenge."""
    if (
        handover is None
        or at - handover.at > HANDOVER_LIFE
        or not hmac.compare_digest(handover.challenge, challenge_of(verifier))
    ):
        raise NotSignedIn("CODE_REFUSED", "Mã đăng nhập không đúng hoặc đã được dùng; hãy đăng nhập lại.")
    return handover


class Renewal(Enum):
    """What a refresh token is good for."""

    GRANTED = auto()
    ONCE_MORE = auto()  # an access token, but no new refresh token
    REUSED = auto()  # somebody has a copy: the session ends for both
    REFUSED = auto()


def judged(session: Session | None, *, secret: str, client: Client, at: datetime) -> Renewal:
    """What may be given for this secret (its SHA-256).

    A browser's previous secret is good for `GRACE`, because two tabs share one cookie and ask at once. That gives a
    thief nothing that lasts: ten minutes of access, no new secret, and after the grace the theft is noticed. An app
    renews one at a time, so it has no grace.
    """
    if session is None or session.client is not client or at >= ends_at(session, renewed_at=session.renewed_at):
        return Renewal.REFUSED
    if hmac.compare_digest(session.secret, secret):
        return Renewal.GRANTED
    is_previous = hmac.compare_digest(session.previous or "", secret)
    in_grace = client is Client.WEB and at - session.renewed_at <= GRACE
    return Renewal.ONCE_MORE if is_previous and in_grace else Renewal.REUSED


def ends_at(session: Session, *, renewed_at: datetime) -> datetime:
    """When it is over: unused for too long, or altogether too old."""
    return min(session.started_at + LIFE[session.client], renewed_at + IDLE[session.client])


def roles(appointment: Appointment | None, *, on: date) -> frozenset[str]:
    """What an officer may do that day; everybody is a citizen."""
    held = appointment.roles if appointment and appointment.holds_on(on) else ()
    return frozenset({"citizen", *held})
