"""A citizen follows what they handed in, in a real browser: what is asked of them, what came of it, what waits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

import pytest
from playwright.sync_api import expect

from infra.demo.citizen import Citizen
from infra.demo.people import EMPTY, MARITAL_STATUS, OFFICER
from shared.clock import today
from tests.end_to_end.asking import eventually
from tests.end_to_end.test_desk import officer, sent  # noqa: F401 - a fixture
from tests.end_to_end.test_portal import HEALTH, Person, browser, page  # noqa: F401 - fixtures

pytestmark = pytest.mark.stack

UNIT, STATUS = "H21.002", "1.004873"
SCRIPT = "<script>alert(1)</script>"


@dataclass(frozen=True, slots=True)
class Desk:
    """The officer's side of one dossier, through the API."""

    officer: Citizen
    dossier: str

    def act(self, what: str, **body: Any) -> Any:
        path = f"desk/dossiers/{self.dossier}"
        version = self.officer.must("GET", path)["version"]
        return self.officer.must("POST", f"{path}/{what}", {"version": version, **body})

    def receive(self) -> None:
        checklist = self.officer.must("GET", f"desk/dossiers/{self.dossier}")["checklist"]
        self.act("receive", checks=[{"component": each["component"], "ok": True} for each in checklist])

    def ask_supplement(self, *points: dict[str, str]) -> None:
        self.act("supplement", points=list(points), until=f"{today() + timedelta(days=5)}")

    def make_form(self, form: str) -> None:
        self.officer.must("POST", f"desk/dossiers/{self.dossier}/forms/{form}")


@pytest.fixture
def an(page, stack) -> Person:  # noqa: F811 - the fixture
    return Person(page, stack, EMPTY)


@pytest.fixture
def an_in_the_api(stack) -> Citizen:
    return Citizen.signed_in(stack.address, EMPTY.subject)


@pytest.fixture
def desk(stack, an_in_the_api) -> Desk:
    """The desk that has a dossier of An's."""
    party = {"name": EMPTY.name, "phone": EMPTY.phone}
    asked = {"procedure": STATUS, "unit": UNIT, "applicant": party, "owner": party}
    dossier = an_in_the_api.must("POST", "dossiers", asked)["id"]
    form = {"way": "form", "form": {"content": "Để mua nhà."}}
    an_in_the_api.must("PUT", f"dossiers/{dossier}/components/TP01", form)
    submitting = {"receive_by": "electronic", "consents": ["TRUTHFUL", "PROCESSING"]}
    an_in_the_api.must("POST", f"dossiers/{dossier}/submit", submitting)
    return Desk(Citizen.signed_in(stack.address, OFFICER.subject), dossier)


def is_told(person: Person, sentence: str, *, role: Literal["status", "alert"] = "status") -> None:
    """It is read out: what says so has the focus."""
    expect(person.page.get_by_role(role).filter(has_text=sentence)).to_be_focused()


