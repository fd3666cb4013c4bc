"""Submission: everything that still stands between a draft and its receipt, told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from functions.dossiers.words import PROBLEMS, WAYS
from shared.domain.catalogue import Component, DocumentType, Procedure, Unit, Way
from shared.domain.consents import CONSENTS, Consent
from shared.domain.dossiers import Dossier, Resolution
from shared.domain.errors import Problem, Unacceptable
from shared.domain.items import Item
from shared.domain.matching import remedies
from shared.domain.matching_words import OBJECTIONS
from shared.domain.objections import Objection, objections_to_pinned
from shared.domain.people import phone
from shared.domain.text import folded


def shortcomings(
    dossier: Dossier,
    procedure: Procedure,
    items: Mapping[str, Item],
    *,
    unit: Unit | None,
    holder: str,
    types: Mapping[str, DocumentType],
    on: date,
) -> tuple[Problem, ...]:
    """Every reason why it cannot be submitted on this day; none when it can.

    `items` are the pinned ones by id, as they are now; `unit` is None when the catalogue does not know the dossier's;
    `holder` is the name of the person or organisation whose vault answers it.
    """
    of_components = (
        problem for each in procedure.components for problem in _of_component(each, dossier, items, types=types, on=on)
    )
    return (
        *not_offered(procedure, unit, on=on),
        *_of_people(dossier, holder),
        *_of_choices(dossier),
        *of_components,
    )


def not_offered(procedure: Procedure, unit: Unit | None, *, on: date) -> Iterator[Problem]:
    """Why this unit does not take this procedure on this day; nothing when it does."""
    if not procedure.is_in_force(on):
        yield _problem("PROCEDURE_NOT_IN_FORCE", "procedure", procedure.name)
    if unit is None:
        yield _problem("UNIT_UNKNOWN", "unit")
    elif not unit.exists_on(on):
        yield _problem("UNIT_CLOSED", "unit", unit.name)
    elif not procedure.is_received_by(unit):
        yield _problem("UNIT_DOES_NOT_OFFER", "unit", unit.name)


def _of_people(dossier: Dossier, holder: str) -> Iterator[Problem]:
    applicant, owner = dossier.applicant, dossier.owner_party
    if not applicant or not applicant.name.strip():
        yield _problem("APPLICANT_NAME_MISSING", "applicant.name")
    if not owner or not owner.name.strip():
        yield _problem("OWNER_NAME_MISSING", "owner_party.name")
    elif folded(owner.name) != folded(holder):
        yield _problem("OWNER_NOT_HOLDER", "owner_party.name", holder)
    if not applicant or not applicant.phone.strip():
        yield _problem("PHONE_MISSING", "applicant.phone")
    else:
        yield from _of_phone(applicant.phone)


def _of_phone(text: str) -> Iterator[Problem]:
    """Which kind of number it is instead of one that hears Zalo and SMS."""
    try:
        phone(text)
    except Unacceptable as refusal:
        yield Problem(refusal.code, refusal.detail, "applicant.phone")


def _of_choices(dossier: Dossier) -> Iterator[Problem]:
    if dossier.receive_by is None:
        yield _problem("RECEIVE_BY_MISSING", "receive_by")
    for consent in consents_needed(dossier):
        if consent not in dossier.consents:
            yield _problem("CONSENT_MISSING", "consents", CONSENTS[consent])


def consents_needed(dossier: Dossier) -> tuple[Consent, ...]:
    """Reuse is consented to only where something is reused."""
    ways = {each.resolution.way for each in dossier.answers if each.resolution}
    return tuple(each for each in Consent if each is not Consent.REUSE or Way.VAULT in ways)


def _of_component(
    component: Component, dossier: Dossier, items: Mapping[str, Item], *, types: Mapping[str, DocumentType], on: date
) -> Iterator[Problem]:
    answer = dossier.answer(component.code)
    resolution = answer.resolution if answer else None
    if resolution is None:
        if component.is_needed_for(dossier.cases):
            yield _component_problem("COMPONENT_MISSING", component, _ways_open(component))
    elif not component.applies_to(dossier.cases):
        yield _component_problem("COMPONENT_NOT_APPLICABLE", component)
    elif resolution.way not in component.ways:
        yield _component_problem("WAY_NOT_ALLOWED", component, _ways_open(component))
    elif _is_empty(resolution):
        yield _component_problem("COMPONENT_MISSING", component, _ways_open(component))
    elif resolution.way is Way.VAULT:
        for objection in still_against(component, resolution, items, owner=dossier.owner, types=types, on=on):
            yield _component_problem("PAPER_DOES_NOT_FIT", component, " ".join(OBJECTIONS[objection]))


def still_against(
    component: Component,
    resolution: Resolution,
    items: Mapping[str, Item],
    *,
    owner: str,
    types: Mapping[str, DocumentType],
    on: date,
) -> tuple[Objection, ...]:
    """What speaks today against the papers a component was answered with, except warnings that were overridden."""
    found = [
        objection
        for pinned in resolution.items
        for objection in objections_to_pinned(
            component, items.get(pinned.item), pinned, owner=owner, types=types, on=on
        )
        if objection not in resolution.despite
    ]
    held = {items[pinned.item].counts_as for pinned in resolution.items if pinned.item in items}
    if not found and not any(held.issuperset(codes) for codes in component.accepts):
        found.append(Objection.INCOMPLETE)
    return tuple(dict.fromkeys(found))


def _is_empty(resolution: Resolution) -> bool:
    match resolution.way:
        case Way.VAULT:
            return not resolution.items
        case Way.UPLOAD:
            return resolution.attachment is None
        case Way.FORM:
            return not resolution.form
    return False


def _ways_open(component: Component) -> str:
    return " ".join(WAYS[way] for way in remedies(component))


def _component_problem(code: str, component: Component, about: str = "") -> Problem:
    detail = PROBLEMS[code].format(component=component.name, about=about).strip()
    return Problem(code, detail, f"components.{component.code}")


def _problem(code: str, where: str, about: str = "") -> Problem:
    return Problem(code, PROBLEMS[code].format(about=about), where)
