"""What is told now, and what waits for its turn: by itself, or together with what came in the same moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from functions.notifications import relaying, rules, sending, turns
from shared.clock import new_id, now
from shared.domain.errors import Unavailable
from shared.domain.messages import Pending, Telling, Waiting
from shared.storage import inbox, ledger, outbox
from shared.storage.outbox import Message, posted
from shared.storage.table import NotAsExpected, transact
from shared.web.logs import decided

_TRIES = 5


def send(id: str) -> None:
    """Tell this message, or let it wait with its vault. Raises `Unavailable` while somebody else is at it."""
    record = ledger.found(id)
    if record is None:
        decided("notification.forgotten", message=id)
        return
    vault, news = record.message.vault, relaying.waiting(record.message)
    was_told = record.telling is not None and record.telling.due is not None
    if not was_told and turns.must_wait(inbox.pending(vault), id, news):
        _keep(vault, partial(turns.held, messages={id: news}, due=now()))
    elif until := sending.told(record):
        _keep(vault, partial(turns.held, messages={id: news}, due=until))


def release(vault: str) -> None:
    """Tell what waits in a vault, in its order, until something must wait on."""
    pending = _wanted(vault, inbox.pending(vault))
    for several in turns.tellings(pending.waiting):
        if len(several) > 1:
            _post_together(vault, pending, several)
            return  # what is left is told after it
        record = ledger.found(several[0])
        if until := sending.told(record) if record else None:
            _keep(vault, partial(turns.put_off, until=until))
            return
        pending = _keep(vault, partial(turns.done, messages=several))


def _wanted(vault: str, pending: Pending) -> Pending:
    """Without what was muted: of several told together nobody could tell any more."""
    unwanted = turns.muted(pending, inbox.preferences(vault).muted) if pending.waiting else ()
    return _keep(vault, partial(turns.done, messages=unwanted)) if unwanted else pending


def _post_together(vault: str, pending: Pending, several: tuple[str, ...]) -> None:
    """One message that tells of all these, told like any other; theirs are settled with it."""
    newest = outbox.message(several[-1])
    together = _together(vault, [pending.waiting[id] for id in several], newest) if newest else None
    settled = Telling(at=now(), is_claimed=False, together=together.id if together else None)
    try:
        transact(
            inbox.turns(vault, pending, turns.done(pending, several)),
            *([posted(together)] if together else []),
            *(ledger.told_together(id, settled, dead_before=now() - rules.CLAIM_LIFE) for id in several),
        )
    except NotAsExpected as error:
        raise Unavailable("BEING_TOLD", "Thông báo đang được gửi ở nơi khác.") from error
    decided("notification.together", message=settled.together, count=len(several))


def _together(vault: str, waiting: list[Waiting], newest: Message) -> Message:
    """As old as the newest of them: what came later is told later. A dossier's contact hears of that dossier alone."""
    count, code = str(sum(each.count for each in waiting)), newest.parameters.get("code")
    subjects = {each.subject for each in waiting}
    of_one_dossier = code and len(subjects) == 1 and newest.dossier
    is_urgent = any(subject.startswith(turns.AT_ANY_HOUR) for subject in subjects)
    return Message(
        id=new_id(),
        event="dossier_news" if of_one_dossier else "security_news" if is_urgent else "several_news",
        vault=vault,
        at=waiting[-1].at,
        phone=newest.phone if of_one_dossier else None,
        parameters={"count": count, "code": code} if of_one_dossier and code else {"count": count},
        about=newest.about if of_one_dossier else "",
    )


def _keep(vault: str, change: Callable[[Pending], Pending]) -> Pending:
    """The vault's turns as somebody changed them, whoever else changes them at once."""
    for _ in range(_TRIES):
        before = inbox.pending(vault)
        after = change(before)
        if after == before:
            return before
        try:
            transact(inbox.turns(vault, before, after))
        except NotAsExpected:
            continue
        return replace(after, version=before.version + 1)
    raise Unavailable("BUSY", "Hộp thư đang được cập nhật ở nơi khác; sẽ thử lại.")
