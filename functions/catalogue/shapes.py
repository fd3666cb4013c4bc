"""What the catalogue's routes take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field, RootModel

from shared.domain.catalogue import Level, ValidityRule, Way
from shared.web.shapes import Code, Line, Shape, View

Limit = Annotated[int, Field(ge=1, le=100)]


class FindProcedures(Shape):
    """`q` forgives accents and the order of words; `unit` or `level` receives them; `on` is a day, today by default."""

    q: Line = ""
    unit: Code | None = None
    level: Level | None = None
    on: date | None = None
    limit: Limit = 50
    cursor: Line | None = None


class FindDocumentTypes(Shape):
    q: Line = ""
    limit: Limit = 100
    cursor: Line | None = None


class FindUnits(Shape):
    """`procedure` leaves only the units that receive it, and the way down to them."""

    on: date | None = None
    procedure: Code | None = None


class CatalogueDocument(RootModel[dict[str, Any]]):
    """A whole catalogue: `document_types`, `procedures`, `units`; if need be `purposes`, `calendars` and `issuers`.

    An issuer is a certificate an agency signs with: `certificate` (SHA-256 of it), `unit`, `kind` (`person` or
    `organisation`), `organisation`, `valid_from`, and `valid_until` where it ends; `serial` and `authority` (key
    identifier of who issued it), both in lower-case hex, so that its authority can be asked how it stands.
    """


class CodedName(View):
    code: str
    name: str


class ProcedureSummary(CodedName):
    """`code_status`: V seen in a source, M from memory, S synthetic local code."""

    field: str
    levels: list[Level]
    time_limit: str
    time_limit_status: str
    fee: str
    code_status: str


class ProcedurePage(View):
    """`is_near`: no name has every word as it was typed; these nearly do."""

    procedures: list[ProcedureSummary]
    total: int
    cursor: str | None
    is_near: bool


class RequirementView(CodedName):
    """One required paper. `accepts` is OR between lists, AND inside a list."""

    ways: list[Way]
    accepts: list[list[CodedName]]
    required: bool
    case: str | None
    purpose: CodedName | None
    max_age_months: int | None
    ask_anew: bool
    originals: int
    copies: int


class ProcedureView(ProcedureSummary):
    cases: list[CodedName]
    components: list[RequirementView]
    results: list[CodedName]
    units: list[CodedName]
    valid_from: date | None
    valid_until: date | None
    note: str


class DocumentTypeView(CodedName):
    validity: ValidityRule
    months: int | None
    validity_text: str
    validity_status: str
    purpose_bound: bool
    wraps: bool
    always_data: bool
    data_source: str | None
    code_status: str
    note: str


class DocumentTypePage(View):
    document_types: list[DocumentTypeView]
    total: int
    cursor: str | None


class UnitView(CodedName):
    kind: str
    level: Level
    valid_from: date | None
    valid_until: date | None
    predecessors: list[str]
    successors: list[str]
    note: str


class UnitBranch(UnitView):
    below: list[UnitBranch]


class UnitTree(View):
    on: date
    units: list[UnitBranch]


class CatalogueView(View):
    """One version and how much is in it; `purposes` are what purpose-bound papers are issued for, `years` those whose
    days off are all here, `years_missing` which of this one and the next is not.
    """

    version: str
    imported_at: datetime
    document_types: int
    procedures: int
    components: int
    units: int
    issuers: int
    purposes: list[CodedName]
    years: list[int]
    years_missing: list[int]
