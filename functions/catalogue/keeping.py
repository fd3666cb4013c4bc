"""Another version of the catalogue is put in force: imported, an earlier one again, or the current one with a change.

Whatever way it comes, it is read as an import is, so that nothing incoherent is ever in force.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from functions.catalogue import admin_shapes, shapes, spelling
from functions.catalogue.changes import changes
from functions.catalogue.reading import read_catalogue
from functions.catalogue.spelling_over_time import changes as spelled
from functions.catalogue.words import refusal
from functions.catalogue.writing import Document, document_of
from shared.clock import new_id, now, today
from shared.domain.catalogue import Catalogue
from shared.domain.errors import Conflict, NotFound, Problem, Unacceptable
from shared.storage import catalogues
from shared.storage.catalogues import Came, Pointer
from shared.web.logs import decided


def put_in_force(
    document: Document, *, by: str, before: Pointer | None, came: Came = Came.IMPORTED, about: str = ""
) -> shapes.CatalogueView:
    """Raises `Unacceptable` with every fault, and `Conflict` when somebody else was faster."""
    catalogue = read_catalogue(document, version=new_id())
    pointer = catalogues.keep(catalogue, imported_at=now(), imported_by=by, after=before, came=came, about=about)
    decided(f"catalogue.{came}", version=pointer.version, by=by)
    return spelling.overview(catalogue, pointer, on=today())


def as_seen(after: str | None) -> Pointer | None:
    """What is in force, if it still is what the caller saw. Raises `Conflict`."""
    found = catalogues.pointer()
    if after and (found is None or found.version != after):
        raise Conflict("CATALOGUE_CHANGED", "Danh mục vừa được người khác cập nhật; hãy xem lại rồi làm tiếp.")
    return found


def in_force() -> tuple[Pointer, Catalogue]:
    """Straight from the table: a change is made of nothing older. Raises `NotFound` before the first import."""
    found = catalogues.pointer()
    if found is None:
        raise NotFound("NO_CATALOGUE", "Chưa có danh mục nào được nạp.")
    return found, catalogues.of(found.version)


def earlier(version: str) -> Catalogue:
    """A version that was in force. Raises `NotFound`."""
    current = catalogues.pointer()
    if not (current and current.version == version) and catalogues.was_in_force(version) is None:
        raise NotFound("NO_SUCH_VERSION", "Không có phiên bản danh mục này.")
    return catalogues.of(version)


def changes_of(document: Document) -> admin_shapes.ChangesView:
    """What a document would change. Raises `Unacceptable` with every fault."""
    return changes_to(read_catalogue(document, version=new_id()))


def changes_to(catalogue: Catalogue) -> admin_shapes.ChangesView:
    pointer = catalogues.pointer()
    before = catalogues.of(pointer.version) if pointer else None
    return spelled(changes(before, catalogue), catalogue, against=pointer)


def registered(body: admin_shapes.RegisterIssuer, *, by: str) -> shapes.CatalogueView:
    """The current catalogue and one registration more."""
    pointer, catalogue = in_force()
    document, fresh = document_of(catalogue), body.model_dump(mode="json", exclude_none=True)
    place = f"issuers[{len(document['issuers'])}]"
    document["issuers"] = [*document["issuers"], {**fresh, "certificate": body.certificate.upper()}]
    return _changed(document, place, by=by, before=pointer, came=Came.REGISTERED, about=body.unit)


def ended(body: admin_shapes.EndIssuer, *, by: str) -> shapes.CatalogueView:
    """The current catalogue with the last day of one registration changed. Raises `NotFound` for none that is in it."""
    pointer, catalogue = in_force()
    document, asked = document_of(catalogue), (body.certificate.upper(), body.unit, body.valid_from)
    held = [(each.certificate, each.unit, each.valid_from) for each in catalogue.issuers]
    if asked not in held:
        raise NotFound("NO_SUCH_REGISTRATION", "Không có đăng ký chứng thư số này trong danh mục đang dùng.")
    at = held.index(asked)
    _refuse_later(body.valid_until, catalogue.issuers[at].valid_until)
    document["issuers"][at] = {**document["issuers"][at], "valid_until": body.valid_until.isoformat()}
    return _changed(document, f"issuers[{at}]", by=by, before=pointer, came=Came.ENDED, about=body.unit)


def _refuse_later(wanted: date, until: date | None) -> None:
    """An end brought forward is one; put off, it would be a registration."""
    if until and wanted > until:
        raise refusal("ENDS_EARLIER", "valid_until")


def _changed(
    document: Document, place: str, *, by: str, before: Pointer, came: Came, about: str
) -> shapes.CatalogueView:
    """Faults of the entry in hand are told by its fields, as who sent them knows them."""
    faulty = "Đăng ký có thông tin chưa hợp lệ nên chưa được lưu."
    try:
        return put_in_force(document, by=by, before=before, came=came, about=about)
    except Unacceptable as refused:
        raise Unacceptable("REGISTRATION_FAULTY", faulty, _from(place, refused.problems)) from refused


def _from(place: str, problems: Iterable[Problem]) -> list[Problem]:
    return [
        Problem(each.code, each.detail, each.where.removeprefix(f"{place}.") if each.where else None)
        for each in problems
    ]
