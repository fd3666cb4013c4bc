"""Which papers may be copied, by whom, for how much, and what a certified copy of one cannot do. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from functions.certification.words import PROBLEMS, WARNINGS
from shared.domain.catalogue import DocumentType, Level, Unit, ValidityRule
from shared.domain.certification import Original
from shared.domain.errors import Problem, Unacceptable
from shared.domain.items import inconsistent_dates
from shared.domain.text import folded
from shared.domain.validity import end_by_type
from shared.domain.working_time import WorkingCalendar

_TIMED = (ValidityRule.MONTHS, ValidityRule.END_OF_YEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Fees in đồng and bounds, as data: they are set by circulars."""

    fee_first_pages: int
    fee_of_a_first_page: int
    fee_of_a_further_page: int
    fee_at_most: int
    levels: frozenset[Level]  # of the agencies that certify copies
    most_a_day: int
    wished_within_days: int


def fee(pages: int, terms: Terms) -> int:
    """What one copy costs, in đồng, by the pages of its original."""
    first = min(pages, terms.fee_first_pages)
    asked = first * terms.fee_of_a_first_page + (pages - first) * terms.fee_of_a_further_page
    return min(asked, terms.fee_at_most)


def against_original(
    original: Original, types: Mapping[str, DocumentType], purposes: frozenset[str], *, on: date, is_presented: bool
) -> Iterator[Problem]:
    """Why a paper cannot be copied, or what is still missing of it; more must be known once it lies on the counter."""
    kind = types.get(original.document_type)
    if kind is None:
        yield _problem("DOCUMENT_TYPE_UNKNOWN", "original.document_type")
    elif kind.wraps:
        yield _problem("COPY_OF_COPY", "original.document_type")
    elif kind.is_never_a_file:
        yield _problem("NEVER_A_FILE", "original.document_type")
    elif is_presented:
        yield from _missing(original, kind)
    if original.purpose and original.purpose not in purposes:
        yield _problem("PURPOSE_UNKNOWN", "original.purpose")
    for each in inconsistent_dates(original.issued_on, original.valid_from, original.valid_until, on=on):
        yield Problem(each.code, each.detail, f"original.{each.where}")


def _missing(original: Original, kind: DocumentType) -> Iterator[Problem]:
    """What the copy must say of its original: by its day of issue alone a copy ages as its original does."""
    if not original.issuer:
        yield _problem("ISSUER_MISSING", "original.issuer")
    if original.issued_on is None and kind.validity in _TIMED:
        yield _problem("ISSUED_ON_MISSING", "original.issued_on")
    if original.purpose is None and kind.purpose_bound:
        yield _problem("PURPOSE_MISSING", "original.purpose")


def warnings(original: Original, kind: DocumentType | None, *, on: date) -> Iterator[Problem]:
    """What its requester should know before paying for a copy: it lives no longer than its original."""
    if kind is None:
        return
    ends = [day for day in (original.valid_until, end_by_type(original.issued_on, kind)) if day]
    last = min(ends, default=None)
    if last and last < on:
        yield _warning("ORIGINAL_EXPIRED", f"{last:%d/%m/%Y}")
    elif last:
        yield _warning("ORIGINAL_ENDS", f"{last:%d/%m/%Y}")
    elif kind.validity is ValidityRule.STATED or kind.validity in _TIMED:
        yield _warning("ORIGINAL_END_UNKNOWN")
    if kind.purpose_bound:
        yield _warning("ORIGINAL_FOR_ONE_PURPOSE")


def against_unit(unit: Unit | None, terms: Terms, *, on: date) -> Iterator[Problem]:
    if unit is None or not unit.exists_on(on):
        yield _problem("UNIT_UNKNOWN", "unit")
    elif unit.level not in terms.levels:
        yield _problem("UNIT_NOT_COMPETENT", "unit")


def against_wish(wished_on: date | None, calendar: WorkingCalendar, terms: Terms, *, on: date) -> Iterator[Problem]:
    """A day to come by is one on which somebody is there; of years nobody loaded, weekends alone are known."""
    if wished_on is None:
        return
    if not on <= wished_on <= on + timedelta(days=terms.wished_within_days):
        yield Problem("WISHED_TOO_FAR", PROBLEMS["WISHED_TOO_FAR"].format(days=terms.wished_within_days), "wished_on")
    elif not calendar.provisional.is_working(wished_on):
        yield _problem("NOT_A_WORKING_DAY", "wished_on")


def refuse(problems: Iterable[Problem]) -> None:
    """Raises `Unacceptable` with all that is the matter, if anything is."""
    if found := tuple(problems):
        raise Unacceptable("NOT_CERTIFIABLE", "Chưa thể nhận yêu cầu chứng thực; hãy sửa các nội dung sau.", found)


def refuse_another(known_as: str, name: str) -> None:
    """Raises `Unacceptable` when this number's account has another name: a copy never goes to a stranger's vault."""
    if known_as and folded(known_as) != folded(name):
        raise Unacceptable("NAME_DIFFERS", PROBLEMS["NAME_DIFFERS"], [_problem("NAME_DIFFERS", "person.name")])


def wrapper(types: Mapping[str, DocumentType]) -> DocumentType:
    """The type certified copies are kept under. Raises `Unacceptable` where the catalogue has none."""
    found = min((each for each in types.values() if each.wraps), key=lambda each: each.code, default=None)
    if found is None:
        raise Unacceptable("NO_TYPE_FOR_COPIES", PROBLEMS["NO_TYPE_FOR_COPIES"])
    return found


def _problem(code: str, where: str) -> Problem:
    return Problem(code, PROBLEMS[code], where)


def _warning(code: str, day: str = "") -> Problem:
    return Problem(code, WARNINGS[code].format(day=day))
