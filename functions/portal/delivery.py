"""The site as it is delivered: every file under the fingerprint of all, the front page, and what a browser may do."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from functions.portal import joining
from functions.portal.joining import needed_first

Files = joining.Files  # name → text
Words = Mapping[str, str | list[str]]  # Vietnamese → English, or its English for one and for many
Pages = Sequence[Mapping[str, Any]]  # `pages.json`: the address of each page, its module, its name there

KINDS = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
FIRST = ("start.js", "vault.js")  # the frame, and the page most people open
STYLE, STYLES = "first.css", ("tokens.css", "kho.css")

_LATER = re.compile(r'\bimport\("\./([\w.-]+)"\)')
_HOLE = re.compile(r"\{([^}]*)\}")
_WORD = r"([\w.-]+)"
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def delivered(files: Files, pages: Pages, english: Mapping[str, Words]) -> Files:
    """What browsers fetch: modules and styles joined, and whatever else the front page has not in itself."""
    home = homes_of(files, pages)
    inside = {"index.html", "early.js", *STYLES, *home}
    scripts = {file: joining.joined(files, home, file) for file in set(home.values())}
    style = {STYLE: "\n".join(files[each] for each in STYLES)}
    whole = {name: text for name, text in files.items() if name not in inside}
    return {**whole, **scripts, **style, **_english(files, home, _begins(files, pages), english)}


def homes_of(files: Files, pages: Pages) -> dict[str, str]:
    """In which file each module comes."""
    return joining.homes(files, FIRST, _begins(files, pages))


def _begins(files: Files, pages: Pages) -> tuple[str, ...]:
    """The modules pages begin with, and those that are fetched later still."""
    later = (each for _, text in sorted(files.items()) for each in _LATER.findall(text))
    return (*(page["module"] for page in pages), *later)


def _english(files: Files, home: Mapping[str, str], begins: Iterable[str], english: Mapping[str, Words]) -> Files:
    """For every page the English of its modules, as `<module>.en.json`.

    What comes first says what several modules, the API and its catalogue say too; no page repeats it.
    """
    first = [module for module, file in home.items() if file == FIRST[0]]
    parts = {page: [each for each in needed_first(files, page) if each not in first] for page in begins}
    given = {**parts, FIRST[0]: ("several", "api", "catalogue", *first)}
    return {f"{Path(name).stem}.en.json": _merged(english, modules) for name, modules in given.items() if modules}


def _merged(english: Mapping[str, Words], modules: Iterable[str]) -> str:
    found: dict[str, str | list[str]] = {}
    for module in modules:
        found |= english.get(Path(module).stem, {})
    return _compact(found)


def fingerprint(files: Files) -> str:
    """Changes when any file does: modules that belong together are always fetched together."""
    digest = hashlib.sha256()
    for name, text in sorted(files.items()):
        digest.update(f"{name}\0{len(text)}\0{text}".encode())
    return digest.hexdigest()[:16]


def front_page(files: Files, pages: Pages, *, version: str) -> str:
    """The one HTML page. Its addresses are relative: without a domain of its own the site stands under `/api/`."""
    site, home = f"site/{version}", homes_of(files, pages)
    told = {"site": site, "first": FIRST[0], "pages": [_page(files, home, each) for each in pages]}
    return files["index.html"].format(
        site=site, style=STYLE, first=FIRST[0], early=files["early.js"], pages=_compact(told)
    )


def _page(files: Files, home: Mapping[str, str], page: Mapping[str, Any]) -> list[Any]:
    """As `early.js` reads it: address, name, files after the first, its own last, whether it is open, what it asks."""
    own = home[page["module"]]
    needed = dict.fromkeys(home[each] for each in needed_first(files, page["module"]))
    needs = [*(each for each in needed if each not in (FIRST[0], own)), own]
    return [address(page["path"]), page["page"], needs, page.get("open", False), page.get("asks")]


def address(path: str) -> str:
    """`/vault/{id}` → `^/vault/([\\w.-]+)$`; `{people|papers}` stands for one of them."""
    return f"^{_HOLE.sub(lambda hole: f'({hole[1]})' if '|' in hole[1] else _WORD, path)}$"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def policy(page: str, *, uploads: str, papers: str) -> str:
    """What the front page's browser may do (CSP 3): our own files, our own API, sending to `uploads`, framing `papers`.

    What runs inside the page itself is allowed by its hash. Nothing may set HTML from text (Trusted Types).
    """
    hashes = " ".join(f"'sha256-{_hash(each)}'" for each in _INLINE.findall(page))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {hashes}",
            "style-src 'self'",
            "img-src 'self'",
            f"connect-src 'self' {uploads}",
            f"frame-src {papers}",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
