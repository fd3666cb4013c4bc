"""Pages in Chromium on an emulated slow line: what the first load weighs, when it can be used, and a vault of 5 000.

The API answers in this process, from a world of its own: what is measured is what a browser has to fetch and to do.
"""

from __future__ import annotations

import gzip
import json
import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Browser, CDPSession, Page

from infra.demo.screenshots import chromium
from infra.local import openid
from shared.clock import new_id
from shared.storage import clients, items, settings
from shared.web.caller import Caller
from tests.conftest import a_caller, a_world
from tests.functions.dossiers.stood import stand_catalogue
from tests.functions.dossiers.test_handlers import BIRTH, an_item

PAPERS, FEW = 5000, 20
LINE = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
USABLE_MS, LOAD_KB, INTERACTION_MS = 2000, 150, 100
# Address, what must be there to use it, and who opens it.
OPENED = (
    ("#/", "h1", "signed out"),
    ("#/sign-in", ".providers a", "signed out"),
    ("#/procedures", "ul.papers > li", "signed out"),
    ("#/vault", ".papers > li", "signed in"),
    ("#/dossiers", "h1", "signed in"),
    ("#/inbox", "h1", "signed in"),
)
PRESSES = 9  # of [Xem thêm]: ten pages, the most one page shows
COMPRESSED_FROM = 1024  # bytes, as API Gateway is told
_WATCH = """
  window.longest = 0;
  const heard = (list) => list.getEntries().forEach((each) => { longest = Math.max(longest, each.duration); });
  new PerformanceObserver(heard).observe({ type: "longtask", buffered: true });
"""
# Milliseconds from the front page's first byte until now, counted back from its last one at the line's speed: the
# browser's own mark of the first is sometimes set before the emulated latency, sometimes after it.
_SINCE_ANSWER = """(bytesPerSecond) => {
  const { responseEnd, encodedBodySize } = performance.getEntriesByType("navigation")[0];
  return performance.now() - responseEnd + (encodedBodySize / bytesPerSecond) * 1000;
}"""
# One press of [Xem thêm]: milliseconds between the API's answer and the papers painted.
_PRESS = """async () => {
  const before = document.querySelectorAll(".papers > li").length;
  const grown = new Promise((resolve) => {
    new MutationObserver((_, watch) => {
      if (document.querySelectorAll(".papers > li").length === before) return;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    }).observe(document.body, { childList: true, subtree: true });
  });
  performance.clearResourceTimings();
  [...document.querySelectorAll("button")].find((each) => each.textContent.includes("Xem thêm")).click();
  const painted = await grown;
  const asked = performance.getEntriesByType("resource").filter((each) => each.name.includes("vault/items"));
  return painted - asked.at(-1).responseEnd;
}"""
# The longest frame while the whole list passes by.
_SCROLL = """async () => {
  let longest = 0, before = performance.now();
  for (let y = 0; y < document.body.scrollHeight; y += 900) {
    scrollTo(0, y);
    const now = await new Promise(requestAnimationFrame);
    longest = Math.max(longest, now - before);
    before = now;
  }
  return longest;
}"""


def run() -> list[tuple[str, float, float]]:
    """Rows of name, what was measured, and its ratio to the bound."""
    logging.disable(logging.INFO)
    with a_world() as world:
        stand_catalogue()
        known = json.dumps(openid.settings(address="http://127.0.0.1/", port=1))
        world.secrets.put_secret_value(SecretId="openid", SecretString=known)
        settings.forget()
        caller = a_caller()
        with _served(caller) as address, chromium() as browser:
            _fill(caller, FEW)
            slow = [*_on_a_slow_line(browser, address)]
            _fill(caller, PAPERS - FEW)
            return [*slow, *_many_papers(browser, address)]


def _on_a_slow_line(browser: Browser, address: str) -> Iterator[tuple[str, float, float]]:
    """Each page is opened once before, by another browser: what is measured is the line and the page, not our start."""
    for place, seen, who in OPENED:
        at = f"{address}{'?signed-out' if who == 'signed out' else ''}{place}"
        _opened(browser, at, seen, slow=False)
        usable, loaded = _opened(browser, at, seen, slow=True)
        yield f"first load of {place}, {who} (KB)", loaded / 1024, loaded / 1024 / LOAD_KB
        yield f"usable after the answer: {place}, 400 kbit/s, 400 ms (ms)", usable, usable / USABLE_MS


