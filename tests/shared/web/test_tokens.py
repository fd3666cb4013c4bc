"""Access tokens: who signed them, for whom, and until when."""

from __future__ import annotations

from datetime import timedelta

import jwt
import pytest

from shared.clock import now
from shared.web.tokens import LIFE, caller_of, minted
from tests.conftest import a_caller


def test_a_token_speaks_for_its_caller(world):
    caller = a_caller(roles=frozenset({"officer"}), unit="H21.50.05")
    assert caller_of(minted(caller, at=now())) == caller


def test_a_token_is_no_good_after_ten_minutes(world):
    stale = minted(a_caller(), at=now() - LIFE - timedelta(seconds=1))
    with pytest.raises(jwt.ExpiredSignatureError):
        caller_of(stale)


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_token_with_one_letter_changed_is_no_good(world, part):
    parts = minted(a_caller(), at=now()).split(".")
    middle = len(parts[part]) // 2
    parts[part] = parts[part][:middle] + ("A" if parts[part][middle] != "A" else "B") + parts[part][middle + 1 :]
    with pytest.raises(jwt.InvalidTokenError):
        caller_of(".".join(parts))


def test_a_token_signed_by_somebody_else_or_by_nobody_is_no_good(world):
    claims = jwt.decode(minted(a_caller(), at=now()), options={"verify_signature": False})
    forged = jwt.encode(claims, "a-secret-of-some-forger-of-tokens", algorithm="HS256")
    unsigned = jwt.encode(claims, None, algorithm="none")
    for token in (forged, unsigned, "", "a.b.c"):
        with pytest.raises(jwt.InvalidTokenError):
            caller_of(token)


def test_a_token_for_another_audience_is_no_good(world, monkeypatch):
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("shared.web.tokens.AUDIENCE", "somebody-else")
        meant_for_another = minted(a_caller(), at=now())
    with pytest.raises(jwt.InvalidTokenError):
        caller_of(meant_for_another)
