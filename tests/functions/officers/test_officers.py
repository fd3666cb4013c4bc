"""Officers are appointed from the administrator's page: by number and name, with dates, and never oneself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from functions.catalogue.reading import read_catalogue
from functions.officers.handlers import room
from infra.catalogue import shipped
from shared.clock import new_id, now
from shared.domain.people import Holder, HolderKind
from shared.storage import catalogues, people
from shared.web.caller import ADMINISTRATOR, HEAD, OFFICER, Caller
from tests.conftest import Api, a_caller
from tests.functions.at_the_desk import a_person

NUMBER, NAME = "052090000123", "Nguyễn Thị Hoa"
PHU_CAT, OLD_PHU_CAT = "H21.002", "H08.900.003"
ASKED = {"number": NUMBER, "name": NAME, "unit": PHU_CAT, "roles": ["officer"], "valid_from": "2026-12-01"}


@pytest.fixture(autouse=True)
def _a_day_in_2026(world: Any) -> Iterator[None]:
    with time_machine.travel("2026-11-29T09:00:00+07:00"):
        catalogues.keep(
            read_catalogue(shipped(), version=new_id()), imported_at=now(), imported_by=new_id(), after=None
        )
        yield


@pytest.fixture
def me(world: Any) -> Caller:
    return a_caller(person=a_person("Đặng Hoài Khánh"), roles=frozenset({ADMINISTRATOR}))


@pytest.fixture
def client(api: Any) -> Api:
    found: Api = api(room)
    return found


@pytest.mark.parametrize("roles", [frozenset(), frozenset({OFFICER, HEAD})])
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/officers"), ("GET", "/officers/x"), ("POST", "/officers"), ("POST", "/officers/x/end")],
)
def test_only_administrators_are_let_in(client: Api, method: str, path: str, roles: Any) -> None:
    body = {} if method == "POST" else None
    assert client.ask(method, path, body=body).status == 401
    assert client.ask(method, path, body=body, caller=a_caller(roles=roles)).status == 403


def test_somebody_who_never_signed_in_is_appointed_and_known_by_name(client: Api, me: Caller, calls: Any) -> None:
    catalogues.current()
    calls.clear()
    answer = client.post("/officers", caller=me, body=ASKED)
    assert (answer.status, answer.json["name"], answer.json["masked_number"]) == (201, NAME, "•••••••••123")
    assert answer.json["appointment"]["standing"] == "to_come"
    assert [(each["by"], each["unit"]["name"]) for each in answer.json["history"]] == [
        ("Đặng Hoài Khánh", "Xã Phù Cát")
    ]
    assert calls["TransactWriteItems"] == 2  # the person, and the appointment with its line of the history
    assert people.appointment(answer.json["id"]).unit == PHU_CAT  # type: ignore[union-attr]
    assert NUMBER not in str(answer.json)


def test_a_number_of_somebody_else_is_told_beside_the_name(client: Api, me: Caller) -> None:
    people.arrived(Holder(kind=HolderKind.PERSON, number=NUMBER, name="Trần Văn Khác"), at=now())
    answer = client.post("/officers", caller=me, body=ASKED)
    assert (answer.status, answer.codes, answer.json["problems"][0]["where"]) == (422, ["NAME_DIFFERS"], "name")
    same = client.post("/officers", caller=me, body=ASKED | {"name": "TRAN VAN KHAC"})
    assert (same.status, same.json["name"]) == (201, "Trần Văn Khác")


@pytest.mark.parametrize(
    ("wrong", "codes"),
    [
        ({"unit": "H99"}, ["UNIT_UNKNOWN"]),
        ({"unit": OLD_PHU_CAT}, ["UNIT_NOT_THERE"]),
        ({"valid_until": "2026-11-30"}, ["DATES_REVERSED"]),
        ({"valid_from": "2026-01-01", "valid_until": "2026-02-01"}, ["IN_THE_PAST"]),
        ({"unit": "H99", "valid_until": "2026-11-30"}, ["UNIT_UNKNOWN", "DATES_REVERSED"]),
    ],
)
def test_an_appointment_that_makes_no_sense_is_told_all_its_faults(
    client: Api, me: Caller, world: Any, wrong: Any, codes: list[str]
) -> None:
    answer = client.post("/officers", caller=me, body=ASKED | wrong)
    assert (answer.status, answer.codes) == (422, codes)
    assert world.rows("IDENTITY#") == []


@pytest.mark.parametrize("wrong", [{"number": "12345"}, {"roles": []}, {"roles": ["king"]}, {"name": "a" * 201}])
def test_what_is_no_request_is_refused(client: Api, me: Caller, wrong: Any) -> None:
    assert client.post("/officers", caller=me, body=ASKED | wrong).status == 400


def test_an_appointment_that_has_not_ended_is_replaced_only_when_that_is_said(client: Api, me: Caller) -> None:
    first = client.post("/officers", caller=me, body=ASKED | {"valid_from": "2026-01-01"}).json["id"]
    other = ASKED | {"unit": "H21.001", "roles": ["head", "officer"]}
    people.appoint("052090000188", PHU_CAT, {"officer"})
    nameless = other | {"number": "052090000188"}
    assert client.post("/officers", caller=me, body=nameless).codes == ["ALREADY_APPOINTED"]
    assert people.found(HolderKind.PERSON, "052090000188").name == ""  # type: ignore[union-attr]
    refused = client.post("/officers", caller=me, body=other)
    assert (refused.status, refused.json["code"]) == (409, "ALREADY_APPOINTED")
    assert "Xã Phù Cát" in refused.json["detail"]
    answer = client.post("/officers", caller=me, body=other | {"replaces": True})
    assert (answer.status, answer.json["id"]) == (201, first)
    assert [each["unit"]["code"] for each in answer.json["history"]] == ["H21.001", PHU_CAT]
    assert answer.json["appointment"]["role_names"] == ["Thủ trưởng đơn vị", "Công chức Một cửa"]


def test_nobody_appoints_or_ends_themselves(client: Api, me: Caller) -> None:
    mine = client.post("/officers", caller=me, body=ASKED | {"roles": ["administrator"]}).json["id"]
    myself = a_caller(person=mine, roles=frozenset({ADMINISTRATOR}))
    again = client.post("/officers", caller=myself, body=ASKED | {"replaces": True})
    ended = client.post(f"/officers/{mine}/end", caller=myself, body={"valid_until": "2026-12-31"})
    assert (again.codes, ended.codes) == (["OWN_APPOINTMENT"], ["OWN_APPOINTMENT"])


def test_an_appointment_ends_today_at_the_soonest_and_is_never_put_off(client: Api, me: Caller) -> None:
    id = client.post("/officers", caller=me, body=ASKED | {"valid_from": "2026-01-01"}).json["id"]

    def ended(day: str) -> Any:
        return client.post(f"/officers/{id}/end", caller=me, body={"valid_until": day})

    assert ended("2026-11-28").codes == ["IN_THE_PAST"]
    answer = ended("2026-11-29")
    assert (answer.status, answer.json["appointment"]["valid_until"]) == (200, "2026-11-29")
    assert ended("2026-12-31").codes == ["ENDS_LATER"]
    assert len(answer.json["history"]) == 2
    assert (
        client.post("/officers/01JABCDEFGHJKMNPQRSTVWXYZ0/end", caller=me, body={"valid_until": "2026-12-01"}).status
        == 404
    )


def test_who_is_appointed_twice_at_one_moment_is_appointed_once(client: Api, me: Caller, calls: Any) -> None:
    id = client.post("/officers", caller=me, body=ASKED | {"valid_from": "2026-01-01"}).json["id"]

    def another(operation: str) -> None:
        if operation == "GetItem":
            calls.then = None
            with calls.unheard():
                people.appoint(NUMBER, "H21.003", {"head"})

    calls.then = another
    answer = client.post(f"/officers/{id}/end", caller=me, body={"valid_until": "2026-12-31"})
    assert (answer.status, answer.codes) == (409, ["APPOINTED_MEANWHILE"])
    assert people.appointment(id).unit == "H21.003"  # type: ignore[union-attr]


def an_administrator(number: str, **term: Any) -> Caller:
    who = people.appoint(number, PHU_CAT, {ADMINISTRATOR, OFFICER}, **term)
    return a_caller(person=who, roles=frozenset({ADMINISTRATOR, OFFICER}))


@pytest.fixture
def two() -> tuple[Caller, Caller]:
    return an_administrator(NUMBER), an_administrator("052090000188")


def ends(client: Api, by: Caller, whom: Caller, day: str = "2026-11-29") -> Any:
    return client.post(f"/officers/{whom.person}/end", caller=by, body={"valid_until": day})


def test_of_two_administrators_one_remains_who_ends_nobody(client: Api, two: Any) -> None:
    one, other = two
    assert ends(client, one, other).status == 200
    refused = ends(client, other, one)  # as administrator until tonight
    assert (refused.status, refused.codes) == (409, ["LAST_ADMINISTRATOR"])
    assert people.appointment(one.person).valid_until is None  # type: ignore[union-attr]


def test_of_two_administrators_who_end_each_other_at_one_moment_one_remains(client: Api, two: Any, calls: Any) -> None:
    one, other = two
    quicker: list[Any] = []

    def meanwhile(operation: str) -> None:
        if operation == "GetItem":
            calls.then = None
            quicker.append(ends(client, other, one))

    calls.then = meanwhile
    assert (ends(client, one, other).codes, quicker[0].status) == (["LAST_ADMINISTRATOR"], 200)
    assert people.appointment(other.person).valid_until is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "instead",
    [
        {"roles": ["officer"]},
        {"roles": ["administrator"], "valid_until": "2027-12-31"},
        {"roles": ["administrator"], "valid_from": "2026-12-02"},  # nobody on the first
    ],
)
def test_an_office_is_replaced_by_less_only_by_who_keeps_it(client: Api, two: Any, instead: Any) -> None:
    one, _ = two
    asked = ASKED | {"number": "052090000188", "valid_from": "2026-11-29", "replaces": True} | instead
    people.arrived(Holder(kind=HolderKind.PERSON, number="052090000188", name=NAME), at=now())
    people.appoint(NUMBER, PHU_CAT, {ADMINISTRATOR}, valid_until=date(2026, 12, 1))
    assert client.post("/officers", caller=one, body=asked).codes == ["LAST_ADMINISTRATOR"]
    people.appoint(NUMBER, PHU_CAT, {ADMINISTRATOR})
    assert client.post("/officers", caller=one, body=asked).status == 201


def test_who_is_administrator_for_a_time_ends_who_is_so_no_longer_than_they(client: Api) -> None:
    until = date(2027, 6, 30)
    one, other, endless = (
        an_administrator(NUMBER, valid_until=until),
        an_administrator("052090000188", valid_until=until),
        an_administrator("052090000189"),
    )
    assert ends(client, one, endless).codes == ["LAST_ADMINISTRATOR"]
    assert ends(client, one, other).status == 200
    assert ends(client, endless, one).status == 200


def test_an_office_that_grows_asks_for_nobody_to_remain(client: Api, two: Any) -> None:
    one, _ = two
    people.appoint(NUMBER, PHU_CAT, {ADMINISTRATOR}, valid_until=date(2026, 12, 1))
    people.arrived(Holder(kind=HolderKind.PERSON, number="052090000188", name=NAME), at=now())
    more = {"number": "052090000188", "roles": ["administrator", "head"], "valid_from": "2026-11-01", "replaces": True}
    assert client.post("/officers", caller=one, body=ASKED | more).status == 201


def test_a_units_officers_are_also_those_of_the_units_it_was_made_of(client: Api, me: Caller, calls: Any) -> None:
    here = client.post("/officers", caller=me, body=ASKED | {"valid_from": "2026-01-01"}).json["id"]
    came = people.appoint("052090000125", OLD_PHU_CAT, {"head"})
    merged = catalogues.current().units_by_code[PHU_CAT].predecessors
    calls.clear()
    found = client.get("/officers", caller=me, query={"unit": PHU_CAT}).json["officers"]
    assert calls == {"Query": 1 + len(merged), "BatchGetItem": 1}
    assert [each["id"] for each in found] == [came, here]
    assert (found[0]["name"], found[0]["appointment"]["works_at"]["code"]) == ("", PHU_CAT)
    assert client.get("/officers", caller=me, query={"unit": "H99"}).json["officers"] == []


def test_an_operators_word_is_in_the_history_without_a_name(client: Api, me: Caller) -> None:
    id = people.appoint(NUMBER, PHU_CAT, {"head"})
    shown = client.get(f"/officers/{id}", caller=me).json
    assert [(each["by"], each["role_names"]) for each in shown["history"]] == [("", ["Thủ trưởng đơn vị"])]
