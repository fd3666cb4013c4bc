"""What the administrators' routes of the catalogue take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import RootModel, StringConstraints

from functions.catalogue.shapes import CodedName, Limit
from shared.domain.catalogue import Level
from shared.domain.issuers import SignsAs
from shared.storage.catalogues import Came
from shared.web.shapes import Code, Id, Line, Name, Shape, View


class PutInForce(Shape):
    """`after` is the version seen to be in force: another one meanwhile, and nothing is done."""

    after: Id | None = None


class FindVersions(Shape):
    limit: Limit = 20
    cursor: Line | None = None


class FindUnitsOfAllTimes(Shape):
    """`exists` and `unregistered` (nobody signs for it) are of today."""

    q: Line = ""
    exists: bool | None = None
    unregistered: bool = False
    limit: Limit = 50
    cursor: Line | None = None


class FindIssuers(Shape):
    """`q` is looked for in the unit, the organisation and the fingerprint."""

    q: Line = ""
    unit: Code | None = None
    limit: Limit = 50
    cursor: Line | None = None


# As `trust/certificates` tells it; read with the catalogue, which says what is the matter with it.
Fingerprint = Annotated[str, StringConstraints(max_length=64)]


class RegisterIssuer(Shape):
    """A certificate and the unit it signs for, both days included; without an end while the unit lives.

    With `serial` and `authority` (key identifier of who issued it) its authority is asked how it stands.
    """

    certificate: Fingerprint
    unit: Code
    kind: SignsAs
    organisation: Name
    valid_from: date
    valid_until: date | None = None
    serial: Line | None = None
    authority: Line | None = None


class EndIssuer(Shape):
    """A registration by its certificate, unit and first day; `valid_until` becomes its last day."""

    certificate: Fingerprint
    unit: Code
    valid_from: date
    valid_until: date


class ChangeView(View):
    """An entry that comes, goes, or changes; `fields` in words."""

    code: str
    name: str
    fields: list[str]


class SectionView(View):
    """One section, `name` in words: how many entries it had and has. Lists are cut: `…_total` is how long they are."""

    section: str
    name: str
    before: int
    after: int
    added: list[ChangeView]
    added_total: int
    removed: list[ChangeView]
    removed_total: int
    changed: list[ChangeView]
    changed_total: int


class ChangesView(View):
    """What would change of `against`, the version in force; null where none is."""

    against: str | None
    is_same: bool
    sections: list[SectionView]
    years: list[int]


class VersionView(View):
    """A version that is or was in force. `by` is a name, empty for who never signed in."""

    version: str
    since: datetime
    by: str
    came: Came
    came_text: str
    is_current: bool


class VersionPage(View):
    versions: list[VersionView]
    cursor: str | None


class DocumentView(RootModel[dict[str, Any]]):
    """A whole catalogue as it can be imported."""


class UnitSummary(CodedName):
    """A unit of any time; `namesakes` is how many others have its name."""

    kind: str
    level: Level
    parent: CodedName | None
    valid_from: date | None
    valid_until: date | None
    exists: bool
    namesakes: int


class UnitSummaryPage(View):
    units: list[UnitSummary]
    total: int
    cursor: str | None


class IssuerView(View):
    """One registration: `standing` is today's, `current`, `ended` or `to_come`."""

    certificate: str
    unit: CodedName
    kind: SignsAs
    kind_name: str
    organisation: str
    valid_from: date
    valid_until: date | None
    standing: str
    standing_name: str


class IssuerPage(View):
    """`unregistered` is how many units of today nobody signs for."""

    issuers: list[IssuerView]
    total: int
    unregistered: int
    cursor: str | None


class UnitOverTime(UnitSummary):
    """A unit with what it came from, what became of it, and what is below it; `continued_by` are those of today."""

    note: str
    predecessors: list[UnitSummary]
    successors: list[UnitSummary]
    continued_by: list[CodedName]
    below: list[UnitSummary]
    same_name: list[UnitSummary]
    issuers: list[IssuerView]
