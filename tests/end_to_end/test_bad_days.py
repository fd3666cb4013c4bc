"""What citizens do, and what befalls them, that no guide tells of: nothing is done twice, and nothing typed is lost."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from infra.demo.citizen import Citizen
from infra.demo.people import BIRTH_CERTIFICATE, EMPTY
from tests.end_to_end.test_portal import (  # noqa: F401 - fixtures
    HEALTH,
    JUDGED,
    Person,
    browser,
    citizen,
    drafted,
    page,
)

pytestmark = pytest.mark.stack

SCRIPT = "<script>alert(1)</script>"
STATUS, MARRIAGE, GUARDIAN = "1.004873", "1.000894", "1.004837"  # of the last, one component takes any file


@pytest.fixture
def in_the_api(stack) -> Citizen:
    return Citizen.signed_in(stack.address, EMPTY.subject)


def ready(citizen: Person, in_the_api: Citizen) -> str:  # noqa: F811 - who it is
    """A draft that lacks nothing but its way of receiving."""
    draft = drafted(citizen, STATUS)["id"]
    form = {"way": "form", "form": {"content": "Để mua nhà."}}
    in_the_api.must("PUT", f"dossiers/{draft}/components/TP01", form)
    return str(draft)


def test_submitting_with_a_double_click_submits_once(citizen, in_the_api):  # noqa: F811
    draft = ready(citizen, in_the_api)
    citizen.go(f"/dossiers/{draft}/receive")
    citizen.signs_in()
    citizen.receives("Nhận tại Bộ phận Một cửa")
    citizen.press("Đồng ý và tiếp tục")
    citizen.is_at("Xem lại và nộp hồ sơ")
    sent: list[str] = []
    citizen.page.on("request", lambda each: sent.append(each.url) if each.url.endswith("/submit") else None)
    citizen.page.get_by_role("button", name="Nộp hồ sơ").dblclick()
    citizen.is_at("Nộp hồ sơ thành công")
    assert len(sent) == 1
    citizen.page.go_back()
    expect(citizen.page.get_by_role("heading", level=1)).not_to_have_text("Xem lại và nộp hồ sơ")  # it is no draft now
    citizen.go(f"/dossiers/{draft}/review")
    citizen.is_at("Hồ sơ đã nộp")


def test_of_two_tabs_the_second_is_told_and_loses_nothing_typed(citizen, in_the_api):  # noqa: F811
    draft = drafted(citizen, MARRIAGE)
    path = f"dossiers/{draft['id']}"
    citizen.go(f"/{path}/people")
    citizen.signs_in()
    citizen.is_at("Người nộp và chủ hồ sơ")
    citizen.page.get_by_label("Địa chỉ").first.fill("Thôn Ví Dụ")
    in_the_api.must("PATCH", path, {"version": draft["version"], "receive_by": "post"})  # as the other tab does
    citizen.press("Tiếp tục")
    told = citizen.page.get_by_role("alert").filter(has_text="Hồ sơ đã được thay đổi ở nơi khác")
    expect(told).to_be_focused()
    expect(citizen.page.get_by_label("Địa chỉ").first).to_have_value("Thôn Ví Dụ")
    told.get_by_role("button", name="Thử lại").click()
    citizen.is_at("Thông tin hồ sơ")
    kept = in_the_api.must("GET", path)
    assert (kept["applicant"]["address"], kept["receive_by"]) == ("Thôn Ví Dụ", "post")


def test_who_changed_a_draft_in_another_tab_goes_on_with_the_way_of_receiving(citizen, in_the_api):  # noqa: F811
    draft = ready(citizen, in_the_api)
    path = f"dossiers/{draft}"
    citizen.go(f"/{path}/receive")
    citizen.signs_in()
    citizen.receives("Nhận tại Bộ phận Một cửa")
    version = in_the_api.must("GET", path)["version"]
    in_the_api.must("PATCH", path, {"version": version, "receive_by": "post"})
    citizen.press("Đồng ý và tiếp tục")
    told = citizen.page.get_by_role("alert").filter(has_text="Hồ sơ đã được thay đổi ở nơi khác")
    told.get_by_role("button", name="Thử lại").click()
    citizen.is_at("Xem lại và nộp hồ sơ")
    citizen.press("Nộp hồ sơ")
    citizen.is_at("Nộp hồ sơ thành công")
    assert in_the_api.must("GET", path)["receive_by"] == "counter"


def test_the_way_back_and_forth_loses_nothing_typed(citizen):  # noqa: F811
    citizen.go("/vault")
    citizen.signs_in()
    citizen.is_at("Kho dữ liệu cá nhân, tổ chức")
    citizen.follow("Thêm mới")
    citizen.page.get_by_text("Thông tin ghi trên giấy tờ (không bắt buộc)").click()
    citizen.page.get_by_label("Số, ký hiệu").fill("17/2024/GKS")
    citizen.chooses(a_photograph())
    citizen.page.go_back()
    citizen.is_at("Kho dữ liệu cá nhân, tổ chức")
    citizen.page.go_forward()
    expect(citizen.page.get_by_label("Số, ký hiệu")).to_have_value("17/2024/GKS")
    citizen.sees("IMG_2041.jpg")


def test_a_form_closed_by_escape_is_as_it_was_when_it_is_opened_again(citizen):  # noqa: F811
    draft = drafted(citizen, STATUS)
    citizen.go(f"/dossiers/{draft['id']}/papers")
    citizen.signs_in()
    opener = citizen.page.get_by_role("button", name="Điền biểu mẫu").first
    opener.click()
    citizen.page.get_by_label("Nội dung kê khai").fill("Để mua nhà.")
    citizen.page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    opener.click()
    expect(citizen.page.get_by_label("Nội dung kê khai")).to_have_value("Để mua nhà.")


def test_endless_names_are_told_beside_their_fields_and_script_is_text_in_every_field(citizen):  # noqa: F811
    draft = drafted(citizen, STATUS)
    citizen.go(f"/dossiers/{draft['id']}/people")
    citizen.signs_in()
    citizen.is_at("Người nộp và chủ hồ sơ")
    name = citizen.page.get_by_label("Họ tên").first
    name.fill("Nguyễn " * 43)
    citizen.press("Tiếp tục")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_value("Nguyễn " * 43)
    citizen.is_for_everybody()
    for n, field in enumerate(citizen.page.locator("fieldset input:not([type=checkbox])").all()):
        field.fill(f"{SCRIPT}{n}" if field.get_attribute("type") in ("text", "search") else "")
    citizen.page.get_by_label("Số điện thoại").first.fill(EMPTY.phone)
    citizen.press("Tiếp tục")
    citizen.is_at("Thông tin hồ sơ")
    citizen.page.get_by_role("button", name="Điền biểu mẫu").first.click()
    citizen.page.get_by_label("Nội dung kê khai").fill(f"{SCRIPT} {'x' * 300}")
    citizen.press("Cập nhật")
    expect(citizen.page.get_by_role("dialog")).to_have_count(0)
    citizen.go(f"/dossiers/{draft['id']}/review")
    citizen.is_at("Xem lại và nộp hồ sơ")
    expect(citizen.page.get_by_text(SCRIPT)).not_to_have_count(0)
    assert citizen.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert citizen.page.evaluate("[...document.querySelectorAll('main script')].length") == 0


def test_a_dialog_that_is_needed_stays_however_often_escape_is_pressed(citizen):  # noqa: F811
    """A browser closes a dialog on the second Esc without asking its page."""
    draft = drafted(citizen, STATUS)
    citizen.go(f"/dossiers/{draft['id']}/people")
    citizen.signs_in()
    citizen.is_at("Người nộp và chủ hồ sơ")
    citizen.page.get_by_label("Địa chỉ").first.fill("Thôn Ví Dụ")
    citizen.page.context.clear_cookies()
    citizen.page.route("**/dossiers/*", lambda route: route.fulfill(status=401), times=1)
    citizen.press("Tiếp tục")
    dialog = citizen.page.get_by_role("dialog", name="Phiên đăng nhập đã kết thúc")
    expect(dialog).to_be_visible()
    for _ in range(3):
        citizen.page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    with citizen.page.context.expect_page() as beside:
        dialog.get_by_role("link", name=re.compile("VNeID")).click()
    beside.value.locator(f"button[value={EMPTY.subject}]").click()
    citizen.is_at("Thông tin hồ sơ")


@pytest.mark.parametrize("day", [datetime(2001, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)])
def test_what_ends_soon_is_told_by_the_services_clock(citizen, in_the_api, day):  # noqa: F811
    soon = in_the_api.deposit(
        citizen.paper(HEALTH, weeks_ago=47)["buffer"], "a.pdf", kind="result", document_type=HEALTH
    )
    later = in_the_api.deposit(
        citizen.paper(HEALTH, weeks_ago=5)["buffer"], "b.pdf", kind="result", document_type=HEALTH
    )
    citizen.page.clock.set_fixed_time(day)
    citizen.go("/sign-in")
    citizen.signs_in()
    ending = citizen.page.locator("section", has_text="Giấy tờ sắp hết hạn")
    expect(ending.locator(f'a[href="#/vault/{soon["item"]}"]')).to_be_visible()
    expect(ending.locator(f'a[href="#/vault/{later["item"]}"]')).to_have_count(0)


def test_a_day_is_written_as_in_vietnam_whatever_the_browser_speaks(citizen, in_the_api):  # noqa: F811
    citizen.go("/vault/new")
    citizen.signs_in()
    citizen.page.get_by_label("Danh mục giấy tờ").select_option(label="Giấy khai sinh")
    citizen.page.get_by_text("Thông tin ghi trên giấy tờ (không bắt buộc)").click()
    day = citizen.page.get_by_label("Ngày cấp")
    day.fill("31/02/2024")
    day.blur()
    citizen.sees("Ngày chưa đúng.")
    expect(day).to_have_attribute("aria-invalid", "true")
    citizen.is_at("Cập nhật dữ liệu kho")
    day.fill("05032024")
    day.blur()
    expect(day).to_have_value("05/03/2024")
    file = citizen.paper(BIRTH_CERTIFICATE)
    citizen.chooses(file)
    citizen.press("Cập nhật")
    citizen.is_at("Đã cập nhật vào Kho", within=JUDGED)
    item = citizen.page.get_by_role("link", name="Xem giấy tờ").get_attribute("href").rsplit("/", 1)[1]
    assert in_the_api.must("GET", f"vault/items/{item}")["issued_on"] == "2024-03-05"


def test_a_mistyped_name_finds_its_service(citizen):  # noqa: F811
    citizen.go("/procedures")
    citizen.page.get_by_label("Chọn dịch vụ công cần nộp").fill("dang ki ket hom")
    citizen.sees("thủ tục có tên gần giống")
    expect(citizen.page.locator(".papers .main-link").first).to_have_text("Đăng ký kết hôn")
    citizen.is_for_everybody()


def a_photograph() -> dict[str, object]:
    kept = BytesIO()
    Image.effect_noise((1200, 1600), 40).convert("RGB").save(kept, "JPEG")
    return {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def test_a_photograph_of_a_paper_will_do_where_one_dossier_alone_needs_it(citizen, in_the_api):  # noqa: F811
    draft = drafted(citizen, GUARDIAN)
    citizen.go(f"/dossiers/{draft['id']}/papers")
    citizen.signs_in()
    component = citizen.component("Văn bản cử người giám hộ")
    component.get_by_role("button", name="Chọn tệp tin").click()
    citizen.chooses({"name": "ghi âm.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
    citizen.press("Cập nhật")
    citizen.sees("Không đọc được ảnh này.")
    citizen.chooses(a_photograph())
    citizen.press("Cập nhật")
    expect(component).to_contain_text("IMG_2041.pdf", timeout=JUDGED)
    citizen.is_for_everybody()
    kept = in_the_api.must("GET", f"dossiers/{draft['id']}")["components"]
    assert [each["resolution"]["way"] for each in kept if each["code"] == "TP02"] == ["upload"]


def test_a_photograph_for_the_vault_is_told_what_would_help(citizen):  # noqa: F811
    citizen.go("/vault/new")
    citizen.signs_in()
    citizen.chooses(a_photograph())
    citizen.sees("Ảnh chụp không có chữ ký số")
    citizen.sees("hãy yêu cầu chứng thực bản sao điện tử")
