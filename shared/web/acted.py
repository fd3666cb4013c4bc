"""An act on a dossier done and told: kept with its event and message, answered with where it left the dossier."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from shared.clock import new_id, now
from shared.domain import deadlines, dossiers, events, history, life, working_time
from shared.storage import catalogues, outbox
from shared.web import acts
from shared.web.caller import Caller
from shared.web.desk import actor, checked_version, kept, officers_dossier, unit_name
from shared.web.logs import decided

if TYPE_CHECKING:
    from shared.domain.catalogue import Procedure
    from shared.domain.deadlines import Deadline
    from shared.domain.dossiers import Dossier
    from shared.domain.events import Act, Actor
    from shared.domain.life import Step
    from shared.storage.table import Write


def about_to(act: Act, caller: Caller, dossier_id: str, body: acts.Acting) -> tuple[Dossier, Actor]:
    """The dossier an officer acts on, as they saw it and from where the act is possible. 1 GetItem."""
    dossier = checked_version(officers_dossier(caller, dossier_id), body.version)
    life.refuse_impossible(dossier, act)
    return dossier, actor(caller)


def acted(step: Step, *writes: Write) -> acts.ActedView:
    """Keep an act with what else belongs to it. 1 TransactWriteItems."""
    dossier = kept(step, *writes)
    decided(f"dossier.{step.event.act}", dossier=dossier.id, code=dossier.code, unit=step.event.unit)
    return acts.ActedView(
        id=dossier.id,
        code=dossier.code or "",
        version=dossier.version,
        state=dossier.state,
        state_name=dossiers.STATE_NAMES[dossier.state],
        deadline=deadline_view(dossier),
        said=history.sentence(step.event, unit=unit_name(step.event.unit)),
        possible=possible_acts(dossier),
    )


def told(step: Step, event: str, *, due: date | None = None) -> Write:
    """The message of an act to the dossier's owner, for its transaction; `due` where the event names a day."""
    dossier, named = step.after, {"due": due.isoformat()} if due else {}
    return outbox.posted(
        outbox.Message(
            id=new_id(),
            event=event,
            vault=dossier.owner,
            at=step.event.at,
            phone=dossier.applicant.phone or None if dossier.applicant else None,
            parameters={
                "code": dossier.code or "",
                "procedure": procedure_of(dossier).called_in_messages,
                "unit": unit_name(step.event.unit or dossier.at_unit),
                **named,
            },
            about=f"dossier/{dossier.id}",
        )
    )


def possible_acts(dossier: Dossier) -> list[acts.ActView]:
    return [acts.ActView(act=each, name=events.ACT_NAMES[each]) for each in life.possible(dossier)]


def deadline_view(dossier: Dossier) -> acts.DeadlineView:
    calendar = calendar_of(dossier.at_unit)
    found = deadlines.deadline(
        dossier.state, dossier.due_at, dossier.pauses, at=now(), calendar=calendar, done_at=dossier.done_at
    )
    return shown(dossier.due_at, found)


def shown(due_at: datetime | None, found: Deadline) -> acts.DeadlineView:
    return acts.DeadlineView(due_at=due_at, standing=found.standing, text=found.text)


def procedure_of(dossier: Dossier) -> Procedure:
    """A submitted dossier is judged by the catalogue of its day."""
    return catalogues.of(dossier.catalogue).procedures_by_code[dossier.procedure]


def calendar_of(unit: str) -> working_time.WorkingCalendar:
    """When a unit works, as far as is known today."""
    return working_time.WorkingCalendar.of(catalogues.current().calendars, unit)
