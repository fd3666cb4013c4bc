"""The portal's pages, and the API described for programs and for people."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from chalice.app import Response

from functions.portal import delivery, rules
from shared.domain.errors import NotFound
from shared.storage import buckets
from shared.web.rooms import ROUTES, TOLD, Room

room = Room(__name__)

VERSION = "0.1.0"
Headers = dict[str, str | list[str]]
Json = dict[str, Any]
_HEADERS: Headers = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_PAGE: Headers = {**_HEADERS, "Content-Type": "text/html; charset=utf-8"}
_STILL_PAGE = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_FOR_MINUTES = "public, max-age=300"
_FOR_EVER = "public, max-age=31536000, immutable"


@room.on("GET", "/", public=True, media_type="text/html")
def open_portal() -> Response:
    """The portal: one page, the rest of it comes from `/site`."""
    headers: Headers = {**_PAGE, "Cache-Control": "no-cache", "Content-Security-Policy": _policy()}
    return Response(_front_page(), headers)


@room.on("GET", "/site/{version}/{name}", public=True, media_type="*/*")
def read_site_file(version: str, name: str) -> Response:
    """A file of the site, kept by browsers for ever: when any file changes, all have new addresses."""
    if version != _version() or name not in _site():
        raise NotFound("NO_SUCH_FILE", "Không có tệp này.")
    headers: Headers = {**_HEADERS, "Content-Type": delivery.KINDS[Path(name).suffix], "Cache-Control": _FOR_EVER}
    return Response(_site()[name], headers)


@room.on("GET", "/openapi.json", public=True)
def describe_api() -> Response:
    """The OpenAPI 3.1 document of this very API."""
    headers: Headers = {**_HEADERS, "Content-Type": "application/json; charset=utf-8", "Cache-Control": _FOR_MINUTES}
    return Response(_document_text(), headers)


@room.on("GET", "/docs", public=True, media_type="text/html")
def read_about_api() -> Response:
    """The same document as a page to read."""
    headers: Headers = {**_PAGE, "Cache-Control": _FOR_MINUTES, "Content-Security-Policy": _STILL_PAGE}
    return Response(rules.api_page(_document(), style=f"site/{_version()}/api.css"), headers)


@cache
def _source() -> delivery.Files:
    site = Path(__file__).with_name("site")
    return {each.name: each.read_text(encoding="utf-8") for each in site.iterdir()}


@cache
def _pages() -> delivery.Pages:
    pages: delivery.Pages = json.loads(Path(__file__).with_name("pages.json").read_bytes())
    return pages


@cache
def _site() -> delivery.Files:
    words = Path(__file__).with_name("english")
    english = {each.stem: json.loads(each.read_bytes()) for each in words.iterdir()}
    return delivery.delivered(_source(), _pages(), english)


@cache
def _version() -> str:
    return delivery.fingerprint(_site())


@cache
def _front_page() -> str:
    return delivery.front_page(_source(), _pages(), version=_version())


@cache
def _policy() -> str:
    """Where files are sent and read is asked of the one that makes forms and links: they cannot drift apart."""
    uploads = buckets.upload_form("none", size=0)["url"]
    return delivery.policy(_front_page(), uploads=uploads, papers=buckets.vault_address())


@cache
def _document() -> Json:
    from shared.web.openapi import described  # noqa: PLC0415 - only who asks for the document waits for its maker

    return described(ROUTES, {name: model() for name, model in TOLD.items()}, version=VERSION)


@cache
def _document_text() -> str:
    return json.dumps(_document(), ensure_ascii=False)
