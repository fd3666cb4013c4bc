"""The simulated providers answer in the documented shapes, and keep what they were given."""

from __future__ import annotations

import json
import threading
import urllib.request

import pytest

from infra.local.inbox import Inbox
from infra.local.messages import ESMS, ZALO, ZALO_TOKEN, Simulator, settings
from shared.channels.esms import Esms
from shared.channels.zalo import Zalo
from shared.domain.messages import Failure


@pytest.fixture
def simulator(tmp_path):
    server = Simulator(0, tmp_path)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def ask(simulator, path, body=None, headers=None):
    request = urllib.request.Request(f"http://127.0.0.1:{simulator.server_port}{path}", body, headers or {})
    with urllib.request.urlopen(request, timeout=5) as answer:
        return answer.read().decode()


def zalo_of(simulator, **changes):
    configured = settings(address="http://kho/", port=simulator.server_port)["zalo"]
    return Zalo(**{"address": configured["address"], "access_token": configured["access_token"], **changes})


def esms_of(simulator, **changes):
    return Esms(**(settings(address="http://kho/", port=simulator.server_port)["esms"] | changes))


def test_zalo_takes_a_message_and_names_it(simulator):
    outcome = zalo_of(simulator).send("84900000017", "300001", {"code": "x"}, tracking_id="t")
    assert outcome.failure is None
    assert outcome.reference


def test_esms_takes_the_same_request_once(simulator):
    first = esms_of(simulator).send("84900000017", "x", request_id="r")
    again = esms_of(simulator).send("84900000017", "x", request_id="r")
    assert (first.failure, first.is_repeat) == (None, False)
    assert (again.failure, again.is_repeat) == (None, True)
    assert len(simulator.inbox.all()) == 1


def test_wrong_credentials_are_refused_by_both(simulator):
    assert zalo_of(simulator, access_token="x").send("84", "300001", {}, tracking_id="t").failure is Failure.AUTH
    assert esms_of(simulator, api_key="x").send("84", "x", request_id="r").failure is Failure.AUTH


def test_a_template_nobody_registered_is_refused(simulator):
    assert zalo_of(simulator).send("84", "1", {}, tracking_id="t").failure is Failure.TEMPLATE


def test_a_number_in_no_table_is_unknown(simulator):
    simulator.order("zalo", -9999, 1)
    outcome = zalo_of(simulator).send("84", "300001", {}, tracking_id="t")
    assert (outcome.failure, outcome.code) == (Failure.UNKNOWN, "-9999")


def test_a_port_where_nobody_listens_has_certainly_sent_nothing():
    assert esms_nowhere().send("84", "x", request_id="r").failure is Failure.TRANSIENT


def esms_nowhere():
    return Esms(address="http://127.0.0.1:9", api_key="k", secret_key="s", brandname="KHO")


def test_a_refresh_token_is_good_once(simulator):
    form = b"refresh_token=local-refresh-token-1&app_id=1&grant_type=refresh_token"
    first = json.loads(ask(simulator, ZALO_TOKEN, form))
    assert first["access_token"]
    assert "error" in json.loads(ask(simulator, ZALO_TOKEN, form))
    assert "access_token" in json.loads(ask(simulator, ZALO_TOKEN, f"refresh_token={first['refresh_token']}".encode()))


def test_the_inbox_shows_what_was_told_and_is_there_after_a_restart(simulator, tmp_path):
    esms_of(simulator).send("84900000017", "<b>Ho so</b>", request_id="r")
    assert "&lt;b&gt;Ho so" in ask(simulator, "/inbox")
    assert json.loads(ask(simulator, "/inbox.json"))[0]["phone"] == "84900000017"
    assert Inbox(tmp_path).all() == simulator.inbox.all()


def test_faults_are_ordered_over_http(simulator):
    order = json.dumps({"channel": "sms", "times": 2, "answer": "103"}).encode()
    ask(simulator, "/script", order)
    found = [esms_of(simulator).send("84", "x", request_id=str(n)).failure for n in range(3)]
    assert found == [Failure.QUOTA, Failure.QUOTA, None]


def test_its_addresses_are_those_of_the_documents():
    assert (ZALO, ESMS) == ("/message/template", "/MainService.svc/json/SendMultipleMessage_V4_post_json/")
