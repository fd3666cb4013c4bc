"""An authority's web server that publishes lists and answers questions, or does anything else; a trust bucket that
believes it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from infra.demo.certificates import Credential
from shared.clock import now
from shared.storage import trust
from tests import signed_pdfs
from tests.conftest import World

Behaviour = Callable[[BaseHTTPRequestHandler], None]
NONE: Mapping[str, str] = {}


class Authority(ThreadingHTTPServer):
    """What is published, by path: bytes, or a way to behave."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.published: dict[str, bytes | Behaviour] = {}
        self.answering: dict[str, Responder | Behaviour] = {}
        self.asked: list[str] = []
        self.ended = threading.Event()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{path}"

    def publishes(self, path: str, content: bytes | Behaviour) -> str:
        self.published[f"/{path}"] = content
        return self.address(path)

    def answers(self, path: str, responder: Responder | Behaviour) -> str:
        self.answering[f"/{path}"] = responder
        return self.address(path)


@dataclass(kw_only=True)
class Responder:
    """What an authority's responder says (RFC 6960): of every certificate it issued that it stands, but for these."""

    by: Credential
    revoked: dict[int, datetime] = field(default_factory=dict)
    held: frozenset[int] = frozenset()
    unknown: frozenset[int] = frozenset()
    at: datetime | None = None  # when it made its answers; None: as it is asked
    life: timedelta = timedelta(days=1)
    nonce: bytes | None = b""  # what it sends for one: the question's own when empty, None for none
    about: int | None = None  # of which certificate it speaks, whatever it is asked
    voice: Credential | None = None  # who signs in its authority's stead
    questions: list[tuple[int, bytes]] = field(default_factory=list)

    def __call__(self, request: BaseHTTPRequestHandler) -> None:
        content = request.rfile.read(int(request.headers["Content-Length"]))
        answer = self.answer(ocsp.load_der_ocsp_request(content))
        request.send_response(200 if request.headers["Content-Type"] == "application/ocsp-request" else 415)
        request.send_header("Content-Type", "application/ocsp-response")
        request.send_header("Content-Length", str(len(answer)))
        request.end_headers()
        request.wfile.write(answer)

    def answer(self, asked: ocsp.OCSPRequest) -> bytes:
        nonce = asked.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
        self.questions.append((asked.serial_number, nonce))
        serial, voice, at = self.about or asked.serial_number, self.voice or self.by, self.at or now()
        is_back = serial in self.revoked or serial in self.held
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=asked.issuer_name_hash,
            issuer_key_hash=asked.issuer_key_hash,
            serial_number=serial,
            algorithm=asked.hash_algorithm,
            cert_status=_status(is_back=is_back, is_unknown=serial in self.unknown),
            this_update=at,
            next_update=at + self.life,
            revocation_time=self.revoked.get(serial, at) if is_back else None,
            revocation_reason=x509.ReasonFlags.certificate_hold if serial in self.held else None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, voice.certificate)
        if self.voice:
            builder = builder.certificates([self.voice.certificate])
        if self.nonce is not None:
            builder = builder.add_extension(x509.OCSPNonce(self.nonce or nonce), critical=False)
        return builder.sign(voice.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _status(*, is_back: bool, is_unknown: bool) -> ocsp.OCSPCertStatus:
    if is_unknown:
        return ocsp.OCSPCertStatus.UNKNOWN
    return ocsp.OCSPCertStatus.REVOKED if is_back else ocsp.OCSPCertStatus.GOOD


class _Handler(BaseHTTPRequestHandler):
    server: Authority

    def do_POST(self) -> None:
        self.server.asked.append(self.path)
        responder = self.server.answering.get(self.path)
        if responder:
            responder(self)
        else:
            self.send_error(404)

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


@contextmanager
def serving(server: Authority) -> Iterator[Authority]:
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.ended.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def authority() -> Iterator[Authority]:
    with serving(Authority()) as server:
        yield server


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

    def of(*addresses: str, responders: Mapping[str, str] = NONE, **known: str) -> None:
        told = [{"address": each} for each in addresses]
        told += [{"authority": key, "address": each} for key, each in known.items()]
        told += [{"authority": key, "responder": each} for key, each in responders.items()]
        believing.put("trust", "addresses.json", json.dumps(told).encode())

    return of
