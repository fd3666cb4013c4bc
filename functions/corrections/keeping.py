"""One feedback in its unit's hands: looked up for an officer, changed as they saw it, told of, shown with its paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from functions.corrections import shapes, spelling
from shared.clock import new_id, now, today
from shared.domain import feedback as feedback_words
from shared.domain import units as unit_words
from shared.domain.errors import Conflict, NotAllowed, NotFound
from shared.storage import catalogues, dossiers, feedbacks, forwards, items, outbox, people, table
from shared.web.caller import Caller
from shared.web.desk import unit_name, unit_of
from shared.web.logs import decided

if TYPE_CHECKING:
    from shared.domain.feedback import Feedback
    from shared.storage.table import Write

_USES_SHOWN = 20


def in_hand(caller: Caller, feedback_id: str) -> Feedback:
    """A feedback that the caller's unit, or one it continues, must answer; never one of the caller's own."""
    found, units = feedbacks.feedback(feedback_id), catalogues.current().units_by_code
    if found is None or not unit_words.is_in_hands_of(unit_of(caller), found.unit, units, on=today()):
        raise NotFound("NO_SUCH_FEEDBACK", "Không có phản ánh này trong danh sách của đơn vị bạn.")
    if caller.person in (found.person, found.vault):
        raise NotAllowed("OWN_FEEDBACK", "Bạn không được giải quyết phản ánh của chính mình.")
    return found


def seen(caller: Caller, feedback_id: str, revision: int) -> Feedback:
    """The same, if it is still as the officer saw it. Raises `Conflict`, saying what happened since."""
    found = in_hand(caller, feedback_id)
    if found.revision != revision:
        raise _changed_meanwhile(found)
    return found


def step(deed: feedback_words.Deed, caller: Caller, text: str) -> feedback_words.Step:
    return feedback_words.Step(deed=deed, at=now(), person=caller.person, unit=unit_of(caller), text=text)


def told(done: Feedback, event: str, **parameters: str) -> Write:
    """The message of its last step to the holder, for the step's transaction."""
    return outbox.posted(
        outbox.Message(
            id=new_id(),
            event=event,
            vault=done.vault,
            at=done.steps[-1].at,
            parameters={"unit": unit_name(done.unit), **parameters},
            about=f"feedback/{done.id}",
        )
    )


def kept(before: Feedback, done: Feedback, *writes: Write) -> shapes.FeedbackAtDesk:
    """The feedback after its act, kept with what else belongs to it, or nothing of it. 1 TransactWriteItems."""
    try:
        table.transact(*feedbacks.changed(before, done), *writes)
    except table.NotAsExpected as error:
        raise _changed_meanwhile(feedbacks.feedback(before.id) or before) from error
    decided(f"feedback.{done.steps[-1].deed}", feedback=done.id, item=done.item, unit=done.unit)
    return spelled_out(replace(done, revision=before.revision + 1), at=done.steps[-1].at)


def _changed_meanwhile(newest: Feedback) -> Conflict:
    last = spelling.step(newest.steps[-1])
    return Conflict("CHANGED_MEANWHILE", f"Phản ánh vừa thay đổi: {last.name} ({last.by}). Hãy tải lại rồi làm tiếp.")


def spelled_out(feedback: Feedback, *, at: datetime) -> shapes.FeedbackAtDesk:
    """The paper as it is now, the latest dossiers that used it, and what its unit's own system heard, beside it."""
    holding, holder = items.holding(feedback.item), people.person(feedback.vault)
    pins = holding.pinned_by if holding else ()
    used = (dossiers.dossier(each) for each in islice(reversed(pins), _USES_SHOWN))
    return spelling.spelled_out(
        feedback,
        holding.item if holding else None,
        holder=holder.name if holder else "",
        uses=[each for each in used if each],
        uses_total=len(pins),
        told=forwards.deliveries(feedback.id),
        at=at,
    )
