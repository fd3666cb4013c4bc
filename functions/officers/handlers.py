"""Officers are appointed, and their time ended: by administrators, of others, and every word of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from functions.officers import rules, shapes, spelling
from shared.clock import now, today
from shared.domain import people as people_words
from shared.domain import units as unit_words
from shared.domain.errors import NotFound
from shared.storage import catalogues, officers, people
from shared.storage import names as person_names
from shared.web.caller import ADMINISTRATOR, Caller
from shared.web.desk import unit_name
from shared.web.logs import decided
from shared.web.rooms import Room

if TYPE_CHECKING:
    from shared.domain.people import Person

room = Room(__name__)

ADMINISTRATORS = frozenset({ADMINISTRATOR})


@room.on("GET", "/officers", roles=ADMINISTRATORS)
def find_officers(query: shapes.FindOfficers) -> shapes.OfficersView:
    """Who is, was or will be appointed to a unit, also by the code of one that was merged into it."""
    units, on = catalogues.current().units_by_code, today()
    codes = unit_words.homes_to(query.unit, units, on=on)
    held = {id: term for code in codes for id, term in officers.listed_at(code).items()}
    known = people.several(held)
    told = [spelling.officer(each, held[each.id], units, on=on) for each in known]
    told.sort(key=lambda each: (each.appointment.standing != "current", each.name, each.id))
    return shapes.OfficersView(officers=told)


@room.on("GET", "/officers/{person_id}", roles=ADMINISTRATORS)
def show_officer(person_id: str) -> shapes.OfficerPage:
    """An officer and all that was ever said of their appointments."""
    return _page(person_id)


@room.on("POST", "/officers", status=201, roles=ADMINISTRATORS)
def appoint_officer(caller: Caller, body: shapes.Appoint) -> shapes.OfficerPage:
    """Appoint somebody by number and name. It counts from the next renewal of their session on: ten minutes at most."""
    units, at = catalogues.current().units_by_code, now()
    roles = tuple(sorted(set(body.roles)))
    held = people_words.Appointment(
        unit=body.unit, roles=roles, valid_from=body.valid_from, valid_until=body.valid_until
    )
    rules.refuse_unfit(held, units.get(body.unit), number=body.number, on=today())
    known = people.found(people_words.HolderKind.PERSON, body.number)
    rules.refuse_another(known.name if known else "", body.name)
    rules.refuse_own(caller.person, known.id if known else "")
    before = people.appointment(known.id) if known else None
    rules.refuse_unasked(before, unit_name(before.unit if before else ""), on=today(), replaces=body.replaces)
    person = _named(known, body)
    remains = rules.remains(before, held, on=today())
    officers.appoint_after(before, person.id, held, at=at, by=caller.person, remains=remains)
    decided("officer.appointed", officer=person.id, unit=held.unit, roles=held.roles, by=caller.person)
    return _page(person.id)


@room.on("POST", "/officers/{person_id}/end", roles=ADMINISTRATORS)
def end_appointment(caller: Caller, person_id: str, body: shapes.EndAppointment) -> shapes.OfficerPage:
    """Give an appointment its last day; today's is the soonest."""
    before = _appointment(person_id)
    rules.refuse_own(caller.person, person_id)
    held = rules.shortened(before, body.valid_until, on=today())
    remains = rules.remains(before, held, on=today())
    officers.appoint_after(before, person_id, held, at=now(), by=caller.person, remains=remains)
    decided("officer.ended", officer=person_id, unit=held.unit, until=body.valid_until, by=caller.person)
    return _page(person_id)


def _named(known: Person | None, body: shapes.Appoint) -> Person:
    """Whoever has this number, who may never have signed in; what a provider vouched for stays as it is."""
    if known and known.name:
        return known
    holder = people_words.Holder(kind=people_words.HolderKind.PERSON, number=body.number, name=body.name)
    return people.called(holder, at=now())


def _appointment(id: str) -> people_words.Appointment:
    held = people.appointment(id)
    if held is None:
        raise NotFound("NO_SUCH_OFFICER", "Không có công chức này.")
    return held


def _page(id: str) -> shapes.OfficerPage:
    held, person, said = _appointment(id), people.person(id), officers.history(id)
    if person is None:
        raise NotFound("NO_SUCH_OFFICER", "Không có công chức này.")
    names = person_names.names_of(each.by for each in said)
    return spelling.page(person, held, said, names, catalogues.current().units_by_code, on=today())
