"""Look before you scan: the desk asks the owner's vault first, and digitises only what is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from functions.digitising import gathering, rules, scanning, shapes, spelling
from shared.clock import new_id
from shared.domain import desk, events, life
from shared.domain import items as item_words
from shared.domain import uploads as upload_words
from shared.storage import buckets, catalogues, items, table, uploads
from shared.web.caller import Caller
from shared.web.desk import DESK, actor, changed_meanwhile, kept, officers_dossier
from shared.web.logs import decided
from shared.web.rooms import Room

if TYPE_CHECKING:
    from shared.domain.catalogue import Component
    from shared.domain.dossiers import Dossier, Resolution
    from shared.domain.events import Actor
    from shared.domain.items import Item
    from shared.storage.table import Write

room = Room(__name__)


@room.on("POST", "/desk/dossiers/{dossier_id}/components/{code}/lookup", roles=DESK)
def look_up_papers(caller: Caller, dossier_id: str, code: str, body: shapes.LookUpFor) -> shapes.LookUpView:
    """Ask the owner's vault what it has for a component. That it was asked, and what for, is recorded first."""
    dossier, component = gathering.at_work(caller, dossier_id, code, seen=body.version)
    by = actor(caller)
    life.refuse_impossible(dossier, events.Act.LOOKED_UP)
    gathering.record(gathering.look(caller, dossier, component, by, why=body.purpose), dossier)
    found = gathering.fitting(dossier, component) if dossier.uses_vault else None
    offered = rules.offered(found, dossier)
    look_up = desk.LookUp(at=by.at, by=caller.person, unit=by.unit or "", offered=offered)
    act = life.step(
        dossier,
        events.Act.LOOKED_UP,
        by,
        about={"component": component.name},
        answers=dossier.looked_up(code, look_up).answers,
    )
    after = kept(act)
    decided("component.looked_up", dossier=dossier.id, component=code, offered=len(offered))
    return spelling.looked_up(after, component, found)


@room.on("PUT", "/desk/dossiers/{dossier_id}/components/{code}", roles=DESK)
def record_component(
    caller: Caller, dossier_id: str, code: str, body: shapes.AnswerForOwner
) -> shapes.ComponentAnswered:
    """Answer a component: with papers the look-up found, as presented, as data, as a form, or as waived."""
    dossier, component = gathering.at_work(caller, dossier_id, code, seen=body.version)
    by = actor(caller)
    life.refuse_impossible(dossier, events.Act.COMPONENT_ANSWERED)
    choice = rules.Choice(
        way=body.way,
        at=by.at,
        on=gathering.judged_on(dossier),
        papers=gathering.papers(dossier, body.items),
        reason=body.reason or "",
        note=body.note,
        record=body.record,
        form=body.form,
        despite_warnings=body.despite_warnings,
    )
    resolution = rules.answered(component, choice, dossier, catalogues.of(dossier.catalogue).types)
    after = _answered(dossier, component, by, resolution, choice.papers)
    decided("component.answered", dossier=dossier.id, component=code, way=body.way)
    return spelling.answered(after, code)


@room.on("DELETE", "/desk/dossiers/{dossier_id}/components/{code}", roles=DESK)
def take_back_component(
    caller: Caller, dossier_id: str, code: str, query: shapes.ClearComponent
) -> shapes.ComponentAnswered:
    """Take a component's answer away; that the vault was asked for it stays."""
    dossier, component = gathering.at_work(caller, dossier_id, code, seen=query.version)
    after = _answered(dossier, component, actor(caller), None)
    return spelling.answered(after, code)


def _answered(
    before: Dossier, component: Component, by: Actor, resolution: Resolution | None, papers: tuple[Item, ...] = ()
) -> Dossier:
    """One transaction: the answer, and the pins of what it uses now and no longer. A scan it replaced is erased."""
    after = before.answered(component.code, resolution)
    act = life.step(
        before,
        events.Act.COMPONENT_ANSWERED if resolution else events.Act.COMPONENT_CLEARED,
        by,
        about={"component": component.name},
        answers=after.answers,
    )
    scan = scanning.replaced_scan(before, after, component.code)
    try:
        done = kept(act, *_pins(before, after, papers, by), *(items.forgotten(scan) if scan else []))
    except table.NotAsExpected as error:  # a paper changed between our look and our act
        raise changed_meanwhile(before.id, before.version) from error
    if scan:
        buckets.erase(scan)
    return done


