"""What was last seen of the places of rest, and what administrators asked to be given back: rows of one partition."""

from __future__ import annotations

from datetime import datetime

from shared.domain.dead_letters import Look, Replay, Resting
from shared.domain.errors import Conflict
from shared.storage import keys
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, NotAsExpected, delete, put, row, rows, transact, update, write


def looks() -> tuple[Look, ...]:
    """The last look at each place that was ever looked at. 1 Query."""
    first = keys.look("")
    return tuple(restored(Look, each) for each in rows(first["PK"], first["SK"]).rows)


def looked(found: Look) -> None:
    write(put({**keys.look(found.resting), **record(found)}))


def replays(*, limit: int) -> tuple[Replay, ...]:
    """What was asked for, the newest first. 1 Query."""
    first = keys.replay("")
    return tuple(restored(Replay, each) for each in rows(first["PK"], first["SK"], limit=limit, newest_first=True).rows)


def ask(replay: Replay) -> None:
    """Raises `Conflict` while another one of the same place is under way. 1 transaction."""
    under_way = put({**keys.replay_under_way(replay.resting), "replay": replay.id}, when=ABSENT)
    try:
        transact(under_way, put({**keys.replay(replay.id), **record(replay)}))
    except NotAsExpected as error:
        raise Conflict("REPLAY_UNDER_WAY", "Lần xử lý lại trước chưa xong; hãy chờ kết quả.") from error


def under_way(resting: Resting) -> Replay | None:
    """What is to be given back now. 1 GetItem, 2 if there is something."""
    open_one = row(keys.replay_under_way(resting))
    found = row(keys.replay(str(open_one["replay"]))) if open_one else None
    return restored(Replay, found) if found else None


def given_back(replay: Replay, count: int) -> None:
    """So many more; several at once add up."""
    write(update(keys.replay(replay.id), "ADD given_back :count", {":count": count}))


def done(replay: Replay, at: datetime) -> None:
    """It is over, and another may be asked for. Twice changes nothing."""
    ended = update(keys.replay(replay.id), "SET done_at = if_not_exists(done_at, :at)", {":at": at.isoformat()})
    try:
        transact(ended, delete(keys.replay_under_way(replay.resting), when="replay = :id", given={":id": replay.id}))
    except NotAsExpected:
        return  # ended by another run, and perhaps a new one is under way
