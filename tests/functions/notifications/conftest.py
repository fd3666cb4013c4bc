"""The outbox, the queue, and the simulated providers with the inbox behind them."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from functions.notifications.handlers import send_notification
from infra.local.messages import Simulator, settings
from shared.clock import new_id, now
from shared.storage import settings as kept_settings
from shared.storage.outbox import Message, posted
from shared.storage.table import transact
from tests.conftest import NAMES, World

HOME = "https://kho.example.vn/"
SUBMITTED = {"code": "H21.50.05-261123-0007", "procedure": "Đăng ký khai sinh", "unit": "UBND xã Phù Cát"}


@dataclass(slots=True)
class Post:
    """Whatever is posted is delivered when a test says so."""

    world: World
    simulator: Simulator
    posted: list[str] = field(default_factory=list)

    def post(self, event: str = "dossier_submitted", phone: str | None = "0912 345 678", **more: Any) -> str:
        parameters = SUBMITTED if event == "dossier_submitted" else {}
        told = {"id": new_id(), "event": event, "vault": "v", "at": now(), "phone": phone, "parameters": parameters}
        message = Message(**(told | more))
        transact(posted(message))
        return message.id

    def deliver(self, message: str) -> bool:
        """As the queue does it: True when the message is done, False when it comes back."""
        body = json.dumps({"message": message})
        event = {"Records": [{"messageId": "m", "body": body, "receiptHandle": "r", "eventSource": "aws:sqs"}]}
        return send_notification(event, None) == {"batchItemFailures": []}

    def orders(self, channel: str, answer: Any, times: int = 1) -> None:
        self.simulator.order(channel, answer, times)

    @property
    def inbox(self) -> list[dict[str, Any]]:
        return self.simulator.inbox.all()

    @property
    def channels(self) -> list[str]:
        return [each["channel"] for each in self.inbox]

    def ledger(self, message: str) -> dict[str, str]:
        lines = self.world.rows(f"OUTBOX#{message}")
        return {each["SK"]: each["standing"] for each in lines if each["SK"].startswith("SENT#")}


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
    filled = settings(address=HOME, port=server.server_port)
    world.secrets.put_secret_value(SecretId=NAMES["CHANNELS_SECRET"], SecretString=json.dumps(filled))
    kept_settings.forget()
    return Post(world, server)
