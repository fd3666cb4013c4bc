"""Asking a running stack: over HTTP as anybody, or of its account as its owner."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3

from infra.address import reach
from infra.cloud import Cloud
from infra.stack import Running


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Stack:
    """The running stack and how to ask it."""

    running: Running

    @property
    def address(self) -> str:
        return self.running.address

    @property
    def outputs(self) -> dict[str, str]:
        return self.running.outputs

    def client(self, service: str) -> Any:
        """A client with the rights of the account's owner."""
        return boto3.client(service, **Cloud(self.running.endpoint).where())

    def ask(self, method: str, path: str, *, token: str | None = None, json_body: Any = None, **headers: str) -> Answer:
        """Ask the API; `path` has no slash in front."""
        url, host = reach(self.address)
        given = {**host, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if token:
            given["Authorization"] = f"Bearer {token}"
        if json_body is not None:
            given["Content-Type"] = "application/json"
        content = None if json_body is None else json.dumps(json_body).encode()
        return fetch(urllib.request.Request(url + path, data=content, headers=given, method=method))


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Redirections are answers too."""

    def redirect_request(self, *_: Any) -> None:
        return None


def fetch(request: urllib.request.Request) -> Answer:
    try:
        with urllib.request.build_opener(NoRedirect).open(request, timeout=60) as answer:
            return Answer(answer.status, dict(answer.headers), answer.read())
    except urllib.error.HTTPError as refusal:
        return Answer(refusal.code, dict(refusal.headers), refusal.read())


def eventually(question: Callable[[], Any], *, patience: float = 60) -> Any:
    """The first answer that is something, asked again and again until then."""
    until = time.monotonic() + patience
    while not (answer := question()):
        assert time.monotonic() < until, f"{question} had no answer in {patience} seconds"
        time.sleep(0.2)
    return answer
