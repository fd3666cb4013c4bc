"""One refresher, one use of each refresh token, and never a pair that nobody knows."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine

from functions.notifications import refreshing
from functions.notifications.handlers import refresh_zalo_token
from infra.local.messages import zalo_settings
from shared.clock import now
from shared.domain.errors import Unavailable
from shared.storage import settings, zalo_tokens
from tests.conftest import NAMES
from tests.functions.notifications.conftest import A_MINUTE


class Died(BaseException):
    """What a function does when its time is up."""


def run():
    refresh_zalo_token(A_MINUTE, None)


def later(**patience):
    return time_machine.travel(now() + timedelta(**patience))


def test_a_token_about_to_end_is_exchanged_and_the_pair_before_is_kept(post):
    before = zalo_tokens.pair()
    run()
    fresh = zalo_tokens.pair()
    assert fresh.access_token != before.access_token
    assert fresh.refresh_token != before.refresh_token
    assert timedelta(hours=24) < fresh.expires_at - now() < timedelta(hours=26)
    previous = post.world.secrets.get_secret_value(SecretId=NAMES["ZALO_SECRET"], VersionStage="AWSPREVIOUS")
    assert json.loads(previous["SecretString"])["refresh_token"] == before.refresh_token
    assert zalo_settings(port=1)["app_id"] == settings.zalo_settings()["app_id"], "what operators wrote stays"


def test_a_token_with_half_a_day_left_is_left_alone(post, calls):
    run()
    fresh = zalo_tokens.pair()
    calls.clear()
    run()
    assert zalo_tokens.pair() == fresh
    assert calls == {"GetSecretValue": 3, "GetItem": 1}
    with later(hours=14):
        run()
        assert zalo_tokens.pair() != fresh


def test_a_token_zalo_refuses_is_exchanged_at_once_and_messages_go_on(post):
    run()
    post.simulator.revoke()
    post.deliver(post.post("result_ready"))
    assert post.channels == ["sms"]
    run()
    post.deliver(post.post("result_ready"))
    assert post.channels == ["sms", "zalo"], "without waiting until the old token is forgotten"
    fresh = zalo_tokens.pair()
    run()
    assert zalo_tokens.pair() == fresh


def test_of_many_refreshers_one_spends_the_token(post):
    with ThreadPoolExecutor(4) as many:
        done = list(many.map(lambda _: refreshing.refresh(), range(8)))
    assert done.count(True) == 1
    assert refreshing.refresh() is False


def test_who_comes_with_an_old_pair_in_mind_spends_nothing(post, monkeypatch):
    old = zalo_tokens.pair()
    run()
    fresh, asked = zalo_tokens.pair(), iter([old])
    current = zalo_tokens.pair
    monkeypatch.setattr(zalo_tokens, "pair", lambda: next(asked, None) or current())
    assert refreshing.refresh() is False
    assert zalo_tokens.pair() == fresh


@pytest.mark.parametrize("answer", ["html", -14004, -100])
def test_a_refusal_rings_and_the_next_run_tries_again(post, answer):
    post.orders("token", answer)
    before = zalo_tokens.pair()
    with pytest.raises(Unavailable):
        run()
    assert zalo_tokens.pair() == before
    run()
    assert zalo_tokens.pair() == before, "not while the lease of the one that failed lasts"
    with later(minutes=3):
        run()
    assert zalo_tokens.pair() != before


@pytest.mark.parametrize("said", [None, "", "soon", -1, "9" * 40, 90000.5])
def test_a_pair_is_kept_whatever_zalo_says_of_its_life(post, monkeypatch, said):
    refreshed, before = post.simulator.refreshed, zalo_tokens.pair()
    monkeypatch.setattr(post.simulator, "refreshed", lambda *asked: refreshed(*asked) | {"expires_in": said})
    run()
    kept = zalo_tokens.pair()
    assert kept.refresh_token != before.refresh_token
    assert kept.expires_at <= now(), "it is renewed with the next run"


def test_dying_between_the_answer_and_the_kept_pair_rings_until_an_operator_comes(post, caplog):
    """What cannot be had back is at least known at once, half a day before anything is lost."""
    post.orders("token", "accept_then_nothing")
    with pytest.raises(Unavailable):
        run()
    for minutes in (3, 6):
        with later(minutes=minutes), caplog.at_level("INFO"), pytest.raises(Unavailable):
            run()
    assert '"was_spent": true' in caplog.text
    assert "local-refresh-token" not in caplog.text
    assert "local-access-token" not in caplog.text


def test_dying_after_the_pair_is_kept_loses_nothing(post):
    def dies(operation):
        if operation == "PutSecretValue":
            raise Died

    post.world.calls.then = dies
    with pytest.raises(Died):
        run()
    post.world.calls.then = None
    kept = zalo_tokens.pair()
    post.deliver(post.post("result_ready"))
    assert post.channels == ["zalo"]
    with later(hours=14):
        run()
        assert zalo_tokens.pair() != kept


def test_before_an_operator_has_filled_the_secret_there_is_nothing_to_do(world):
    settings.forget()
    run()
