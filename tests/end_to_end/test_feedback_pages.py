"""A holder sees that a paper is wrong and reports it from the vault, in a real browser: the guide's first case."""

from __future__ import annotations

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from functions.catalogue.reading import read_catalogue
from infra.catalogue import shipped
from infra.demo.citizen import Citizen
from infra.demo.papers import paper, signed_by_agency
from infra.demo.people import BIRTH_CERTIFICATE, OFFICER, ONE_PAPER, SEVERAL_PAPERS
from infra.demo.pki import DemoPki
from shared.clock import today
from shared.domain.units import continued_by
from tests.end_to_end.asking import eventually
from tests.end_to_end.test_desk_pages import desktop
from tests.end_to_end.test_main_path import SUBMITTING, a_dossier_ready_to_submit
from tests.end_to_end.test_portal import Person, browser, page

__all__ = ["browser", "desktop", "page"]

pytestmark = pytest.mark.stack


@pytest.fixture
def reporter(page, stack) -> Person:
    return Person(page, stack, SEVERAL_PAPERS)


def test_a_wrong_paper_is_reported_from_the_vault_followed_and_taken_back(reporter, stack):
    in_the_api = Citizen.signed_in(stack.address, SEVERAL_PAPERS.subject)
    held = in_the_api.must("GET", f"vault/items?document_type={BIRTH_CERTIFICATE}")["items"][0]["id"]
    reporter.is_signed_in()
    reporter.go(f"/vault/{held}")
    reporter.follow("Phản ánh")
    reporter.is_at("Phản ánh về kết quả giải quyết")
    reporter.press("Cập nhật")
    reporter.sees("Hãy chọn lý do phản ánh trong danh sách.")
    reporter.page.get_by_label("Lý do").select_option(label="Sai họ, chữ đệm, tên hoặc tên tổ chức")
    reporter.page.get_by_label("Nội dung sai").fill("<script>alert(1)</script> Tên đệm đúng là “Thị Ước”.")
    reporter.press("Cập nhật")
    reporter.is_at("Đã gửi phản ánh")
    reporter.sees("<script>alert(1)</script>")
    reporter.go(f"/vault/{held}")
    reporter.sees("Đang được phản ánh là có sai sót")
    reporter.go("/feedback")
    reporter.is_at("Phản ánh của tôi")
    reporter.page.get_by_role("link", name=re.compile("khai sinh", re.IGNORECASE)).first.click()
    reporter.press("Rút phản ánh")
    reporter.sees("Người gửi đã rút phản ánh")
    expect(reporter.page.get_by_role("button", name="Rút phản ánh")).to_have_count(0)
    assert in_the_api.must("GET", f"vault/items/{held}")["state"] == "active"


PHOTO = {"name": "ảnh chụp.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0 a photo"}
PAGE = {"name": "ảnh chụp.jpg", "mimeType": "image/jpeg", "buffer": b"<script>alert(1)</script>"}


@pytest.fixture
def holder(page, stack) -> Person:
    return Person(page, stack, ONE_PAPER)


@pytest.fixture
def officer(desktop, stack) -> Person:
    return Person(desktop, stack, OFFICER)


def corrected(stack, feedback: str) -> None:
    """The agency's next signed version, sent as its officer would."""
    officer, issued_on = Citizen.signed_in(stack.address, OFFICER.subject), today() - timedelta(weeks=2)
    drawn = paper(BIRTH_CERTIFICATE, holder=ONE_PAPER.name, number="1/DC", issued_on=issued_on, born=ONE_PAPER.born)
    pki = DemoPki.make(stack.running.home / "pki")
    with ThreadPoolExecutor(1) as aside:  # signing runs an event loop, and playwright has one in this thread
        file = aside.submit(signed_by_agency, drawn, BIRTH_CERTIFICATE, pki=pki, issued_on=issued_on).result()
    said = {
        "revision": officer.must("GET", f"desk/feedback/{feedback}")["revision"],
        "text": "Đã đính chính theo sổ gốc.",
        "file_name": "dinh-chinh.pdf",
        "size": len(file),
        "sha256": hashlib.sha256(file).hexdigest(),
    }
    announced = officer.must("POST", f"desk/feedback/{feedback}/correction", said)
    officer.send(announced, file, "dinh-chinh.pdf")
    upload = f"desk/uploads/{announced['id']}"
    assert eventually(lambda: officer.must("GET", upload)["state"] == "accepted")


def warned(citizen: Citizen, dossier: str) -> Any:
    """What the dossier says of a paper that was corrected since: a moment after the correction is there."""
    [pinned] = citizen.must("GET", f"dossiers/{dossier}")["components"][1]["resolution"]["items"]
    return pinned["attention"]


