"""The guide's two chapters in a real browser, by the names on its buttons.

On every page that is passed through, axe finds nothing against WCAG 2.2 A and AA; what the page's policy forbids fails.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from infra.demo.citizen import Citizen
from infra.demo.papers import paper, signed_by_agency
from infra.demo.people import BIRTH_CERTIFICATE, EMPTY, ONE_PAPER, DemoPerson
from infra.demo.pki import DemoPki
from infra.demo.screenshots import chromium
from infra.local.openid import sign_in
from shared.clock import today
from tests.end_to_end.asking import Stack
from tests.end_to_end.seats import PATIENCE, PHONE, is_whole, seat, serves_everybody

pytestmark = pytest.mark.stack

CORRECTION, DIPLOMA, HEALTH = "KQ.G15.000037", "KQ.LOCAL.000501", "KQ.LOCAL.000601"
UNIT = "H21.002"  # Xã Phù Cát
PROCEDURE = "3.000466"  # one component answered by itself, one of several candidates, one missing, one form
JUDGED = 60_000  # milliseconds until a file must have been judged


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a cheap phone; in the end nothing has gone wrong in it that nobody saw."""
    with seat(browser, PHONE) as opened:
        yield opened


class Person:
    """Somebody with a browser, and with papers on their disk."""

    def __init__(self, page: Page, stack: Stack, who: DemoPerson) -> None:
        self.page, self.address, self.who = page, stack.address, who
        self._pki = DemoPki.make(stack.running.home / "pki")

    def go(self, place: str) -> None:
        self.page.goto(f"{self.address}#{place}")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def sees(self, text: str, *, within: int = PATIENCE) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=within)

    def is_at(self, heading: str, *, within: int = PATIENCE) -> None:
        """The page whose heading begins so has come, whole, and everybody can use it."""
        begins_so = re.compile(rf"^\s*({heading})")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(begins_so, timeout=within)
        is_whole(self.page, heading)
        serves_everybody(self.page)

    def is_for_everybody(self) -> None:
        is_whole(self.page)
        serves_everybody(self.page)

    def is_signed_in(self) -> None:
        """Already, before the first page: how one signs in is what other tests show."""
        visitor = sign_in(self.address, "vneid", self.who.subject).visitor
        [session] = [kept["kho-session"] for kept in visitor.cookies.values() if "kho-session" in kept]
        self.page.context.add_cookies([{"name": "kho-session", "value": session, "url": self.address}])

    def signs_in(self, *, provider: str = "VNeID") -> None:
        self.page.get_by_role("link", name=re.compile(f"Đăng nhập bằng {provider}")).click()
        self.page.locator(f"button[value={self.who.subject}]").click()
        self.page.wait_for_url(self._is_of_portal, wait_until="commit")  # a page reloaded before would not sign in

    def _is_of_portal(self, url: str) -> bool:
        return url.startswith(self.address)

    def receives(self, way: str) -> None:
        """How the result is received, and all that is asked is agreed to."""
        self.page.get_by_label(way).check()
        for consent in self.page.get_by_role("checkbox").all():
            consent.check()

    def deposits_corrections(self) -> None:
        """Two of their civil status, which fit the same component."""
        in_the_api = Citizen.signed_in(self.address, self.who.subject)
        for weeks_ago in (2, 4):
            file = self.paper(CORRECTION, weeks_ago=weeks_ago)["buffer"]
            in_the_api.deposit(file, "cai-chinh.pdf", kind="result", document_type=CORRECTION)

    def paper(self, kind: str, *, weeks_ago: int = 5) -> dict[str, object]:
        """A paper nobody has seen before, signed by its agency."""
        issued_on = today() - timedelta(weeks=weeks_ago)
        drawn = paper(kind, holder=self.who.name, number=f"{secrets.randbelow(10**6)}", issued_on=issued_on)
        with ThreadPoolExecutor(1) as aside:  # signing runs an event loop, and playwright has one in this thread
            file = aside.submit(signed_by_agency, drawn, kind, pki=self._pki, issued_on=issued_on).result()
        return {"name": "giấy tờ.pdf", "mimeType": "application/pdf", "buffer": file}

    def chooses(self, file: dict[str, object]) -> None:
        self.page.locator("input[type=file]").set_input_files([file])

    def deposits(self, kind: str, file: dict[str, object]) -> None:
        self.page.get_by_label("Loại giấy tờ").select_option(label="Kết quả giải quyết")
        self.page.get_by_label("Danh mục giấy tờ").select_option(label=kind)
        self.chooses(file)
        self.press("Cập nhật")

    def chooses_unit(self, name: str) -> None:
        self.page.get_by_label("Tìm đơn vị").fill(name)
        self.page.locator("input[name=unit]").first.check()
        self.press("Tiếp tục")

    def component(self, name: str):
        return self.page.locator("li.component", has_text=name)


