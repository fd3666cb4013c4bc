"""The catalogue in administrators' hands: looked at before it is in force, put back, and its registry kept."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine

from functions.catalogue.changes import changes
from functions.catalogue.handlers import room
from functions.catalogue.reading import read_catalogue
from functions.catalogue.writing import document_of
from infra.catalogue import shipped
from shared.domain.catalogue import Catalogue
from shared.domain.issuers import SignsAs
from shared.storage import catalogues, keys
from shared.storage.table import delete, write
from shared.web.caller import ADMINISTRATOR, HEAD, OFFICER
from tests.conftest import Api, a_caller
from tests.functions.at_the_desk import a_person

CERTIFICATE = hashlib.sha256(b"a certificate").hexdigest().upper()
PHU_CAT, OLD_PHU_CAT = "H21.002", "H08.900.003"
REGISTRATION = {
    "certificate": CERTIFICATE,
    "unit": PHU_CAT,
    "kind": "organisation",
    "organisation": "Ủy ban nhân dân xã Phù Cát",
    "valid_from": "2025-07-01",
}
DOCUMENT = shipped()
DOCUMENT["issuers"] = [{**REGISTRATION, "unit": OLD_PHU_CAT, "valid_from": "2020-01-01", "valid_until": "2025-06-30"}]


@pytest.fixture(autouse=True)
def _a_day_in_2026(world: Any) -> Iterator[None]:
    with time_machine.travel("2026-11-23T09:00:00+07:00"):
        catalogues.forget()
        yield
    catalogues.forget()


@pytest.fixture
def administrator(world: Any) -> Any:
    return a_caller(person=a_person("Đặng Hoài Khánh"), roles=frozenset({ADMINISTRATOR}))


@pytest.fixture
def client(api: Any, administrator: Any) -> Api:
    found: Api = api(room)
    assert found.post("/catalogue/imports", caller=administrator, body=DOCUMENT).status == 201
    return found


@pytest.fixture
def version(client: Api) -> str:
    return str(client.get("/catalogue").json["version"])


@pytest.mark.parametrize("roles", [frozenset(), frozenset({OFFICER, HEAD})])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/catalogue/imports/check", {}),
        ("GET", "/catalogue/versions", None),
        ("GET", "/catalogue/versions/x/changes", None),
        ("GET", "/catalogue/versions/x/document", None),
        ("POST", "/catalogue/versions/x/restore", {}),
        ("GET", "/catalogue/units", None),
        ("GET", "/catalogue/units/H21", None),
        ("GET", "/catalogue/issuers", None),
        ("POST", "/catalogue/issuers", REGISTRATION),
        ("POST", "/catalogue/issuers/end", {}),
    ],
)
def test_only_administrators_are_let_in(client: Api, method: str, path: str, body: Any, roles: Any) -> None:
    assert client.ask(method, path, body=body).status == 401
    assert client.ask(method, path, body=body, caller=a_caller(roles=roles)).status == 403


# ── Before it is in force ───────────────────────────────────────────────────────────────────────────────────────────


def test_what_an_import_would_change_is_told_and_nothing_is_kept(
    client: Api, administrator: Any, version: str, calls: Any
) -> None:
    other = copy.deepcopy(DOCUMENT)
    other["procedures"][0]["name"] = "Một tên khác"
    gone = other["procedures"].pop(1)
    calls.clear()
    answer = client.post("/catalogue/imports/check", caller=administrator, body=other)
    assert calls == {"GetItem": 1}
    assert (answer.status, answer.json["against"], answer.json["is_same"]) == (200, version, False)
    procedures = next(each for each in answer.json["sections"] if each["section"] == "procedures")
    assert procedures["changed"] == [
        {"code": DOCUMENT["procedures"][0]["code"], "name": "Một tên khác", "fields": ["tên"]}
    ]
    assert [each["code"] for each in procedures["removed"]] == [gone["code"]]
    assert (procedures["before"], procedures["after"], procedures["added_total"]) == (40, 39, 0)
    assert client.get("/catalogue").json["version"] == version


def test_the_same_once_more_changes_nothing(client: Api, administrator: Any) -> None:
    answer = client.post("/catalogue/imports/check", caller=administrator, body=DOCUMENT)
    assert answer.json["is_same"] is True
    assert answer.json["years"] == [2026]


def test_before_anything_is_in_force_everything_is_new(api: Any, administrator: Any) -> None:
    answer = api(room).post("/catalogue/imports/check", caller=administrator, body=DOCUMENT).json
    assert answer["against"] is None
    units = next(each for each in answer["sections"] if each["section"] == "units")
    assert (units["added_total"], len(units["added"])) == (654, 100)


def test_a_check_tells_the_same_faults_as_the_import(client: Api, administrator: Any) -> None:
    faulty = {**DOCUMENT, "units": [{**DOCUMENT["units"][0], "parent": "H99"}, *DOCUMENT["units"][1:]]}
    answers = [
        client.post(path, caller=administrator, body=faulty)
        for path in ("/catalogue/imports/check", "/catalogue/imports")
    ]
    assert [each.status for each in answers] == [422, 422]
    assert answers[0].json["problems"] == answers[1].json["problems"] != []


def test_an_import_of_what_was_seen_differently_is_refused(client: Api, administrator: Any, version: str) -> None:
    second = client.post("/catalogue/imports", caller=administrator, body=DOCUMENT, query={"after": version})
    late = client.post("/catalogue/imports", caller=administrator, body=DOCUMENT, query={"after": version})
    assert (second.status, late.status, late.codes) == (201, 409, ["CATALOGUE_CHANGED"])


# ── Versions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_catalogue_is_read_back_from_its_own_document() -> None:
    catalogue = read_catalogue(DOCUMENT, version="v")
    assert read_catalogue(document_of(catalogue), version="v") == catalogue


def test_an_earlier_version_is_in_force_again_as_a_new_one(client: Api, administrator: Any, version: str) -> None:
    without = {**DOCUMENT, "procedures": DOCUMENT["procedures"][1:]}
    second = client.post("/catalogue/imports", caller=administrator, body=without).json["version"]
    would = client.get(f"/catalogue/versions/{version}/changes", caller=administrator).json
    assert next(each["added_total"] for each in would["sections"] if each["section"] == "procedures") == 1
    path = f"/catalogue/versions/{version}/restore"
    assert client.post(path, caller=administrator, body={"after": version}).codes == ["CATALOGUE_CHANGED"]
    third = client.post(path, caller=administrator, body={"after": second})
    assert (third.status, third.json["procedures"]) == (201, 40)
    assert third.json["version"] not in (version, second)
    listed = client.get("/catalogue/versions", caller=administrator).json["versions"]
    assert [(each["version"], each["came"], each["is_current"], each["by"]) for each in listed] == [
        (third.json["version"], "restored", True, "Đặng Hoài Khánh"),
        (second, "imported", False, "Đặng Hoài Khánh"),
        (version, "imported", False, "Đặng Hoài Khánh"),
    ]


def test_versions_come_in_pages(client: Api, administrator: Any, version: str) -> None:
    second = client.post("/catalogue/imports", caller=administrator, body=DOCUMENT).json["version"]
    first = client.get("/catalogue/versions", caller=administrator, query={"limit": 1}).json
    rest = client.get("/catalogue/versions", caller=administrator, query={"limit": 1, "cursor": first["cursor"]}).json
    assert [each["version"] for each in (*first["versions"], *rest["versions"])] == [second, version]


def test_what_came_before_versions_were_listed_is_there_too(client: Api, administrator: Any, version: str) -> None:
    write(delete(keys.catalogue_version(version)))
    listed = client.get("/catalogue/versions", caller=administrator).json["versions"]
    assert [each["version"] for each in listed] == [version]
    assert client.get(f"/catalogue/versions/{version}/document", caller=administrator).status == 200


def test_a_version_is_read_as_the_document_it_can_be_imported_from(
    client: Api, administrator: Any, version: str
) -> None:
    document = client.get(f"/catalogue/versions/{version}/document", caller=administrator).json
    assert client.post("/catalogue/imports/check", caller=administrator, body=document).json["is_same"] is True


@pytest.mark.parametrize("path", ["changes", "document"])
def test_a_version_that_never_was_is_not_there(client: Api, administrator: Any, path: str) -> None:
    assert client.get(f"/catalogue/versions/01JABCDEFGHJKMNPQRSTVWXYZ0/{path}", caller=administrator).status == 404


# ── Units ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_units_of_one_name_are_told_apart_by_what_they_were_below(client: Api, administrator: Any) -> None:
    found = client.get("/catalogue/units", caller=administrator, query={"q": "xa ia bang"}).json["units"]
    communes = [each for each in found if each["kind"] == "xã"]
    assert [(each["code"], each["name"], each["exists"], each["namesakes"]) for each in communes] == [
        ("H21.088", "Xã Ia Băng", True, 3),
        ("H21.900.035", "Xã Ia Băng", False, 3),
        ("H21.900.036", "Xã Ia Bang", False, 3),
        ("H21.900.142", "Xã Ia Băng", False, 3),
    ]
    shown = client.get("/catalogue/units/H21.088", caller=administrator).json
    assert [each["code"] for each in shown["same_name"]] == ["H21.900.035", "H21.900.036", "H21.900.142"]
    wards = client.get("/catalogue/units", caller=administrator, query={"q": "phuong tay son", "exists": "false"}).json
    assert [each["namesakes"] for each in wards["units"]] == [1, 1]


def test_a_merged_unit_says_what_became_of_it(client: Api, administrator: Any) -> None:
    old = client.get(f"/catalogue/units/{OLD_PHU_CAT}", caller=administrator).json
    assert old["exists"] is False
    assert [each["code"] for each in old["successors"]] == [each["code"] for each in old["continued_by"]] == [PHU_CAT]
    assert [(each["certificate"], each["standing"]) for each in old["issuers"]] == [(CERTIFICATE, "ended")]
    new = client.get(f"/catalogue/units/{PHU_CAT}", caller=administrator).json
    assert OLD_PHU_CAT in [each["code"] for each in new["predecessors"]]
    assert new["parent"]["code"] == "H21"


def test_units_nobody_signs_for_are_found(client: Api, administrator: Any) -> None:
    def unregistered() -> list[str]:
        asked = {"unregistered": "true", "q": "phu cat"}
        return [
            each["code"] for each in client.get("/catalogue/units", caller=administrator, query=asked).json["units"]
        ]

    assert PHU_CAT in unregistered()
    before = client.get("/catalogue/issuers", caller=administrator).json["unregistered"]
    assert client.post("/catalogue/issuers", caller=administrator, body=REGISTRATION).status == 201
    assert PHU_CAT not in unregistered()
    assert client.get("/catalogue/issuers", caller=administrator).json["unregistered"] == before - 1


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/catalogue/units/H99", {}, 404),
        ("/catalogue/units", {"q": "a" * 301}, 400),
        ("/catalogue/units", {"exists": "perhaps"}, 400),
        ("/catalogue/units", {"cursor": "????"}, 400),
        ("/catalogue/issuers", {"limit": 0}, 400),
    ],
)
def test_odd_questions_are_refused(client: Api, administrator: Any, path: str, query: Any, status: int) -> None:
    assert client.get(path, caller=administrator, query=query).status == status


# ── Registrations ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_registration_is_a_new_version_with_one_entry_more(client: Api, administrator: Any, calls: Any) -> None:
    calls.clear()
    answer = client.post(
        "/catalogue/issuers", caller=administrator, body={**REGISTRATION, "certificate": CERTIFICATE.lower()}
    )
    assert calls == {"GetItem": 1, "Query": 1, "PutItem": 1, "TransactWriteItems": 1}  # the Query: its first look
    assert (answer.status, answer.json["issuers"]) == (201, 2)
    assert [
        (each["unit"]["code"], each["standing"])
        for each in client.get("/catalogue/issuers", caller=administrator).json["issuers"]
    ] == [
        (OLD_PHU_CAT, "ended"),
        (PHU_CAT, "current"),
    ]
    newest = client.get("/catalogue/versions", caller=administrator).json["versions"][0]
    assert newest["came_text"] == "Đăng ký chứng thư số cho Xã Phù Cát"


@pytest.mark.parametrize(
    ("wrong", "codes", "where"),
    [
        ({"certificate": "AB"}, ["BAD_FINGERPRINT"], "certificate"),
        ({"unit": "H99"}, ["UNIT_UNKNOWN"], "unit"),
        ({"unit": OLD_PHU_CAT, "valid_from": "2025-07-01"}, ["UNIT_NOT_THERE", "OUTLIVES_UNIT"], "valid_from"),
        ({"valid_until": "2024-01-01"}, ["DATES_REVERSED"], "valid_until"),
        ({"valid_from": "2025-01-01"}, ["UNIT_NOT_THERE", "CERTIFICATE_TWICE"], "valid_from"),
    ],
)
def test_faults_of_a_registration_stand_beside_its_fields(  # noqa: PLR0917 - three of them are the case
    client: Api, administrator: Any, version: str, wrong: Any, codes: list[str], where: str
) -> None:
    answer = client.post("/catalogue/issuers", caller=administrator, body=REGISTRATION | wrong)
    assert (answer.status, answer.codes) == (422, codes)
    assert answer.json["problems"][0]["where"] == where
    assert client.get("/catalogue").json["version"] == version


def test_the_same_registration_twice_is_one(client: Api, administrator: Any) -> None:
    assert client.post("/catalogue/issuers", caller=administrator, body=REGISTRATION).status == 201
    assert client.post("/catalogue/issuers", caller=administrator, body=REGISTRATION).codes == ["CERTIFICATE_TWICE"]


def test_a_registration_ends_on_a_day_and_is_not_put_off(client: Api, administrator: Any) -> None:
    assert client.post("/catalogue/issuers", caller=administrator, body=REGISTRATION).status == 201
    asked = {"certificate": CERTIFICATE, "unit": PHU_CAT, "valid_from": "2025-07-01"}

    def ended(day: str) -> Any:
        return client.post("/catalogue/issuers/end", caller=administrator, body={**asked, "valid_until": day})

    assert ended("2026-11-22").status == 201
    [found] = client.get("/catalogue/issuers", caller=administrator, query={"unit": PHU_CAT}).json["issuers"]
    assert (found["valid_until"], found["standing"]) == ("2026-11-22", "ended")
    assert ended("2026-12-31").codes == ["ENDS_EARLIER"]
    assert ended("2025-06-30").json["problems"][0]["where"] == "valid_until"
    asked["unit"] = "H21.001"
    assert ended("2026-11-22").status == 404


def test_who_registers_while_another_imports_is_told(client: Api, administrator: Any, calls: Any) -> None:
    def another(operation: str) -> None:
        if operation == "PutItem":
            calls.then = None
            catalogue = read_catalogue(DOCUMENT, version="01JABCDEFGHJKMNPQRSTVWXYZ0")
            catalogues.keep(
                catalogue, imported_at=catalogues.pointer().imported_at, imported_by="x", after=catalogues.pointer()
            )  # type: ignore[union-attr]

    calls.then = another
    answer = client.post("/catalogue/issuers", caller=administrator, body=REGISTRATION)
    assert (answer.status, answer.codes) == (409, ["CATALOGUE_CHANGED"])


# ── What changes ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_registration_that_ends_is_a_change_of_one_entry() -> None:
    before = read_catalogue(DOCUMENT, version="v")
    after = replace(before, issuers=(replace(before.issuers[0], valid_until=date(2025, 1, 1), kind=SignsAs.PERSON),))
    sections = {each.name: each for each in changes(before, after)}
    assert sections["issuers"].changed[0].fields == ("kind", "valid_until")
    assert all(each.is_same for name, each in sections.items() if name != "issuers")


def test_entries_of_one_code_are_told_apart_by_their_turn() -> None:
    before = read_catalogue(DOCUMENT, version="v")
    after: Catalogue = replace(before, calendars=before.calendars * 2)
    assert [each.code for each in {each.name: each for each in changes(before, after)}["calendars"].added] == [" (2)"]
