"""A holder sees that a paper is wrong and reports it from the vault, in a real browser: the guide's first case."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from infra.demo.citizen import Citizen
from infra.demo.people import BIRTH_CERTIFICATE, SEVERAL_PAPERS
from tests.end_to_end.test_portal import Person, browser, page  # noqa: F401 - fixtures

pytestmark = pytest.mark.stack


@pytest.fixture
def reporter(page, stack) -> Person:  # noqa: F811 - the fixture
    return Person(page, stack, SEVERAL_PAPERS)


def test_a_wrong_paper_is_reported_from_the_vault_followed_and_taken_back(reporter, stack):
    in_the_api = Citizen.signed_in(stack.address, SEVERAL_PAPERS.subject)
    held = in_the_api.must("GET", f"vault/items?document_type={BIRTH_CERTIFICATE}")["items"][0]["id"]
    reporter.go(f"/vault/{held}")
    reporter.signs_in()
    reporter.follow("Phản ánh")
    reporter.is_at("Phản ánh kết quả điện tử")
    reporter.press("Gửi phản ánh")
    reporter.sees("Hãy chọn lý do phản ánh trong danh sách.")
    reporter.page.get_by_label("Lý do").select_option(label="Sai họ, chữ đệm, tên hoặc tên tổ chức")
    reporter.page.get_by_label("Nội dung sai").fill("<script>alert(1)</script> Tên đệm đúng là “Thị Ước”.")
    reporter.press("Gửi phản ánh")
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
