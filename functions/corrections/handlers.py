"""Officers answer feedback on their unit's papers: ask back, route, say why not, or correct."""

from __future__ import annotations

from typing import TYPE_CHECKING

from functions.corrections import keeping, shapes, spelling
from shared.clock import VIETNAM, new_id, now, today
from shared.domain import feedback as feedback_words
from shared.domain import items as item_words
from shared.domain import units as unit_words
from shared.domain import uploads as upload_words
from shared.domain.errors import NotFound, Unacceptable
from shared.storage import (
    access,
    buckets,
    catalogues,
    feedbacks,
    items,
    uploads,
)
from shared.web import evidence
from shared.web.caller import Caller
from shared.web.desk import DESK, unit_of
from shared.web.logs import decided
from shared.web.paging import cursor, position
from shared.web.rooms import Room

if TYPE_CHECKING:
    from shared.domain.feedback import Feedback

room = Room(__name__)


@room.on("GET", "/desk/feedback", roles=DESK)
def list_feedback_of_unit(caller: Caller, query: shapes.ListFeedbackOfUnit) -> shapes.FeedbackRows:
    """What my unit must answer, the most urgent first; or what it has answered."""
    page = feedbacks.of_unit(
        _asked_unit(unit_of(caller), query.unit), is_open=query.open, limit=query.limit, after=position(query.cursor)
    )
    at = now()
    return shapes.FeedbackRows(feedback=[spelling.row(each, at=at) for each in page.rows], cursor=cursor(page.last))


def _asked_unit(unit: str, asked: str | None) -> str:
    """The caller's own, or one whose work came down to it. Raises `NotFound` for every other."""
    if asked and not unit_words.is_in_hands_of(unit, asked, catalogues.current().units_by_code, on=today()):
        raise NotFound("NO_SUCH_QUEUE", "Đơn vị của bạn không nhận phản ánh của đơn vị này.")
    return asked or unit


@room.on("GET", "/desk/feedback/{feedback_id}", roles=DESK)
def read_feedback_of_unit(caller: Caller, feedback_id: str) -> shapes.FeedbackAtDesk:
    """One feedback, the paper it is about as it is now, and the dossiers that used it."""
    return keeping.spelled_out(keeping.in_hand(caller, feedback_id), at=now())


@room.on("POST", "/desk/feedback/{feedback_id}/open", roles=DESK)
def open_disputed_file(caller: Caller, feedback_id: str) -> shapes.DisputedFile:
    """A link to the reported version that lives five minutes. That it was opened, and why, is recorded first."""
    feedback = keeping.in_hand(caller, feedback_id)
    version = items.version(feedback.item, feedback.item_version)
    if version is None:
        raise NotFound("PAPER_GONE", "Chủ Kho đã xóa giấy tờ này; hãy hỏi lại người gửi phản ánh nếu cần.")
    _recorded(caller, feedback, "feedback")
    key = buckets.vault_key(feedback.item, version.sha256)
    return shapes.DisputedFile(
        url=buckets.link(key, file_name=version.file_name, inline=True),
        expires_in=int(buckets.LINK_LIFE.total_seconds()),
        file_name=version.file_name,
    )


@room.on("POST", "/desk/feedback/{feedback_id}/evidence", roles=DESK)
def open_evidence(caller: Caller, feedback_id: str) -> shapes.EvidenceLink:
    """A link to the file its holder gave with it, to be saved. That it was opened, and why, is recorded first."""
    feedback = keeping.in_hand(caller, feedback_id)
    found = evidence.kept(feedback, at=now())
    _recorded(caller, feedback, access.EVIDENCE)
    return evidence.link(found)


def _recorded(caller: Caller, feedback: Feedback, purpose: str) -> None:
    look = access.Access(
        id=new_id(),
        item=feedback.item,
        version=feedback.item_version,
        person=caller.person,
        vault=caller.vault,
        at=now(),
        purpose=purpose,
        unit=unit_of(caller),
        feedback=feedback.id,
    )
    access.recorded_for_holder(look, feedback.vault)


