"""The administrator's pages in a real browser: nothing is in force unseen, and every change can be undone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from playwright.sync_api import Page, expect

import infra.catalogue
from infra.demo.citizen import Citizen
from infra.demo.people import ADMINISTRATOR, MARITAL_STATUS, OFFICER, SEVERAL_PAPERS
from infra.local.agency import FEEDBACK
from shared.clock import now, today
from shared.signatures.trust import fingerprint
from tests.end_to_end.asking import eventually
from tests.end_to_end.test_desk_pages import desktop  # noqa: F401 - fixture
from tests.end_to_end.test_portal import Person, browser, page  # noqa: F401 - fixtures

pytestmark = pytest.mark.stack

UNIT = "H21.002"  # Xã Phù Cát
LITTLE_KNOWN = "H21.077"  # of no other test: functions remember a catalogue for a minute
LISTENING = "H21.020"  # Xã Tây Sơn
UNITS = Path(infra.catalogue.__file__).with_name("units-gialai-2025.tsv")
LONG = "Ủy ban nhân dân xã có tên rất dài " * 9  # 306 letters


@pytest.fixture
def administrator(desktop: Page, stack: Any) -> Person:  # noqa: F811 - the fixture
    person = Person(desktop, stack, ADMINISTRATOR)
    person.is_signed_in()
    person.go("/admin")
    person.is_at("Quản trị")
    return person


@pytest.fixture
def in_the_api(stack: Any) -> Citizen:
    return Citizen.signed_in(stack.address, ADMINISTRATOR.subject)


@pytest.fixture
def as_it_was(in_the_api: Citizen) -> Iterator[str]:
    """The catalogue's version before a test that changes it; the same content is in force again afterwards."""
    before = in_the_api.must("GET", "catalogue")["version"]
    yield before
    in_the_api.must("POST", f"catalogue/versions/{before}/restore", {})


def chosen(person: Person, document: Any, units: Path | None = None) -> None:
    content = json.dumps(document, ensure_ascii=False).encode()
    files = [{"name": "danh-muc.json", "mimeType": "application/json", "buffer": content}]
    if units:
        files.append({"name": units.name, "mimeType": "text/tab-separated-values", "buffer": units.read_bytes()})
    person.page.get_by_label("Các tệp của danh mục").set_input_files(files)
    person.press("Kiểm tra trước khi nhập")


def test_a_catalogue_is_looked_at_before_it_is_in_force_and_taken_back(administrator, in_the_api, as_it_was):
    document = in_the_api.must("GET", f"catalogue/versions/{as_it_was}/document")
    administrator.follow("Quản trị")
    administrator.page.get_by_role("link", name=re.compile("^Danh mục thủ tục")).click()
    administrator.is_at("Danh mục thủ tục")
    faulty = json.loads(json.dumps(document))
    faulty["procedures"][2]["components"][0]["accepts"] = [["KQ.NONE"]]
    faulty["units"][4]["parent"] = "H99"
    chosen(administrator, faulty)
    told = administrator.page.get_by_role("alert")
    expect(told).to_contain_text("Thủ tục hành chính, mục thứ 3")
    expect(told).to_contain_text("Đơn vị, mục thứ 5")
    administrator.is_at("Danh mục thủ tục")
    with administrator.page.expect_download() as download:
        administrator.press("Tải danh sách lỗi")
    assert "procedures[2].components[0].accepts[0][0]\tTYPE_UNKNOWN" in download.value.path().read_text()

    chosen(administrator, [1, 2])
    administrator.sees("danh-muc.json: phải là một đối tượng JSON.")

    mended = {name: entries for name, entries in document.items() if name != "units"}
    *others, left_out = document["procedures"]  # one that no other test files: it may be missing for a minute
    chosen(administrator, mended | {"procedures": others}, units=UNITS)
    shown = administrator.page.get_by_role("region", name="Nếu nhập, những gì thay đổi")
    expect(shown).to_contain_text(left_out["name"])
    expect(shown.get_by_role("heading", name=re.compile("Đơn vị"))).to_have_count(0)  # the TSV has the very same
    assert in_the_api.must("GET", "catalogue")["version"] == as_it_was
    administrator.is_at("Danh mục thủ tục")
    administrator.press("Nhập và dùng ngay")
    administrator.sees("Phiên bản mới đã được dùng.")
    assert in_the_api.must("GET", "catalogue")["procedures"] == len(others)

    earlier = administrator.page.get_by_role("listitem").filter(has_text=as_it_was)
    earlier.get_by_role("button", name="Dùng lại phiên bản này").click()
    dialog = administrator.page.get_by_role("dialog")
    expect(dialog).to_contain_text(left_out["name"])
    dialog.get_by_role("button", name="Dùng lại", exact=True).click()
    expect(dialog).to_have_count(0)
    administrator.sees("Dùng lại phiên bản trước")
    assert in_the_api.must("GET", "catalogue")["procedures"] == len(document["procedures"])


