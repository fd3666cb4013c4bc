"""The one way out to other people's servers: bounded patience, no second try, JSON back or nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    import urllib3

CONNECT = 2.0  # seconds
READ = 5.0
_PIECE = 64 * 1024  # bytes
_NONE: Mapping[str, str] = {}


class NotReached(Exception):
    """Nobody answered the door: nothing was sent."""


class NoAnswer(Exception):
    """It was sent, as far as we know; what came back, if anything, was no answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and the JSON object that came with it; no fields where it was something else (an error page, say)."""

    status: int
    fields: dict[str, Any] | None


def post_json(url: str, fields: Mapping[str, Any], *, headers: Mapping[str, str]) -> Answer:
    """Raises `NotReached` or `NoAnswer`; the caller knows whether trying again is safe."""
    body = json.dumps(fields, ensure_ascii=False).encode()
    return _post(url, body, {"Content-Type": "application/json", **headers})


def post_form(url: str, fields: Mapping[str, str], *, headers: Mapping[str, str]) -> Answer:
    body = urlencode(fields).encode()
    return _post(url, body, {"Content-Type": "application/x-www-form-urlencoded", **headers})


def fetch(url: str, *, largest: int, seconds: float) -> bytes:
    """What is published at an address, redirections followed twice. Raises `NoAnswer`, whatever the reason."""
    from urllib3 import util  # noqa: PLC0415

    follow = util.Retry(total=2, connect=0, read=0, status=0, other=0)
    return _brought("GET", url, largest=largest, seconds=seconds, retries=follow)


def asked(url: str, question: bytes, *, kind: str, largest: int, seconds: float) -> bytes:
    """What an address answers to a question of that media type. Raises `NoAnswer`, whatever the reason."""
    headers = {"Content-Type": kind}
    return _brought("POST", url, largest=largest, seconds=seconds, retries=False, body=question, headers=headers)


def _brought(
    method: str,
    url: str,
    *,
    largest: int,
    seconds: float,
    retries: urllib3.Retry | bool,
    body: bytes | None = None,
    headers: Mapping[str, str] = _NONE,
) -> bytes:
    """Neither a huge answer nor one that drips is waited for: at most so many bytes, in so many seconds."""
    from urllib3 import exceptions  # noqa: PLC0415

    until, content = time.monotonic() + seconds, b""
    once = {"Connection": "close", **headers}
    try:
        answer = _pool().request(method, url, preload_content=False, retries=retries, headers=once, body=body)
        with answer:
            while piece := answer.read1(_PIECE, decode_content=False):
                content += piece
                if len(content) > largest or time.monotonic() > until:
                    raise NoAnswer
    except exceptions.HTTPError as error:
        raise NoAnswer from error
    if answer.status != 200 or not content:
        raise NoAnswer
    return content


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    from urllib3 import exceptions  # noqa: PLC0415 - the API starts without it

    try:
        # No connection is kept: one that froze together with its function would swallow a message.
        answer = _pool().request("POST", url, body=body, headers={"Connection": "close", **headers})
    except (exceptions.NewConnectionError, exceptions.ConnectTimeoutError, exceptions.SSLError) as error:
        raise NotReached from error
    except exceptions.HTTPError as error:
        raise NoAnswer from error
    return Answer(answer.status, _object(answer.data))


@cache
def _pool() -> urllib3.PoolManager:
    import urllib3  # noqa: PLC0415

    return urllib3.PoolManager(timeout=urllib3.Timeout(connect=CONNECT, read=READ), retries=False)


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        fields = json.loads(body)
    except ValueError:
        return None
    return fields if isinstance(fields, dict) else None
