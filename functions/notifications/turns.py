"""Whose turn it is: one action never rings a telephone two hundred times, and a dossier's news come in their order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.messages import Group, Pending, Waiting

A_MOMENT = timedelta(seconds=60)  # news of one subject this close together are told as one
MOST_IN_A_MOMENT = 5  # subjects; what comes on top of them is told together
MOST_IN_A_ROW = 10  # of what waited: after a day without any channel each is told by itself, two hundred are not
MOST_A_DAY = 30  # of each vault: who opens dossiers in a loop must not ring a stranger's telephone at our expense
MOST_TOGETHER = 90  # so many lines of the ledger fit into one transaction
MOST_WAITING = 1000  # of one vault; past that they are in the inbox alone
AT_ANY_HOUR = "at any hour/"  # before the group, in the subject of what is told at night too


def arrived(pending: Pending, id: str, news: Waiting, *, at: datetime) -> tuple[Pending, bool]:
    """Where a fresh message stands, and whether it is told at once; `at` is the time in Vietnam.

    The first of a subject goes at once. Another within a moment waits until it is over; so does everything past
    `MOST_IN_A_MOMENT` subjects, and past a day's share until the next morning.
    """
    began = replace(pending, until=None, told=()) if pending.until and at >= pending.until else pending
    today = replace(began, day=at.date(), told_that_day=began.told_that_day if began.day == at.date() else 0)
    if is_free(today, news):
        until = today.until or at + A_MOMENT
        told = (*today.told, news.subject)
        return replace(today, until=until, told=told, told_that_day=today.told_that_day + 1), True
    soon = today.until or at + A_MOMENT
    due = next_morning(at) if today.told_that_day >= MOST_A_DAY else soon
    return held(today, {id: news}, due=due), False


def next_morning(at: datetime) -> datetime:
    return (at + timedelta(days=1)).replace(hour=6, minute=0, second=0, microsecond=0)


def is_free(pending: Pending, news: Waiting) -> bool:
    return (
        not any(each.subject == news.subject for each in pending.waiting.values())
        and news.subject not in pending.told
        and len(pending.told) < MOST_IN_A_MOMENT
        and pending.told_that_day < MOST_A_DAY
    )


def must_wait(pending: Pending, id: str, news: Waiting) -> bool:
    """Whether it has its turn later, or older news of its subject have not been told yet."""
    before = (other for other, each in pending.waiting.items() if each.subject == news.subject)
    return id in pending.waiting or any(_turn((each, pending.waiting[each])) < _turn((id, news)) for each in before)


def held(pending: Pending, messages: Mapping[str, Waiting], *, due: datetime) -> Pending:
    """These wait too: until then, or until those have their turn that wait already; at any hour, not for these."""
    hurries = pending.due and due < pending.due and any(map(_is_urgent, messages.values()))
    waiting = {**pending.waiting, **messages}
    oldest = dict(sorted(waiting.items(), key=_turn)[:MOST_WAITING])
    return replace(pending, waiting=oldest, due=due if hurries else pending.due or due)


def put_off(pending: Pending, *, until: datetime) -> Pending:
    """All that wait must wait on."""
    return replace(pending, due=until if pending.waiting else None)


def done(pending: Pending, messages: tuple[str, ...]) -> Pending:
    """These wait no longer."""
    left = {id: each for id, each in pending.waiting.items() if id not in messages}
    return replace(pending, waiting=left, due=pending.due if left else None)


def tellings(waiting: Mapping[str, Waiting]) -> list[tuple[str, ...]]:
    """What is told now: one message, or several of one moment together, or all together when too many.

    What is told at any hour comes first, everything else in its order; security is never mixed with anything.
    """
    in_turn = sorted(waiting.items(), key=_turn)
    moments: list[list[str]] = []
    latest: dict[str, tuple[datetime, list[str]]] = {}
    for id, each in in_turn:
        at, moment = latest.get(each.subject, (each.at, []))
        if not moment or each.at - at > A_MOMENT:
            moment = []
            moments.append(moment)
        moment.append(id)
        latest[each.subject] = (each.at, moment)
    if len(moments) > MOST_IN_A_ROW:
        moments = _by_kind(in_turn)
    moments.sort(key=lambda moment: not _is_urgent(waiting[moment[0]]))
    return [tuple(moment[:MOST_TOGETHER]) for moment in moments]


def _by_kind(in_turn: Iterable[tuple[str, Waiting]]) -> list[list[str]]:
    kinds: dict[str, list[str]] = {}
    for id, each in in_turn:
        kinds.setdefault(each.subject if group(each) is Group.SECURITY else "", []).append(id)
    return list(kinds.values())


def muted(pending: Pending, groups: Collection[Group]) -> tuple[str, ...]:
    """What waits though its holder wants no telephone to ring for it any more."""
    return tuple(id for id, each in pending.waiting.items() if group(each) in groups)


def group(news: Waiting) -> Group | None:
    """What a holder may mute it as; none for what tells of several."""
    name = news.subject.removeprefix(AT_ANY_HOUR)
    if name.startswith("dossier/"):
        return Group.DOSSIERS
    return next((each for each in Group if each == name), None)


def _is_urgent(news: Waiting) -> bool:
    return news.subject.startswith(AT_ANY_HOUR)


def _turn(each: tuple[str, Waiting]) -> tuple[datetime, str]:
    return each[1].at, each[0]
