"""What a citizen sends: a paper of their vault, or a file for one component of their draft."""

from __future__ import annotations

from collections.abc import Iterator

from functions.uploads.fitting import open_for
from functions.uploads.outcomes import Found, Outcome, Surroundings, outcome
from shared.clock import now
from shared.domain.catalogue import Catalogue, Component
from shared.domain.dossiers import Dossier, State
from shared.domain.events import Act, Actor
from shared.domain.life import step
from shared.domain.uploads import Upload
from shared.storage import catalogues, dossiers, items, known_files, uploads
from shared.storage.outbox import Message, posted
from shared.storage.table import Write


def settled(upload: Upload, found: Found) -> tuple[Upload, list[Write]]:
    """What becomes of it, looked at anew each time it is tried."""
    around = _surroundings(upload)
    decided = outcome(upload, found, around)
    return decided.upload, list(_writes(decided, around, found))


def _surroundings(upload: Upload) -> Surroundings:
    dossier = dossiers.dossier(upload.dossier) if upload.dossier else None
    code, types = upload.document_type, catalogue_for(dossier).types
    kind = types.get(code or "")
    component = component_asked(dossier, upload.component or "") if dossier else None
    return Surroundings(
        at=now(),
        type_name=kind.name if kind else None,
        counts_as=types.get(upload.counts_as or ""),
        component=component,
        replaced=items.item(upload.replaces) if upload.replaces else None,
        held_in=known_files.item_with(upload.sha256, vault=upload.vault) if code else None,
        draft=open_for(dossier, upload, component),
    )


def component_asked(dossier: Dossier, code: str) -> Component | None:
    """What a dossier asks for under this code."""
    return catalogue_for(dossier).procedures_by_code[dossier.procedure].component(code)


def catalogue_for(dossier: Dossier | None) -> Catalogue:
    """What a file is judged by: today's catalogue, unless it answers a dossier that keeps the one of its day.

    A submitted dossier does, and a draft whose procedure today's no longer knows.
    """
    today = catalogues.current()
    if dossier is None or (dossier.state is State.DRAFT and dossier.procedure in today.procedures_by_code):
        return today
    return catalogues.of(dossier.catalogue)


def _writes(decided: Outcome, around: Surroundings, found: Found) -> Iterator[Write]:
    item, before = decided.item, around.replaced
    yield uploads.decided(decided.upload)
    if item:
        yield from items.replaced(before, item, found.report) if before else items.added(item, found.report)
    if decided.draft and around.draft:
        yield from _answered(around.draft, decided.draft, decided, around)
    yield posted(_message(decided.upload))


def _answered(before: Dossier, after: Dossier, decided: Outcome, around: Surroundings) -> Iterator[Write]:
    """A draft is its owner's alone; what an agency asked for later is an act like any other, its paper pinned."""
    if before.state is State.DRAFT:
        yield dossiers.changed(before, after)
        return
    by = Actor(at=around.at, person=decided.upload.person, assisted=decided.upload.assisted)
    about = {"component": around.component.name if around.component else ""}
    yield from dossiers.stepped(step(before, Act.COMPONENT_ANSWERED, by, about=about, answers=after.answers))
    if decided.item:
        yield items.pinned(decided.item.id, before.id, around.at)


def _message(upload: Upload) -> Message:
    assert upload.decided_at  # noqa: S101 - an outcome is decided
    return Message(
        id=upload.id,
        event=f"upload_{upload.state}",
        vault=upload.vault,
        at=upload.decided_at,
        about=f"item/{upload.item}" if upload.item else f"upload/{upload.id}",
    )
