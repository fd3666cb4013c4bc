"""What a network does to a store: a write arrives, and its answer does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from moto.core.botocore_stubber import BotocoreStubber

from shared.storage.clients import table
from tests.conftest import World


@pytest.fixture
def lose_answer(world: World) -> Iterator[Callable[[], None]]:
    """From the call on, the next PutItem is carried out and its answer lost, as if the connection had broken."""
    events, to_lose, stubber = table().meta.client.meta.events, [0], BotocoreStubber()
    stubber.enabled = True

    def before_send(event_name: str, request: Any, **more: Any) -> None:
        if to_lose[0]:
            to_lose[0] -= 1
            stubber(event_name, request, **more)
            raise ReadTimeoutError(endpoint_url=request.url)

    def lose() -> None:
        to_lose[0] = 1

    events.register_first("before-send.dynamodb.PutItem", before_send)
    yield lose
    events.unregister("before-send.dynamodb.PutItem", before_send)
