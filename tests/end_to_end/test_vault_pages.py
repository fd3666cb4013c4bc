"""The citizen's vault in a real browser: papers looked at, shared, taken away, and files that survive a bad day."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from infra.demo.citizen import Citizen
from infra.demo.people import ONE_PAPER
from tests.end_to_end.test_portal import STANDARDS, Person, browser, page  # noqa: F401 - fixtures

pytestmark = pytest.mark.stack

SCRIPT = "<script>alert(1)</script>"
PATIENCE = 30_000  # milliseconds for what the API is asked first


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
    binh.go(f"/vault/{birth}")
    binh.signs_in()
    binh.is_at("Giấy khai sinh")
    with binh.page.expect_response(re.compile(f"{birth}/[0-9a-f]{{64}}")) as shown:
        binh.press("Xem trước")
    assert shown.value.header_value("Content-Type") == "application/pdf"
    frame = binh.page.locator("iframe")
    expect(frame).to_be_visible()
    expect(binh.page.get_by_text("Đang mở tệp tin…")).to_have_count(0, timeout=PATIENCE)
    binh.sees("Bạn đã mở phiên bản 1")
    binh.is_at("Giấy khai sinh")
    binh.press("Đóng bản xem trước")
    expect(frame).to_have_count(0)


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
    stranger.wait_for_function("blocked.length > 0", timeout=PATIENCE)
    assert set(stranger.evaluate("blocked")) == {"frame-src"}
    stranger.close()


def test_a_paper_is_shared_opened_by_a_stranger_and_revoked(binh, birth, browser):  # noqa: F811 - the fixture
    binh.go(f"/vault/{birth}")
    binh.signs_in()
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

    stranger = browser.new_page()
    asked = []
    stranger.on("request", lambda request: asked.append(request.url))
    stranger.goto(link)
    stranger.get_by_role("button", name="Xem giấy tờ").click()
    stranger.get_by_label("Mã mở").fill("0000")
    stranger.get_by_role("button", name="Xem giấy tờ").click()
    expect(stranger.get_by_text("còn 4 lần thử")).to_be_visible()
    stranger.get_by_label("Mã mở").fill("0912")
    stranger.get_by_role("button", name="Xem giấy tờ").click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Giấy khai sinh")
    expect(stranger.get_by_text(SCRIPT)).to_be_visible()
    assert is_usable(stranger)
    assert stranger.request.get(stranger.get_by_role("link", name="Mở tệp tin").get_attribute("href")).ok
    secret = link.rsplit("/", 1)[1]
    assert not [each for each in asked if secret in each.partition("#")[0]]

    binh.follow("Ai đã xem")
    binh.sees("Liên kết được mở lúc")
    binh.is_at("Giấy khai sinh")
    binh.press("Thu hồi liên kết")
    binh.page.get_by_role("dialog").get_by_role("button", name="Thu hồi", exact=True).click()
    binh.sees("Bạn đã thu hồi")
    stranger.reload()
    stranger.get_by_role("button", name="Xem giấy tờ").click()
    expect(stranger.get_by_text("Liên kết không đúng hoặc không còn dùng được.")).to_be_visible()
    stranger.close()

    binh.go("/vault/shares")
    binh.is_at("Giấy tờ đã chia sẻ")
    binh.go("/vault/accesses")
    binh.sees("Người có liên kết bạn chia sẻ đã mở phiên bản 1")
    binh.is_at("Ai đã xem giấy tờ của tôi")


def test_a_whole_vault_is_taken_away(binh, birth, binh_in_the_api):
    binh.go("/vault/exports")
    binh.signs_in()
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


def is_usable(page):  # noqa: F811 - any page
    against = Axe().run(page, options=STANDARDS).response["violations"]
    assert not [(each["id"], [node["html"] for node in each["nodes"]]) for each in against]
    return True
