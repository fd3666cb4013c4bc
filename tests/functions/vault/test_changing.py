"""A paper corrected, hidden and shown again, and what may not be done with it."""

from dataclasses import replace

import pytest

from shared.domain.items import ItemState, Origin
from shared.storage import items
from tests.conftest import MARRIAGE, STATUS
from tests.functions.vault.holder import ME, YOU, listed
from tests.functions.vault.papers import a_paper


def test_a_correction_changes_what_is_said_and_nothing_else(vault):
    paper = a_paper(ME.vault, number="1/KS")
    answer = vault.patch(f"/vault/items/{paper.id}", caller=ME, body={"revision": 1, "number": "2/KS"})
    assert (answer.status, answer.json["number"], answer.json["revision"]) == (200, "2/KS", 2)
    [held] = items.items_counting_as(ME.vault, [])
    assert held == items.item(paper.id) == replace(paper, number="2/KS", revision=2)
    assert listed(vault, q="2/ks") == [paper.id]
    assert listed(vault, q="1/ks") == []


def test_a_purpose_can_be_corrected_to_one_that_is_known(vault):
    paper = a_paper(ME.vault, document_type=STATUS, purpose="land")
    path = f"/vault/items/{paper.id}"
    answer = vault.patch(path, caller=ME, body={"revision": 1, "purpose": "marriage"})
    assert (answer.status, answer.json["purpose_name"]) == (200, "Đăng ký kết hôn")
    for purpose, code in (("fishing", "PURPOSE_UNKNOWN"), (None, "PURPOSE_MISSING")):
        refused = vault.patch(path, caller=ME, body={"revision": 2, "purpose": purpose})
        assert (refused.status, refused.codes) == (422, [code])
    assert items.item(paper.id).purpose == "marriage"


def test_a_purpose_no_longer_known_keeps_nothing_else_from_being_corrected(vault):
    paper = a_paper(ME.vault, document_type=STATUS, purpose="fishing")
    answer = vault.patch(f"/vault/items/{paper.id}", caller=ME, body={"revision": 1, "number": "2/KS"})
    assert (answer.status, answer.json["purpose"]) == (200, "fishing")


def test_a_correction_made_on_something_older_is_told_what_stands_now(vault):
    paper = a_paper(ME.vault, number="1/KS")
    path = f"/vault/items/{paper.id}"
    vault.patch(path, caller=ME, body={"revision": 1, "number": "2/KS"})
    answer = vault.patch(path, caller=ME, body={"revision": 1, "number": "3/KS"})
    assert (answer.status, answer.json["code"]) == (409, "CHANGED_MEANWHILE")
    assert answer.json["problems"] == [
        {"code": "FIELD_DIFFERS", "detail": "Số, ký hiệu hiện là “2/KS”.", "where": "number"}
    ]
    assert items.item(paper.id).number == "2/KS"


def test_of_two_corrections_at_the_same_moment_one_is_told(vault, calls):
    paper = a_paper(ME.vault)
    path = f"/vault/items/{paper.id}"

    def quicker(_):
        calls.then = None
        assert vault.patch(path, caller=ME, body={"revision": 1, "number": "2/KS"}).status == 200

    calls.then = quicker
    assert vault.patch(path, caller=ME, body={"revision": 1, "number": "3/KS"}).status == 409
    assert items.item(paper.id).number == "2/KS"


@pytest.mark.parametrize(
    ("body", "status", "codes"),
    [
        ({"title": "x"}, 400, ["FIELD_MISSING"]),
        ({"revision": 1, "document_type": MARRIAGE}, 400, ["FIELD_UNKNOWN"]),
        ({"revision": 1, "title": "x" * 10_000}, 400, ["TOO_LONG"]),
        ({"revision": 1, "issued_on": "2100-01-01"}, 422, ["ISSUED_IN_FUTURE"]),
        ({"revision": 1, "issued_on": "2024-01-02", "valid_until": "2024-01-01"}, 422, ["ENDS_BEFORE_ISSUED"]),
    ],
)
def test_a_correction_that_cannot_be_is_refused(vault, body, status, codes):
    paper = a_paper(ME.vault)
    answer = vault.patch(f"/vault/items/{paper.id}", caller=ME, body=body)
    assert (answer.status, answer.codes) == (status, codes)
    assert items.item(paper.id) == paper


@pytest.mark.parametrize("origin", [Origin.ISSUED, Origin.CONFIRMED, Origin.CERTIFIED])
def test_what_was_issued_is_neither_corrected_nor_destroyed_and_it_is_said(vault, world, origin):
    paper = a_paper(ME.vault, origin=origin)
    before = world.rows()
    corrected = vault.patch(f"/vault/items/{paper.id}", caller=ME, body={"revision": 1, "title": "x"})
    removed = vault.delete(f"/vault/items/{paper.id}", caller=ME)
    assert (corrected.status, corrected.codes) == (409, ["CANNOT_CORRECT"])
    assert (removed.status, removed.codes) == (409, ["CANNOT_REMOVE"])
    assert "ẩn" in removed.json["detail"]
    assert world.rows() == before


def test_a_hidden_paper_is_neither_listed_nor_offered_until_it_is_shown_again(vault):
    paper = a_paper(ME.vault, origin=Origin.ISSUED)
    hidden = vault.post(f"/vault/items/{paper.id}/hide", caller=ME)
    assert (hidden.status, hidden.json["state"]) == (200, "hidden")
    assert (listed(vault), listed(vault, state="hidden")) == ([], [paper.id])
    assert items.items_counting_as(ME.vault, [])[0].state is ItemState.HIDDEN
    shown = vault.post(f"/vault/items/{paper.id}/show", caller=ME)
    assert (shown.json["state"], listed(vault)) == ("active", [paper.id])


def test_hiding_a_shared_paper_leaves_it_to_the_other_holder_whatever_changes_later(vault):
    paper = a_paper(ME.vault, YOU.vault)
    vault.post(f"/vault/items/{paper.id}/hide", caller=ME)
    assert (listed(vault), listed(vault, caller=YOU)) == ([], [paper.id])
    revision = items.item(paper.id).revision
    vault.patch(f"/vault/items/{paper.id}", caller=YOU, body={"revision": revision, "title": "Mới"})
    assert (listed(vault), listed(vault, caller=YOU)) == ([], [paper.id])


def test_hiding_twice_is_told(vault):
    paper = a_paper(ME.vault)
    vault.post(f"/vault/items/{paper.id}/hide", caller=ME)
    again = vault.post(f"/vault/items/{paper.id}/hide", caller=ME)
    assert (again.status, again.codes) == (409, ["CANNOT_HIDE"])
