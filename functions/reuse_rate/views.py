"""What the routes of the reuse rate give."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import PlainSerializer

from shared.domain.figures import View as Basis
from shared.web.shapes import View

Number = Annotated[Decimal, PlainSerializer(float, return_type=float)]


class UnitView(View):
    code: str
    name: str


class LineView(View):
    """One indicator of a unit; `sentence` is what it asks of it, `adjusted` what a frozen figure would be now.

    `counts` says in words what the numerator is, `among` the denominator.
    """

    code: str
    version: int
    name: str
    legal_basis: str
    counts: str
    among: str
    less_is_better: bool
    numerator: int | None
    denominator: int | None
    ratio: Number | None
    score: Number | None
    max_score: Number | None
    target: Number | None
    rank: int | None
    ranked: int
    change: Number | None
    missing: int | None
    forecast: Number | None
    sentence: str
    adjusted: AdjustedView | None


class AdjustedView(View):
    numerator: int | None
    denominator: int | None
    ratio: Number | None


class BelowView(View):
    """A unit directly below, for the indicator asked for."""

    unit: UnitView
    numerator: int | None
    denominator: int | None
    ratio: Number | None
    rank: int | None
    missing: int | None


class FiguresView(View):
    unit: UnitView
    period: str
    first: date
    last: date
    view: Basis
    published_at: datetime
    frozen_at: datetime | None
    score: Number
    max_score: Number
    score_ratio: Number
    score_change: Number | None
    lines: list[LineView]
    below: list[BelowView]
    moved_in: list[UnitView]
    not_divided: list[UnitView]
    counts: dict[str, int]


class StandingView(View):
    """Whether a dossier counts above and below the line of one indicator."""

    code: str
    name: str
    numerator: int
    denominator: int


class ExplainedView(View):
    """One dossier, and why it counts as it does: no names of people, no papers."""

    dossier: str
    unit: UnitView
    procedure: str
    procedure_name: str
    day: date
    state: int
    state_name: str
    reasons: list[str]
    standings: list[StandingView]


class ExplainedPage(View):
    dossiers: list[ExplainedView]
    next: str | None


class OftenView(View):
    code: str
    name: str
    dossiers: int
    points: Number  # of the unit's rate, if each of these dossiers had reused


class SuspicionView(View):
    code: str
    sentence: str
    dossiers: int
    paper: str | None


class AdviceView(View):
    """`is_whole` is false when only the first dossiers of a large unit's period were read."""

    unit: UnitView
    period: str
    received: int
    is_whole: bool
    wanted_types: list[OftenView]
    missing_procedures: list[OftenView]
    missing_officers: list[OftenView]
    suspicions: list[SuspicionView]


class ExportView(View):
    url: str
    file_name: str


class FrozenView(View):
    period: str
    frozen_at: datetime


class PointView(View):
    """One period of a trend; without figures when it was not published, or nothing could be counted."""

    period: str
    first: date
    last: date
    numerator: int | None
    denominator: int | None
    ratio: Number | None
    is_frozen: bool


class TrendView(View):
    """The oldest first."""

    unit: UnitView
    definition: str
    name: str
    target: Number | None
    points: list[PointView]


class PublicationView(View):
    """Whether a period was published: what was asked for is there when `published_at` is `asked_at` or later."""

    period: str
    asked_at: datetime | None
    published_at: datetime | None
    frozen_at: datetime | None


class PendingView(View):
    period: str
    asked_at: datetime
    look_at: str  # which route says when it is done


class PendingPage(View):
    periods: list[PendingView]


class DifferenceView(View):
    """What a recount found: of a `contribution` one dossier's, of a `sheet` a unit's day, of a `queue` a unit's."""

    what: str
    unit: str
    day: str
    dossier: str
    kept: str
    counted: str


class RecountView(View):
    """One night. Without an end it is under way or died; not whole, it had more dossiers than a night takes."""

    day: date
    begun_at: datetime
    ended_at: datetime | None
    is_whole: bool
    dossiers: int
    differences: list[DifferenceView]


class RecountsView(View):
    nights: list[RecountView]


class OpenFigureView(View):
    """A unit's reuse rate; numbers small enough to point at somebody are left out."""

    unit: UnitView
    numerator: int | None
    denominator: int | None
    ratio: Number | None
    is_suppressed: bool


class OpenDataView(View):
    period: str
    definition: str
    name: str
    legal_basis: str
    published_at: datetime | None
    units: list[OpenFigureView]
