"""What the routes of the reuse rate take."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.domain.figures import View as Basis
from shared.web.shapes import Shape

UnitCode = Annotated[str, Field(pattern=r"^[A-Z0-9.]{1,20}$")]
PeriodCode = Annotated[str, Field(pattern=r"^20[0-9-]{2,8}$|^20\d\d-(Q[1-4]|YTD)$")]
DefinitionCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9./-]{1,40}$")]


class AskedFigures(Shape):
    """Without a unit the caller's own; without a period the month under way."""

    unit: UnitCode | None = None
    period: PeriodCode | None = None
    definition: DefinitionCode | None = None
    view: Basis = Basis.AS_IT_WAS


class Side(StrEnum):
    COUNTED = "counted"
    NOT_COUNTED = "not_counted"
    ALL = "all"


class AskedTrend(Shape):
    """The periods up to this one, without one up to the month under way."""

    unit: UnitCode | None = None
    period: PeriodCode | None = None
    definition: DefinitionCode = "QD766/4.3"
    view: Basis = Basis.AS_IT_WAS


class AskedDossiers(Shape):
    """The dossiers behind a figure: those counted above the line, those that could have been, or all received."""

    unit: UnitCode | None = None
    period: PeriodCode | None = None
    definition: DefinitionCode = "QD766/4.3"
    side: Side = Side.NOT_COUNTED
    limit: int = Field(default=50, ge=1, le=200)
    cursor: Annotated[str, Field(max_length=200)] | None = None


class AskedAdvice(Shape):
    unit: UnitCode | None = None
    period: PeriodCode | None = None


class Form(StrEnum):
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


class AskedExport(Shape):
    unit: UnitCode | None = None
    period: PeriodCode | None = None
    view: Basis = Basis.AS_IT_WAS
    format: Form = Form.XLSX


class AskedOpenData(Shape):
    period: PeriodCode


class AskedPublication(Shape):
    """Periods that have begun."""

    periods: Annotated[list[PeriodCode], Field(min_length=1, max_length=5)]