def _pins(before: Dossier, after: Dossier, papers: tuple[Item, ...], by: Actor) -> Iterator[Write]:
    """A paper stays as it was read until this is written; what no component uses any more is nobody's reuse."""
    used, no_longer = rules.pins(after), rules.pins(before) - rules.pins(after)
    yield from (items.unchanged(each) for each in papers)
    yield from (items.pinned(each, before.id, by.at) for each in sorted(used - rules.pins(before)))
    yield from (items.unpinned(each, before.id) for each in sorted(no_longer))


@room.on("POST", "/desk/dossiers/{dossier_id}/components/{code}/scan", status=201, roles=DESK)
def announce_scan(caller: Caller, dossier_id: str, code: str, body: shapes.AnnounceScan) -> shapes.AnnouncedView:
    """Digitise a component: only after a look-up, and over what it offered only for a coded reason.

    The answer is the form that sends the file; it answers the component when the agency's signature is verified.
    """
    dossier, component = gathering.at_work(caller, dossier_id, code, seen=body.version)
    by = actor(caller)
    life.refuse_impossible(dossier, events.Act.COMPONENT_ANSWERED)
    scanning.refuse_scan_online(dossier, component)
    look_up = rules.looked_up(dossier.answer(code), component)
    scanning.refuse_second_scan(dossier.answer(code), component)
    reason = scanning.scan_reason(look_up, body.reason or "")
    upload = _scan(dossier, component, body, by, reason)
    uploads.announce(upload)
    decided("scan.announced", upload=upload.id, dossier=dossier.id, component=code, reason=reason)
    return spelling.announced(upload)


def _scan(
    dossier: Dossier, component: Component, body: shapes.AnnounceScan, by: Actor, reason: str
) -> upload_words.Upload:
    catalogue = catalogues.of(dossier.catalogue)
    document_type = scanning.scanned_as(component, body.document_type, catalogue.types)
    kind = catalogue.types.get(document_type or "")
    purpose = body.purpose or component.purpose
    name = upload_words.safe_name(body.file_name)
    found = [
        *upload_words.file_problems(name, body.size),
        *scanning.undescribed(kind, component, body.issued_on, purpose, {each.code for each in catalogue.purposes}),
        *item_words.inconsistent_dates(body.issued_on, body.valid_from, body.valid_until, on=gathering.day(by)),
    ]
    if found:
        raise upload_words.refusal(found)
    return upload_words.Upload(
        id=new_id(),
        vault=dossier.owner,
        person=by.person or "",
        document_type=document_type,
        file_name=name,
        size=body.size,
        sha256=body.sha256,
        announced_at=by.at,
        description=upload_words.Description(
            number=body.number,
            issuer=body.issuer,
            issued_on=body.issued_on,
            valid_from=body.valid_from,
            valid_until=body.valid_until,
            purpose=purpose if kind and kind.purpose_bound else None,
        ),
        dossier=dossier.id,
        component=component.code,
        use=upload_words.Use.SCAN,
        unit=by.unit,
        reason=reason,
    )


@room.on("POST", "/desk/dossiers/{dossier_id}/components/{code}/open", roles=DESK)
def open_component(caller: Caller, dossier_id: str, code: str, body: shapes.OpenPaper) -> shapes.PaperLink:
    """A link of five minutes to a paper the look-up offered or the dossier uses. The opening is recorded first."""
    dossier = officers_dossier(caller, dossier_id)
    component = gathering.component_of(dossier, code)
    shown = gathering.shown_paper(dossier, component, body.item)
    look = gathering.look(
        caller, dossier, component, actor(caller), why=body.purpose, item=shown.item, version=shown.version
    )
    gathering.record(look, dossier)
    return shapes.PaperLink(
        url=buckets.link(buckets.vault_key(shown.item, shown.sha256), file_name=shown.file_name),
        expires_in=int(buckets.LINK_LIFE.total_seconds()),
        file_name=shown.file_name,
    )
