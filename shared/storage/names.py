"""What people are called, by id: a page of a queue names its officers without reading each of them again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from shared.clock import now
from shared.storage import keys
from shared.storage.table import rows_of

FRESH_FOR = timedelta(minutes=10)  # for which a name is not asked again
_AT_MOST = 5000  # names in the memory of one function
_kept: dict[str, tuple[datetime, str]] = {}


def names_of(ids: Iterable[str | None]) -> dict[str, str]:
    """Names by person id; who is unknown or nameless is left out. 1 BatchGetItem for those not met lately, if any."""
    asked, at = {each for each in ids if each}, now()
    unmet = sorted(each for each in asked if each not in _kept or _kept[each][0] < at)
    found = rows_of([keys.person(each) for each in unmet])
    _remember({str(each["id"]): str(each["name"]) for each in found if each.get("name")}, at + FRESH_FOR)
    return {each: _kept[each][1] for each in asked if each in _kept}


def _remember(found: dict[str, str], until: datetime) -> None:
    if len(_kept) > _AT_MOST:
        _kept.clear()
    _kept.update({id: (until, name) for id, name in found.items()})


def forget() -> None:
    """Remember nobody: a test that changes the world calls this between two worlds."""
    _kept.clear()