def test_units_of_one_name_are_told_apart_and_followed_through_their_merger(administrator):
    administrator.go("/admin/units")
    administrator.is_at("Đơn vị")
    administrator.page.get_by_label("Tìm đơn vị").fill("xa ia bang")
    administrator.page.keyboard.press("Enter")
    expect(administrator.page.get_by_text("Tên giống 3 đơn vị khác").first).to_be_visible()
    administrator.is_at("Đơn vị")
    administrator.page.get_by_role("listitem").filter(has_text="H21.900.142").get_by_role("link").click()
    administrator.is_at("Xã Ia Băng")
    administrator.sees("Không còn hoặc chưa có")
    administrator.sees("Công việc hôm nay do")
    administrator.page.get_by_role("link", name="Xã Ia Băng").first.click()
    expect(administrator.page.get_by_role("heading", name=re.compile("Đơn vị trước"))).to_be_visible()
    administrator.is_at("Xã Ia Băng")


def a_certificate() -> bytes:
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name(
            [
                x509.NameAttribute(x509.NameOID.COMMON_NAME, "UBND xã Phù Cát"),
                x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Ủy ban nhân dân xã Phù Cát"),
            ]
        ),
    )
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    dated = builder.not_valid_before(now() - timedelta(days=9)).not_valid_after(now() + timedelta(days=900))
    return dated.serial_number(x509.random_serial_number()).sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.mark.usefixtures("as_it_was")
def test_a_certificate_is_registered_by_its_file_and_its_registration_ends(administrator):
    der = a_certificate()
    administrator.go(f"/admin/issuers/new?unit={UNIT}")
    administrator.is_at("Đăng ký chứng thư số")
    files = administrator.page.get_by_label("Tệp chứng thư số")
    administrator.press("Đăng ký")
    expect(files).to_have_attribute("aria-invalid", "true")
    files.set_input_files([{"name": "anh.cer", "mimeType": "application/pkix-cert", "buffer": b"%PDF-1.7"}])
    administrator.sees("Tệp này không phải là chứng thư số")
    files.set_input_files([{"name": "ubnd.cer", "mimeType": "application/pkix-cert", "buffer": der}])
    administrator.sees("Tổ chức cấp chứng thư số này không có trong kho tin cậy")
    expect(administrator.page.get_by_label("Tên cơ quan")).to_have_value("Ủy ban nhân dân xã Phù Cát")
    administrator.page.get_by_label("Từ ngày").fill("2025-01-01")  # the commune is there since July
    administrator.press("Đăng ký")
    expect(administrator.page.get_by_label("Từ ngày")).to_have_attribute("aria-invalid", "true")
    administrator.is_at("Đăng ký chứng thư số")
    administrator.page.get_by_label("Từ ngày").fill("2026-01-01")
    administrator.press("Đăng ký")
    administrator.is_at("Chứng thư số của cơ quan")
    row = administrator.page.get_by_role("listitem").filter(has_text=fingerprint(der))
    expect(row).to_contain_text("Đang hiệu lực")
    row.get_by_role("button", name="Kết thúc đăng ký").click()
    dialog = administrator.page.get_by_role("dialog")
    dialog.get_by_label("Ngày cuối").fill(f"{today() - timedelta(days=1)}")
    dialog.get_by_role("button", name="Kết thúc đăng ký").click()
    expect(row).to_contain_text("Đã kết thúc")


