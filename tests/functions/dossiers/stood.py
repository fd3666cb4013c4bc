"""The catalogue the product ships with, standing in a test's table."""

from __future__ import annotations

import functools
from dataclasses import replace

from functions.catalogue.reading import read_catalogue
from infra.catalogue import shipped
from shared.clock import new_id, now
from shared.domain.catalogue import Catalogue
from shared.storage import catalogues


@functools.cache
def _read() -> Catalogue:
    return read_catalogue(shipped(), version=new_id())


def stand_catalogue() -> Catalogue:
    """Import it as the current version of an empty table."""
    catalogues.forget()
    fresh = replace(_read(), version=new_id())
    catalogues.keep(fresh, imported_at=now(), imported_by=new_id(), after=catalogues.pointer())
    return fresh
