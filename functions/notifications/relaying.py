"""From the outbox into the inbox, and on to the queue when it is the message's turn."""

from __future__ import annotations

from functions.notifications import turns, words
from shared.clock import VIETNAM, now
from shared.domain.errors import Unavailable
from shared.domain.messages import TOGETHER, Group, Waiting
from shared.storage import inbox, notifications_queue, outbox
from shared.storage.outbox import Message
from shared.storage.table import NotAsExpected, transact
from shared.web.logs import decided

_TRIES = 5


def relay(id: str) -> None:
    """Bring a fresh message into its inbox, once, and let it be told: now, or when its turn comes.

    It may be told of twice, or die after any step: what is in the inbox already is passed on as was decided then.
    """
    message = outbox.message(id)
    if message is None:
        decided("notification.forgotten", message=id)
    elif message.event in TOGETHER or _is_turn(message):
        notifications_queue.tell_message(id)


def _is_turn(message: Message) -> bool:
    counted = True
    for _ in range(_TRIES):
        before = inbox.pending(message.vault)
        after, at_once = turns.arrived(before, message.id, waiting(message), at=now().astimezone(VIETNAM))
        writes = [inbox.arrived(message, at_once=at_once), inbox.turns(message.vault, before, after)]
        try:
            transact(*writes, *([inbox.unread(message)] if counted else []))
        except NotAsExpected as error:
            if 0 in error.positions:
                return inbox.is_told_at_once(message.vault, message.id)
            counted = counted and 2 not in error.positions
        else:
            return at_once
    raise Unavailable("BUSY", "Hộp thư đang được cập nhật ở nơi khác; sẽ thử lại.")


def waiting(message: Message) -> Waiting:
    return Waiting(subject=_subject(message), at=message.at, count=int(message.parameters.get("count", "1")))


def _subject(message: Message) -> str:
    """News of a dossier are one subject; so is everything else of one group, an officer's work too.

    What is told at any hour is one by itself: it never waits with, or for, what is not.
    """
    wording = words.CATALOGUE[message.event]
    if wording.group is None:
        return message.event
    if wording.at_any_hour:
        return turns.AT_ANY_HOUR + wording.group
    return message.about if wording.group is Group.DOSSIERS and message.dossier else wording.group
