"""What the desk's routes of gates and results take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from shared.domain.dossiers import ReceiveBy
from shared.web import sending
from shared.web.shapes import Code, Id, Line, Name, Paragraph, ProblemView, Sha256, Shape, View

AnnouncedView = sending.AnnouncedView
Version = Annotated[int, Field(ge=1)]


class NamedHolder(Shape):
    """Somebody beside the dossier's owner, by number and name: any twelve digits are a personal number."""

    number: Annotated[str, Field(max_length=20)]
    name: Name


class PassGate(Shape):
    """`version` is the dossier's as the officer saw it; `override` is a unit head's reason to pass all the same."""

    version: Version
    override: Paragraph = ""


class ReturnResult(Shape):
    """How the result was given beside the vault, to whom, and what proves it."""

    version: Version
    how: ReceiveBy
    to: Line = ""
    evidence: Line = ""


class OfVersion(Shape):
    version: Version


class DescribedResult(Shape):
    """One electronic result. What is left out of number and day is read from the file.

    `holders` are those beside the dossier's owner. `scanned` is a result made on paper, which the organisation's
    signature alone vouches for.
    """

    document_type: Code | None = None
    title: Name | None = None
    number: Line | None = None
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    purpose: Code | None = None
    holders: Annotated[list[NamedHolder], Field(max_length=10)] = []
    scanned: bool = False
    file_name: Name
    size: Annotated[int, Field(strict=True, ge=0)]  # bytes
    sha256: Sha256


class AddResult(DescribedResult):
    version: Version


class BatchFile(DescribedResult):
    """A result of the dossier with this code; without one, the file's name carries it."""

    code: Line | None = None


class AddResults(Shape):
    files: Annotated[list[BatchFile], Field(min_length=1, max_length=50)]


class CheckView(View):
    """One thing a gate looks at."""

    name: str
    where: str
    ok: bool
    unmet: list[ProblemView]
    warnings: list[ProblemView]


class GateView(View):
    act: str
    name: str
    possible: bool  # from the dossier's state
    open: bool
    checks: list[CheckView]


class GatesView(View):
    id: str
    version: int
    gates: list[GateView]


class HolderView(View):
    masked_number: str
    name: str


class ResultView(View):
    """`delivered` says that it is in its holders' vaults, there under its id; `named` are those beside its owner."""

    id: str
    document_type: str
    document_type_name: str
    title: str
    number: str | None
    issued_on: date | None
    issuer: str | None
    holders: int
    named: list[HolderView]
    scanned: bool
    delivered: bool
    file_name: str


class ResultsView(View):
    id: str
    version: int
    state: int
    state_name: str
    expected: list[str]  # names of what the procedure yields
    results: list[ResultView]


class BatchFileView(View):
    """One file of a batch: its form while it may be sent, the problems of one that may not."""

    file_name: str
    code: str | None
    upload: AnnouncedView | None
    problems: list[ProblemView]


class BatchView(View):
    id: Id
    files: list[BatchFileView]


class BatchFileReport(View):
    """What became of one file: refused, waiting, accepted, closed (its dossier is done)."""

    file_name: str
    code: str | None
    dossier: str | None
    standing: str
    standing_text: str
    problems: list[ProblemView]


class BatchReport(View):
    id: Id
    at: datetime
    counts: dict[str, int]
    files: list[BatchFileReport]
