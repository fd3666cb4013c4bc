"""A unit's dossiers: which wait, what is in them, who receives them, and who works on them."""

from __future__ import annotations

from functions.desk import listing, page, rules, shapes, spelling, views
from shared.clock import VIETNAM, today
from shared.domain import deadlines, desk, life
from shared.domain import dossiers as dossier_words
from shared.domain import events as event_words
from shared.domain import units as unit_words
from shared.storage import catalogues, dossiers, officers, people, tallies
from shared.storage import names as person_names
from shared.web import acts
from shared.web.acted import about_to, acted, calendar_of, deadline_view, possible_acts, procedure_of, told
from shared.web.caller import Caller
from shared.web.desk import DESK, officers_dossier, unit_of
from shared.web.rooms import Room

room = Room(__name__)


@room.on("GET", "/desk/dossiers", roles=DESK)
def list_queue(caller: Caller, query: shapes.ListQueue) -> views.QueueView:
    """A unit's dossiers in one state, or an officer's open ones, by due date; or the one with this very code."""
    return listing.page(caller, query)


@room.on("GET", "/desk/counts", roles=DESK)
def count_queues(caller: Caller, query: shapes.CountsOf) -> views.CountsView:
    """How many dossiers wait in each state of my unit."""
    unit = listing.asked_unit(unit_of(caller), query.unit)
    counts, units = tallies.queue_counts(unit), catalogues.current().units_by_code
    _, *before = unit_words.in_hands_of(unit, units, on=today())
    return views.CountsView(
        unit=spelling.unit(unit),
        counts=[
            views.CountView(state=each, state_name=dossier_words.STATE_NAMES[each], count=counts.get(each, 0))
            for each in sorted(life.OPEN)
        ],
        predecessors=[spelling.unit(each) for each in before],
    )


@room.on("GET", "/desk/officers", roles=DESK)
def list_officers(caller: Caller) -> views.OfficersView:
    """Who works at the desk of my unit, by name: to whom a dossier may be given."""
    here = [id for id, held in officers.officers_of(unit_of(caller), on=today()).items() if DESK & set(held.roles)]
    names = person_names.names_of(here)
    found = sorted((spelling.person(each, names) for each in here), key=lambda person: (person.name, person.id))
    return views.OfficersView(officers=found)


@room.on("GET", "/desk/dossiers/{dossier_id}", roles=DESK)
def read_desk_dossier(caller: Caller, dossier_id: str) -> views.DeskDossierView:
    """One dossier whole: its components and what is known of them, its history, and what may be done next."""
    dossier, events = officers_dossier(caller, dossier_id), dossiers.events_of(dossier_id)
    around = page.Around(
        procedure=procedure_of(dossier),
        deadline=deadline_view(dossier),
        names=person_names.names_of(page.people_of(dossier, events)),
        possible=possible_acts(dossier),
        events=events,
    )
    return page.whole(dossier, around)


@room.on("GET", "/desk/dossiers/{dossier_id}/history", roles=DESK)
def read_desk_history(caller: Caller, dossier_id: str) -> views.HistoryOfDossierView:
    """What happened to a dossier, the oldest first, with who did it."""
    dossier, events = officers_dossier(caller, dossier_id), dossiers.events_of(dossier_id)
    told = spelling.history(events, person_names.names_of(each.person for each in events))
    return views.HistoryOfDossierView(id=dossier.id, code=dossier.code or "", events=told)


@room.on("POST", "/desk/dossiers/{dossier_id}/receive", roles=DESK)
def receive_dossier(caller: Caller, dossier_id: str, body: shapes.ReceiveDossier) -> acts.ActedView:
    """[Tiếp nhận]: every component checked, the evidence kept, the result promised by the procedure's time limit."""
    dossier, by = about_to(event_words.Act.RECEIVED, caller, dossier_id, body)
    procedure = procedure_of(dossier)
    rules.refuse_out_of_force(procedure, dossier.submitted_at)
    due_at = rules.appointed(by.at, procedure.limit, body.due_on, calendar_of(by.unit or ""))
    received = life.step(
        dossier,
        event_words.Act.RECEIVED,
        by,
        about={"due": deadlines.in_words(due_at)},
        officer=by.person,
        due_at=due_at,
        reception=desk.Reception(
            at=by.at,
            by=caller.person,
            unit=by.unit or "",
            checks=rules.received(dossier, procedure, {each.component: (each.ok, each.note) for each in body.checks}),
        ),
    )
    return acted(received, told(received, "dossier_received", due=due_at.astimezone(VIETNAM).date()))


@room.on("POST", "/desk/dossiers/{dossier_id}/refuse", roles=DESK)
def refuse_dossier(caller: Caller, dossier_id: str, body: shapes.RefuseDossier) -> acts.ActedView:
    """[Từ chối tiếp nhận], with the reason the citizen reads."""
    dossier, by = about_to(event_words.Act.NOT_RECEIVED, caller, dossier_id, body)
    refused = life.step(dossier, event_words.Act.NOT_RECEIVED, by, reason=body.reason, officer=caller.person)
    return acted(refused, told(refused, "dossier_not_received"))


@room.on("POST", "/desk/dossiers/{dossier_id}/assign", roles=DESK)
def assign_dossier(caller: Caller, dossier_id: str, body: shapes.AssignDossier) -> acts.ActedView:
    """Give a dossier to an officer of the unit, take it oneself, or put it back for whoever comes."""
    dossier, by = about_to(event_words.Act.ASSIGNED, caller, dossier_id, body)
    officer = caller.person if body.officer == "me" else body.officer
    if officer and officer != caller.person:
        _refuse_strangers(officer, unit_of(caller))
    rules.refuse_own(dossier, officer)
    return acted(life.step(dossier, event_words.Act.ASSIGNED, by, officer=officer))


def _refuse_strangers(officer: str, unit: str) -> None:
    held = people.appointment(officer)
    works_at = unit_words.home(held.unit, catalogues.current().units_by_code, on=today()) if held else None
    rules.assignable(held, works_at, unit, DESK, on=today())


@room.on("POST", "/desk/dossiers/{dossier_id}/hand-over", roles=DESK)
def hand_over_dossier(caller: Caller, dossier_id: str, body: shapes.HandOverDossier) -> acts.ActedView:
    """Give a dossier to another unit that is competent for it; nobody there works on it yet."""
    dossier, by = about_to(event_words.Act.HANDED_OVER, caller, dossier_id, body)
    units = catalogues.current().units_by_code
    unit = rules.competent(dossier, procedure_of(dossier), units.get(body.unit), on=today())
    return acted(
        life.step(
            dossier,
            event_words.Act.HANDED_OVER,
            by,
            reason=body.reason,
            about={"to": unit.name},
            handed_to=unit.code,
            officer=None,
        )
    )
