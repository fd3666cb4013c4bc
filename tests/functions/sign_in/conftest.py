"""Sign-in as it is lived: our rooms on a loopback port, the local identity providers beside them, and browsers."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import urllib3
from chalice.config import Config
from chalice.local import LocalDevServer

from functions.sign_in.handlers import room
from infra import servers
from infra.local import openid
from infra.local.visitor import Page, Visitor
from shared.storage import settings
from tests.conftest import Api, World


class _Server(ThreadingHTTPServer):
    daemon_threads = True


@dataclass(slots=True)
class House:
    """The API on a port of this machine, and somebody's browser in front of it."""

    address: str
    provider_port: int
    world: World
    api: Api
    visitor: Visitor = field(default_factory=Visitor)

    def begin(self, provider: str = "vneid", query: str = "") -> Page:
        """To the provider's page, where one chooses who one is."""
        return self.visitor.open(f"{self.address}sign-in/{provider}{query}")

    def sign_in(self, subject: str, provider: str = "vneid", query: str = "") -> Page:
        return self.visitor.submit(self.begin(provider, query).address, sub=subject)

    def session(self, **body: str) -> Page:
        return self.visitor.call("POST", f"{self.address}session", body)

    def me(self, token: str) -> Any:
        return self.visitor.call("GET", f"{self.address}me", token=token).json

    def signed_in(self, subject: str, provider: str = "vneid") -> Any:
        """What `GET /me` says to this person, in a browser of their own."""
        self.visitor = Visitor()
        self.sign_in(subject, provider)
        return self.me(self.session().json["access_token"])

    def introduce(self, subject: str, **claims: str) -> None:
        """Somebody the first provider also knows from now on."""
        address = f"http://127.0.0.1:{self.provider_port}/users/{subject}"
        urllib3.request("PUT", address, json=claims)

    def configure(self, **changes: Any) -> None:
        """OPENID_SECRET as the local stack fills it, but for these changes."""
        self.fill(openid.settings(address=self.address, port=self.provider_port) | changes)

    def fill(self, filled: dict[str, Any]) -> None:
        self.world.secrets.put_secret_value(SecretId="openid", SecretString=json.dumps(filled))
        settings.forget()


@pytest.fixture(scope="session")
def provider_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The local identity providers, as the process `make run` starts."""
    port = servers.free_ports(1)
    log = tmp_path_factory.mktemp("openid") / "log"
    server = servers.start(
        "the OpenID providers",
        [sys.executable, "-m", "infra.local.openid", "--port", str(port)],
        port=port,
        log=log,
        environment=os.environ,
    )
    yield port
    server.stop()


@pytest.fixture
def house(api: Callable[..., Api], world: World, provider_port: int, tmp_path: Path) -> Iterator[House]:
    made = api(room)
    config = Config.create(chalice_app=made.client._app, project_dir=str(tmp_path))
    local = LocalDevServer(made.client._app, config, "127.0.0.1", 0, server_cls=_Server)
    threading.Thread(target=local.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    found = House(f"http://127.0.0.1:{local.server.server_port}/", provider_port, world, made)
    found.configure()
    yield found
    local.shutdown()
    local.server.server_close()
