"""Refresh tokens: given once, good once, and proof of a theft when they are seen again."""

from __future__ import annotations

import secrets
from dataclasses import replace

from functions.sign_in import rules
from functions.sign_in.rules import Renewal
from shared.clock import new_id, now, today
from shared.domain.errors import NotSignedIn
from shared.domain.sessions import Client, Session
from shared.storage import people, sessions
from shared.storage.sessions import digest
from shared.web.caller import Caller
from shared.web.logs import decided

_ID = 26  # letters of a session's id


def new_secret() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def started(person: str, vault: str, client: Client) -> tuple[Session, str]:
    """A new session and its first refresh token."""
    secret, at = new_secret(), now()
    session = Session(
        id=new_id(), person=person, vault=vault, client=client, started_at=at, renewed_at=at, secret=digest(secret)
    )
    sessions.start(session, until=rules.ends_at(session, renewed_at=at))
    return session, f"{session.id}.{secret}"


def renewed(token: str, client: Client) -> tuple[Session, str | None]:
    """The session of a refresh token, and its next one; None when another tab has just been given it.

    Raises `NotSignedIn` for a token that is unknown, too old, or seen before; in the last case the session has ended.
    """
    id, _, secret = token.partition(".")
    at, session = now(), sessions.session(id) if len(id) == _ID else None
    verdict = rules.judged(session, secret=digest(secret), client=client, at=at)
    if session is None or verdict is Renewal.REFUSED:
        raise _ended()
    if verdict is Renewal.REUSED:
        sessions.end(session.id)
        decided("session.reused", session=session.id, person=session.person)
        raise _ended()
    if verdict is Renewal.ONCE_MORE:
        return session, None
    fresh = new_secret()
    current = replace(session, secret=digest(fresh), previous=session.secret, renewed_at=at)
    if not sessions.renew(current, until=rules.ends_at(session, renewed_at=at)):
        return renewed(token, client)  # another request was quicker: judge again what it left behind
    return current, f"{id}.{fresh}"


def caller_of(session: Session) -> Caller:
    """Asked anew at every renewal, so that a dismissal counts within ten minutes.

    One is an officer only for oneself: signed in for an organisation, its business is all one does.
    """
    held = people.appointment(session.person) if session.vault == session.person else None
    roles = rules.roles(held, on=today())
    unit = held.unit if held and held.holds_on(today()) else None
    return Caller(person=session.person, vault=session.vault, session=session.id, roles=roles, unit=unit)


def _ended() -> NotSignedIn:
    return NotSignedIn("SESSION_ENDED", "Phiên đăng nhập đã kết thúc; hãy đăng nhập lại.")
