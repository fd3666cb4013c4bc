"""An authority's web server that publishes lists, or anything else, and a trust bucket that believes it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import time_machine

from shared.storage import trust
from tests import signed_pdfs
from tests.conftest import World

Behaviour = Callable[[BaseHTTPRequestHandler], None]


class Authority(ThreadingHTTPServer):
    """What is published, by path: bytes, or a way to behave."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.published: dict[str, bytes | Behaviour] = {}
        self.asked: list[str] = []
        self.ended = threading.Event()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{path}"

    def publishes(self, path: str, content: bytes | Behaviour) -> str:
        self.published[f"/{path}"] = content
        return self.address(path)


class _Handler(BaseHTTPRequestHandler):
    server: Authority

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        content = self.server.published.get(self.path)
        if callable(content):
            content(self)
            return
        self.send_response(404 if content is None else 200)
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def authority() -> Iterator[Authority]:
    server = Authority()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.ended.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def believing(world: World) -> Iterator[World]:
    """The demonstration's authorities are believed, and nothing is known of revocations yet."""
    directory = signed_pdfs.pki().directory
    for folder in ("roots", "intermediates", "timestamping", "public"):
        for path in sorted((directory / folder).iterdir()):
            world.put("trust", f"{folder}/{path.name}", path.read_bytes())
    with time_machine.travel(signed_pdfs.NOW, tick=True):
        trust.forget()
        yield world


@pytest.fixture
def published_at(believing: World) -> Callable[..., None]:
    """The operator says where lists are published."""

    def of(*addresses: str, **known: str) -> None:
        told = [{"address": each} for each in addresses]
        told += [{"authority": key, "address": each} for key, each in known.items()]
        believing.put("trust", "addresses.json", json.dumps(told).encode())

    return of
