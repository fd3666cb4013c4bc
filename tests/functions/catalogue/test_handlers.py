"""The catalogue over HTTP: open to everybody to read, to administrators to import."""

from __future__ import annotations

import copy
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from functions.catalogue.handlers import room
from infra.catalogue import shipped
from shared.storage import catalogues
from shared.web.caller import ADMINISTRATOR, OFFICER
from tests.conftest import Api, a_caller

DOCUMENT = shipped()
ADMIN = a_caller(roles=frozenset({ADMINISTRATOR}))


@pytest.fixture(autouse=True)
def _a_day_in_2026_and_a_function_just_started(world: Any) -> Iterator[None]:
    with time_machine.travel("2026-11-23T09:00:00+07:00"):
        catalogues.forget()
        yield
    catalogues.forget()


@pytest.fixture
def empty(api: Any) -> Api:
    found: Api = api(room)
    return found


@pytest.fixture
def client(empty: Api) -> Api:
    """An API with the shipped catalogue in it."""
    answer = empty.post("/catalogue/imports", caller=ADMIN, body=DOCUMENT)
    assert answer.status == 201
    return empty


def codes(answer: Any, name: str) -> list[str]:
    assert answer.status == 200
    return [each["code"] for each in answer.json[name]]


# ── Importing ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_import_says_what_came_in_and_is_current(empty: Api) -> None:
    answer = empty.post("/catalogue/imports", caller=ADMIN, body=DOCUMENT)
    assert answer.status == 201
    counts = {name: answer.json[name] for name in ("document_types", "procedures", "components", "units", "issuers")}
    assert counts == {"document_types": 42, "procedures": 40, "components": 107, "units": 654, "issuers": 0}
    assert (answer.json["years"], answer.json["years_missing"]) == ([2026], [2027])
    assert empty.get("/catalogue").json == answer.json


def test_a_second_import_is_a_new_version(client: Api) -> None:
    first = client.get("/catalogue").json["version"]
    second = client.post("/catalogue/imports", caller=ADMIN, body=DOCUMENT).json["version"]
    assert second > first
    assert client.get("/catalogue").json["version"] == second


def test_a_faulty_import_is_told_every_fault_and_changes_nothing(client: Api) -> None:
    before = client.get("/catalogue").json
    faulty = copy.deepcopy(DOCUMENT)
    faulty["procedures"][3]["components"][1]["accepts"][0] = ["KQ.NONE"]
    faulty["units"][5]["parent"] = "H99"
    answer = client.post("/catalogue/imports", caller=ADMIN, body=faulty)
    assert answer.status == 422
    assert [(each["code"], each["where"]) for each in answer.json["problems"]] == [
        ("TYPE_UNKNOWN", "procedures[3].components[1].accepts[0][0]"),
        ("UNIT_UNKNOWN", "units[5].parent"),
    ]
    assert client.get("/catalogue").json == before


@pytest.mark.parametrize(
    ("body", "status"), [(b"[]", 400), (b"{", 400), (b"{}", 422), (b'{"units": 1}', 422), (b"\xff", 400)]
)
def test_what_is_no_catalogue_is_refused(client: Api, body: bytes, status: int) -> None:
    assert client.post("/catalogue/imports", caller=ADMIN, body=body).status == status


def test_only_an_administrator_imports(empty: Api) -> None:
    assert empty.post("/catalogue/imports", body=DOCUMENT).status == 401
    for caller in (a_caller(), a_caller(roles=frozenset({OFFICER}))):
        assert empty.post("/catalogue/imports", caller=caller, body=DOCUMENT).status == 403
    assert empty.get("/catalogue").status == 404


@pytest.mark.parametrize("path", ["/procedures", "/procedures/1.001193", "/document-types", "/units"])
def test_before_the_first_import_readers_are_asked_to_come_back(empty: Api, path: str) -> None:
    assert empty.get(path).status == 503


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "q", ["khai sinh đăng ký", "DANG KY KHAI SINH", unicodedata.normalize("NFD", "đăng ký khai sinh")]
)
def test_anybody_finds_a_procedure_however_they_type(client: Api, q: str) -> None:
    assert codes(client.get("/procedures", query={"q": q}), "procedures")[0] == "1.001193"


def test_a_long_list_comes_in_pages_without_gaps(client: Api) -> None:
    seen: list[str] = []
    asked: dict[str, Any] = {"limit": 15}
    for size in (15, 15, 10):
        answer = client.get("/procedures", query=asked)
        found = codes(answer, "procedures")
        assert (len(found), answer.json["total"]) == (size, 40)
        seen += found
        asked["cursor"] = answer.json["cursor"]
    assert asked["cursor"] is None
    assert seen == [each["code"] for each in DOCUMENT["procedures"]]


