"""What the routes of who answers feedback take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.web import evidence, forwarded, sending
from shared.web.shapes import Code, Line, Name, Paragraph, Sha256, Shape, View

AnnouncedView = sending.AnnouncedView
EvidenceLink = evidence.EvidenceLink


class ListFeedbackOfUnit(Shape):
    """`open` is what waits, the most urgent first; otherwise what has ended, the latest deadline first.

    `unit` is one that the officer's own unit continues; without it, the officer's own.
    """

    open: bool = True
    unit: Code | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str, StringConstraints(max_length=200)] | None = None


class AnswerFeedback(Shape):
    """Words to the holder, on the feedback as the officer saw it."""

    revision: int
    text: Annotated[Paragraph, Field(min_length=10)]


class RouteFeedback(AnswerFeedback):
    unit: Code


class AnnounceCorrection(AnswerFeedback):
    """The next signed version; `partly` where not everything that was reported is corrected.

    What is left out of number and days is read from the file, and otherwise stays as it was.
    """

    partly: bool = False
    file_name: Name
    size: Annotated[int, Field(strict=True, ge=0)]  # bytes
    sha256: Sha256
    number: Line | None = None
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None


class FeedbackRow(View):
    id: str
    state: str
    state_name: str
    title: str
    reason: str
    reason_text: str
    given_at: datetime
    due_at: datetime
    is_overdue: bool


class FeedbackRows(View):
    feedback: list[FeedbackRow]
    cursor: str | None


class StepTaken(View):
    deed: str
    name: str
    at: datetime
    by: str
    text: str


class PaperInQuestion(View):
    """The reported version, and what has become of the paper since; nothing when its holder erased it."""

    document_type: str
    document_type_name: str
    number: str | None
    issued_on: date | None
    origin_name: str
    state: str
    state_name: str
    version: int
    holders: int


class Use(View):
    """A dossier that was submitted with this paper."""

    code: str
    state_name: str
    unit_name: str
    is_open: bool


class FeedbackAtDesk(View):
    id: str
    revision: int
    holder: str
    item_version: int
    title: str
    reason: str
    reason_text: str
    text: str
    page: int | None
    place: str
    unit: str
    unit_name: str
    state: str
    state_name: str
    given_at: datetime
    answer_by: datetime
    resolve_by: datetime
    is_overdue: bool
    corrected_by: int | None
    paper: PaperInQuestion | None
    uses: list[Use]
    uses_total: int
    evidence: evidence.EvidenceView | None
    steps: list[StepTaken]
    forwarded: list[forwarded.Forwarded]
    possible: list[str]


class DisputedFile(View):
    url: str
    expires_in: int
    file_name: str
