"""What an officer may do with a dossier at the desk, beyond what its state allows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from functions.desk.checklist import checklist
from functions.desk.words import PROBLEMS
from shared.domain import working_time
from shared.domain.catalogue import Component, Procedure, Unit
from shared.domain.desk import Channel, Check
from shared.domain.dossiers import Dossier
from shared.domain.errors import Conflict, Problem, Unacceptable
from shared.domain.people import Appointment
from shared.domain.working_time import VIETNAM, TimeLimit, WorkingCalendar


def received(dossier: Dossier, procedure: Procedure, seen: Mapping[str, tuple[bool, str]]) -> tuple[Check, ...]:
    """The evidence of a reception; `seen` is what the officer says of each component: in order or not, and a note.

    Raises `Unacceptable` with all that keeps the dossier from being received in full.
    """
    found = tuple(checklist(dossier, procedure))
    against = tuple(_against_reception({each.code: each for each in procedure.components}, found, seen))
    if against:
        raise Unacceptable("NOT_COMPLETE", "Hồ sơ chưa đủ điều kiện tiếp nhận.", against)
    return tuple(replace(each, note=seen[each.component][1]) for each in found)


def _against_reception(
    components: Mapping[str, Component], found: Iterable[Check], seen: Mapping[str, tuple[bool, str]]
) -> Iterator[Problem]:
    asked = {each.component: each for each in found}
    for code, check in asked.items():
        where, name = f"checks.{code}", components[code].name
        if code not in seen:
            yield Problem("UNCHECKED", PROBLEMS["UNCHECKED"].format(component=name), where)
        elif not seen[code][0] or check.form_complete is False:
            yield Problem("NOT_IN_ORDER", PROBLEMS["NOT_IN_ORDER"].format(component=name), where)
    for code in seen.keys() - asked.keys():
        yield Problem("NOT_ASKED", PROBLEMS["NOT_ASKED"], f"checks.{code}")


def appointed(
    received_at: datetime, limit: TimeLimit | None, due_on: date | None, calendar: WorkingCalendar
) -> datetime:
    """When the result is due: by the procedure's limit, and by the officer's word only where it has none.

    Raises `Unacceptable` or, where nobody loaded the year's days off, `YearNotLoaded`.
    """
    if limit is None and due_on is None:
        raise _refusal("DUE_MISSING", "due_on")
    if limit is not None and due_on is not None:
        raise _refusal("DUE_BY_LIMIT", "due_on")
    if limit is not None:
        return working_time.due(received_at, limit, calendar).astimezone(UTC)
    assert due_on  # noqa: S101 - otherwise it is missing
    if not calendar.is_working(due_on):
        raise _refusal("NOT_A_WORKING_DAY", "due_on")
    if calendar.closing(due_on) <= received_at:
        raise _refusal("DUE_IN_THE_PAST", "due_on")
    return calendar.closing(due_on).astimezone(UTC)


def competent(dossier: Dossier, procedure: Procedure, unit: Unit | None, *, on: date) -> Unit:
    """The unit a dossier may be handed to on this day. Raises `Unacceptable`, saying why not."""
    if unit is None:
        raise _refusal("UNIT_UNKNOWN", "unit")
    if not unit.exists_on(on):
        raise _refusal("UNIT_CLOSED", "unit", unit.name)
    if unit.code == dossier.at_unit:
        raise _refusal("UNIT_HAS_IT", "unit", unit.name)
    if not procedure.is_received_by(unit):
        raise _refusal("UNIT_NOT_COMPETENT", "unit", unit.name)
    return unit


def assignable(held: Appointment | None, unit_today: str | None, unit: str, roles: Iterable[str], *, on: date) -> None:
    """Raises `Unacceptable` unless this appointment makes one of the unit's officers; it leads to `unit_today` now."""
    if held is None or not held.holds_on(on) or unit_today != unit or not set(held.roles) & set(roles):
        raise _refusal("NOT_AN_OFFICER_HERE", "officer")


def refuse_own(dossier: Dossier, officer: str | None) -> None:
    """Nobody works on a dossier of their own."""
    is_online = dossier.channel is Channel.ONLINE
    if officer and (officer == dossier.owner or (is_online and officer == dossier.opened_by)):
        raise _refusal("OWN_DOSSIER", "officer")


def refuse_out_of_force(procedure: Procedure, submitted_at: datetime | None) -> None:
    """Raises `Conflict` when its procedure was not in force on the day the dossier was submitted."""
    if submitted_at and not procedure.is_in_force(submitted_at.astimezone(VIETNAM).date()):
        raise Conflict("PROCEDURE_NOT_IN_FORCE", PROBLEMS["PROCEDURE_NOT_IN_FORCE"].format(about=procedure.name))


def _refusal(code: str, where: str, about: str = "") -> Unacceptable:
    detail = PROBLEMS[code].format(about=about)
    return Unacceptable(code, detail, [Problem(code, detail, where)])
