"""A fresh stage gets its first administrator from whoever deployed it."""

from __future__ import annotations

import json
import os

import pytest

from infra import appoint
from infra.cloud import Cloud
from infra.deploy import refuse_plain_home
from infra.obstacle import Obstacle
from shared.domain.people import HolderKind
from shared.storage import people
from tests.conftest import NAMES

NUMBER = "000080000062"


@pytest.fixture
def at_staging(world, monkeypatch):
    """Appoints at a stage whose stack tells the names of the world's table and key."""
    told = {"Table": NAMES["TABLE"], "IdentityKey": os.environ["IDENTITY_KEY"]}
    monkeypatch.setenv("IDENTITY_KEY", "of another stage")
    return lambda *asked: appoint.main([*asked, "--stage", "staging"], {"staging": told}.__getitem__)


def held():
    return people.appointment(people.found(HolderKind.PERSON, NUMBER).id)


def test_the_first_administrator_is_appointed_before_they_ever_sign_in(at_staging, capsys):
    at_staging(NUMBER, "H21.002", "officer", "administrator")
    assert (held().unit, held().roles) == ("H21.002", ("administrator", "officer"))
    assert NUMBER not in capsys.readouterr().out


def test_a_number_asked_for_stays_out_of_the_shells_history(at_staging, monkeypatch):
    monkeypatch.setattr(appoint, "getpass", lambda _: NUMBER)
    at_staging("-", "H21.002", "administrator")
    assert held().roles == ("administrator",)


def test_what_is_no_personal_number_is_nobody(at_staging, world):
    with pytest.raises(Obstacle, match="12 digits"):
        at_staging("80000062", "H21.002", "officer")
    assert world.rows() == []


def test_a_made_up_role_is_refused(at_staging):
    with pytest.raises(SystemExit):
        at_staging(NUMBER, "H21.002", "emperor")


@pytest.mark.parametrize("home", ["http://kho.example.vn/", "kho.example.vn", ""])
def test_a_portal_without_tls_is_an_obstacle(world, home):
    fill(world, {"home": home})
    with pytest.raises(Obstacle, match="https://"):
        refuse_plain_home(Cloud(), {"OpenIdSecret": NAMES["OPENID_SECRET"]})


@pytest.mark.parametrize("filled", [{}, {"home": "https://kho.example.vn/"}])
def test_a_portal_with_tls_or_not_yet_filled_in_is_none(world, filled):
    fill(world, filled)
    refuse_plain_home(Cloud(), {"OpenIdSecret": NAMES["OPENID_SECRET"]})


def fill(world, filled):
    world.secrets.put_secret_value(SecretId=NAMES["OPENID_SECRET"], SecretString=json.dumps(filled))
