"""A catalogue as the document it could be imported from: to keep, to edit, to put in force once more."""

from __future__ import annotations

from typing import Any

from shared.domain.catalogue import Catalogue
from shared.storage.records import record

Document = dict[str, Any]


def document_of(catalogue: Catalogue) -> Document:
    """What `reading.read_catalogue` makes the same catalogue of: successors follow from predecessors, and stay out."""
    document = {name: entries for name, entries in record(catalogue).items() if name != "version"}
    units = [{name: value for name, value in unit.items() if name != "successors"} for unit in document["units"]]
    return document | {"units": units}
