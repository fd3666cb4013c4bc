"""A dossier opens: look in the vault before asking its owner for anything; then it is answered and submitted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from functions.dossiers import drafts, gathering, shapes, spelling, submission
from shared.clock import VIETNAM, new_id, now, today
from shared.domain import matching
from shared.domain.dossiers import Dossier, Party, State, dossier_code
from shared.domain.errors import Conflict, Unavailable
from shared.domain.events import Act, Actor
from shared.domain.life import step
from shared.storage import buckets, catalogues, dossiers, items, people
from shared.storage.outbox import Message, posted
from shared.storage.table import NotAsExpected, transact, write
from shared.web.caller import Caller
from shared.web.logs import decided
from shared.web.paging import cursor, position
from shared.web.rooms import Room

room = Room(__name__)

_TRIES = 3


@room.on("POST", "/dossiers", status=201)
def open_dossier(caller: Caller, body: shapes.OpenDossier) -> shapes.DossierView:
    """Open a draft: resolve every component the vault can answer, and say why for each."""
    catalogue = catalogues.current()
    procedure, unit = gathering.offered(catalogue, body)
    draft = Dossier(
        id=new_id(),
        owner=caller.vault,
        opened_by=caller.person,
        procedure=procedure.code,
        unit=unit.code,
        catalogue=catalogue.version,
        opened_at=now(),
        answers=(),
        cases=frozenset(body.cases),
        uses_vault=body.use_vault,
        applicant=_party(body.applicant),
        owner_party=_party(body.owner),
    )
    matches = gathering.matches_of(draft, procedure, catalogue)
    opened = drafts.matched(draft, procedure, matches, at=now())
    write(dossiers.opened(opened))
    decided("dossier.opened", dossier=opened.id, procedure=procedure.code, unit=unit.code)
    return spelling.spelled_out(opened, procedure, unit, matches)


@room.on("GET", "/dossiers")
def list_dossiers(caller: Caller, query: shapes.ListDossiers) -> shapes.DossierPage:
    """My dossiers, the newest first."""
    state = None if query.state is None else State(query.state)
    page = dossiers.dossiers_of(caller.vault, limit=query.limit, after=position(query.cursor), state=state)
    return shapes.DossierPage(
        dossiers=[spelling.summary(each, *gathering.known(each)[1:]) for each in dossiers.listed(page.rows)],
        cursor=cursor(page.last),
    )


@room.on("GET", "/dossiers/{dossier_id}")
def read_dossier(caller: Caller, dossier_id: str) -> shapes.DossierView:
    """One of my dossiers; a draft tells what the vault has for its open components today."""
    return _spelled_out(gathering.own_dossier(caller, dossier_id))


@room.on("PATCH", "/dossiers/{dossier_id}")
def change_dossier(caller: Caller, dossier_id: str, body: shapes.ChangeDossier) -> shapes.DossierView:
    """Change who applies, whose dossier it is, how its result is received, or the case, which is matched anew."""
    before = gathering.own_draft(caller, dossier_id)
    if body.version != before.version:
        raise _changed_meanwhile(before)
    catalogue, procedure, unit = gathering.known(before)
    after = replace(
        before,
        applicant=_party(body.applicant) or before.applicant,
        owner_party=_party(body.owner) or before.owner_party,
        receive_by=body.receive_by or before.receive_by,
    )
    if body.cases is not None:
        gathering.refuse(gathering.unknown_cases(procedure, body.cases))
        after = replace(after, cases=frozenset(body.cases))
    matches = gathering.matches_of(after, procedure, catalogue)
    if body.cases is not None:
        after = drafts.matched(after, procedure, matches, at=now())
    try:
        write(dossiers.changed(before, after))
    except NotAsExpected as error:
        raise _changed_meanwhile(before) from error
    return spelling.spelled_out(replace(after, version=before.version + 1), procedure, unit, matches)


@room.on("DELETE", "/dossiers/{dossier_id}", status=204)
def discard_dossier(caller: Caller, dossier_id: str) -> None:
    """Throw a draft away, with the files that were uploaded for it alone; papers of the vault stay there."""
    draft = gathering.own_draft(caller, dossier_id)
    try:
        write(dossiers.discarded(draft))
    except NotAsExpected as error:
        raise _changed_meanwhile(draft) from error
    _erase(draft.attachments())
    decided("dossier.discarded", dossier=draft.id)


@room.on("GET", "/dossiers/{dossier_id}/components/{code}/suggestions")
def suggest_papers(caller: Caller, dossier_id: str, code: str) -> shapes.SuggestionsView:
    """[Lấy từ kho]: the fitting papers of the vault, the best first, and why near misses do not fit."""
    draft = gathering.own_draft(caller, dossier_id)
    catalogue, procedure, _ = gathering.known(draft)
    component = gathering.component_of(procedure, code)
    found = matching.match_one(
        component,
        items.items_counting_as(draft.owner, component.accepted_types),
        owner=draft.owner,
        cases=draft.cases,
        types=catalogue.types,
        on=today(),
    )
    return spelling.suggestions(component, found, catalogue.types)


@room.on("PUT", "/dossiers/{dossier_id}/components/{code}")
def answer_component(caller: Caller, dossier_id: str, code: str, body: shapes.AnswerComponent) -> shapes.DossierView:
    """Answer a component: with papers of the vault, a form, the agency's own look-up, or at the counter."""

    def answered(draft: Dossier) -> Dossier:
        catalogue, procedure, _ = gathering.known(draft)
        component = gathering.component_of(procedure, code)
        choice = drafts.Choice(
            way=body.way,
            on=today(),
            at=now(),
            papers=tuple(gathering.held_paper(caller, each) for each in body.items),
            form=body.form,
            despite_warnings=body.despite_warnings,
        )
        return draft.answered(code, drafts.chosen(component, choice, dossier=draft, types=catalogue.types))

    return _spelled_out(_edited(caller, dossier_id, answered))


