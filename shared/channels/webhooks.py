"""A signed webhook: how we sign what we tell an agency's system, how it verifies that, and the call itself.

The header says when, and proves with each secret that is valid then: `Kho-Signature: t=1764370000,v1=<hex>[,v1=<hex>]`,
each `v1` an HMAC-SHA256 (RFC 2104), in hex, over `<t>.<body>`, the body as its bytes are. `Idempotency-Key` is the
event's id: who has it already answers 2xx and does nothing.

The name is looked up once and the connection goes to that very address, so nobody can show us one address for the check
and another for the call. Redirections are not followed and nothing of the answer's body is read.
"""

from __future__ import annotations

import hmac
import http.client
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from threading import Thread, Timer
from typing import Any
from urllib.parse import urlsplit

from shared.channels.http import CONNECT, READ, NoAnswer, NotReached

SIGNATURE, KEY = "Kho-Signature", "Idempotency-Key"
WINDOW = 300  # seconds a signature is good for, either way: clocks differ
LOOK_UP = 5.0  # seconds for the name, then
WHOLE = 10.0  # for the call, however slowly its answer drips
_MOST_SIGNATURES = 8
_LONGEST_STAMP = 12  # digits


class Forbidden(Exception):
    """The name leads where we do not call."""


def signed(body: bytes, *, at: datetime, secrets: Iterable[str]) -> str:
    """The header for a body sent now."""
    stamp = int(at.timestamp())
    return ",".join([f"t={stamp}", *(f"v1={_mac(body, stamp, secret)}" for secret in secrets)])


def verify(body: bytes, header: str, *, secret: str, at: datetime, window: int = WINDOW) -> bool:
    """Whether we signed this body with this secret, just now: the reference for who receives it.

    What a receiver adds: an event whose id it has seen already is answered 2xx and not acted on again.
    """
    parts = [each.strip().partition("=") for each in header.split(",")[: _MOST_SIGNATURES + 1]]
    stamps = [value for name, _, value in parts if name == "t"]
    if len(stamps) != 1 or not (stamps[0].isascii() and stamps[0].isdigit() and len(stamps[0]) <= _LONGEST_STAMP):
        return False
    stamp = int(stamps[0])
    expected = _mac(body, stamp, secret).encode()
    is_ours = [hmac.compare_digest(expected, value.encode()) for name, _, value in parts if name == "v1"]
    return any(is_ours) and abs(at.timestamp() - stamp) <= window


def _mac(body: bytes, stamp: int, secret: str) -> str:
    return hmac.new(secret.encode(), f"{stamp}.".encode() + body, sha256).hexdigest()


def call(url: str, body: bytes, headers: Mapping[str, str], *, may_be_called: Callable[[str], bool]) -> int:
    """POST a body; the status that came back.

    Raises `Forbidden` when the name leads to an address that may not be called, `NotReached` when nobody answers the
    door there, `NoAnswer` when nothing came back that could be read in time.
    """
    parts = urlsplit(url)
    connection = _Pinned(parts.hostname or "", parts.port, is_secret=parts.scheme == "https")
    connection.find(may_be_called)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with _in_time(connection):
        try:
            connection.connect()
        except OSError as error:
            raise NotReached from error
        try:
            connection.request("POST", path, body=body, headers={"Connection": "close", **headers})
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer from error
    if connection.was_cut:  # what came until then reads like an answer
        raise NoAnswer
    return status


class _Pinned(http.client.HTTPConnection):
    """A connection to the one address its name had when it was looked up."""

    def __init__(self, host: str, port: int | None, *, is_secret: bool) -> None:
        super().__init__(host, port or (http.client.HTTPS_PORT if is_secret else http.client.HTTP_PORT))
        self._is_secret = is_secret
        self._address = ""
        self.was_cut = False

    def find(self, may_be_called: Callable[[str], bool]) -> None:
        """Look the name up. One address of it that may not be called is enough to leave it alone."""
        addresses = _addresses(self.host, self.port)
        if not addresses or not all(map(may_be_called, addresses)):
            raise Forbidden
        self._address = next((each for each in addresses if ":" not in each), addresses[0])

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), CONNECT)
        self.sock.settimeout(READ)
        if self._is_secret:
            context = ssl.create_default_context()
            secret = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = secret  # before the handshake: that, too, is cut when it drips
            secret.do_handshake()

    def cut(self) -> None:
        """End whatever is waited for."""
        self.was_cut = True
        with suppress(OSError):
            if self.sock:
                self.sock.shutdown(socket.SHUT_RDWR)


def _addresses(host: str, port: int) -> list[str]:
    """Every address of a name. The resolver takes as long as its name servers do, so it is asked aside.

    Raises `NotReached` when nothing is known of the name in time.
    """
    answer: Future[list[Any]] = Future()

    def ask() -> None:
        try:
            answer.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except OSError as error:
            answer.set_exception(error)

    Thread(target=ask, daemon=True).start()  # nobody waits for its end
    try:
        found = answer.result(LOOK_UP)
    except OSError as error:  # a time-out is one, too
        raise NotReached from error
    return [str(address[0]) for *_, address in found]


@contextmanager
def _in_time(connection: _Pinned) -> Iterator[None]:
    """Each single wait is bounded; this bounds all of them together."""
    timer = Timer(WHOLE, connection.cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        connection.close()
