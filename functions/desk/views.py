"""What the desk's routes give."""

from __future__ import annotations

from datetime import date, datetime

from shared.domain.catalogue import Way
from shared.domain.desk import Channel
from shared.domain.dossiers import ReceiveBy
from shared.web.acts import ActView, DeadlineView
from shared.web.shapes import View


class PersonView(View):
    """An officer by name; empty until they first sign in."""

    id: str
    name: str


class NamedView(View):
    code: str
    name: str


class QueuedView(View):
    id: str
    code: str
    version: int
    state: int
    state_name: str
    procedure: NamedView
    unit: NamedView  # which has it now
    owner_name: str
    channel: Channel
    channel_name: str
    submitted_at: datetime | None
    received_at: datetime | None
    deadline: DeadlineView
    officer: PersonView | None
    attention: str | None  # why to look at it again


class QueueView(View):
    """A page may be short and still not be the last: `cursor` says whether there is more."""

    dossiers: list[QueuedView]
    cursor: str | None


class CountView(View):
    state: int
    state_name: str
    count: int


class CountsView(View):
    """How many dossiers wait in each open state; `predecessors` may have queues of their own still."""

    unit: NamedView
    counts: list[CountView]
    predecessors: list[NamedView]


class OfficersView(View):
    officers: list[PersonView]


class PaperOfComponentView(View):
    """`attention` says that the paper was corrected since, and what to do."""

    item: str
    version: int
    title: str
    number: str | None
    attention: str | None


class FileOfComponentView(View):
    upload: str
    file_name: str
    size: int


class AnswerView(View):
    """How a component is answered, by whom and when; `signature` says what is known of its files."""

    way: Way
    way_name: str
    chosen_by: str
    chosen_by_name: str
    reason: str
    at: datetime
    items: list[PaperOfComponentView]
    file: FileOfComponentView | None
    form: dict[str, str] | None
    signature: str


class LookUpView(View):
    at: datetime
    by: PersonView
    offered: list[str]  # ids of the fitting items


class DeskComponentView(View):
    """One component at the desk; `must_look_up` is before anything of it may be digitised, which `may_scan` allows."""

    code: str
    name: str
    status: str
    status_text: str
    needed: bool
    ways: list[Way]
    answer: AnswerView | None
    look_up: LookUpView | None
    must_look_up: bool
    may_scan: bool


class CheckView(View):
    """What the dossier shows of one component, and what was noted at its reception."""

    component: str
    name: str
    form_complete: bool | None
    signature: str
    signature_text: str
    looked_up: bool
    note: str


class ReceptionView(View):
    at: datetime
    by: PersonView
    unit: NamedView
    checks: list[CheckView]


class PointView(View):
    component: str | None
    component_name: str | None
    text: str
    answer: str
    answered: bool


class SupplementView(View):
    asked_at: datetime
    until: date
    answered_at: datetime | None
    late: bool
    points: list[PointView]


class PaymentView(View):
    asked_at: datetime
    amount: int
    what_for: str
    settled_at: datetime | None
    evidence: str


class PauseView(View):
    reason: str
    since: datetime
    until: datetime | None


class ReappointmentView(View):
    at: datetime
    reason: str
    was_due: datetime
    due: datetime


class PartyOfDossierView(View):
    name: str
    address: str
    phone: str
    email: str


class HappenedView(View):
    """One act in the dossier's history: what happened, who did it."""

    number: int
    at: datetime
    act: str
    state: int
    said: str
    by: PersonView | None
    unit: NamedView | None
    overridden: list[str]


class HistoryOfDossierView(View):
    id: str
    code: str
    events: list[HappenedView]


class DeskDossierView(QueuedView):
    """A dossier as its officer works on it, with what may be done next."""

    opened_at: datetime
    cases: list[NamedView]
    applicant: PartyOfDossierView | None
    owner: PartyOfDossierView | None
    opened_by: PersonView
    receive_by: ReceiveBy | None
    time_limit: str
    components: list[DeskComponentView]
    checklist: list[CheckView]  # to be gone through at reception
    reception: ReceptionView | None
    supplements: list[SupplementView]
    payment: PaymentView | None
    pauses: list[PauseView]
    reappointment: ReappointmentView | None
    possible: list[ActView]
    history: list[HappenedView]
