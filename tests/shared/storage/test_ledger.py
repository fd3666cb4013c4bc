"""Of however many try, one sends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shared.clock import now
from shared.domain.messages import Channel, Standing
from shared.storage import ledger


def crowd(act):
    with ThreadPoolExecutor(8) as many:
        return [each for each in many.map(lambda _: act(), range(16)) if each]


def test_one_of_many_claims_a_fresh_line(world):
    assert len(crowd(lambda: ledger.claimed("m", Channel.SMS, at=now()))) == 1


def test_one_of_many_goes_on_from_where_another_stopped(world):
    first = ledger.claimed("m", Channel.SMS, at=now())
    [second] = crowd(lambda: ledger.claimed("m", Channel.SMS, at=now(), after=first))
    assert second.tries == 2


def test_a_claim_whose_answer_got_lost_is_still_ours(world, lose_answer):
    lose_answer()
    first = ledger.claimed("m", Channel.SMS, at=now())
    lose_answer()
    again = ledger.claimed("m", Channel.SMS, at=now(), after=first)
    assert ledger.attempt("m", Channel.SMS) == again
    assert again.tries == 2


def test_so_many_may_be_told_of_a_vault_in_a_day_and_no_more(world):
    at = datetime(2026, 11, 23, tzinfo=UTC)
    assert [ledger.may_tell("v", at=at, most=3) for _ in range(5)] == [True, True, True, False, False]
    assert ledger.may_tell("w", at=at, most=3)


def test_a_day_of_telling_is_a_day_in_vietnam(world):
    before_midnight = datetime(2026, 11, 23, 16, 59, tzinfo=UTC)
    assert ledger.may_tell("v", at=before_midnight, most=1)
    assert not ledger.may_tell("v", at=before_midnight, most=1)
    assert ledger.may_tell("v", at=before_midnight + timedelta(minutes=1), most=1)


def test_channels_are_claimed_apart(world):
    assert ledger.claimed("m", Channel.ZALO, at=now())
    assert ledger.claimed("m", Channel.SMS, at=now())


def test_who_comes_back_late_does_not_undo_what_another_has_begun_since(world):
    late = ledger.claimed("m", Channel.SMS, at=now())
    ledger.claimed("m", Channel.SMS, at=now(), after=late)
    ledger.settle("m", Channel.SMS, replace(late, standing=Standing.FAILED))
    assert ledger.attempt("m", Channel.SMS).standing is Standing.CLAIMED


def test_what_was_settled_is_read_back_whole(world):
    claimed = ledger.claimed("m", Channel.ZALO, at=now())
    done = replace(claimed, standing=Standing.SENT, reference="r", code="0")
    ledger.settle("m", Channel.ZALO, done)
    assert ledger.attempt("m", Channel.ZALO) == done
