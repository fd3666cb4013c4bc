"""From a row in the table to two telephones, an inbox and two receipts: all of it as deployed."""

from __future__ import annotations

import json
import urllib.request
from datetime import timedelta

import pytest

from shared.clock import new_id, now
from tests.end_to_end.asking import eventually
from tests.functions.notifications.conftest import A_MINUTE

pytestmark = pytest.mark.stack

PARAMETERS = {"code": "H21.50.05-261123-0007", "procedure": "Đăng ký khai sinh", "unit": "UBND xã Phù Cát"}


def told(stack, message):
    with urllib.request.urlopen(f"{stack.running.messages}/inbox.json", timeout=5) as inbox:
        return [each for each in json.load(inbox) if each["request"].startswith(message)]


def ordered(stack, channel, answer, *, phone):
    order = json.dumps({"channel": channel, "answer": answer, "phone": phone}).encode()
    with urllib.request.urlopen(f"{stack.running.messages}/script", order, timeout=5):
        pass


def posted(stack, event="dossier_submitted", *, phone="0900 000 017"):
    message, vault = new_id(), new_id()
    row = {
        "PK": {"S": f"OUTBOX#{message}"},
        "SK": {"S": "OUTBOX"},
        "id": {"S": message},
        "event": {"S": event},
        "vault": {"S": vault},
        "at": {"S": now().isoformat()},
        "phone": {"S": phone},
        "parameters": {"M": {name: {"S": value} for name, value in PARAMETERS.items()}},
        "about": {"S": f"dossier/{new_id()}"},
    }
    stack.client("dynamodb").put_item(TableName=stack.outputs["Table"], Item=row)
    return message, vault


def rows(stack, partition):
    found = stack.client("dynamodb").query(
        TableName=stack.outputs["Table"],
        KeyConditionExpression="PK = :partition",
        ExpressionAttributeValues={":partition": {"S": partition}},
    )
    return {each["SK"]["S"]: each for each in found["Items"]}


def test_what_is_written_into_the_outbox_is_told_on_both_channels_and_heard_back_from_both(stack):
    message, vault = posted(stack)
    found = eventually(lambda: len(told(stack, message)) == 2 and told(stack, message))
    assert {each["channel"]: each["phone"] for each in found} == {"zalo": "84900000017", "sms": "84900000017"}
    kept = eventually(lambda: len(rows(stack, f"OUTBOX#{message}")) == 4 and rows(stack, f"OUTBOX#{message}"))
    assert kept["RECEIPT#zalo"]["delivered"]["BOOL"] is kept["RECEIPT#sms"]["delivered"]["BOOL"] is True
    assert kept["TELLING"]["attempts"]["M"]["sms"]["M"]["standing"]["S"] == "sent"
    assert set(rows(stack, f"INBOX#{vault}")) == {message, "UNREAD"}


def test_what_zalo_does_not_confirm_is_told_by_sms_when_somebody_looks_again(stack):
    """Every minute somebody does; here it is over at once."""
    ordered(stack, "zalo", "lost", phone="84900000018")
    message, _ = posted(stack, "result_ready", phone="0900 000 018")
    eventually(lambda: rows(stack, f"OUTBOX#{message}").get("TELLING", {}).get("awaits_receipt") == {"BOOL": True})
    a_minute_passes(stack, message)
    invoked(stack, "ReleaseNotifications")
    eventually(lambda: len(told(stack, message)) == 2)
    assert [each["channel"] for each in told(stack, message)] == ["zalo", "sms"]


def a_minute_passes(stack, message):
    """As if Zalo had been asked a minute earlier, and looked after since."""
    then = now() - timedelta(minutes=1)
    stack.client("dynamodb").update_item(
        TableName=stack.outputs["Table"],
        Key={"PK": {"S": f"OUTBOX#{message}"}, "SK": {"S": "TELLING"}},
        UpdateExpression="SET owner_sort = :due, attempts.zalo.#at = :then",
        ExpressionAttributeNames={"#at": "at"},
        ExpressionAttributeValues={":due": {"S": f"{then.isoformat()}#{message}"}, ":then": {"S": then.isoformat()}},
    )


def test_zalos_first_token_is_exchanged_by_the_function_that_may(stack):
    """The pair a stack begins with has ended long ago."""
    invoked(stack, "RefreshZaloToken")
    kept = stack.client("secretsmanager").get_secret_value(SecretId=stack.outputs["ZaloSecret"])["SecretString"]
    assert json.loads(kept)["refresh_token"] != "local-refresh-token-1"


def invoked(stack, function):
    functions = stack.client("lambda").list_functions()["Functions"]
    [name] = [each["FunctionName"] for each in functions if function in each["FunctionName"]]
    answer = stack.client("lambda").invoke(FunctionName=name, Payload=json.dumps(A_MINUTE))
    assert "FunctionError" not in answer, answer["Payload"].read()
