"""A citizen without a mouse: every step by keys alone, and where the keys are is always seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import segno
from playwright.sync_api import Browser, Page, expect

from infra.demo.people import BIRTH_CERTIFICATE, EMPTY, ONE_PAPER
from tests.end_to_end.seats import PHONE, seat
from tests.end_to_end.test_follow_pages import an_in_the_api, desk, is_told  # noqa: F401 - fixtures
from tests.end_to_end.test_portal import (  # noqa: F401 - fixtures
    DIPLOMA,
    JUDGED,
    PROCEDURE,
    UNIT,
    Person,
    browser,
)

pytestmark = pytest.mark.stack

FAR = 120  # presses of Tab, more than any page has stops
# What a screen reader would call what has the focus, and whether its frame is seen.
FOCUSED = """() => {
  const of = document.activeElement;
  if (of.matches("body, h1, main, [role=status], [role=alert]")) return ["", true]; // where a page puts the focus
  const { outlineStyle, outlineWidth } = getComputedStyle(of);
  const label = of.labels?.[0]?.innerText ?? of.getAttribute("aria-label") ?? of.innerText ?? "";
  const box = of.matches("input[type=file]") ? getComputedStyle(of.labels[0]) : { outlineStyle, outlineWidth };
  return [label.replace(/\\s+/g, " ").trim(), box.outlineStyle !== "none" && parseFloat(box.outlineWidth) >= 2];
}"""
# Every sentence a status or an alert says, in order.
LISTENS = """
  window.told = [];
  new MutationObserver(() => document.querySelectorAll("[role=status], [role=alert], progress").forEach((each) => {
    const said = each.innerText || each.labels?.[0]?.innerText;
    if (said && told.at(-1) !== said) told.push(said);
  })).observe(document, { childList: true, subtree: true, characterData: true });
