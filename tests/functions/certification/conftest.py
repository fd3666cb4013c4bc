"""The counter with its catalogue, its trust and its rooms."""

import pytest

from shared.storage import catalogues, trust
from tests.functions.certification.counter import ROOMS, Counter
from tests.functions.papers_at_the_desk import a_result, the_catalogue
from tests.functions.uploads.conftest import trusted

__all__ = ["trusted"]


@pytest.fixture(scope="session")
def copy() -> bytes:
    """A scan that the certifier and then the commune signed."""
    return a_result("Ban sao chung thuc")


@pytest.fixture
def counter(world, api, trusted) -> Counter:
    the_catalogue()
    catalogues.current()
    trust.current()
    world.calls.clear()
    return Counter(world, api(*ROOMS))
