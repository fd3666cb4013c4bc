"""A webhook is signed, verified within its window, and goes to the very address that was allowed."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from shared.channels import webhooks
from shared.channels.http import NoAnswer, NotReached
from shared.channels.webhooks import Forbidden, call, signed, verify
from shared.domain.forwarding import may_be_called

CONFIG = Path(__file__).parents[3] / ".chalice" / "config.json"
OUR_OWN = 5  # seconds of the function for what is no call
NOW = datetime(2026, 11, 29, 1, tzinfo=UTC)
BODY, SECRET = '{"event":"feedback.given","text":"Thị Ước"}'.encode(), "bí mật"
OK = b"HTTP/1.1 204 Fine\r\n\r\n"


def anywhere(_address):
    return True


@given(st.binary(max_size=200), st.text(min_size=1, max_size=40))
def test_what_is_signed_is_verified_by_who_has_the_secret_and_by_nobody_else(body, secret):
    header = signed(body, at=NOW, secrets=[secret])
    assert verify(body, header, secret=secret, at=NOW)
    assert not verify(body + b" ", header, secret=secret, at=NOW)
    assert not verify(body, header, secret=secret + "x", at=NOW)


@pytest.mark.parametrize(("late", "holds"), [(0, True), (300, True), (301, False), (-300, True), (-301, False)])
def test_what_is_replayed_later_is_refused(late, holds):
    header = signed(BODY, at=NOW, secrets=[SECRET])
    assert verify(BODY, header, secret=SECRET, at=NOW + timedelta(seconds=late)) is holds


def test_a_replay_with_a_newer_stamp_is_refused():
    header = signed(BODY, at=NOW, secrets=[SECRET])
    later = NOW + timedelta(hours=1)
    forged = header.replace(f"t={int(NOW.timestamp())}", f"t={int(later.timestamp())}")
    assert not verify(BODY, forged, secret=SECRET, at=later)


def test_while_a_secret_is_changed_either_one_verifies():
    header = signed(BODY, at=NOW, secrets=["new", "old"])
    assert verify(BODY, header, secret="new", at=NOW)
    assert verify(BODY, header, secret="old", at=NOW)
    assert not verify(BODY, header, secret="older", at=NOW)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=",
        "v1=0",
        "t=x,v1=0",
        "t=²,v1=0",
        "t=-1,v1=0",
        "t=1",
        "t=1,t=1,v1=0",
        "t=1,v1=é",
        "t=" + "9" * 5000,
        "," * 9,
    ],
)
def test_a_broken_header_is_no_proof(header):
    assert not verify(BODY, header, secret=SECRET, at=NOW)


def test_two_stamps_prove_nothing_even_when_one_is_signed():
    header = signed(BODY, at=NOW, secrets=[SECRET])
    assert not verify(BODY, f"t=1,{header}", secret=SECRET, at=NOW)


def a_certificate(folder, name):
    """A server's certificate for a name, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2099, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    kept = folder / "certificate.pem", folder / "key.pem"
    kept[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    kept[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return kept


@contextmanager
def a_server(answer, *, context=None):
    """One that reads one request and answers with whatever `answer(connection)` sends."""
    listening, heard = socket.create_server(("127.0.0.1", 0)), []

    def serve():
        connection, _ = listening.accept()
        with connection:
            try:
                with (
                    context.wrap_socket(connection, server_side=True) if context else nullcontext(connection) as spoken
                ):
                    heard.append(whole_request(spoken))
                    answer(spoken)
            except OSError:
                return

    serving = threading.Thread(target=serve, daemon=True)
    serving.start()
    try:
        yield listening.getsockname()[1], heard
    finally:
        listening.close()
        serving.join(5)


def whole_request(connection):
    request = b""
    while not request.endswith(BODY) and (piece := connection.recv(65536)):
        request += piece
    return request


def says(raw):
    return lambda connection: connection.sendall(raw)


@pytest.mark.parametrize("status", [200, 204, 302, 401, 404, 410, 429, 500, 503])
def test_the_status_that_comes_back_is_told_and_no_redirection_followed(status):
    answer = f"HTTP/1.1 {status} So\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n".encode()
    with a_server(says(answer)) as (port, heard):
        assert call(f"http://127.0.0.1:{port}/feedback?a=b", BODY, {"X": "y"}, may_be_called=anywhere) == status
    [request] = heard
    assert request.startswith(b"POST /feedback?a=b HTTP/1.1\r\n")
    assert request.endswith(BODY)
    assert f"Host: 127.0.0.1:{port}\r\n".encode() in request


def test_a_huge_body_is_not_read():
    def endless(connection):
        connection.sendall(b"HTTP/1.1 200 Fine\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    with a_server(endless) as (port, _):
        assert call(f"http://127.0.0.1:{port}/", BODY, {}, may_be_called=anywhere) == 200


def test_an_answer_that_drips_is_not_waited_for(monkeypatch):
    """Each byte comes in time; all of them never would."""
    monkeypatch.setattr(webhooks, "WHOLE", 0.3)
    left = threading.Event()

    def drip(connection):
        connection.sendall(b"HTTP/1.1 200 Fi")
        while not left.wait(0.02):
            connection.sendall(b"n")

    with a_server(drip) as (port, _):
        with pytest.raises(NoAnswer):
            call(f"http://127.0.0.1:{port}/", BODY, {}, may_be_called=anywhere)
        left.set()


def test_silence_garbage_and_a_closed_door_are_told_apart(monkeypatch):
    monkeypatch.setattr(webhooks, "READ", 0.2)
    for answer in (says(b"\x00\x01"), says(b""), lambda connection: connection.recv(1)):
        with a_server(answer) as (port, _), pytest.raises(NoAnswer):
            call(f"http://127.0.0.1:{port}/", BODY, {}, may_be_called=anywhere)
    with pytest.raises(NotReached):
        call(f"http://127.0.0.1:{port}/", BODY, {}, may_be_called=anywhere)


def names(monkeypatch, *addresses):
    """The resolver's answers from here on, and how often it was asked."""
    asked, really = [], socket.getaddrinfo

    def answer(host, port, *more, **named):
        if host in addresses:  # no name: to be called
            return really(host, port, *more, **named)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["172.16.0.1"],
        ["192.168.1.1"],
        ["169.254.169.254"],
        ["100.64.0.1"],
        ["0.0.0.0"],
        ["224.0.0.1"],
        ["255.255.255.255"],
        ["::1"],
        ["fe80::1%eth0"],
        ["fd00::1"],
        ["fec0::1"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::a00:1"],
        ["2002:7f00:1::"],
        ["8.8.8.8", "127.0.0.1"],  # one of them is enough
        [],
    ],
)
def test_a_name_that_leads_inside_is_never_called(monkeypatch, addresses):
    names(monkeypatch, *addresses)
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("it was called"))
    with pytest.raises(Forbidden):
        call("https://agency.example.vn/", BODY, {}, may_be_called=lambda one: may_be_called(one, loopback=False))


def test_the_name_is_looked_up_once_and_its_address_pinned(monkeypatch):
    """A name server that says something else the second time is not asked a second time."""
    with a_server(says(OK)) as (port, heard):
        asked = names(monkeypatch, "127.0.0.1")
        assert call(f"http://agency.example.vn:{port}/", BODY, {}, may_be_called=anywhere) == 204
    assert asked == ["agency.example.vn"]
    assert f"Host: agency.example.vn:{port}\r\n".encode() in heard[0]


def test_a_name_server_that_does_not_answer_is_not_waited_for(monkeypatch):
    """It may take minutes: the resolver knows no bound of ours."""
    monkeypatch.setattr(webhooks, "LOOK_UP", 0.1)
    answers = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers.wait(10) and [])
    began = time.monotonic()
    with pytest.raises(NotReached):
        call("https://agency.example.vn/", BODY, {}, may_be_called=anywhere)
    assert time.monotonic() - began < 5
    answers.set()


def test_looking_up_and_calling_end_before_the_function_does():
    functions = json.loads(CONFIG.read_text())["lambda_functions"]
    assert functions["forward_feedback"]["lambda_timeout"] >= webhooks.LOOK_UP + webhooks.WHOLE + OUR_OWN


def test_over_tls_the_name_must_be_the_certificates_own(monkeypatch, tmp_path):
    certificate, key = a_certificate(tmp_path, "agency.example.vn")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    names(monkeypatch, "127.0.0.1")
    with a_server(says(OK), context=context) as (port, _):
        assert call(f"https://agency.example.vn:{port}/", BODY, {}, may_be_called=anywhere) == 204
    with a_server(says(OK), context=context) as (port, heard), pytest.raises(NotReached):
        call(f"https://other.example.vn:{port}/", BODY, {}, may_be_called=anywhere)
    assert heard == [], "nothing was said to a stranger"