def _opened(browser: Browser, address: str, seen: str, *, slow: bool) -> tuple[float, float]:
    """The page opened by somebody who never was here: milliseconds until it can be used, bytes received."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
    page = context.new_page()
    line, loaded = context.new_cdp_session(page), list[float]()
    if slow:
        _slow(line, loaded)
    page.goto(address, wait_until="commit")
    page.locator(seen).first.wait_for(timeout=60_000)
    usable = page.evaluate(_SINCE_ANSWER, LINE["downloadThroughput"])
    page.wait_for_load_state("networkidle")
    context.close()
    return usable, sum(loaded)


def _slow(line: CDPSession, loaded: list[float]) -> None:
    line.on("Network.loadingFinished", lambda told: loaded.append(told["encodedDataLength"]))
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)


def _many_papers(browser: Browser, address: str) -> Iterator[tuple[str, float, float]]:
    page = browser.new_page(viewport={"width": 360, "height": 740}, locale="vi-VN")
    page.add_init_script(_WATCH)
    page.goto(f"{address}#/vault")
    page.locator(".papers > li").first.wait_for(timeout=60_000)
    slowest = max(page.evaluate(_PRESS) for _ in range(PRESSES))
    name = f"a vault of {PAPERS}"
    yield f"{name}: [Xem thêm] from the answer until painted, the slowest (ms)", slowest, slowest / INTERACTION_MS
    frame = page.evaluate(_SCROLL)
    yield f"{name}: longest frame while 200 papers pass by (ms)", frame, frame / INTERACTION_MS
    yield f"{name}: longest task of all (ms)", page.evaluate("longest"), page.evaluate("longest") / INTERACTION_MS
    yield from _next_page(page, name)


def _next_page(page: Page, name: str) -> Iterator[tuple[str, float, float]]:
    page.get_by_role("link", name="Trang tiếp theo").click()
    page.get_by_role("link", name="Về đầu danh sách").wait_for()
    count = page.locator(".papers > li").count()
    yield f"{name}: papers on the next page, of 200 at most", count, count / 200


def _fill(caller: Caller, count: int) -> None:
    """The rows so many papers more leave, many at a time: moto copies its tables for each transaction."""
    first = an_item(caller.vault, BIRTH)
    with clients.table().batch_writer() as batch:
        for n in range(count - 1):
            version = replace(first.version, sha256=f"{count * PAPERS + n:064x}")
            for each in items.added(replace(first, id=new_id(), number=f"{n}/2024", version=version), {}):
                if "Put" in each:
                    batch.put_item(Item=each["Put"]["Item"])


@contextmanager
def _served(caller: Caller) -> Iterator[str]:
    """The API at an address of this machine, compressed as API Gateway does, for who is signed in already."""
    from app import app  # noqa: PLC0415 - with the world's settings

    patterns = [(re.compile(re.sub(r"\{\w+\}", r"([^/]+)", path)), path) for path in app.routes]
    lock = threading.Lock()

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            pass

        def answers(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            place = urlsplit(self.path)
            if place.path == "/session":
                is_out = "signed-out" in (self.headers.get("Referer") or "") or self.server.is_out  # type: ignore[attr-defined]
                return self.sends(401, {}, "{}") if is_out else self.sends(200, {}, _TOKEN)
            if place.path == "/":
                self.server.is_out = "signed-out" in place.query  # type: ignore[attr-defined]
            if place.path == "/me":
                return self.sends(200, {}, json.dumps(_me(caller)))
            with lock:
                answer = app(_event(patterns, self.command, place.path, place.query, caller), None)
            headers = {name: values[0] for name, values in answer["multiValueHeaders"].items()} | answer["headers"]
            return self.sends(answer["statusCode"], headers, answer["body"])

        do_GET = do_POST = do_DELETE = answers

        def sends(self, status: int, headers: dict[str, str], text: str) -> None:
            body = text.encode()
            is_compressed = len(body) >= COMPRESSED_FROM
            body = gzip.compress(body) if is_compressed else body
            self.send_response(status)
            for name, value in ({"Content-Type": "application/json"} | headers).items():
                self.send_header(name, value)
            if is_compressed:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


_TOKEN = json.dumps({"access_token": "bench", "expires_in": 600})


def _me(caller: Caller) -> dict[str, Any]:
    somebody = {"id": caller.vault, "name": "Nguyễn Văn An"}
    return {"person": somebody, "vault": somebody, "roles": [], "warnings": []}


def _event(patterns: list[Any], method: str, path: str, query: str, caller: Caller) -> dict[str, Any]:
    found = next((kind, match) for pattern, kind in patterns if (match := pattern.fullmatch(path)))
    names = re.findall(r"\{(\w+)\}", found[0])
    return {
        "requestContext": {
            "httpMethod": method,
            "resourcePath": found[0],
            "path": path,
            "authorizer": caller.as_context(),
        },
        "headers": {"content-type": "application/json"},
        "pathParameters": dict(zip(names, found[1].groups(), strict=True)),
        "multiValueQueryStringParameters": {name: [value] for name, value in parse_qsl(query)} or None,
        "stageVariables": None,
        "body": "",
        "isBase64Encoded": False,
    }
