"""Signing in on the deployed stack, as a browser does it: its gateway, its roles, its keys."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import urllib3

from infra.demo.people import NUMBERLESS, OFFICER
from infra.local.openid import NotLetIn, sign_in
from infra.package import ROOT
from infra.stack import STAGE

pytestmark = pytest.mark.stack


def me(stack, signed_in):
    return signed_in.visitor.call("GET", f"{stack.address}me", token=signed_in.access_token).json


def test_both_providers_lead_to_one_vault(stack):
    by_vneid = me(stack, sign_in(stack.address, "vneid", "an"))
    by_dvcqg = me(stack, sign_in(stack.address, "dvcqg", "an"))
    assert by_vneid["vault"]["id"] == by_dvcqg["vault"]["id"]


def test_an_officer_of_the_demonstration_is_one(stack):
    assert "officer" in me(stack, sign_in(stack.address, "vneid", OFFICER.subject))["roles"]


def test_whom_an_operator_appoints_administers(stack):
    claims = {"LoaiTaiKhoan": "1", "SoDinhDanh": "000090000993", "HoVaTen": "Người mới"}
    urllib3.request("PUT", f"{stack.running.openid}/users/appointed", json=claims)
    command = [sys.executable, "-m", "infra.appoint", "000090000993", "H21.002", "administrator", "--stage"]
    beside = {"cwd": ROOT, "env": os.environ | stack.running.environment(), "text": True, "capture_output": True}
    appointed = subprocess.run([*command, STAGE], **beside, check=False)
    assert appointed.returncode == 0, appointed.stderr
    found = me(stack, sign_in(stack.address, "vneid", "appointed"))
    assert (found["roles"], found["unit"]) == (["administrator", "citizen"], "H21.002")
    nowhere = subprocess.run([*command, "nowhere"], **beside, check=False)
    assert nowhere.stderr.startswith("The stage nowhere cannot be looked up")


def test_without_a_personal_number_nobody_is_let_in(stack):
    with pytest.raises(NotLetIn, match="NO_PERSONAL_NUMBER"):
        sign_in(stack.address, "dvcqg", NUMBERLESS.subject)


def test_a_session_is_renewed_and_ended(stack):
    browser = sign_in(stack.address, "vneid", "an").visitor
    again = browser.call("POST", f"{stack.address}session", {})
    assert again.status == 200
    assert browser.call("DELETE", f"{stack.address}session", token=again.json["access_token"]).status == 204
    assert browser.call("POST", f"{stack.address}session", {}).status == 401


def test_a_forged_token_is_refused_at_the_gateway(stack):
    token = sign_in(stack.address, "vneid", "an").access_token
    assert stack.ask("GET", "me", token=token[:-4] + "AAAA").status == 401
