"""A dossier: one application of a procedure, its state, and how each component is answered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import IntEnum, StrEnum

from shared.domain.catalogue import Way
from shared.domain.desk import (
    Channel,
    LookUp,
    Pause,
    PauseReason,
    Payment,
    Point,
    Reappointment,
    Reception,
    Result,
    Return,
    Supplement,
)
from shared.domain.items import Item, Origin, Standing


class State(IntEnum):
    """Statuses exchanged nationally; a draft has none of them, here 0."""

    DRAFT = 0
    SUBMITTED = 1
    RECEIVED = 2
    NOT_RECEIVED = 3
    IN_PROGRESS = 4
    SUPPLEMENT_ASKED = 5
    PAYMENT_ASKED = 6
    WITHDRAWAL_ASKED = 7
    STOPPED = 8
    DONE = 9
    RETURNED = 10


STATE_NAMES = {
    State.DRAFT: "Bản nháp",
    State.SUBMITTED: "Mới đăng ký",
    State.RECEIVED: "Được tiếp nhận",
    State.NOT_RECEIVED: "Không được tiếp nhận",
    State.IN_PROGRESS: "Đang xử lý",
    State.SUPPLEMENT_ASKED: "Yêu cầu bổ sung giấy tờ",
    State.PAYMENT_ASKED: "Yêu cầu thực hiện nghĩa vụ tài chính",
    State.WITHDRAWAL_ASKED: "Công dân yêu cầu rút hồ sơ",
    State.STOPPED: "Dừng xử lý",
    State.DONE: "Đã xử lý xong",
    State.RETURNED: "Đã trả kết quả",
}


class ReceiveBy(StrEnum):
    """Hình thức nhận kết quả."""

    COUNTER = "counter"
    POST = "post"
    ELECTRONIC = "electronic"


class ChosenBy(StrEnum):
    """Who decided how a component is answered: the reuse rate asks."""

    SYSTEM = "system"
    CITIZEN = "citizen"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """A reuse is a reference to item, version and hash, not a copy; its caption is what the receipt calls it."""

    item: str
    version: int
    sha256: str
    title: str = ""
    number: str | None = None
    origin: Origin | None = None

    @classmethod
    def of(cls, item: Item) -> Pinned:
        """The item's version as it is now."""
        now = item.version
        return cls(
            item=item.id,
            version=now.number,
            sha256=now.sha256,
            title=item.title,
            number=item.number,
            origin=item.origin,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file uploaded for this dossier alone, kept in the vault bucket under its upload's id."""

    upload: str
    sha256: str
    size: int
    file_name: str
    standing: Standing | None = None  # of its signatures; unknown for files judged before this was kept
    sealed_by: str | None = None  # the unit whose verified signature a scan carries


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """How a component is answered, by whom and why (`reason` is a code the API spells out)."""

    way: Way
    chosen_by: ChosenBy
    reason: str
    at: datetime
    items: tuple[Pinned, ...] = ()
    attachment: Attachment | None = None
    form: dict[str, str] | None = None  # field → what was typed
    despite: tuple[str, ...] = ()  # codes of the warnings that whoever chose was told and overrode
    record: str | None = None  # of a national database
    note: str = ""  # in the officer's words, where a code does not say it
    confirms: Item | None = None  # a scan as the paper it becomes in the owner's vault; `items` pins it from then on


_LARGEST_FORM = 8 * 1024  # bytes; a dossier with all its forms is one row of the table


def is_too_large(form: Mapping[str, str]) -> bool:
    return sum(len(f"{name}{text}".encode()) for name, text in form.items()) > _LARGEST_FORM


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one component; none yet while `resolution` is None."""

    component: str
    resolution: Resolution | None = None
    opted_out: bool = False  # its owner took the automatic item away: not attached again
    look_up: LookUp | None = None  # the newest one


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Người nộp or chủ hồ sơ, as printed on the receipt. Who they are comes from sign-in, not from here."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    id: str
    owner: str  # vault id
    opened_by: str  # person id; may differ from the owner's
    procedure: str
    unit: str
    catalogue: str  # the catalogue version it is judged by
    opened_at: datetime
    answers: tuple[Answer, ...]
    cases: frozenset[str] = frozenset()
    uses_vault: bool = True
    applicant: Party | None = None
    owner_party: Party | None = None
    state: State = State.DRAFT
    code: str | None = None
    receive_by: ReceiveBy | None = None
    consents: tuple[str, ...] = ()
    submitted_at: datetime | None = None
    channel: Channel = Channel.ONLINE
    handed_to: str | None = None  # the unit that has it now, where that is another than `unit`
    officer: str | None = None  # person id of who works on it
    received_at: datetime | None = None
    due_at: datetime | None = None
    forwarded_at: datetime | None = None  # through the gate: every component resolved
    done_at: datetime | None = None
    returned_at: datetime | None = None
    resumes: State | None = None  # where a refused withdrawal leads back to
    supplements: tuple[Supplement, ...] = ()
    pauses: tuple[Pause, ...] = ()
    payment: Payment | None = None
    reappointment: Reappointment | None = None
    changed_papers: tuple[str, ...] = ()  # `<item>#<version>`: papers it uses that were corrected since
    reception: Reception | None = None
    results: tuple[Result, ...] = ()  # in the vaults once it is done
    returned: Return | None = None
    version: int = 1  # rises with every change; the second of two editors is told

    @property
    def at_unit(self) -> str:
        """The unit in whose queue it is."""
        return self.handed_to or self.unit

    @property
    def is_suspended(self) -> bool:
        return any(each.reason is PauseReason.SUSPENSION and each.until is None for each in self.pauses)

    @property
    def supplement(self) -> Supplement | None:
        """What its owner is asked for now; None while nothing is."""
        newest = self.supplements[-1] if self.supplements else None
        return newest if newest and newest.answered_at is None else None

    def is_corrected(self, paper: Pinned) -> bool:
        """Whether the agency corrected this paper after it was used here: a newer version is in the vault."""
        return f"{paper.item}#{paper.version}" in self.changed_papers

    @property
    def papers(self) -> tuple[Pinned, ...]:
        """What answers its components out of vaults."""
        return tuple(paper for each in self.answers if each.resolution for paper in each.resolution.items)

    def uses(self, item: str, version: int) -> bool:
        return (item, version) in {(paper.item, paper.version) for paper in self.papers}

    @property
    def uses_corrected_papers(self) -> bool:
        return any(map(self.is_corrected, self.papers))

    def may_be_scanned(self, component: str) -> bool:
        """Nothing that came online is digitised, but what its owner was asked for later may be brought on paper."""
        asked = {point.component for each in self.supplements for point in each.points}
        return self.channel is not Channel.ONLINE or component in asked

    def is_open_to_its_owner(self, component: str) -> bool:
        """Whether its owner may answer this component: of a draft every one, later those that were asked about."""
        if self.state is not State.SUPPLEMENT_ASKED:
            return self.state is State.DRAFT
        return any(each.component == component for each in (self.supplement.points if self.supplement else ()))

    def is_answered(self, point: Point, supplement: Supplement) -> bool:
        """Whether a point has its answer: in words, or by what the component was answered with since it was asked."""
        answer = self.answer(point.component) if point.component else None
        fresh = answer.resolution if answer else None
        return bool(point.answer) or (fresh is not None and fresh.at > supplement.asked_at)

    def answer(self, component: str) -> Answer | None:
        return next((each for each in self.answers if each.component == component), None)

    def attachments(self) -> frozenset[str]:
        """The uploads whose files answer components of this dossier alone."""
        resolutions = (each.resolution for each in self.answers)
        return frozenset(each.attachment.upload for each in resolutions if each and each.attachment)

    def files(self) -> frozenset[str]:
        """The uploads whose files belong to this dossier: of its components, and its results."""
        return self.attachments() | {each.item.id for each in self.results}

    def answered(self, component: str, resolution: Resolution | None, *, opted_out: bool = False) -> Dossier:
        """The same dossier with this component answered anew; the others stay as they are."""
        others = tuple(each for each in self.answers if each.component != component)
        before = self.answer(component) or Answer(component=component)
        fresh = replace(before, resolution=resolution, opted_out=opted_out)
        return replace(self, answers=(*others, fresh))

    def looked_up(self, component: str, look_up: LookUp) -> Dossier:
        """The same dossier with an officer's look into the vault for this component."""
        others = tuple(each for each in self.answers if each.component != component)
        before = self.answer(component) or Answer(component=component)
        return replace(self, answers=(*others, replace(before, look_up=look_up)))


_CODE = r"(?P<unit>[A-Y]\d{2}(?:\.\d{2,3}){0,3})-(?P<day>\d{6})-(?P<number>\d{4,})"
_LEGACY_CODE = r"(?P<unit>\d{3}(?:\.\d{2}){1,2}\.[A-Y]\d{2})-(?P<day>\d{6})-(?P<number>\d{4,})"


def dossier_code(unit: str, day: date, number: int) -> str:
    """`H21.50.05-261123-0007`: unit, local day, the unit's count that day; grows past 9999."""
    return f"{unit}-{day:%y%m%d}-{number:04d}"


def is_dossier_code(text: str) -> bool:
    """True for today's form and for the legacy one (`000.00.19.H08-240322-0007`)."""
    return bool(re.fullmatch(_CODE, text) or re.fullmatch(_LEGACY_CODE, text))
