"""Papers looked at on the desk's pages, drawn by the browser's own reader: a scan beside what the vault has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser, Locator, expect

from infra.demo.people import HEAD, OFFICER, SEVERAL_PAPERS
from tests.end_to_end.asking import eventually
from tests.end_to_end.conformance import Checked
from tests.end_to_end.seats import DESKTOP, PHONE, drawn, seat
from tests.end_to_end.test_desk import a_scan, act, on_paper, pki, received, yesterday  # noqa: F401 - a fixture
from tests.end_to_end.test_portal import JUDGED, Person, browser  # noqa: F401 - a fixture

pytestmark = pytest.mark.stack

NO_READER = "Object.defineProperty(Navigator.prototype, 'pdfViewerEnabled', { get: () => false })"


@pytest.fixture
def looked_up(stack) -> str:
    """A dossier filed on paper whose owner's vault has two papers for one component, as the officer has been told."""
    at_the_desk = Checked.signed_in(stack.address, OFFICER.subject)
    dossier = on_paper(Checked.signed_in(stack.address, HEAD.subject), SEVERAL_PAPERS)
    received(at_the_desk, dossier)
    act(at_the_desk, dossier, "components/TP03/lookup", purpose="Kiểm tra Kho")
    return dossier


@pytest.fixture
def officer(browser: Browser, stack, looked_up) -> Iterator[Person]:  # noqa: F811 - the fixture
    with seat(browser, DESKTOP) as page:
        person = Person(page, stack, OFFICER)
        person.go(f"/desk/dossiers/{looked_up}")
        person.signs_in()
        yield person


def marital_status(officer: Person) -> Locator:
    return officer.page.locator(".component", has_text="Giấy xác nhận tình trạng hôn nhân")


def digitise(officer: Person, file: bytes) -> None:
    """[Số hóa] over a paper that fits, with the reason it needs."""
    marital_status(officer).get_by_role("button", name="Số hóa").click()
    dialog = officer.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Gửi bản số hóa").click()
    expect(dialog.get_by_label("Lý do số hóa")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("Lý do số hóa").select_option(label="Bản trong Kho không rõ nội dung")
    dialog.get_by_label("Ngày cấp").fill(f"{yesterday()}")
    officer.chooses({"name": "ban-so-hoa.pdf", "mimeType": "application/pdf", "buffer": file})
    dialog.get_by_role("button", name="Gửi bản số hóa").click()
    expect(dialog).to_have_count(0, timeout=JUDGED)
    expect(marital_status(officer)).to_contain_text("ban-so-hoa.pdf")


def test_a_paper_the_vault_has_is_read_beside_what_is_said_of_it(officer):
    marital_status(officer).get_by_role("button", name="Tra cứu Kho").click()
    dialog = officer.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Tra cứu", exact=True).click()
    dialog.get_by_role("button", name=re.compile("^Đối chiếu với bản giấy")).first.click()
    frame = dialog.locator("iframe")
    expect(frame).to_have_attribute("title", "Giấy xác nhận tình trạng hôn nhân")
    assert eventually(lambda: drawn(frame))
    officer.is_for_everybody()
    use = dialog.get_by_role("button", name="Dùng giấy tờ này").first
    assert use.bounding_box()["y"] < frame.bounding_box()["y"] + frame.bounding_box()["height"] / 2  # within sight


def test_what_was_scanned_and_what_the_vault_has_lie_side_by_side(officer, pki):  # noqa: F811 - the fixture
    with ThreadPoolExecutor(1) as aside:  # signing runs an event loop, and playwright has one in this thread
        file = aside.submit(a_scan, pki, SEVERAL_PAPERS).result()
    digitise(officer, file)
    beside = marital_status(officer).get_by_role("button", name=re.compile("^Đối chiếu với giấy tờ trong Kho"))
    beside.focus()
    officer.page.keyboard.press("Enter")
    frames = officer.page.get_by_role("dialog").locator("iframe")
    expect(frames).to_have_count(2)
    assert [each.get_attribute("title") for each in frames.all()] == ["Tệp đã nộp: ban-so-hoa.pdf", "Bản 1 trong Kho"]
    assert all(eventually(lambda frame=each: drawn(frame)) for each in frames.all())
    left, right = (each.bounding_box() for each in frames.all())
    assert (left["y"], left["height"]) == (right["y"], right["height"])
    assert left["x"] + left["width"] < right["x"]
    officer.is_for_everybody()

    officer.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    above, beneath = (each.bounding_box() for each in frames.all())
    assert above["y"] + above["height"] < beneath["y"]
    assert officer.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]

    officer.page.get_by_role("dialog").get_by_role("button", name="Đóng", exact=True).focus()
    officer.page.keyboard.press("Escape")
    expect(officer.page.get_by_role("dialog")).to_have_count(0)
    expect(beside).to_be_focused()


def test_a_browser_without_a_reader_for_pages_is_offered_a_tab(officer):
    """Most telephones."""
    officer.page.add_init_script(NO_READER)
    officer.page.reload()
    marital_status(officer).get_by_role("button", name="Số hóa").click()
    officer.sees("Trình duyệt này không xem được PDF ngay trong trang")
    officer.is_for_everybody()
    with officer.page.expect_popup() as opened:
        officer.page.get_by_role("button", name="Mở trong thẻ mới: Bản 1 trong Kho").click()
    opened.value.wait_for_url(re.compile(r"response-content-type=application%2Fpdf"))
    expect(officer.page.get_by_role("dialog")).to_have_count(1)
