"""A feedback as its reader sees it."""

from __future__ import annotations

from datetime import datetime

from functions.feedback import shapes
from shared.domain.feedback import DEED_NAMES, FEEDBACK_STATE_NAMES, Deed, Feedback, Step, possible
from shared.web import evidence
from shared.web.desk import unit_name
from shared.web.feedback_reasons import feedback_reason_text

_HOLDERS = frozenset({Deed.REPLIED, Deed.CONTESTED, Deed.TAKEN_BACK})


def spelled_out(feedback: Feedback, *, at: datetime) -> shapes.FeedbackView:
    return shapes.FeedbackView(
        id=feedback.id,
        revision=feedback.revision,
        item=feedback.item,
        item_version=feedback.item_version,
        title=feedback.title,
        reason=feedback.reason,
        reason_text=feedback_reason_text(feedback.reason),
        text=feedback.text,
        page=feedback.page,
        place=feedback.place,
        dossier=feedback.dossier,
        unit=feedback.unit,
        unit_name=unit_name(feedback.unit),
        state=feedback.state,
        state_name=FEEDBACK_STATE_NAMES[feedback.state],
        is_open=feedback.is_open,
        given_at=feedback.given_at,
        answer_by=feedback.answer_by,
        resolve_by=feedback.resolve_by,
        is_overdue=feedback.is_overdue(at),
        corrected_by=feedback.corrected_by,
        evidence=evidence.view(feedback, at=at),
        steps=[_step(each) for each in feedback.steps],
        possible=[deed for deed in possible(feedback) if deed in _HOLDERS],
    )


def _step(step: Step) -> shapes.StepView:
    by = unit_name(step.unit) if step.unit else "Người gửi phản ánh"
    return shapes.StepView(deed=step.deed, name=DEED_NAMES[step.deed], at=step.at, by=by, text=step.text)
