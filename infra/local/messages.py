"""Zalo and eSMS as their documents describe them, on one loopback port, with an inbox to look at and faults to order.

    python -m infra.local.messages --port 4568 --inbox .kho/inbox

`GET /` or `/inbox` shows what was sent, `/inbox.json` tells it. `POST /script` orders faults for the next requests:
`{"channel": "zalo" | "sms", "times": 2, "answer": -118 | "html" | "nothing" | "timeout" | "accept_then_nothing"}`, and
`"lost"`: accepted, but it never arrives, and nobody says so (Zalo) or it is said to have failed (SMS). With a `"phone"`
only what goes there is meant. For the exchange of tokens the channel is `"token"`. What arrives is told to
`--callbacks`, the API's address, as the providers do.
An agency's own system listens on the same port (`infra.local.agency`).
"""

from __future__ import annotations

import argparse
import json
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

from infra.local.agency import FEEDBACK, Agency
from infra.local.inbox import Inbox, page
from infra.local.receipts import APP, CALLBACKS, receipt_of_esms, receipt_of_zalo, told
from shared.domain.messages import EVENTS

ZALO = "/message/template"
ZALO_TOKEN = "/v4/oa/access_token"  # noqa: S105 - an address
ESMS = "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
TEMPLATES = {event: str(300001 + n) for n, event in enumerate(EVENTS)}
_ACCESS_TOKEN = "local-access-token"  # noqa: S105 - of the simulator alone
_FIRST_REFRESH_TOKEN = "local-refresh-token-1"  # noqa: S105 - likewise
_API_KEY = "local-api-key"
_HELD = 30.0  # seconds a "timeout" is silent

Json = dict[str, Any]


def settings(*, address: str, port: int) -> Json:
    """What to keep in CHANNELS_SECRET so that messages end in this inbox, and lead back to the API's `address`."""
    simulator = f"http://127.0.0.1:{port}"
    return {
        "home": address,
        "zalo": {"address": simulator, "templates": TEMPLATES},
        "esms": {"address": simulator, "api_key": _API_KEY, "secret_key": "local", "brandname": "KHO"},
        "quiet_hours": ["00:00", "00:00"],
    }


def zalo_settings(*, port: int) -> Json:
    """What to keep in ZALO_SECRET: the first pair, about to end."""
    first = {"access_token": _ACCESS_TOKEN, "refresh_token": _FIRST_REFRESH_TOKEN, "expires_at": "2026-01-01T00:00:00Z"}
    return {"oauth": f"http://127.0.0.1:{port}", **APP, **first}


def callback_settings() -> Json:
    """What to keep in CALLBACKS_SECRET."""
    return CALLBACKS


class Simulator(ThreadingHTTPServer):
    """Both providers. What they were asked to deliver is in `inbox`; what arrives is told to `callbacks`, if any."""

    daemon_threads = True

    def __init__(self, port: int, inbox: Path, *, callbacks: str | None = None) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.inbox = Inbox(inbox)
        self.agency = Agency(self.inbox, inbox)
        self.callbacks = callbacks
        self.last_callback = ""  # the address the last SMS named
        self._ordered: dict[str, list[tuple[str | None, Any]]] = {"zalo": [], "sms": [], "token": []}
        self._refresh_token = _FIRST_REFRESH_TOKEN
        self._access_tokens = {_ACCESS_TOKEN}
        self._lock = threading.Lock()

    def order(self, channel: str, answer: Any, times: int = 1, *, phone: str | None = None) -> None:
        with self._lock:
            self._ordered[channel] += [(phone, answer)] * times

    def ordered(self, channel: str, phone: str | None = None) -> Any:
        """The fault ordered for this request, if any."""
        with self._lock:
            orders = self._ordered[channel]
            meant = (n for n, (only, _) in enumerate(orders) if only in (None, phone))
            first = next(meant, None)
            return None if first is None else orders.pop(first)[1]

    def forget_orders(self) -> None:
        with self._lock:
            self._ordered = {channel: [] for channel in self._ordered}

    def revoke(self) -> None:
        """No access token is good any more; the refresh token is."""
        with self._lock:
            self._access_tokens.clear()

    def zalo(self, asked: Json, token: str | None, *, arrives: bool = True) -> Json:
        if token not in self._access_tokens:
            return _zalo_refusal(-124)
        if asked.get("template_id") not in TEMPLATES.values():
            return _zalo_refusal(-109)
        reference, now = uuid4().hex, datetime.now(UTC)
        self.inbox.add(
            channel="zalo",
            phone=asked["phone"],
            template=asked["template_id"],
            parameters=asked["template_data"],
            request=asked["tracking_id"],
        )
        if arrives:
            self._tell(*receipt_of_zalo(asked["tracking_id"], reference, at=now))
        sent = str(int(now.timestamp() * 1000))
        quota = {"remainingQuota": "499", "dailyQuota": "500"}
        return {"error": 0, "message": "Success", "data": {"msg_id": reference, "sent_time": sent, "quota": quota}}

    def esms(self, asked: Json, *, arrives: bool = True) -> Json:
        if asked.get("ApiKey") != _API_KEY:
            return _esms_refusal("101")
        with self._lock:
            if any(each["request"] == asked["RequestId"] for each in self.inbox.all() if each["channel"] == "sms"):
                return _esms_refusal("124")
            self.inbox.add(channel="sms", phone=asked["Phone"], text=asked["Content"], request=asked["RequestId"])
        reference = str(uuid4())
        if callback := asked.get("CallbackUrl"):
            self.last_callback = callback
            self._tell("GET", f"{callback}?{receipt_of_esms(asked['RequestId'], reference, arrived=arrives)}")
        return {"CodeResult": "100", "CountRegenerate": 0, "SMSID": reference}

    def refreshed(self, refresh_token: str, secret_key: str | None) -> Json:
        """A pair of tokens; the refresh token is good once."""
        with self._lock:
            if secret_key != APP["secret_key"]:
                return {"error": -14004, "error_name": "Invalid app secret key"}
            if refresh_token != self._refresh_token:
                return {"error": -14014, "error_name": "Invalid refresh token"}
            self._refresh_token = f"local-refresh-token-{uuid4().hex}"
            access_token = f"local-access-token-{uuid4().hex}"
            self._access_tokens.add(access_token)
        return {"access_token": access_token, "refresh_token": self._refresh_token, "expires_in": "90000"}

    def _tell(self, method: str, address: str, body: bytes | None = None, headers: Json | None = None) -> None:
        """Say to the API what became of a message, as the providers do: a moment later, and once more when unheard."""
        if self.callbacks:
            url = address if "://" in address else self.callbacks.rstrip("/") + address
            threading.Thread(target=told, args=(method, url, body, headers or {}), daemon=True).start()


