"""An officer's day in a real browser: queue, reception, a look into the vault, gates, a signed result returned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from infra.demo.people import OFFICER, SEVERAL_PAPERS, DemoPerson
from shared.clock import today
from tests.end_to_end.seats import DESKTOP, PHONE, seat
from tests.end_to_end.test_desk import a_result, chau, pki, submitted  # noqa: F401 - fixtures
from tests.end_to_end.test_portal import Person, browser  # noqa: F401 - fixtures

pytestmark = pytest.mark.stack

STATUS = "1.004873"


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Page]:  # noqa: F811 - the fixture
    with seat(browser, DESKTOP) as opened:
        yield opened


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
    expect(component.get_by_role("button", name="Số hóa")).to_be_disabled()  # it came online
    expect(component).to_contain_text("Hồ sơ nộp trực tuyến không phải số hóa")
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
    officer.is_signed_in()
    for place, heading in (
        ("/desk?state=4", "Hồ sơ của đơn vị"),
        ("/desk/feedback", "Phản ánh về kết quả của đơn vị"),
        ("/desk/results", "Trả nhiều kết quả"),
        ("/desk/copies", "Chứng thực bản sao"),
    ):
        officer.go(place)
        officer.is_at(heading)


def test_the_desk_bears_a_telephone(browser, stack):  # noqa: F811 - the fixture
    with seat(browser, PHONE) as page:
        officer = Person(page, stack, OFFICER)
        officer.is_signed_in()
        for place, heading in (
            ("/desk?state=1", "Hồ sơ của đơn vị"),
            ("/desk/assist", "Nộp hộ người dân tại quầy"),
            ("/desk/copies", "Chứng thực bản sao"),
            ("/desk/copies/new", "Chứng thực tại quầy"),
            ("/desk/copies/register", "Sổ chứng thực bản sao"),
        ):
            officer.go(place)
            officer.is_at(heading)
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0], place


@pytest.fixture
def waiting(chau) -> list[str]:  # noqa: F811 - the fixture
    """Codes of two dossiers nobody has received."""
    form = {"way": "form", "form": {"muc_dich": "Kết hôn"}}
    handed_in = [submitted(chau, SEVERAL_PAPERS, STATUS, cases=[], TP01=form) for _ in range(2)]
    return [str(chau.must("GET", f"dossiers/{each}")["code"]) for each in handed_in]


def row(officer: Person, code: str) -> Locator:
    return officer.page.locator(".queued", has_text=code)


# The dialog goes, a key comes before anything is painted anew, and what the dialog still had to do is done.
PRESSED_AT_ONCE = """async (key) => {
  document.querySelector("dialog").dispatchEvent(new Event("cancel", { cancelable: true }));
  while (document.querySelector("dialog")) await Promise.resolve();
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  for (let frames = 3; frames--; ) await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
}"""


def test_the_queue_is_worked_by_keys_alone(officer, waiting):
    officer.is_signed_in()
    officer.go(f"/desk?state=1&text={'+'.join(SEVERAL_PAPERS.name.split())}")
    expect(row(officer, waiting[1])).to_be_visible()
    keys, links = officer.page.keyboard, officer.page.locator(".queued .main-link")
    keys.press("j")
    expect(links.first).to_be_focused()
    keys.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    keys.press("k")
    expect(links.first).to_be_focused()
    keys.press("x")
    keys.press("j")
    keys.press("x")
    officer.sees("Đã chọn 2 hồ sơ")
    officer.is_at("Hồ sơ của đơn vị")
    keys.press("a")
    dialog = officer.page.get_by_role("dialog", name="Phân công 2 hồ sơ")
    dialog.get_by_label("Công chức xử lý").select_option(label=OFFICER.name)
    officer.is_for_everybody()
    dialog.get_by_role("button", name="Phân công 2 hồ sơ").click()
    expect(dialog).to_have_count(0)
    expect(officer.page.locator(".queued").first).to_contain_text(f"Công chức: {OFFICER.name}")
    keys.press("?")
    expect(officer.page.get_by_role("dialog", name="Phím tắt của hàng chờ")).to_be_visible()
    officer.is_for_everybody()
    keys.press("Escape")
    expect(officer.page.get_by_role("dialog")).to_have_count(0)
    keys.press("?")
    expect(officer.page.get_by_role("dialog")).to_be_visible()
    officer.page.evaluate(PRESSED_AT_ONCE, "/")
    expect(officer.page.get_by_label("Tìm hồ sơ")).to_be_focused()
    keys.type("j")
    expect(officer.page.get_by_label("Tìm hồ sơ")).to_have_value(f"{SEVERAL_PAPERS.name}j")
    keys.press("Backspace")  # what is left there is searched for when one leaves
    links.first.focus()
    keys.press("Enter")
    officer.sees("Thành phần hồ sơ")
    officer.page.go_back()
    expect(links.first).to_be_focused()  # where one was


def test_keys_are_turned_off_by_who_they_disturb(officer, waiting):
    officer.is_signed_in()
    officer.go("/desk?state=1")
    expect(row(officer, waiting[0])).to_be_visible()
    officer.press("Phím tắt")
    officer.page.get_by_label("Dùng phím tắt một chữ").uncheck()
    officer.page.get_by_role("dialog").get_by_role("button", name="Đóng").click()
    officer.page.keyboard.press("/")
    expect(officer.page.get_by_label("Tìm hồ sơ")).not_to_be_focused()
    officer.page.keyboard.press("j")
    expect(officer.page.locator(".queued .main-link").first).not_to_be_focused()


def test_a_supplement_is_composed_in_one_go_and_a_gate_is_read_before_it_refuses(officer, chau, waiting):  # noqa: F811
    officer.is_signed_in()
    officer.go("/desk?state=1")
    row(officer, waiting[0]).get_by_role("link").click()
    officer.is_at(re.escape(waiting[0]))
    act(officer, "Tiếp nhận")
    officer.sees("Được tiếp nhận")
    act(officer, "Chuyển xử lý")
    officer.sees("Đang xử lý")
    officer.press("Hoàn thành xử lý")
    dialog = officer.page.get_by_role("dialog")
    expect(dialog).to_contain_text("chưa đạt")
    expect(dialog).to_contain_text("Chỉ thủ trưởng đơn vị được cho qua")
    officer.is_for_everybody()
    dialog.get_by_role("button", name="Đóng").click()
    officer.press("Yêu cầu bổ sung")
    dialog.get_by_role("button", name="Yêu cầu bổ sung").click()
    expect(dialog).to_contain_text("Chưa chọn nội dung nào cần bổ sung.")
    dialog.get_by_role("checkbox").first.check()
    dialog.get_by_label("Lý do").first.select_option(label="Tờ khai thiếu hoặc sai nội dung.")
    dialog.get_by_label("Ghi rõ cần bổ sung gì").fill("Ghi nơi thường trú.")
    dialog.get_by_label("Hạn bổ sung").fill(f"{today() + timedelta(days=9)}")
    officer.is_for_everybody()
    dialog.get_by_role("button", name="Yêu cầu bổ sung").click()
    officer.sees("Tờ khai thiếu hoặc sai nội dung. Ghi nơi thường trú.")
    officer.is_at(re.escape(waiting[0]))


@pytest.mark.parametrize(
    ("room", "name"), [("dossiers", "Hồ sơ"), ("copies", "Bản sao chứng thực"), ("feedback", "Phản ánh")]
)
def test_what_is_not_there_is_said_on_a_page_with_a_name(officer, room, name):
    officer.is_signed_in()
    officer.go(f"/desk/{room}/{'0' * 26}")
    officer.sees("Không tìm thấy")
    officer.is_at(f"{name}$")
