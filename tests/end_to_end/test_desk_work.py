"""What officers and heads decide, in a real browser: gates overridden, asked again, refused, withdrawn, in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from infra.demo.people import HEAD, OFFICER, SEVERAL_PAPERS
from shared.clock import today
from tests.end_to_end.conformance import Checked
from tests.end_to_end.seats import DESKTOP, is_whole, seat
from tests.end_to_end.test_desk import a_result, act, chau, pki, received, submitted  # noqa: F401 - fixtures
from tests.end_to_end.test_portal import JUDGED, Person, browser  # noqa: F401 - a fixture

pytestmark = pytest.mark.stack

STATUS = "1.004873"
DENIED, GRANTED = "Không đồng ý cho rút hồ sơ", "Đồng ý cho rút hồ sơ"
FORM = {"way": "form", "form": {"muc_dich": "Kết hôn"}}


@pytest.fixture
def officer(browser: Browser, stack) -> Iterator[Person]:  # noqa: F811 - the fixture
    with seat(browser, DESKTOP) as page:
        yield Person(page, stack, OFFICER)


@pytest.fixture
def head(browser: Browser, stack) -> Iterator[Person]:  # noqa: F811 - the fixture
    with seat(browser, DESKTOP) as page:
        yield Person(page, stack, HEAD)


@pytest.fixture
def at_the_desk(stack) -> Checked:
    """The officer through the API, for what came before."""
    return Checked.signed_in(stack.address, OFFICER.subject)


@pytest.fixture
def dossier(chau) -> str:  # noqa: F811 - the fixture
    """One handed in online, nobody has received it."""
    return submitted(chau, SEVERAL_PAPERS, STATUS, cases=[], TP01=FORM)


def code_of(chau: Checked, dossier: str) -> str:  # noqa: F811 - the fixture's
    return str(chau.must("GET", f"dossiers/{dossier}")["code"])


def forwarded(at_the_desk: Checked, dossier: str) -> None:
    received(at_the_desk, dossier)
    act(at_the_desk, dossier, "forward")


def opens(person: Person, dossier: str) -> None:
    person.go(f"/desk/dossiers/{dossier}")
    person.signs_in()
    expect(person.page.get_by_role("heading", name="Thành phần hồ sơ")).to_be_visible()


def begins(person: Person, name: str) -> Locator:
    """The dialog of an act."""
    person.page.get_by_role("group", name="Thao tác với hồ sơ").get_by_role("button", name=name, exact=True).click()
    return person.page.get_by_role("dialog", name=name)


def confirms(dialog: Locator, name: str) -> None:
    dialog.get_by_role("button", name=name, exact=True).click()


def is_done(person: Person, name: str, state: str) -> None:
    """It is read out, and everybody can go on."""
    told = person.page.get_by_role("status").filter(has_text=f"{name}: đã ghi nhận. Hồ sơ ở trạng thái “{state}”.")
    expect(told).to_be_focused()
    expect(person.page.get_by_role("dialog")).to_have_count(0)
    person.is_for_everybody()


def history(person: Person) -> Locator:
    return person.page.locator("section", has=person.page.get_by_role("heading", name="Lịch sử"))


def test_a_head_passes_a_closed_gate_with_a_reason_that_stays_with_the_dossier(head, at_the_desk, dossier):
    forwarded(at_the_desk, dossier)
    opens(head, dossier)
    dialog = begins(head, "Hoàn thành xử lý")
    expect(dialog).to_contain_text("Còn 1 nội dung chưa đạt")
    confirms(dialog, "Hoàn thành xử lý")
    expect(dialog.get_by_label("Lý do cho qua")).to_have_attribute("aria-invalid", "true")
    head.is_for_everybody()
    dialog.get_by_label("Lý do cho qua").fill("Bản điện tử cấp sau khi mạng được sửa.")
    confirms(dialog, "Hoàn thành xử lý")
    is_done(head, "Hoàn thành xử lý", "Đã xử lý xong")
    expect(history(head)).to_contain_text(
        "Thủ trưởng đơn vị cho phép dù còn nội dung chưa đạt. Lý do: Bản điện tử cấp sau khi mạng được sửa."
    )


def test_a_second_supplement_is_refused_to_an_officer_and_asked_of_a_head_with_a_reason(
    officer,
    head,
    at_the_desk,
    chau,  # noqa: F811 - the fixture
    dossier,
):
    received(at_the_desk, dossier)
    until = f"{today() + timedelta(days=5)}"
    act(at_the_desk, dossier, "supplement", points=[{"text": "Ghi nơi thường trú."}], until=until)
    version = chau.must("GET", f"dossiers/{dossier}")["version"]
    answers = [{"point": 0, "text": "Xã Phù Cát."}]
    chau.must("POST", f"dossiers/{dossier}/supplement", {"version": version, "answers": answers})

    opens(officer, dossier)
    dialog = asks_again(officer, until)
    confirms(dialog, "Yêu cầu bổ sung")
    expect(dialog.get_by_role("alert")).to_contain_text("chỉ thủ trưởng đơn vị được cho phép yêu cầu thêm, kèm lý do.")
    officer.is_for_everybody()

    opens(head, dossier)
    dialog = asks_again(head, until)
    confirms(dialog, "Yêu cầu bổ sung")
    expect(dialog.get_by_label("Lý do yêu cầu bổ sung thêm lần nữa")).to_have_attribute("aria-invalid", "true")
    expect(dialog).to_contain_text("Hãy nêu lý do yêu cầu bổ sung thêm lần nữa.")
    dialog.get_by_label("Lý do yêu cầu bổ sung thêm lần nữa").fill("Nơi thường trú không khớp cơ sở dữ liệu.")
    confirms(dialog, "Yêu cầu bổ sung")
    is_done(head, "Yêu cầu bổ sung", "Yêu cầu bổ sung giấy tờ")
    head.sees("Ghi rõ thôn.")
    head.sees("Trả lời: Xã Phù Cát.")
    expect(history(head)).to_contain_text("Lý do: Nơi thường trú không khớp cơ sở dữ liệu.")


def asks_again(person: Person, until: str) -> Locator:
    dialog = begins(person, "Yêu cầu bổ sung")
    expect(dialog).to_contain_text("Hồ sơ này đã được yêu cầu bổ sung một lần")
    dialog.get_by_role("checkbox", name="Nội dung khác của hồ sơ").check()
    dialog.get_by_label("Nội dung (bắt buộc)").fill("Ghi rõ thôn.")
    dialog.get_by_label("Hạn bổ sung").fill(until)
    return dialog


def test_who_withdraws_is_read_first_and_a_denial_says_why(officer, at_the_desk, chau, dossier):  # noqa: F811
    received(at_the_desk, dossier)
    asks_to_withdraw(chau, dossier, "Tôi không mua nhà nữa.")
    officer.go(f"/desk?state=7&text={code_of(chau, dossier)}")
    officer.signs_in()
    officer.page.locator(f'[data-id="{dossier}"] .main-link').click()
    officer.sees("Lý do: Tôi không mua nhà nữa.")
    dialog = begins(officer, DENIED)
    confirms(dialog, DENIED)
    expect(dialog.get_by_label("Lý do")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("Lý do").fill("Kết quả đã ký.")
    confirms(dialog, DENIED)
    is_done(officer, DENIED, "Được tiếp nhận")
    expect(history(officer)).to_contain_text("không đồng ý cho rút hồ sơ; hồ sơ được xử lý tiếp. Lý do: Kết quả đã ký.")

    asks_to_withdraw(chau, dossier, "Tôi vẫn muốn rút.")
    officer.page.reload()
    officer.sees("Lý do: Tôi vẫn muốn rút.")
    confirms(begins(officer, GRANTED), GRANTED)
    is_done(officer, GRANTED, "Dừng xử lý")


def asks_to_withdraw(chau: Checked, dossier: str, reason: str) -> None:  # noqa: F811 - the fixture's
    version = chau.must("GET", f"dossiers/{dossier}")["version"]
    chau.must("POST", f"dossiers/{dossier}/withdrawal", {"version": version, "reason": reason})


def test_a_refused_dossier_leaves_the_queue_with_its_reason(officer, chau, dossier):  # noqa: F811 - the fixture
    opens(officer, dossier)
    dialog = begins(officer, "Từ chối tiếp nhận")
    confirms(dialog, "Từ chối tiếp nhận")
    expect(dialog.get_by_label("Lý do")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("Lý do").fill("Không thuộc thẩm quyền của xã.")
    confirms(dialog, "Từ chối tiếp nhận")
    is_done(officer, "Từ chối tiếp nhận", "Không được tiếp nhận")
    expect(history(officer)).to_contain_text("Lý do: Không thuộc thẩm quyền của xã.")
    officer.go(f"/desk?state=3&text={code_of(chau, dossier)}")
    expect(officer.page.locator(f'[data-id="{dossier}"]')).to_be_visible()


def test_many_results_at_once_each_with_what_became_of_it(officer, at_the_desk, chau, pki):  # noqa: F811
    ready, waiting = (submitted(chau, SEVERAL_PAPERS, STATUS, cases=[], TP01=FORM) for _ in range(2))
    forwarded(at_the_desk, ready)
    done, early = code_of(chau, ready), code_of(chau, waiting)
    with ThreadPoolExecutor(1) as aside:  # signing runs an event loop, and playwright has one in this thread
        signed = aside.submit(a_result, pki, SEVERAL_PAPERS, "808").result()
    officer.go("/desk/results")
    officer.signs_in()
    officer.is_at("Trả nhiều kết quả")
    officer.page.get_by_label("Các tệp kết quả").set_input_files(
        [a_file(f"{done}.pdf", signed), a_file(f"{early}.pdf", signed), a_file("ket-qua.pdf", signed)]
    )
    officer.page.get_by_label("Mục đích sử dụng").select_option(label="Đăng ký kết hôn")
    officer.press("Gửi 3 kết quả")
    officer.is_at("Kết quả đã gửi")
    rows = officer.page.get_by_role("listitem")
    expect(rows.filter(has_text=f"{done}.pdf")).to_contain_text("Đã hoàn thành xử lý", timeout=JUDGED)
    expect(rows.filter(has_text=f"{early}.pdf")).to_contain_text("Không được chấp nhận")
    expect(rows.filter(has_text="ket-qua.pdf")).to_contain_text("không có mã hồ sơ")
    officer.is_for_everybody()
    officer.page.get_by_role("link", name=done).click()
    officer.sees("Đã vào Kho của chủ hồ sơ")


def a_file(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


@pytest.fixture
def three(chau) -> list[str]:  # noqa: F811 - the fixture
    return [submitted(chau, SEVERAL_PAPERS, STATUS, cases=[], TP01=FORM) for _ in range(3)]


def test_a_queue_is_narrowed_to_a_procedure_and_to_what_nobody_works_on(officer, at_the_desk, three):
    version = at_the_desk.must("GET", f"desk/dossiers/{three[0]}")["version"]
    at_the_desk.must("POST", f"desk/dossiers/{three[0]}/assign", {"version": version, "officer": "me"})
    officer.go(f"/desk?state=1&text={'+'.join(SEVERAL_PAPERS.name.split())}")
    officer.signs_in()
    taken, free = (officer.page.locator(f'[data-id="{each}"]') for each in three[:2])
    expect(taken).to_be_visible()
    officer.page.get_by_label("Công chức xử lý").select_option(label="Chưa phân công")
    expect(taken).to_have_count(0)
    expect(free).to_be_visible()
    officer.page.get_by_label("Thủ tục").select_option(label="Đăng ký kết hôn")
    expect(free).to_have_count(0)
    officer.is_at("Hồ sơ của đơn vị")
    officer.page.get_by_label("Thủ tục").select_option(value=STATUS)
    expect(free).to_be_visible()


def tab_to(page: Page, wanted: Locator) -> None:
    """By as many presses of Tab as it takes, and no more than a page has controls."""
    wanted.wait_for()
    for _ in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab does not lead there")


def test_from_the_queue_through_a_dossier_and_back_by_keys_alone(officer, three):
    page, keys = officer.page, officer.page.keyboard
    officer.go(f"/desk?state=1&text={'+'.join(SEVERAL_PAPERS.name.split())}")
    officer.signs_in()
    links = page.locator(".queued .main-link")
    links.nth(2).wait_for()
    first, second, third = (links.nth(n).get_attribute("href") for n in range(3))
    keys.press("j")
    keys.press("Enter")
    page.wait_for_url(f"**/{first}")
    tab_to(page, page.get_by_role("button", name="Tiếp nhận", exact=True))
    keys.press("Enter")
    tab_to(page, page.get_by_role("dialog").get_by_role("button", name="Tiếp nhận", exact=True))
    keys.press("Enter")
    is_done(officer, "Tiếp nhận", "Được tiếp nhận")
    keys.press("u")
    officer.is_at("Hồ sơ của đơn vị")
    expect(page.locator(f'.queued .main-link[href="{second}"]')).to_be_focused()  # the first has left the queue
    expect(page.locator(f'.queued .main-link[href="{first}"]')).to_have_count(0)
    assert "text=" in page.url  # as it was left
    keys.press("Enter")
    page.wait_for_url(f"**/{second}")
    is_whole(page)
    keys.press("j")
    page.wait_for_url(f"**/{third}")
    is_whole(page)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    keys.press("u")
    expect(page.locator(f'.queued .main-link[href="{third}"]')).to_be_focused()
