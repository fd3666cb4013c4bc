"""What becomes of a message, as Zalo's webhook and eSMS's callback say it, proven with the simulator's own secrets."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import urllib3

from infra.address import reach
from shared.channels import callbacks

APP = {"app_id": "1000000000000000001", "secret_key": "local-app-secret"}
CALLBACKS = {"zalo": {"app_id": APP["app_id"], "oa_secret": "local-oa-secret"}, "sms": {"key": "local-callback-key"}}

Json = dict[str, Any]


def receipt_of_zalo(tracking_id: str, msg_id: str, *, at: datetime) -> tuple[str, str, bytes, Json]:
    """Zalo's webhook: method, path, body and headers of the event that a message has arrived."""
    stamp = str(int(at.timestamp() * 1000))
    said = {"delivery_time": stamp, "tracking_id": tracking_id, "msg_id": msg_id}
    event = {
        "sender": {"id": "2000000000000000001"},
        "recipient": {"id": "3000000000000000001"},
        "event_name": "user_received_message",
        "message": said,
        "app_id": APP["app_id"],
        "timestamp": stamp,
    }
    body = json.dumps(event).encode()
    mac = callbacks.zalo_signature(body, stamp, **CALLBACKS["zalo"])
    headers = {"X-ZEvent-Signature": f"mac={mac}", "Content-Type": "application/json"}
    return "POST", "/deliveries/zalo", body, headers


def receipt_of_esms(request_id: str, reference: str, *, arrived: bool) -> str:
    """The query of the callback of eSMS."""
    said = {
        "SMSID": reference,
        "SendFailed": int(not arrived),
        "SendStatus": 5,
        "SendSuccess": int(arrived),
        "TotalPrice": "770.0000",
        "TotalReceiver": 1,
        "TotalSent": 1,
        "RequestId": request_id,
        "TypeId": 2,
        "telcoid": 1,
        "phonenumber": "0900000000",
    }
    return urlencode(said)


def told(method: str, url: str, body: bytes | None, headers: Json) -> None:
    """Say it to the API, and once more when unheard."""
    for _ in range(2):
        reached, host = reach(url)
        answer = urllib3.request(method, reached, body=body, headers=headers | host, timeout=10, retries=False)
        if answer.status == 200:
            return
        print(f"{method} {url}: {answer.status} {answer.data.decode()}", flush=True)
