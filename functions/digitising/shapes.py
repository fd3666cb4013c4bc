"""What the desk's routes around one component take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from shared.domain.catalogue import Way
from shared.domain.desk import ScanReason
from shared.web import sending
from shared.web.papers import CandidateView, NearMissView, Said
from shared.web.shapes import Code, Id, Line, Name, Paragraph, Sha256, Shape, View

AnnouncedView = sending.AnnouncedView
Version = Annotated[int, Field(ge=1)]


class LookUpFor(Shape):
    """`version` is the dossier's as the officer saw it; `purpose` says in words what the look is for."""

    version: Version
    purpose: Name


class LookUpView(View):
    """What the owner's vault has for a component, the best first; near misses say why they do not fit.

    A scan over what is offered needs one of `scan_reasons`.
    """

    component: str
    version: int
    at: datetime
    total: int
    candidates: list[CandidateView]
    near_misses: list[NearMissView]
    refused_by_owner: bool  # who does not want the vault used for this dossier
    sentence: str
    scan_reasons: list[Said]


class AnswerForOwner(Shape):
    """`vault` names the items, `data` the record, `waived` and an unforeseen `present` say why in `note`.

    `scan` only says anew why the scan that is there stands beside what the vault offers: a scan comes as a file.
    """

    version: Version
    way: Way
    items: Annotated[list[Id], Field(max_length=20)] = []
    reason: ScanReason | None = None
    note: Paragraph = ""
    record: Line = ""
    form: Annotated[dict[Code, Paragraph], Field(max_length=100)] = {}
    despite_warnings: bool = False


class ClearComponent(Shape):
    """`version` is the dossier's as the officer saw it."""

    version: Annotated[int, Field(ge=1)]


class AnnounceScan(Shape):
    """A scan of what the owner brought, signed by the agency; what is written on it describes the paper it becomes.

    `document_type` where the component accepts several; `reason` where the look-up offered something.
    """

    version: Version
    file_name: Name
    size: Annotated[int, Field(strict=True, ge=0)]  # bytes
    sha256: Sha256
    reason: ScanReason | None = None
    document_type: Code | None = None
    number: Line | None = None
    issuer: Line | None = None
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    purpose: Code | None = None


class OpenPaper(Shape):
    """`item` is what the look-up offered or the dossier uses; without it, the component's own file."""

    item: Id | None = None
    purpose: Name


class PaperLink(View):
    url: str
    expires_in: int  # seconds
    file_name: str


class ComponentAnswered(View):
    """The component as it is answered now, and the dossier's version for the next act."""

    component: str
    version: int
    way: Way | None
    reason: Said | None
    items: list[str]
    file_name: str | None
