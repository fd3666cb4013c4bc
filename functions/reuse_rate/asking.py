"""Figures are wanted now: the nightly function is told, and whoever asked where to look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from functions.reuse_rate import views
from shared.clock import now, today
from shared.domain.errors import Conflict, Problem
from shared.domain.periods import Period, period
from shared.storage import announcements, figures
from shared.web.logs import decided

AGAIN = timedelta(minutes=1)  # from one publication of a period to the next that may be asked for


def publication(codes: Sequence[str], *, by: str) -> views.PendingPage:
    """Hand over those that were not just asked for. Raises `Malformed`, `Conflict` for days to come.

    1 PutItem a period, 1 PutEvents. Whoever dies between them leaves a note that is void in a minute.
    """
    on, at = today(), now()
    asked = [period(each, on=on) for each in dict.fromkeys(codes)]
    _refuse_future([each for each in asked if each.first > on])
    noted = {each: figures.ask(each.code, at=at, since=at - AGAIN) for each in asked}
    if fresh := [each.code for each, earlier in noted.items() if earlier is None]:
        announcements.wanted(fresh)
        decided("reuse_rate.asked", periods=fresh, by=by)
    return views.PendingPage(
        periods=[
            views.PendingView(period=each.code, asked_at=earlier or at, look_at=f"/reuse-rate/publications/{each.code}")
            for each, earlier in noted.items()
        ]
    )


def published(code: str) -> views.PublicationView:
    """How far a period is. 1 BatchGetItem. Raises `Malformed`."""
    known = figures.noted(period(code, on=today()).code)
    return views.PublicationView(
        period=code, asked_at=known.asked_at, published_at=known.published_at, frozen_at=known.frozen_at
    )


def _refuse_future(asked: Sequence[Period]) -> None:
    if asked:
        problems = [Problem("PERIOD_NOT_BEGUN", f"Kỳ báo cáo {each.code} chưa bắt đầu.", "periods") for each in asked]
        raise Conflict("PERIOD_NOT_BEGUN", "Kỳ báo cáo chưa bắt đầu nên chưa có gì để tính.", problems)
