"""Browsers side by side, each somebody's own: what goes wrong in one unseen fails its test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

PHONE, DESKTOP = (360, 740), (1280, 900)


@contextmanager
def seat(browser: Browser, size: tuple[int, int]) -> Iterator[Page]:
    """A page in a context of its own, in which no script fails and nothing runs into the page's policy."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="vi-VN")
    context.set_default_timeout(30_000)
    opened, wrong = context.new_page(), []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda told: wrong.append(told.text) if "Security Policy" in told.text else None)
    yield opened
    context.close()
    assert not wrong