def test_a_unit_is_asked_what_it_receives(client: Api) -> None:
    found = codes(client.get("/procedures", query={"unit": "H21.90.001"}), "procedures")
    assert found == ["1.004222", "1.004194", "1.010038"]
    assert codes(client.get("/procedures", query={"level": "police"}), "procedures") == ["3.000330", "1.002809"]


def test_a_day_before_a_procedure_was_in_force_does_not_show_it(client: Api) -> None:
    assert "2.000806" in codes(client.get("/procedures", query={"on": "2025-07-01"}), "procedures")
    assert "2.000806" not in codes(client.get("/procedures", query={"on": "2025-06-30"}), "procedures")


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/procedures", {"unit": "H99"}, 404),
        ("/procedures", {"level": "planet"}, 400),
        ("/procedures", {"on": "tomorrow"}, 400),
        ("/procedures", {"limit": 0}, 400),
        ("/procedures", {"limit": 101}, 400),
        ("/procedures", {"cursor": "????"}, 400),
        ("/procedures", {"cursor": "LTE"}, 400),  # -1
        ("/procedures", {"q": "a" * 10_000}, 400),
        ("/procedures", {"page": 2}, 400),
        ("/procedures/9.999999", {}, 404),
        ("/units", {"procedure": "9.999999"}, 404),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(client: Api, path: str, query: dict[str, Any], status: int) -> None:
    answer = client.get(path, query=query)
    assert answer.status == status
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_a_procedure_names_what_it_asks_for_and_yields(client: Api) -> None:
    found = client.get("/procedures/1.000894").json
    single = found["components"][2]
    assert found["name"] == "Đăng ký kết hôn"
    assert found["results"] == [{"code": "KQ.G15.000032", "name": "Giấy chứng nhận kết hôn"}]
    assert single["accepts"] == [[{"code": "KQ.LOCAL.000103", "name": "Giấy xác nhận tình trạng hôn nhân"}]]
    assert single["purpose"] == {"code": "KET_HON", "name": "Đăng ký kết hôn"}
    assert single["case"] in {each["code"] for each in found["cases"]}


def test_every_procedure_and_type_can_be_shown(client: Api) -> None:
    for procedure in DOCUMENT["procedures"]:
        assert client.get(f"/procedures/{procedure['code']}").json["code"] == procedure["code"]
    assert codes(client.get("/document-types"), "document_types") == [
        each["code"] for each in DOCUMENT["document_types"]
    ]


def test_a_document_type_is_found_and_says_how_sure_its_validity_is(client: Api) -> None:
    [found] = client.get("/document-types", query={"q": "tinh trang hon nhan"}).json["document_types"]
    assert (found["validity"], found["months"], found["purpose_bound"]) == ("months", 6, True)
    assert found["validity_status"] == "M"


def test_units_are_a_tree_as_of_a_day(client: Api) -> None:
    today = client.get("/units").json
    before = client.get("/units", query={"on": "2025-06-30"}).json
    assert (today["on"], [each["code"] for each in today["units"]]) == ("2026-11-23", ["H21"])
    assert [each["code"] for each in before["units"]] == ["H21", "H08"]
    [canh_vinh] = [each for each in today["units"][0]["below"] if each["code"] == "H21.031"]
    assert canh_vinh["name"] == "Xã Canh Vinh"
    assert len(canh_vinh["predecessors"]) == 4


def test_units_that_receive_a_procedure_are_shown_with_the_way_down(client: Api) -> None:
    [province] = client.get("/units", query={"procedure": "1.012784"}).json["units"]
    assert [each["code"] for each in province["below"]] == ["H21.14"]


def test_reading_while_fresh_asks_aws_nothing(client: Api, calls: Any) -> None:
    client.get("/procedures")
    calls.clear()
    for path in ("/procedures", "/procedures/1.001193", "/document-types", "/units"):
        assert client.get(path).status == 200
    assert calls == {}


def test_an_import_asks_for_the_pointer_and_writes_parts_and_pointer(empty: Api, calls: Any) -> None:
    calls.clear()
    empty.post("/catalogue/imports", caller=ADMIN, body=DOCUMENT)
    assert calls == {"GetItem": 1, "PutItem": 1, "TransactWriteItems": 1}
