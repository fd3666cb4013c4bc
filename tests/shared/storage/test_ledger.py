"""Of however many try, one sends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.clock import new_id, now
from shared.domain.messages import Attempt, Channel, Receipt, Standing, Telling
from shared.storage import ledger
from shared.storage.outbox import Message, posted
from shared.storage.table import NotAsExpected, transact


def crowd(act):
    with ThreadPoolExecutor(8) as many:
        return [each for each in many.map(lambda _: act(), range(16)) if each]


def claimed(after=None):
    return ledger.claimed("m", at=now(), after=after)


def kept():
    transact(posted(Message(id="m", event="upload_accepted", vault="v", at=now())))


def line():
    return ledger.found("m").telling


def test_one_of_many_claims_a_fresh_line(world):
    assert len(crowd(claimed)) == 1


def test_one_of_many_goes_on_from_where_another_stopped(world):
    first = claimed()
    [second] = crowd(lambda: claimed(first))
    assert second.tries == 2


def test_a_claim_whose_answer_got_lost_is_still_ours(world, lose_answer):
    kept()
    lose_answer()
    first = claimed()
    lose_answer()
    again = claimed(first)
    assert line() == again
    assert again.tries == 2


def test_who_comes_back_late_does_not_undo_what_another_has_begun_since(world):
    kept()
    late = claimed()
    claimed(late)
    ledger.settle("m", replace(late, is_claimed=False))
    assert line().is_claimed


def test_what_was_settled_is_read_back_whole(world):
    kept()
    sent = Attempt(standing=Standing.SENT, at=now(), reference="r", code="0")
    done = replace(claimed(), is_claimed=False, attempts={Channel.ZALO: sent}, due=now())
    ledger.settle("m", done)
    assert line() == done


def test_what_is_due_is_found_in_its_order_and_not_before(world):
    at = now()
    for minutes in (2, 0, 1):
        id = f"m{minutes}"
        first = ledger.claimed(id, at=at, after=None)
        ledger.settle(id, replace(first, due=at + timedelta(minutes=minutes)))
    assert list(ledger.due(at + timedelta(minutes=1))) == [("message", "m0"), ("message", "m1")]


def test_more_than_a_page_of_them_hides_nobody(world, monkeypatch):
    monkeypatch.setattr(ledger, "_PAGE", 2)
    for n in range(5):
        ledger.settle(f"m{n}", replace(ledger.claimed(f"m{n}", at=now(), after=None), due=now()))
    assert [id for _, id in ledger.due(now())] == [f"m{n}" for n in range(5)]


def test_a_receipt_ends_the_wait_for_it_and_no_other(world):
    kept()
    for awaits in (True, False):
        settled = replace(claimed(line()), is_claimed=False, due=now(), awaits_receipt=awaits)
        ledger.settle("m", settled)
        assert ledger.receive("m", Channel.ZALO, Receipt(delivered=True, at=now()))
        assert list(ledger.due(now())) == ([] if awaits else [("message", "m")])


def test_nobody_alive_is_overtaken_by_a_message_that_tells_several(world):
    together = Telling(at=now(), is_claimed=False, together=new_id())
    first = claimed()
    with pytest.raises(NotAsExpected):
        transact(ledger.told_together("m", together, dead_before=now() - timedelta(seconds=60)))
    transact(ledger.told_together("m", together, dead_before=now() + timedelta(seconds=60)))
    kept()
    ledger.settle("m", first)
    assert line() == together