def drafted(person: Person, procedure: str) -> dict[str, Any]:
    """A draft of theirs, opened on another device."""
    party = {"name": person.who.name, "phone": person.who.phone}
    asked = {"procedure": procedure, "unit": UNIT, "applicant": party, "owner": party}
    return Citizen.signed_in(person.address, person.who.subject).must("POST", "dossiers", asked)


def submitted(in_the_api: Citizen, person: Person) -> dict[str, Any]:
    """The receipt of a dossier that holds one of their corrections."""
    path = f"dossiers/{drafted(person, PROCEDURE)['id']}"
    offered = in_the_api.must("GET", f"{path}/components/TP02/suggestions")["candidates"][0]["papers"][0]["item"]
    in_the_api.must("PUT", f"{path}/components/TP02", {"way": "vault", "items": [offered]})
    in_the_api.must("PUT", f"{path}/components/TP01", {"way": "form", "form": {"content": "Chỉnh sửa chữ đệm."}})
    draft = in_the_api.must("PUT", f"{path}/components/TP04", {"way": "present"})
    consents = [each["code"] for each in draft["consents_asked"]]
    return in_the_api.must("POST", f"{path}/submit", {"receive_by": "post", "consents": consents})


@pytest.fixture
def citizen(page, stack):
    """Somebody whose vault is empty, or nearly so."""
    return Person(page, stack, EMPTY)


@pytest.fixture
def holder(page, stack):
    """Somebody with exactly one birth certificate, and now two corrections of their civil status."""
    somebody = Person(page, stack, ONE_PAPER)
    somebody.deposits_corrections()
    return somebody


def test_the_first_chapter_of_the_guide(citizen):
    """Cập nhật kết quả điện tử bên ngoài vào kho dữ liệu."""
    citizen.go("/")
    citizen.follow("Đăng nhập")
    citizen.signs_in()
    citizen.is_at(f"Xin chào {EMPTY.name}")
    citizen.follow("Kho dữ liệu cá nhân, tổ chức")
    citizen.is_at("Kho dữ liệu cá nhân, tổ chức")
    citizen.follow("Thêm mới")
    citizen.is_at("Cập nhật dữ liệu kho cá nhân, tổ chức")
    citizen.deposits("Giấy khai sinh", citizen.paper(BIRTH_CERTIFICATE))
    citizen.is_at("Đã cập nhật vào Kho", within=JUDGED)
    citizen.follow("Xem giấy tờ")
    citizen.is_at("Giấy khai sinh")
    citizen.sees("Chữ ký số hợp lệ")
    citizen.follow("Thay tệp tin")
    citizen.chooses(citizen.paper(BIRTH_CERTIFICATE, weeks_ago=3))
    citizen.press("Cập nhật")
    citizen.is_at("Đã cập nhật vào Kho", within=JUDGED)
    citizen.follow("Xem giấy tờ")
    citizen.sees("Phiên bản 2 (đang dùng)")


def test_the_second_chapter_of_the_guide(holder):
    """Khai thác kho dữ liệu khi nộp hồ sơ trực tuyến."""
    holder.go("/procedures")
    holder.page.get_by_label("Chọn dịch vụ công cần nộp").fill("chinh sua van bang")
    holder.follow("Chỉnh sửa nội dung văn bằng, chứng chỉ")
    holder.follow("Đăng nhập để nộp hồ sơ")
    holder.signs_in(provider="Cổng Dịch vụ công")
    holder.chooses_unit("phu cat")
    holder.is_at("Người nộp và chủ hồ sơ")
    expect(holder.page.get_by_label("Số điện thoại").first).to_have_value(ONE_PAPER.phone)  # that provider knows it
    holder.press("Tiếp tục")
    holder.is_at("Thông tin hồ sơ")
    expect(holder.component("Giấy khai sinh")).to_contain_text("Tự động đính kèm")

    holder.component("Trích lục cải chính").get_by_role("button", name="Lấy từ kho").click()
    holder.page.get_by_role("group", name="Kết quả điện tử đã được cấp").get_by_role("radio").first.check()
    holder.press("Cập nhật")
    expect(holder.component("Trích lục cải chính")).to_contain_text("Bạn đã chọn giấy tờ này từ Kho.")

    holder.component("Văn bằng đề nghị chỉnh sửa").get_by_role("button", name="Chọn tệp tin").click()
    holder.chooses(holder.paper(DIPLOMA, weeks_ago=300))
    holder.press("Cập nhật")
    expect(holder.component("Văn bằng đề nghị chỉnh sửa")).to_contain_text("Bạn đã tải tệp tin này", timeout=JUDGED)

    holder.component("Đơn đề nghị").get_by_role("button", name="Điền biểu mẫu").click()
    holder.page.get_by_label("Nội dung kê khai").fill("<script>alert(1)</script> Chỉnh sửa chữ đệm.")
    holder.press("Cập nhật")
    holder.sees("<script>alert(1)</script>")
    holder.press("Tiếp tục")

    holder.is_at("Hình thức nhận kết quả")
    holder.receives("Nhận bản điện tử trong Kho")
    holder.press("Đồng ý và tiếp tục")
    holder.is_at("Xem lại và nộp hồ sơ")
    holder.press("Nộp hồ sơ")
    holder.is_at("Nộp hồ sơ thành công")
    expect(holder.page.locator(".code")).to_have_text(re.compile(r"^H21\.002-\d{6}-\d{4}$"))
    holder.sees(f"Zalo và SMS đến số {ONE_PAPER.phone}")


