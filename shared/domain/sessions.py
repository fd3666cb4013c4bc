"""From a sign-in under way to a session: what must be remembered between two requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.desk import Channel


class Client(StrEnum):
    """How the caller keeps what it is given: a browser in a cookie, an app in the device's own store."""

    WEB = "web"
    MOBILE = "mobile"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A sign-in under way: the browser is at the provider and should come back once, soon, and be the same one."""

    state: str
    provider: str
    nonce: str
    verifier: str  # PKCE, towards the provider
    browser: str  # SHA-256 of the cookie the browser was given
    started_at: datetime
    client: Client = Client.WEB
    redirect_uri: str | None = None  # of the app
    challenge: str | None = None  # PKCE, of the app towards us


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """Who signed in, waiting for the app to come for it with the code this is kept under."""

    person: str
    vault: str
    challenge: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody signed in on one device. Its refresh token is `<id>.<secret>`; only the secret's SHA-256 is kept."""

    id: str
    person: str
    vault: str
    client: Client
    started_at: datetime
    renewed_at: datetime
    secret: str
    previous: str | None = None


ASSISTED_LIFE = timedelta(minutes=30)  # from its beginning, whatever is done meanwhile


class ConsentGiven(StrEnum):
    """How somebody without an account or a device said that an officer may act for them."""

    SIGNED_PAPER = "signed_paper"
    BEFORE_WITNESS = "before_witness"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assistance:
    """An officer files for somebody who is there: both are recorded, and what that person consented to, and how.

    It is never renewed, and kept after it has ended.
    """

    id: str
    officer: str  # person id
    unit: str
    person: str  # whose vault it is
    channel: Channel
    consents: tuple[str, ...]
    given: ConsentGiven
    evidence: str  # number of the paper, or name of the witness
    opened_at: datetime
    until: datetime
    ended_at: datetime | None = None

    def is_open(self, at: datetime) -> bool:
        return self.ended_at is None and at < self.until
