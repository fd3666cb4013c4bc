"""An id_token counts only when it was signed by its provider, for us, for this sign-in, now."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from shared.channels import openid
from shared.channels.openid import Provider, verified, vouched
from shared.domain.errors import NotSignedIn, Unavailable

KEYS = [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2)]


class CrookedProvider(ThreadingHTTPServer):
    """Publishes the keys and gives the token a test wants, and counts how often its keys were asked for."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.keys = {"first": KEYS[0]}
        self.token = None
        self.asked_for_keys = 0
        self.page = None

    @property
    def issuer(self):
        return f"http://127.0.0.1:{self.server_port}"

    def trusted(self):
        return Provider(
            label="Test",
            issuer=self.issuer,
            authorization_endpoint=f"{self.issuer}/authorize",
            token_endpoint=f"{self.issuer}/token",
            jwks_uri=f"{self.issuer}/jwks",
            client_id="kho",
            client_secret="s",
            redirect_uri="http://kho/callback",
        )

    def jwks(self):
        self.asked_for_keys += 1
        return {
            "keys": [
                {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": name, "use": "sig"}
                for name, key in self.keys.items()
            ]
        }


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self._say(self.server.jwks())

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say({"id_token": self.server.token})

    def _say(self, fields):
        body = self.server.page or json.dumps(fields).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def provider():
    server = CrookedProvider()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def a_token(provider, key=KEYS[0], kid="first", algorithm="RS256", without=(), **claims):
    told = {
        "iss": provider.issuer,
        "sub": "1",
        "aud": "kho",
        "nonce": "n",
        "iat": int(time.time()),
        "exp": int(time.time()) + 300,
        **claims,
    }
    kept = {name: value for name, value in told.items() if name not in without}
    return jwt.encode(kept, key, algorithm=algorithm, headers={"kid": kid} if kid else {})


def test_a_token_that_holds_tells_its_claims(provider):
    assert verified(provider.trusted(), a_token(provider, HoVaTen="An"), nonce="n")["HoVaTen"] == "An"


def test_a_token_for_several_audiences_counts_when_it_was_given_to_us(provider):
    token = a_token(provider, aud=["kho", "other"], azp="kho")
    assert verified(provider.trusted(), token, nonce="n")["sub"] == "1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "of another sign-in"},
        {"aud": "another"},
        {"aud": ["kho", "other"]},
        {"aud": ["kho", "other"], "azp": "other"},
        {"azp": "other"},
        {"iss": "https://another.example"},
        {"exp": int(time.time()) - 60},
        {"iat": int(time.time()) + 600},
        {"nbf": int(time.time()) + 600},
        *({"without": [name]} for name in ("iss", "sub", "aud", "exp", "iat", "nonce")),
        {"key": KEYS[1]},
        {"kid": "unheard of"},
        {"key": None, "algorithm": "none"},
        {"key": "x" * 64, "algorithm": "HS256"},
        {"algorithm": "RS512"},
    ],
    ids=[f"fault-{n}" for n in range(20)],
)
def test_a_token_that_does_not_hold_lets_nobody_in(provider, wrong):
    with pytest.raises(NotSignedIn, match="IDENTITY_NOT_PROVEN"):
        verified(provider.trusted(), a_token(provider, **wrong), nonce="n")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "e30.e30."])
def test_what_is_no_token_lets_nobody_in(provider, token):
    with pytest.raises(NotSignedIn, match="IDENTITY_NOT_PROVEN"):
        verified(provider.trusted(), token, nonce="n")


def test_a_public_key_is_no_shared_secret(provider):
    """The classic confusion: HS256 with the published key."""
    published = KEYS[0].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head, body, _ = a_token(provider, key="x" * 64, algorithm="HS256").split(".")
    seal = hmac.digest(published, f"{head}.{body}".encode(), hashlib.sha256)
    forged = f"{head}.{body}.{base64.urlsafe_b64encode(seal).rstrip(b'=').decode()}"
    with pytest.raises(NotSignedIn, match="IDENTITY_NOT_PROVEN"):
        verified(provider.trusted(), forged, nonce="n")


def test_a_new_key_is_found_and_an_unheard_of_one_does_not_make_us_ask_forever(provider, monkeypatch):
    trusted = provider.trusted()
    verified(trusted, a_token(provider), nonce="n")
    provider.keys["second"] = KEYS[1]
    with monkeypatch.context() as later:
        began = time.monotonic()
        later.setattr(time, "monotonic", lambda: began + 31)
        assert verified(trusted, a_token(provider, key=KEYS[1], kid="second"), nonce="n")
        assert provider.asked_for_keys == 2
        for _ in range(5):
            with pytest.raises(NotSignedIn):
                verified(trusted, a_token(provider, kid="unheard of"), nonce="n")
        assert provider.asked_for_keys == 2


def test_a_key_that_was_withdrawn_is_good_no_more(provider, monkeypatch):
    trusted = provider.trusted()
    verified(trusted, a_token(provider), nonce="n")
    provider.keys = {"second": KEYS[1]}
    with monkeypatch.context() as later:
        began = time.monotonic()
        later.setattr(time, "monotonic", lambda: began + 301)
        with pytest.raises(NotSignedIn):
            verified(trusted, a_token(provider), nonce="n")


def test_a_provider_with_one_key_need_not_name_it(provider):
    assert verified(provider.trusted(), a_token(provider, kid=None), nonce="n")
    provider.keys["second"] = KEYS[1]
    openid._keys.cache_clear()
    with pytest.raises(NotSignedIn):
        verified(provider.trusted(), a_token(provider, kid=None), nonce="n")


@pytest.mark.parametrize("page", [b"<html>maintenance</html>", b"[]"])
def test_an_error_page_instead_of_keys_is_silence(provider, page):
    provider.page = page
    with pytest.raises((Unavailable, NotSignedIn)):
        verified(provider.trusted(), a_token(provider), nonce="n")


@pytest.mark.parametrize("page", [b"<html>maintenance</html>", b"[]"])
def test_an_error_page_instead_of_a_token_is_silence(provider, page):
    provider.page = page
    with pytest.raises(Unavailable, match="PROVIDER_SILENT"):
        vouched(provider.trusted(), code="c", verifier="v", nonce="n")


@pytest.mark.parametrize("token", [None, 7, {}])
def test_an_answer_without_a_token_is_a_refused_code(provider, token):
    provider.token = token
    with pytest.raises(NotSignedIn, match="CODE_REFUSED"):
        vouched(provider.trusted(), code="c", verifier="v", nonce="n")
