"""One throw-away stack for all end-to-end tests: the packaged functions, IAM enforced, providers beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from infra import emulator, servers
from infra.stack import PORTS, up
from tests.end_to_end.asking import Stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    home, port = tmp_path_factory.mktemp("stack"), servers.free_ports(PORTS)
    with up(home, port=port, say=print, whole=emulator.runs_as_delivered()) as running:
        yield Stack(running)
