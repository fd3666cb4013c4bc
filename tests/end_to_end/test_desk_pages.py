"""An officer's day in a real browser: queue, reception, a look into the vault, gates, a signed result returned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser, Page, expect

from infra.demo.people import OFFICER, SEVERAL_PAPERS, DemoPerson
from tests.end_to_end.test_desk import a_result, chau, pki, submitted  # noqa: F401 - fixtures
from tests.end_to_end.test_portal import Person, browser  # noqa: F401 - fixtures

pytestmark = pytest.mark.stack

STATUS = "1.004873"


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Page]:  # noqa: F811 - the fixture
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN")
    context.set_default_timeout(30_000)
    opened, wrong = context.new_page(), []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda told: wrong.append(told.text) if "Security Policy" in told.text else None)
    yield opened
    context.close()
    assert not wrong


@pytest.fixture
def officer(desktop, stack) -> Person:
    return Person(desktop, stack, OFFICER)


def act(officer: Person, name: str) -> None:
    """An act of the group, confirmed in its dialog."""
    officer.page.get_by_role("group", name="Thao tác với hồ sơ").get_by_role("button", name=name, exact=True).click()
    officer.page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()
    expect(officer.page.get_by_role("dialog")).to_have_count(0)


def test_an_officer_takes_a_dossier_from_the_queue_to_its_returned_result(officer, chau, pki):  # noqa: F811
    person: DemoPerson = SEVERAL_PAPERS
    dossier = submitted(chau, person, STATUS, cases=[], TP01={"way": "form", "form": {"muc_dich": "Kết hôn"}})
    code = chau.must("GET", f"dossiers/{dossier}")["code"]
    officer.go("/desk")
    officer.signs_in()
    officer.is_at("Hồ sơ của đơn vị")
    officer.page.get_by_label("Tìm hồ sơ").fill(code)
    officer.page.keyboard.press("Enter")
    officer.page.get_by_role("link", name=re.compile(re.escape(code))).click()
    officer.is_at(re.escape(code))
    officer.sees("Mới đăng ký")
    act(officer, "Tiếp nhận")
    officer.sees("Được tiếp nhận")
    component = officer.page.locator(".component").first
    component.get_by_role("button", name="Tra cứu Kho").click()
    dialog = officer.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Tra cứu", exact=True).click()
    expect(dialog.get_by_role("status")).to_be_visible()
    dialog.get_by_role("button", name="Đóng").click()
    expect(component.get_by_text("Đã tra cứu Kho")).to_be_visible()
    act(officer, "Chuyển xử lý")
    officer.sees("Đang xử lý")
    officer.is_at(re.escape(code))
    officer.press("Thêm kết quả đã ký")
    with ThreadPoolExecutor(1) as aside:  # signing runs an event loop, and playwright has one in this thread
        result = aside.submit(a_result, pki, person, "77").result()
    officer.chooses({"name": "ket-qua.pdf", "mimeType": "application/pdf", "buffer": result})
    officer.press("Gửi kết quả")
    expect(officer.page.get_by_label("Mục đích sử dụng")).to_have_attribute("aria-invalid", "true")
    officer.page.get_by_label("Mục đích sử dụng").select_option(label="Đăng ký kết hôn")
    officer.press("Gửi kết quả")
    officer.sees("Chờ hoàn thành hồ sơ", within=90_000)
    act(officer, "Hoàn thành xử lý")
    officer.sees("Đã vào Kho của chủ hồ sơ")
    officer.page.get_by_role("button", name="Trả kết quả", exact=True).click()
    officer.page.get_by_label("Cách trả").select_option(label="Nhận bản điện tử trong Kho")
    officer.page.get_by_role("dialog").get_by_role("button", name="Trả kết quả").click()
    officer.sees("Đã trả kết quả")
    officer.is_at(re.escape(code))


def test_the_queue_and_what_waits_for_an_answer_are_pages_for_everybody(officer):
    for place, heading in (
        ("/desk?state=4", "Hồ sơ của đơn vị"),
        ("/desk/feedback", "Phản ánh về kết quả của đơn vị"),
        ("/desk/results", "Trả nhiều kết quả"),
    ):
        officer.go(place)
        if place.startswith("/desk?"):
            officer.signs_in()
        officer.is_at(heading)
