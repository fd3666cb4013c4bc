"""What the dossiers' routes give."""

from __future__ import annotations

from datetime import date, datetime

from shared.domain.catalogue import Way
from shared.domain.dossiers import ChosenBy, ReceiveBy
from shared.web.acts import DeadlineView
from shared.web.papers import CandidateView, NearMissView, Said
from shared.web.shapes import View


class Named(View):
    code: str
    name: str


class CaseView(Named):
    chosen: bool


class SuggestionsView(View):
    """What the vault has for one component, the best first; near misses say why they do not fit."""

    component: str
    total: int
    candidates: list[CandidateView]
    near_misses: list[NearMissView]
    remedies: list[Said]


class PinnedView(View):
    """`attention` says that the paper was corrected since, and what becomes of the dossier."""

    item: str
    version: int
    sha256: str
    title: str
    number: str | None
    attention: str | None


class AttachmentView(View):
    upload: str
    file_name: str
    size: int
    sha256: str


class ResolutionView(View):
    way: Way
    chosen_by: ChosenBy
    reason: Said
    at: datetime
    items: list[PinnedView]
    attachment: AttachmentView | None
    form: dict[str, str] | None


class ComponentView(View):
    """`status`: answered, to_choose, missing, or not_applicable."""

    code: str
    name: str
    status: str
    status_text: str
    needed: bool
    ways: list[Way]
    resolution: ResolutionView | None
    candidates: int
    near_misses: int
    remedies: list[Said]


class PartyView(View):
    name: str
    address: str
    phone: str
    email: str


class DossierSummary(View):
    id: str
    code: str | None
    state: int
    state_name: str
    procedure: Named
    unit: Named
    opened_at: datetime
    submitted_at: datetime | None
    deadline: DeadlineView


class AskedPointView(View):
    component: str | None
    component_name: str | None
    text: str
    answer: str
    answered: bool


class SupplementAskedView(View):
    """What the agency asks for, until when; `late` when it was answered after that day."""

    asked_at: datetime
    until: date
    answered_at: datetime | None
    late: bool
    points: list[AskedPointView]


class PaymentAskedView(View):
    amount: int  # đồng
    what_for: str
    asked_at: datetime
    settled_at: datetime | None
    evidence: str


class ResultView(View):
    """What the agency gave; `item` is the paper in the vault once the dossier is done."""

    title: str
    number: str | None
    issued_on: date | None
    item: str


class DossierView(DossierSummary):
    version: int
    supplements: list[SupplementAskedView]  # the newest last
    payment: PaymentAskedView | None
    possible: list[Said]  # what its owner may do with it now, once it is submitted
    cases: list[CaseView]
    applicant: PartyView | None
    owner: PartyView | None
    receive_by: ReceiveBy | None
    consents: list[str]
    consents_asked: list[Said]  # what [Đồng ý và tiếp tục] means for this dossier, each by itself
    components: list[ComponentView]
    results: list[ResultView]


class DossierPage(View):
    dossiers: list[DossierSummary]
    cursor: str | None


class EventView(View):
    """One act, in words. Its unit answers for it: officers are not named."""

    at: datetime
    act: str
    state: int
    state_name: str
    said: str
    unit: Named | None


class HistoryView(View):
    id: str
    code: str | None
    events: list[EventView]


class SquareCodeView(View):
    """A QR code of what it tells: of each row its squares from the left, 1 a dark one; four light ones go around."""

    told: str
    rows: list[str]


class ReceiptView(View):
    """What the applicant keeps: the code, when and where, and what was handed in."""

    id: str
    code: str
    submitted_at: datetime
    procedure: Named
    unit: Named
    applicant: PartyView
    receive_by: ReceiveBy
    components: list[ComponentView]
