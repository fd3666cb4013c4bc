"""A browser for programs: follows redirects, keeps cookies, and finds *.localhost on this machine."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import urllib3

from infra.address import reach

_MOST_REDIRECTS = 10
_http = urllib3.PoolManager(retries=False, timeout=60)


@dataclass(frozen=True, slots=True)
class Page:
    """Where a visitor has come to, and what is there."""

    address: str
    status: int
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(slots=True)
class Visitor:
    """One browser. Cookies are kept per host, as browsers do, ports apart."""

    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def open(self, address: str) -> Page:
        return self._follow("GET", address, None, {})

    def submit(self, address: str, **form: str) -> Page:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._follow("POST", address, urlencode(form).encode(), kind)

    def call(self, method: str, address: str, fields: Any = None, *, token: str = "") -> Page:
        """What the portal's own script would send: JSON, with its access token."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = json.dumps(fields).encode() if fields is not None else None
        return self._follow(method, address, body, {"Content-Type": "application/json", **headers})

    def _follow(self, method: str, address: str, body: bytes | None, headers: dict[str, str]) -> Page:
        for _ in range(_MOST_REDIRECTS):
            answer = self._ask(method, address, body, headers)
            onward = answer.headers.get("Location")
            if answer.status not in (302, 303) or not onward:
                break
            method, address, body, headers = "GET", urljoin(address, onward), None, {}
            if not address.startswith("http"):
                return Page(address, 200, b"")  # an app's own scheme: the browser hands it over
        return Page(address, answer.status, answer.data)

    def _ask(self, method: str, address: str, body: bytes | None, headers: dict[str, str]) -> urllib3.BaseHTTPResponse:
        host = urlsplit(address).hostname or ""
        kept = self.cookies.setdefault(host, {})
        target, named = reach(address)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in kept.items())} if kept else {}
        answer = _http.request(method, target, body=body, headers=headers | named | sent, redirect=False)
        for line in answer.headers.getlist("Set-Cookie"):
            for name, cookie in SimpleCookie(line).items():
                kept[name] = cookie.value
                if cookie["max-age"] == "0":
                    del kept[name]
        return answer
