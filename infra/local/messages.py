"""Zalo and eSMS as their documents describe them, on one loopback port, with an inbox to look at and faults to order.

    python -m infra.local.messages --port 4568 --inbox .kho/inbox

`GET /` or `/inbox` shows what was sent, `/inbox.json` tells it, `POST /script` orders faults for the next requests:
`{"channel": "zalo" | "sms", "times": 2, "answer": -118 | "html" | "nothing" | "timeout" | "accept_then_nothing"}`.
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

from infra.local.inbox import Inbox, page

ZALO = "/message/template"
ZALO_TOKEN = "/v4/oa/access_token"  # noqa: S105 - an address
ESMS = "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
TEMPLATES = {
    "dossier_submitted": "300001",
    "upload_accepted": "300002",
    "upload_undecided": "300003",
    "upload_refused": "300004",
    "item_doubted": "300005",
}
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
        "zalo": {"address": simulator, "access_token": _ACCESS_TOKEN, "templates": TEMPLATES},
        "esms": {"address": simulator, "api_key": _API_KEY, "secret_key": "local", "brandname": "KHO"},
    }


class Simulator(ThreadingHTTPServer):
    """Both providers. What they were asked to deliver is in `inbox`."""

    daemon_threads = True

    def __init__(self, port: int, inbox: Path) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.inbox = Inbox(inbox)
        self._ordered: dict[str, list[Any]] = {"zalo": [], "sms": []}
        self._refresh_token = _FIRST_REFRESH_TOKEN
        self._lock = threading.Lock()

    def order(self, channel: str, answer: Any, times: int) -> None:
        with self._lock:
            self._ordered[channel] += [answer] * times

    def ordered(self, channel: str) -> Any:
        """The fault ordered for this request, if any."""
        with self._lock:
            return self._ordered[channel].pop(0) if self._ordered[channel] else None

    def zalo(self, asked: Json, token: str | None) -> Json:
        if token != _ACCESS_TOKEN:
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
        sent = str(int(now.timestamp() * 1000))
        quota = {"remainingQuota": "499", "dailyQuota": "500"}
        return {"error": 0, "message": "Success", "data": {"msg_id": reference, "sent_time": sent, "quota": quota}}

    def esms(self, asked: Json) -> Json:
        if asked.get("ApiKey") != _API_KEY:
            return _esms_refusal("101")
        with self._lock:
            if any(each["request"] == asked["RequestId"] for each in self.inbox.all() if each["channel"] == "sms"):
                return _esms_refusal("124")
            self.inbox.add(channel="sms", phone=asked["Phone"], text=asked["Content"], request=asked["RequestId"])
        return {"CodeResult": "100", "CountRegenerate": 0, "SMSID": str(uuid4())}

    def refreshed(self, refresh_token: str) -> Json:
        """A pair of tokens; the refresh token is good once."""
        with self._lock:
            if refresh_token != self._refresh_token:
                return {"error": -14014, "error_name": "Invalid refresh token"}
            self._refresh_token = f"local-refresh-token-{uuid4().hex}"
            return {"access_token": _ACCESS_TOKEN, "refresh_token": self._refresh_token, "expires_in": "90000"}


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
            self.server.order(order["channel"], order["answer"], order.get("times", 1))
            self._tell({})
        elif self.path == ZALO_TOKEN:
            self._tell(self.server.refreshed(parse_qs(sent.decode()).get("refresh_token", [""])[0]))
        else:
            self._deliver(json.loads(sent))

    def _deliver(self, asked: Json) -> None:
        channel = "zalo" if self.path == ZALO else "sms"
        match self.server.ordered(channel):
            case None:
                self._tell(self._accepted(asked))
            case "html":
                self._say("text/html", "<html><body>502 Bad Gateway</body></html>", status=502)
            case "nothing":
                self.close_connection = True
            case "accept_then_nothing":
                self._accepted(asked)
                self.close_connection = True
            case "timeout":
                self._accepted(asked)
                threading.Event().wait(_HELD)
            case code:
                self._tell(_zalo_refusal(code) if channel == "zalo" else _esms_refusal(str(code)))

    def _accepted(self, asked: Json) -> Json:
        if self.path == ZALO:
            return self.server.zalo(asked, self.headers.get("access_token"))
        return self.server.esms(asked)

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
    chosen = options.parse_args()
    simulator = Simulator(chosen.port, chosen.inbox)
    print(f"messages ready: http://127.0.0.1:{simulator.server_port}/inbox", flush=True)
    simulator.serve_forever()
