"""Dossiers, people, units and what happened, as officers see them: codes beside words, names beside ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from functions.desk import views
from functions.desk.words import CHANNELS, USES_CORRECTED
from shared.domain.dossiers import STATE_NAMES, Dossier, Party
from shared.domain.events import Event
from shared.domain.history import sentence
from shared.domain.life import OPEN
from shared.storage.queues import Queued
from shared.web.acts import DeadlineView
from shared.web.desk import unit_name


def queued(dossier: Queued | Dossier, procedure: str, due: DeadlineView, names: Mapping[str, str]) -> views.QueuedView:
    owner = dossier.owner_name if isinstance(dossier, Queued) else _name(dossier.owner_party)
    return views.QueuedView(
        id=dossier.id,
        code=dossier.code or "",
        version=dossier.version,
        state=dossier.state,
        state_name=STATE_NAMES[dossier.state],
        procedure=views.NamedView(code=dossier.procedure, name=procedure),
        unit=unit(dossier.handed_to or dossier.unit),
        owner_name=owner,
        channel=dossier.channel,
        channel_name=CHANNELS[dossier.channel],
        submitted_at=dossier.submitted_at,
        received_at=dossier.received_at,
        deadline=due,
        officer=person(dossier.officer, names) if dossier.officer else None,
        attention=USES_CORRECTED if dossier.uses_corrected_papers and dossier.state in OPEN else None,
    )


def person(id: str, names: Mapping[str, str]) -> views.PersonView:
    return views.PersonView(id=id, name=names.get(id, ""))


def unit(code: str) -> views.NamedView:
    return views.NamedView(code=code, name=unit_name(code))


def history(events: Iterable[Event], names: Mapping[str, str]) -> list[views.HappenedView]:
    return [
        views.HappenedView(
            number=each.number,
            at=each.at,
            act=each.act,
            state=each.state,
            said=sentence(each, unit=unit_name(each.unit)),
            by=person(each.person, names) if each.person else None,
            unit=unit(each.unit) if each.unit else None,
            overridden=list(each.overridden),
        )
        for each in events
    ]


def _name(party: Party | None) -> str:
    return party.name if party else ""
