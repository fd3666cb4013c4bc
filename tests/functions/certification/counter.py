"""The counter of a commune that certifies copies: an officer, its certifier, and people who ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from functions.certification.handlers import room as certification
from functions.dossiers.handlers import room as dossiers
from functions.uploads.handlers import room as uploads
from functions.vault.handlers import room as vault
from shared.clock import now
from shared.domain.people import Holder, HolderKind
from shared.storage import people
from shared.web.caller import CERTIFIER, Caller
from tests.conftest import BIRTH, Answer, Api, World, a_caller
from tests.functions.papers_at_the_desk import OFFICER_HERE, UNIT, described
from tests.functions.uploads.conftest import tell

ROOMS = (certification, dossiers, uploads, vault)
CERTIFIER_HERE = a_caller(roles=frozenset({CERTIFIER}), unit=UNIT)
NUMBER, NAME = "052090000111", "Nguyễn Văn An"
ORIGINAL = {
    "document_type": BIRTH,
    "number": "12/2020",
    "issuer": "Ủy ban nhân dân xã Suối Mơ",
    "issued_on": "2020-03-04",
}


@dataclass(frozen=True)
class Counter:
    world: World
    api: Api

    def citizen(self, number: str = NUMBER, name: str = NAME) -> Caller:
        person = people.arrived(Holder(kind=HolderKind.PERSON, number=number, name=name), at=now())
        return a_caller(person=person.id)

    def asked(self, citizen: Caller, **changes: Any) -> Answer:
        body = {"original": ORIGINAL, "unit": UNIT, **changes}
        return self.api.post("/certifications", caller=citizen, body=body)

    def opened(
        self, *, caller: Caller = OFFICER_HERE, number: str = NUMBER, name: str = NAME, **changes: Any
    ) -> Answer:
        body = {"person": {"number": number, "name": name}, "original": ORIGINAL, "pages": 3, **changes}
        return self.api.post("/desk/certifications", caller=caller, body=body)

    def act(self, request: str, what: str, *, caller: Caller = OFFICER_HERE, **body: Any) -> Answer:
        """An act on the request as it is now."""
        with self.world.calls.unheard():
            body.setdefault("revision", self.revision(request))
        return self.api.post(f"/desk/certifications/{request}/{what}", caller=caller, body=body)

    def revision(self, request: str) -> int:
        [row] = self.world.rows(f"CERTIFICATION#{request}")
        return int(row["revision"])

    def read(self, request: str, *, caller: Caller = OFFICER_HERE) -> Any:
        return self.api.get(f"/desk/certifications/{request}", caller=caller).json

    def sent(self, request: str, file: bytes, **changes: Any) -> str:
        """The signed copy lying in incoming, not yet judged."""
        announced = self.act(request, "copy", **described(file, **changes))
        assert announced.status == 201, announced.json
        self.world.put("incoming", announced.json["id"], file)
        return str(announced.json["id"])

    def signed(self, request: str, file: bytes, **changes: Any) -> Any:
        """The signed copy sent and judged; what the desk then reads of it."""
        id = self.sent(request, file, **changes)
        assert tell(id) == []
        return self.upload(id)

    def upload(self, id: str) -> Any:
        return self.api.get(f"/desk/uploads/{id}", caller=OFFICER_HERE).json

    def deliver(self, request: str, **body: Any) -> Answer:
        return self.act(request, "deliver", **{"caller": CERTIFIER_HERE, **body})

    def ready(self, file: bytes, *, number: str = NUMBER, name: str = NAME, **changes: Any) -> str:
        """A request whose signed copy waits to be delivered."""
        id = str(self.opened(number=number, name=name, **changes).json["id"])
        assert self.signed(id, file)["state"] == "accepted"
        return id

    def held(self, citizen: Caller) -> list[dict[str, Any]]:
        return list(self.api.get("/vault/items", caller=citizen).json["items"])

    def numbers(self) -> list[str]:
        page = self.api.get("/desk/certifications", caller=OFFICER_HERE).json
        return [each["number"] for each in page["entries"]]

    def events(self, vault: str) -> list[str]:
        return [row["event"] for row in self.world.rows("OUTBOX#") if row.get("vault") == vault]