def test_the_receipt_names_a_paper_that_has_left_the_vault(holder):
    in_the_api = Citizen.signed_in(holder.address, ONE_PAPER.subject)
    receipt = submitted(in_the_api, holder)
    pinned = next(each for each in receipt["components"] if each["code"] == "TP02")["resolution"]["items"][0]
    for item in in_the_api.must("GET", f"vault/items?document_type={CORRECTION}&limit=100")["items"]:
        in_the_api.must("DELETE", f"vault/items/{item['id']}")
    holder.is_signed_in()
    holder.go("/dossiers")
    holder.page.get_by_role("listitem").filter(has_text=receipt["code"]).get_by_role("link").click()
    holder.is_at("Chỉnh sửa nội dung văn bằng, chứng chỉ")
    named = holder.page.locator(".notice", has_text=f"Số {pinned['number']}")
    expect(named).to_contain_text("TRÍCH LỤC CẢI CHÍNH HỘ TỊCH")


def test_a_draft_goes_on_elsewhere_as_it_was_left(citizen):
    draft = drafted(citizen, "1.001193")
    in_the_api = Citizen.signed_in(citizen.address, EMPTY.subject)
    in_the_api.must("PATCH", f"dossiers/{draft['id']}", {"version": draft["version"], "receive_by": "post"})
    citizen.go(f"/dossiers/{draft['id']}/receive")
    citizen.signs_in()
    citizen.is_at("Hình thức nhận kết quả")
    expect(citizen.page.get_by_label("Nhận qua dịch vụ bưu chính công ích")).to_be_checked()
    asked = [each["text"] for each in draft["consents_asked"]]
    assert [
        each.strip() for each in citizen.page.get_by_role("checkbox").locator("xpath=..").all_inner_texts()
    ] == asked


def test_the_way_of_receiving_is_kept_with_the_draft(citizen):
    draft = drafted(citizen, "1.001193")
    citizen.is_signed_in()
    citizen.go(f"/dossiers/{draft['id']}/receive")
    citizen.receives("Nhận tại Bộ phận Một cửa")
    citizen.press("Đồng ý và tiếp tục")
    citizen.is_at("Xem lại và nộp hồ sơ")
    kept = Citizen.signed_in(citizen.address, EMPTY.subject).must("GET", f"dossiers/{draft['id']}")
    assert kept["receive_by"] == "counter"


def test_a_draft_is_thrown_away_only_after_its_owner_has_confirmed(citizen):
    draft = drafted(citizen, "1.000894")
    citizen.is_signed_in()
    citizen.go("/dossiers")
    name = draft["procedure"]["name"]
    citizen.page.get_by_role("button", name=f"Xóa bản nháp: {name}").first.click()
    citizen.sees("Giấy tờ trong Kho vẫn còn nguyên.")
    citizen.press("Giữ lại")
    citizen.page.get_by_role("button", name=f"Xóa bản nháp: {name}").first.click()
    citizen.page.get_by_role("dialog").get_by_role("button", name="Xóa", exact=True).click()
    expect(citizen.page.get_by_role("status").filter(has_text="Đã xóa bản nháp.")).to_be_focused()
    in_the_api = Citizen.signed_in(citizen.address, EMPTY.subject)
    assert in_the_api.ask("GET", f"dossiers/{draft['id']}").status == 404


def test_an_expired_paper_says_so_before_its_signature(citizen):
    in_the_api = Citizen.signed_in(citizen.address, EMPTY.subject)
    file = citizen.paper(HEALTH, weeks_ago=100)["buffer"]
    item = in_the_api.deposit(file, "kham-suc-khoe.pdf", kind="result", document_type=HEALTH)["item"]
    citizen.is_signed_in()
    citizen.go(f"/vault?document_type={HEALTH}")
    expect(citizen.page.locator(".papers .chip").first).to_contain_text("Đã hết hạn sử dụng ngày")
    citizen.go(f"/vault/{item}")
    citizen.is_at("Giấy khám sức khỏe|GIẤY KHÁM SỨC KHỎE")
    citizen.sees("Chữ ký số cho biết giấy tờ là thật, không cho biết giấy tờ còn dùng được.")


