"""What the routes of sharing take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.domain.items import ItemState, Standing
from shared.domain.sharing import MOST_DAYS, MOST_OPENINGS, USUAL_DAYS, ShareState
from shared.domain.validity import Lasting
from shared.web.shapes import Id, Name, Shape, View

Limit = Annotated[int, Field(ge=1, le=100)]
Cursor = Annotated[str, Field(max_length=200)]
Passcode = Annotated[str, StringConstraints(min_length=4, max_length=64)]


class SharePaper(Shape):
    """`purpose` is whom it is for and why, in the owner's words. The passcode is told to the reader another way."""

    purpose: Name
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = USUAL_DAYS
    passcode: Passcode | None = None
    openings: Annotated[int, Field(ge=1, le=MOST_OPENINGS)] | None = None


class ListShares(Shape):
    item: Id | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


class ListOpenings(Shape):
    limit: Limit = 50
    cursor: Cursor | None = None


class ShareView(View):
    """A link as its owner has it; never the link itself, of which only a hash is kept."""

    id: Id
    item: Id
    title: str
    purpose: str
    state: ShareState
    state_name: str
    made_at: datetime
    ends_at: datetime
    has_passcode: bool
    most_openings: int | None
    openings: int
    revoked_at: datetime | None


class NewShareView(ShareView):
    """With `token`, this once: the portal opens it at `#/shared/<token>`, a program by `POST /shared`."""

    token: str


class SharePage(View):
    """A page may be short and still have a `cursor`."""

    shares: list[ShareView]
    cursor: str | None


class OpeningView(View):
    at: datetime
    version: int
    sentence: str


class OpeningPage(View):
    openings: list[OpeningView]
    cursor: str | None


class OpenShare(Shape):
    """The token travels here and never in an address, which is logged on the way."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    passcode: Annotated[str, StringConstraints(max_length=64)] | None = None


class SharedView(View):
    """One paper as the reader of a link sees it. `url` opens the file for `expires_in` seconds; both None where the
    file may not be opened.
    """

    title: str
    document_type_name: str
    number: str | None
    issuer: str | None
    issued_on: date | None
    state: ItemState
    state_name: str
    standing: Standing
    standing_name: str
    sentence: str
    validity: Lasting | None
    validity_name: str | None
    valid_until: date | None
    version: int
    warnings: list[str]
    purpose: str
    ends_at: datetime
    openings_left: int | None
    file_name: str
    size: int
    pages: int | None
    sha256: str
    url: str | None
    expires_in: int | None