def _zalo_refusal(code: int) -> Json:
    return {"error": code, "message": f"refused with {code}"}


def _esms_refusal(code: str) -> Json:
    return {"CodeResult": code, "ErrorMessage": f"refused with {code}"}


class _Handler(BaseHTTPRequestHandler):
    server: Simulator

    def do_GET(self) -> None:
        found = self.server.inbox.all()
        if self.path == "/inbox.json":
            self._say("application/json", json.dumps(found, ensure_ascii=False))
        else:
            self._say("text/html; charset=utf-8", page(found))

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/script":
            order = json.loads(sent)
            self.server.order(order["channel"], order["answer"], order.get("times", 1), phone=order.get("phone"))
            self._tell({})
        elif self.path == FEEDBACK:
            self.close_connection = True
            self.wfile.write(self.server.agency.answered(sent, dict(self.headers), at=datetime.now(UTC)))
        elif self.path == ZALO_TOKEN:
            self._exchange(parse_qs(sent.decode()).get("refresh_token", [""])[0])
        else:
            self._deliver(json.loads(sent))

    def _exchange(self, refresh_token: str) -> None:
        match self.server.ordered("token"):
            case None:
                self._tell(self.server.refreshed(refresh_token, self.headers.get("secret_key")))
            case "accept_then_nothing":
                self.server.refreshed(refresh_token, self.headers.get("secret_key"))
                self.close_connection = True
            case "html":
                self._say("text/html", "<html><body>502 Bad Gateway</body></html>", status=502)
            case code:
                self._tell({"error": code, "error_name": f"refused with {code}"})

    def _deliver(self, asked: Json) -> None:
        channel = "zalo" if self.path == ZALO else "sms"
        match self.server.ordered(channel, asked.get("phone") or asked.get("Phone")):
            case None:
                self._tell(self._accepted(asked))
            case "html":
                self._say("text/html", "<html><body>502 Bad Gateway</body></html>", status=502)
            case "nothing":
                self.close_connection = True
            case "accept_then_nothing":
                self._accepted(asked)
                self.close_connection = True
            case "lost":
                self._tell(self._accepted(asked, arrives=False))
            case "timeout":
                self._accepted(asked)
                threading.Event().wait(_HELD)
            case code:
                self._tell(_zalo_refusal(code) if channel == "zalo" else _esms_refusal(str(code)))

    def _accepted(self, asked: Json, *, arrives: bool = True) -> Json:
        if self.path == ZALO:
            return self.server.zalo(asked, self.headers.get("access_token"), arrives=arrives)
        return self.server.esms(asked, arrives=arrives)

    def _tell(self, fields: Json) -> None:
        self._say("application/json", json.dumps(fields, ensure_ascii=False))

    def _say(self, kind: str, text: str, *, status: int = 200) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--inbox", type=Path, required=True)
    options.add_argument("--callbacks", help="the API's address")
    chosen = options.parse_args()
    simulator = Simulator(chosen.port, chosen.inbox, callbacks=chosen.callbacks)
    print(f"messages ready: http://127.0.0.1:{simulator.server_port}/inbox", flush=True)
    simulator.serve_forever()
