"""Who answers a feedback, until when, and how much of it one holder may give. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.domain.catalogue import Catalogue
from shared.domain.errors import Conflict, Problem, Unacceptable
from shared.domain.feedback import Feedback
from shared.domain.items import Item, ItemState
from shared.domain.units import continued_by
from shared.domain.working_time import VIETNAM, WorkingCalendar, reckoned

Earlier = tuple[str, bool, str, int]  # a feedback on the same paper: its id, whether open, whose, of which version


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Times and bounds, as data: they differ between provinces."""

    answer_within_working_days: int
    resolve_within_working_days: int
    contest_within_days: int
    most_a_day: int
    most_on_one_version: int
    most_files_a_day: int
    reasons: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a holder says is wrong."""

    version: int | None  # of the item; the current one when left out
    reason: str
    text: str
    page: int | None
    unit: str | None  # chosen, where the system cannot know who answers


def objections(report: Report, item: Item, *, terms: Terms) -> Iterator[Problem]:
    """What is the matter with a report itself."""
    if report.reason not in terms.reasons:
        yield Problem("REASON_UNKNOWN", "Hãy chọn lý do phản ánh trong danh sách.", "reason")
    if len(report.text) < _SHORTEST:
        yield Problem("TEXT_TOO_SHORT", "Hãy nêu rõ nội dung sai và nội dung đúng (ít nhất 10 ký tự).", "text")
    if report.page is not None and item.version.pages and report.page > item.version.pages:
        yield Problem("NO_SUCH_PAGE", f"Giấy tờ chỉ có {item.version.pages} trang.", "page")


_SHORTEST = 10


def refuse_untimely(item: Item, version: int, earlier: Sequence[Earlier], *, vault: str, most: int) -> None:
    """Raises `Conflict` for a version that was corrected since, one reported already, or reported too often."""
    if item.state is ItemState.WITHDRAWN:
        raise Conflict("WITHDRAWN", "Giấy tờ đã bị cơ quan cấp thu hồi nên không cần phản ánh nữa.")
    if version != item.version.number:
        raise Conflict(
            "ALREADY_CORRECTED",
            f"Giấy tờ đã có phiên bản {item.version.number}; nếu phiên bản mới vẫn sai, hãy phản ánh phiên bản đó.",
        )
    mine = [(id, is_open) for id, is_open, whose, of in earlier if (whose, of) == (vault, version)]
    if waiting := [id for id, is_open in mine if is_open]:
        told = Problem("OPEN_FEEDBACK", "Phản ánh đang được xử lý.", f"/feedback/{waiting[0]}")
        raise Conflict("ALREADY_REPORTED", "Bạn đã phản ánh giấy tờ này và cơ quan đang xử lý.", [told])
    if len(mine) >= most:
        raise Conflict(
            "REPORTED_TOO_OFTEN",
            f"Bạn đã phản ánh phiên bản này {len(mine)} lần. Nếu chưa đồng ý, hãy liên hệ trực tiếp cơ quan cấp.",
        )


def answering_unit(issuer: str | None, chosen: str | None, catalogue: Catalogue, *, on: date) -> str:
    """The unit that answers: who issued the paper, or its successor.

    Raises `Unacceptable` where the issuer was split or is not known: its holder says which unit then, out of those
    named in the problems when they are known.
    """
    units = catalogue.units_by_code
    alive = continued_by(issuer, units, on=on) if issuer else frozenset()
    if len(alive) == 1:
        return next(iter(alive))
    if chosen and chosen in (alive or {code for code, unit in units.items() if unit.exists_on(on)}):
        return chosen
    if alive:
        told = [Problem("UNIT", units[code].name, code) for code in sorted(alive)]
        raise Unacceptable("UNIT_SPLIT", "Cơ quan cấp đã được chia tách; hãy chọn đơn vị tiếp nhận phản ánh.", told)
    raise Unacceptable("UNIT_NOT_KNOWN", "Chưa xác định được cơ quan cấp giấy tờ này; hãy chọn cơ quan đã cấp.")


def deadlines(given_at: datetime, calendar: WorkingCalendar, terms: Terms) -> tuple[datetime, datetime]:
    """Until when the unit first answers, and until when it is resolved, in working days of its calendar."""
    start = reckoned(given_at, calendar).date()
    first = calendar.later(start, terms.answer_within_working_days)
    return calendar.closing(first), calendar.closing(calendar.later(start, terms.resolve_within_working_days))


def refuse_late_contest(feedback: Feedback, *, at: datetime, terms: Terms) -> None:
    last = feedback.steps[-1].at.astimezone(VIETNAM).date() + timedelta(days=terms.contest_within_days)
    if at.astimezone(VIETNAM).date() > last:
        raise Conflict("TOO_LATE_TO_CONTEST", f"Đã quá hạn đề nghị xem xét lại (hết ngày {last:%d/%m/%Y}).")
