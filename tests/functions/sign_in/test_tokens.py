"""Many hands on one refresh token at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.sign_in.tokens import renewed, started
from shared.domain.errors import NotSignedIn
from shared.domain.sessions import Client


def at_once(token, client):
    """What each of many gets: a token, None, or a refusal."""

    def one(_):
        try:
            return renewed(token, client)[1]
        except NotSignedIn:
            return NotSignedIn

    with ThreadPoolExecutor(8) as crowd:
        return list(crowd.map(one, range(8)))


def test_of_many_tabs_one_gets_the_next_cookie_and_none_is_signed_out(world):
    _, token = started("p", "p", Client.WEB)
    found = at_once(token, Client.WEB)
    [fresh] = [each for each in found if each is not None]
    assert renewed(fresh, Client.WEB)


def test_of_many_who_hold_an_apps_token_none_keeps_the_session(world):
    _, token = started("p", "p", Client.MOBILE)
    fresh = [each for each in at_once(token, Client.MOBILE) if each is not NotSignedIn]
    assert len(fresh) <= 1
    for each in fresh:
        with pytest.raises(NotSignedIn):
            renewed(each, Client.MOBILE)
