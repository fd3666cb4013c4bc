"""A unit's desk in a test's world: officers by name, a citizen, and dossiers in whatever state they are needed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from shared.clock import new_id, now
from shared.domain.catalogue import Way
from shared.domain.dossiers import Answer, ChosenBy, Dossier, Party, ReceiveBy, Resolution
from shared.domain.events import Act, Actor
from shared.domain.life import step
from shared.domain.people import HolderKind, Person
from shared.storage import catalogues, dossiers, keys
from shared.storage.records import record
from shared.storage.table import put, transact, write
from shared.web.caller import HEAD, OFFICER, Caller
from tests.conftest import Answer as Told
from tests.conftest import Api, a_caller

COMMUNE, OTHER_COMMUNE, EDUCATION = "H21.001", "H21.002", "H21.12"
CORRECT_DIPLOMA = "3.000466"  # 5 working days; TP01 form · TP02 correction · TP03 birth · TP04 diploma, or present it
BIRTH_REGISTRATION = "1.001193"  # the same day, or the next when received after 15:00
LUNCH = "1.001622"  # without a time limit
FRIDAY = datetime(2026, 8, 28, 2, 0, tzinfo=UTC)  # 09:00 in Vietnam


def a_person(name: str, id: str | None = None) -> str:
    person = Person(
        id=id or new_id(), kind=HolderKind.PERSON, name=name, masked_number="•••••••••123", known_since=now()
    )
    write(put({**keys.person(person.id), **record(person)}))
    return person.id


def a_citizen() -> Caller:
    return a_caller(person=a_person("Nguyễn Thị Lan"))


def an_officer(unit: str = COMMUNE, *, name: str = "Trần Văn Bình", head: bool = False, **more: Any) -> Caller:
    roles = frozenset({OFFICER, HEAD} if head else {OFFICER})
    person = a_person(name)
    held = {"unit": unit, "roles": sorted(roles), "valid_from": date(2025, 1, 1).isoformat()}
    listing = {"owner_key": keys.unit(unit), "owner_sort": f"OFFICER#{person}"}
    write(put({**keys.officer(person), **listing, **held}))
    return a_caller(person=person, unit=unit, roles=roles, **more)


def a_dossier(owner: str, *, unit: str = COMMUNE, procedure: str = CORRECT_DIPLOMA, **changes: Any) -> Dossier:
    """Submitted now, each component settled without a file unless told otherwise."""
    catalogue = catalogues.current()
    ways = {"TP01": Way.FORM}
    answers = tuple(
        Answer(component=each.code, resolution=a_resolution(ways.get(each.code, Way.DATA)))
        for each in catalogue.procedures_by_code[procedure].components
    )
    draft = Dossier(
        id=new_id(),
        owner=owner,
        opened_by=owner,
        procedure=procedure,
        unit=unit,
        catalogue=catalogue.version,
        opened_at=now(),
        answers=changes.pop("answers", answers),
        applicant=Party(name="Nguyễn Thị Lan", phone="0905123456"),
        owner_party=Party(name="Nguyễn Thị Lan"),
        receive_by=ReceiveBy.ELECTRONIC,
    )
    code = f"{unit}-{now():%y%m%d}-{dossiers.next_number(unit, now().date()):04d}"
    by = Actor(at=now(), person=owner)
    submitted = step(replace(draft, **changes), Act.SUBMITTED, by, code=code)
    write(dossiers.opened(draft))
    transact(*dossiers.stepped(submitted), dossiers.coded(submitted.after))
    return replace(submitted.after, version=2)


def a_resolution(way: Way, **changes: Any) -> Resolution:
    form = {"noi_dung": "Sửa họ tên"} if way is Way.FORM else None
    plain = Resolution(way=way, chosen_by=ChosenBy.CITIZEN, reason=f"CHOSEN_{way.name}", at=now(), form=form)
    return replace(plain, **changes)


CHECKED = [{"component": f"TP0{n}", "ok": True} for n in range(1, 5)]


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk's API in one officer's hands."""

    api: Api
    officer: Caller

    def act(self, dossier: str, act: str, *, version: int, **body: Any) -> Told:
        path = f"/desk/dossiers/{dossier}/{act}"
        return self.api.post(path, caller=self.officer, body={"version": version, **body})

    def receive(self, dossier: Dossier, **body: Any) -> Told:
        return self.act(dossier.id, "receive", version=dossier.version, **{"checks": CHECKED, **body})

    def read(self, dossier: str) -> Told:
        return self.api.get(f"/desk/dossiers/{dossier}", caller=self.officer)

    def queue(self, **query: Any) -> Told:
        return self.api.get("/desk/dossiers", caller=self.officer, query=query)

    def of(self, officer: Caller) -> Desk:
        return Desk(self.api, officer)
