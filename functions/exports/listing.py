"""What the manifest says of a paper: the fields of the API, codes beside words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shared.domain.catalogue import Catalogue
from shared.domain.items import ITEM_STATE_NAMES, KIND_NAMES, ORIGIN_NAMES, STANDING_NAMES, Version
from shared.signatures.report import of_report
from shared.signatures.sentences import summed_up
from shared.storage import access
from shared.storage.items import Holding
from shared.storage.records import record

_AT_ONCE = 500  # looks read
_OF_ITEM = (
    "document_type",
    "copy_of",
    "title",
    "number",
    "summary",
    "issuer",
    "issuer_unit",
    "issued_on",
    "valid_from",
    "valid_until",
    "purpose",
    "source_dossier",
    "source_procedure",
)
_OF_VERSION = ("number", "file_name", "size", "pages", "sha256", "signed_on", "added_at")


def paper(
    holding: Holding, versions: list[dict[str, Any]], looks: Mapping[str, Any], catalogue: Catalogue, *, vault: str
) -> dict[str, Any]:
    """One paper of the manifest; who else holds it is said by their number alone."""
    item, said = holding.item, record(holding.item)
    seen, kind = item.seen_by(vault), catalogue.types.get(item.document_type)
    return {
        "item": item.id,
        **{name: said.get(name) for name in _OF_ITEM},
        "document_type_name": kind.name if kind else item.document_type,
        "kind": item.kind,
        "kind_name": KIND_NAMES[item.kind],
        "origin": item.origin,
        "origin_name": ORIGIN_NAMES[item.origin],
        "state": seen.state,
        "state_name": ITEM_STATE_NAMES[seen.state],
        "holders": len(item.holders),
        "reuses": len(holding.pinned_by),
        "versions": versions,
        "accesses": looks,
    }


def version(each: Version, report: Mapping[str, Any], current: int) -> dict[str, Any]:
    said = record(each)
    return {
        **{name: said.get(name) for name in _OF_VERSION},
        "is_current": each.number == current,
        "standing": each.standing,
        "standing_name": STANDING_NAMES[each.standing],
        "sentence": summed_up(of_report(dict(report))) if report else f"{STANDING_NAMES[each.standing]}.",
    }


def looks(place: str) -> Iterator[dict[str, Any]]:
    """Who looked, the latest first, read as they are asked for: agencies by unit and dossier, no officer's own id."""
    last: str | None = None
    while True:
        page, last = access.accesses_of(place, limit=_AT_ONCE, after=last)
        yield from map(_look, page)
        if last is None:
            return


def _look(each: access.Access) -> dict[str, Any]:
    return {
        "at": each.at.isoformat(),
        "version": each.version,
        "purpose": each.purpose,
        "unit": each.unit,
        "unit_name": each.names.get("unit"),
        "dossier": each.names.get("dossier") or each.dossier,
    }
