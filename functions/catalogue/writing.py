"""A catalogue as the document it could be imported from: to keep, to edit, to put in force once more."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from shared.domain.catalogue import Catalogue

Document = dict[str, Any]

_DERIVED = "successors"  # from predecessors, so no part of a document


def document_of(catalogue: Catalogue) -> Document:
    """What `reading.read_catalogue` makes the same catalogue of, without whatever an entry would have anyway."""
    document = _adapter().dump_python(catalogue, mode="json", exclude_defaults=True, exclude={"version"})
    units = [{name: value for name, value in unit.items() if name != _DERIVED} for unit in document["units"]]
    return {"issuers": [], **document, "units": units}


@cache
def _adapter() -> TypeAdapter[Catalogue]:
    return TypeAdapter(Catalogue)
