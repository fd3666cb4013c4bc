"""The site as it is delivered: every file under the fingerprint of all, the front page, and what a browser may do."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

Files = Mapping[str, str]  # name → text
Words = Mapping[str, str | list[str]]  # Vietnamese → English, or its English for one and for many

KINDS = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
LIBRARIES = {"preact": "preact.mjs", "preact/hooks": "preact-hooks.mjs", "htm": "htm.mjs"}

_IMPORT = re.compile(r'^import\s[^;]*?"([^"]+)";', re.MULTILINE)


def with_english(files: Files, english: Mapping[str, Words]) -> Files:
    """The site, and for every module the English of a page that begins with it, as `<module>.en.json`.

    The frame's own words come with `start.js`, with what several modules, the API and its catalogue
    say; no page repeats them.
    """
    frame = needed_first(files, "start.js")
    given = {"start.js": ("several", "api", "catalogue", *frame)}
    given |= {
        name: tuple(each for each in needed_first(files, name) if each not in frame)
        for name in files
        if name.endswith(".js") and name not in frame
    }
    return {**files, **{f"{Path(name).stem}.en.json": _merged(english, parts) for name, parts in given.items()}}


def _merged(english: Mapping[str, Words], modules: Iterable[str]) -> str:
    found: dict[str, str | list[str]] = {}
    for module in modules:
        found |= english.get(Path(module).stem, {})
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def fingerprint(files: Files) -> str:
    """Changes when any file does: modules that belong together are always fetched together."""
    digest = hashlib.sha256()
    for name, text in sorted(files.items()):
        digest.update(f"{name}\0{len(text)}\0{text}".encode())
    return digest.hexdigest()[:16]


def front_page(files: Files) -> str:
    """The one HTML page. Its addresses are relative: without a domain of its own the site stands under `/api/`."""
    site = f"site/{fingerprint(files)}"
    first = dict.fromkeys((*needed_first(files, "early.js"), *needed_first(files, "start.js")))
    preloads = (f'<link rel="modulepreload" href="{site}/{name}">' for name in first)
    return files["index.html"].format(site=site, imports=_import_map(site), preloads="\n".join(preloads))


def needed_first(files: Files, start: str) -> tuple[str, ...]:
    """The modules a page cannot begin without, so that they are fetched at once and not one after another."""
    found: dict[str, None] = {}
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            waiting += _imported(files[name])
    return tuple(found)


def _imported(module: str) -> Iterator[str]:
    for target in _IMPORT.findall(module):
        yield LIBRARIES.get(target) or target.removeprefix("./")


def _import_map(site: str) -> str:
    return json.dumps({"imports": {name: f"./{site}/{file}" for name, file in LIBRARIES.items()}})


def policy(files: Files, *, uploads: str, papers: str) -> str:
    """What the front page's browser may do (CSP 3): our own files, our own API, sending to `uploads`, framing `papers`.

    The import map is the only inline script, allowed by its hash. Nothing may set HTML from text (Trusted Types).
    """
    import_map = _import_map(f"site/{fingerprint(files)}")
    allowed = base64.b64encode(hashlib.sha256(import_map.encode()).digest()).decode()
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'sha256-{allowed}'",
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
