"""What may be asked of a citizen, and when a dossier may be postponed or stopped. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date

from functions.requests.words import PROBLEMS
from shared.domain.catalogue import Procedure
from shared.domain.desk import Point, Reappointment, Supplement
from shared.domain.dossiers import Dossier, State
from shared.domain.errors import Conflict, NotAllowed, Problem, Unacceptable
from shared.domain.events import Actor
from shared.domain.working_time import VIETNAM, WorkingCalendar

SECOND_SUPPLEMENT = "SECOND_SUPPLEMENT"


def asked(dossier: Dossier, procedure: Procedure, points: Sequence[Point], until: date, actor: Actor) -> Supplement:
    """The request for a supplement. Raises `Unacceptable` with all that is wrong with it."""
    against = tuple(_against(dossier, procedure, points, until, on=actor.at.astimezone(VIETNAM).date()))
    if against:
        raise Unacceptable("SUPPLEMENT_NOT_ACCEPTED", "Chưa thể gửi yêu cầu bổ sung.", against)
    return Supplement(asked_at=actor.at, by=actor.person or "", points=tuple(points), until=until)


def _against(
    dossier: Dossier, procedure: Procedure, points: Sequence[Point], until: date, *, on: date
) -> Iterator[Problem]:
    if until <= on:
        yield _problem("UNTIL_TOO_SOON", "until")
    for n, point in enumerate(points):
        component = procedure.component(point.component) if point.component else None
        if point.component and component is None:
            yield _problem("POINT_OF_UNKNOWN_COMPONENT", f"points.{n}.component")
        elif component and not component.applies_to(dossier.cases):
            yield _problem("POINT_NOT_APPLICABLE", f"points.{n}.component", component.name)


def overridden(dossier: Dossier, *, by_head: bool, reason: str) -> tuple[str, ...]:
    """What a head overrode. A request is complete in one go (NĐ 309/2026): a second one is theirs to allow, with a
    reason, and counts as late.

    Raises `NotAllowed` for everybody else, and `Unacceptable` without the reason.
    """
    if not dossier.supplements:
        return ()
    if not by_head:
        raise NotAllowed(SECOND_SUPPLEMENT, PROBLEMS[SECOND_SUPPLEMENT])
    if not reason:
        raise _refusal("SECOND_SUPPLEMENT_UNEXPLAINED", "override_reason")
    return (SECOND_SUPPLEMENT,)


def reappointed(dossier: Dossier, due_on: date, reason: str, actor: Actor, calendar: WorkingCalendar) -> Reappointment:
    """The one postponement: to a working day after the one that was promised, and not in the past.

    Raises `Unacceptable` or, where nobody loaded the year's days off, `YearNotLoaded`.
    """
    if dossier.due_at is None:
        raise _refusal("NOTHING_DUE", "due_on")
    if due_on <= dossier.due_at.astimezone(VIETNAM).date():
        raise _refusal("NOT_LATER", "due_on")
    if not calendar.is_working(due_on):
        raise _refusal("NOT_A_WORKING_DAY", "due_on")
    due = calendar.closing(due_on).astimezone(UTC)
    if due <= actor.at:
        raise _refusal("DUE_IN_THE_PAST", "due_on")
    return Reappointment(at=actor.at, by=actor.person or "", reason=reason, was_due=dossier.due_at, due=due)


def refuse_early_stop(dossier: Dossier, *, on: date) -> None:
    """Raises `Conflict` while the citizen still has time to answer."""
    if dossier.state is State.SUPPLEMENT_ASKED and dossier.supplement and on <= dossier.supplement.until:
        until = f"{dossier.supplement.until:%d/%m/%Y}"
        raise Conflict("SUPPLEMENT_STILL_OPEN", PROBLEMS["SUPPLEMENT_STILL_OPEN"].format(about=until))


def refuse_silent_denial(*, granted: bool, reason: str) -> None:
    """Raises `Unacceptable` when a withdrawal is denied without a reason."""
    if not granted and not reason:
        raise _refusal("REASON_MISSING", "reason")


def _refusal(code: str, where: str) -> Unacceptable:
    return Unacceptable(code, PROBLEMS[code], [_problem(code, where)])


def _problem(code: str, where: str, about: str = "") -> Problem:
    return Problem(code, PROBLEMS[code].format(about=about), where)
