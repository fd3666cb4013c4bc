"""An agency's own system as `make run` and the tests have one: it believes what is signed, and keeps each event once.

Its secret is kept in `agency-secret` beside the inbox, as an administrator was told it. It can be told to misbehave.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from infra.local.inbox import Inbox
from shared.channels import webhooks

FEEDBACK = "/agency/feedback"
SECRET = "agency-secret"  # noqa: S105 - a file's name


class Agency:
    """What it was told is in the inbox, each event once, however often it came."""

    def __init__(self, inbox: Inbox, directory: Path) -> None:
        self.inbox = inbox
        self.calls = 0
        self.orders: list[bytes] = []  # answers to give instead, raw: the next ones first
        self._secret = directory / SECRET
        self._lock = threading.Lock()

    def believes(self, secret: str) -> None:
        self._secret.write_text(secret, encoding="utf-8")

    def answered(self, body: bytes, headers: Mapping[str, str], *, at: datetime) -> bytes:
        """The whole answer, as it goes over the wire."""
        with self._lock:
            self.calls += 1
            return self.orders.pop(0) if self.orders else _status(self._received(body, headers, at=at))

    def _received(self, body: bytes, headers: Mapping[str, str], *, at: datetime) -> int:
        secret = self._secret.read_text(encoding="utf-8") if self._secret.exists() else ""
        if not secret or not webhooks.verify(body, headers.get(webhooks.SIGNATURE, ""), secret=secret, at=at):
            return 401
        told = json.loads(body)
        if told["id"] != headers.get(webhooks.KEY):
            return 400
        if not any(each.get("request") == told["id"] for each in self.inbox.all()):
            text = f"{told['event']}: {told['step']['text']}"
            self.inbox.add(channel="agency", phone=told["unit"], text=text, request=told["id"], told=told)
        return 204


def _status(code: int) -> bytes:
    return f"HTTP/1.1 {code} Said\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
