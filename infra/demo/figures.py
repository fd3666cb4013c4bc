"""Two years of a synthetic province, counted and published: something to see on the leader's page."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from infra.demo.citizen import Citizen
from infra.demo.people import ADMINISTRATOR
from infra.demo.province import Province
from infra.obstacle import Obstacle
from shared.domain.contribution import Contribution, Sheet, contribution, counts
from shared.storage import catalogues, keys
from shared.storage.clients import table
from shared.storage.records import record

_PATIENCE = 120.0  # seconds until everything must have been published


def count_province(number: int) -> None:
    """What is kept of so many dossiers, and the sheets that sums up to, as the stream would have left them."""
    catalogue, sheets = catalogues.current(), defaultdict[Sheet, list[Contribution]](list)
    for each in Province(catalogue).finals(number):
        if one := contribution(each, catalogue.procedures_by_code[each.procedure]):
            sheets[one.sheet].append(one)
    with table().batch_writer() as batch:
        for sheet, found in sheets.items():
            batch.put_item({**keys.sheet(sheet.unit, sheet.day), "counts": counts(found), "revision": 1})
            for one in found:
                batch.put_item({**keys.counted(sheet.unit, sheet.day, one.dossier), **record(one), "version": 1})


def publish(address: str, periods: Sequence[str]) -> None:
    """Ask for them as an administrator does, and wait until they are there."""
    administrator = Citizen.signed_in(address, ADMINISTRATOR.subject)
    waiting = administrator.must("POST", "reuse-rate/publications", {"periods": list(periods)})["periods"]
    until = time.monotonic() + _PATIENCE
    while waiting := [each for each in waiting if not _is_published(administrator, **each)]:
        if time.monotonic() > until:
            raise Obstacle(f"{waiting[0]['period']} was not published within {_PATIENCE:.0f} seconds.")
        time.sleep(0.5)


def _is_published(administrator: Citizen, *, period: str, asked_at: str, **_: Any) -> bool:
    at = administrator.must("GET", f"reuse-rate/publications/{period}")["published_at"]
    return at is not None and datetime.fromisoformat(at) >= datetime.fromisoformat(asked_at)
