"""Sign-ins under way and sessions: random, single-use, and never kept in a form that could be used again.

Their keys are random, so the first write of each needs no condition: made again after a lost answer, it meets itself.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from shared.domain.sessions import Handover, Session, SignIn
from shared.storage import keys
from shared.storage.records import record, restored
from shared.storage.table import NotAsExpected, Row, delete, put, row, taken, write


def digest(secret: str) -> str:
    """SHA-256 in hex: enough for a secret of 256 random bits, which nobody can guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def begin(sign_in: SignIn, *, until: datetime) -> None:
    write(put({**keys.sign_in(sign_in.state), **record(sign_in), **_gone_at(until)}))


def under_way(state: str) -> SignIn | None:
    """The sign-in of this state, once: it is gone with the answer."""
    found = taken(keys.sign_in(state))
    return restored(SignIn, found) if found else None


def hand_over(handover: Handover, code: str, *, until: datetime) -> None:
    write(put({**keys.handover(digest(code)), **record(handover), **_gone_at(until)}))


def handed_over(code: str) -> Handover | None:
    """What this code stands for, once: it is gone with the answer."""
    found = taken(keys.handover(digest(code)))
    return restored(Handover, found) if found else None


def start(session: Session, *, until: datetime) -> None:
    write(put(_row(session, until)))


def session(id: str) -> Session | None:
    return _kept(id)


def _kept(id: str) -> Session | None:
    found = row(keys.session(id))
    return restored(Session, found) if found else None


def renew(session: Session, *, until: datetime) -> bool:
    """Keep a session with its next secret. False when another request was quicker, or the session has ended.

    A write whose answer got lost is made again, and then finds the secret it has written itself.
    """
    try:
        write(put(_row(session, until), when="secret = :seen", given={":seen": session.previous}))
    except NotAsExpected:
        kept = _kept(session.id)
        return kept is not None and kept.secret == session.secret
    return True


def end(id: str) -> None:
    write(delete(keys.session(id)))


def _row(session: Session, until: datetime) -> Row:
    return {**keys.session(session.id), **record(session), **_gone_at(until)}


def _gone_at(until: datetime) -> Row:
    """The table forgets it then, within a day or two: whoever reads it must look at the time too."""
    return {"expires_at": int(until.timestamp())}
