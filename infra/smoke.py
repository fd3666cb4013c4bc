"""Does a deployment answer at all: its description openly, its vault to nobody in particular."""

from __future__ import annotations

import time
import urllib.error
import urllib.request

from infra.address import reach
from infra.obstacle import Obstacle

_EXPECTED = {"openapi.json": 200, "vault/items": 401}


def smoke_test(address: str, *, patience: float = 60) -> None:
    """An obstacle when the API does not come to answer as it should; a new API takes some seconds."""
    until = time.monotonic() + patience
    while (answered := {path: _status(address, path) for path in _EXPECTED}) != _EXPECTED:
        if time.monotonic() > until:
            raise Obstacle(f"{address} answers {answered}; it should answer {_EXPECTED}.")
        time.sleep(1)


def _status(address: str, path: str) -> int | str:
    url, headers = reach(address)
    try:
        with urllib.request.urlopen(urllib.request.Request(url + path, headers=headers), timeout=30) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except OSError as error:
        return str(error)