"""
SQUARES = "path => path.getAttribute('d').match(/M[^z]+z/g)"


class Keys(Person):
    """Somebody who presses keys and nothing else."""

    def key(self, name: str) -> None:
        self.page.keyboard.press(name)

    def reaches(self, name: str, *, back: bool = False) -> None:
        """By Tab, or Shift+Tab; whatever the focus passes is framed."""
        for _ in range(FAR):
            label, is_framed = self.page.evaluate(FOCUSED)
            assert is_framed, f"nobody sees that the focus is on {label!r}"
            if re.match(name, label):
                return
            self.key("Shift+Tab" if back else "Tab")
        pytest.fail(f"{name!r} is reached by no key")

    def enters(self, name: str, *, back: bool = False) -> None:
        self.reaches(name, back=back)
        self.key("Enter")

    def ticks(self, name: str) -> None:
        self.reaches(name)
        self.key("Space")

    def types(self, name: str, text: str) -> None:
        self.reaches(name)
        self.page.keyboard.insert_text(text)

    def picks(self, name: str, option: str) -> None:
        """Of a list, by its arrows."""
        self.reaches(name)
        chosen = self.page.locator(":focus option:checked")
        for _ in range(FAR):
            if chosen.inner_text() == option:
                return
            self.key("ArrowDown")
        pytest.fail(f"{option!r} is reached by no arrow")

    def gives(self, file: dict[str, Any]) -> None:
        self.reaches("Chọn tệp tin")
        with self.page.expect_file_chooser() as asked:
            self.key("Enter")
        asked.value.set_files([file])  # type: ignore[list-item]

    def signs_in(self, *, provider: str = "VNeID") -> None:
        self.enters(f"Đăng nhập bằng {provider}")
        self.page.locator(f"button[value={self.who.subject}]").press("Enter")  # the provider's own page


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:  # noqa: F811 - the fixture
    with seat(browser, PHONE) as opened:
        opened.add_init_script(LISTENS)
        yield opened


@pytest.fixture
def an(page, stack) -> Keys:
    return Keys(page, stack, EMPTY)


@pytest.fixture
def binh(page, stack) -> Keys:
    somebody = Keys(page, stack, ONE_PAPER)
    somebody.deposits_corrections()
    return somebody


def test_a_paper_is_deposited(an):
    an.go("/")
    an.is_at("Giấy tờ đã có")
    an.enters("Đăng nhập")
    an.is_at("Đăng nhập")
    an.signs_in()
    an.is_at("Xin chào")
    an.enters("Kho dữ liệu cá nhân, tổ chức")
    an.is_at("Kho dữ liệu cá nhân, tổ chức")
    an.enters("Thêm mới")
    an.is_at("Cập nhật dữ liệu kho cá nhân, tổ chức")
    an.picks("Danh mục giấy tờ", "Giấy khai sinh")
    an.gives(an.paper(BIRTH_CERTIFICATE))
    an.enters("Cập nhật")
    an.is_at("Đã cập nhật vào Kho", within=JUDGED)
    told = " ".join(an.page.evaluate("told"))
    assert "Đang kiểm tra chữ ký số…" in told  # from there on live
    an.enters("Xem giấy tờ")
    an.is_at("Giấy khai sinh")
    an.sees("Chữ ký số hợp lệ")


def test_a_dossier_is_filed_to_its_receipt(binh):
    binh.go("/procedures")
    binh.is_at("Nộp hồ sơ trực tuyến")
    binh.types("Chọn dịch vụ công cần nộp", PROCEDURE)
    expect(binh.page.locator(".papers .main-link")).to_have_count(1)
    binh.enters("Chỉnh sửa nội dung văn bằng")
    binh.is_at("Chỉnh sửa nội dung văn bằng")
    binh.enters("Đăng nhập để nộp hồ sơ")
    binh.signs_in(provider="Cổng Dịch vụ công")
    binh.is_at("Chỉnh sửa nội dung văn bằng")
    binh.types("Tìm đơn vị", "phu cat")
    expect(binh.page.locator("input[name=unit]").first).to_have_value(UNIT)
    binh.ticks("Xã Phù Cát")
    binh.enters("Tiếp tục")
    binh.is_at("Người nộp và chủ hồ sơ")
    binh.enters("Tiếp tục")
    binh.is_at("Thông tin hồ sơ")
    answers(binh)
    binh.enters("Tiếp tục")
    binh.is_at("Hình thức nhận kết quả")
    binh.ticks("Nhận tại Bộ phận Một cửa")
    binh.key("ArrowDown")
    binh.key("ArrowDown")
    for words in ("Tôi cam đoan", "Tôi đồng ý để cơ quan giải quyết xử lý", "Tôi đồng ý để cơ quan giải quyết khai"):
        binh.ticks(words)
    binh.enters("Đồng ý và tiếp tục")
    binh.is_at("Xem lại và nộp hồ sơ")
    binh.sees("Nhận bản điện tử trong Kho")
    binh.enters("Nộp hồ sơ")
    binh.is_at("Nộp hồ sơ thành công")
    has_receipt(binh)


def answers(binh: Keys) -> None:
    """Of four components one is answered already; the others each in its way."""
    expect(binh.component("Giấy khai sinh")).to_contain_text("Tự động đính kèm")
    binh.enters("Điền biểu mẫu: Đơn đề nghị")
    expect(binh.page.get_by_label("Nội dung kê khai")).to_be_focused()
    binh.page.keyboard.insert_text("Chỉnh sửa chữ đệm.")
    binh.enters("Cập nhật")
    expect(binh.component("Đơn đề nghị")).to_contain_text("Bạn đã điền biểu mẫu.")
    binh.enters("Lấy từ kho: Trích lục cải chính")
    expect(binh.page.get_by_role("group", name="Kết quả điện tử đã được cấp")).to_be_visible()
    expect(binh.page.get_by_text("(phù hợp nhất)")).to_be_visible()
    expect(binh.page.locator(".facts .differs")).not_to_have_count(0)
    binh.ticks("TRÍCH LỤC CẢI CHÍNH")
    binh.enters("Cập nhật")
    expect(binh.component("Trích lục cải chính")).to_contain_text("Bạn đã chọn giấy tờ này từ Kho.")
    binh.enters("Chọn tệp tin: Văn bằng")
    binh.gives(binh.paper(DIPLOMA, weeks_ago=300))
    binh.enters("Cập nhật")
    expect(binh.component("Văn bằng đề nghị chỉnh sửa")).to_contain_text("Bạn đã tải tệp tin này", timeout=JUDGED)


def has_receipt(binh: Keys) -> None:
    """The code in letters, and as a square a scanner reads the same from."""
    code = binh.page.locator(".code").inner_text()
    assert re.fullmatch(r"H21\.002-\d{6}-\d{4}", code)
    square = binh.page.get_by_role("img", name=f"Mã QR của hồ sơ {code}")
    expect(square).to_be_visible()
    drawn = [[int(n) for n in re.findall(r"\d+", each)[:3]] for each in square.locator("path").evaluate(SQUARES)]
    dark = {(x + n - 4, y - 4) for x, y, length in drawn for n in range(length)}
    meant = segno.make(code, error="m", micro=False).matrix
    assert dark == {(x, y) for y, row in enumerate(meant) for x, square in enumerate(row) if square}
    binh.sees("Biên nhận")
    binh.reaches("In biên nhận")


def test_a_supplement_is_answered(an, desk):  # noqa: F811 - the fixture
    desk.receive()
    desk.ask_supplement({"component": "TP01", "text": "Ghi rõ mục đích."}, {"text": "Nơi ở trước năm 2020?"})
    an.go("/sign-in")
    an.is_at("Đăng nhập")
    an.signs_in()
    an.is_at("Xin chào")
    an.page.locator(f'a[href="#/dossiers/{desk.dossier}"]').wait_for()
    an.enters("Hồ sơ của tôi", back=True)
    an.is_at("Hồ sơ của tôi")
    an.enters("Cấp Giấy xác nhận")
    an.is_at("Cấp Giấy xác nhận")
    an.enters("Sửa biểu mẫu: Tờ khai")
    an.key("Control+A")
    an.page.keyboard.insert_text("Để mua nhà tại xã Phù Cát.")
    an.enters("Cập nhật")
    an.sees("Đã bổ sung")
    an.types("Trả lời", "Xã Phù Cát.")
    an.enters("Bổ sung hồ sơ")
    is_told(an, "Đã gửi nội dung bổ sung")


def test_a_paper_is_shared_and_its_link_opened_without_an_account(binh, browser: Browser, stack):  # noqa: F811
    binh.go("/vault?document_type=KQ.G15.000031")
    binh.is_at("Đăng nhập")
    binh.signs_in()
    binh.is_at("Kho dữ liệu cá nhân, tổ chức")
    binh.enters("Giấy khai sinh")
    binh.is_at("Giấy khai sinh")
    binh.enters("Chia sẻ")
    binh.is_at("Chia sẻ giấy tờ")
    binh.types("Chia sẻ cho ai", "Ngân hàng Suối Mơ, để mở tài khoản")
    binh.enters("Tạo liên kết")
    binh.is_at("Đã tạo liên kết")
    link = binh.page.get_by_label("Liên kết", exact=True).input_value()
    with seat(browser, PHONE) as opened:
        stranger = Keys(opened, stack, EMPTY)
        opened.goto(link)
        stranger.is_at("Giấy tờ được chia sẻ với bạn")
        stranger.enters("Xem giấy tờ")
        stranger.is_at("Giấy khai sinh")
        stranger.reaches("Mở tệp tin")
        stranger.sees("Ngân hàng Suối Mơ, để mở tài khoản")