def test_what_the_agency_asks_for_is_answered_by_component_and_in_words(an, desk, an_in_the_api):
    desk.receive()
    desk.make_form("01")
    desk.ask_supplement({"component": "TP01", "text": f"Ghi rõ mục đích. {SCRIPT}"}, {"text": "Nơi ở trước năm 2020?"})
    an.is_signed_in()
    an.go(f"/dossiers/{desk.dossier}")
    an.is_at("Cấp")
    an.sees("tạm dừng tính thời hạn")
    an.sees(SCRIPT)
    an.sees("Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
    an.press("Bổ sung hồ sơ")
    is_told(an, "Chưa bổ sung đủ", role="alert")
    expect(an.page.get_by_label("Trả lời")).to_have_attribute("aria-invalid", "true")
    an.page.get_by_label("Trả lời").fill(f"Xã Phù Cát. {SCRIPT}")
    an.component("Tờ khai").get_by_role("button", name="Sửa biểu mẫu").click()
    an.page.get_by_label("Nội dung kê khai").fill("Để mua nhà tại xã Phù Cát.")
    an.press("Cập nhật")
    an.sees("Đã bổ sung")
    expect(an.page.get_by_label("Trả lời")).to_have_value(f"Xã Phù Cát. {SCRIPT}")
    form = {"way": "form", "form": {"content": "Để mua nhà tại phường Quy Nhơn."}}
    an_in_the_api.must("PUT", f"dossiers/{desk.dossier}/components/TP01", form)  # as in another tab
    an.press("Bổ sung hồ sơ")
    is_told(an, "Hồ sơ đã được thay đổi sau khi bạn mở", role="alert")
    an.press("Thử lại")
    is_told(an, "Đã gửi nội dung bổ sung")
    an.sees("Hồ sơ đã được bổ sung.")
    expect(an.page.get_by_role("button", name="Bổ sung hồ sơ")).to_have_count(0)
    an.is_at("Cấp")


def test_a_form_addressed_to_me_is_opened_by_a_fresh_link(an, desk):
    desk.receive()
    desk.make_form("01")
    an.is_signed_in()
    an.go(f"/dossiers/{desk.dossier}")
    with an.page.context.expect_event("response", lambda answer: "/forms/" in answer.url and answer.ok) as opened:
        an.page.get_by_role("button", name="Xem: Giấy tiếp nhận").click()
    assert opened.value.headers["content-type"] == "application/pdf"


def test_a_result_leads_into_the_vault(an, desk, an_in_the_api, officer):  # noqa: F811 - the fixture
    desk.receive()
    desk.act("forward")
    result = an.paper(MARITAL_STATUS, weeks_ago=1)["buffer"]
    sent(officer, desk.dossier, "results", result, "ket-qua.pdf", purpose="KET_HON")
    desk.act("close")
    [given] = an_in_the_api.must("GET", f"dossiers/{desk.dossier}")["results"]
    an.is_signed_in()
    an.go(f"/dossiers/{desk.dossier}")
    an.is_at("Cấp")
    an.sees("Đã vào Kho của bạn")
    an.page.locator("section", has_text="Kết quả").locator(f'a[href="#/vault/{given["item"]}"]').click()
    an.is_at("Giấy xác nhận tình trạng hôn nhân|GIẤY XÁC NHẬN")


def test_withdrawing_is_asked_for_only_after_its_owner_has_confirmed(an, desk, an_in_the_api):
    an.is_signed_in()
    an.go(f"/dossiers/{desk.dossier}")
    an.press("Rút hồ sơ")
    an.sees("Giấy tờ trong Kho vẫn còn nguyên.")
    an.press("Giữ lại")
    expect(an.page.get_by_role("button", name="Rút hồ sơ")).to_be_focused()
    assert an_in_the_api.must("GET", f"dossiers/{desk.dossier}")["state"] == 1
    an.page.keyboard.press("Enter")
    an.page.get_by_label("Lý do").fill("Tôi không mua nhà nữa.")
    an.page.get_by_role("dialog").get_by_role("button", name="Rút hồ sơ").click()
    an.sees("Đã gửi yêu cầu rút hồ sơ.")
    an.sees("Lý do: Tôi không mua nhà nữa.")
    assert an_in_the_api.must("GET", f"dossiers/{desk.dossier}")["state"] == 7


def told_of(citizen: Citizen, dossier: str) -> list[Any]:
    return [each for each in citizen.must("GET", "inbox?limit=100")["notices"] if each["about"] == f"dossier/{dossier}"]


def test_the_inbox_tells_of_the_dossier_and_its_mark_goes_as_it_is_read(an, desk, an_in_the_api):
    desk.receive()
    desk.ask_supplement({"text": "Nơi ở trước năm 2020?"})
    eventually(lambda: len(told_of(an_in_the_api, desk.dossier)) == 3, patience=120)
    an.is_signed_in()
    an.go("/inbox")
    an.is_at("Thông báo")
    mark = an.page.get_by_role("banner").get_by_role("link", name="Thông báo")
    expect(mark).to_have_accessible_name(re.compile(r"^Thông báo \d+ chưa đọc$"))
    mine = an.page.get_by_role("listitem").filter(has=an.page.locator(f'a[href="#/dossiers/{desk.dossier}"]'))
    mine.first.get_by_role("button", name="Đánh dấu đã đọc").click()
    expect(mine.first.get_by_text("Chưa đọc")).to_have_count(0)
    assert [each["unread"] for each in told_of(an_in_the_api, desk.dossier)] == [False, True, True]
    mine.nth(1).get_by_role("link").click()
    an.is_at("Cấp")
    mark.click()
    an.press("Đánh dấu tất cả đã đọc")
    is_told(an, "Đã đánh dấu tất cả")
    expect(mark).to_have_accessible_name("Thông báo")
    assert not [each for each in told_of(an_in_the_api, desk.dossier) if each["unread"]]


@pytest.fixture
def as_before(an_in_the_api) -> Iterator[None]:
    """What An prefers, put back for whoever comes next."""
    kept = an_in_the_api.must("GET", "me/notifications")
    yield
    an_in_the_api.must("PUT", "me/notifications", {each: kept[each] for each in ("language", "channels", "muted")})


@pytest.mark.usefixtures("as_before")
def test_channels_language_and_what_is_told_are_chosen(an, an_in_the_api):
    an.is_signed_in()
    an.go("/preferences")
    an.is_at("Cách nhận thông báo")
    an.page.get_by_label("Zalo").uncheck()
    an.page.get_by_label("Nhắc giấy tờ sắp hết hạn").uncheck()
    an.page.get_by_label("Tiếng Anh").check()
    an.press("Cập nhật")
    is_told(an, "Đã cập nhật cách nhận thông báo.")
    chosen = an_in_the_api.must("GET", "me/notifications")
    assert (chosen["channels"], chosen["language"], chosen["muted"]) == (["sms"], "en", ["reminders"])
    an.is_at("Cách nhận thông báo")


def test_home_says_what_waits_for_me_and_what_ends_soon(an, desk, an_in_the_api):
    desk.receive()
    desk.ask_supplement({"text": "Nơi ở trước năm 2020?"})
    file = an.paper(HEALTH, weeks_ago=47)["buffer"]
    item = an_in_the_api.deposit(file, "kham-suc-khoe.pdf", kind="result", document_type=HEALTH)["item"]
    an.is_signed_in()
    an.go("/sign-in")
    an.is_at("Xin chào")
    waiting = an.page.locator("section", has_text="Đang chờ bạn")
    expect(waiting.locator(f'a[href="#/dossiers/{desk.dossier}"]')).to_contain_text("Bổ sung hồ sơ")
    ending = an.page.locator("section", has_text="Giấy tờ sắp hết hạn")
    expect(ending.locator(f'a[href="#/vault/{item}"]')).to_be_visible()
    expect(ending).to_contain_text("Còn giá trị sử dụng đến")
