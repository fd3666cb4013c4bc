"""What the handlers of this room look up before they decide, and what they record before they look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from functions.digitising import rules
from shared.clock import VIETNAM, new_id
from shared.domain.catalogue import Component, Way
from shared.domain.dossiers import Dossier
from shared.domain.errors import NotFound
from shared.domain.events import Actor
from shared.domain.items import Item
from shared.domain.life import FINAL
from shared.domain.matching import Match, match_one
from shared.storage import access, catalogues, items, keys
from shared.storage.outbox import Message, posted
from shared.storage.table import ABSENT, NotAsExpected, Write, put
from shared.web.acted import procedure_of
from shared.web.caller import Caller
from shared.web.desk import checked_version, officers_dossier, unit_name


def at_work(caller: Caller, dossier_id: str, code: str, *, seen: int) -> tuple[Dossier, Component]:
    """A dossier of the caller's unit as they saw it, and one of its components."""
    dossier = checked_version(officers_dossier(caller, dossier_id), seen)
    return dossier, component_of(dossier, code)


def component_of(dossier: Dossier, code: str) -> Component:
    found = procedure_of(dossier).component(code)
    if found is None or not found.applies_to(dossier.cases):
        raise NotFound("NO_SUCH_COMPONENT", "Hồ sơ này không có thành phần với mã này.")
    return found


def judged_on(dossier: Dossier) -> date:
    """The day papers are judged by: that of the submission, or of the newest answer to a supplement request."""
    handed_in = [each.answered_at for each in dossier.supplements if each.answered_at]
    newest = max(filter(None, (*handed_in, dossier.submitted_at)), default=dossier.opened_at)
    return newest.astimezone(VIETNAM).date()


def day(by: Actor) -> date:
    return by.at.astimezone(VIETNAM).date()


def fitting(dossier: Dossier, component: Component) -> Match:
    """What the owner's vault has for it, as far as the desk may know. 1 Query."""
    return match_one(
        component,
        rules.visible(items.items_counting_as(dossier.owner, component.accepted_types), dossier.owner),
        owner=dossier.owner,
        cases=dossier.cases,
        types=catalogues.of(dossier.catalogue).types,
        on=judged_on(dossier),
    )


def papers(dossier: Dossier, ids: list[str]) -> tuple[Item, ...]:
    """Papers of the owner's vault by id. Raises `NotFound` for what is not there, or not for the desk to see."""
    return tuple(_paper(dossier, each) for each in ids)


def _paper(dossier: Dossier, id: str) -> Item:
    found = items.item(id)
    if found is None or dossier.owner not in found.holders or not rules.visible([found], dossier.owner):
        raise _no_paper()
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """One version of one file that an officer may open; an attachment goes by its upload."""

    item: str
    version: int
    sha256: str
    file_name: str


def shown_paper(dossier: Dossier, component: Component, id: str | None) -> Shown:
    """What an officer may open: what the look-up offered, what the dossier uses, the component's own file.

    What the dossier pins stays readable for it whatever became of it, a scan as the paper it became; what was only
    offered may have been hidden since, and is none of the desk's business once the dossier has ended.
    """
    answer = dossier.answer(component.code)
    resolution = answer.resolution if answer else None
    file = resolution.attachment if resolution else None
    if id is None and resolution and resolution.way is Way.SCAN and resolution.items:
        id = resolution.items[0].item
    if id is None and file:
        return Shown(file.upload, 1, file.sha256, file.file_name)
    pin = next((each for each in resolution.items if each.item == id), None) if resolution else None
    if pin:
        version = items.version(pin.item, pin.version)
        return Shown(pin.item, pin.version, pin.sha256, version.file_name if version else f"{pin.title}.pdf")
    look_up = answer.look_up if answer else None
    if id is None or look_up is None or id not in look_up.offered or dossier.state in FINAL:
        raise _no_paper()
    found = _paper(dossier, id)
    return Shown(found.id, found.version.number, found.version.sha256, found.version.file_name)


def _no_paper() -> NotFound:
    return NotFound("NO_SUCH_ITEM", "Không có giấy tờ này trong những giấy tờ mà hồ sơ đang dùng hoặc đã tra cứu.")


def record(look: access.Access, dossier: Dossier) -> None:
    """Keep a look before it happens; the first for a dossier is also told to the vault's owner.

    1 TransactWriteItems, and another one where they have been told before.
    """
    try:
        access.recorded_for_holder(look, dossier.owner, *_told_once(dossier, look))
    except NotAsExpected:
        access.recorded_for_holder(look, dossier.owner)


def _told_once(dossier: Dossier, look: access.Access) -> list[Write]:
    if any(each.look_up for each in dossier.answers):
        return []  # with the first of these
    message = Message(
        id=new_id(),
        event="agency_accessed",
        vault=dossier.owner,
        at=look.at,
        parameters={"unit": look.names["unit"]},
        about=f"dossier/{dossier.id}",
    )
    return [put({**keys.told(dossier.id), "at": look.at.isoformat()}, when=ABSENT), posted(message)]


def look(
    caller: Caller, dossier: Dossier, component: Component, by: Actor, *, why: str, item: str = "", version: int = 0
) -> access.Access:
    """An officer's look, as its holder reads of it: the paper, or the vault itself when it is asked what it has."""
    return access.Access(
        id=new_id(),
        item=item or dossier.owner,
        version=version,
        person=caller.person,
        vault=caller.vault,
        at=by.at,
        purpose=access.OPENED if item else access.LOOK_UP,
        unit=by.unit,
        dossier=dossier.id,
        component=component.code,
        names={"unit": unit_name(by.unit), "dossier": dossier.code or "", "component": component.name},
        why=why,
    )
