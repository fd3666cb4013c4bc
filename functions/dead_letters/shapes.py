"""What the routes of dead letters give: numbers, kinds and ids, never what a letter says."""

from __future__ import annotations

from datetime import datetime

from shared.domain.dead_letters import Resting
from shared.web.shapes import View


class KindView(View):
    name: str
    count: int


class RestingView(View):
    """A place of rest as it was at `looked_at`; null when nobody has looked yet. Kinds and ids are of a few letters.

    `advice` says what to do; `may_replay` whether a button does it.
    """

    resting: Resting
    name: str
    advice: str
    may_replay: bool
    looked_at: datetime | None
    count: int
    oldest: datetime | None
    kinds: list[KindView]
    ids: list[str]


class ReplayView(View):
    id: str
    resting: Resting
    name: str
    asked_at: datetime
    by: str
    given_back: int
    done_at: datetime | None


class DeadLettersView(View):
    resting: list[RestingView]
    replays: list[ReplayView]
