"""A certified copy on the pages: asked for at home, made and registered at the desk, back in its owner's vault."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from infra.demo.papers import paper
from infra.demo.people import BIRTH_CERTIFICATE, EMPTY, HEAD, OFFICER
from shared.clock import today
from tests.end_to_end.asking import eventually
from tests.end_to_end.seats import DESKTOP, PHONE, drawn, seat
from tests.end_to_end.test_certification import UNIT, a_copy, pki  # noqa: F401 - fixture
from tests.end_to_end.test_portal import JUDGED, Person, browser  # noqa: F401 - fixture

pytestmark = pytest.mark.stack


@pytest.fixture
def citizen(browser: Browser, stack) -> Iterator[Person]:  # noqa: F811 - the fixture
    with seat(browser, PHONE) as page:
        yield Person(page, stack, EMPTY)


@pytest.fixture
def officer(browser: Browser, stack) -> Iterator[Person]:  # noqa: F811 - the fixture
    with seat(browser, DESKTOP) as page:
        yield Person(page, stack, OFFICER)


@pytest.fixture
def certifier(browser: Browser, stack) -> Iterator[Person]:  # noqa: F811 - the fixture
    with seat(browser, DESKTOP) as page:
        yield Person(page, stack, HEAD)


def a_sunday() -> str:
    return f"{today() + timedelta(days=6 - today().weekday() + 7)}"


def dialog(who: Person) -> Locator:
    return who.page.get_by_role("dialog")


def asks(citizen: Person) -> str:
    """A copy of their birth certificate asked for; the request's id."""
    citizen.is_signed_in()
    citizen.go("/copies")
    citizen.is_at("Bản sao chứng thực")
    citizen.follow("Yêu cầu chứng thực bản sao")
    citizen.is_at("Yêu cầu chứng thực bản sao")
    expect(citizen.page.get_by_label("Danh mục giấy tờ")).to_be_visible()
    citizen.press("Gửi yêu cầu")
    expect(citizen.page.get_by_label("Danh mục giấy tờ")).to_be_focused()
    citizen.sees("Chưa chọn danh mục giấy tờ.")
    citizen.sees("Chưa chọn đơn vị.")
    citizen.page.get_by_label("Danh mục giấy tờ").select_option(label="Giấy khai sinh")
    citizen.page.get_by_label("Tìm đơn vị").fill("phu cat")
    citizen.page.get_by_label("Đơn vị chứng thực").select_option(UNIT)
    citizen.page.get_by_label("Ngày sẽ mang bản chính đến").fill(a_sunday())
    citizen.press("Gửi yêu cầu")
    expect(citizen.page.get_by_label("Ngày sẽ mang bản chính đến")).to_have_attribute("aria-invalid", "true")
    citizen.page.get_by_label("Ngày sẽ mang bản chính đến").fill("")
    citizen.press("Gửi yêu cầu")
    citizen.is_at("Bản sao: Giấy khai sinh")
    citizen.sees("Chờ xuất trình bản chính")
    return citizen.page.url.rsplit("/", 1)[1]


def looks_through(officer: Person) -> None:
    """The signed copy beside what was noted from its original."""
    officer.press("Xem bản sao")
    frame = officer.page.locator("iframe")
    assert eventually(lambda: drawn(frame))
    noted = officer.page.get_by_text("Ghi nhận từ bản chính").bounding_box()
    assert noted["x"] + noted["width"] <= frame.bounding_box()["x"]
    officer.is_at(f"Giấy khai sinh · {EMPTY.name}")


def test_a_copy_asked_for_at_home_is_certified_at_the_desk_and_comes_into_the_vault(citizen, officer, certifier, pki):  # noqa: F811
    request = asks(citizen)
    officer.is_signed_in()
    officer.go("/desk")
    officer.follow("Chứng thực bản sao")
    officer.is_at("Chứng thực bản sao")
    officer.page.locator(f"a[href='#/desk/copies/{request}']").click()
    officer.is_at(f"Giấy khai sinh · {EMPTY.name}")
    officer.press("Ghi nhận bản chính đã xuất trình")
    dialog(officer).get_by_label("Số trang").fill("1")
    dialog(officer).get_by_role("button", name="Ghi nhận bản chính").click()
    expect(dialog(officer).get_by_label("Cơ quan cấp")).to_have_attribute("aria-invalid", "true")
    dialog(officer).get_by_label("Cơ quan cấp").fill("Ủy ban nhân dân xã Phù Cát")
    dialog(officer).get_by_role("button", name="Ghi nhận bản chính").click()
    officer.sees("Đã ghi nhận bản chính.")

    officer.press("Tải lên bản sao đã ký số")
    unsigned = paper(BIRTH_CERTIFICATE, holder=EMPTY.name, number="1")
    officer.chooses({"name": "quet.pdf", "mimeType": "application/pdf", "buffer": unsigned})
    officer.press("Gửi bản sao")
    officer.sees("Tệp tin không được chấp nhận", within=JUDGED)
    officer.is_at(f"Giấy khai sinh · {EMPTY.name}")
    with ThreadPoolExecutor(1) as aside:  # signing runs an event loop, and playwright has one in this thread
        file = aside.submit(a_copy, pki, 501).result()
    officer.chooses({"name": "ban-sao.pdf", "mimeType": "application/pdf", "buffer": file})
    officer.press("Gửi bản sao")
    officer.sees("Chữ ký số hợp lệ. Hãy xem lại bản sao rồi vào sổ.", within=JUDGED)
    officer.is_at(f"Giấy khai sinh · {EMPTY.name}")
    expect(officer.page.get_by_role("button", name="Vào sổ và trả bản sao")).to_be_disabled()
    officer.sees("Chỉ người có thẩm quyền ký")
    looks_through(officer)

    certifier.is_signed_in()
    certifier.go(f"/desk/copies/{request}")
    certifier.press("Vào sổ và trả bản sao")
    dialog(certifier).get_by_role("button", name="Vào sổ và trả bản sao").click()
    certifier.sees("Đã vào sổ")
    certifier.is_at(f"Giấy khai sinh · {EMPTY.name}")
    certifier.go("/desk/copies/register")
    certifier.is_at("Sổ chứng thực bản sao")
    certifier.page.get_by_role("searchbox", name="Tìm trong sổ").fill("nguyen van an")
    certifier.press("Tìm")
    line = certifier.page.get_by_role("row").filter(has=certifier.page.locator(f"a[href='#/desk/copies/{request}']"))
    expect(line).to_contain_text(EMPTY.name)
    with certifier.page.expect_download() as saved:
        certifier.press("Tải về (CSV)")
    lines = list(csv.DictReader(io.StringIO(Path(saved.value.path()).read_bytes().decode("utf-8-sig"))))
    assert EMPTY.name in {each["Họ và tên người yêu cầu"] for each in lines}

    citizen.page.reload()
    citizen.sees("Bản sao đã ở trong Kho của bạn.")
    citizen.is_at("Bản sao: Giấy khai sinh")
    citizen.follow("Xem giấy tờ trong Kho")
    citizen.is_at("Giấy khai sinh")


