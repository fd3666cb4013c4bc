"""What the one-stop desk adds to a dossier: looks into the vault, what was asked of the citizen, a pausing clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Channel(StrEnum):
    """How a dossier came in; the law never asks for a scan of one that came online."""

    ONLINE = "online"
    COUNTER = "counter"  # on paper, at the one-stop desk
    ASSISTED = "assisted"  # online, an officer's hands for somebody without an account or a device


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """An officer's look into the owner's vault for one component: nothing is digitised before it."""

    at: datetime
    by: str  # person id
    unit: str
    offered: tuple[str, ...] = ()  # ids of the fitting items; a scan despite them is a missed reuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing a supplement request asks for; `component` None concerns the application itself."""

    text: str
    component: str | None = None
    answer: str = ""  # in the citizen's words, where the component's new answer does not say it


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """A request for what is missing: complete in one go (NĐ 309/2026), answered by component."""

    asked_at: datetime
    by: str  # person id of the officer
    points: tuple[Point, ...]
    until: date  # the last day to answer
    answered_at: datetime | None = None
    late: bool = False  # answered after that day; taken all the same, until an officer stops the dossier


class PauseReason(StrEnum):
    SUPPLEMENT = "supplement"
    PAYMENT = "payment"
    SUSPENSION = "suspension"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A time in which the dossier waits for somebody else: its clock stands still."""

    reason: PauseReason
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A financial duty, recorded only: no money passes through here."""

    asked_at: datetime
    amount: int  # đồng
    what_for: str
    settled_at: datetime | None = None
    evidence: str = ""  # number of the receipt or order


@dataclass(frozen=True, slots=True, kw_only=True)
class Reappointment:
    """The one postponement of the due date, with its apology."""

    at: datetime
    by: str
    reason: str
    was_due: datetime
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What an officer saw of one component at reception, beside what the dossier itself showed then."""

    component: str
    way: str | None  # how it was answered; None where the paper lay on the desk
    signature: str  # a `SignatureState`
    looked_up: bool
    form_complete: bool | None = None  # of a form
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """The evidence of a reception: who checked what, component by component."""

    at: datetime
    by: str  # person id
    unit: str
    checks: tuple[Check, ...]


class SignatureState(StrEnum):
    """What is known of the signatures of a component's files."""

    VERIFIED = "verified"
    UNDECIDED = "undecided"
    NOT_VERIFIED = "not_verified"  # nobody vouches for the file, which is sound
    NO_FILE = "no_file"
