"""A holder reports a wrong paper, follows what the agency does about it, answers, and contests once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from functions.feedback import evidence, rules, shapes, spelling, telling, terms
from shared.clock import new_id, now, today
from shared.domain import feedback, working_time
from shared.domain import items as item_words
from shared.domain.errors import Conflict, NotFound, TooMany, Unacceptable
from shared.storage import catalogues, feedbacks, items, table, uploads
from shared.web import evidence as shown_evidence
from shared.web import sending
from shared.web.caller import Caller
from shared.web.logs import decided
from shared.web.paging import cursor, position
from shared.web.rooms import Room

if TYPE_CHECKING:
    from shared.domain.items import Item
    from shared.storage.table import Write

room = Room(__name__)


@room.on("GET", "/feedback-reasons")
def list_reasons() -> shapes.ReasonsView:
    """The managed list of reasons."""
    return terms.reasons()


@room.on("POST", "/vault/items/{item_id}/feedback", status=201)
def give_feedback(caller: Caller, item_id: str, body: shapes.GiveFeedback) -> shapes.FeedbackView:
    """[Phản ánh]: the paper is disputed from now on, and the agency that issued it, or its successor, must answer."""
    item, at, limits = items.held_item(item_id, caller.vault), now(), terms.terms()
    report = rules.Report(version=body.version, reason=body.reason, text=body.text, page=body.page, unit=body.unit)
    if found := tuple(rules.objections(report, item, terms=limits)):
        raise Unacceptable("FEEDBACK_NOT_ACCEPTED", "Chưa thể gửi phản ánh; hãy sửa các nội dung dưới đây.", found)
    version = body.version or item.version.number
    earlier = feedbacks.of_item(item.id)
    rules.refuse_untimely(item, version, earlier, vault=caller.vault, most=limits.most_on_one_version)
    catalogue = catalogues.current()
    unit = rules.answering_unit(item.issuer_unit, body.unit, catalogue, on=today())
    file, proof = evidence.claimed(body.evidence, caller, at=at) if body.evidence else (None, None)
    if feedbacks.number_today(caller.vault, today()) > limits.most_a_day:
        raise TooMany("TOO_MUCH_FEEDBACK", f"Mỗi ngày chỉ gửi được {limits.most_a_day} phản ánh; mai hãy gửi tiếp.")
    calendar = working_time.WorkingCalendar.of(catalogue.calendars, unit).provisional
    answer_by, resolve_by = rules.deadlines(at, calendar, limits)
    fresh = feedback.Feedback(
        id=new_id(),
        item=item.id,
        item_version=version,
        title=item.title,
        vault=caller.vault,
        person=caller.person,
        unit=unit,
        reason=body.reason,
        text=body.text,
        page=body.page,
        place=body.place,
        dossier=body.dossier,
        evidence=proof,
        given_at=at,
        answer_by=answer_by,
        resolve_by=resolve_by,
        steps=(feedback.Step(deed=feedback.Deed.GIVEN, at=at, person=caller.person, text=body.text),),
    )
    shown = [uploads.given_with(file, fresh.id)] if file else []
    _transact(*feedbacks.given(fresh), *_disputed(item), *telling.messages(fresh, item), *shown)
    decided("feedback.given", feedback=fresh.id, item=item.id, unit=unit, reason=body.reason)
    return spelling.spelled_out(fresh, at=at)


def _disputed(item: Item) -> list[Write]:
    """Still there, never attached by itself. Two reports at one moment never both find the other one missing."""
    return items.changed(item, replace(item, state=item_words.ItemState.DISPUTED))


@room.on("GET", "/feedback")
def list_feedback(caller: Caller, query: shapes.ListFeedback) -> shapes.FeedbackPage:
    """What I reported, the newest first."""
    page = feedbacks.of_vault(caller.vault, limit=query.limit, after=position(query.cursor))
    at = now()
    found = feedbacks.listed(page.rows)
    return shapes.FeedbackPage(feedback=[spelling.spelled_out(each, at=at) for each in found], cursor=cursor(page.last))


@room.on("GET", "/feedback/{feedback_id}")
def read_feedback(caller: Caller, feedback_id: str) -> shapes.FeedbackView:
    """One of my reports with every step taken on it."""
    return spelling.spelled_out(_own(caller, feedback_id), at=now())


@room.on("POST", "/feedback-evidence", status=201)
def announce_evidence(caller: Caller, body: shapes.AnnounceEvidence) -> shapes.AnnouncedView:
    """Announce a PDF or a photo that shows what is wrong, and get the form that sends it straight to the store."""
    upload = evidence.announced(caller, body)
    decided("evidence.announced", upload=upload.id)
    return sending.form_of(upload)


@room.on("GET", "/feedback/{feedback_id}/evidence")
def open_own_evidence(caller: Caller, feedback_id: str) -> shapes.EvidenceLink:
    """A link to the file I gave with it, to be saved, good for five minutes."""
    return shown_evidence.link(shown_evidence.kept(_own(caller, feedback_id), at=now()))


@room.on("POST", "/feedback/{feedback_id}/reply")
def reply_to_agency(caller: Caller, feedback_id: str, body: shapes.Say) -> shapes.FeedbackView:
    """Answer what the agency asked."""
    return _said(caller, feedback_id, feedback.Deed.REPLIED, body)


@room.on("POST", "/feedback/{feedback_id}/contest")
def contest_answer(caller: Caller, feedback_id: str, body: shapes.Say) -> shapes.FeedbackView:
    """Disagree with the agency's answer, once; the paper is disputed again."""
    return _said(caller, feedback_id, feedback.Deed.CONTESTED, body)


