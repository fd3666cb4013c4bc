"""What the routes of certified copies give."""

from __future__ import annotations

from datetime import date, datetime

from shared.domain.catalogue import Level
from shared.domain.certification import CopyState
from shared.domain.desk import Channel
from shared.web import sending
from shared.web.shapes import ProblemView, View

AnnouncedView = sending.AnnouncedView


class TermsView(View):
    """Fees in đồng of one copy by the pages of its original, which agencies certify, and when one may come by."""

    fee_first_pages: int
    fee_of_a_first_page: int
    fee_of_a_further_page: int
    fee_at_most: int
    levels: list[Level]
    wished_within_days: int


class ActView(View):
    act: str
    name: str


class StepView(View):
    """`by`: the requester, or the unit by name; never an officer by name."""

    deed: str
    name: str
    at: datetime
    by: str
    text: str


class OriginalView(View):
    document_type: str
    document_type_name: str
    number: str | None
    issuer: str | None
    issued_on: date | None
    valid_from: date | None
    valid_until: date | None
    purpose: str | None


class CertificationView(View):
    """`warnings` say what a copy of this original cannot do. `number` is the register's; `item` is in the vault."""

    id: str
    revision: int
    state: CopyState
    state_name: str
    original: OriginalView
    warnings: list[ProblemView]
    unit: str
    unit_name: str
    wanted_for: str
    wished_on: date | None
    channel: Channel
    requested_at: datetime
    pages: int | None
    fee: int | None  # đồng
    number: str | None
    item: str | None
    steps: list[StepView]
    possible: list[ActView]


class CertificationsView(View):
    certifications: list[CertificationView]
    cursor: str | None


class CopyView(View):
    """The signed file that waits to be delivered, and who certified by its signatures."""

    upload: str
    file_name: str
    size: int
    pages: int | None
    signed_on: date | None
    certifier: str


class CertificationAtDesk(CertificationView):
    requester: str
    copy_waiting: CopyView | None


class QueuedView(View):
    id: str
    state: CopyState
    state_name: str
    title: str
    requester: str
    channel: Channel
    requested_at: datetime


class UnitView(View):
    code: str
    name: str


class QueueOfCopiesView(View):
    """`units` are those whose queue may be asked for: the caller's own, then those it continues."""

    units: list[UnitView]
    certifications: list[QueuedView]
    cursor: str | None


class LineView(View):
    """One line of a register."""

    number: str
    at: datetime
    certification: str
    requester: str
    title: str
    original_number: str | None
    original_issuer: str | None
    original_issued_on: date | None
    certifier: str
    pages: int | None
    fee: int | None


class RegisterView(View):
    """A page may be short and still not be the last: `cursor` says whether there is more.

    `units` are those whose register may be read: the caller's own, then those it continues.
    """

    unit: str
    unit_name: str
    units: list[UnitView]
    year: int
    entries: list[LineView]
    cursor: str | None


class CopyFile(View):
    """Where the waiting copy is read, for so many seconds."""

    url: str
    expires_in: int
    file_name: str
