"""A unit's queue of ten thousand dossiers: what one page of it reads, and how soon Chromium answers a key on it.

No emulator tells the read units of a Query (both answer half a unit, whatever was read), so they are taken of the rows
it did read, by DynamoDB's own rule: their size, rounded up to 4 KB, at half a unit each.
"""

from __future__ import annotations

import json
import logging
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from http.server import ThreadingHTTPServer
from math import ceil
from typing import Any

import urllib3
from chalice.config import Config
from chalice.local import ChaliceRequestHandler, LocalDevServer
from playwright.sync_api import Page

from infra.demo.screenshots import chromium
from infra.local import openid
from shared.clock import new_id, now
from shared.domain.dossiers import Party, State
from shared.domain.sessions import Client
from shared.storage import clients, dossiers, queues, settings
from shared.storage.queues import Wanted
from shared.storage.table import write
from tests.conftest import World, a_world
from tests.functions.at_the_desk import COMMUNE, a_citizen, a_dossier, an_officer
from tests.functions.dossiers.stood import stand_catalogue

DOSSIERS, PAGE = 10_000, 50
BOUND_UNITS = 10.0
BOUND_MS = 100.0
_KILOBYTES_A_UNIT = 4

Row = tuple[str, float, float]

_LISTEN = """() => {
  window.slowest = 0;
  new PerformanceObserver((seen) => {
    for (const each of seen.getEntries()) if (each.name === "keydown") slowest = Math.max(slowest, each.duration);
  }).observe({type: "event", durationThreshold: 16});
}"""


def run() -> list[Row]:
    """Rows of name, figure, and ratio to the bound (1.0 is the bound itself)."""
    logging.disable(logging.INFO)
    with a_world() as world:
        stand_catalogue()
        officer = an_officer().person
        _fill()
        units = _read_units()
        with _served(world) as address, chromium() as browser:
            _warm(address, officer)
            page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            page.context.add_cookies([{"name": "kho-session", "value": _token(officer), "url": address}])
            return [
                ("queue of 10 000: read units of a page of 50", units, units / BOUND_UNITS),
                *(_row(name, ms) for name, ms in _keys(page, address)),
            ]


def _row(name: str, ms: float) -> Row:
    return f"queue of 10 000: {name} (ms)", ms, ms / BOUND_MS


def _fill() -> None:
    """Through the store, each due an hour after the one before."""
    one, at = a_dossier(a_citizen().vault), now()
    for n in range(DOSSIERS - 1):
        named = Party(name=f"Nguyễn Thị Lan {n}")
        due = at + timedelta(hours=n - 100)
        code = f"{COMMUNE}-{at:%y%m%d}-{n + 10:04d}"
        write(dossiers.opened(replace(one, id=new_id(), code=code, owner_party=named, applicant=named, due_at=due)))


def _read_units() -> float:
    """Of the page in the middle of the queue."""
    read: list[dict[str, Any]] = []
    table = clients.table()
    before = table.query
    position = queues.queue(COMMUNE, State.SUBMITTED, Wanted(), limit=DOSSIERS // 2).last
    table.query = lambda **asked: read.append(answer := before(**asked)) or answer
    try:
        found = queues.queue(COMMUNE, State.SUBMITTED, Wanted(), limit=PAGE, after=position)
    finally:
        table.query = before
    assert len(found.dossiers) == PAGE
    size = sum(_bytes(row) for answer in read for row in answer["Items"])
    return ceil(size / 1024 / _KILOBYTES_A_UNIT) / 2


def _bytes(value: object) -> int:
    """What DynamoDB counts of a value ("Item sizes and formats")."""
    match value:
        case str():
            return len(value.encode())
        case bool() | None:
            return 1
        case Decimal() | int():
            return ceil(len(str(value)) / 2) + 1
        case dict():
            return sum(len(name.encode()) + _bytes(each) + 1 for name, each in value.items()) + 3
        case _:
            return sum(_bytes(each) + 1 for each in value) + 3  # type: ignore[attr-defined]


class _Server(ThreadingHTTPServer):
    daemon_threads = True


class _Quiet(ChaliceRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """One line for each of a hundred files says nothing."""


@contextmanager
def _served(world: World) -> Iterator[str]:
    """The whole application on a port of this machine."""
    from app import app  # noqa: PLC0415 - with the world's settings

    with tempfile.TemporaryDirectory() as nothing:
        config = Config.create(chalice_app=app, project_dir=nothing)
        local = LocalDevServer(app, config, "127.0.0.1", 0, handler_cls=_Quiet, server_cls=_Server)
        threading.Thread(target=local.server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{local.server.server_port}/"
        known = json.dumps(openid.settings(address=address, port=1))
        world.secrets.put_secret_value(SecretId="openid", SecretString=known)
        settings.forget()
        yield address
        local.shutdown()
        local.server.server_close()


def _token(person: str) -> str:
    from functions.sign_in import tokens  # noqa: PLC0415 - with the world's settings

    return tokens.started(person, person, Client.WEB)[1]


def _warm(address: str, officer: str) -> None:
    """What a module is asked first loads it; the local server's threads would load one twice at once, Lambda never."""
    cookie = {"Content-Type": "application/json", "Cookie": f"kho-session={_token(officer)}"}
    session = urllib3.request("POST", f"{address}session", body=b"{}", headers=cookie).json()
    known = {"Authorization": f"Bearer {session['access_token']}"}
    for path in ("me", "inbox?limit=1", "desk/counts", f"desk/dossiers?state=1&limit={PAGE}"):
        assert urllib3.request("GET", address + path, headers=known).status == 200


def _keys(page: Page, address: str) -> Iterator[tuple[str, float]]:
    """The slowest of many presses of each key, until what it did is painted; 16 ms is the least that is told."""
    page.goto(f"{address}#/desk?state=1")
    rows = page.locator(".queued")
    rows.nth(PAGE - 1).wait_for(timeout=120_000)
    for name, presses in (("to the next dossier", ["j"] * (PAGE - 1)), ("choosing each", ["x", "k"] * (PAGE - 1))):
        page.evaluate(_LISTEN)
        for key in presses:
            page.keyboard.press(key)
        page.wait_for_timeout(500)
        yield name, max(16.0, float(page.evaluate("slowest")))
    assert rows.count() == PAGE
