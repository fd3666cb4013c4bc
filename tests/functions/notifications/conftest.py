"""The outbox, the queue, and the simulated providers with the inbox behind them."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from functions.notifications.handlers import relay_outbox, release_notifications, send_notification
from infra.local.messages import Simulator, callback_settings, settings, zalo_settings
from shared.clock import new_id, now
from shared.domain.messages import EVENTS
from shared.storage import keys
from shared.storage import settings as kept_settings
from shared.storage.outbox import Message, posted
from shared.storage.table import transact
from tests.conftest import NAMES, World

HOME = "https://kho.example.vn/"
FILLED = {
    "code": "H21.50.05-261123-0007",
    "procedure": "Đăng ký khai sinh",
    "unit": "UBND xã Phù Cát",
    "due": "2026-12-01",
    "rate": "41,20 %",
    "count": "2",
}


@dataclass(slots=True)
class Post:
    """Whatever is posted is relayed and delivered when a test says so."""

    world: World
    simulator: Simulator
    streamed: set[str] = field(default_factory=set)

    def post(self, event: str = "dossier_submitted", phone: str | None = "0912 345 678", **more: Any) -> str:
        parameters = {name: FILLED[name] for name in EVENTS[event]} | more.pop("parameters", {})
        told = {"id": new_id(), "event": event, "vault": "v", "at": now(), "phone": phone, "parameters": parameters}
        message = Message(**(told | more))
        transact(posted(message))
        return message.id

    def relay(self, message: str) -> bool:
        """As the stream does it: True when it need not come back."""
        return relay_outbox({"Records": [a_record(keys.outbox(message))]}, None) == {"batchItemFailures": []}

    def deliver(self, message: str) -> bool:
        """As the queue does it: True when the message is done, False when it comes back."""
        return self._told({"message": message})

    def release(self, vault: str = "v") -> bool:
        return self._told({"vault": vault})

    def _told(self, body: dict[str, str]) -> bool:
        event = {"messageId": "m", "body": json.dumps(body), "receiptHandle": "r", "eventSource": "aws:sqs"}
        return send_notification({"Records": [event]}, None) == {"batchItemFailures": []}

    @property
    def queue(self) -> list[dict[str, str]]:
        """What waits in the queue, taken out of it."""
        taken: list[dict[str, str]] = []
        where = {"QueueUrl": os.environ["NOTIFICATIONS_QUEUE_URL"]}
        while found := self.world.sqs.receive_message(**where, MaxNumberOfMessages=10).get("Messages", []):
            for each in found:
                self.world.sqs.delete_message(**where, ReceiptHandle=each["ReceiptHandle"])
                taken.append(json.loads(each["Body"]))
        return taken

    def run(self) -> None:
        """A minute passes: the stream, the schedule and the queue do what they would."""
        self._stream()
        release_notifications(A_MINUTE, None)
        while bodies := self.queue:
            for body in bodies:
                self._told(body)
            self._stream()

    def _stream(self) -> None:
        for id in [row["id"] for row in self.world.rows("OUTBOX#") if row["SK"] == "OUTBOX"]:
            if id not in self.streamed:
                self.streamed.add(id)
                self.relay(id)

    def forget(self) -> None:
        """Begin anew: what was told before has left the table, the queue and the telephones."""
        for row in self.world.rows():
            self.world.dynamodb.Table(NAMES["TABLE"]).delete_item(Key={"PK": row["PK"], "SK": row["SK"]})
        _ = self.queue
        self.simulator.forget_orders()
        self.simulator.inbox.forget()

    def orders(self, channel: str, answer: Any, times: int = 1) -> None:
        self.simulator.order(channel, answer, times)

    @property
    def inbox(self) -> list[dict[str, Any]]:
        return self.simulator.inbox.all()

    @property
    def channels(self) -> list[str]:
        return [each["channel"] for each in self.inbox]

    def ledger(self, message: str) -> dict[str, str]:
        """Channel → standing."""
        [line] = [each for each in self.world.rows(f"OUTBOX#{message}") if each["SK"] == "TELLING"] or [{}]
        return {channel: each["standing"] for channel, each in line.get("attempts", {}).items()}

    def listens(self) -> None:
        """The providers' callbacks are set up from here on."""
        self._keeps("CALLBACKS_SECRET", callback_settings())

    def keeps_quiet(self, begin: str, end: str) -> None:
        filled = settings(address=HOME, port=self.simulator.server_port)
        self._keeps("CHANNELS_SECRET", filled | {"quiet_hours": [begin, end]})

    def _keeps(self, secret: str, value: dict[str, Any]) -> None:
        self.world.secrets.put_secret_value(SecretId=NAMES[secret], SecretString=json.dumps(value))
        kept_settings.forget()


A_MINUTE = {
    "version": "0",
    "account": "1",
    "region": "ap-southeast-1",
    "detail": {},
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "time": "2026-11-23T00:00:00Z",
    "id": "1",
    "resources": [],
}


def a_record(key: dict[str, str], event: str = "INSERT", number: str = "1") -> dict[str, Any]:
    """As the stream of a table with NEW_AND_OLD_IMAGES tells it."""
    image = {name: {"S": value} for name, value in key.items()}
    return {
        "eventID": number,
        "eventName": event,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "ap-southeast-1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1.0,
            "Keys": image,
            "NewImage": image,
            "SequenceNumber": number,
            "SizeBytes": 1,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
        "eventSourceARN": "arn:aws:dynamodb:ap-southeast-1:1:table/kho/stream/2026-11-23T00:00:00.000",
    }


@pytest.fixture(scope="session")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], Simulator]]:
    made: list[Simulator] = []

    def of(inbox: Path) -> Simulator:
        server = Simulator(0, inbox)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        made.append(server)
        return server

    yield of
    for server in made:
        server.shutdown()
        server.server_close()


@pytest.fixture
def post(world: World, simulator: Callable[[Path], Simulator], tmp_path: Path) -> Post:
    server = simulator(tmp_path)
    made = Post(world, server)
    made._keeps("CHANNELS_SECRET", settings(address=HOME, port=server.server_port))
    made._keeps("ZALO_SECRET", zalo_settings(port=server.server_port))
    return made
