"""The answer to one component changed by its owner: of a draft any, later those an agency asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from functions.dossiers import gathering
from shared.domain.catalogue import Component
from shared.domain.dossiers import Dossier, State
from shared.domain.errors import Unavailable
from shared.domain.events import Act, Actor
from shared.domain.items import Item
from shared.domain.life import step
from shared.storage import buckets, dossiers, items
from shared.storage.table import NotAsExpected, Write, transact, write
from shared.web.caller import Caller

TRIES = 3


@dataclass(frozen=True, slots=True)
class Edited:
    """A dossier after an edit of one component, and the papers the component is answered with now."""

    dossier: Dossier
    act: Act
    papers: tuple[Item, ...] = ()


Edit = Callable[[Dossier, Component], Edited]


def edited(caller: Caller, dossier_id: str, code: str, edit: Edit) -> Dossier:
    """The dossier after an edit, made again on the newest version when somebody else was quicker."""
    for _ in range(TRIES):
        before = gathering.open_to_its_owner(caller, dossier_id, code)
        component = gathering.component_of(gathering.known(before)[1], code)
        made = edit(before, component)
        try:
            _keep(before, made, component, gathering.by(caller))
        except NotAsExpected:
            continue
        return replace(made.dossier, version=before.version + 1)
    raise busy()


def _keep(before: Dossier, made: Edited, component: Component, by: Actor) -> None:
    """A draft is its owner's alone. Later an edit is an act like any other, its papers are pinned, and the file it
    does without stays: an agency has seen it.
    """
    if before.state is State.DRAFT:
        write(dossiers.changed(before, made.dossier))
        erase(before.attachments() - made.dossier.attachments())
    else:
        transact(*_acted(before, made, component, by))


def _acted(before: Dossier, made: Edited, component: Component, by: Actor) -> Iterator[Write]:
    act = step(before, made.act, by, about={"component": component.name}, answers=made.dossier.answers)
    yield from dossiers.stepped(act)
    for paper in made.papers:
        yield items.unchanged(paper)
        yield items.pinned(paper.id, before.id, by.at)


def erase(uploads: Iterable[str]) -> None:
    """Files that were of one draft alone, and are of none any more."""
    for each in uploads:
        buckets.erase(each)


def busy() -> Unavailable:
    return Unavailable("BUSY", "Hồ sơ đang được thay đổi ở nơi khác; vui lòng thử lại sau giây lát.")
