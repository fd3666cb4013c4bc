"""Feedback on a wrong result: what was reported of which paper, who answers until when, and how it ends. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.domain.errors import Conflict, Problem
from shared.domain.evidence import KEPT, Evidence


class FeedbackState(StrEnum):
    RECEIVED = "received"  # waits for the agency
    ASKED = "asked"  # the agency asked back; waits for the holder
    CORRECTED = "corrected"  # a new signed version superseded the paper
    PARTLY = "partly"  # so it was, but not in everything that was reported
    NOT_UPHELD = "not_upheld"  # with a reasoned answer, which may be contested once
    CONTESTED = "contested"  # waits for the agency again
    TAKEN_BACK = "taken_back"  # by who gave it


FEEDBACK_STATE_NAMES: Mapping[FeedbackState, str] = {
    FeedbackState.RECEIVED: "Đã chuyển đến cơ quan cấp",
    FeedbackState.ASKED: "Cơ quan cấp hỏi thêm",
    FeedbackState.CORRECTED: "Đã đính chính",
    FeedbackState.PARTLY: "Đã đính chính một phần",
    FeedbackState.NOT_UPHELD: "Không có sai sót theo kết luận của cơ quan cấp",
    FeedbackState.CONTESTED: "Đang xem xét lại",
    FeedbackState.TAKEN_BACK: "Người gửi đã rút phản ánh",
}


class Deed(StrEnum):
    """What somebody does with a feedback."""

    GIVEN = "given"
    ASKED = "asked"
    REPLIED = "replied"
    CORRECTED = "corrected"
    PARTLY_CORRECTED = "partly_corrected"
    NOT_UPHELD = "not_upheld"
    CONTESTED = "contested"
    TAKEN_BACK = "taken_back"
    ROUTED = "routed"  # to another unit


DEED_NAMES: Mapping[Deed, str] = {
    Deed.GIVEN: "Gửi phản ánh",
    Deed.ASKED: "Hỏi thêm người gửi",
    Deed.REPLIED: "Trả lời câu hỏi của cơ quan",
    Deed.CORRECTED: "Đính chính",
    Deed.PARTLY_CORRECTED: "Đính chính một phần",
    Deed.NOT_UPHELD: "Kết luận không có sai sót",
    Deed.CONTESTED: "Không đồng ý với câu trả lời",
    Deed.TAKEN_BACK: "Rút phản ánh",
    Deed.ROUTED: "Chuyển cơ quan khác",
}

_S = FeedbackState
OPEN = frozenset({_S.RECEIVED, _S.ASKED, _S.CONTESTED})
_STARTS: Mapping[Deed, frozenset[FeedbackState]] = {
    Deed.ASKED: frozenset({_S.RECEIVED, _S.CONTESTED}),
    Deed.REPLIED: frozenset({_S.ASKED}),
    Deed.CORRECTED: OPEN,
    Deed.PARTLY_CORRECTED: OPEN,
    Deed.NOT_UPHELD: OPEN,
    Deed.CONTESTED: frozenset({_S.PARTLY, _S.NOT_UPHELD}),
    Deed.TAKEN_BACK: OPEN,
    Deed.ROUTED: OPEN,
}
_LEADS: Mapping[Deed, FeedbackState] = {
    Deed.ASKED: _S.ASKED,
    Deed.CORRECTED: _S.CORRECTED,
    Deed.PARTLY_CORRECTED: _S.PARTLY,
    Deed.NOT_UPHELD: _S.NOT_UPHELD,
    Deed.CONTESTED: _S.CONTESTED,
    Deed.TAKEN_BACK: _S.TAKEN_BACK,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing somebody did; `text` in their own words."""

    deed: Deed
    at: datetime
    person: str | None = None
    unit: str | None = None  # of an officer
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One report on one version of a paper. `vault` is the holder's who gave it; `unit` answers."""

    id: str
    item: str
    item_version: int
    title: str  # of the paper, as its holder knew it
    vault: str
    person: str
    unit: str
    reason: str  # code of a managed list
    text: str
    page: int | None = None
    place: str = ""  # where on the page, in words
    dossier: str | None = None  # during whose filing it was given
    given_at: datetime
    answer_by: datetime  # refused, asked back or decided until then
    resolve_by: datetime
    state: FeedbackState = FeedbackState.RECEIVED
    evidence: Evidence | None = None
    steps: tuple[Step, ...] = ()
    corrected_by: int | None = None  # the version that superseded
    revision: int = 1  # rises with every change; the second of two officers is told

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def waits_for_unit(self) -> bool:
        return self.state in (FeedbackState.RECEIVED, FeedbackState.CONTESTED)

    def is_overdue(self, at: datetime) -> bool:
        """A question to the holder is not the unit's delay."""
        return self.waits_for_unit and at > self.due

    def keeps_evidence(self, at: datetime) -> bool:
        """Whether its file is still needed: while it is open, and for as long after as its answer may be contested.

        Who takes a feedback back takes its file back too.
        """
        if self.evidence is None or self.state is FeedbackState.TAKEN_BACK:
            return False
        return self.is_open or at < self.steps[-1].at + KEPT

    @property
    def was_contested(self) -> bool:
        return any(each.deed is Deed.CONTESTED for each in self.steps)

    @property
    def due(self) -> datetime:
        """The next deadline of the unit: its first answer, then the end."""
        answered = any(each.unit for each in self.steps if each.deed is not Deed.ROUTED)
        return self.resolve_by if answered or self.was_contested else self.answer_by


def possible(feedback: Feedback) -> tuple[Deed, ...]:
    """What may be done with it now. An answer is contested once."""
    return tuple(
        deed
        for deed, starts in _STARTS.items()
        if feedback.state in starts and not (deed is Deed.CONTESTED and feedback.was_contested)
    )


def after(feedback: Feedback, step: Step, **changes: Any) -> Feedback:
    """The feedback once this is done. Raises `Conflict`, naming what is possible instead."""
    if step.deed not in possible(feedback):
        instead = possible(feedback)
        names = ", ".join(DEED_NAMES[each].lower() for each in instead) or "không còn thao tác nào"
        raise Conflict(
            "NOT_FROM_HERE",
            f"Phản ánh đang ở trạng thái “{FEEDBACK_STATE_NAMES[feedback.state]}” nên không thể"
            f" {DEED_NAMES[step.deed].lower()}. Có thể: {names}.",
            [Problem("POSSIBLE", DEED_NAMES[each], each) for each in instead],
        )
    state = _LEADS.get(step.deed, feedback.state)
    if step.deed is Deed.REPLIED:
        state = FeedbackState.CONTESTED if feedback.was_contested else FeedbackState.RECEIVED
        waited = step.at - feedback.steps[-1].at  # the unit's clock stood still
        changes = {"resolve_by": feedback.resolve_by + waited, **changes}
    return replace(feedback, **{"state": state, "steps": (*feedback.steps, step), **changes})
