"""An officer files for somebody at the counter, on the ordinary pages, and never without their name in sight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Response, expect

from infra.demo.people import EMPTY, OFFICER, ORGANISATION
from shared.clock import today
from tests.end_to_end.conformance import Checked
from tests.end_to_end.seats import DESKTOP, PHONE, is_whole, seat
from tests.end_to_end.test_desk import act, on_paper
from tests.end_to_end.test_portal import Person, browser  # noqa: F401 - fixture

pytestmark = pytest.mark.stack

NUMBER, NAME = "000090000978", "Đinh Thị Bok"
STATUS = "1.004873"
CONSENTS = ("cam đoan", "xử lý dữ liệu cá nhân", "khai thác các giấy tờ")


@pytest.fixture
def officer(browser: Browser, stack) -> Iterator[Person]:  # noqa: F811 - the fixture
    with seat(browser, DESKTOP) as page:
        yield Person(page, stack, OFFICER)


@pytest.fixture
def at_the_desk(stack) -> Checked:
    """The same officer, through the API."""
    return Checked.signed_in(stack.address, OFFICER.subject)


def bar(officer: Person) -> Any:
    return officer.page.get_by_role("region", name="Đang làm thay")


def describes(officer: Person, number: str, name: str) -> None:
    officer.page.get_by_label("Số định danh cá nhân").fill(number)
    officer.page.get_by_label("Họ và tên").fill(name)
    for words in CONSENTS:
        officer.page.get_by_role("checkbox", name=re.compile(words)).check()
    officer.page.get_by_label("Số của giấy đồng ý").fill("PYC-07")


def begins(officer: Person) -> None:
    with officer.page.expect_response(is_opening):
        officer.press("Mở phiên hỗ trợ")


def is_opening(told: Response) -> bool:
    return told.request.method == "POST" and told.url.endswith("/desk/assisted-sessions") and told.status == 201


def drafts(officer: Person) -> None:
    """Somebody's draft, as far as the people of it."""
    describes(officer, NUMBER, NAME)
    begins(officer)
    expect(bar(officer)).to_contain_text(NAME)
    officer.is_at("Nộp hồ sơ trực tuyến")
    officer.go(f"/procedures/{STATUS}")
    officer.chooses_unit("phu cat")
    officer.is_at("Người nộp và chủ hồ sơ")
    expect(officer.page.get_by_label("Họ tên").first).to_have_value(NAME)
    officer.page.get_by_label("Số điện thoại").first.fill("0900000978")


def submits(officer: Person) -> str:
    """The rest of the steps; the dossier's code."""
    officer.is_at("Thông tin hồ sơ")
    officer.page.locator("li.component").first.get_by_role("button", name="Điền biểu mẫu").click()
    officer.page.get_by_label("Nội dung kê khai").fill("Xác nhận để đăng ký kết hôn.")
    officer.press("Cập nhật")
    expect(officer.page.get_by_role("dialog")).to_have_count(0)
    officer.press("Tiếp tục")
    officer.is_at("Hình thức nhận kết quả")
    officer.page.get_by_label("Nhận tại Bộ phận Một cửa").check()
    for consent in officer.page.get_by_role("checkbox").all():
        expect(consent).to_be_checked()  # as they said when the session began
    officer.press("Đồng ý và tiếp tục")
    officer.is_at("Xem lại và nộp hồ sơ")
    officer.press("Nộp hồ sơ")
    officer.is_at("Nộp hồ sơ thành công")
    return officer.page.locator(".code").inner_text()


def test_an_officer_files_for_somebody_at_the_counter_and_is_themselves_elsewhere(officer):
    officer.go("/desk/assist")
    officer.signs_in()
    officer.is_at("Nộp hộ người dân tại quầy")
    officer.press("Mở phiên hỗ trợ")
    for label in ("Số định danh cá nhân", "Họ và tên", "Số của giấy đồng ý"):
        expect(officer.page.get_by_label(label)).to_have_attribute("aria-invalid", "true")
    officer.is_at("Nộp hộ người dân tại quầy")
    drafts(officer)
    officer.press("Tiếp tục")
    code = submits(officer)

    other = officer.page.context.new_page()  # the same officer's ordinary tab
    other.goto(f"{officer.address}#/dossiers")
    is_whole(other, "Hồ sơ của tôi")
    expect(other.get_by_role("region", name="Đang làm thay")).to_have_count(0)
    expect(other.get_by_text(code)).to_have_count(0)
    other.close()

    officer.go("/dossiers")
    officer.is_at(f"Hồ sơ của {NAME}")
    officer.sees(code)
    officer.go("/desk?state=1")
    officer.is_at("Hồ sơ của đơn vị")  # the desk stays the officer's own
    bar(officer).get_by_role("button", name="Kết thúc").click()
    officer.sees(f"Đã kết thúc phiên làm thay {NAME}.")
    expect(bar(officer)).to_have_count(0)
    officer.is_at("Nộp hộ người dân tại quầy")
    officer.go("/dossiers")
    officer.is_at("Hồ sơ của tôi")
    expect(officer.page.get_by_text(code)).to_have_count(0)


