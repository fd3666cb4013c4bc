"""The catalogue opens to everybody: find a procedure, see what it asks for; administrators put versions in force."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, TypeVar

from chalice.app import Response

from functions.catalogue import (
    admin_shapes,
    keeping,
    lineage,
    near,
    rules,
    shapes,
    spelling,
    spelling_over_time,
    writing,
)
from shared.clock import today
from shared.domain.errors import BadCursor, NotFound
from shared.storage import catalogues
from shared.storage import names as person_names
from shared.web.caller import ADMINISTRATOR, Caller
from shared.web.paging import cursor, position
from shared.web.rooms import HEADERS, Room

if TYPE_CHECKING:
    from shared.domain.catalogue import Catalogue, Procedure, Unit

room = Room(__name__)

ADMINISTRATORS = frozenset({ADMINISTRATOR})
LARGEST = 5 * 1024 * 1024  # bytes; a whole country's procedures

Found = TypeVar("Found")


@room.on("GET", "/procedures", public=True)
def find_procedures(query: shapes.FindProcedures) -> shapes.ProcedurePage:
    """Search the procedures in force, best answer first; where none has every word, those that nearly have."""
    catalogue = catalogues.current()
    unit = _unit(catalogue, query.unit) if query.unit else None
    offered = rules.procedures_found(catalogue.procedures, on=query.on or today(), unit=unit, level=query.level)
    exact = rules.best_first(offered, query.q)
    found = exact or near.nearly(offered, query.q)
    page, after = _page(found, limit=query.limit, after=query.cursor)
    return shapes.ProcedurePage(
        procedures=[spelling.summary(each) for each in page], total=len(found), cursor=after, is_near=not exact
    )


@room.on("GET", "/procedures/{procedure_code}", public=True)
def show_procedure(procedure_code: str) -> shapes.ProcedureView:
    """Everything a procedure asks for and yields."""
    catalogue = catalogues.current()
    return spelling.spelled_out(_procedure(catalogue, procedure_code), catalogue)


@room.on("GET", "/document-types", public=True)
def find_document_types(query: shapes.FindDocumentTypes) -> shapes.DocumentTypePage:
    """Search the kinds of paper a vault may hold, best answer first."""
    found = rules.best_first(catalogues.current().document_types, query.q)
    page, after = _page(found, limit=query.limit, after=query.cursor)
    return shapes.DocumentTypePage(
        document_types=[spelling.document_type(each) for each in page], total=len(found), cursor=after
    )


@room.on("GET", "/units", public=True)
def show_units(query: shapes.FindUnits) -> shapes.UnitTree:
    """The agencies as they stood on a day, from the province down."""
    catalogue, on = catalogues.current(), query.on or today()
    receiving = _procedure(catalogue, query.procedure) if query.procedure else None
    grown = rules.unit_tree(catalogue, on=on, receiving=receiving)
    return shapes.UnitTree(on=on, units=[spelling.branch(each) for each in grown])


@room.on("GET", "/catalogue", public=True)
def show_catalogue() -> shapes.CatalogueView:
    """Which version is current, straight from the table, and how much is in it."""
    pointer = catalogues.pointer()
    if pointer is None:
        raise NotFound("NO_CATALOGUE", "Chưa có danh mục nào được nạp.")
    return spelling.overview(catalogues.of(pointer.version), pointer, on=today())


@room.on("POST", "/catalogue/imports", status=201, roles=ADMINISTRATORS, largest=LARGEST)
def import_catalogue(
    caller: Caller, query: admin_shapes.PutInForce, body: shapes.CatalogueDocument
) -> shapes.CatalogueView:
    """Import a whole catalogue as the new current version, or be told every fault of it."""
    return keeping.put_in_force(body.root, by=caller.person, before=keeping.as_seen(query.after))


@room.on("POST", "/catalogue/imports/check", roles=ADMINISTRATORS, largest=LARGEST)
def check_import(body: shapes.CatalogueDocument) -> admin_shapes.ChangesView:
    """What an import would change of what is in force, or every fault of it; nothing is kept."""
    return keeping.changes_of(body.root)


@room.on("GET", "/catalogue/versions", roles=ADMINISTRATORS)
def list_versions(query: admin_shapes.FindVersions) -> admin_shapes.VersionPage:
    """The versions that were put in force, the newest first: when, how, and by whom."""
    pointer, catalogue = keeping.in_force()
    page = catalogues.history(limit=query.limit, after=position(query.cursor))
    found = page.versions
    if query.cursor is None and pointer not in found:
        found = (pointer, *found)  # put in force before versions were listed
    names, units = person_names.names_of(each.imported_by for each in found), catalogue.units_by_code
    told = [spelling_over_time.version(each, names, units, current=pointer.version) for each in found]
    return admin_shapes.VersionPage(versions=told, cursor=cursor(page.last))


@room.on("GET", "/catalogue/versions/{version}/changes", roles=ADMINISTRATORS)
def compare_version(version: str) -> admin_shapes.ChangesView:
    """What putting an earlier version in force again would change."""
    return keeping.changes_to(keeping.earlier(version))


@room.on("GET", "/catalogue/versions/{version}/document", roles=ADMINISTRATORS)
def read_version(version: str) -> Annotated[Response, admin_shapes.DocumentView]:
    """A version whole, as it can be imported."""
    document = writing.document_of(keeping.earlier(version))
    return Response(json.dumps(document, ensure_ascii=False), dict(HEADERS))


@room.on("POST", "/catalogue/versions/{version}/restore", status=201, roles=ADMINISTRATORS)
def restore_version(caller: Caller, version: str, body: admin_shapes.PutInForce) -> shapes.CatalogueView:
    """Put an earlier version in force again, as a new one, if it still passes for a catalogue."""
    document, before = writing.document_of(keeping.earlier(version)), keeping.as_seen(body.after)
    return keeping.put_in_force(document, by=caller.person, before=before, came=catalogues.Came.RESTORED, about=version)


@room.on("GET", "/catalogue/units", roles=ADMINISTRATORS)
def find_units(query: admin_shapes.FindUnitsOfAllTimes) -> admin_shapes.UnitSummaryPage:
    """Units of all times by name or code: those that exist and those that were merged, split or dissolved."""
    _, catalogue = keeping.in_force()
    wanted = lineage.Wanted(text=query.q, exists=query.exists, unregistered=query.unregistered)
    found = lineage.units_found(catalogue, wanted, on=today())
    page, after = _page(found, limit=query.limit, after=query.cursor)
    times = lineage.times_named(catalogue)
    told = [spelling_over_time.unit(each, catalogue, times, on=today()) for each in page]
    return admin_shapes.UnitSummaryPage(units=told, total=len(found), cursor=after)


@room.on("GET", "/catalogue/units/{unit_code}", roles=ADMINISTRATORS)
def show_unit(unit_code: str) -> admin_shapes.UnitOverTime:
    """A unit with what it came from, what became of it, what is below it, who has its name and who signs for it."""
    _, catalogue = keeping.in_force()
    return spelling_over_time.unit_over_time(_unit(catalogue, unit_code), catalogue, on=today())


@room.on("GET", "/catalogue/issuers", roles=ADMINISTRATORS)
def list_issuers(query: admin_shapes.FindIssuers) -> admin_shapes.IssuerPage:
    """The registered certificates, by unit."""
    _, catalogue = keeping.in_force()
    found = lineage.registrations(catalogue, text=query.q, unit=query.unit)
    page, after = _page(found, limit=query.limit, after=query.cursor)
    missing = lineage.units_found(catalogue, lineage.Wanted(unregistered=True), on=today())
    told = [spelling_over_time.issuer(each, catalogue.units_by_code, on=today()) for each in page]
    return admin_shapes.IssuerPage(issuers=told, total=len(found), unregistered=len(missing), cursor=after)


@room.on("POST", "/catalogue/issuers", status=201, roles=ADMINISTRATORS)
def register_issuer(caller: Caller, body: admin_shapes.RegisterIssuer) -> shapes.CatalogueView:
    """Register a certificate an agency signs with: the current catalogue and this one entry become a new version."""
    return keeping.registered(body, by=caller.person)


@room.on("POST", "/catalogue/issuers/end", status=201, roles=ADMINISTRATORS)
def end_issuer(caller: Caller, body: admin_shapes.EndIssuer) -> shapes.CatalogueView:
    """Give a registration its last day; what was signed until then keeps its issuer."""
    return keeping.ended(body, by=caller.person)


def _procedure(catalogue: Catalogue, code: str) -> Procedure:
    found = catalogue.procedures_by_code.get(code)
    if found is None:
        raise NotFound("NO_SUCH_PROCEDURE", "Không có thủ tục hành chính với mã này.")
    return found


def _unit(catalogue: Catalogue, code: str) -> Unit:
    found = catalogue.units_by_code.get(code)
    if found is None:
        raise NotFound("NO_SUCH_UNIT", "Không có đơn vị với mã này.")
    return found


def _page(found: Sequence[Found], *, limit: int, after: str | None) -> tuple[Sequence[Found], str | None]:
    """A slice of what was found, and the cursor to go on with: how many were shown already."""
    shown = (position(after) or "") if after else "0"
    if not (shown.isascii() and shown.isdigit() and len(shown) < 10):
        raise BadCursor
    start, end = int(shown), int(shown) + limit
    return found[start:end], cursor(str(end)) if end < len(found) else None
