"""A dossier received on a Friday morning before a long weekend, in its officer's hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine

from functions.desk.handlers import room as desks
from functions.requests.handlers import room
from shared.domain.dossiers import Dossier
from shared.storage import dossiers
from tests.conftest import Api, World
from tests.functions.at_the_desk import FRIDAY, Desk, a_citizen, a_dossier, an_officer
from tests.functions.dossiers.stood import stand_catalogue


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FRIDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(world: World, clock: time_machine.Traveller, api: Callable[..., Api]) -> Desk:
    stand_catalogue()
    return Desk(api(desks, room), an_officer())


@pytest.fixture
def received(desk: Desk, world: World) -> Dossier:
    """Due on Wednesday 9 September at 17:00: five working days."""
    dossier = a_dossier(a_citizen().vault)
    assert desk.receive(dossier).status == 200
    kept = dossiers.dossier(dossier.id)
    assert kept
    world.calls.clear()
    return kept
