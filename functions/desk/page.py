"""A dossier's page at the desk: what is in it, what is known of each component, and what may be done next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from functions.desk import spelling, views
from functions.desk.checklist import checklist, must_look_up, signature_state
from functions.desk.words import CHOSEN_BY, CORRECTED_SINCE, SIGNATURES, STATUSES, WAYS
from shared.domain.catalogue import Component, Procedure
from shared.domain.desk import Check, LookUp, SignatureState, Supplement
from shared.domain.dossiers import Answer, Dossier, Party, Resolution
from shared.domain.events import Event
from shared.domain.life import OPEN
from shared.web.acts import ActView, DeadlineView
from shared.web.shapes import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around a dossier when it is shown."""

    procedure: Procedure
    deadline: DeadlineView
    names: Mapping[str, str]  # of people, by id
    possible: list[ActView]
    events: tuple[Event, ...]


def whole(dossier: Dossier, around: Around) -> views.DeskDossierView:
    procedure, names = around.procedure, around.names
    return views.DeskDossierView(
        **dict(spelling.queued(dossier, procedure.name, around.deadline, names)),
        opened_at=dossier.opened_at,
        cases=[
            views.NamedView(code=each.code, name=each.name) for each in procedure.cases if each.code in dossier.cases
        ],
        applicant=_party(dossier.applicant),
        owner=_party(dossier.owner_party),
        opened_by=spelling.person(dossier.opened_by, names),
        receive_by=dossier.receive_by,
        time_limit=procedure.time_limit,
        components=[_component(each, dossier, names) for each in procedure.components],
        checklist=list(_checks(checklist(dossier, procedure), procedure)),
        reception=_reception(dossier, procedure, names),
        supplements=[_supplement(each, dossier, procedure) for each in dossier.supplements],
        payment=dossier.payment and views.PaymentView(**_fields(dossier.payment, views.PaymentView)),
        pauses=[views.PauseView(reason=each.reason, since=each.since, until=each.until) for each in dossier.pauses],
        reappointment=dossier.reappointment
        and views.ReappointmentView(**_fields(dossier.reappointment, views.ReappointmentView)),
        possible=around.possible,
        history=spelling.history(around.events, names),
    )


def people_of(dossier: Dossier, events: Iterable[Event]) -> Iterator[str | None]:
    """Everybody a dossier's page names by id."""
    yield from (dossier.officer, dossier.opened_by, dossier.reception.by if dossier.reception else None)
    yield from (each.look_up.by for each in dossier.answers if each.look_up)
    yield from (each.person for each in events)


def _component(component: Component, dossier: Dossier, names: Mapping[str, str]) -> views.DeskComponentView:
    answer = dossier.answer(component.code) or Answer(component=component.code)
    status = _status(component, dossier, answer.resolution)
    return views.DeskComponentView(
        code=component.code,
        name=component.name,
        status=status,
        status_text=STATUSES[status],
        needed=component.is_needed_for(dossier.cases),
        ways=list(component.ways),
        answer=_answer(answer.resolution, dossier) if answer.resolution else None,
        look_up=_look_up(answer.look_up, names) if answer.look_up else None,
        must_look_up=must_look_up(component, dossier),
        may_scan=dossier.may_be_scanned(component.code),
    )


def _status(component: Component, dossier: Dossier, resolution: Resolution | None) -> str:
    if not component.applies_to(dossier.cases):
        return "not_applicable"
    if resolution:
        return "answered"
    return "missing" if component.is_needed_for(dossier.cases) else "optional"


def _answer(resolution: Resolution, dossier: Dossier) -> views.AnswerView:
    file = resolution.attachment
    return views.AnswerView(
        way=resolution.way,
        way_name=WAYS[resolution.way],
        chosen_by=resolution.chosen_by,
        chosen_by_name=CHOSEN_BY[resolution.chosen_by],
        reason=resolution.reason,
        at=resolution.at,
        items=[
            views.PaperOfComponentView(
                item=each.item,
                version=each.version,
                title=each.title,
                number=each.number,
                attention=CORRECTED_SINCE if dossier.is_corrected(each) and dossier.state in OPEN else None,
            )
            for each in resolution.items
        ],
        file=file and views.FileOfComponentView(upload=file.upload, file_name=file.file_name, size=file.size),
        form=resolution.form,
        signature=signature_state(resolution),
    )


def _look_up(look_up: LookUp, names: Mapping[str, str]) -> views.LookUpView:
    return views.LookUpView(at=look_up.at, by=spelling.person(look_up.by, names), offered=list(look_up.offered))


def _checks(found: Iterable[Check], procedure: Procedure) -> Iterator[views.CheckView]:
    for each in found:
        yield views.CheckView(
            component=each.component,
            name=_component_name(procedure, each.component),
            form_complete=each.form_complete,
            signature=each.signature,
            signature_text=SIGNATURES[SignatureState(each.signature)],
            looked_up=each.looked_up,
            note=each.note,
        )


def _reception(dossier: Dossier, procedure: Procedure, names: Mapping[str, str]) -> views.ReceptionView | None:
    kept = dossier.reception
    if kept is None:
        return None
    return views.ReceptionView(
        at=kept.at,
        by=spelling.person(kept.by, names),
        unit=spelling.unit(kept.unit),
        checks=list(_checks(kept.checks, procedure)),
    )


def _supplement(supplement: Supplement, dossier: Dossier, procedure: Procedure) -> views.SupplementView:
    points = [
        views.PointView(
            component=each.component,
            component_name=_component_name(procedure, each.component) if each.component else None,
            text=each.text,
            answer=each.answer,
            answered=dossier.is_answered(each, supplement),
        )
        for each in supplement.points
    ]
    return views.SupplementView(points=points, **_fields(supplement, views.SupplementView, but={"points"}))


def _component_name(procedure: Procedure, code: str) -> str:
    found = procedure.component(code)
    return found.name if found else code


def _party(party: Party | None) -> views.PartyOfDossierView | None:
    return views.PartyOfDossierView(**_fields(party, views.PartyOfDossierView)) if party else None


def _fields(value: object, view: type[View], *, but: Collection[str] = ()) -> dict[str, Any]:
    """What a view takes over from a value as it stands."""
    return {name: getattr(value, name) for name in view.model_fields if name not in but}
