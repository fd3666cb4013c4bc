"""Our own time in a warm API handler, AWS calls excluded (bound: median ≤ 3 ms), through the door Lambda uses."""

from __future__ import annotations

import json
import logging
import statistics
import time
from collections.abc import Callable
from typing import Any

from shared.clock import new_id
from shared.storage import clients
from shared.web.caller import Caller
from tests.conftest import a_caller, a_world
from tests.functions.dossiers.stood import stand_catalogue
from tests.functions.dossiers.test_handlers import BIRTH, COMMUNE, CORRECT_DIPLOMA, an_item

RUNS = 40
BOUND_MS = 3.0
PAPERS = 50
Ask = Callable[..., Any]


class Away:
    """Time spent in AWS calls: from the call's parameters to its parsed answer."""

    def __init__(self) -> None:
        self.spent, self._began = 0.0, 0.0

    def leaves(self, **_: Any) -> None:
        self._began = time.process_time()

    def returns(self, **_: Any) -> None:
        self.spent += time.process_time() - self._began


def run() -> list[tuple[str, float, float]]:
    """Rows of name, median processor ms of our own, and ratio to the bound (1.0 is the bound itself)."""
    logging.disable(logging.INFO)
    with a_world():
        away = _listened()
        stand_catalogue()
        caller = a_caller()
        papers = [an_item(caller.vault, BIRTH) for _ in range(PAPERS)]
        ask = _door(caller)
        dossier = ask("POST", "/dossiers", {"procedure": CORRECT_DIPLOMA, "unit": COMMUNE})["id"]
        asked: dict[str, Callable[[], Any]] = {
            f"GET /vault/items, {PAPERS} of them": lambda: ask("GET", "/vault/items"),
            "GET /vault/items/{id}": lambda: ask("GET", "/vault/items/{item_id}", item_id=papers[0].id),
            f"POST /dossiers, {PAPERS} papers to match": lambda: ask(
                "POST", "/dossiers", {"procedure": CORRECT_DIPLOMA, "unit": COMMUNE}
            ),
            f"GET /dossiers/{{id}}, a draft, {PAPERS} papers": lambda: ask(
                "GET", "/dossiers/{dossier_id}", dossier_id=dossier
            ),
            "PUT …/components/{code}": lambda: ask(
                "PUT", "/dossiers/{dossier_id}/components/{code}", {"way": "data"}, dossier_id=dossier, code="TP03"
            ),
            "GET /procedures?q=": lambda: ask("GET", "/procedures", q="khai sinh"),
            "POST /vault/uploads": lambda: ask("POST", "/vault/uploads", _announcement()),
        }
        return [_row(name, act, away) for name, act in asked.items()]


def _row(name: str, act: Callable[[], Any], away: Away) -> tuple[str, float, float]:
    own = []
    for _ in range(RUNS):
        away.spent, began = 0.0, time.process_time()
        act()
        own.append((time.process_time() - began - away.spent) * 1000)
    median = statistics.median(own)
    return f"own time: {name} (ms)", median, median / BOUND_MS


def _listened() -> Away:
    away = Away()
    for client in (clients.table().meta.client, clients.s3(), clients.kms()):
        client.meta.events.register_first("provide-client-params.*.*", away.leaves)
        client.meta.events.register_last("after-call.*.*", away.returns)
    return away


def _door(caller: Caller) -> Ask:
    """The API as Lambda calls it: an event of API Gateway's, with what the authorizer said."""
    from app import app  # noqa: PLC0415 - with the world's settings

    def ask(method: str, path: str, body: Any = None, q: str = "", **parameters: str) -> Any:
        event = {
            "requestContext": {
                "httpMethod": method,
                "resourcePath": path,
                "path": path,
                "authorizer": caller.as_context(),
            },
            "headers": {"content-type": "application/json"},
            "pathParameters": parameters,
            "multiValueQueryStringParameters": {"q": [q]} if q else None,
            "stageVariables": None,
            "body": json.dumps(body) if body is not None else "",
            "isBase64Encoded": False,
        }
        answer = app(event, None)
        assert answer["statusCode"] < 300, answer["body"]
        return json.loads(answer["body"])

    return ask


def _announcement() -> dict[str, Any]:
    sha256 = f"{int(new_id(), 36):064x}"[:64]
    return {"kind": "result", "document_type": BIRTH, "file_name": "a.pdf", "size": 1000, "sha256": sha256}