def test_an_officer_is_appointed_by_number_and_name_and_leaves(administrator, stack):
    Citizen.signed_in(stack.address, OFFICER.subject)  # so that their name is known
    administrator.go(f"/admin/officers/new?unit={UNIT}")
    administrator.is_at("Phân công công chức")
    administrator.page.get_by_label("Số định danh cá nhân").fill(OFFICER.number)
    administrator.page.get_by_label("Họ và tên").fill("Một người khác")
    administrator.page.get_by_label("Từ ngày").fill(f"{today()}")
    administrator.page.get_by_role("button", name="Lưu phân công", exact=True).click()
    expect(administrator.page.get_by_label("Họ và tên")).to_have_attribute("aria-invalid", "true")
    administrator.page.get_by_label("Số định danh cá nhân").fill("000199000999")
    administrator.page.get_by_label("Họ và tên").fill("Tô Thị Mới")
    administrator.page.get_by_role("button", name="Lưu phân công", exact=True).click()
    administrator.is_at("Tô Thị Mới")
    administrator.sees("Đang hiệu lực")
    administrator.press("Kết thúc phân công")
    dialog = administrator.page.get_by_role("dialog")
    dialog.get_by_label("Ngày cuối").fill(f"{today()}")
    dialog.get_by_role("button", name="Kết thúc phân công").click()
    expect(dialog).to_have_count(0)
    expect(administrator.page.locator(".timeline li")).to_have_count(2)
    administrator.follow("Công chức")
    administrator.is_at("Công chức")
    administrator.sees("Tô Thị Mới")


def test_what_came_to_rest_is_given_back_by_a_button_and_recorded(administrator, stack):
    rests = stack.outputs["NotificationsDeadLettersUrl"]
    stack.client("sqs").send_message(QueueUrl=rests, MessageBody=json.dumps({"message": "01JABCDEFGHJKMNPQRSTVWXYZ0"}))
    stack.run("TendDeadLetters")
    administrator.go("/admin/dead-letters")
    administrator.is_at("Việc chưa xử lý được")
    place = administrator.page.get_by_role("listitem").filter(has_text="Thông báo chờ gửi Zalo, SMS").first
    expect(place).to_contain_text(re.compile(r"\d+ việc"))
    expect(place).to_contain_text("01JABCDEFGHJKMNPQRSTVWXYZ0")
    place.get_by_role("button", name="Xử lý lại").click()
    administrator.page.get_by_role("dialog").get_by_role("button", name="Xử lý lại").click()
    expect(administrator.page.get_by_role("dialog")).to_have_count(0)
    stack.run("TendDeadLetters")
    expect(administrator.page.get_by_text(re.compile(r"Đã trả lại \d+")).first).to_be_visible()
    expect(administrator.page.locator("main")).to_contain_text(ADMINISTRATOR.name)
    administrator.press("Xem lại")
    expect(place).to_contain_text("Không có gì")


def unit_chosen(person: Person, name: str, code: str) -> None:
    person.page.get_by_label("Tìm đơn vị").fill(name)
    person.page.get_by_label("Đơn vị", exact=False).last.select_option(code)


def secret_shown(person: Person) -> str:
    person.sees("Khóa bí mật chỉ hiện một lần này.")
    return person.page.get_by_label("Khóa bí mật", exact=True).input_value()


def confirmed(person: Person, act: str, confirm: str) -> None:
    """What an act's dialog asks is answered, and it is gone."""
    person.page.get_by_role("button", name=act, exact=True).click()
    dialog = person.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    person.is_for_everybody()
    dialog.get_by_role("button", name=confirm, exact=True).click()
    expect(dialog).to_have_count(0)


