"""What people are told of, what each of these messages says, by which channel, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

# What may be said on a telephone, which others look at too. Never the document type, nor why somebody is entitled.
PARAMETERS: Mapping[str, str] = MappingProxyType(
    {
        "code": "the dossier's code",
        "procedure": "the service as `Procedure.called_in_messages` calls it",
        "unit": "the agency's name",
        "due": "a day, as 2026-12-01",
        "count": "how many, as digits",
        "rate": "a reuse rate in words, as 41,20 %",
    }
)

_OF_A_DOSSIER = frozenset({"code", "procedure", "unit"})
_OF_A_DOSSIER_BY = _OF_A_DOSSIER | {"due"}
_BY_AN_AGENCY = frozenset({"unit"})
_BARE: frozenset[str] = frozenset()

# Every event a person may be told of, and exactly the parameters its message is posted with. The status, the day it
# happened and the link are added where it is worded (functions/notifications/words.py).
EVENTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        # a dossier, to its owner
        "dossier_submitted": _OF_A_DOSSIER,
        "dossier_received": _OF_A_DOSSIER_BY,  # due: the appointment
        "dossier_not_received": _OF_A_DOSSIER,
        "supplement_asked": _OF_A_DOSSIER_BY,  # due: the last day to bring it
        "supplement_reminded": _OF_A_DOSSIER_BY,
        "payment_asked": _OF_A_DOSSIER,
        "appointment_changed": _OF_A_DOSSIER_BY,  # due: the new appointment; with an apology
        "dossier_stopped": _OF_A_DOSSIER,
        "withdrawal_granted": _OF_A_DOSSIER,
        "withdrawal_refused": _OF_A_DOSSIER,
        "result_ready": _OF_A_DOSSIER,
        "result_returned": _OF_A_DOSSIER,
        # a paper, to each of its holders
        "upload_accepted": _BARE,
        "upload_undecided": _BARE,
        "upload_refused": _BARE,
        "item_usable": _BARE,  # it was there, and can be used now: what was not known of its signature is
        "item_doubted": _BARE,  # it was good, and no longer is: its signer was taken back, or judged more strictly
        "item_issued": _BY_AN_AGENCY,
        "item_confirmed": _BY_AN_AGENCY,
        "item_certified": _BY_AN_AGENCY,
        "copy_refused": _BY_AN_AGENCY,  # a certified copy, to who asked for it
        "paper_expiring": frozenset({"due"}),  # due: its last day
        # feedback, to who gave it
        "feedback_received": _BY_AN_AGENCY,
        "feedback_asked": frozenset({"unit", "due"}),  # the agency asks back; due: the last day to answer
        "item_disputed": _BARE,  # to the paper's other holders
        "item_corrected": _BY_AN_AGENCY,  # to every holder
        "item_partly_corrected": _BY_AN_AGENCY,
        "item_withdrawn": _BY_AN_AGENCY,  # to who holds the very file that was corrected for somebody else
        "feedback_not_upheld": _BY_AN_AGENCY,
        # somebody at the vault, to its owner
        "agency_accessed": _BY_AN_AGENCY,
        "signed_in_elsewhere": _BARE,
        "share_opened": _BARE,
        "share_locked": _BARE,  # by wrong passcodes
        "export_ready": _BARE,  # all of the vault, asked for by its owner, waits to be downloaded
        # to an officer: `vault` is the officer's own
        "dossier_paper_disputed": frozenset({"code"}),
        "dossier_paper_corrected": frozenset({"code"}),
        "feedback_arrived": frozenset({"due"}),
        "feedback_due_soon": frozenset({"due"}),
        # to the head of a unit
        "dossier_overdue": frozenset({"code", "unit", "due"}),
        "feedback_overdue": frozenset({"unit", "due"}),
        "reuse_rate_below_target": frozenset({"unit", "rate"}),
        # several of the above at once, posted by the notifications room alone
        "dossier_news": frozenset({"code", "count"}),
        "security_news": frozenset({"count"}),
        "several_news": frozenset({"count"}),
    }
)
TOGETHER = frozenset({"dossier_news", "security_news", "several_news"})


def refuse_unfit(event: str, parameters: Mapping[str, str]) -> None:
    """Raises `ValueError` when this is no event, or not told with exactly these parameters: a fault of ours."""
    if event not in EVENTS:
        raise ValueError(f"nobody is told of {event}")
    if EVENTS[event] != parameters.keys():
        raise ValueError(f"{event} is told with {sorted(EVENTS[event])}, not with {sorted(parameters)}")
    if "due" in parameters:
        date.fromisoformat(parameters["due"])


class Language(StrEnum):
    VIETNAMESE = "vi"
    ENGLISH = "en"


class Group(StrEnum):
    """What a person may choose not to be telephoned about; the inbox has it all the same."""

    DOSSIERS = "dossiers"
    PAPERS = "papers"
    REMINDERS = "reminders"
    FEEDBACK = "feedback"
    SECURITY = "security"
    WORK = "work"  # of officers


class Channel(StrEnum):
    ZALO = "zalo"
    SMS = "sms"


class Failure(StrEnum):
    """Why a provider did not take a message, whatever number it gave the reason."""

    AUTH = "auth"  # our credentials
    RECIPIENT = "recipient"  # no such account or number, or none we may call
    OPT_OUT = "opt_out"
    TEMPLATE = "template"
    PARAMETER = "parameter"
    QUOTA = "quota"
    QUIET_HOURS = "quiet_hours"
    TRANSIENT = "transient"  # not reached, or told to come later: certainly not sent
    UNANSWERED = "unanswered"  # reached, without an answer that could be read: sent or not, nobody can say
    UNKNOWN = "unknown"  # refused with a number that is in no table


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a provider answered: taken under `reference` (already taken before, perhaps), or not, and why."""

    failure: Failure | None = None
    reference: str | None = None
    is_repeat: bool = False  # the provider had it already
    code: str | None = None  # the provider's own


class Standing(StrEnum):
    """How far a message is on one channel."""

    SENT = "sent"  # the provider took it; a receipt may say more
    WAITING = "waiting"  # not sent; to be tried again
    FAILED = "failed"  # not sent, and will not be
    UNCLEAR = "unclear"  # perhaps sent; not sent again where that would tell it twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What became of one message on one channel."""

    standing: Standing
    at: datetime
    failure: Failure | None = None
    reference: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a provider said later: it reached the telephone, or it never will."""

    delivered: bool
    at: datetime
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """The ledger's line for one message: claimed before sending, settled after."""

    at: datetime
    claim: str = ""  # whose: another one for every claim
    is_claimed: bool = True  # somebody is at it, or died at it
    tries: int = 1
    attempts: dict[Channel, Attempt] = field(default_factory=dict)
    due: datetime | None = None  # looked at again then
    awaits_receipt: bool = False  # for nothing else: a receipt makes the look needless
    together: str | None = None  # not told by itself: this message tells it together with others


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What the holder of a vault wants on the telephone. The inbox has everything whatever is chosen here."""

    language: Language = Language.VIETNAMESE
    channels: tuple[Channel, ...] = tuple(Channel)
    muted: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A message that waits its turn; those of one `subject` are told in their order."""

    subject: str
    at: datetime
    count: int = 1  # of the news in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What a vault has not been told yet, and what it was told lately: `told` since the minute before `until` began."""

    waiting: dict[str, Waiting] = field(default_factory=dict)  # by message id
    due: datetime | None = None  # when the waiting are told
    until: datetime | None = None
    told: tuple[str, ...] = ()  # subjects
    day: date | None = None  # in Vietnam
    told_that_day: int = 0
    version: int = 0
