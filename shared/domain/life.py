"""The dossier's life: which act is possible when, where it leads, and the event that tells of it. Pure.

The states are those exchanged nationally. What waits beside them (supplement, payment, suspension, withdrawal) are
tracks of their own: they open and close with an act, and pause the clock while they are open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from shared.domain.desk import Pause, PauseReason
from shared.domain.dossiers import STATE_NAMES, Dossier, State
from shared.domain.errors import Conflict, Problem
from shared.domain.events import ACT_NAMES, Act, Actor, Event

S = State

# From each state, the states one act may lead to. 3, 8 and 10 are final; what is wrong afterwards is a new case.
NEXT: Mapping[State, frozenset[State]] = {
    S.DRAFT: frozenset({S.SUBMITTED}),
    S.SUBMITTED: frozenset({S.RECEIVED, S.NOT_RECEIVED, S.SUPPLEMENT_ASKED, S.WITHDRAWAL_ASKED}),
    S.RECEIVED: frozenset({S.IN_PROGRESS, S.SUPPLEMENT_ASKED, S.PAYMENT_ASKED, S.WITHDRAWAL_ASKED}),
    S.NOT_RECEIVED: frozenset(),
    S.IN_PROGRESS: frozenset({S.SUPPLEMENT_ASKED, S.PAYMENT_ASKED, S.WITHDRAWAL_ASKED, S.STOPPED, S.DONE}),
    S.SUPPLEMENT_ASKED: frozenset({S.SUBMITTED, S.IN_PROGRESS, S.WITHDRAWAL_ASKED, S.STOPPED}),
    S.PAYMENT_ASKED: frozenset({S.IN_PROGRESS, S.STOPPED}),
    S.WITHDRAWAL_ASKED: frozenset({S.STOPPED, S.SUBMITTED, S.RECEIVED, S.IN_PROGRESS, S.SUPPLEMENT_ASKED}),
    S.STOPPED: frozenset(),
    S.DONE: frozenset({S.RETURNED}),
    S.RETURNED: frozenset(),
}
FINAL = frozenset(state for state, after in NEXT.items() if not after)
OPEN = frozenset(State) - FINAL - {S.DRAFT}

_AT_WORK = frozenset({S.SUBMITTED, S.RECEIVED, S.IN_PROGRESS})

# From which states each act is possible; every other act finds the dossier as it is.
STARTS: Mapping[Act, frozenset[State]] = {
    Act.SUBMITTED: frozenset({S.DRAFT}),
    Act.RECEIVED: frozenset({S.SUBMITTED}),
    Act.NOT_RECEIVED: frozenset({S.SUBMITTED}),
    Act.SUPPLEMENT_ASKED: _AT_WORK,
    Act.SUPPLEMENT_ANSWERED: frozenset({S.SUPPLEMENT_ASKED}),
    Act.FORWARDED: frozenset({S.RECEIVED, S.IN_PROGRESS}),
    Act.PAYMENT_ASKED: frozenset({S.RECEIVED, S.IN_PROGRESS}),
    Act.PAYMENT_SETTLED: frozenset({S.PAYMENT_ASKED}),
    Act.WITHDRAWAL_ASKED: _AT_WORK | {S.SUPPLEMENT_ASKED},
    Act.WITHDRAWAL_GRANTED: frozenset({S.WITHDRAWAL_ASKED}),
    Act.WITHDRAWAL_DENIED: frozenset({S.WITHDRAWAL_ASKED}),
    Act.SUSPENDED: frozenset({S.RECEIVED, S.IN_PROGRESS}),
    Act.RESUMED: frozenset({S.RECEIVED, S.IN_PROGRESS}),
    Act.REAPPOINTED: frozenset({S.RECEIVED, S.IN_PROGRESS}),
    Act.STOPPED: frozenset({S.IN_PROGRESS, S.SUPPLEMENT_ASKED, S.PAYMENT_ASKED}),
    Act.DONE: frozenset({S.IN_PROGRESS}),
    Act.RETURNED: frozenset({S.DONE}),
    Act.ASSIGNED: OPEN,
    Act.HANDED_OVER: OPEN - {S.DONE},
    Act.LOOKED_UP: _AT_WORK | {S.SUPPLEMENT_ASKED},
    Act.COMPONENT_ANSWERED: _AT_WORK | {S.SUPPLEMENT_ASKED},
    Act.COMPONENT_CLEARED: _AT_WORK | {S.SUPPLEMENT_ASKED},
    Act.RESULT_ADDED: frozenset({S.IN_PROGRESS}),
    Act.RESULT_REMOVED: frozenset({S.IN_PROGRESS}),
    Act.PAPER_CHANGED: OPEN,
}

_LEADS: Mapping[Act, State] = {
    Act.SUBMITTED: S.SUBMITTED,
    Act.RECEIVED: S.RECEIVED,
    Act.NOT_RECEIVED: S.NOT_RECEIVED,
    Act.SUPPLEMENT_ASKED: S.SUPPLEMENT_ASKED,
    Act.FORWARDED: S.IN_PROGRESS,
    Act.PAYMENT_ASKED: S.PAYMENT_ASKED,
    Act.PAYMENT_SETTLED: S.IN_PROGRESS,
    Act.WITHDRAWAL_ASKED: S.WITHDRAWAL_ASKED,
    Act.WITHDRAWAL_GRANTED: S.STOPPED,
    Act.STOPPED: S.STOPPED,
    Act.DONE: S.DONE,
    Act.RETURNED: S.RETURNED,
}

_PAUSES = {
    Act.SUPPLEMENT_ASKED: PauseReason.SUPPLEMENT,
    Act.PAYMENT_ASKED: PauseReason.PAYMENT,
    Act.SUSPENDED: PauseReason.SUSPENSION,
}
_GOES_ON = {
    Act.SUPPLEMENT_ANSWERED: PauseReason.SUPPLEMENT,
    Act.PAYMENT_SETTLED: PauseReason.PAYMENT,
    Act.RESUMED: PauseReason.SUSPENSION,
}


@dataclass(frozen=True, slots=True)
class Step:
    """The dossier after an act, not yet kept (its `version` is still the old one), and the event that tells of it."""

    before: Dossier
    after: Dossier
    event: Event


def step(
    dossier: Dossier,
    act: Act,
    actor: Actor,
    *,
    reason: str = "",
    about: Mapping[str, str] | None = None,
    overridden: tuple[str, ...] = (),
    **changes: Any,
) -> Step:
    """One act done: the state it leads to, the clock paused or running on, and `changes` to the dossier's own fields.

    The unit that acts has the dossier from then on: one that continues another takes over with its first act. The
    event notes the uploads whose files answer nothing any more as `replaced`: an agency may have seen them.
    Raises `Conflict` NOT_FROM_HERE, naming what is possible instead.
    """
    refuse_impossible(dossier, act)
    led = {"state": _led(dossier, act), **_taken_over(dossier, act, actor), **_stamps(act, dossier, actor)}
    after = replace(_clocked(dossier, act, actor), **{**led, **changes})
    replaced = " ".join(sorted(dossier.attachments() - after.attachments()))
    event = Event(
        dossier=dossier.id,
        number=dossier.version + 1,
        act=act,
        state=after.state,
        at=actor.at,
        person=actor.person,
        unit=actor.unit,
        assisted=actor.assisted,
        reason=reason,
        about=dict(about or {}) | ({"replaced": replaced} if replaced else {}),
        overridden=overridden,
    )
    return Step(dossier, after, event)


def possible(dossier: Dossier) -> tuple[Act, ...]:
    """The acts this dossier allows now."""
    return tuple(act for act in Act if _is_possible(dossier, act))


_NOT_WHILE_SUSPENDED = frozenset({Act.FORWARDED, Act.SUPPLEMENT_ASKED, Act.PAYMENT_ASKED, Act.SUSPENDED, Act.DONE})


def _is_possible(dossier: Dossier, act: Act) -> bool:
    if dossier.state not in STARTS[act] or (dossier.is_suspended and act in _NOT_WHILE_SUSPENDED):
        return False
    done_before = {
        Act.FORWARDED: dossier.forwarded_at is not None,
        Act.REAPPOINTED: dossier.reappointment is not None,  # at most once, with an apology
        Act.RESUMED: not dossier.is_suspended,
    }
    return not done_before.get(act, False)


def refuse_impossible(dossier: Dossier, act: Act) -> None:
    """Raises `Conflict` NOT_FROM_HERE, naming what is possible instead."""
    if _is_possible(dossier, act):
        return
    instead = [each for each in possible(dossier) if each in ACT_NAMES]
    names = ", ".join(ACT_NAMES[each].lower() for each in instead) or "không còn thao tác nào"
    raise Conflict(
        "NOT_FROM_HERE",
        f"Hồ sơ đang ở trạng thái “{STATE_NAMES[dossier.state]}” nên chưa thể {ACT_NAMES.get(act, act).lower()}."
        f" Có thể: {names}.",
        [Problem("POSSIBLE", ACT_NAMES[each], each) for each in instead],
    )


def _taken_over(dossier: Dossier, act: Act, actor: Actor) -> dict[str, Any]:
    """Not by who corrects a paper that the dossier uses: its issuer has nothing else to do with the dossier."""
    is_others = actor.unit is not None and actor.unit != dossier.at_unit and dossier.state is not S.DRAFT
    return {"handed_to": actor.unit} if is_others and act is not Act.PAPER_CHANGED else {}


def _led(dossier: Dossier, act: Act) -> State:
    if act is Act.SUPPLEMENT_ANSWERED:
        return S.IN_PROGRESS if dossier.received_at else S.SUBMITTED
    if act is Act.WITHDRAWAL_DENIED:
        return dossier.resumes or S.SUBMITTED
    return _LEADS.get(act, dossier.state)


def _clocked(dossier: Dossier, act: Act, actor: Actor) -> Dossier:
    """The pauses after an act. An end closes them all: nothing waits any more."""
    if act in _PAUSES:
        return replace(dossier, pauses=(*dossier.pauses, Pause(reason=_PAUSES[act], since=actor.at)))
    ends, over = _led(dossier, act) in FINAL, _GOES_ON.get(act)

    def closed(pause: Pause) -> Pause:
        is_over = pause.until is None and (ends or pause.reason is over)
        return replace(pause, until=actor.at) if is_over else pause

    return replace(dossier, pauses=tuple(closed(each) for each in dossier.pauses))


_STAMPS = {
    Act.SUBMITTED: "submitted_at",
    Act.RECEIVED: "received_at",
    Act.FORWARDED: "forwarded_at",
    Act.DONE: "done_at",
    Act.RETURNED: "returned_at",
}


def _stamps(act: Act, dossier: Dossier, actor: Actor) -> dict[str, Any]:
    if act is Act.WITHDRAWAL_ASKED:
        return {"resumes": dossier.state}
    if act is Act.WITHDRAWAL_DENIED:
        return {"resumes": None}
    return {_STAMPS[act]: actor.at} if act in _STAMPS else {}
