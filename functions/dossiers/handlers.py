"""A dossier opens: look in the vault before asking its owner for anything; then it is answered and submitted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from functions.dossiers import drafts, editing, following, gathering, shapes, spelling, submitting, supplementing, views
from shared.clock import new_id, now, today
from shared.domain import catalogue as catalogue_words
from shared.domain import deadlines, desk, events, life, matching
from shared.domain import dossiers as dossier_words
from shared.domain.errors import Conflict
from shared.storage import catalogues, dossiers, items, table
from shared.web import assisting
from shared.web.acted import calendar_of, procedure_of
from shared.web.caller import Caller
from shared.web.desk import checked_version, kept
from shared.web.logs import decided
from shared.web.paging import cursor, position
from shared.web.rooms import Room

if TYPE_CHECKING:
    from shared.domain.catalogue import Component
    from shared.domain.events import Actor

room = Room(__name__)


@room.on("POST", "/dossiers", status=201, assisted=True)
def open_dossier(caller: Caller, body: shapes.OpenDossier) -> views.DossierView:
    """Open a draft: resolve every component the vault can answer, and say why for each."""
    catalogue = catalogues.current()
    procedure, unit = gathering.offered(catalogue, body)
    draft = dossier_words.Dossier(
        id=new_id(),
        owner=caller.vault,
        opened_by=caller.person,
        procedure=procedure.code,
        unit=unit.code,
        catalogue=catalogue.version,
        opened_at=now(),
        answers=(),
        cases=frozenset(body.cases),
        uses_vault=body.use_vault and assisting.may_reuse(caller),
        applicant=_party(body.applicant),
        owner_party=_party(body.owner),
        channel=desk.Channel(caller.assists) if caller.assists else desk.Channel.ONLINE,
    )
    matches = gathering.matches_of(caller, draft, procedure, catalogue)
    opened = drafts.matched(draft, procedure, matches, at=now())
    table.write(dossiers.opened(opened))
    decided("dossier.opened", dossier=opened.id, procedure=procedure.code, unit=unit.code)
    return spelling.spelled_out(opened, procedure, unit, matches)


@room.on("GET", "/dossiers", assisted=True)
def list_dossiers(caller: Caller, query: shapes.ListDossiers) -> views.DossierPage:
    """My dossiers, the newest first."""
    state = None if query.state is None else dossier_words.State(query.state)
    page = dossiers.dossiers_of(caller.vault, limit=query.limit, after=position(query.cursor), state=state)
    shown = [each for each in dossiers.listed(page.rows) if not assisting.is_hidden(each, caller)]
    return views.DossierPage(
        dossiers=[spelling.summary(each, *gathering.known(each)[1:]) for each in shown],
        cursor=cursor(page.last),
    )


@room.on("GET", "/dossiers/{dossier_id}", assisted=True)
def read_dossier(caller: Caller, dossier_id: str) -> views.DossierView:
    """One of my dossiers; a draft tells what the vault has for its open components today."""
    return _spelled_out(caller, gathering.own_dossier(caller, dossier_id))


@room.on("PATCH", "/dossiers/{dossier_id}", assisted=True)
def change_dossier(caller: Caller, dossier_id: str, body: shapes.ChangeDossier) -> views.DossierView:
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
    matches = gathering.matches_of(caller, after, procedure, catalogue)
    if body.cases is not None:
        after = drafts.matched(after, procedure, matches, at=now())
    try:
        table.write(dossiers.changed(before, after))
    except table.NotAsExpected as error:
        raise _changed_meanwhile(before) from error
    return spelling.spelled_out(replace(after, version=before.version + 1), procedure, unit, matches)


@room.on("DELETE", "/dossiers/{dossier_id}", status=204, assisted=True)
def discard_dossier(caller: Caller, dossier_id: str) -> None:
    """Throw a draft away, with the files that were uploaded for it alone; papers of the vault stay there."""
    draft = gathering.own_draft(caller, dossier_id)
    try:
        table.write(dossiers.discarded(draft))
    except table.NotAsExpected as error:
        raise _changed_meanwhile(draft) from error
    editing.erase(draft.attachments())
    decided("dossier.discarded", dossier=draft.id)


@room.on("GET", "/dossiers/{dossier_id}/components/{code}/suggestions", assisted=True)
def suggest_papers(caller: Caller, dossier_id: str, code: str) -> views.SuggestionsView:
    """[Lấy từ kho]: the fitting papers of the vault, the best first, and why near misses do not fit."""
    assisting.refuse_reuse(caller)
    draft = gathering.open_to_its_owner(caller, dossier_id, code)
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


@room.on("PUT", "/dossiers/{dossier_id}/components/{code}", assisted=True)
def answer_component(caller: Caller, dossier_id: str, code: str, body: shapes.AnswerComponent) -> views.DossierView:
    """Answer a component: with papers of the vault, a form, the agency's own look-up, or at the counter."""
    if body.way is catalogue_words.Way.VAULT or body.items:
        assisting.refuse_reuse(caller)

    def answered(dossier: dossier_words.Dossier, component: Component) -> editing.Edited:
        choice = drafts.Choice(
            way=body.way,
            on=today(),
            at=now(),
            papers=tuple(gathering.held_paper(caller, each) for each in body.items),
            form=body.form,
            despite_warnings=body.despite_warnings,
        )
        types = gathering.known(dossier)[0].types
        fresh = dossier.answered(code, drafts.chosen(component, choice, dossier=dossier, types=types))
        return editing.Edited(fresh, events.Act.COMPONENT_ANSWERED, choice.papers)

    return _spelled_out(caller, editing.edited(caller, dossier_id, code, answered))


