"""Somebody at their computer: signs in and uses the vault over HTTP as the portal would."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import Any

import urllib3

from infra.local.openid import SignedIn, sign_in
from infra.obstacle import Obstacle

_http = urllib3.PoolManager(retries=False, timeout=60)
_PATIENCE = 90.0  # seconds until a file must have been judged


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status and the JSON."""

    status: int
    json: Any


@dataclass(frozen=True, slots=True)
class Citizen:
    """One signed-in person and the API's address, which ends in a slash."""

    address: str
    session: SignedIn

    @classmethod
    def signed_in(cls, address: str, subject: str, provider: str = "vneid") -> Citizen:
        return cls(address, sign_in(address, provider, subject))

    def ask(self, method: str, path: str, fields: Any = None) -> Answer:
        """One request, whatever comes back."""
        page = self.session.visitor.call(method, self.address + path, fields, token=self.session.access_token)
        return Answer(page.status, page.json if page.body else None)

    def must(self, method: str, path: str, fields: Any = None) -> Any:
        """One request that has to succeed; its JSON."""
        answer = self.ask(method, path, fields)
        if answer.status >= 400:
            raise Obstacle(f"{method} /{path} was refused: {answer.status} {answer.json}")
        return answer.json

    def announce(self, file: bytes, name: str, **said: Any) -> Answer:
        fields = {"file_name": name, "size": len(file), "sha256": hashlib.sha256(file).hexdigest(), **said}
        return self.ask("POST", "vault/uploads", fields)

    def deposit(self, file: bytes, name: str, **said: Any) -> Any:
        """[Thêm mới]: announced, sent, and what became of it."""
        announced = self.announce(file, name, **said)
        if announced.status != 201:
            raise Obstacle(f"{name} could not be announced: {announced.json}")
        self.send(announced.json, file, name)
        return self.judged(announced.json["id"])

    def send(self, announced: Any, file: bytes, name: str) -> int:
        """The file straight to the store, as the form says. The store's status."""
        form = {**announced["fields"], "file": (name, file, "application/pdf")}
        return _http.request("POST", announced["url"], fields=form).status

    def judged(self, upload: str) -> Any:
        """The upload once it is decided."""
        until = time.monotonic() + _PATIENCE
        while (found := self.must("GET", f"vault/uploads/{upload}"))["state"] == "announced":
            if time.monotonic() > until:
                raise Obstacle(f"Upload {upload} was not judged within {_PATIENCE:.0f} seconds.")
            time.sleep(0.2)
        return found
