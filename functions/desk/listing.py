"""A page of a queue, gathered: whose it is, narrowed as asked, with names beside ids."""

from __future__ import annotations

from datetime import datetime, timedelta

from functions.desk import shapes, spelling, views
from functions.desk.shapes import DueFilter
from shared.clock import VIETNAM, now, today
from shared.domain.deadlines import SOON, Standing, deadline
from shared.domain.dossiers import Dossier, State, is_dossier_code
from shared.domain.errors import Malformed, NotFound, Problem
from shared.domain.units import is_in_hands_of
from shared.domain.working_time import WorkingCalendar
from shared.storage import catalogues, dossiers, queues
from shared.storage.names import names_of
from shared.storage.queues import Queued, Wanted
from shared.web.acted import calendar_of, shown
from shared.web.caller import Caller
from shared.web.desk import unit_of
from shared.web.paging import cursor, position

_STANDINGS = {
    DueFilter.OVERDUE: {Standing.OVERDUE},
    DueFilter.TODAY: {Standing.TODAY},
    DueFilter.SOON: {Standing.TODAY, Standing.SOON},
}


def page(caller: Caller, query: shapes.ListQueue) -> views.QueueView:
    unit = unit_of(caller)
    calendar = calendar_of(unit)
    if is_dossier_code(code := query.text.upper()):
        coded = dossiers.with_code(code)
        found: tuple[Queued | Dossier, ...] = (coded,) if coded and _is_ours(coded, unit) else ()
        return _shown(found, calendar, None)
    narrowed = _narrowed(caller, unit, query, calendar)
    fits = [
        each
        for each in narrowed.dossiers
        if _is_ours(each, unit)
        and query.state in (None, each.state)
        and (query.due is None or _standing(each, calendar) in _STANDINGS[query.due])
    ]
    return _shown(fits, calendar, narrowed.last)


def _narrowed(caller: Caller, unit: str, query: shapes.ListQueue, calendar: WorkingCalendar) -> queues.QueuePage:
    wanted, after = _wanted(query, calendar), position(query.cursor)
    if query.officer:
        officer = caller.person if query.officer == "me" else query.officer
        return queues.officers_work(officer, wanted, limit=query.limit, after=after)
    if query.state is None:
        sentence = "Hãy chọn trạng thái hồ sơ, hoặc công chức, hoặc tìm đúng mã hồ sơ."
        raise Malformed("STATE_MISSING", sentence, [Problem("STATE_MISSING", sentence, "state")])
    return queues.queue(asked_unit(unit, query.unit), State(query.state), wanted, limit=query.limit, after=after)


def asked_unit(unit: str, asked: str | None) -> str:
    """The caller's own, or one whose work came down to it. Raises `NotFound` for every other."""
    if asked is None or asked == unit:
        return unit
    if not is_in_hands_of(unit, asked, catalogues.current().units_by_code, on=today()):
        raise NotFound("NO_SUCH_QUEUE", "Đơn vị của bạn không có hồ sơ của đơn vị này.")
    return asked


def _wanted(query: shapes.ListQueue, calendar: WorkingCalendar) -> Wanted:
    since, until = _span(query.due, calendar)
    return Wanted(
        since=since,
        until=until,
        words=tuple(query.text.split()),
        procedure=query.procedure,
        is_unassigned=query.unassigned,
    )


def _span(due: DueFilter | None, calendar: WorkingCalendar) -> tuple[datetime | None, datetime | None]:
    match due:
        case None:
            return None, None
        case DueFilter.OVERDUE:
            return None, now()
        case DueFilter.TODAY:
            return now(), _end(today().toordinal())
        case DueFilter.SOON:
            return now(), _end(calendar.provisional.later(today(), SOON).toordinal())


def _end(day: int) -> datetime:
    return datetime.fromordinal(day).replace(tzinfo=VIETNAM) + timedelta(days=1)


def _is_ours(dossier: Queued | Dossier, unit: str) -> bool:
    at_unit = dossier.handed_to or dossier.unit
    return is_in_hands_of(unit, at_unit, catalogues.current().units_by_code, on=today())


def _standing(dossier: Queued, calendar: WorkingCalendar) -> Standing:
    return deadline(dossier.state, dossier.due_at, dossier.pauses, at=now(), calendar=calendar).standing


def _shown(
    found: tuple[Queued | Dossier, ...] | list[Queued], calendar: WorkingCalendar, last: str | None
) -> views.QueueView:
    names, at = names_of(each.officer for each in found), now()
    rows = []
    for each in found:
        due = shown(each.due_at, deadline(each.state, each.due_at, each.pauses, at=at, calendar=calendar))
        rows.append(spelling.queued(each, _procedure_name(each), due, names))
    return views.QueueView(dossiers=rows, cursor=cursor(last))


def _procedure_name(dossier: Queued | Dossier) -> str:
    """Today's name; a procedure that has left the catalogue keeps the one of its day."""
    known = catalogues.current().procedures_by_code.get(dossier.procedure)
    return (known or catalogues.of(dossier.catalogue).procedures_by_code[dossier.procedure]).name