@room.on("DELETE", "/dossiers/{dossier_id}/components/{code}")
def clear_component(caller: Caller, dossier_id: str, code: str) -> shapes.DossierView:
    """Take an answer away; nothing is attached to this component by itself again."""

    def cleared(draft: Dossier) -> Dossier:
        gathering.component_of(gathering.known(draft)[1], code)
        return draft.answered(code, None, opted_out=True)

    return _spelled_out(_edited(caller, dossier_id, cleared))


@room.on("POST", "/dossiers/{dossier_id}/submit")
def submit_dossier(caller: Caller, dossier_id: str, body: shapes.SubmitDossier) -> shapes.ReceiptView:
    """[Nộp hồ sơ]: everything is checked at once; a dossier submitted before answers with the receipt it has."""
    for _ in range(_TRIES):
        dossier = gathering.own_dossier(caller, dossier_id)
        if dossier.state is not State.DRAFT:
            return spelling.receipt(dossier, *gathering.known(dossier)[1:])
        choice = replace(dossier, receive_by=body.receive_by, consents=tuple(sorted(set(body.consents))))
        try:
            submitted = _submitted(dossier, choice, person=caller.person)
        except NotAsExpected:
            continue  # the dossier or one of its papers changed under our hands: look again
        decided("dossier.submitted", dossier=submitted.id, code=submitted.code, unit=submitted.unit)
        return spelling.receipt(submitted, *gathering.known(submitted)[1:])
    raise _busy()


def _submitted(before: Dossier, choice: Dossier, *, person: str) -> Dossier:
    """One transaction: the dossier and its event, a pin on each paper still as it was checked, the message.

    Everything goes by one moment: a dossier submitted at midnight belongs to one day.
    """
    at = now()
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
    act = step(choice, Act.SUBMITTED, Actor(at=at, person=person), code=code, catalogue=catalogue.version)
    transact(
        *dossiers.stepped(act),
        dossiers.coded(act.after),
        *(items.unchanged(each) for each in pinned.values()),
        *(items.pinned(each, before.id, at) for each in pinned),
        posted(_message(act.after, at)),
    )
    return replace(act.after, version=before.version + 1)


def _message(dossier: Dossier, at: datetime) -> Message:
    _, procedure, unit = gathering.known(dossier)
    return Message(
        id=new_id(),
        event="dossier_submitted",
        vault=dossier.owner,
        at=at,
        phone=dossier.applicant.phone if dossier.applicant else None,
        parameters={"code": dossier.code or "", "procedure": procedure.called_in_messages, "unit": unit.name},
        about=f"dossier/{dossier.id}",
    )


def _edited(caller: Caller, dossier_id: str, edit: Callable[[Dossier], Dossier]) -> Dossier:
    """The draft after an edit of one component, made again on the newest version when somebody else was quicker."""
    for _ in range(_TRIES):
        before = gathering.own_draft(caller, dossier_id)
        after = edit(before)
        try:
            write(dossiers.changed(before, after))
        except NotAsExpected:
            continue
        _erase(before.attachments() - after.attachments())
        return replace(after, version=before.version + 1)
    raise _busy()


def _erase(uploads: Iterable[str]) -> None:
    """Files that were of one dossier alone, and are of none any more."""
    for each in uploads:
        buckets.erase(each)


def _spelled_out(dossier: Dossier) -> shapes.DossierView:
    catalogue, procedure, unit = gathering.known(dossier)
    matches = gathering.matches_of(dossier, procedure, catalogue) if dossier.state is State.DRAFT else {}
    return spelling.spelled_out(dossier, procedure, unit, matches)


def _party(shape: shapes.PartyShape | None) -> Party | None:
    return Party(**shape.model_dump()) if shape else None


def _changed_meanwhile(dossier: Dossier) -> Conflict:
    return Conflict(
        "CHANGED_MEANWHILE",
        f"Hồ sơ đã được thay đổi ở nơi khác (phiên bản {dossier.version}). Hãy tải lại rồi sửa tiếp.",
    )


def _busy() -> Unavailable:
    return Unavailable("BUSY", "Hồ sơ đang được thay đổi ở nơi khác; vui lòng thử lại sau giây lát.")
