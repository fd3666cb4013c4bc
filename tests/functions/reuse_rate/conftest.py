"""A synthetic province whose dossiers were counted and published, and the people who ask about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from functions.reuse_rate.handlers import publish_reuse_rate, room
from shared.clock import new_id, now
from shared.domain.dossiers import Dossier
from shared.storage import catalogues, people
from shared.storage.table import put, write
from shared.web.caller import ADMINISTRATOR, HEAD, OFFICER, Caller
from tests.conftest import Answer, Api, World, a_caller
from tests.functions.reuse_rate import stream

MONTH = "2026-10"
PROVINCE = "H21"


@dataclass(frozen=True, slots=True)
class Published:
    """October 2026 of forty dossiers of each of two communes, and one of a third."""

    world: World
    api: Api
    dossiers: tuple[Dossier, ...]

    def ask(self, path: str, caller: Caller | None, **query: Any) -> Answer:
        return self.api.get(path, caller=caller, query=query or None)

    def publish(self, *periods: str) -> None:
        publish_reuse_rate(on_demand(*periods), None)


def on_demand(*periods: str) -> dict[str, Any]:
    told = {"version": "0", "account": "0", "region": "r", "detail-type": "on demand", "source": "us", "time": "t"}
    return {**told, "id": "1", "resources": [], "detail": {"periods": list(periods)} if periods else {}}


def officer(unit: str, *roles: str) -> Caller:
    return a_caller(unit=unit, roles=frozenset(roles or (OFFICER,)))


ADMIN = a_caller(roles=frozenset({ADMINISTRATOR}))


@pytest.fixture
def counted(world: World) -> World:
    """A world whose catalogue is the one of the synthetic province."""
    catalogues.keep(stream.catalogue(), imported_at=now(), imported_by=new_id(), after=None)
    catalogues.current()
    world.calls.clear()
    return world


@pytest.fixture
def province(counted: World, api: Callable[..., Api]) -> Published:
    dossiers = stream.received_in(date(2026, 10, 1), date(2026, 10, 31), {"H21.001": 40, "H21.002": 40, "H21.003": 1})
    stream.told([stream.a_change(None, each) for each in dossiers])
    for each in dossiers:
        write(put(stream.a_row(each)))
    found = Published(counted, api(room), tuple(dossiers))
    found.publish(MONTH)
    counted.calls.clear()
    return found


def a_head(world: World, unit: str) -> str:
    """The person id of an appointed head."""
    with world.calls.unheard():
        return people.appoint("052090000123", unit, [HEAD])
