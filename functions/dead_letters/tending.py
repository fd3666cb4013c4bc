"""Once a minute: what was asked for is given back, within bounds, and every place of rest is looked at."""

from __future__ import annotations

import time
from collections import Counter
from datetime import datetime

from shared.clock import now
from shared.domain.dead_letters import REPLAYED, Look, Replay, Resting, kind_and_id
from shared.storage import dead_letters, resting
from shared.web.logs import decided

MOST = 1000  # letters of one replay: who has more asks again, and sees first what became of those
SECONDS = 15.0  # of one run and place, of which there are four; the next run goes on


def tend(at: datetime) -> None:
    """Two runs at once, or one that died, only give back more often, which changes nothing that was done."""
    for place in sorted(REPLAYED):
        if replay := dead_letters.under_way(place):
            _give_back(replay)
    for place in Resting:
        dead_letters.looked(_look(place, at))


def _give_back(replay: Replay) -> None:
    """What rested there when it was asked for; what comes back to rest meanwhile stays."""
    total, until = replay.given_back, time.monotonic() + SECONDS
    for found in resting.letters(replay.resting):
        due = [each for each in found if each.sent_at <= replay.asked_at][: MOST - total]
        for letter in due:
            resting.give_back(replay.resting, letter)
        dead_letters.given_back(replay, len(due))
        total += len(due)
        if total >= MOST:
            break
        if time.monotonic() > until:
            return
    dead_letters.done(replay, now())
    decided("dead_letters.replayed", resting=replay.resting, replay=replay.id, by=replay.by, count=total)


def _look(place: Resting, at: datetime) -> Look:
    count = resting.count(place)
    letters = resting.glimpsed(place) if count else []
    told = {each.id: kind_and_id(each.body) for each in letters}
    return Look(
        resting=place,
        at=at,
        count=count,
        oldest=min((each.sent_at for each in letters), default=None),
        kinds=dict(Counter(kind for kind, _ in told.values())),
        ids=tuple(sorted({id for _, id in told.values() if id})),
    )
