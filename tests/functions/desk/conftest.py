"""An officer of a commune at the desk, on a Friday morning before a long weekend."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine

from functions.desk.handlers import room
from shared.storage import catalogues
from tests.conftest import Api, World
from tests.functions.at_the_desk import FRIDAY, Desk, an_officer
from tests.functions.dossiers.stood import stand_catalogue


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FRIDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(world: World, clock: time_machine.Traveller, api: Callable[..., Api]) -> Desk:
    stand_catalogue()
    catalogues.current()  # as a warm function has it
    found = Desk(api(room), an_officer())
    world.calls.clear()
    return found
