"""PDFs on their way in: announced through the API, put into incoming, told of by the queue."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine

from functions.uploads import handlers
from shared.clock import new_id
from tests import signed_pdfs
from tests.conftest import BIRTH, Api, World, a_caller

ME = a_caller()


@pytest.fixture(scope="session")
def paper() -> bytes:
    """A birth certificate as an agency issues it: an officer's signature, then the commune's."""
    return signed_pdfs.signed(
        signed_pdfs.a_paper(2),
        signed_pdfs.How(signed_pdfs.person(), field="Officer"),
        signed_pdfs.How(signed_pdfs.organisation(), field="Agency", box=signed_pdfs.OTHER_BOX),
    )


@pytest.fixture(scope="session")
def other_paper() -> bytes:
    return signed_pdfs.signed(signed_pdfs.a_paper(text="Giay khac"), signed_pdfs.How(signed_pdfs.organisation()))


@pytest.fixture
def trusted(world: World) -> Iterator[None]:
    """The demonstration's roots and revocation lists, as `make run` puts them into the trust bucket, on their day."""
    directory = signed_pdfs.pki().directory
    for folder in ("roots", "intermediates", "timestamping", "public", "crls"):
        for path in sorted((directory / folder).iterdir()):
            world.put("trust", f"{folder}/{path.name}", path.read_bytes())
    with time_machine.travel(signed_pdfs.NOW, tick=True):
        yield


@dataclass(frozen=True)
class Desk:
    """Sends PDFs as somebody's browser would."""

    world: World
    api: Api

    def announced(self, file: bytes, *, caller=ME, **changes: Any) -> str:
        body = {
            "kind": "result",
            "document_type": BIRTH,
            "file_name": "Giấy khai sinh.pdf",
            "size": len(file),
            "sha256": hashlib.sha256(file).hexdigest(),
            **changes,
        }
        answer = self.api.post("/vault/uploads", caller=caller, body=body)
        assert answer.status == 201, answer.json
        return answer.json["id"]

    def sent(self, file: bytes, **changes: Any) -> str:
        """Announced and lying in incoming, not yet told of."""
        id = self.announced(file, **changes)
        self.world.put("incoming", id, file)
        return id

    def judged(self, file: bytes, *, caller=ME, **changes: Any) -> dict[str, Any]:
        """The whole way; what the API then says of the upload."""
        id = self.sent(file, caller=caller, **changes)
        assert tell(id) == []
        return self.told(id, caller=caller)

    def told(self, id: str, *, caller=ME) -> dict[str, Any]:
        return self.api.get(f"/vault/uploads/{id}", caller=caller).json


def tell(*keys: str) -> list[str]:
    """The queue tells of objects created; the ids of messages that come back."""
    return told(*({"Records": [{"s3": {"bucket": {"name": "incoming"}, "object": {"key": key}}}]} for key in keys))


def told(*bodies: dict[str, Any]) -> list[str]:
    records = [{"messageId": new_id(), "body": json.dumps(body), "receiptHandle": "r"} for body in bodies]
    answer = handlers.judge_upload({"Records": records}, None)
    return [each["itemIdentifier"] for each in answer["batchItemFailures"]]


@pytest.fixture
def desk(world, api, catalogue, trusted) -> Desk:
    return Desk(world, api(handlers.room))
