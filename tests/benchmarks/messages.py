"""Messages on their way to the simulator on this machine: one after the other, and a thousand drained by one sender.

Bounds: two seconds from the outbox to the provider's call, in the median; two writes each. In one process, so that
nobody's polling is counted: the stream's record, the queue and the sender follow each other at once. AWS is moto here,
its time counts, and on AWS the stream's and the queue's own delivery come on top.
"""

from __future__ import annotations

import json
import logging
import os
import statistics
import tempfile
import threading
import time
from pathlib import Path

from functions.notifications.handlers import relay_outbox, send_notification
from infra.local.messages import Simulator, callback_settings, settings, zalo_settings
from shared.clock import new_id, now
from shared.storage import keys
from shared.storage.outbox import Message, posted
from shared.storage.table import write
from tests.conftest import NAMES, World, a_world
from tests.functions.notifications.conftest import FILLED, a_record

MESSAGES = 1000
ALONE = 100
WRITES = 2
SECONDS = 2.0  # from the outbox to the provider
OF_SUBMISSIONS = ("code", "procedure", "unit")


def run() -> list[tuple[str, float, float]]:
    """Rows of name, writes and seconds per message, and ratio to the bound."""
    logging.disable(logging.INFO)
    return [*_one_by_one(), *_drained()]


def _one_by_one() -> list[tuple[str, float, float]]:
    """From the transaction that posts a message until each provider was asked and the ledger knows."""
    with a_world() as world, tempfile.TemporaryDirectory() as inbox:
        server = _providers(world, Path(inbox))
        spent = [_timed(world) for _ in range(ALONE)]
        told = len(server.inbox.all())
        server.shutdown()
        server.server_close()
    assert told == 2 * ALONE
    median = statistics.median(spent)
    return [("a message from the outbox to its provider, without anybody's polling: s", median, median / SECONDS)]


def _timed(world: World) -> float:
    queue = os.environ["NOTIFICATIONS_QUEUE_URL"]
    began = time.perf_counter()
    id = _posted()
    assert relay_outbox({"Records": [a_record(keys.outbox(id))]}, None) == {"batchItemFailures": []}
    [waiting] = world.sqs.receive_message(QueueUrl=queue)["Messages"]
    _delivered([json.loads(waiting["Body"])["message"]])
    spent = time.perf_counter() - began
    world.sqs.delete_message(QueueUrl=queue, ReceiptHandle=waiting["ReceiptHandle"])
    return spent


def _drained() -> list[tuple[str, float, float]]:
    with a_world() as world, tempfile.TemporaryDirectory() as inbox:
        server = _providers(world, Path(inbox))
        ids = [_posted() for _ in range(MESSAGES)]
        world.calls.clear()
        began = time.perf_counter()
        for first in range(0, MESSAGES, 10):
            _delivered(ids[first : first + 10])
        spent = time.perf_counter() - began
        told = len(server.inbox.all())
        writes = sum(world.calls[each] for each in ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"))
        server.shutdown()
        server.server_close()
    assert told == 2 * MESSAGES
    each = writes / MESSAGES
    return [
        (f"{MESSAGES} notifications drained by one sender in {spent:.0f} s: writes each", each, each / WRITES),
    ]


def _providers(world: World, inbox: Path) -> Simulator:
    server = Simulator(0, inbox)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    kept = {
        "CHANNELS_SECRET": settings(address="https://kho.example.vn/", port=server.server_port),
        "ZALO_SECRET": zalo_settings(port=server.server_port),
        "CALLBACKS_SECRET": callback_settings(),
    }
    for name, value in kept.items():
        world.secrets.put_secret_value(SecretId=NAMES[name], SecretString=json.dumps(value))
    return server


def _posted() -> str:
    parameters = {name: FILLED[name] for name in OF_SUBMISSIONS}
    told = Message(
        id=new_id(), event="dossier_submitted", vault=new_id(), at=now(), phone="0912345678", parameters=parameters
    )
    write(posted(told))
    return told.id


def _delivered(ids: list[str]) -> None:
    records = [
        {"messageId": id, "body": json.dumps({"message": id}), "receiptHandle": "r", "eventSource": "aws:sqs"}
        for id in ids
    ]
    assert send_notification({"Records": records}, None) == {"batchItemFailures": []}
