"""Staying signed in: rotation, theft, sign-out, and the end of everything."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from functions.sign_in.rules import GRACE, IDLE, LIFE, challenge_of
from infra.local import openid
from shared.clock import now
from shared.domain.sessions import Client
from tests.conftest import a_caller

VERIFIER = "an-app-makes-this-up-anew-for-every-sign-in"
COOKIE = "kho-session"


@pytest.fixture
def browser(house):
    """A house whose browser is signed in."""
    house.sign_in("an")
    return house


@pytest.fixture
def app(house):
    """A house and the refresh token of an app signed in there."""
    query = f"?client=mobile&redirect_uri={openid.MOBILE_REDIRECT}&code_challenge={challenge_of(VERIFIER)}"
    code = house.sign_in("an", query=query).address.partition("=")[2]
    return house, house.session(grant="code", code=code, code_verifier=VERIFIER).json["refresh_token"]


def kept(house):
    return house.visitor.cookies["127.0.0.1"].get(COOKIE)


def sent_with(house, cookie):
    house.visitor.cookies["127.0.0.1"][COOKIE] = cookie
    return house.session()


def test_each_renewal_gives_a_browser_another_cookie(browser):
    first = kept(browser)
    assert browser.session().status == 200
    assert kept(browser) != first
    assert browser.session().status == 200


def test_a_cookie_seen_again_ends_the_session_for_whoever_holds_it(browser):
    stolen = kept(browser)
    browser.session()
    current = kept(browser)
    with time_machine.travel(now() + GRACE + timedelta(seconds=1)):
        assert sent_with(browser, stolen).json["code"] == "SESSION_ENDED"
        assert sent_with(browser, current).json["code"] == "SESSION_ENDED"


def test_two_tabs_that_renew_at_once_both_go_on(browser):
    shared = kept(browser)
    browser.session()
    current = kept(browser)
    second = sent_with(browser, shared)
    assert second.status == 200
    assert kept(browser) == shared, "the second tab is given no cookie of its own"
    assert sent_with(browser, current).status == 200


def test_a_cookie_two_renewals_old_has_no_grace(browser):
    oldest = kept(browser)
    browser.session()
    browser.session()
    assert sent_with(browser, oldest).status == 401
    assert browser.world.rows("SESSION#") == []


def test_an_app_that_shows_an_old_token_loses_its_session_at_once(app):
    house, first = app
    second = house.session(refresh_token=first).json["refresh_token"]
    assert house.session(refresh_token=first).status == 401
    assert house.session(refresh_token=second).status == 401


def test_a_browsers_cookie_is_no_apps_token_and_the_other_way_round(app):
    house, token = app
    assert sent_with(house, token).status == 401
    house.sign_in("an")
    assert house.session(refresh_token=kept(house)).status == 401


@pytest.mark.parametrize("client", [Client.WEB, Client.MOBILE])
def test_a_session_unused_for_too_long_is_over(house, client):
    token = refresh_token(house, client)
    with time_machine.travel(now() + IDLE[client] + timedelta(seconds=1)):
        assert renewal(house, client, token).status == 401


@pytest.mark.parametrize("client", [Client.WEB, Client.MOBILE])
def test_a_session_in_use_still_ends_one_day(house, client):
    token, began = refresh_token(house, client), now()
    used = began
    while used + IDLE[client] / 2 < began + LIFE[client]:
        used += IDLE[client] / 2
        with time_machine.travel(used):
            answer = renewal(house, client, token)
            assert answer.status == 200
            token = answer.json["refresh_token"] or kept(house)
    with time_machine.travel(began + LIFE[client] + timedelta(seconds=1)):
        assert renewal(house, client, token).status == 401


def refresh_token(house, client):
    if client is Client.WEB:
        house.sign_in("an")
        return kept(house)
    query = f"?client=mobile&redirect_uri={openid.MOBILE_REDIRECT}&code_challenge={challenge_of(VERIFIER)}"
    code = house.sign_in("an", query=query).address.partition("=")[2]
    return house.session(grant="code", code=code, code_verifier=VERIFIER).json["refresh_token"]


def renewal(house, client, token):
    return sent_with(house, token) if client is Client.WEB else house.session(refresh_token=token)


def test_only_a_hash_of_the_secret_is_kept(browser):
    secret = kept(browser).partition(".")[2]
    assert secret not in str(browser.world.rows())


@pytest.mark.parametrize("token", ["", "x", ".", "a" * 5000, f"{'0' * 26}.{'x' * 43}"])
def test_a_made_up_cookie_is_nobody(house, token):
    house.visitor.cookies["127.0.0.1"] = {COOKIE: token}
    assert house.session().json["code"] == "SESSION_ENDED"


def test_another_site_cannot_renew_with_a_form(browser):
    page = browser.visitor.submit(f"{browser.address}session", grant="refresh")
    assert page.json["code"] == "NOT_JSON"


def test_a_code_without_its_verifier_is_told_so(house):
    assert house.session(grant="code").json["problems"][0]["code"] == "CODE_MISSING"


def test_signing_out_ends_the_session_and_clears_the_cookie(browser):
    token = browser.session().json["access_token"]
    cookie = kept(browser)
    assert browser.visitor.call("DELETE", f"{browser.address}session", token=token).status == 204
    assert kept(browser) is None
    assert sent_with(browser, cookie).status == 401


def test_the_cookie_is_never_sent_by_another_site(browser):
    answer = browser.api.post("/session", body={}, headers={"Cookie": f"{COOKIE}={kept(browser)}"})
    assert answer.headers["Set-Cookie"].endswith("; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict")


def test_a_renewal_of_a_citizen_asks_little_of_aws(browser):
    browser.world.calls.clear()
    browser.session()
    assert browser.world.calls == {"GetItem": 2, "PutItem": 1, "Sign": 1}


def test_who_is_not_signed_in_is_nobody(house):
    for method, path in (("GET", "/me"), ("DELETE", "/session")):
        assert house.api.ask(method, path).status == 401


def test_who_signed_in_with_a_person_the_table_does_not_know_is_not_found(house):
    assert house.api.get("/me", caller=a_caller()).codes == ["NOBODY"]
