"""What is told of one unit: its overdue dossiers and its feedback, to its heads or to those above it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import chain, islice
from typing import Any

from functions.reminders.rules import Due, reminders
from shared.clock import VIETNAM, id_of, today
from shared.domain.catalogue import Catalogue, Unit
from shared.domain.dossiers import State
from shared.domain.feedback import FeedbackState
from shared.domain.messages import EVENTS
from shared.domain.units import ancestors, continued_by
from shared.domain.working_time import WorkingCalendar
from shared.storage import feedbacks, officers, queues
from shared.storage.outbox import Message, posted
from shared.storage.table import NotAsExpected, write
from shared.web.caller import HEAD
from shared.web.logs import decided

MOST = 20  # a unit is told of at a time: who has hundreds looks at the queue, which has them all
_AT_ONCE = 50  # read of a queue
_CLOCK_RUNS = (State.RECEIVED, State.IN_PROGRESS)
_WAITS_FOR_UNIT = (FeedbackState.RECEIVED, FeedbackState.CONTESTED)


def remind(unit: Unit, catalogue: Catalogue, *, at: datetime) -> None:
    """1 Query for each state whose clock runs, 1 for feedback, 1 for the heads if there is anything to tell; more only
    where much waits for somebody else.
    """
    calendar = WorkingCalendar.of(catalogue.calendars, unit.code).provisional
    found = [*_overdue(unit.code, at), *_feedback(unit.code)]
    told = reminders(found, calendar=calendar, at=at)
    heads = _heads(unit.code, catalogue) if told else ()
    for reminder in told:
        for head in heads:
            _tell(reminder, unit, head, at=at)
    if told:
        decided("unit.reminded", unit=unit.code, reminders=len(told), heads=len(heads))


def _overdue(unit: str, at: datetime) -> Iterator[Due]:
    for state in _CLOCK_RUNS:
        late = partial(queues.queue, unit, state, queues.Wanted(until=at), limit=_AT_ONCE)
        running = (each for page in _pages(late) for each in page.dossiers if all(pause.until for pause in each.pauses))
        for each in islice(running, MOST):
            if each.due_at:
                yield Due("dossier", each.id, each.due_at, code=each.code or "")


def _feedback(unit: str) -> Iterator[Due]:
    open_ = partial(feedbacks.of_unit, unit, is_open=True, limit=_AT_ONCE)
    waiting = (each for page in _pages(open_) for each in page.rows if each["state"] in _WAITS_FOR_UNIT)
    for each in islice(waiting, MOST):
        yield Due("feedback", str(each["id"]), datetime.fromisoformat(str(each["due_at"])))


def _pages(page: Callable[..., Any]) -> Iterator[Any]:
    """One after the other, as long as more is wanted: what waits for somebody else may fill the first ones."""
    found = page(after=None)
    yield found
    while found.last is not None:
        found = page(after=found.last)
        yield found


def _heads(unit: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Who heads a unit, or those that continue it; where there is no head yet, who heads the nearest unit above."""
    units = catalogue.units_by_code
    alive = sorted(continued_by(unit, units, on=today()))
    above = ancestors(alive[0] if alive else unit, units)
    for codes in (alive, *([code] for code in above)):
        if heads := tuple(chain.from_iterable(_heading(code) for code in codes)):
            return heads
    return ()


def _heading(unit: str) -> Iterator[str]:
    yield from (person for person, held in officers.officers_of(unit, on=today()).items() if HEAD in held.roles)


def _tell(due: Due, unit: Unit, head: str, *, at: datetime) -> None:
    known = {"code": due.code, "unit": unit.name, "due": f"{due.at.astimezone(VIETNAM):%Y-%m-%d}"}
    message = Message(
        id=id_of(due.at, due.event, due.id, head),
        event=due.event,
        vault=head,
        at=at,
        parameters={name: known[name] for name in EVENTS[due.event]},
        about=f"{due.kind}/{due.id}",
    )
    try:
        write(posted(message))
    except NotAsExpected:
        return  # told of this deadline before
