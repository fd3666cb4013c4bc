"""The citizen's vault in a real browser: papers looked at, shared, taken away, and files that survive a bad day."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from infra.demo.citizen import Citizen
from infra.demo.people import BIRTH_CERTIFICATE, EMPTY, ONE_PAPER
from tests.end_to_end.asking import eventually
from tests.end_to_end.seats import DESKTOP, drawn, is_whole, seat, serves_everybody
from tests.end_to_end.test_portal import JUDGED, Person, browser, page  # noqa: F401 - fixtures

pytestmark = pytest.mark.stack

LABELS = {"title": "Tên giấy tờ", "number": "Số, ký hiệu", "issuer": "Cơ quan cấp"}
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def binh(page, stack) -> Person:  # noqa: F811 - the fixture
    return Person(page, stack, ONE_PAPER)


@pytest.fixture
def binh_in_the_api(stack) -> Citizen:
    return Citizen.signed_in(stack.address, ONE_PAPER.subject)


@pytest.fixture
def birth(binh_in_the_api) -> str:
    """The birth certificate Bình has from the start."""
    return binh_in_the_api.must("GET", "vault/items")["items"][-1]["id"]


def test_a_paper_is_looked_at_on_its_own_page_and_the_look_is_told(binh, birth):
    binh.is_signed_in()
    binh.go(f"/vault/{birth}")
    binh.is_at("Giấy khai sinh")
    looks = binh.page.get_by_text("Bạn đã mở phiên bản")
    before = looks.count()
    with binh.page.expect_response(re.compile(f"{birth}/[0-9a-f]{{64}}")) as shown:
        binh.press("Xem trước")
    assert shown.value.header_value("Content-Type") == "application/pdf"
    frame = binh.page.locator("iframe")
    expect(frame).to_be_visible()
    expect(binh.page.get_by_text("Đang mở tệp tin…")).to_have_count(0)
    expect(looks).to_have_count(before + 1)
    assert eventually(lambda: drawn(frame))
    binh.sees("Bạn đã mở phiên bản")
    binh.is_at("Giấy khai sinh")
    binh.press("Đóng bản xem trước")
    expect(frame).to_have_count(0)


def test_what_a_signature_is_made_of_is_told_on_demand(binh, birth):
    binh.go(f"/vault/{birth}")
    binh.signs_in()
    binh.sees("chữ ký số hợp lệ")
    verdict = binh.page.get_by_text("ETSI EN 319 102-1").first
    expect(verdict).not_to_be_visible()
    binh.page.get_by_text("Chi tiết kỹ thuật").first.click()
    expect(verdict).to_be_visible()
    expect(binh.page.get_by_text("TOTAL-PASSED").first).to_be_visible()
    binh.is_at("Giấy khai sinh")


def test_home_names_the_services_a_vault_answers_and_keeps_quiet_when_told(binh):
    binh.go("/sign-in")
    binh.signs_in()
    services = binh.page.locator("section", has_text="Kho của bạn đã có giấy tờ cho")
    expect(services.get_by_role("link").first).to_have_attribute("href", re.compile(r"^#/procedures/"))
    expect(services.get_by_text(re.compile("Kho có giấy tờ cho")).first).to_be_visible()
    binh.press("Ẩn gợi ý dịch vụ")
    binh.page.reload()
    binh.is_at("Xin chào")
    expect(services.get_by_role("link")).to_have_count(0)
    binh.press("Hiện gợi ý dịch vụ")
    expect(services.get_by_role("link")).not_to_have_count(0)


def test_a_page_frames_nothing_but_papers_of_the_vault(stack, browser):  # noqa: F811 - the fixture
    """What leads elsewhere, however it came, is not shown."""
    stranger = browser.new_page()
    stranger.goto(stack.address)
    stranger.evaluate(
        """() => {
          window.blocked = [];
          addEventListener("securitypolicyviolation", (event) => blocked.push(event.effectiveDirective));
          const frame = document.createElement("iframe");
          frame.src = "docs";
          document.body.append(frame);
        }"""
    )
    stranger.wait_for_function("blocked.length > 0")
    assert set(stranger.evaluate("blocked")) == {"frame-src"}
    stranger.close()


@pytest.fixture
def stranger(browser) -> Iterator[Page]:  # noqa: F811 - the fixture
    with seat(browser, DESKTOP) as opened:
        yield opened


def test_a_paper_is_shared_opened_by_a_stranger_and_revoked(binh, birth, stranger):
    binh.is_signed_in()
    binh.go(f"/vault/{birth}")
    binh.is_at("Giấy khai sinh")
    binh.follow("Chia sẻ")
    binh.is_at("Chia sẻ giấy tờ")
    binh.press("Tạo liên kết")
    expect(binh.page.get_by_label("Chia sẻ cho ai")).to_have_attribute("aria-invalid", "true")
    binh.page.get_by_label("Chia sẻ cho ai").fill(f"Quỹ Suối Mơ {SCRIPT}")
    binh.page.get_by_label("Mã mở").fill("0912")
    binh.press("Tạo liên kết")
    binh.is_at("Đã tạo liên kết")
    link = binh.page.get_by_label("Liên kết", exact=True).input_value()

    asked = []
    stranger.on("request", lambda request: asked.append(request.url))
    stranger.goto(link)
    stranger.get_by_role("button", name="Xem giấy tờ").click()
    stranger.get_by_label("Mã mở").fill("0000")
    stranger.get_by_role("button", name="Xem giấy tờ").click()
    expect(stranger.get_by_text("còn 4 lần thử")).to_be_visible()
    stranger.get_by_label("Mã mở").fill("0912")
    stranger.get_by_role("button", name="Xem giấy tờ").click()
    is_whole(stranger, "Giấy khai sinh")
    expect(stranger.get_by_text(SCRIPT)).to_be_visible()
    serves_everybody(stranger)
    assert stranger.request.get(stranger.get_by_role("link", name="Mở tệp tin").get_attribute("href")).ok
    secret = link.rsplit("/", 1)[1]
    assert not [each for each in asked if secret in each.partition("#")[0]]

    binh.follow("Ai đã xem")
    binh.sees("Liên kết được mở lúc")
    binh.is_at("Giấy khai sinh")
    binh.press("Thu hồi liên kết")
    binh.page.get_by_role("dialog").get_by_role("button", name="Thu hồi", exact=True).click()
    binh.sees("Bạn đã thu hồi")
    stranger.goto(link[:-1] + ("b" if link.endswith("a") else "a"))  # another one, in the same tab: nothing stays
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Giấy tờ được chia sẻ với bạn")
    stranger.goto(link)
    stranger.get_by_role("button", name="Xem giấy tờ").click()
    expect(stranger.get_by_text("Liên kết không đúng hoặc không còn dùng được.")).to_be_visible()

    binh.go("/vault/shares")
    binh.is_at("Giấy tờ đã chia sẻ")
    binh.go("/vault/accesses")
    binh.sees("Người có liên kết bạn chia sẻ đã mở phiên bản")
    binh.is_at("Ai đã xem giấy tờ của tôi")


def test_a_whole_vault_is_taken_away(binh, birth, binh_in_the_api):
    binh.is_signed_in()
    binh.go("/vault/exports")
    binh.is_at("Tải toàn bộ Kho")
    binh.press("Chuẩn bị bản tải về")
    binh.page.get_by_role("button", name=re.compile("^Tải về kho-du-lieu")).wait_for(timeout=60_000)
    binh.is_at("Bản yêu cầu lúc")
    with binh.page.expect_download() as taken:
        binh.press("Tải về kho-du-lieu")
    assert re.fullmatch(r"kho-du-lieu-\d{4}-\d\d-\d\d\.zip", taken.value.suggested_filename)
    archive = zipfile.ZipFile(taken.value.path())
    assert archive.testzip() is None
    papers = {each["item"]: each for each in json.loads(archive.read("ke-khai.json"))["papers"]}
    version = papers[birth]["versions"][-1]
    assert hashlib.sha256(archive.read(version["file"])).hexdigest() == version["sha256"]
    assert "chữ ký" in version["sentence"]
    assert set(papers) >= {each["id"] for each in binh_in_the_api.must("GET", "vault/items")["items"]}
    assert binh_in_the_api.ask("GET", "vault/exports").status == 200


@pytest.fixture
def an(page, stack) -> Person:  # noqa: F811 - the fixture
    return Person(page, stack, EMPTY)


@pytest.fixture
def an_in_the_api(stack) -> Citizen:
    return Citizen.signed_in(stack.address, EMPTY.subject)


def describes(person: Person, **said: str) -> None:
    """Fills the form but for its file; what is optional is folded away."""
    person.page.get_by_label("Loại giấy tờ").select_option(label="Kết quả giải quyết")
    person.page.get_by_label("Danh mục giấy tờ").select_option(label="Giấy khai sinh")
    person.page.get_by_text("Thông tin ghi trên giấy tờ (không bắt buộc)").click()
    for label, text in said.items():
        person.page.get_by_label(LABELS[label]).fill(text)


def is_ready_to_deposit(person: Person, **said: str) -> None:
    person.is_signed_in()
    person.go("/vault/new")
    describes(person, **said)
    person.chooses(person.paper(BIRTH_CERTIFICATE))


def counted(person: Person, method: str, path: str) -> list[str]:
    """Requests of this kind from here on."""
    found: list[str] = []
    asks = re.compile(rf"/{path}$")
    person.page.on(
        "request", lambda each: found.append(each.url) if each.method == method and asks.search(each.url) else None
    )
    return found


def goes_into_the_store(url: str) -> bool:
    return "-incoming-" in url


def test_a_file_goes_on_by_itself_when_the_connection_is_back_and_nothing_typed_is_lost(an):
    is_ready_to_deposit(an, number="17/2024/GKS")
    an.page.context.set_offline(True)
    an.press("Cập nhật")
    an.sees("Mất kết nối")
    expect(an.page.get_by_label(LABELS["number"])).to_have_value("17/2024/GKS")
    an.sees("giấy tờ.pdf")
    serves_everybody(an.page)
    an.page.context.set_offline(False)
    an.is_at("Đã cập nhật vào Kho", within=JUDGED)
    an.follow("Xem giấy tờ")
    an.sees("17/2024/GKS")


def test_a_file_lost_on_its_way_is_sent_again_without_being_announced_again(an):
    is_ready_to_deposit(an)
    announced = counted(an, "POST", "vault/uploads")
    an.page.route(goes_into_the_store, lambda route: route.abort("connectionreset"), times=1)
    an.press("Cập nhật")
    an.sees("Mất kết nối")
    an.press("Gửi lại ngay")
    an.is_at("Đã cập nhật vào Kho", within=JUDGED)
    assert len(announced) == 1


def test_a_file_that_arrived_though_the_answer_was_lost_is_in_the_vault_once(an, an_in_the_api):
    is_ready_to_deposit(an, number="20/2024/GKS")
    sent = []

    def lost(route):
        sent.append(route.fetch().status)
        route.abort("connectionreset")

    an.page.route(goes_into_the_store, lost)
    an.press("Cập nhật")
    an.sees("Mất kết nối")
    an.is_at("Đã cập nhật vào Kho", within=JUDGED)
    assert set(sent) == {204}
    assert len(an_in_the_api.must("GET", "vault/items?q=20/2024/GKS")["items"]) == 1


def test_a_form_whose_fifteen_minutes_are_over_is_asked_for_anew(an):
    is_ready_to_deposit(an)
    announced = counted(an, "POST", "vault/uploads")
    an.page.route(goes_into_the_store, lambda route: route.fulfill(status=403), times=1)
    an.press("Cập nhật")
    an.is_at("Đã cập nhật vào Kho", within=JUDGED)
    assert len(announced) == 2


def test_a_session_that_ends_while_a_file_is_on_its_way_goes_on_after_signing_in(an):
    is_ready_to_deposit(an, number="18/2024/GKS")
    an.page.route("**/vault/uploads/*", lambda route: route.fulfill(status=401), times=1)
    an.page.context.clear_cookies()
    an.press("Cập nhật")
    an.sees("Phiên đăng nhập đã kết thúc")
    with an.page.context.expect_page() as beside:
        an.page.get_by_role("dialog").get_by_role("link", name=re.compile("VNeID")).click()
    beside.value.locator(f"button[value={EMPTY.subject}]").click()
    an.is_at("Đã cập nhật vào Kho", within=JUDGED)
    an.follow("Xem giấy tờ")
    an.sees("18/2024/GKS")


def test_pressing_twice_announces_once(an):
    is_ready_to_deposit(an)
    announced = counted(an, "POST", "vault/uploads")
    an.page.get_by_role("button", name="Cập nhật").dblclick()
    an.is_at("Đã cập nhật vào Kho", within=JUDGED)
    assert len(announced) == 1


DROPPED = """([place, name]) => {
  const carried = new DataTransfer();
  carried.items.add(new File(["no PDF"], name));
  const dropped = new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true });
  document.querySelector(place).dispatchEvent(dropped);
  return dropped.defaultPrevented;
}"""


def test_a_file_that_is_no_pdf_is_refused_when_it_is_dropped_and_one_dropped_beside_takes_no_page_away(an):
    an.is_signed_in()
    an.go("/vault/new")
    describes(an, number="19/2024/GKS")
    assert an.page.evaluate(DROPPED, [".drop", "ảnh chụp.jpg"])
    an.sees("Tệp tin phải có định dạng .PDF.")
    an.sees("ảnh chụp.jpg")
    assert an.page.evaluate(DROPPED, ["h1", "giấy tờ.pdf"])
    expect(an.page.get_by_label(LABELS["number"])).to_have_value("19/2024/GKS")
    an.is_at("Cập nhật dữ liệu kho")


def test_script_and_endless_names_are_shown_as_text_and_never_widen_the_page(an):
    title = (SCRIPT + "Tên" * 60)[:200]
    is_ready_to_deposit(an, title=title, issuer="x" * 300)
    an.chooses({**an.paper(BIRTH_CERTIFICATE), "name": "b" * 296 + ".pdf"})
    an.press("Cập nhật")
    an.is_at("Đã cập nhật vào Kho", within=JUDGED)
    an.page.set_viewport_size({"width": 320, "height": 600})
    for place, link in (("/vault", "h2 a"), (None, "h1")):
        if place:
            an.go(place)
        else:
            an.page.locator("h2 a", has_text=SCRIPT).first.click()
        expect(an.page.locator(link, has_text=SCRIPT).first).to_be_visible()
        is_whole(an.page)
        assert an.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_name_that_is_too_long_is_told_beside_its_field_and_stays(an):
    is_ready_to_deposit(an, title="T" * 201)
    an.press("Cập nhật")
    an.sees("Quá dài; tối đa 200 ký tự.")
    expect(an.page.get_by_label(LABELS["title"])).to_have_attribute("aria-invalid", "true")
    expect(an.page.get_by_label(LABELS["title"])).to_have_value("T" * 201)


def test_two_tabs_never_act_on_what_the_other_has_taken_away(an, an_in_the_api):
    file = an.paper(BIRTH_CERTIFICATE)["buffer"]
    item = an_in_the_api.deposit(file, "a.pdf", kind="result", document_type=BIRTH_CERTIFICATE)["item"]
    an.is_signed_in()
    an.go(f"/vault/{item}")
    an.is_at("Giấy khai sinh")
    an_in_the_api.must("DELETE", f"vault/items/{item}")
    an.press("Ẩn")
    an.sees("Không có giấy tờ này trong Kho của bạn.")
    an.go(f"/vault/{item}")
    an.page.reload()
    an.sees("Không có giấy tờ này trong Kho của bạn.")


def test_a_paper_is_removed_only_after_its_holder_has_confirmed(an, an_in_the_api):
    file = an.paper(BIRTH_CERTIFICATE)["buffer"]
    item = an_in_the_api.deposit(file, "a.pdf", kind="result", document_type=BIRTH_CERTIFICATE)["item"]
    an.go(f"/vault/{item}")
    an.signs_in()
    an.press("Xóa")
    an.sees("nên xóa là mất hẳn, không lấy lại được")
    an.press("Giữ lại")
    assert an_in_the_api.ask("GET", f"vault/items/{item}").status == 200
    an.press("Xóa")
    an.page.get_by_role("dialog").get_by_role("button", name="Xóa", exact=True).click()
    expect(an.page.get_by_role("dialog", name="Đã xóa khỏi Kho")).to_be_visible()
    assert an_in_the_api.ask("GET", f"vault/items/{item}").status == 404
    an.page.keyboard.press("Escape")
    an.is_at("Kho dữ liệu cá nhân, tổ chức")


def test_the_way_back_leads_to_the_list_as_it_was_narrowed(binh):
    binh.is_signed_in()
    binh.go("/vault")
    binh.is_at("Kho dữ liệu cá nhân, tổ chức")
    binh.page.get_by_label("Tìm trong Kho").fill("khai sinh")
    binh.page.keyboard.press("Enter")
    binh.page.wait_for_url("**q=khai*")
    binh.page.get_by_text("Lọc theo loại").click()
    binh.page.get_by_label("Giá trị sử dụng").select_option(label="Còn giá trị sử dụng")
    binh.page.wait_for_url("**validity=valid*")
    binh.follow("Giấy khai sinh")
    binh.is_at("Giấy khai sinh")
    binh.page.go_back()
    binh.is_at("Kho dữ liệu cá nhân, tổ chức")
    expect(binh.page.get_by_label("Tìm trong Kho")).to_have_value("khai sinh")
    binh.page.get_by_label("Giá trị sử dụng").select_option(label="Đã hết hạn sử dụng")
    binh.sees("Không có giấy tờ nào khớp với điều kiện lọc.")


@pytest.mark.parametrize("day", [datetime(2001, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)])
def test_a_device_that_does_not_know_the_day_does_its_business(an, day):
    an.page.clock.set_fixed_time(day)
    is_ready_to_deposit(an)
    an.press("Cập nhật")
    an.is_at("Đã cập nhật vào Kho", within=JUDGED)
    an.follow("Xem giấy tờ")
    an.sees("Còn giá trị sử dụng")


def test_whoever_follows_a_deep_link_signs_in_and_is_there(binh, birth):
    binh.go(f"/vault/{birth}/share")
    binh.signs_in()
    binh.is_at("Chia sẻ giấy tờ")
