"""A draft becomes a submitted dossier: checked as a whole, numbered, its papers pinned, its owner told."""

from __future__ import annotations

from dataclasses import replace

from functions.dossiers import gathering, submission
from shared.clock import VIETNAM
from shared.domain.dossiers import Dossier, dossier_code
from shared.domain.events import Act, Actor
from shared.domain.life import step
from shared.storage import dossiers, items, people
from shared.storage.table import transact
from shared.web.acted import told


def submitted(before: Dossier, choice: Dossier, by: Actor) -> Dossier:
    """One transaction: the dossier and its event, a pin on each paper still as it was checked, the message.

    Everything goes by one moment: a dossier submitted at midnight belongs to one day.
    """
    at = by.at
    day = at.astimezone(VIETNAM).date()
    catalogue, procedure, unit = gathering.in_force(before)
    pinned, holder = gathering.pinned_papers(before, procedure), people.person(before.owner)
    gathering.refuse(
        submission.shortcomings(
            choice, procedure, pinned, unit=unit, holder=holder.name if holder else "", types=catalogue.types, on=day
        ),
        code="NOT_READY_TO_SUBMIT",
        detail="Hồ sơ chưa nộp được; hãy hoàn thiện các nội dung dưới đây rồi nộp lại.",
    )
    code = dossier_code(before.unit, day, dossiers.next_number(before.unit, day))
    act = step(choice, Act.SUBMITTED, by, code=code, catalogue=catalogue.version)
    transact(
        *dossiers.stepped(act),
        dossiers.coded(act.after),
        *(items.unchanged(each) for each in pinned.values()),
        *(items.pinned(each, before.id, at) for each in pinned),
        told(act, "dossier_submitted"),
    )
    return replace(act.after, version=before.version + 1)