def test_a_units_own_system_is_named_given_a_secret_moved_and_told_no_more(administrator, stack, in_the_api):
    page, address = administrator.page, stack.running.messages + FEEDBACK  # noqa: F811 - a page, not the fixture
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name=re.compile("^Hệ thống nhận phản ánh")).click()
    administrator.is_at("Hệ thống nhận phản ánh")
    administrator.sees("Xã Phù Cát")
    administrator.follow("Khai báo hệ thống")
    administrator.is_at("Khai báo hệ thống")
    administrator.page.get_by_role("button", name="Khai báo", exact=True).click()
    administrator.sees("Hãy chọn đơn vị.")
    unit_chosen(administrator, "phu cat", UNIT)
    page.get_by_label("Địa chỉ").fill("http://10.0.0.1/")
    administrator.page.get_by_role("button", name="Khai báo", exact=True).click()
    expect(page.get_by_label("Địa chỉ")).to_have_attribute("aria-invalid", "true")
    administrator.is_at("Khai báo hệ thống")
    page.get_by_label("Địa chỉ").fill(address)
    administrator.page.get_by_role("button", name="Khai báo", exact=True).click()
    administrator.sees("Đơn vị này đã có hệ thống được khai báo")  # the demonstration's
    unit_chosen(administrator, "tay son", LISTENING)
    administrator.page.get_by_role("button", name="Khai báo", exact=True).click()
    first = secret_shown(administrator)
    administrator.is_at("Xã Tây Sơn")
    administrator.press("Sao chép khóa")
    administrator.sees("Đã sao chép khóa bí mật.")
    assert page.evaluate("navigator.clipboard.readText()") == first

    administrator.follow("Tiếp tục")
    administrator.is_at("Xã Tây Sơn")
    administrator.sees("Chưa báo bước nào.")
    assert first not in page.content()
    confirmed(administrator, "Tạo khóa bí mật mới", "Tạo khóa mới")
    assert secret_shown(administrator) != first
    administrator.sees("Khóa cũ còn dùng được đến")
    administrator.is_at("Xã Tây Sơn")
    move = page.get_by_role("button", name="Đổi địa chỉ")
    move.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(move).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Địa chỉ").fill(f"{address}?2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    administrator.sees(f"{address}?2")
    confirmed(administrator, "Ngừng báo", "Ngừng báo")
    administrator.is_at("Hệ thống nhận phản ánh")
    assert in_the_api.ask("GET", f"webhooks/{LISTENING}").status == 404

    again = in_the_api.must("PUT", f"webhooks/{LISTENING}", {"url": address})  # at once
    in_the_api.must("DELETE", f"webhooks/{LISTENING}?revision={again['revision']}")
    assert again["secret"] != first


def test_what_a_system_was_told_is_read_with_every_attempt(administrator, stack, in_the_api):
    holder = Citizen.signed_in(stack.address, SEVERAL_PAPERS.subject)
    held = holder.must("GET", f"vault/items?document_type={MARITAL_STATUS}")["items"][0]["id"]
    said = {"reason": "NAME", "text": "Sai chữ đệm so với giấy khai sinh."}
    told = holder.must("POST", f"vault/items/{held}/feedback", said)
    unit = told["unit"]
    shown = eventually(lambda: in_the_api.ask("GET", f"webhooks/{unit}").json["deliveries"])
    assert eventually(lambda: in_the_api.must("GET", f"webhooks/{unit}")["deliveries"][0]["is_done"])
    administrator.go(f"/admin/webhooks/{unit}")
    administrator.sees("Hệ thống của đơn vị đã nhận.")
    administrator.sees(shown[0]["event"])
    administrator.sees("Hệ thống đã nhận (mã 204).")
    administrator.is_at("Xã Phù Cát")
    holder.must("POST", f"feedback/{told['id']}/take-back", {"revision": told["revision"]})


PLACES = (
    ("/admin", "Quản trị"),
    ("/admin/catalogue", "Danh mục thủ tục"),
    ("/admin/units?q=tay+son", "Đơn vị"),
    (f"/admin/units/{UNIT}", "Xã Phù Cát"),
    ("/admin/units?q=khong+co+don+vi+nay", "Đơn vị"),
    ("/admin/issuers", "Chứng thư số của cơ quan"),
    ("/admin/issuers/new", "Đăng ký chứng thư số"),
    ("/admin/trust", "Kho tin cậy"),
    (f"/admin/officers?unit={UNIT}", "Công chức"),
    ("/admin/officers/new", "Phân công công chức"),
    ("/admin/messages", "Mẫu thông báo"),
    ("/admin/webhooks", "Hệ thống nhận phản ánh"),
    ("/admin/webhooks/new", "Khai báo hệ thống"),
    (f"/admin/webhooks/{UNIT}", "Xã Phù Cát"),
    ("/admin/dead-letters", "Việc chưa xử lý được"),
)

