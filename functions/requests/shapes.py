"""What this room's routes take."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from shared.web.acts import Acting
from shared.web.shapes import Code, Name, Paragraph, Reason, Shape


class PointShape(Shape):
    """One thing that is missing or wrong; without a component it concerns the application itself."""

    text: Reason
    component: Code | None = None


class AskSupplement(Acting):
    """Everything in one go; `until` is the last day to answer. `override_reason` is a head's, for a second request."""

    points: Annotated[list[PointShape], Field(min_length=1, max_length=50)]
    until: date
    override_reason: Paragraph = ""


class AskPayment(Acting):
    amount: Annotated[int, Field(gt=0, le=1_000_000_000_000)]  # đồng
    what_for: Name


class SettlePayment(Acting):
    evidence: Name  # number of the receipt or order


class DecideWithdrawal(Acting):
    """A denial says why."""

    granted: bool
    reason: Paragraph = ""


class ActWithReason(Acting):
    reason: Reason


class ReappointDossier(Acting):
    """`reason` is what the apology says."""

    due_on: date
    reason: Reason
