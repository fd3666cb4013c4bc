"""A desk with its catalogue, its trust and its rooms."""

import pytest

from shared.storage import catalogues, trust
from tests.functions.papers_at_the_desk import ROOMS, Desk, the_catalogue
from tests.functions.uploads.conftest import trusted

__all__ = ["trusted"]


@pytest.fixture
def desk(world, api, trusted) -> Desk:
    catalogue = the_catalogue()
    catalogues.current()
    trust.current()
    world.calls.clear()
    return Desk(world, api(*ROOMS), catalogue)