GONE = (
    ("/admin/units/H99", "Đơn vị", "Không có đơn vị với mã này."),
    (f"/admin/webhooks/{LITTLE_KNOWN}", "Hệ thống nhận phản ánh", "Đơn vị này chưa khai báo hệ thống nhận phản ánh."),
    (f"/admin/officers/{'0' * 26}", "Công chức", "Không tìm thấy"),
)


def test_every_page_serves_a_telephone_and_says_what_is_not_there(page, stack):  # noqa: F811 - the fixture
    person = Person(page, stack, ADMINISTRATOR)
    person.is_signed_in()
    for place, heading in PLACES:
        person.go(place)
        person.is_at(heading)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, place
    person.go("/admin/units?q=khong+co+don+vi+nay")
    person.sees("Không có đơn vị nào như vậy.")
    person.go("/admin/messages")
    page.get_by_text("Giới hạn và ví dụ dài nhất").first.click()
    person.sees("Tên mẫu Zalo")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for place, name, missing in GONE:
        person.go(place)
        person.sees(missing)
        person.is_at(name)


@pytest.mark.usefixtures("as_it_was")
def test_a_name_as_long_as_it_may_be_breaks_no_page(page, stack, in_the_api):  # noqa: F811 - the fixture
    known = {"unit": UNIT, "kind": "person", "organisation": LONG[:200].strip(), "valid_from": "2026-01-01"}
    in_the_api.must("POST", "catalogue/issuers", {**known, "certificate": fingerprint(LONG.encode())})
    person = Person(page, stack, ADMINISTRATOR)
    person.is_signed_in()
    person.go(f"/admin/issuers?q={UNIT}")
    person.is_at("Chứng thư số của cơ quan")
    person.sees("có tên rất dài")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    person.go("/admin/officers/new")
    page.get_by_label("Họ và tên").press_sequentially(LONG)
    expect(page.get_by_label("Họ và tên")).to_have_value(LONG[:200])


def test_a_unit_of_a_long_name_breaks_no_page(page, stack, in_the_api, as_it_was):  # noqa: F811 - the fixture
    document = in_the_api.must("GET", f"catalogue/versions/{as_it_was}/document")
    long = LONG[:200].strip()
    next(each for each in document["units"] if each["code"] == LITTLE_KNOWN)["name"] = long
    in_the_api.must("POST", "catalogue/imports", document)
    told = in_the_api.must("PUT", f"webhooks/{LITTLE_KNOWN}", {"url": stack.running.messages + FEEDBACK})
    person = Person(page, stack, ADMINISTRATOR)
    person.go(f"/admin/units/{LITTLE_KNOWN}")
    person.signs_in()
    person.is_at(long)
    for place in (
        "/admin/units?q=rat+dai",
        f"/admin/officers?unit={LITTLE_KNOWN}",
        f"/admin/officers/new?unit={LITTLE_KNOWN}",
        "/admin/webhooks",
        f"/admin/webhooks/{LITTLE_KNOWN}",
        f"/reuse-rate?unit=H21&period={today()}",
        f"/reuse-rate/dossiers?unit={LITTLE_KNOWN}&period={today()}",
        "/open-data",
    ):
        person.go(place)
        person.is_for_everybody()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, place
    in_the_api.must("DELETE", f"webhooks/{LITTLE_KNOWN}?revision={told['revision']}")


def test_who_is_no_administrator_is_told_so_and_finds_no_way_there(page, stack):  # noqa: F811 - the fixture
    person = Person(page, stack, OFFICER)
    person.go("/admin/trust")
    person.signs_in()
    person.sees("Tài khoản của bạn không có vai trò cần thiết")
    expect(page.get_by_role("navigation", name="Các mục chính").get_by_role("link", name="Quản trị")).to_have_count(0)


def test_the_pages_are_walked_by_keyboard_alone(administrator):
    administrator.go("/admin/units")
    administrator.is_at("Đơn vị")
    keys = administrator.page.keyboard
    administrator.page.get_by_label("Tìm đơn vị").focus()
    keys.type("phu cat")
    keys.press("Enter")
    link = administrator.page.get_by_role("link", name="Xã Phù Cát", exact=True).first
    expect(link).to_be_visible()
    for _ in range(60):
        if link.evaluate("each => each === document.activeElement"):
            break
        keys.press("Tab")
    keys.press("Enter")
    administrator.is_at("Xã Phù Cát")
