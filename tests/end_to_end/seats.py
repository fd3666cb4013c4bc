"""Browsers side by side, each somebody's own: what goes wrong in one unseen fails its test.

A page is looked at once it is whole: drawn for the address of now, with one heading, and nothing still being loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from axe_playwright_python.base import AXE_SCRIPT
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

PHONE, DESKTOP = (360, 740), (1280, 900)
PATIENCE = 60_000  # milliseconds for whatever comes by itself, on a slow machine too
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Each heading remembers which page it was drawn for: an address changes a moment before what is shown.
REMEMBERING = """
  window.pageOfNow = () => location.hash.slice(1).split("?")[0] || "/";
  new MutationObserver(() => {
    for (const heading of document.querySelectorAll("h1")) heading.drawnFor ??= pageOfNow();
  }).observe(document, { childList: true, subtree: true });
"""
_WHOLE = """(beginning) => {
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility());
  const [heading, ...others] = seen("h1");
  return heading?.drawnFor === pageOfNow() && !others.length && !seen(".waiting").length
    && new RegExp(`^\\\\s*(${beginning})`).test(heading.textContent);
}"""
_FAULTS = """async (standards) => {
  const { violations } = await axe.run({ runOnly: standards, resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}"""


expect.set_options(timeout=PATIENCE)


@contextmanager
def seat(browser: Browser, size: tuple[int, int]) -> Iterator[Page]:
    """A page in a context of its own, in which no script fails and nothing runs into the page's policy."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="vi-VN")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(REMEMBERING)
    opened, wrong = context.new_page(), []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda told: wrong.append(told.text) if "Security Policy" in told.text else None)
    yield opened
    context.close()
    assert not wrong, wrong


def is_whole(page: Page, heading: str = "") -> None:
    """Waits for the page that the address means, whose heading begins so (a pattern)."""
    page.wait_for_function(_WHOLE, arg=heading)


def serves_everybody(page: Page) -> None:
    """Axe finds nothing against WCAG 2.2 A and AA in what is shown."""
    page.evaluate(f"() => {{ if (!window.axe) {{ {AXE_SCRIPT} }} }}")
    faults = page.evaluate(_FAULTS, STANDARDS)
    assert not faults, faults


def drawn(frame: Locator) -> bool:
    """Whether a frame shows a written page: the reader's dark bar, and under it white paper with ink on it."""
    seen = Image.open(BytesIO(frame.screenshot())).convert("L")
    bar = _share(seen.crop((0, 0, seen.width, 40)), until=80)
    page = seen.crop((seen.width // 8, seen.height // 4, seen.width * 7 // 8, seen.height * 3 // 4))
    return bar > 0.5 and _share(page, since=250) > 0.5 and _share(page, until=100) > 0.002


def _share(seen: Image.Image, *, since: int = 0, until: int = 256) -> float:
    """Of the pixels, those at least `since` bright and darker than `until`, of 256."""
    return sum(seen.histogram()[since:until]) / (seen.width * seen.height)
