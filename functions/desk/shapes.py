"""What the desk's routes take."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.web.acts import Acting
from shared.web.shapes import Code, Id, Line, Paragraph, Reason, Shape


class DueFilter(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"


class ListQueue(Shape):
    """A queue is one unit's dossiers in one state, or an officer's open ones; `officer` is `me` or a person's id.

    `text` is a dossier's code, which is found in whatever state it is, or words of its owner's name; `unassigned` are
    those nobody works on yet.
    """

    state: Annotated[int, Field(ge=1, le=10)] | None = None
    officer: Literal["me"] | Id | None = None
    due: DueFilter | None = None
    text: Line = ""
    procedure: Code | None = None
    unassigned: bool = False
    unit: Code | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str, StringConstraints(max_length=200)] | None = None


class CheckShape(Shape):
    """What the officer saw of one component: whether it is in order, and what to note of it."""

    component: Code
    ok: bool
    note: Paragraph = ""


class ReceiveDossier(Acting):
    """`due_on` only where the procedure names no time limit."""

    checks: Annotated[list[CheckShape], Field(max_length=100)]
    due_on: date | None = None


class RefuseDossier(Acting):
    reason: Reason


class AssignDossier(Acting):
    """Without an officer, the dossier waits for one again."""

    officer: Literal["me"] | Id | None


class HandOverDossier(Acting):
    unit: Code
    reason: Reason


class CountsOf(Shape):
    """Of the caller's own unit, or of one whose work came down to it."""

    unit: Code | None = None
