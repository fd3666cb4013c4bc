"""What a holder may do with a paper, decided without any world."""

from dataclasses import replace
from datetime import date

import pytest

from functions.vault.rules import Action, changed_meanwhile, corrected, hidden, leave, shown
from shared.domain.items import ItemState, Origin
from tests.functions.uploads.test_rules import an_item


def allowed(item, vault="mine"):
    return {action.value for action in Action if leave(action, item, vault=vault).allowed}


def test_what_was_deposited_may_be_changed_hidden_and_removed():
    assert allowed(an_item()) == {"replace", "correct", "hide", "remove"}


@pytest.mark.parametrize("origin", [Origin.ISSUED, Origin.CONFIRMED, Origin.CERTIFIED])
def test_what_was_issued_may_only_be_hidden(origin):
    assert allowed(an_item(origin=origin)) == {"hide"}


def test_every_refusal_says_why():
    for state in ItemState:
        for origin in Origin:
            for action in Action:
                assert leave(action, an_item(state=state, origin=origin), vault="mine").text.endswith(".")


def test_what_is_hidden_may_be_shown_and_not_hidden_again():
    assert "show" in allowed(hidden(an_item(), "mine"))
    assert "hide" not in allowed(hidden(an_item(), "mine"))


def test_a_withdrawn_paper_can_only_be_removed():
    assert allowed(an_item(state=ItemState.WITHDRAWN)) == {"remove"}


def test_one_holder_does_not_hide_a_paper_from_the_other():
    couple = hidden(an_item(holders=("mine", "yours")), "mine")
    assert couple.seen_by("mine").state is ItemState.HIDDEN
    assert couple.seen_by("yours").state is ItemState.ACTIVE
    assert shown(couple, "mine").seen_by("mine").state is ItemState.ACTIVE


def test_hiding_covers_up_a_dispute_but_not_a_withdrawal():
    assert hidden(an_item(state=ItemState.DISPUTED), "mine").seen_by("mine").state is ItemState.HIDDEN
    assert hidden(an_item(state=ItemState.WITHDRAWN), "mine").seen_by("mine").state is ItemState.WITHDRAWN


def test_a_correction_changes_what_is_given_and_empties_what_is_null():
    before = an_item(number="1/KS", issuer="UBND xã Suối Mơ")
    after = corrected(before, {"number": "2/KS", "issuer": None, "summary": ""})
    assert (after.number, after.issuer, after.summary, after.title) == ("2/KS", None, None, before.title)


def test_a_correction_keeps_the_lines_of_a_summary():
    assert corrected(an_item(), {"summary": "Dòng 1\nDòng 2"}).summary == "Dòng 1\nDòng 2"


def test_what_is_typed_never_dates_a_paper_alone_nor_later_than_its_signers():
    unsigned = an_item(issued_on=date(2026, 11, 23))
    signed = replace(unsigned, version=replace(unsigned.version, signed_on=date(2026, 3, 10)))
    assert unsigned.dated is None
    assert signed.dated == date(2026, 3, 10)
    assert replace(signed, issued_on=date(2026, 3, 9)).dated == date(2026, 3, 9)
    assert replace(signed, issued_on=None).dated == date(2026, 3, 10)


def test_a_paper_never_loses_its_title():
    assert corrected(an_item(), {"title": None}).title == "Giấy khai sinh"


def test_what_stands_now_is_told_where_it_differs():
    now = replace(an_item(number="2/KS"), issued_on=date(2024, 3, 5))
    told = changed_meanwhile(now, {"number": "3/KS", "issued_on": date(2024, 3, 6), "title": "Giấy khai sinh"}, {})
    assert [(each.where, each.detail) for each in told] == [
        ("number", "Số, ký hiệu hiện là “2/KS”."),
        ("issued_on", "Ngày cấp hiện là “05/03/2024”."),
    ]


def test_a_purpose_that_stands_is_told_by_its_name():
    [told] = changed_meanwhile(an_item(purpose="land"), {"purpose": "marriage"}, {"land": "Giao dịch đất đai"})
    assert told.detail == "Mục đích sử dụng hiện là “Giao dịch đất đai”."
