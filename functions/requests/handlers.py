"""What stops a dossier's clock or ends it before its result: asked of the citizen, settled, postponed, stopped."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from functions.requests import rules, shapes
from shared.clock import today
from shared.domain import deadlines, desk, events, life
from shared.web import acts
from shared.web.acted import about_to, acted, calendar_of, procedure_of, told
from shared.web.caller import HEAD, Caller
from shared.web.desk import DESK
from shared.web.rooms import Room

if TYPE_CHECKING:
    from shared.domain.dossiers import Dossier
    from shared.domain.events import Actor

room = Room(__name__)


@room.on("POST", "/desk/dossiers/{dossier_id}/supplement", roles=DESK)
def ask_supplement(caller: Caller, dossier_id: str, body: shapes.AskSupplement) -> acts.ActedView:
    """[Yêu cầu bổ sung], all that is missing in one go; the clock stops until the citizen answers."""
    dossier, by = about_to(events.Act.SUPPLEMENT_ASKED, caller, dossier_id, body)
    overridden = rules.overridden(dossier, by_head=HEAD in caller.roles, reason=body.override_reason)
    points = [desk.Point(text=each.text, component=each.component) for each in body.points]
    supplement = rules.asked(dossier, procedure_of(dossier), points, body.until, by)
    asked = life.step(
        dossier,
        events.Act.SUPPLEMENT_ASKED,
        by,
        reason=body.override_reason if overridden else "",
        about={"until": f"{body.until:%d/%m/%Y}"},
        overridden=overridden,
        supplements=(*dossier.supplements, supplement),
    )
    return acted(asked, told(asked, "supplement_asked", due=body.until))


@room.on("POST", "/desk/dossiers/{dossier_id}/payment", roles=DESK)
def ask_payment(caller: Caller, dossier_id: str, body: shapes.AskPayment) -> acts.ActedView:
    """Ask for a financial duty; the clock stops until it is settled. No money passes through here."""
    dossier, by = about_to(events.Act.PAYMENT_ASKED, caller, dossier_id, body)
    payment = desk.Payment(asked_at=by.at, amount=body.amount, what_for=body.what_for)
    about = {"what_for": body.what_for, "amount": str(body.amount)}
    asked = life.step(dossier, events.Act.PAYMENT_ASKED, by, about=about, payment=payment)
    return acted(asked, told(asked, "payment_asked"))


@room.on("POST", "/desk/dossiers/{dossier_id}/payment/settle", roles=DESK)
def settle_payment(caller: Caller, dossier_id: str, body: shapes.SettlePayment) -> acts.ActedView:
    """Record that it was paid, by the number of the receipt or order; the clock goes on."""
    dossier, by = about_to(events.Act.PAYMENT_SETTLED, caller, dossier_id, body)
    payment = dossier.payment and replace(dossier.payment, settled_at=by.at, evidence=body.evidence)
    about = {"evidence": body.evidence}
    return acted(
        life.step(dossier, events.Act.PAYMENT_SETTLED, by, about=about, payment=payment, due_at=_due(dossier, by))
    )


@room.on("POST", "/desk/dossiers/{dossier_id}/withdrawal", roles=DESK)
def decide_withdrawal(caller: Caller, dossier_id: str, body: shapes.DecideWithdrawal) -> acts.ActedView:
    """Let the citizen withdraw, or say why not and go on where it was."""
    act = events.Act.WITHDRAWAL_GRANTED if body.granted else events.Act.WITHDRAWAL_DENIED
    dossier, by = about_to(act, caller, dossier_id, body)
    rules.refuse_silent_denial(granted=body.granted, reason=body.reason)
    decided = life.step(dossier, act, by, reason=body.reason)
    return acted(decided, told(decided, "withdrawal_granted" if body.granted else "withdrawal_refused"))


@room.on("POST", "/desk/dossiers/{dossier_id}/suspend", roles=DESK)
def suspend_dossier(caller: Caller, dossier_id: str, body: shapes.ActWithReason) -> acts.ActedView:
    """Wait for something else than the citizen; the clock stops."""
    dossier, by = about_to(events.Act.SUSPENDED, caller, dossier_id, body)
    return acted(life.step(dossier, events.Act.SUSPENDED, by, reason=body.reason))


@room.on("POST", "/desk/dossiers/{dossier_id}/resume", roles=DESK)
def resume_dossier(caller: Caller, dossier_id: str, body: acts.Acting) -> acts.ActedView:
    """Go on after a suspension, due by what was left of the time."""
    dossier, by = about_to(events.Act.RESUMED, caller, dossier_id, body)
    due_at = _due(dossier, by)
    return acted(
        life.step(
            dossier, events.Act.RESUMED, by, about={"due": deadlines.in_words(due_at)} if due_at else {}, due_at=due_at
        )
    )


@room.on("POST", "/desk/dossiers/{dossier_id}/reappoint", roles=DESK)
def reappoint_dossier(caller: Caller, dossier_id: str, body: shapes.ReappointDossier) -> acts.ActedView:
    """[Xin lỗi và hẹn lại], once."""
    dossier, by = about_to(events.Act.REAPPOINTED, caller, dossier_id, body)
    fresh = rules.reappointed(dossier, body.due_on, body.reason, by, calendar_of(by.unit or ""))
    about = {"due": deadlines.in_words(fresh.due)}
    moved = life.step(
        dossier, events.Act.REAPPOINTED, by, reason=body.reason, about=about, reappointment=fresh, due_at=fresh.due
    )
    return acted(moved, told(moved, "appointment_changed", due=body.due_on))


@room.on("POST", "/desk/dossiers/{dossier_id}/stop", roles=DESK)
def stop_dossier(caller: Caller, dossier_id: str, body: shapes.ActWithReason) -> acts.ActedView:
    """[Dừng xử lý] for good, with the reason the citizen reads; never while they still have time to answer."""
    dossier, by = about_to(events.Act.STOPPED, caller, dossier_id, body)
    rules.refuse_early_stop(dossier, on=today())
    stopped = life.step(dossier, events.Act.STOPPED, by, reason=body.reason)
    return acted(stopped, told(stopped, "dossier_stopped"))


def _due(dossier: Dossier, by: Actor) -> datetime | None:
    calendar = calendar_of(by.unit or dossier.at_unit)
    return deadlines.after_pause(dossier, at=by.at, limit=procedure_of(dossier).limit, calendar=calendar)