def test_what_nobody_has_checked_of_the_catalogue_is_said_in_words(citizen):
    citizen.go("/procedures/1.001612")
    citizen.sees("3 ngày làm việc (chưa kiểm chứng)")
    expect(citizen.page.locator("main")).not_to_contain_text("(M)")


def test_a_refused_file_says_why_and_what_would_help(citizen):
    citizen.go("/vault/new")
    citizen.signs_in(provider="Cổng Dịch vụ công")
    unsigned = {**citizen.paper(BIRTH_CERTIFICATE), "buffer": paper(BIRTH_CERTIFICATE, number=secrets.token_hex(4))}
    citizen.deposits("Giấy khai sinh", unsigned)
    citizen.sees("Tệp tin không được chấp nhận", within=JUDGED)
    citizen.sees("Tệp chưa có chữ ký số.")
    citizen.sees("đề nghị chứng thực bản sao điện tử")


def test_every_fault_of_an_announcement_stands_beside_its_field(citizen):
    citizen.is_signed_in()
    citizen.go("/vault/new")
    citizen.chooses({"name": "ảnh.png", "mimeType": "image/png", "buffer": b"not a PDF"})
    citizen.press("Cập nhật")
    expect(citizen.page.get_by_label("Danh mục giấy tờ")).to_have_attribute("aria-invalid", "true")
    citizen.sees("Tệp tin phải có định dạng .PDF.")


def test_what_was_typed_outlives_the_session(citizen):
    """The session ends behind the page's back; who signs in beside it goes on where they were."""
    citizen.go("/procedures/1.001193")
    citizen.follow("Đăng nhập để nộp hồ sơ")
    citizen.signs_in()
    citizen.chooses_unit("phu cat")
    address = citizen.page.get_by_label("Địa chỉ").first
    address.fill("Thôn Ví Dụ")
    citizen.page.get_by_label("Số điện thoại").first.fill(EMPTY.phone)
    citizen.page.context.clear_cookies()
    citizen.page.route("**/dossiers/*", lambda route: route.fulfill(status=401), times=1)
    citizen.press("Tiếp tục")
    citizen.sees("Phiên đăng nhập đã kết thúc")
    with citizen.page.context.expect_page() as beside:
        citizen.page.get_by_role("link", name=re.compile("VNeID")).click()
    beside.value.locator(f"button[value={EMPTY.subject}]").click()
    citizen.is_at("Thông tin hồ sơ")
    citizen.page.go_back()
    expect(address).to_have_value("Thôn Ví Dụ")


def test_a_narrow_page_never_scrolls_sideways(citizen):
    citizen.is_signed_in()
    citizen.go("/sign-in")
    citizen.is_at("Xin chào")
    citizen.page.set_viewport_size({"width": 320, "height": 600})
    for place in ("/", "/vault", "/vault/new", "/procedures", "/procedures/1.000894", "/dossiers"):
        citizen.go(place)
        is_whole(citizen.page)
        assert citizen.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place


def test_whoever_signs_out_is_signed_out(citizen):
    citizen.go("/vault")
    citizen.signs_in()
    citizen.is_at("Kho dữ liệu cá nhân, tổ chức")
    citizen.press("Đăng xuất")
    citizen.is_at("Giấy tờ đã có")
    citizen.go("/vault")
    citizen.is_at("Đăng nhập")


def test_the_keyboard_alone_gets_in_and_through_a_dialog(citizen):
    keys = citizen.page.keyboard
    citizen.go("/sign-in")
    citizen.is_at("Đăng nhập")
    citizen.page.get_by_role("link", name="Đến nội dung chính").focus()
    keys.press("Enter")
    expect(citizen.page.locator("main")).to_be_focused()
    keys.press("Tab")
    expect(citizen.page.get_by_role("link", name="Đăng nhập bằng VNeID")).to_be_focused()
    keys.press("Enter")
    citizen.page.locator(f"button[value={EMPTY.subject}]").press("Enter")
    citizen.is_at("Xin chào")
    citizen.go("/procedures/1.001193")
    citizen.chooses_unit("phu cat")
    citizen.page.get_by_label("Số điện thoại").first.fill(EMPTY.phone)
    keys.press("Enter")
    citizen.is_at("Thông tin hồ sơ")
    opener = citizen.component("Tờ khai").get_by_role("button", name="Điền biểu mẫu")
    opener.press("Enter")
    expect(citizen.page.get_by_label("Nội dung kê khai")).to_be_focused()
    keys.press("Escape")
    expect(opener).to_be_focused()
