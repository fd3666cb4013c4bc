"""From a row in the table to two telephones: stream, queue, sender and providers as deployed."""

from __future__ import annotations

import json
import urllib.request

import pytest

from shared.clock import new_id, now
from tests.end_to_end.asking import eventually

pytestmark = pytest.mark.stack


def told(stack, message):
    with urllib.request.urlopen(f"{stack.running.messages}/inbox.json", timeout=5) as inbox:
        return [each for each in json.load(inbox) if each["request"].startswith(message)]


def test_what_is_written_into_the_outbox_is_told_on_both_channels(stack):
    message = new_id()
    parameters = {"code": "H21.50.05-261123-0007", "procedure": "Đăng ký khai sinh", "unit": "UBND xã Phù Cát"}
    row = {
        "PK": {"S": f"OUTBOX#{message}"},
        "SK": {"S": "OUTBOX"},
        "id": {"S": message},
        "event": {"S": "dossier_submitted"},
        "vault": {"S": new_id()},
        "at": {"S": now().isoformat()},
        "phone": {"S": "0900 000 017"},
        "parameters": {"M": {name: {"S": value} for name, value in parameters.items()}},
    }
    table = stack.client("dynamodb")
    table.put_item(TableName=stack.outputs["Table"], Item=row)
    found = eventually(lambda: len(told(stack, message)) == 2 and told(stack, message))
    assert {each["channel"]: each["phone"] for each in found} == {"zalo": "84900000017", "sms": "84900000017"}

    def settled():
        line = {"PK": {"S": f"OUTBOX#{message}"}, "SK": {"S": "SENT#sms"}}
        return table.get_item(TableName=stack.outputs["Table"], Key=line)["Item"]["standing"]["S"] == "sent"

    eventually(settled)
