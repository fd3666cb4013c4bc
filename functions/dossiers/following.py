"""What happens to a submitted dossier, as its owner follows it."""

from __future__ import annotations

from collections.abc import Iterable

from functions.dossiers import views
from shared import square_code
from shared.domain.catalogue import Procedure
from shared.domain.desk import Payment, Supplement
from shared.domain.dossiers import STATE_NAMES, Dossier
from shared.domain.errors import NotFound
from shared.domain.events import Event
from shared.domain.history import sentence
from shared.web.desk import unit_name


def history(dossier: Dossier, events: Iterable[Event]) -> views.HistoryView:
    return views.HistoryView(id=dossier.id, code=dossier.code, events=[_happened(each) for each in events])


def square_code_of(dossier: Dossier) -> views.SquareCodeView:
    if not dossier.code:
        raise NotFound("NOT_SUBMITTED", "Hồ sơ chưa nộp nên chưa có mã.")
    rows = square_code.square_code(dossier.code)
    return views.SquareCodeView(told=dossier.code, rows=["".join("01"[square] for square in row) for row in rows])


def _happened(event: Event) -> views.EventView:
    by = unit_name(event.unit) or ("Người nộp" if event.person else "")
    return views.EventView(
        at=event.at,
        act=event.act,
        state=event.state,
        state_name=STATE_NAMES[event.state],
        said=sentence(event, unit=by),
        unit=views.Named(code=event.unit, name=unit_name(event.unit)) if event.unit else None,
    )


def supplement(asked: Supplement, dossier: Dossier, procedure: Procedure) -> views.SupplementAskedView:
    names = {each.code: each.name for each in procedure.components}
    return views.SupplementAskedView(
        asked_at=asked.asked_at,
        until=asked.until,
        answered_at=asked.answered_at,
        late=asked.late,
        points=[
            views.AskedPointView(
                component=each.component,
                component_name=names.get(each.component) if each.component else None,
                text=each.text,
                answer=each.answer,
                answered=dossier.is_answered(each, asked),
            )
            for each in asked.points
        ],
    )


def payment(asked: Payment | None) -> views.PaymentAskedView | None:
    if asked is None:
        return None
    return views.PaymentAskedView(
        amount=asked.amount,
        what_for=asked.what_for,
        asked_at=asked.asked_at,
        settled_at=asked.settled_at,
        evidence=asked.evidence,
    )
