"""A feedback as the unit that answers it sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from functions.corrections import shapes
from shared.domain.dossiers import STATE_NAMES, Dossier
from shared.domain.feedback import DEED_NAMES, FEEDBACK_STATE_NAMES, Deed, Feedback, FeedbackState, Step, possible
from shared.domain.forwarding import Delivery
from shared.domain.items import ITEM_STATE_NAMES, ORIGIN_NAMES, Item
from shared.domain.life import OPEN
from shared.domain.uploads import Upload
from shared.storage import catalogues
from shared.web import evidence, forwarded
from shared.web.desk import unit_name
from shared.web.feedback_reasons import feedback_reason_text
from shared.web.sending import form_of

_UNITS = frozenset({Deed.ASKED, Deed.CORRECTED, Deed.PARTLY_CORRECTED, Deed.NOT_UPHELD, Deed.ROUTED})


def announced(upload: Upload) -> shapes.AnnouncedView:
    return form_of(upload)


def row(found: Mapping[str, Any], *, at: datetime) -> shapes.FeedbackRow:
    state, due = FeedbackState(found["state"]), datetime.fromisoformat(found["due_at"])
    waits = state in (FeedbackState.RECEIVED, FeedbackState.CONTESTED)
    return shapes.FeedbackRow(
        id=found["id"],
        state=state,
        state_name=FEEDBACK_STATE_NAMES[state],
        title=found["title"],
        reason=found["reason"],
        reason_text=feedback_reason_text(found["reason"]),
        given_at=found["given_at"],
        due_at=due,
        is_overdue=waits and at > due,
    )


def spelled_out(
    feedback: Feedback,
    item: Item | None,
    *,
    holder: str,
    uses: Iterable[Dossier],
    uses_total: int,
    told: Iterable[Delivery],
    at: datetime,
) -> shapes.FeedbackAtDesk:
    return shapes.FeedbackAtDesk(
        id=feedback.id,
        revision=feedback.revision,
        holder=holder,
        item_version=feedback.item_version,
        title=feedback.title,
        reason=feedback.reason,
        reason_text=feedback_reason_text(feedback.reason),
        text=feedback.text,
        page=feedback.page,
        place=feedback.place,
        unit=feedback.unit,
        unit_name=unit_name(feedback.unit),
        state=feedback.state,
        state_name=FEEDBACK_STATE_NAMES[feedback.state],
        given_at=feedback.given_at,
        answer_by=feedback.answer_by,
        resolve_by=feedback.resolve_by,
        is_overdue=feedback.is_overdue(at),
        corrected_by=feedback.corrected_by,
        paper=_paper(item) if item else None,
        uses=[_use(each) for each in uses],
        uses_total=uses_total,
        evidence=evidence.view(feedback, at=at),
        steps=[step(each) for each in feedback.steps],
        forwarded=[forwarded.view(each) for each in told],
        possible=[deed for deed in possible(feedback) if deed in _UNITS],
    )


def _paper(item: Item) -> shapes.PaperInQuestion:
    kind = catalogues.current().types.get(item.document_type)
    return shapes.PaperInQuestion(
        document_type=item.document_type,
        document_type_name=kind.name if kind else item.document_type,
        number=item.number,
        issued_on=item.issued_on,
        origin_name=ORIGIN_NAMES[item.origin],
        state=item.state,
        state_name=ITEM_STATE_NAMES[item.state],
        version=item.version.number,
        holders=len(item.holders),
    )


def _use(dossier: Dossier) -> shapes.Use:
    return shapes.Use(
        code=dossier.code or "",
        state_name=STATE_NAMES[dossier.state],
        unit_name=unit_name(dossier.at_unit),
        is_open=dossier.state in OPEN,
    )


def step(taken: Step) -> shapes.StepTaken:
    by = unit_name(taken.unit) if taken.unit else "Người gửi phản ánh"
    return shapes.StepTaken(deed=taken.deed, name=DEED_NAMES[taken.deed], at=taken.at, by=by, text=taken.text)
