"""The catalogue opens to everybody: find a procedure, see what it asks for; administrators import a new version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from functions.catalogue import reading, rules, shapes, spelling
from shared.clock import new_id, now, today
from shared.domain.catalogue import Catalogue, Procedure, Unit
from shared.domain.errors import Malformed, NotFound
from shared.storage import catalogues
from shared.web.caller import ADMINISTRATOR, Caller
from shared.web.logs import decided
from shared.web.paging import cursor, position
from shared.web.rooms import Room

room = Room(__name__)

Found = TypeVar("Found")


@room.on("GET", "/procedures", public=True)
def find_procedures(query: shapes.FindProcedures) -> shapes.ProcedurePage:
    """Search the procedures in force, best answer first."""
    catalogue = catalogues.current()
    unit = _unit(catalogue, query.unit) if query.unit else None
    found = rules.procedures_found(
        catalogue.procedures, on=query.on or today(), text=query.q, unit=unit, level=query.level
    )
    page, after = _page(found, limit=query.limit, after=query.cursor)
    return shapes.ProcedurePage(procedures=[spelling.summary(each) for each in page], total=len(found), cursor=after)


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
    return spelling.overview(catalogues.of(pointer.version), pointer)


@room.on(
    "POST",
    "/catalogue/imports",
    status=201,
    roles=frozenset({ADMINISTRATOR}),
    largest=5 * 1024 * 1024,  # a whole country's procedures
)
def import_catalogue(caller: Caller, body: shapes.CatalogueDocument) -> shapes.CatalogueView:
    """Import a whole catalogue as the new current version, or be told every fault of it."""
    before = catalogues.pointer()
    catalogue = reading.read_catalogue(body.root, version=new_id())
    pointer = catalogues.keep(catalogue, imported_at=now(), imported_by=caller.person, after=before)
    decided("catalogue.imported", version=pointer.version, by=caller.person)
    return spelling.overview(catalogue, pointer)


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
        raise Malformed("BAD_CURSOR", "Dấu trang không hợp lệ; hãy xem lại danh sách từ đầu.")
    start, end = int(shown), int(shown) + limit
    return found[start:end], cursor(str(end)) if end < len(found) else None