def test_the_half_hour_ends_in_the_middle_of_a_form_and_nothing_typed_is_lost(officer, at_the_desk):
    officer.is_signed_in()
    officer.go("/desk/assist")
    opened: list[str] = []
    officer.page.on("response", lambda told: opened.append(told.json()["id"]) if is_opening(told) else None)
    drafts(officer)
    officer.page.get_by_label("Địa chỉ").first.fill("Làng Kon Jơ Ri")
    at_the_desk.must("DELETE", f"desk/assisted-sessions/{opened[0]}")  # as its last minute does
    officer.press("Tiếp tục")
    dialog = officer.page.get_by_role("dialog", name="Phiên hỗ trợ đã hết giờ")
    expect(dialog.get_by_label("Họ và tên")).to_have_value(NAME)
    officer.is_for_everybody()
    dialog.get_by_label("Số định danh cá nhân").fill("000090000961")
    dialog.get_by_label("Họ và tên").fill("Một Người Khác")
    officer.press("Mở phiên mới")
    officer.sees("Không phải người đang được hỗ trợ")
    dialog.get_by_label("Số định danh cá nhân").fill(NUMBER)
    dialog.get_by_label("Họ và tên").fill(NAME)
    officer.press("Mở phiên mới")
    officer.is_at("Thông tin hồ sơ")
    officer.page.go_back()
    expect(officer.page.get_by_label("Địa chỉ").first).to_have_value("Làng Kon Jơ Ri")
    bar(officer).get_by_role("button", name="Kết thúc").click()
    officer.sees(f"Đã kết thúc phiên làm thay {NAME}.")


def test_a_supplement_and_a_withdrawal_are_taken_at_the_counter(officer, at_the_desk):
    dossier = on_paper(at_the_desk, EMPTY)
    asked = {"points": [{"text": "Ghi rõ nơi thường trú."}], "until": f"{today() + timedelta(days=9)}"}
    act(at_the_desk, dossier, "supplement", **asked)
    officer.is_signed_in()
    officer.go(f"/desk/dossiers/{dossier}")
    officer.follow("Chủ hồ sơ đang ở quầy: bổ sung hoặc rút hồ sơ thay họ")
    describes(officer, EMPTY.number, EMPTY.name)
    begins(officer)
    officer.page.get_by_label("Trả lời").fill("Thôn Chánh Danh, xã Phù Cát.")
    officer.is_at(".")
    officer.page.locator("form").get_by_role("button").last.click()
    officer.sees("Đã gửi nội dung bổ sung")
    officer.press("Rút hồ sơ")
    dialog = officer.page.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile("Rút hồ sơ")).click()
    officer.sees("Đã gửi yêu cầu rút hồ sơ")
    bar(officer).get_by_role("button", name="Kết thúc").click()
    officer.sees("Đã kết thúc phiên làm thay")
    happened = at_the_desk.must("GET", f"desk/dossiers/{dossier}")["history"]
    assert [each["act"] for each in happened][-2:] == ["supplement_answered", "withdrawal_asked"]


def test_on_whose_behalf_a_representative_acts_stands_on_every_page(browser, stack):  # noqa: F811 - the fixture
    with seat(browser, PHONE) as page:
        representative = Person(page, stack, ORGANISATION)
        representative.go("/dossiers")
        representative.signs_in(provider="Cổng Dịch vụ công")
        for place in ("/dossiers", "/vault", "/procedures"):
            representative.go(place)
            whom = page.get_by_role("region", name="Đang thay mặt")
            expect(whom).to_contain_text(ORGANISATION.organisation.name)
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            expect(whom).to_be_in_viewport()
