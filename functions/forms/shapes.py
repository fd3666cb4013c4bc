"""What this room's routes take and give."""

from __future__ import annotations

from datetime import date, datetime

from shared.web.shapes import Shape, View


class MakeRegister(Shape):
    """The dossiers a unit received from one day to another, both included."""

    since: date
    until: date


class FormView(View):
    """A form that was made, and a link to it that lives five minutes."""

    form: str
    title: str
    made_at: datetime
    url: str
    expires_in: int


class FormsView(View):
    forms: list[FormView]
