"""The simulated providers answer in the documented shapes, and keep what they were given."""

from __future__ import annotations

import json
import queue
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from infra.local.inbox import Inbox
from infra.local.messages import ESMS, TEMPLATES, ZALO, ZALO_TOKEN, Simulator, settings, zalo_settings
from shared.channels.esms import Esms
from shared.channels.zalo import Zalo
from shared.domain.messages import EVENTS, Failure


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
    return Zalo(**{"address": configured["address"], "access_token": zalo_settings(port=1)["access_token"], **changes})


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
    simulator.order("zalo", -9999)
    outcome = zalo_of(simulator).send("84", "300001", {}, tracking_id="t")
    assert (outcome.failure, outcome.code) == (Failure.UNKNOWN, "-9999")


def test_a_fault_ordered_for_one_number_leaves_the_others_alone(simulator):
    simulator.order("zalo", -118, phone="84900000018")
    assert zalo_of(simulator).send("84900000017", "300001", {}, tracking_id="t").failure is None
    assert zalo_of(simulator).send("84900000018", "300001", {}, tracking_id="u").code == "-118"
    assert zalo_of(simulator).send("84900000018", "300001", {}, tracking_id="v").failure is None


def test_a_port_where_nobody_listens_has_certainly_sent_nothing():
    assert esms_nowhere().send("84", "x", request_id="r").failure is Failure.TRANSIENT


def esms_nowhere():
    return Esms(address="http://127.0.0.1:9", api_key="k", secret_key="s", brandname="KHO")


def exchange(simulator, refresh_token, secret_key="local-app-secret"):
    form = f"refresh_token={refresh_token}&app_id=1&grant_type=refresh_token".encode()
    return json.loads(ask(simulator, ZALO_TOKEN, form, {"secret_key": secret_key}))


def test_a_refresh_token_is_good_once(simulator):
    first = exchange(simulator, "local-refresh-token-1")
    assert (
        zalo_of(simulator, access_token=first["access_token"]).send("84", "300001", {}, tracking_id="t").failure is None
    )
    assert "error" in exchange(simulator, "local-refresh-token-1")
    assert "error" in exchange(simulator, first["refresh_token"], secret_key="x")
    assert "access_token" in exchange(simulator, first["refresh_token"])


def test_a_revoked_token_is_refused_until_it_is_exchanged(simulator):
    simulator.revoke()
    assert zalo_of(simulator).send("84", "300001", {}, tracking_id="t").failure is Failure.AUTH
    fresh = exchange(simulator, "local-refresh-token-1")["access_token"]
    assert zalo_of(simulator, access_token=fresh).send("84", "300001", {}, tracking_id="t").failure is None


class Listening(ThreadingHTTPServer):
    """The API, as far as a provider knows it."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Heard)
        self.heard = queue.Queue()


class Heard(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.heard.put((self.path, self.rfile.read(int(self.headers["Content-Length"])), dict(self.headers)))
        self.send_response(200)
        self.end_headers()

    def do_GET(self):
        self.server.heard.put((self.path, b"", {}))
        self.send_response(200)
        self.end_headers()


@pytest.fixture
def listening():
    server = Listening()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_what_arrives_is_told_to_the_api_as_the_providers_do(simulator, listening):
    simulator.callbacks = f"http://127.0.0.1:{listening.server_port}/"
    zalo_of(simulator).send("84900000017", "300001", {}, tracking_id="m-zalo")
    path, body, headers = listening.heard.get(timeout=5)
    event = json.loads(body)
    assert (path, event["event_name"], event["message"]["tracking_id"]) == (
        "/deliveries/zalo",
        "user_received_message",
        "m-zalo",
    )
    assert headers["X-ZEvent-Signature"].startswith("mac=")
    callback = f"http://127.0.0.1:{listening.server_port}/here"
    esms_of(simulator).send("84900000017", "x", request_id="r", callback=callback)
    assert "SendSuccess=1" in listening.heard.get(timeout=5)[0]
    simulator.order("sms", "lost")
    esms_of(simulator).send("84900000017", "x", request_id="s", callback=callback)
    assert "SendFailed=1" in listening.heard.get(timeout=5)[0]
    simulator.order("zalo", "lost")
    zalo_of(simulator).send("84900000017", "300001", {}, tracking_id="n-zalo")
    assert listening.heard.empty()


def test_it_has_a_template_for_every_event(simulator):
    assert len(set(TEMPLATES.values())) == len(TEMPLATES) == len(EVENTS)


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
