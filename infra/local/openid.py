"""Both national identity providers on one loopback port, with invented people, and a way to sign in as one of them.

    python -m infra.local.openid --port 4567

VNeID answers as 127.0.0.1 and the National Public Service Portal (DVCQG) as localhost: two issuers, two sets of keys.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from infra.demo.people import NEIGHBOUR, PEOPLE, WALKER
from infra.local.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from flask import Flask, Response

HOSTS = {"vneid": "127.0.0.1", "dvcqg": "localhost"}
LABELS = {"vneid": "VNeID", "dvcqg": "Cổng Dịch vụ công quốc gia"}
MOBILE_REDIRECT = "vn.kho.demo:/signed-in"
_PAGES = Path(__file__).with_name("pages")


def settings(*, address: str, port: int) -> dict[str, Any]:
    """What to keep in OPENID_SECRET so that the API at `address` signs people in at the provider on `port`."""
    return {
        "home": address,
        "providers": {name: _provider(name, address, port) for name in HOSTS},
        "apps": {"mobile": [MOBILE_REDIRECT]},
    }


def _provider(name: str, address: str, port: int) -> dict[str, Any]:
    issuer = f"http://{HOSTS[name]}:{port}"
    return {
        "label": LABELS[name],
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/oauth2/authorize",
        "token_endpoint": f"{issuer}/oauth2/token",
        "jwks_uri": f"{issuer}/jwks",
        "client_id": "kho",
        "client_secret": "not-checked-here",
        "redirect_uri": f"{address}sign-in/{name}/callback",
        "scope": "openid profile",
    }


def serve(port: int) -> None:
    """Answer until the process is ended."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # plain HTTP, on loopback alone
    from werkzeug.serving import make_server  # noqa: PLC0415 - only the server needs it

    server = make_server(
        "127.0.0.1", port, _by_host({HOSTS[name]: _application(name) for name in HOSTS}), threaded=True
    )
    issuers = " ".join(f"{name}=http://{host}:{server.server_port}" for name, host in HOSTS.items())
    print(f"openid ready: {issuers}", flush=True)
    server.serve_forever()


def _by_host(applications: Mapping[str, WSGIApplication]) -> WSGIApplication:
    def dispatch(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", "").partition(":")[0]
        return applications.get(host, applications[HOSTS["vneid"]])(environ, start)

    return dispatch


def _application(provider: str) -> Flask:
    from jinja2 import ChoiceLoader, FileSystemLoader  # noqa: PLC0415
    from oidc_provider_mock import User, app  # noqa: PLC0415

    people = [each for each in PEOPLE if provider in each.providers]
    users = [User(sub=each.subject, claims=each.claims(provider)) for each in (*people, WALKER, NEIGHBOUR)]
    made: Flask = app(require_nonce=True, user_claims=users)
    loader = made.jinja_loader
    made.jinja_env.loader = ChoiceLoader([FileSystemLoader(_PAGES), *([loader] if loader else [])])
    made.jinja_env.globals |= {"people": people, "provider_label": LABELS[provider]}
    _check_pkce(made)
    return made


def _check_pkce(application: Flask) -> None:
    """The mock lets any verifier pass, so its codes are remembered with their challenges here (RFC 7636 §4.6)."""
    from flask import jsonify, request  # noqa: PLC0415

    challenges: dict[str, str] = {}

    @application.after_request
    def remember(response: Response) -> Response:
        if request.path == "/oauth2/authorize" and response.status_code == 302:
            for code in parse_qs(urlsplit(response.location or "").query).get("code", []):
                challenges[code] = request.args.get("code_challenge", "")
        return response

    @application.before_request
    def compare() -> tuple[Response, int] | None:
        if request.path != "/oauth2/token":
            return None
        hashed = hashlib.sha256(request.form.get("code_verifier", "").encode()).digest()
        met = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
        if challenges.pop(request.form.get("code", ""), "") == met:
            return None
        return jsonify(error="invalid_grant"), 400


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody signed in, in a browser of their own."""

    access_token: str
    visitor: Visitor


class NotLetIn(Exception):
    """Sign-in ended on another page than it should; the message says what stood there."""


def sign_in(address: str, provider: str, subject: str) -> SignedIn:
    """Sign in at the local provider through every redirect a browser would follow. Raises `NotLetIn` with the page."""
    visitor = Visitor()
    form = visitor.open(f"{address}sign-in/{provider}")
    arrived = visitor.submit(form.address, sub=subject)
    session = visitor.call("POST", f"{address}session", {})
    if session.status != 200:
        raise NotLetIn(f"{arrived.status} {arrived.address}: {arrived.body.decode(errors='replace')[:2000]}")
    return SignedIn(session.json["access_token"], visitor)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, required=True)
    serve(options.parse_args().port)