def test_what_was_asked_of_a_unit_that_is_no_more_is_found_by_the_one_that_continues_it(officer):
    officer.go("/desk/copies")
    officer.signs_in()
    whose = officer.page.get_by_label("Yêu cầu gửi đến")
    gone = whose.locator("option").nth(1).get_attribute("value")
    whose.select_option(gone)
    expect(officer.page).to_have_url(re.compile(rf"copies\?unit={re.escape(gone)}$"))
    officer.sees("Không có yêu cầu nào đang chờ.")
    officer.is_at("Chứng thực bản sao")
    officer.follow("Đã kết thúc")
    expect(officer.page.get_by_label("Yêu cầu gửi đến")).to_have_value(gone)
    officer.follow("Sổ chứng thực")
    officer.is_at("Sổ chứng thực bản sao")
    expect(officer.page.get_by_label("Sổ của đơn vị")).to_have_value(gone)
    officer.sees("Sổ năm này chưa có dòng nào.")


def test_a_refused_request_says_why_to_who_asked(citizen, officer):
    request = asks(citizen)
    officer.is_signed_in()
    officer.go(f"/desk/copies/{request}")
    officer.press("Từ chối chứng thực")
    dialog(officer).get_by_role("button", name="Từ chối chứng thực").click()
    expect(dialog(officer).get_by_label("Lý do")).to_have_attribute("aria-invalid", "true")
    dialog(officer).get_by_label("Lý do").fill("Bản chính bị tẩy xóa.")
    dialog(officer).get_by_role("button", name="Từ chối chứng thực").click()
    officer.sees("Đã từ chối")
    officer.go("/desk/copies?open=false")
    officer.is_at("Chứng thực bản sao")
    officer.sees("Từ chối chứng thực")
    citizen.page.reload()
    citizen.sees("Bản chính bị tẩy xóa.")


def test_who_asks_and_comes_back_on_it_cancels(citizen):
    asks(citizen)
    citizen.press("Hủy yêu cầu")
    dialog(citizen).get_by_role("button", name="Hủy yêu cầu").click()
    citizen.sees("Người yêu cầu đã hủy")
    citizen.is_at("Bản sao: Giấy khai sinh")
    citizen.go("/copies")
    citizen.is_at("Bản sao chứng thực")


def test_somebody_without_an_account_asks_at_the_counter(officer):
    officer.is_signed_in()
    officer.go("/desk/copies/new")
    officer.is_at("Chứng thực tại quầy")
    officer.press("Ghi nhận bản chính")
    expect(officer.page.get_by_label("Số định danh cá nhân")).to_have_attribute("aria-invalid", "true")
    expect(officer.page.get_by_label("Họ và tên")).to_have_attribute("aria-invalid", "true")
    officer.is_at("Chứng thực tại quầy")
    officer.page.get_by_label("Số định danh cá nhân").fill(EMPTY.number)
    officer.page.get_by_label("Họ và tên").fill("Người Khác")
    officer.page.get_by_label("Danh mục giấy tờ").select_option(label="Giấy khai sinh")
    officer.page.get_by_label("Cơ quan cấp").fill("Ủy ban nhân dân xã Phù Cát")
    officer.page.get_by_label("Số trang").fill("2")
    officer.press("Ghi nhận bản chính")
    expect(officer.page.get_by_label("Họ và tên")).to_have_attribute("aria-invalid", "true")  # somebody else's number
    officer.page.get_by_label("Số định danh cá nhân").fill("000090000986")
    officer.press("Ghi nhận bản chính")
    officer.is_at("Giấy khai sinh · Người Khác")
    officer.sees("4.000 đồng")