@room.on("DELETE", "/dossiers/{dossier_id}/components/{code}", assisted=True)
def clear_component(caller: Caller, dossier_id: str, code: str) -> views.DossierView:
    """Take an answer away; nothing is attached to this component by itself again."""

    def cleared(dossier: dossier_words.Dossier, _: Component) -> editing.Edited:
        return editing.Edited(dossier.answered(code, None, opted_out=True), events.Act.COMPONENT_CLEARED)

    return _spelled_out(caller, editing.edited(caller, dossier_id, code, cleared))


@room.on("POST", "/dossiers/{dossier_id}/submit", assisted=True)
def submit_dossier(caller: Caller, dossier_id: str, body: shapes.SubmitDossier) -> views.ReceiptView:
    """[Nộp hồ sơ]: everything is checked at once; a dossier submitted before answers with the receipt it has."""
    for _ in range(editing.TRIES):
        dossier = gathering.own_dossier(caller, dossier_id)
        if dossier.state is not dossier_words.State.DRAFT:
            return spelling.receipt(dossier, *gathering.known(dossier)[1:])
        gathering.refuse_consents_not_given(caller, body.consents)
        choice = replace(dossier, receive_by=body.receive_by, consents=tuple(sorted(set(body.consents))))
        try:
            submitted = submitting.submitted(dossier, choice, gathering.by(caller))
        except table.NotAsExpected:
            continue  # the dossier or one of its papers changed under our hands: look again
        decided("dossier.submitted", dossier=submitted.id, code=submitted.code, unit=submitted.unit)
        return spelling.receipt(submitted, *gathering.known(submitted)[1:])
    raise editing.busy()


@room.on("GET", "/dossiers/{dossier_id}/history", assisted=True)
def read_history(caller: Caller, dossier_id: str) -> views.HistoryView:
    """What happened to my dossier, the oldest first: which unit did what, and when."""
    dossier = gathering.own_dossier(caller, dossier_id)
    return following.history(dossier, dossiers.events_of(dossier.id))


@room.on("GET", "/dossiers/{dossier_id}/square-code", assisted=True)
def read_square_code(caller: Caller, dossier_id: str) -> views.SquareCodeView:
    """The code of my dossier as a desk's scanner reads it from the telephone or the printed receipt."""
    return following.square_code_of(gathering.own_dossier(caller, dossier_id))


@room.on("POST", "/dossiers/{dossier_id}/supplement", assisted=True)
def answer_supplement(caller: Caller, dossier_id: str, body: shapes.AnswerSupplement) -> views.DossierView:
    """[Bổ sung]: what was asked for is there, each point answered in words or by its component's new answer.

    It is taken after the last day too, until the agency has stopped the dossier: that day is the agency's to hold
    against its owner, not the system's.
    """
    dossier, by = _about_to(events.Act.SUPPLEMENT_ANSWERED, caller, dossier_id, body.version)
    texts = {each.point: each.text for each in body.answers}
    fresh = supplementing.answered(dossier, gathering.known(dossier)[1], texts, at=by.at)
    calendar = calendar_of(dossier.at_unit).provisional  # nobody waits for a calendar that is not loaded yet
    due_at = deadlines.after_pause(dossier, at=by.at, limit=procedure_of(dossier).limit, calendar=calendar)
    done = life.step(
        dossier, events.Act.SUPPLEMENT_ANSWERED, by, supplements=(*dossier.supplements[:-1], fresh), due_at=due_at
    )
    return _spelled_out(caller, kept(done))


@room.on("POST", "/dossiers/{dossier_id}/withdrawal", assisted=True)
def ask_withdrawal(caller: Caller, dossier_id: str, body: shapes.AskWithdrawal) -> views.DossierView:
    """[Rút hồ sơ]: ask for it; the agency decides."""
    dossier, by = _about_to(events.Act.WITHDRAWAL_ASKED, caller, dossier_id, body.version)
    return _spelled_out(caller, kept(life.step(dossier, events.Act.WITHDRAWAL_ASKED, by, reason=body.reason)))


def _about_to(act: events.Act, caller: Caller, dossier_id: str, version: int) -> tuple[dossier_words.Dossier, Actor]:
    dossier = checked_version(gathering.own_dossier(caller, dossier_id), version)
    supplementing.refuse_impossible(dossier, act)
    return dossier, gathering.by(caller)


def _spelled_out(caller: Caller, dossier: dossier_words.Dossier) -> views.DossierView:
    catalogue, procedure, unit = gathering.known(dossier)
    is_open = dossier.state in (dossier_words.State.DRAFT, dossier_words.State.SUPPLEMENT_ASKED)
    matches = gathering.matches_of(caller, dossier, procedure, catalogue) if is_open else {}
    return spelling.spelled_out(dossier, procedure, unit, matches)


def _party(shape: shapes.PartyShape | None) -> dossier_words.Party | None:
    return dossier_words.Party(**shape.model_dump()) if shape else None


def _changed_meanwhile(dossier: dossier_words.Dossier) -> Conflict:
    return Conflict(
        "CHANGED_MEANWHILE",
        f"Hồ sơ đã được thay đổi ở nơi khác (phiên bản {dossier.version}). Hãy tải lại rồi sửa tiếp.",
    )