def reported_from_the_picker(holder: Person, draft: str) -> str:
    """With a photo, after what only calls itself one was refused; the feedback's id."""
    holder.is_signed_in()
    holder.go(f"/dossiers/{draft}/papers")
    holder.page.get_by_role("button", name="Lấy từ kho: Giấy khai sinh").click()
    holder.page.get_by_role("link", name="Phản ánh").first.click()
    holder.is_at("Phản ánh về kết quả giải quyết")
    holder.page.get_by_label("Lý do").select_option(label="Sai họ, chữ đệm, tên hoặc tên tổ chức")
    holder.page.get_by_label("Nội dung sai").fill("Tên đệm đúng là “Thị Bình”.")
    holder.chooses(PAGE)
    holder.sees("Nội dung tệp tin không phải là PDF hoặc ảnh JPG, PNG.", within=60_000)
    holder.press("Cập nhật")
    holder.sees("Hãy chọn tệp khác, hoặc bấm [Bỏ tệp tin].")
    holder.is_at("Phản ánh về kết quả giải quyết")
    holder.chooses(PHOTO)
    expect(holder.page.get_by_text("không được chấp nhận")).to_have_count(0)
    expect(holder.page.get_by_role("button", name="Bỏ tệp tin")).to_be_visible(timeout=60_000)
    holder.press("Cập nhật")
    holder.is_at("Đã gửi phản ánh")
    holder.sees("Tệp tin gửi kèm")
    return holder.page.url.partition("#/feedback/")[2].partition("?")[0]


def looked_into(officer: Person, feedback: str) -> None:
    """The desk's page: the photo, and that the unit's own system was told."""
    desk = Citizen.signed_in(officer.address, OFFICER.subject)
    told = eventually(lambda: desk.must("GET", f"desk/feedback/{feedback}")["forwarded"])
    assert [each["deed"] for each in told] == ["given"]
    assert eventually(lambda: desk.must("GET", f"desk/feedback/{feedback}")["forwarded"][0]["is_done"])
    officer.is_signed_in()
    officer.go(f"/desk/feedback/{feedback}")
    officer.is_at("Phản ánh: ")
    officer.sees("Hệ thống của đơn vị đã nhận.")
    officer.sees("ảnh chụp.jpg")
    with officer.page.context.expect_page() as opened:
        officer.press("Tải tệp tin")
    opened.value.close()


def test_a_paper_reported_from_the_picker_is_corrected_and_everybody_who_used_it_sees_that(holder, officer, stack):
    binh = Citizen.signed_in(stack.address, ONE_PAPER.subject)
    handed_in = a_dossier_ready_to_submit(binh)
    binh.must("POST", f"dossiers/{handed_in}/submit", SUBMITTING)
    feedback = reported_from_the_picker(holder, a_dossier_ready_to_submit(binh))
    lunch = {"procedure": "1.001622", "unit": "H21.002"}
    disputed = binh.must("POST", "dossiers", lunch)["components"][1]
    assert disputed["resolution"] is None or disputed["resolution"]["way"] != "vault", "never attached by itself"
    looked_into(officer, feedback)
    corrected(stack, feedback)
    eventually(lambda: warned(binh, handed_in))
    officer.go("/desk?state=1")
    officer.is_at("Hồ sơ của đơn vị")
    officer.sees("Có giấy tờ đã được đính chính")
    officer.go(f"/desk/dossiers/{handed_in}")
    officer.sees("hồ sơ đang dùng bản cũ")
    officer.is_at(".* · Hỗ trợ ăn trưa")
    holder.go(f"/dossiers/{handed_in}")
    holder.sees("Giấy tờ đã được đính chính")
    holder.is_at("Hỗ trợ ăn trưa")
    holder.follow("Xem bản mới trong Kho")
    holder.is_at("Giấy khai sinh")
    looks = [each["sentence"] for each in binh.must("GET", "vault/accesses")["accesses"]]
    assert any("đã mở tệp tin gửi kèm phản ánh" in each for each in looks)
    fresh = binh.must("POST", "dossiers", lunch)["components"][1]
    [pinned] = fresh["resolution"]["items"]
    assert (fresh["status"], fresh["resolution"]["chosen_by"], pinned["version"]) == ("answered", "system", 2)


def test_of_a_unit_that_was_split_the_page_asks_which_successor_answers(reporter, stack):
    in_the_api = Citizen.signed_in(stack.address, SEVERAL_PAPERS.subject)
    held = in_the_api.must("GET", f"vault/items?document_type={BIRTH_CERTIFICATE}")["items"][0]["id"]
    units = read_catalogue(shipped(), version="any").units_by_code
    split = next(code for code in units if len(continued_by(code, units, on=today())) > 1)
    successor = units[min(continued_by(split, units, on=today()))]
    issued_by(stack, held, split)
    reporter.is_signed_in()
    reporter.go(f"/vault/{held}/feedback")
    reporter.page.get_by_label("Lý do").select_option(label="Sai ngày, tháng, năm sinh")
    reporter.page.get_by_label("Nội dung sai").fill("Năm sinh đúng là 1988.")
    reporter.press("Cập nhật")
    reporter.sees("Cơ quan cấp đã được chia tách")
    reporter.is_at("Phản ánh về kết quả giải quyết")
    reporter.page.get_by_label("Cơ quan nhận phản ánh").select_option(label=successor.name)
    reporter.press("Cập nhật")
    reporter.is_at("Đã gửi phản ánh")
    reporter.sees(successor.name)
    reporter.press("Rút phản ánh")
    reporter.sees("Người gửi đã rút phản ánh")


def issued_by(stack, item: str, unit: str) -> None:
    """As if that unit's seal were on the paper: no demonstration agency has been split."""
    stack.client("dynamodb").update_item(
        TableName=stack.outputs["Table"],
        Key={"PK": {"S": f"ITEM#{item}"}, "SK": {"S": "ITEM"}},
        UpdateExpression="SET issuer_unit = :unit",
        ExpressionAttributeValues={":unit": {"S": unit}},
    )
