"""Of however many try, one sends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

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
