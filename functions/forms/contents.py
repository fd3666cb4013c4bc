"""What stands on the forms of one dossier, by what the dossier and its history say. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.forms.letterheads import agency, desk_of, letterhead
from functions.forms.words import FROM_VAULT, NO_LIMIT, NOT_YET, RECEIVED_BY, SUPPLEMENT_REASON
from shared.domain.catalogue import Procedure, Unit, Way
from shared.domain.dossiers import Dossier
from shared.domain.errors import Conflict
from shared.domain.events import ACT_NAMES, Act, Event
from shared.domain.working_time import VIETNAM, WorkingCalendar
from shared.forms.templates import Form

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A dossier and what stands around it when a form is made."""

    dossier: Dossier
    procedure: Procedure
    unit: Unit  # whose form it is
    above: Unit | None
    events: tuple[Event, ...]
    names: Mapping[str, str]  # of people, by id
    units: Mapping[str, str]  # names by code
    signer: str
    calendar: WorkingCalendar


def contents(form: Form, subject: Subject) -> Fields:
    """The fields of a form. Raises `Conflict` FORM_NOT_YET when there is nothing to put on it."""
    own = _OWN[form](subject) if form in _OWN else None
    if own is None:
        raise Conflict("FORM_NOT_YET", NOT_YET[form])
    code = subject.dossier.code or ""
    return {
        **letterhead(subject.unit, subject.above, number=code.partition("-")[2]),
        "dossier_code": code,
        "procedure": subject.procedure.name,
        "signer": subject.signer,
        **own,
    }


def _receipt(about: Subject) -> Fields | None:
    dossier = about.dossier
    if dossier.received_at is None:
        return None
    return {
        **_applicant(dossier),
        "owner": dossier.owner_party.name if dossier.owner_party else "",
        "desk": desk_of(about.unit),
        "components": list(_components(dossier, about.procedure)),
        "copies": 1,
        "time_limit": about.procedure.time_limit or NO_LIMIT,
        "received_at": dossier.received_at,
        "due_at": dossier.due_at,
        "receive_by": RECEIVED_BY[dossier.receive_by] if dossier.receive_by else "",
    }


def _components(dossier: Dossier, procedure: Procedure) -> Iterator[str]:
    for each in procedure.components:
        answer = dossier.answer(each.code)
        if answer and answer.resolution:
            yield f"{each.name} {FROM_VAULT}" if answer.resolution.way is Way.VAULT else each.name


def _supplement(about: Subject) -> Fields | None:
    if not about.dossier.supplements:
        return None
    newest = about.dossier.supplements[-1]
    names = {each.code: each.name for each in about.procedure.components}
    return {
        **_applicant(about.dossier),
        "requests": [
            f"{names[each.component]}: {each.text}" if each.component else each.text for each in newest.points
        ],
        "reason": SUPPLEMENT_REASON,
        "deadline": about.calendar.closing(newest.until),
        "contact": desk_of(about.unit),
    }


def _refusal(about: Subject) -> Fields | None:
    refused = _last(about.events, Act.NOT_RECEIVED)
    if refused is None:
        return None
    desk = desk_of(about.unit)
    return {**_applicant(about.dossier), "desk": desk, "reasons": [refused.reason], "contact": desk}


def _apology(about: Subject) -> Fields | None:
    moved, dossier = about.dossier.reappointment, about.dossier
    if moved is None or dossier.received_at is None:
        return None
    return {
        **_applicant(dossier),
        "received_at": dossier.received_at,
        "due_at": moved.was_due,
        "new_due_at": moved.due,
        "reason": moved.reason,
    }


def _stop(about: Subject) -> Fields | None:
    stopped = _last(about.events, Act.STOPPED, Act.WITHDRAWAL_GRANTED)
    if stopped is None:
        return None
    asked = _last(about.events, Act.WITHDRAWAL_ASKED)
    reason = stopped.reason or (asked.reason if asked else "") or ACT_NAMES[stopped.act]
    since = about.dossier.received_at or about.dossier.submitted_at
    return {**_applicant(about.dossier), "received_at": since, "stopped_at": stopped.at, "reasons": [reason]}


_STEPS = (Act.RECEIVED, Act.ASSIGNED, Act.HANDED_OVER, Act.FORWARDED, Act.SUPPLEMENT_ANSWERED, Act.DONE, Act.RETURNED)


def _control_sheet(about: Subject) -> Fields | None:
    """Each time the dossier changed hands: from whoever acted before to whoever acts."""
    if about.dossier.received_at is None:
        return None
    steps = [each for each in about.events if each.act in _STEPS]
    takers = [about.names.get(each.person or "", "") for each in steps]
    return {
        "in_charge": agency(about.unit),
        "received_at": about.dossier.received_at,
        "due_at": about.dossier.due_at,
        "steps": [
            {
                "unit": about.units.get(each.unit or "", "") or about.unit.name,
                "at": each.at,
                "handed_by": giver,
                "taken_by": taker,
                "outcome": _outcome(each, about.dossier.due_at),
                "note": ACT_NAMES[each.act],
            }
            for each, giver, taker in zip(steps, ["", *takers], takers, strict=False)
        ],
    }


def _outcome(event: Event, due_at: datetime | None) -> str:
    """What the circular's column asks for, once there is a result to say it of."""
    if event.act is not Act.DONE or due_at is None:
        return ""
    done, due = event.at.astimezone(VIETNAM), due_at.astimezone(VIETNAM)
    if done > due:
        return "Quá hạn"
    return "Đúng hạn" if done.date() == due.date() else "Trước hạn"


def _applicant(dossier: Dossier) -> Fields:
    who = dossier.applicant or dossier.owner_party
    if who is None:
        return {"applicant": ""}
    return {"applicant": who.name, "address": who.address, "phone": who.phone, "email": who.email}


def _last(events: tuple[Event, ...], *acts: Act) -> Event | None:
    return next((each for each in reversed(events) if each.act in acts), None)


_OWN: Mapping[Form, Callable[[Subject], Fields | None]] = {
    Form.RECEIPT: _receipt,
    Form.SUPPLEMENT: _supplement,
    Form.REFUSAL: _refusal,
    Form.APOLOGY: _apology,
    Form.STOP: _stop,
    Form.CONTROL_SHEET: _control_sheet,
}
TO_THE_CITIZEN = frozenset({Form.RECEIPT, Form.SUPPLEMENT, Form.REFUSAL, Form.APOLOGY, Form.STOP})
BY_THE_HEAD = frozenset({Form.APOLOGY, Form.STOP})  # who signs these
