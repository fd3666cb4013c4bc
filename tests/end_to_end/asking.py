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

    def run(self, function: str) -> None:
        """Let a scheduled function run now, as its schedule does; `function` is its name in the template."""
        name = self._physical(function)
        answer = self.client("lambda").invoke(FunctionName=name, Payload=json.dumps(_SCHEDULED))
        assert "FunctionError" not in answer, answer["Payload"].read()

    def start_afresh(self, function: str) -> None:
        """Let a function forget what it remembers between two calls."""
        name, functions = self._physical(function), self.client("lambda")
        timeout = functions.get_function_configuration(FunctionName=name)["Timeout"]
        functions.update_function_configuration(FunctionName=name, Timeout=timeout)

    def _physical(self, function: str) -> str:
        stacks = self.client("cloudformation")
        [found] = stacks.describe_stack_resources(StackName="kho-local", LogicalResourceId=function)["StackResources"]
        return str(found["PhysicalResourceId"])

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


_SCHEDULED = {
    "version": "0",
    "id": "end-to-end",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "000000000000",
    "time": "2026-11-23T00:00:00Z",
    "region": "ap-southeast-1",
    "resources": [],
    "detail": {},
}


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
