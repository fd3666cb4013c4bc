"""How long a paper may be used: what it states itself, and what its type allows."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from enum import StrEnum

from shared.domain.catalogue import DocumentType, ValidityRule
from shared.domain.items import Item


class Lasting(StrEnum):
    """Whether a paper is valid on a day, as far as anybody can tell from the paper and its type."""

    VALID = "valid"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    UNKNOWN = "unknown"  # its day of issue, or the end it should state, is not known


LASTING_NAMES = {
    Lasting.VALID: "Còn giá trị sử dụng",
    Lasting.NOT_YET: "Chưa có hiệu lực",
    Lasting.EXPIRED: "Đã hết hạn sử dụng",
    Lasting.UNKNOWN: "Chưa xác định được hạn sử dụng",
}


def lasting(item: Item, kind: DocumentType, *, on: date) -> Lasting:
    """Both what the paper states and what its type allows must hold: a typed date never stretches the rule."""
    dated, last = item.dated, last_day(item, kind)
    if last and last < on:
        return Lasting.EXPIRED
    if (item.valid_from and on < item.valid_from) or (dated and on < dated):
        return Lasting.NOT_YET
    is_timed = kind.validity in (ValidityRule.MONTHS, ValidityRule.END_OF_YEAR)
    if (is_timed and not dated) or (kind.validity is ValidityRule.STATED and not item.valid_until):
        return Lasting.UNKNOWN
    return Lasting.VALID


def last_day(item: Item, kind: DocumentType) -> date | None:
    """The last day of use; None when there is none, or when nobody can compute it."""
    ends = [day for day in (item.valid_until, end_by_type(item.dated, kind)) if day]
    return min(ends, default=None)


def end_by_type(dated: date | None, kind: DocumentType) -> date | None:
    """The last day its type alone allows a paper that is dated so."""
    if dated is None:
        return None
    match kind.validity:
        case ValidityRule.MONTHS if kind.months:
            return after_months(dated, kind.months)
        case ValidityRule.END_OF_YEAR:
            return date(dated.year, 12, 31)
    return None


def after_months(day: date, months: int) -> date:
    """The last day of a term of months.

    It is the corresponding day of the last month, or that month's last day where there is none (Civil Code 2015,
    Art. 148.3): six months from 31 August end on 28 February.

    >>> after_months(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    year, before = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, before + 1, min(day.day, monthrange(year, before + 1)[1]))


def dated_from(kind: DocumentType, *, on: date) -> date | None:
    """The earliest day of issue by which a paper of this type still lasts; None when its type sets no term."""
    match kind.validity:
        case ValidityRule.MONTHS if kind.months:
            return earliest_lasting(kind.months, until=on)
        case ValidityRule.END_OF_YEAR:
            return date(on.year, 1, 1)
    return None


def earliest_lasting(months: int, *, until: date) -> date:
    """The earliest day from which so many months still reach `until`, that day included: `after_months` backwards.

    >>> earliest_lasting(6, until=date(2027, 2, 28)), earliest_lasting(6, until=date(2026, 8, 31))
    (datetime.date(2026, 8, 28), datetime.date(2026, 3, 1))
    """
    year, before = divmod(until.year * 12 + until.month - 1 - months, 12)
    month = before + 1
    if until.day <= monthrange(year, month)[1]:
        return date(year, month, until.day)
    return date(year, month + 1, 1)  # only a month shorter than 31 days comes here, so never December
