"""What the vault's routes take and give: codes for programs, beside them their names in Vietnamese for people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, RootModel

from shared.domain.items import ItemState, KindOfPaper, Origin, Standing
from shared.domain.validity import Lasting
from shared.web.shapes import Code, Described, Id, Line, Shape, View

Limit = Annotated[int, Field(ge=1, le=100)]
Cursor = Annotated[str, Field(max_length=200)]


class ListItems(Shape):
    """`q` is looked for in title, number, summary and issuer, accents and case forgiven.

    Without a `state`, what its holder hid is left out. `validity` is today's, by what a paper states and what its type
    allows; papers of types that left the catalogue have none. `newest` and `oldest` go by when a paper first came.
    """

    document_type: Code | None = None
    kind: KindOfPaper | None = None
    state: ItemState | None = None
    validity: Lasting | None = None
    q: Line = ""
    sort: Literal["newest", "oldest"] = "newest"
    limit: Limit = 50
    cursor: Cursor | None = None


class OpenFile(Shape):
    """`version` is the current one unless said; `save` names the file for saving instead of showing it."""

    version: Annotated[int, Field(ge=1)] | None = None
    save: bool = False


class ReadReport(Shape):
    format: Literal["json", "xml"] | None = None  # as `Accept` asks for when it is left out


class ReportView(RootModel[dict[str, Any]]):
    """A version's signatures as they were judged: the words of ETSI EN 319 102-1, the path and the data believed.

    `judged_with` names the versions of policy, trust store, revocation data and registry. As XML it is the validation
    report of ETSI TS 119 102-2.
    """


class ListAccesses(Shape):
    limit: Limit = 50
    cursor: Cursor | None = None


class ListLooks(ListAccesses):
    """Of one paper, of one agency."""

    item: Id | None = None
    unit: Code | None = None


class CorrectItem(Described):
    """Only what is given changes, null empties it; `revision` is the one the correction was made on."""

    revision: Annotated[int, Field(ge=1)]


class ValidityView(View):
    """Whether the paper is valid today; `until` is its last day, by what it states and what its type allows."""

    code: Lasting
    text: str
    until: date | None


class ItemSummary(View):
    """One paper in a list, with its current version."""

    id: Id
    document_type: str
    document_type_name: str
    copy_of: str | None
    copy_of_name: str | None
    kind: KindOfPaper
    kind_name: str
    origin: Origin
    origin_name: str
    title: str
    state: ItemState
    state_name: str
    standing: Standing
    standing_name: str
    number: str | None
    summary: str | None
    issuer: str | None
    issuer_unit: str | None  # of the registered certificate that signed it, whatever is typed
    issuer_unit_name: str | None
    issued_on: date | None
    valid_from: date | None
    valid_until: date | None
    purpose: str | None
    purpose_name: str | None
    validity: ValidityView | None  # None for a type that has left the catalogue
    shared: bool  # with other holders
    version: int
    file_name: str
    size: int
    pages: int | None
    signed_on: date | None
    added_at: datetime
    revision: int


class ItemPageView(View):
    """A page may be short and still have a `cursor`: the list goes on behind it."""

    items: list[ItemSummary]
    cursor: str | None


class Said(View):
    """A reason: `code` for programs, `text` in Vietnamese for people."""

    code: str
    text: str


class SignatureView(View):
    """One signature: `sentence` is for its reader, the rest for who wants to know why."""

    sentence: str
    signer: str
    organisation: str
    indication: str  # ETSI EN 319 102-1
    sub_indication: str | None
    reasons: list[Said]
    proven_time: datetime | None
    level: str


class VersionView(View):
    number: int
    is_current: bool
    file_name: str
    size: int
    pages: int | None
    sha256: str
    standing: Standing
    standing_name: str
    sentence: str
    added_at: datetime
    signed_on: date | None
    signatures: list[SignatureView]


class ActionView(View):
    """What may be done with an item now; when it may not, `text` says why."""

    code: Literal["replace", "correct", "hide", "show", "remove"]
    allowed: bool
    text: str


class ItemView(ItemSummary):
    """One paper with all that is known of it."""

    source_dossier: str | None
    source_procedure: str | None
    reuses: int  # submitted dossiers that use it
    versions: list[VersionView]
    actions: list[ActionView]


class FileLink(View):
    url: str
    expires_in: int  # seconds
    file_name: str


class AccessView(View):
    at: datetime
    version: int
    purpose: str
    unit: str | None
    unit_name: str | None
    dossier: str | None
    item: str | None  # None where an agency asked what the vault has
    item_title: str | None  # of a paper that is still in the vault; among the looks at one paper, None
    sentence: str


class AccessPage(View):
    accesses: list[AccessView]
    cursor: str | None


class Removed(View):
    """What became of a paper its holder took out of the vault."""

    outcome: Literal["erased", "kept_for_dossiers", "kept_for_other_holders"]
    text: str
    dossiers: list[str]
