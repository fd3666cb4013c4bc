"""What a browser is given: cookies it keeps but scripts cannot read, redirects, and a page when it cannot go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from html import escape
from urllib.parse import urlsplit

from chalice.app import Request, Response

from functions.sign_in import rules
from shared.domain.errors import KhoError
from shared.domain.sessions import Client
from shared.storage.settings import openid_settings

_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>body{{font:1.1rem/1.6 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem}}</style></head>
<body><h1>{title}</h1><p>{detail}</p><p><a href="{home}">Về trang đầu</a></p><p><small>{code}</small></p>
</body></html>"""
_LOOPBACK = frozenset({"localhost", "127.0.0.1"})
_PAGE_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """One cookie of ours: never for scripts, only for this host, and only over TLS but on the developer's machine."""

    name: str
    same_site: str
    life: timedelta

    def set(self, value: str) -> str:
        return self._written(value, int(self.life.total_seconds()))

    def cleared(self) -> str:
        return self._written("", 0)

    def of(self, request: Request) -> str:
        """What the browser sent; empty when it sent none."""
        pairs = (pair.strip().partition("=") for pair in request.headers.get("cookie", "").split(";"))
        return next((value for name, _, value in pairs if name == self._full_name()), "")

    def _written(self, value: str, seconds: int) -> str:
        secure = "; Secure" if _is_over_tls() else ""
        return f"{self._full_name()}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite={self.same_site}{secure}"

    def _full_name(self) -> str:
        return f"__Host-{self.name}" if _is_over_tls() else self.name


TRIED = Cookie(name="kho-sign-in", same_site="Lax", life=rules.SIGN_IN_LIFE)  # comes back from another site
SIGNED_IN = Cookie(name="kho-session", same_site="Strict", life=rules.LIFE[Client.WEB])
KNOWN = Cookie(name="kho-device", same_site="Lax", life=timedelta(days=400))  # no browser keeps one for longer


def home() -> str:
    """The portal's address, as configured."""
    return str(openid_settings().get("home", "/"))


def _is_over_tls() -> bool:
    """Everywhere but on loopback, whatever was configured: a mistyped `home` must not take the locks off."""
    address = urlsplit(home())
    host = address.hostname or ""
    return not (address.scheme == "http" and (host in _LOOPBACK or host.endswith(".localhost")))


def redirected(address: str, *cookies: str) -> Response:
    headers = {"Location": address, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return Response("", {**headers, "Set-Cookie": [*cookies]}, 302)


def page(refusal: KhoError) -> Response:
    words = {"title": refusal.title, "detail": refusal.detail, "code": refusal.code, "home": home()}
    page = _PAGE.format(**{name: escape(text) for name, text in words.items()})
    return Response(page, dict(_PAGE_HEADERS), refusal.status)
