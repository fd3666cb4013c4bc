"""What the routes of certified copies take."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.web.shapes import Code, Line, Name, Reason, Sha256, Shape

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
    """The unit's register of a year by number. `text` is a number (125 or 125/2026), or words of a line.

    `unit` is one whose work came down to the caller's.
    """

    year: Year | None = None
    text: Line = ""
    unit: Code | None = None


class ExportRegister(Shape):
    """Lines of a year's register from one number to another, both included."""

    year: Year | None = None
    first: Annotated[int, Field(ge=1)] = 1
    last: Annotated[int, Field(ge=1, le=99_999_999)] | None = None
    unit: Code | None = None
