"""What the routes of officers take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.web.shapes import Code, Name, Shape, View

Role = Literal["officer", "head", "certifier", "administrator"]


class FindOfficers(Shape):
    unit: Code


class Appoint(Shape):
    """A person by personal number and name. `replaces` says that what they are now, or soon, may end with it."""

    number: Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]
    name: Name
    unit: Code
    roles: Annotated[list[Role], Field(min_length=1, max_length=4)]
    valid_from: date
    valid_until: date | None = None
    replaces: bool = False


class EndAppointment(Shape):
    """The last day of an appointment."""

    valid_until: date


class UnitNamed(View):
    code: str
    name: str


class TermView(View):
    """An appointment: `standing` is today's, `current`, `ended` or `to_come`. `works_at` is where it leads to today."""

    unit: UnitNamed
    works_at: UnitNamed | None
    roles: list[str]
    role_names: list[str]
    valid_from: date
    valid_until: date | None
    standing: str
    standing_name: str


class OfficerView(View):
    """An officer; `name` is empty until they first sign in, where a command appointed them."""

    id: str
    name: str
    masked_number: str
    appointment: TermView


class OfficersView(View):
    """Who is or was appointed to a unit, also to those that have wholly become it; who works there today first."""

    officers: list[OfficerView]


class SaidView(View):
    """A line of the history: when it was said, and by whom; without a name at an operator's command line."""

    at: datetime
    by: str
    unit: UnitNamed
    role_names: list[str]
    valid_from: date
    valid_until: date | None


class OfficerPage(OfficerView):
    history: list[SaidView]
