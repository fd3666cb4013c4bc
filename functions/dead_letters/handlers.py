"""Administrators see what came to rest, and ask for it to be given back; a function of its own does it."""

from __future__ import annotations

from typing import Any

from functions.dead_letters import shapes, spelling, tending
from shared.clock import new_id, now
from shared.domain import dead_letters as letters
from shared.domain.errors import Conflict, NotFound
from shared.storage import dead_letters, names
from shared.web.caller import ADMINISTRATOR, Caller
from shared.web.logs import decided
from shared.web.rooms import Room

room = Room(__name__)

ADMINISTRATORS = frozenset({ADMINISTRATOR})
SHOWN = 20  # replays


@room.on("GET", "/dead-letters", roles=ADMINISTRATORS)
def show_dead_letters() -> shapes.DeadLettersView:
    """What rests where, as it was a minute ago at most, and what was given back lately."""
    looks = {each.resting: each for each in dead_letters.looks()}
    replays = dead_letters.replays(limit=SHOWN)
    known = names.names_of(each.by for each in replays)
    return shapes.DeadLettersView(
        resting=[spelling.place(each, looks.get(each)) for each in letters.Resting],
        replays=[spelling.replay(each, known) for each in replays],
    )


@room.on("POST", "/dead-letters/{resting}/replays", status=202, roles=ADMINISTRATORS)
def replay_dead_letters(caller: Caller, resting: str) -> shapes.ReplayView:
    """Ask for what rests there now to be given back to where it came from; it begins within a minute."""
    if resting not in set(letters.Resting):
        raise NotFound("NO_SUCH_RESTING_PLACE", "Không có hàng đợi này.")
    if resting not in letters.REPLAYED:
        raise Conflict("NOT_REPLAYED", "Hàng đợi này do người vận hành xử lý bằng lệnh, không xử lý lại từ trang này.")
    asked = letters.Replay(id=new_id(), resting=letters.Resting(resting), asked_at=now(), by=caller.person)
    dead_letters.ask(asked)
    decided("dead_letters.replay_asked", resting=resting, replay=asked.id, by=caller.person)
    return spelling.replay(asked, names.names_of([caller.person]))


@room.schedule("rate(1 minute)")
def tend_dead_letters(_event: Any) -> None:
    """Give back what was asked for, and look at what rests."""
    tending.tend(now())