@room.on("POST", "/desk/feedback/{feedback_id}/ask", roles=DESK)
def ask_back(caller: Caller, feedback_id: str, body: shapes.AnswerFeedback) -> shapes.FeedbackAtDesk:
    """Ask the holder for what the unit must know; the unit's clock stands still until the reply."""
    before = keeping.seen(caller, feedback_id, body.revision)
    done = feedback_words.after(before, keeping.step(feedback_words.Deed.ASKED, caller, body.text))
    due = f"{done.resolve_by.astimezone(VIETNAM):%Y-%m-%d}"
    return keeping.kept(before, done, keeping.told(done, "feedback_asked", due=due))


@room.on("POST", "/desk/feedback/{feedback_id}/not-uphold", roles=DESK)
def not_uphold(caller: Caller, feedback_id: str, body: shapes.AnswerFeedback) -> shapes.FeedbackAtDesk:
    """The paper is right: say why. It is disputed no longer; the holder may contest once."""
    before = keeping.seen(caller, feedback_id, body.revision)
    done = feedback_words.after(before, keeping.step(feedback_words.Deed.NOT_UPHELD, caller, body.text))
    return keeping.kept(before, done, *feedbacks.settled_item(before), keeping.told(done, "feedback_not_upheld"))


@room.on("POST", "/desk/feedback/{feedback_id}/route", roles=DESK)
def route_feedback(caller: Caller, feedback_id: str, body: shapes.RouteFeedback) -> shapes.FeedbackAtDesk:
    """Hand it to the unit that really issued the paper. The deadlines stay: the holder has waited already."""
    before = keeping.seen(caller, feedback_id, body.revision)
    unit = catalogues.current().units_by_code.get(body.unit)
    if unit is None or not unit.exists_on(today()):
        raise Unacceptable("UNIT_UNKNOWN", "Đơn vị nhận không có trong danh mục hoặc không còn hoạt động.")
    if unit.code == before.unit:
        raise Unacceptable("SAME_UNIT", "Phản ánh đang ở chính đơn vị này.")
    done = feedback_words.after(before, keeping.step(feedback_words.Deed.ROUTED, caller, body.text), unit=unit.code)
    return keeping.kept(before, done, keeping.told(done, "feedback_received"))


@room.on("POST", "/desk/feedback/{feedback_id}/correction", status=201, roles=DESK)
def announce_correction(caller: Caller, feedback_id: str, body: shapes.AnnounceCorrection) -> shapes.AnnouncedView:
    """Correct the paper: announce its next signed version, judged like any result.

    When its signatures are verified it supersedes the wrong one in every holder's vault, the feedback ends with these
    words, and the officers of open dossiers that use the wrong one are told. A file that fails changes nothing.
    """
    feedback = keeping.seen(caller, feedback_id, body.revision)
    if feedback_words.Deed.CORRECTED not in feedback_words.possible(feedback):
        # says what is possible instead
        feedback_words.after(feedback, keeping.step(feedback_words.Deed.CORRECTED, caller, body.text))
    upload = _correction(feedback, body, caller)
    uploads.announce(upload)
    decided("correction.announced", upload=upload.id, feedback=feedback.id)
    return spelling.announced(upload)


def _correction(feedback: Feedback, body: shapes.AnnounceCorrection, caller: Caller) -> upload_words.Upload:
    """The announced file. Raises `Refused` with everything that speaks against it."""
    name = upload_words.safe_name(body.file_name)
    found = (
        *upload_words.file_problems(name, body.size),
        *item_words.inconsistent_dates(body.issued_on, body.valid_from, body.valid_until, on=today()),
    )
    if found:
        raise upload_words.refusal(found)
    return upload_words.Upload(
        id=new_id(),
        vault=feedback.vault,
        person=caller.person,
        file_name=name,
        size=body.size,
        sha256=body.sha256,
        announced_at=now(),
        description=upload_words.Description(
            number=body.number, issued_on=body.issued_on, valid_from=body.valid_from, valid_until=body.valid_until
        ),
        use=upload_words.Use.CORRECTION,
        unit=unit_of(caller),
        reason=body.text,
        feedback=feedback.id,
        is_partial=body.partly,
    )
