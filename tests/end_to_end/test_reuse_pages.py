"""A leader reads the one number in a real browser: published when wanted, as the API says it, down to its dossiers."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from infra.demo.people import ADMINISTRATOR, EMPTY, HEAD, OFFICER
from shared.clock import today
from tests.end_to_end.asking import Stack, eventually
from tests.end_to_end.conformance import Checked
from tests.end_to_end.test_desk_pages import desktop  # noqa: F401 - fixture
from tests.end_to_end.test_portal import Person, browser, page  # noqa: F401 - fixtures
from tests.end_to_end.test_reuse_rate import REUSE, UNIT, submitted

pytestmark = pytest.mark.stack

PUBLISHED = 120_000  # milliseconds until what was asked for must be published
NAME = "Xã Phù Cát"
TITLE = "Tỷ lệ khai thác, sử dụng lại"


@pytest.fixture(scope="module")
def counted(stack: Stack) -> str:
    """A dossier that was received today, and is counted."""
    return received(stack)


def received(stack: Stack) -> str:
    citizen, officer = (Checked.signed_in(stack.address, each.subject) for each in (EMPTY, OFFICER))
    dossier = submitted(citizen)
    opened = officer.must("GET", f"desk/dossiers/{dossier}")
    checks = [{"component": each["component"], "ok": True} for each in opened["checklist"]]
    officer.must("POST", f"desk/dossiers/{dossier}/receive", {"version": opened["version"], "checks": checks})
    eventually(lambda: dossier in listed(officer, f"{today()}"))
    return dossier


def listed(officer: Checked, period: str) -> list[str]:
    found = officer.must("GET", f"reuse-rate/explain?period={period}&side=all&limit=200")["dossiers"]
    return [each["dossier"] for each in found]


def received_in(stack: Stack, month: str) -> None:
    """A dossier that, as far as anybody counts, was received on the tenth of that month."""
    dossier = received(stack)
    stack.client("dynamodb").update_item(
        TableName=stack.outputs["Table"],
        Key={"PK": {"S": f"DOSSIER#{dossier}"}, "SK": {"S": "DOSSIER"}},
        UpdateExpression="SET received_at = :at, version = version + :one",
        ExpressionAttributeValues={":at": {"S": f"{month}-10T02:00:00Z"}, ":one": {"N": "1"}},
    )
    officer = Checked.signed_in(stack.address, OFFICER.subject)
    eventually(lambda: dossier in listed(officer, month))


def percent(ratio: float | None) -> str:
    return "không có" if ratio is None else f"{ratio:.2f} %".replace(".", ",")


def number(value: int | None) -> str:
    return "" if value is None else f"{value:,}".replace(",", ".")


def cells(page: Page, table: str) -> list[list[str]]:  # noqa: F811 - a page, not the fixture
    rows = page.get_by_role("region", name=table, exact=True).locator("tbody tr")
    return rows.evaluate_all("rows => rows.map((row) => [...row.cells].map((cell) => cell.innerText))")


def open_figures(person: Person, period: str) -> None:
    person.is_signed_in()
    person.go(f"/reuse-rate?period={period}")
    person.is_at(TITLE)


def test_a_head_has_the_number_published_and_reads_what_the_api_says(counted, desktop, stack):  # noqa: F811
    head, in_the_api = Person(desktop, stack, HEAD), Checked.signed_in(stack.address, HEAD.subject)
    period = f"{today():%Y-%m}"
    head.go("/reuse-rate")
    head.signs_in()
    head.is_at(TITLE)
    head.press("Tính lại ngay")
    again = desktop.get_by_role("button", name="Tính lại ngay")
    expect(again).not_to_have_attribute("aria-disabled", "true", timeout=PUBLISHED)
    head.sees("Các chỉ số, và cách tính")
    head.is_at(TITLE)
    told = in_the_api.must("GET", f"reuse-rate?period={period}")
    shown = [as_shown(each) for each in told["lines"]]
    assert eventually(lambda: cells(desktop, "Các chỉ số") == shown)  # read anew once they are published
    line = next(each for each in told["lines"] if each["code"] == REUSE)
    expect(desktop.locator(".rate")).to_have_text(percent(line["ratio"]))
    head.sees(line["sentence"])
    words = f"{number(line['numerator'])} {line['counts']} / {number(line['denominator'])} {line['among']}"
    expect(desktop.locator(".in-words")).to_have_text(words)
    desktop.get_by_text("Định nghĩa và căn cứ").click()
    head.sees(line["legal_basis"])
    desktop.get_by_text("Xu hướng dạng bảng").click()
    points = in_the_api.must("GET", f"reuse-rate/trend?period={period}&definition={REUSE}")["points"]
    known = [each for each in reversed(points) if each["ratio"] is not None]
    assert [row[1:] for row in cells(desktop, "Xu hướng dạng bảng")] == [
        [number(each["numerator"]), number(each["denominator"]), percent(each["ratio"])] for each in known
    ]
    shown = dict(zip(*(desktop.locator(f".facts {each}").all_inner_texts() for each in ("dt", "dd")), strict=True))
    assert shown["Xếp hạng"] == f"{line['rank']} trên {line['ranked']} đơn vị cùng cấp"
    assert shown["Điểm của chỉ số"] == f"{decimals(line['score'])} trên {decimals(line['max_score'])}"


def decimals(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def as_shown(line: dict[str, Any]) -> list[str]:
    score = "" if line["score"] is None else f"{line['score']:.2f}".replace(".", ",")
    return [line["name"], number(line["numerator"]), number(line["denominator"]), percent(line["ratio"]), score]


def test_the_number_leads_to_its_dossiers_and_each_says_why(counted, desktop, stack):  # noqa: F811
    officer = Person(desktop, stack, OFFICER)
    officer.is_signed_in()
    officer.go(f"/reuse-rate/dossiers?period={today()}")
    officer.is_at("Hồ sơ của chỉ số")
    in_the_api = Checked.signed_in(stack.address, OFFICER.subject)
    why = in_the_api.must("GET", f"reuse-rate/explain/{counted}")["reasons"]
    row = desktop.locator("li", has=desktop.locator(f"a[href$='{counted}']"))
    assert row.get_by_role("listitem").all_inner_texts() == why
    officer.follow("Tất cả đã tiếp nhận")
    officer.is_at("Hồ sơ của chỉ số")
    row.get_by_role("link").click()
    officer.is_at(re.escape(in_the_api.must("GET", f"desk/dossiers/{counted}")["code"]))


def test_an_administrator_compares_units_and_takes_the_figures_along(counted, desktop, stack):  # noqa: F811
    stack.run("PublishReuseRate")
    in_the_api = Checked.signed_in(stack.address, ADMINISTRATOR.subject)
    told = in_the_api.must("GET", f"reuse-rate?unit=H21&period={today()}&definition={REUSE}")
    administrator = Person(desktop, stack, ADMINISTRATOR)
    administrator.is_signed_in()
    administrator.go(f"/reuse-rate?unit=H21&period={today()}")
    administrator.is_at(TITLE)
    desktop.get_by_text("Các đơn vị dạng bảng").click()
    shown = {row[0]: row[1:] for row in cells(desktop, "Các đơn vị dạng bảng")}
    assert shown == {each["unit"]["name"]: as_below(each) for each in told["below"]}
    ranks = [int(rank) for rank, *_ in shown.values() if rank]
    assert ranks == sorted(ranks)
    bars = [each.inner_text().splitlines() for each in desktop.locator(".bars li").all()]
    assert bars == [[f"{row[0]}. {name}" if row[0] else name, row[3]] for name, row in shown.items()]
    with desktop.expect_download() as taken:
        administrator.press("Tải JSON")
    national = json.loads(taken.value.path().read_text())
    assert national["data"]["overview"]["departmentCode"] == "H21"
    administrator.is_at(TITLE)
    administrator.sees("Về đơn vị của tôi")
    desktop.locator(".bars a", has_text=NAME).click()
    administrator.sees(f"{NAME} và các đơn vị bên dưới")
    administrator.is_at(TITLE)
    administrator.follow("Xem các hồ sơ chưa được tính, và vì sao")
    administrator.is_at("Hồ sơ của chỉ số")
    found = in_the_api.must("GET", f"reuse-rate/explain?unit={UNIT}&period={today()}&side=not_counted&limit=200")
    to_the_last(desktop)
    shown = desktop.locator(".papers > li h2 a").evaluate_all("all => all.map(each => each.hash.split('/').at(-1))")
    assert shown == [each["dossier"] for each in found["dossiers"]]


def as_below(each: dict[str, Any]) -> list[str]:
    of_all = [number(each["numerator"]), number(each["denominator"]), percent(each["ratio"])]
    return [number(each["rank"]), *of_all, number(each["missing"])]


def to_the_last(page: Page) -> None:  # noqa: F811 - a page, not the fixture
    more = page.get_by_role("button", name="Xem thêm")
    while more.count():
        before = page.locator(".papers > li").count()
        more.click()
        expect(page.locator(".papers > li").nth(before)).to_be_visible()


def test_what_comes_after_a_freeze_stands_beside_the_frozen_figures(desktop, stack):  # noqa: F811
    month = f"{today().replace(day=1) - timedelta(days=1):%Y-%m}"
    in_the_api = Checked.signed_in(stack.address, ADMINISTRATOR.subject)
    received_in(stack, month)
    administrator = Person(desktop, stack, ADMINISTRATOR)
    open_figures_of(administrator, month)
    published_anew(administrator)
    before = headline(in_the_api, month)
    expect(desktop.locator(".rate")).to_have_text(percent(before["ratio"]))
    desktop.get_by_role("button", name="Chốt số liệu").click()
    dialog = desktop.get_by_role("dialog")
    expect(dialog).to_contain_text("Không thể bỏ chốt.")
    administrator.is_for_everybody()
    dialog.get_by_role("button", name="Chốt số liệu").click()
    administrator.sees("Sau khi chốt không có thay đổi nào.")
    expect(desktop.get_by_role("button", name="Chốt số liệu")).to_have_count(0)

    received_in(stack, month)
    stack.run("PublishReuseRate")  # the night's: asked for again within a minute it would be one publication
    desktop.reload()
    administrator.sees("Sau khi chốt có thay đổi")
    after = headline(in_the_api, month)
    assert (after["numerator"], after["denominator"]) == (before["numerator"], before["denominator"])
    assert after["adjusted"]["denominator"] == before["denominator"] + 1
    now = after["adjusted"]
    administrator.sees(f"nay là {number(now['numerator'])} trên {number(now['denominator'])}, {percent(now['ratio'])}.")
    expect(desktop.locator(".rate")).to_have_text(percent(before["ratio"]))
    administrator.is_at(TITLE)
    desktop.get_by_text("Xu hướng dạng bảng").click()
    year, ordinal = month.split("-")
    expect(desktop.get_by_role("rowheader", name=f"Tháng {ordinal}/{year} (đã chốt)")).to_be_visible()


def published_anew(administrator: Person) -> None:
    """[Tính lại ngay], until the page shows what was published then."""
    button = administrator.page.get_by_role("button", name="Tính lại ngay")
    button.click()
    expect(button).not_to_have_attribute("aria-disabled", "true", timeout=PUBLISHED)
    administrator.sees("Các chỉ số, và cách tính")


def headline(in_the_api: Checked, period: str) -> dict[str, Any]:
    lines = in_the_api.must("GET", f"reuse-rate?unit={UNIT}&period={period}")["lines"]
    return next(each for each in lines if each["code"] == REUSE)


def open_figures_of(administrator: Person, period: str) -> None:
    administrator.go(f"/reuse-rate?unit={UNIT}&period={period}")
    administrator.signs_in()
    administrator.is_at(TITLE)


def test_on_paper_stand_the_figures_unfolded_and_nothing_to_press(counted, desktop, stack):  # noqa: F811
    stack.run("PublishReuseRate")
    in_the_api = Checked.signed_in(stack.address, ADMINISTRATOR.subject)
    told = in_the_api.must("GET", f"reuse-rate?unit=H21&period={today():%Y-%m}&definition={REUSE}")
    administrator = Person(desktop, stack, ADMINISTRATOR)
    administrator.go(f"/reuse-rate?unit=H21&period={today():%Y-%m}")
    administrator.signs_in()
    administrator.is_at(TITLE)
    desktop.evaluate("print = () => (window.folded = document.querySelectorAll('main details:not([open])').length)")
    desktop.get_by_role("button", name="In", exact=True).click()
    assert desktop.evaluate("folded") == 0
    desktop.evaluate("document.querySelectorAll('main details').forEach(each => (each.open = true))")
    paper = " ".join(text_of(desktop.pdf(format="A4")).split())
    [line] = told["lines"]
    for words in (line["sentence"], percent(line["ratio"]), line["legal_basis"], line["counts"]):
        assert words in paper
    for each in told["below"]:
        assert each["unit"]["name"] in paper
    for words in ("Đăng xuất", "Tính lại ngay", "Tải Excel", "Kỳ báo cáo Tháng", "Giấy phép"):
        assert words not in paper


def text_of(file: bytes) -> str:
    return "\n".join(each.extract_text() for each in PdfReader(BytesIO(file)).pages)


def test_a_leader_reads_it_on_a_telephone(counted, page, stack):  # noqa: F811
    stack.run("PublishReuseRate")
    head = Person(page, stack, HEAD)
    open_figures(head, f"{today():%Y-%m}")
    head.sees("Nên làm gì tiếp")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Loại kỳ").select_option(label="Năm")
    expect(page.get_by_label("Kỳ báo cáo")).to_have_value(f"{today().year}")
    page.go_back()
    expect(page.get_by_label("Loại kỳ")).to_have_value("month")


def test_what_has_nothing_says_why_and_who_may_not_see_it_is_told(counted, page, stack):  # noqa: F811
    head = Person(page, stack, HEAD)
    open_figures(head, "2024-02")
    head.sees("Tháng 02/2024 chưa được công bố.")
    head.press("Tính lại ngay")
    head.sees("Đơn vị không có hồ sơ nào trong kỳ này.", within=PUBLISHED)
    head.press("Đăng xuất")
    head.is_at("Giấy tờ đã có")
    citizen = Person(page, stack, EMPTY)
    citizen.go("/reuse-rate?unit=H21.002")
    citizen.signs_in()
    citizen.sees("Tài khoản của bạn không có vai trò cần thiết cho chức năng này.")
    expect(page.get_by_role("link", name="Tỷ lệ sử dụng lại")).to_have_count(0)


def test_everybody_reads_the_open_data_and_small_numbers_point_at_nobody(counted, page, stack):  # noqa: F811
    stack.run("PublishReuseRate")
    anybody = Person(page, stack, EMPTY)
    anybody.go("/open-data")
    anybody.is_at("Dữ liệu mở")
    told = stack.ask("GET", f"open-data/reuse-rate?period={today():%Y-%m}").json()
    shown = {row[0]: row[1:] for row in cells(page, "Tỷ lệ của các đơn vị")}
    assert shown == {each["unit"]["name"]: as_open(each) for each in told["units"]}
    assert UNIT in [each["unit"]["code"] for each in told["units"]]


def as_open(unit: dict[str, Any]) -> list[str]:
    if unit["is_suppressed"]:
        return ["quá ít hồ sơ để công bố"]
    return [number(unit["numerator"]), number(unit["denominator"]), percent(unit["ratio"])]
