"""What the feedback's routes take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.web import evidence, sending
from shared.web.shapes import Code, Id, Line, Name, Paragraph, Sha256, Shape, View


class GiveFeedback(Shape):
    """[Phản ánh]: what is wrong with this version. `unit` only where the answer UNIT_SPLIT or UNIT_NOT_KNOWN asks.

    `evidence` is a file announced before (`POST /feedback-evidence`), sent and accepted.
    """

    reason: Line
    text: Paragraph
    version: Annotated[int, Field(ge=1)] | None = None
    page: Annotated[int, Field(ge=1, le=10_000)] | None = None
    place: Line = ""
    dossier: Id | None = None
    unit: Code | None = None
    evidence: Id | None = None


class AnnounceEvidence(Shape):
    """A PDF or a photo of at most 10 MB, about to be sent; `GET /vault/uploads/{id}` says when it can be given."""

    file_name: Name
    size: Annotated[int, Field(strict=True, ge=0)]  # bytes
    sha256: Sha256


class Say(Shape):
    """Words of the holder, on the feedback as they saw it."""

    revision: int
    text: Paragraph = ""


class ListFeedback(Shape):
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str, StringConstraints(max_length=200)] | None = None


class ReasonView(View):
    code: str
    text: str
    text_en: str


class ReasonsView(View):
    reasons: list[ReasonView]


AnnouncedView = sending.AnnouncedView


EvidenceLink = evidence.EvidenceLink


class StepView(View):
    """`by`: the holder, or the unit by name; never an officer by name."""

    deed: str
    name: str
    at: datetime
    by: str
    text: str


class FeedbackView(View):
    id: str
    revision: int
    item: str
    item_version: int
    title: str
    reason: str
    reason_text: str
    text: str
    page: int | None
    place: str
    dossier: str | None
    unit: str
    unit_name: str
    state: str
    state_name: str
    is_open: bool
    given_at: datetime
    answer_by: datetime
    resolve_by: datetime
    is_overdue: bool
    corrected_by: int | None
    evidence: evidence.EvidenceView | None
    steps: list[StepView]
    possible: list[str]


class FeedbackPage(View):
    feedback: list[FeedbackView]
    cursor: str | None
