"""The project's pictures: people of the demonstration walk the portal, in a stack of their own.

The README's are a citizen's on a telephone, and a leader's page; those of the portal's DESIGN.md show another language,
the dark, and a desk.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from infra import servers
from infra.demo.citizen import Citizen
from infra.demo.figures import count_province, publish
from infra.demo.papers import paper, signed_by_agency
from infra.demo.people import ADMINISTRATOR, OFFICER, ONE_PAPER, DemoPerson
from infra.demo.pki import DemoPki
from infra.obstacle import Obstacle
from infra.package import ROOT
from infra.stack import PORTS, Running, up
from shared.clock import today

PICTURES = ROOT / "infra" / "pictures"
_WIDTH, _HEIGHT = 360, 740  # of a cheap telephone
_TELEPHONE = ViewportSize(width=_WIDTH, height=_HEIGHT)
_SHARPNESS = 2  # pixels of a picture for one of the page
_COLOURS = 64  # enough for flat pages, and a third of the size
_LARGEST = 150 * 1024  # bytes of a picture
_DOSSIERS = 5_000  # of the leader's page
_MONTHS, _PROVINCE = [f"2026-{month:02d}" for month in range(6, 11)], "H21"
_WHOLE = 1_500  # height of it
_JUDGED = 60_000  # milliseconds until a file must have been judged
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_CORRECTION, _DIPLOMA, _HEALTH = "KQ.G15.000037", "KQ.LOCAL.000501", "KQ.LOCAL.000601"
_PAPERS = ((_CORRECTION, 4), (_CORRECTION, 2), (_HEALTH, 70))  # type, and weeks since it was issued: one has expired
_PROCEDURE = "3.000466"  # one component answered by itself, one of several candidates


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium, without a window."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        raise Obstacle("Chromium is missing: apt install chromium (or brew install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_FLAGS)
        yield browser
        browser.close()


class Photographer:
    """Who walks with a browser and takes a picture of what is worth one."""

    def __init__(self, page: Page, address: str, diploma: Path | None = None) -> None:
        self._page, self._address, self._diploma = page, address, diploma

    def walk(self) -> None:
        self._go("/sign-in")
        self._takes("sign-in", "Đăng nhập", height=560)
        self.sign_in(ONE_PAPER)
        self._go("/vault")
        self._takes("vault", "Kho dữ liệu", height=1060)
        self._follow("Giấy khai sinh")
        self._takes("paper", "Giấy khai sinh")
        self._file()

    def sign_in(self, who: DemoPerson) -> None:
        self._go("/sign-in")
        self._follow("Đăng nhập bằng VNeID")
        self._page.locator(f"button[value={who.subject}]").click()
        self._at(f"Xin chào {who.name}")

    def look(self, name: str, place: str, heading: str, *, in_english: bool = False, height: int = _HEIGHT) -> None:
        """One page as somebody else needs it."""
        self._go(place)
        if in_english:
            self._press("English")
        self._takes(name, heading, height=height)

    def _file(self) -> None:
        self._open_draft()
        component = self._page.get_by_role("listitem").filter(has=self._page.get_by_role("heading", name="Trích lục"))
        self._takes("components", "Thông tin hồ sơ", height=1000, top=component)
        self._page.get_by_role("button", name="Lấy từ kho: Trích lục cải chính").click()
        self._page.get_by_role("radio").first.check()
        self._takes("picker", "Thông tin hồ sơ")
        self._press("Cập nhật")
        self._answer_the_rest()
        self._press("Tiếp tục")
        self._agree()
        self._press("Nộp hồ sơ")
        self._takes("success", "Nộp hồ sơ thành công")

    def _open_draft(self) -> None:
        self._go(f"/procedures/{_PROCEDURE}")
        self._page.get_by_label("Tìm đơn vị").fill("phu cat")
        self._page.get_by_role("radio").first.check()
        self._press("Tiếp tục")
        self._page.get_by_label("Số điện thoại").first.fill(ONE_PAPER.phone)
        self._press("Tiếp tục")

    def _answer_the_rest(self) -> None:
        self._page.get_by_role("button", name="Chọn tệp tin: Văn bằng").click()
        self._page.locator("input[type=file]").set_input_files(self._diploma or ())
        self._press("Cập nhật")
        self._page.get_by_text("Bạn đã tải tệp tin này").wait_for(timeout=_JUDGED)
        self._press("Điền biểu mẫu")
        self._page.get_by_label("Nội dung kê khai").fill("Chỉnh sửa chữ đệm theo trích lục cải chính hộ tịch.")
        self._press("Cập nhật")
        self._page.get_by_role("dialog").wait_for(state="detached")

    def _agree(self) -> None:
        self._at("Hình thức nhận kết quả")
        self._page.get_by_label("Nhận bản điện tử trong Kho").check()
        for consent in self._page.get_by_role("checkbox").all():
            consent.check()
        self._press("Đồng ý và tiếp tục")
        self._at("Xem lại và nộp hồ sơ")

    def _go(self, place: str) -> None:
        self._page.goto(f"{self._address}#{place}")

    def _follow(self, name: str) -> None:
        self._page.get_by_role("link", name=name, exact=True).first.click()

    def _press(self, name: str) -> None:
        self._page.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).click()

    def _at(self, heading: str) -> None:
        self._page.get_by_role("heading", level=1, name=heading).wait_for()
        self._page.wait_for_load_state("networkidle")
        expect(self._page.locator(".waiting")).to_have_count(0)

    def _takes(self, name: str, heading: str, *, height: int = _HEIGHT, top: Locator | None = None) -> None:
        """A picture of that height, of the page from its top or from `top` on."""
        self._at(heading)
        before = self._page.viewport_size or _TELEPHONE
        self._page.set_viewport_size(ViewportSize(width=before["width"], height=height))
        self._page.mouse.move(0, 0)
        if top:
            top.evaluate("element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 12)")
        _keep(name, self._page.screenshot(animations="disabled"))
        self._page.set_viewport_size(before)


def _keep(name: str, taken: bytes) -> None:
    kept = BytesIO()
    Image.open(BytesIO(taken)).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(
        kept, "PNG", optimize=True
    )
    if kept.tell() > _LARGEST:
        raise Obstacle(f"The picture {name} has {kept.tell()} bytes; {_LARGEST} are allowed.")
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / f"{name}.png").write_bytes(kept.getvalue())
    print(f"· {name}.png, {kept.tell() // 1024} KB", flush=True)


def _fill_vault(running: Running, pki: DemoPki) -> None:
    """Beside the birth certificate the citizen has from the start."""
    citizen = Citizen.signed_in(running.address, ONE_PAPER.subject)
    for number, (kind, weeks_ago) in enumerate(_PAPERS, start=10):
        file = _signed(kind, pki, number=f"{number}", weeks_ago=weeks_ago)
        citizen.deposit(file, "giay-to.pdf", kind="result", document_type=kind)


def _signed(kind: str, pki: DemoPki, *, number: str, weeks_ago: int) -> bytes:
    issued_on = today() - timedelta(weeks=weeks_ago)
    drawn = paper(kind, holder=ONE_PAPER.name, number=number, issued_on=issued_on, born=ONE_PAPER.born)
    return signed_by_agency(drawn, kind, pki=pki, issued_on=issued_on)


def main() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="kho-") as home,
        up(Path(home), port=servers.free_ports(PORTS), say=lambda line: print(f"· {line}", flush=True)) as running,
    ):
        pki, diploma = DemoPki.make(running.home / "pki"), running.home / "van-bang.pdf"
        _fill_vault(running, pki)
        os.environ.update(running.environment())
        count_province(_DOSSIERS)
        publish(running.address, _MONTHS)
        diploma.write_bytes(_signed(_DIPLOMA, pki, number="13", weeks_ago=300))
        with chromium() as browser:
            sharp = browser.new_context(viewport=_TELEPHONE, device_scale_factor=_SHARPNESS, locale="vi-VN")
            Photographer(sharp.new_page(), running.address, diploma).walk()
            _look_around(browser, running.address)


def _look_around(browser: Browser, address: str) -> None:
    """The leader's page, and the pictures of `functions/portal/DESIGN.md`."""

    def photographer(**how: Any) -> Photographer:
        return Photographer(browser.new_context(locale="vi-VN", **how).new_page(), address)

    telephone = photographer(viewport=_TELEPHONE)
    telephone.sign_in(ONE_PAPER)
    telephone.look("english", "/vault", "Document vault", in_english=True)
    dark = photographer(viewport=_TELEPHONE, color_scheme="dark")
    dark.sign_in(ONE_PAPER)
    dark.look("dark", "/vault", "Kho dữ liệu")
    desk = photographer(viewport=ViewportSize(width=1100, height=_HEIGHT))
    desk.sign_in(OFFICER)
    desk.look("desk", "/desk", "Hồ sơ của đơn vị")
    leader = photographer(viewport=ViewportSize(width=1100, height=_HEIGHT))
    leader.sign_in(ADMINISTRATOR)
    leader.look("leader", f"/reuse-rate?unit={_PROVINCE}&period={_MONTHS[-1]}", "Tỷ lệ khai thác", height=_WHOLE)


if __name__ == "__main__":
    try:
        main()
    except Obstacle as obstacle:
        sys.exit(str(obstacle))
