"""What the routes of certified copies take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.domain.catalogue import Level
from shared.domain.certification import CopyState
from shared.domain.desk import Channel
from shared.web import sending
from shared.web.shapes import Code, Line, Name, ProblemView, Reason, Sha256, Shape, View

AnnouncedView = sending.AnnouncedView
Pages = Annotated[int, Field(ge=1, le=1000)]
Year = Annotated[int, Field(ge=2000, le=2100)]
Limit = Annotated[int, Field(ge=1, le=100)]
Cursor = Annotated[str, StringConstraints(max_length=200)]
PersonalNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]


class OriginalShape(Shape):
    """The paper to be copied, as it is printed on it. `purpose` is what a purpose-bound paper was issued for."""

    document_type: Code
    number: Line | None = None
    issuer: Line | None = None
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    purpose: Code | None = None


class RequestCopy(Shape):
    """A copy asked for online. `wished_on` is a working day on which its original will be presented."""

    original: OriginalShape
    unit: Code
    wanted_for: Line = ""
    wished_on: date | None = None


class Requester(Shape):
    """Who stands at the counter: the number and the name on their identity card; `phone` where nobody knows one yet."""

    number: PersonalNumber
    name: Name
    phone: Line | None = None


class OpenAtCounter(Shape):
    """A copy asked for at the counter, its original presented; `pages` are those of the original."""

    person: Requester
    original: OriginalShape
    pages: Pages
    wanted_for: Line = ""


class Seen(Shape):
    """An act on a request as its actor saw it."""

    revision: int


class AcceptOriginal(Seen):
    """The original was presented, and this is what it says."""

    original: OriginalShape
    pages: Pages


class RefuseCopy(Seen):
    reason: Reason


class SignedCopy(Seen):
    """The scan of the original, signed by the certifier and then by the organisation, about to be sent."""

    file_name: Name
    size: Annotated[int, Field(strict=True, ge=0)]  # bytes
    sha256: Sha256


class ListRequests(Shape):
    limit: Limit = 50
    cursor: Cursor | None = None


class ListQueueOfCopies(ListRequests):
    """`open` is what waits, the oldest first; otherwise what ended, the newest first.

    `unit` is one whose work came down to the caller's.
    """

    open: bool = True
    unit: Code | None = None


class ReadRegister(ListRequests):
    """The unit's register of a year by number. `text` is a number (125 or 125/2026), or words of a line."""

    year: Year | None = None
    text: Line = ""


class ExportRegister(Shape):
    """Lines of a year's register from one number to another, both included."""

    year: Year | None = None
    first: Annotated[int, Field(ge=1)] = 1
    last: Annotated[int, Field(ge=1, le=99_999_999)] | None = None


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


class QueueOfCopiesView(View):
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
    """A page may be short and still not be the last: `cursor` says whether there is more."""

    unit: str
    unit_name: str
    year: int
    entries: list[LineView]
    cursor: str | None


class CopyFile(View):
    """Where the waiting copy is read, for so many seconds."""

    url: str
    expires_in: int
    file_name: str
