"""The portal for who reads English: what is left in Vietnamese is marked as such, and nothing typed is lost."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import functions.portal
from infra.demo.people import ADMINISTRATOR, EMPTY, OFFICER, ONE_PAPER
from tests.end_to_end.seats import PATIENCE
from tests.end_to_end.test_desk_pages import desktop  # noqa: F401 - fixture
from tests.end_to_end.test_portal import PROCEDURE, Person, browser, drafted, page  # noqa: F401 - fixtures

pytestmark = pytest.mark.stack

LONG = 20  # letters: shorter words of ours may be somebody's own as well
DICTIONARIES = (Path(functions.portal.__file__).parent / "english").iterdir()
OURS = {text for each in DICTIONARIES for text in json.loads(each.read_text(encoding="utf-8")) if len(text) >= LONG}

# What people read: each text with whether it, or what it stands in, is said to be Vietnamese.
TEXTS = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode())
    if (!node.parentElement.closest("script, style, noscript"))
      found.push([node.data, node.parentElement.closest("[lang]").lang]);
  return found;
}"""
VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"


class Reader(Person):
    """Somebody who chose English on the first page."""

    def chooses_english(self) -> None:
        self.go("/")
        self.page.get_by_role("button", name="English").click()
        expect(self.page.locator("html")).to_have_attribute("lang", "en")

    def signs_in(self, *, provider: str = "VNeID") -> None:
        self.page.get_by_role("link", name=f"Sign in with {provider}").click()
        self.page.locator(f"button[value={self.who.subject}]").click()
        self.is_at(f"Welcome, {self.who.name}")

    def is_at(self, heading: str, *, within: int = PATIENCE) -> None:
        super().is_at(heading, within=within)
        texts = self.page.evaluate(TEXTS)
        assert not [text for text, lang in texts if lang != "vi" and VIETNAMESE.search(text)]
        assert not [text for text, lang in texts if lang == "vi" and any(each in text for each in OURS)]
        assert self.page.evaluate(FITS)


@pytest.fixture
def reader(page, stack):  # noqa: F811 - the fixture
    somebody = Reader(page, stack, ONE_PAPER)
    somebody.chooses_english()
    return somebody


@pytest.fixture
def signed_in(reader):
    reader.go("/sign-in")
    reader.signs_in()
    return reader


def test_who_is_not_signed_in_reads_english(reader):
    reader.is_at("What the State already has, you need not hand in again")
    reader.go("/procedures")
    reader.is_at("Apply online")
    reader.go(f"/procedures/{PROCEDURE}")
    reader.is_at("Chỉnh sửa nội dung văn bằng")  # its name is what the law calls it
    reader.sees("Choose the unit to apply to")
    reader.go("/sign-in")
    reader.is_at("Sign in")


def test_a_citizen_reads_english(signed_in):
    for place, heading in {
        "/vault": "Document vault",
        "/vault/new": "Add to the document vault",
        "/inbox": "Notices",
        "/preferences": "How you are notified",
        "/feedback": "My feedback",
        "/dossiers": "My dossiers",
        "/vault/accesses": "Who has looked at my papers",
        "/vault/shares": "Papers I shared",
        "/vault/exports": "Download the whole vault",
        "/copies": "Certified copies",
    }.items():
        signed_in.go(place)
        signed_in.is_at(heading)
    signed_in.go("/vault")
    signed_in.follow("Giấy khai sinh")
    signed_in.is_at("Giấy khai sinh")
    signed_in.sees("Digital signatures and versions")


def test_a_dossier_is_filed_in_english(signed_in):
    draft = drafted(signed_in, PROCEDURE)
    for step, heading in {
        "people": "Applicant and owner",
        "papers": "Dossier contents",
        "receive": "How to receive the result",
        "review": "Review and submit",
    }.items():
        signed_in.go(f"/dossiers/{draft['id']}/{step}")
        signed_in.is_at(heading)


def test_an_officer_works_in_english(page, stack):  # noqa: F811 - the fixture
    officer = Reader(page, stack, OFFICER)
    officer.chooses_english()
    officer.go("/sign-in")
    officer.signs_in()
    for place, heading in {
        "/desk": "Dossiers of the unit",
        "/desk/results": "Return many results",
        "/desk/feedback": "Feedback on the unit's results",
        "/desk/copies": "Certified copies at the desk",
        "/desk/assist": "Filing for somebody at the counter",
        "/reuse-rate": "Reuse rate",
    }.items():
        officer.go(place)
        officer.is_at(heading)


def test_an_administrator_works_in_english(desktop, stack):  # noqa: F811 - the fixture
    administrator = Reader(desktop, stack, ADMINISTRATOR)
    administrator.chooses_english()
    administrator.go("/sign-in")
    administrator.signs_in()
    for place, heading in {
        "/admin": "Administration",
        "/admin/catalogue": "Catalogue of procedures",
        "/admin/units?q=tay+son": "Unit",
        "/admin/units/H21.002": "Xã Phù Cát",
        "/admin/issuers": "Agencies' certificates",
        "/admin/issuers/new?unit=H21.002": "Register a certificate",
        "/admin/trust": "Trust store",
        "/admin/officers?unit=H21.002": "Officers",
        "/admin/officers/new": "Appoint an officer",
        "/admin/webhooks": "Systems told of feedback",
        "/admin/webhooks/new": "Name a system",
        "/admin/webhooks/H21.002": "Xã Phù Cát",
        "/admin/dead-letters": "Dead letters",
        "/reuse-rate?unit=H21": "Reuse rate",
        "/open-data": "Open data: the reuse rate",
    }.items():
        administrator.go(place)
        administrator.is_at(heading)
    administrator.go("/admin/messages")  # whose English examples name services as the law does
    Person.is_at(administrator, "Messages")


def test_what_was_typed_stays_when_the_language_changes(page, stack):  # noqa: F811 - the fixture
    citizen = Person(page, stack, EMPTY)
    citizen.go("/procedures")
    field = page.get_by_label("Chọn dịch vụ công cần nộp")
    field.fill("ket hon")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Choose a public service")).to_have_value("ket hon")
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(field).to_have_value("ket hon")


def test_the_language_is_remembered_on_the_device(reader):
    reader.page.reload()
    expect(reader.page.locator("html")).to_have_attribute("lang", "en")
    reader.is_at("What the State already has, you need not hand in again")


def test_who_reads_vietnamese_loads_no_english(page, stack):  # noqa: F811 - the fixture
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    Person(page, stack, EMPTY).go("/procedures")
    page.locator(".papers li").first.wait_for()
    assert asked
    assert not [each for each in asked if each.endswith(".en.json")]


def test_without_its_english_a_page_opens_in_vietnamese(browser: Browser, stack):  # noqa: F811 - the fixture
    context = browser.new_context()
    context.add_init_script("localStorage.setItem('kho-language', 'en')")
    context.route("**/start.en.json", lambda route: route.abort())
    opened = context.new_page()
    opened.goto(stack.address)
    expect(opened.get_by_role("heading", level=1)).to_have_text("Giấy tờ đã có, không phải nộp lại")
    expect(opened.locator("html")).to_have_attribute("lang", "vi")
    context.close()
