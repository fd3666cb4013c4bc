"""Every page of a citizen, as different people need it: nothing is cut off, jumps, or is for some only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from infra.demo.citizen import Citizen
from infra.demo.people import BIRTH_CERTIFICATE, ONE_PAPER, ORGANISATION
from tests.end_to_end.seats import PATIENCE, REMEMBERING
from tests.end_to_end.test_portal import CORRECTION, HEALTH, PROCEDURE, UNIT, Person, browser  # noqa: F401 - fixture
from tests.end_to_end.test_portal import submitted as handed_in

pytestmark = pytest.mark.stack

STILL = 0.1  # the layout shift a page may have while it comes, as Web Vitals count it
LARGE = "addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '32px'; })"
WATCH = """
  window.moved = 0;
  const unasked = (list) => list.getEntries().filter((each) => !each.hadRecentInput);
  const heard = (list) => unasked(list).forEach((each) => { moved += each.value; });
  new PerformanceObserver(heard).observe({ type: "layout-shift", buffered: true });
"""
FITS = "document.scrollingElement.scrollWidth <= innerWidth"
# Whatever stands outside the window and does not scroll in a box of its own.
OUTSIDE = """() => [...document.querySelectorAll("header *, main *")].filter((each) => {
  const { left, right, width } = each.getBoundingClientRect();
  return width > 1 && (right > innerWidth + 1 || left < -1) && !each.closest(".sheet, .table, .unseen");
}).map((each) => each.outerHTML.slice(0, 120))"""
LOOKS: dict[str, dict[str, Any]] = {
    "a cheap phone": {"viewport": {"width": 360, "height": 740}},
    "a wide screen in the dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}


@pytest.fixture(scope="module")
def places(stack) -> list[str]:
    """The address of every page Bình has, something on each."""
    binh = Citizen.signed_in(stack.address, ONE_PAPER.subject)
    walker = Person(None, stack, ONE_PAPER)  # type: ignore[arg-type] - only to draw papers
    for kind, weeks_ago in ((CORRECTION, 2), (CORRECTION, 4), (HEALTH, 47), (HEALTH, 70)):
        file = walker.paper(kind, weeks_ago=weeks_ago)["buffer"]
        binh.deposit(file, "giay-to.pdf", kind="result", document_type=kind)
    party = {"name": ONE_PAPER.name, "phone": ONE_PAPER.phone}
    asked = {"procedure": PROCEDURE, "unit": UNIT, "applicant": party, "owner": party}
    draft, dossier = binh.must("POST", "dossiers", asked)["id"], handed_in(binh, walker)["id"]
    [birth, *_] = binh.must("GET", f"vault/items?document_type={BIRTH_CERTIFICATE}")["items"]
    [expired, *_] = binh.must("GET", f"vault/items?document_type={HEALTH}&validity=expired")["items"]
    share = binh.must("POST", f"vault/items/{birth['id']}/shares", {"purpose": "Quỹ Suối Mơ", "days": 7})
    export = binh.must("POST", "vault/exports")
    copy = binh.must("POST", "certifications", {"original": {"document_type": BIRTH_CERTIFICATE}, "unit": UNIT})
    reason = binh.must("GET", "feedback-reasons")["reasons"][0]["code"]
    wrong = {"reason": reason, "text": "Tên đệm đúng là “Thị Bình”.", "version": 1}
    feedback = binh.must("POST", f"vault/items/{expired['id']}/feedback", wrong)
    return [
        *("/", "/vault", "/vault?q=khongcogi", "/vault/new", "/vault/accesses", "/vault/exports", "/vault/shares"),
        *("/inbox", "/preferences", "/feedback", "/copies", "/copies/new", "/dossiers", "/dossiers?state=8"),
        *("/procedures", "/procedures?q=dang+ky+ket+hom", "/procedures?q=zzz", f"/procedures/{PROCEDURE}"),
        *(f"/vault/{birth['id']}", f"/vault/{birth['id']}/share", f"/vault/{birth['id']}/feedback"),
        *(f"/vault/{expired['id']}", f"/vault/{expired['id']}/replace", f"/feedback/{feedback['id']}"),
        *(f"/vault/shares/{share['id']}", f"/vault/exports/{export['id']}", f"/copies/{copy['id']}"),
        *(f"/dossiers/{draft}/{step}" for step in ("people", "papers", "receive", "review")),
        *(
            f"/dossiers/{draft}",
            f"/dossiers/{dossier}",
            f"/dossiers/{dossier}?submitted=1",
            f"/shared/{share['token']}",
        ),
        *("/open-data", "/khong-co-trang-nay", "/vault/01ARZ3NDEKTSV4RRFFQ69G5FAV"),
    ]


def comes(page: Page, address: str, place: str) -> None:
    """The page anew, as by a link from elsewhere, with all that belongs to it."""
    page.goto("about:blank")
    page.goto(f"{address}#{place}")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".waiting")).to_have_count(0, timeout=30_000)


@pytest.fixture
def context(browser: Browser, stack, request) -> Iterator[BrowserContext]:  # noqa: F811 - the fixture
    opened = browser.new_context(locale="vi-VN", **request.param)
    opened.set_default_timeout(PATIENCE)
    opened.add_init_script(REMEMBERING)
    yield opened
    opened.close()


def signed_in(context: BrowserContext, stack) -> Person:
    binh = Person(context.new_page(), stack, ONE_PAPER)
    binh.go("/sign-in")
    binh.signs_in()
    binh.is_at("Xin chào")
    return binh


@pytest.mark.parametrize("context", LOOKS.values(), ids=LOOKS, indirect=True)
def test_every_page_fits_stands_still_and_is_for_everybody(context, stack, places):
    context.add_init_script(WATCH)
    binh = signed_in(context, stack)
    wrong: list[str] = []
    binh.page.on("pageerror", lambda error: wrong.append(str(error)))
    binh.page.on("console", lambda told: wrong.append(told.text) if "Security Policy" in told.text else None)
    for place in places:
        comes(binh.page, stack.address, place)
        assert binh.page.evaluate(FITS), place
        assert binh.page.evaluate(OUTSIDE) == [], place
        assert binh.page.evaluate("moved") < STILL, place
        binh.is_for_everybody()
    assert wrong == []


@pytest.mark.parametrize("context", [LOOKS["a cheap phone"]], indirect=True)
def test_letters_of_twice_the_size_are_never_cut_off(context, stack, places):
    context.add_init_script(LARGE)
    binh = signed_in(context, stack)
    for place in places:
        comes(binh.page, stack.address, place)
        assert binh.page.evaluate(FITS), place
        assert binh.page.evaluate(OUTSIDE) == [], place


OF_THE_API = re.compile(r"/(vault|dossiers|inbox|feedback|certifications|me|procedures)(/|\?|$)")


@pytest.mark.parametrize("context", [LOOKS["a cheap phone"]], indirect=True)
def test_a_page_without_a_connection_says_so_and_comes_when_it_is_back(context, stack, places):
    binh = signed_in(context, stack)

    def lost(route: Route) -> None:
        route.abort("internetdisconnected") if route.request.resource_type == "fetch" else route.continue_()

    for place in ("/vault", "/inbox", "/dossiers", "/copies", "/feedback", "/vault/shares", "/preferences", *places):
        if place in ("/", "/vault/new", "/copies/new") or place.startswith(
            ("/shared", "/open-data", "/khong", "/proc")
        ):
            continue  # begins with a form or what everybody may read, or asks for nothing
        comes(binh.page, stack.address, place)  # so that its modules are there
        binh.go("/")
        expect(binh.page.get_by_role("heading", level=1)).to_have_text(re.compile("Xin chào"))
        context.route(OF_THE_API, lost)
        binh.go(place)
        told = binh.page.get_by_role("alert").filter(has_text="Không kết nối được").first
        expect(told).to_be_visible()
        expect(binh.page.get_by_role("heading", level=1)).to_be_visible()
        context.unroute(OF_THE_API)
        if place != "/vault/01ARZ3NDEKTSV4RRFFQ69G5FAV":
            told.get_by_role("button", name="Thử lại").click()
            expect(told).to_have_count(0)


@pytest.mark.parametrize("context", [LOOKS["a cheap phone"]], indirect=True)
def test_on_whose_behalf_one_acts_stays_in_sight(context, stack):
    representative = Person(context.new_page(), stack, ORGANISATION)
    representative.go("/vault")
    representative.signs_in(provider="Cổng Dịch vụ công")
    for place in ("/vault", "/procedures", "/dossiers", "/vault/new"):
        comes(representative.page, stack.address, place)
        representative.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        whom = representative.page.get_by_role("region", name="Đang thay mặt")
        expect(whom).to_contain_text(ORGANISATION.organisation.name)
        expect(whom).to_be_in_viewport()
        representative.is_for_everybody()