@room.on("POST", "/feedback/{feedback_id}/take-back")
def take_feedback_back(caller: Caller, feedback_id: str, body: shapes.Say) -> shapes.FeedbackView:
    """It was a mistake of mine: the paper is disputed no longer, unless somebody else reported it too."""
    return _said(caller, feedback_id, feedback.Deed.TAKEN_BACK, body)


def _said(caller: Caller, feedback_id: str, deed: feedback.Deed, body: shapes.Say) -> shapes.FeedbackView:
    before, at = _own(caller, feedback_id), now()
    if before.revision != body.revision:
        raise _changed_meanwhile()
    if not body.text and deed is not feedback.Deed.TAKEN_BACK:
        raise Unacceptable("TEXT_MISSING", "Hãy nhập nội dung trước khi gửi.")
    done = feedback.after(before, feedback.Step(deed=deed, at=at, person=caller.person, text=body.text))
    changes: list[Write] = []
    if deed is feedback.Deed.CONTESTED:
        rules.refuse_late_contest(before, at=at, terms=terms.terms())
        done = _anew(done)
        item = items.item(before.item)
        if item and item.state in (item_words.ItemState.ACTIVE, item_words.ItemState.DISPUTED):
            done, changes = replace(done, item_version=item.version.number), _disputed(item)
    if deed is feedback.Deed.TAKEN_BACK:
        changes = feedbacks.settled_item(before)
    _transact(*feedbacks.changed(before, done), *changes)
    decided(f"feedback.{deed}", feedback=before.id, item=before.item)
    return spelling.spelled_out(replace(done, revision=before.revision + 1), at=at)


def _anew(contested: feedback.Feedback) -> feedback.Feedback:
    """A contested answer has its clock anew."""
    calendar = working_time.WorkingCalendar.of(catalogues.current().calendars, contested.unit).provisional
    answer_by, resolve_by = rules.deadlines(contested.steps[-1].at, calendar, terms.terms())
    return replace(contested, answer_by=answer_by, resolve_by=resolve_by)


def _own(caller: Caller, feedback_id: str) -> feedback.Feedback:
    found = feedbacks.feedback(feedback_id)
    if found is None or found.vault != caller.vault:
        raise NotFound("NO_SUCH_FEEDBACK", "Không có phản ánh này trong danh sách của bạn.")
    return found


def _transact(*writes: Write) -> None:
    try:
        table.transact(*writes)
    except table.NotAsExpected as error:
        raise _changed_meanwhile() from error


def _changed_meanwhile() -> Conflict:
    return Conflict("CHANGED_MEANWHILE", "Phản ánh hoặc giấy tờ vừa được thay đổi ở nơi khác. Hãy tải lại.")
