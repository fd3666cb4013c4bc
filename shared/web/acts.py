"""What every act on a dossier says, and how it is answered."""

from __future__ import annotations

from datetime import datetime

from shared.web.shapes import Shape, View


class Acting(Shape):
    """What every act on a dossier says: `version` is the one its actor saw."""

    version: int


class ActView(View):
    """Something that can be done now."""

    act: str
    name: str


class DeadlineView(View):
    """The due date, and how the dossier stands with it; `standing` is for programs."""

    due_at: datetime | None
    standing: str
    text: str


class ActedView(View):
    """Where an act left a dossier; `said` is what its history says of it."""

    id: str
    code: str
    version: int
    state: int
    state_name: str
    deadline: DeadlineView
    said: str
    possible: list[ActView]
