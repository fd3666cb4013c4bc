"""Owners hear two working days before its end that a supplement is still missing, once for each last day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from functions.reminders.rules import SOON
from shared.clock import VIETNAM, id_of
from shared.domain.catalogue import Catalogue, Unit
from shared.domain.desk import Supplement
from shared.domain.dossiers import Dossier, State
from shared.domain.working_time import WorkingCalendar
from shared.storage import catalogues, dossiers, queues
from shared.storage.outbox import Message, posted
from shared.storage.table import NotAsExpected, write
from shared.web.logs import decided


def remind(unit: Unit, catalogue: Catalogue, *, at: datetime) -> None:
    """1 Query, 1 BatchGetItem for a hundred dossiers that wait for their owners."""
    today = at.astimezone(VIETNAM).date()
    soon = WorkingCalendar.of(catalogue.calendars, unit.code).provisional.later(today, SOON)
    waiting = dossiers.several(queues.ids(unit.code, State.SUPPLEMENT_ASKED))
    told = sum(_told(each, asked, unit, at=at) for each, asked in _asked(waiting) if today <= asked.until <= soon)
    if told:
        decided("supplements.reminded", unit=unit.code, reminders=told)


def _asked(waiting: tuple[Dossier, ...]) -> Iterator[tuple[Dossier, Supplement]]:
    yield from ((each, each.supplement) for each in waiting if each.supplement)


def _told(dossier: Dossier, asked: Supplement, unit: Unit, *, at: datetime) -> bool:
    last = datetime.combine(asked.until, time(), VIETNAM)
    procedure = catalogues.of(dossier.catalogue).procedures_by_code[dossier.procedure]
    message = Message(
        id=id_of(last, "supplement_reminded", dossier.id),
        event="supplement_reminded",
        vault=dossier.owner,
        at=at,
        phone=dossier.applicant.phone or None if dossier.applicant else None,
        parameters={
            "code": dossier.code or "",
            "procedure": procedure.called_in_messages,
            "unit": unit.name,
            "due": asked.until.isoformat(),
        },
        about=f"dossier/{dossier.id}",
    )
    try:
        write(posted(message))
    except NotAsExpected:
        return False  # told before
    return True
