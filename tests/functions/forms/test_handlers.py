"""Forms of a dossier: made of what it says, opened by who may, addressed to the citizen or kept at the desk."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine
from pypdf import PdfReader

from functions.desk.handlers import room as desks
from functions.forms.handlers import room
from functions.forms.letterheads import letterhead
from functions.requests.handlers import room as requests
from shared.domain.catalogue import Level, Unit
from shared.domain.contribution import Sheet, contribution
from shared.domain.dossiers import Dossier
from shared.storage import dossiers, tallies
from shared.web.acted import procedure_of
from tests.conftest import Api, World, a_caller
from tests.functions.at_the_desk import COMMUNE, FRIDAY, OTHER_COMMUNE, Desk, a_citizen, a_dossier, an_officer
from tests.functions.dossiers.stood import stand_catalogue


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FRIDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(world: World, clock: time_machine.Traveller, api: Callable[..., Api]) -> Desk:
    stand_catalogue()
    return Desk(api(desks, requests, room), an_officer())


@pytest.fixture
def citizen(desk: Desk) -> Any:
    return a_citizen()


@pytest.fixture
def received(desk: Desk, citizen: Any) -> Dossier:
    dossier = a_dossier(citizen.vault)
    assert desk.receive(dossier).status == 200
    return replace(dossier, version=3)


def made(desk: Desk, dossier: Dossier, form: str) -> Any:
    return desk.api.post(f"/desk/dossiers/{dossier.id}/forms/{form}", caller=desk.officer)


def text(world: World, key: str) -> str:
    pages = PdfReader(io.BytesIO(world.objects("vault")[key])).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_receipt_says_what_was_handed_in_and_when_the_result_is_due(desk, received, world):
    answer = made(desk, received, "01")
    assert answer.status == 200, answer.json
    assert (answer.json["form"], answer.json["expires_in"]) == ("01", 300)
    assert f"/forms/{received.id}/01" in answer.json["url"]
    told = text(world, f"forms/{received.id}/01")
    for each in (
        received.code,
        "ỦY BAN NHÂN DÂN XÃ AN NHƠN TÂY",
        "Nguyễn Thị Lan",
        "17 giờ 00 phút, ngày 09 tháng 9 năm 2026",
        "Trần Văn Bình",
    ):
        assert each in told


def test_a_form_is_made_only_of_what_has_happened(desk, received):
    for form in ("02", "03", "04", "05"):
        assert made(desk, received, form).json["code"] == "FORM_NOT_YET"
    for form in ("07", "00", "x"):
        assert made(desk, received, form).json["code"] == "NO_SUCH_FORM"


def test_every_form_is_made_once_its_act_was_done(desk, received, world):
    an_officer(head=True, name="Phạm Thị Hoa")
    desk.act(received.id, "reappoint", version=3, due_on="2026-09-15", reason="Chờ xác minh.")
    points = [{"component": "TP02", "text": "Bản chụp mờ."}, {"text": "Ghi rõ lý do."}]
    desk.act(received.id, "supplement", version=4, points=points, until="2026-09-10")
    with time_machine.travel("2026-09-11T02:00:00Z", tick=False):
        assert desk.act(received.id, "stop", version=5, reason="Không bổ sung.").status == 200
        for form in ("01", "02", "04", "05", "06"):
            assert (form, made(desk, received, form).status) == (form, 200)
    assert "Bản chụp mờ." in text(world, f"forms/{received.id}/02")
    apology, stop = (text(world, f"forms/{received.id}/{form}") for form in ("04", "05"))
    assert "Chờ xác minh." in apology
    assert "Phạm Thị Hoa" in apology  # the head signs it
    assert "Không bổ sung." in stop
    assert "Trần Văn Bình" in text(world, f"forms/{received.id}/06")


def test_a_refusal_is_put_on_paper_with_its_reason(desk, citizen, world):
    dossier = a_dossier(citizen.vault)
    desk.act(dossier.id, "refuse", version=2, reason="Không thuộc thẩm quyền.")
    assert made(desk, dossier, "03").status == 200
    assert "Không thuộc thẩm quyền." in text(world, f"forms/{dossier.id}/03")


def test_the_citizen_gets_what_is_addressed_to_them_and_nobody_elses(desk, received, citizen):
    for form in ("01", "06"):
        made(desk, received, form)
    mine = desk.api.get(f"/dossiers/{received.id}/forms", caller=citizen).json["forms"]
    assert [each["form"] for each in mine] == ["01"]
    assert [
        each["form"] for each in desk.api.get(f"/desk/dossiers/{received.id}/forms", caller=desk.officer).json["forms"]
    ] == ["01", "06"]
    assert desk.api.get(f"/dossiers/{received.id}/forms", caller=a_caller()).status == 404
    assert made(desk.of(an_officer(OTHER_COMMUNE)), received, "01").status == 404


def test_made_twice_on_a_day_it_is_the_same_file(desk, received, world):
    made(desk, received, "01")
    first = world.objects("vault")
    made(desk, received, "01")
    assert world.objects("vault") == first


def test_the_register_lists_what_a_unit_received(desk, received, world):
    kept = dossiers.dossier(received.id)
    tallies.keep(Sheet(COMMUNE, date(2026, 8, 28)), kept.id, kept.version, contribution(kept, procedure_of(kept)))
    body = {"since": "2026-08-01", "until": "2026-08-28"}
    answer = desk.api.post("/desk/register", caller=desk.officer, body=body)
    assert answer.status == 200, answer.json
    [key] = world.objects("vault")
    assert received.code in text(world, key).replace(" ", "")
    for since, until in (("2026-08-02", "2026-08-01"), ("2026-06-01", "2026-08-01"), ("2026-08-28", "2026-08-29")):
        bad = desk.api.post("/desk/register", caller=desk.officer, body={"since": since, "until": until})
        assert bad.codes == ["BAD_PERIOD"]


@pytest.mark.parametrize(
    ("name", "level", "agency", "place"),
    [
        ("Xã An Nhơn Tây", Level.COMMUNE, "Ủy ban nhân dân xã An Nhơn Tây", "An Nhơn Tây"),
        ("Phường Pleiku", Level.COMMUNE, "Ủy ban nhân dân phường Pleiku", "Pleiku"),
        ("Sở Tư pháp tỉnh Gia Lai", Level.DEPARTMENT, "Sở Tư pháp tỉnh Gia Lai", "Gia Lai"),
    ],
)
def test_an_agency_heads_its_papers_as_it_is_called(name, level, agency, place):
    province = Unit(code="H21", name="Tỉnh Gia Lai", kind="tỉnh", level=Level.PROVINCE)
    head = letterhead(Unit(code="H21.001", name=name, kind="", level=level), province, number="260828-0001")
    assert head["agency_above"] == "Ủy ban nhân dân tỉnh Gia Lai"
    assert (head["agency"], head["place"]) == (agency, place)
