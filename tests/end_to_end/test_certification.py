"""A certified copy on the packaged stack: made at the desk, and used by itself in its owner's next dossier."""

from __future__ import annotations

import csv
import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import urllib3

from infra.demo.papers import OFFICE_OPENS, paper
from infra.demo.people import BIRTH_CERTIFICATE, HEAD, OFFICER
from infra.demo.pki import DemoPki
from infra.demo.signing import signed
from shared.clock import today
from tests.end_to_end.asking import Stack, eventually
from tests.end_to_end.conformance import Checked

pytestmark = pytest.mark.stack

UNIT, SCHOOL_LUNCH = "H21.002", "1.001622"
NUMBER, NAME = "000090000994", "Trần Thị Mới"
ORIGINAL = {
    "document_type": BIRTH_CERTIFICATE,
    "number": "12/1990",
    "issuer": "Ủy ban nhân dân xã Phù Cát",
    "issued_on": "1990-03-05",
}


@pytest.fixture
def pki(stack: Stack) -> DemoPki:
    return DemoPki.make(Path(stack.running.environment()["KHO_SAMPLES"]).parent / "pki")


@pytest.fixture
def officer(stack: Stack) -> Checked:
    return Checked.signed_in(stack.address, OFFICER.subject)


@pytest.fixture
def certifier(stack: Stack) -> Checked:
    return Checked.signed_in(stack.address, HEAD.subject)


def a_copy(pki: DemoPki, number: int) -> bytes:
    """A scan of the original, signed by the certifier and then by the commune, yesterday morning."""
    drawn = paper(BIRTH_CERTIFICATE, holder=NAME, number=f"{number}")
    signers = (pki.officers["commune-chair"], pki.agencies["commune"])
    return signed(drawn, signers, pki=pki, at=datetime.combine(today() - timedelta(days=1), OFFICE_OPENS))


def opened(officer: Checked) -> Any:
    """Somebody without an account stands at the counter with the original."""
    body = {"person": {"number": NUMBER, "name": NAME}, "original": ORIGINAL, "pages": 1}
    return officer.must("POST", "desk/certifications", body)


def signed_copy(officer: Checked, request: Any, file: bytes) -> Any:
    """The signed copy sent to the store, and what became of it."""
    fields = {"file_name": "ban-sao.pdf", "size": len(file), "sha256": hashlib.sha256(file).hexdigest()}
    path = f"desk/certifications/{request['id']}/copy"
    announced = officer.must("POST", path, {"revision": request["revision"], **fields})
    assert officer.send(announced, file, "ban-sao.pdf") == 204

    def decided() -> Any:
        upload = officer.must("GET", f"desk/uploads/{announced['id']}")
        return None if upload["state"] == "announced" else upload

    return eventually(decided, patience=120)


def test_a_copy_certified_at_the_counter_answers_its_owners_next_dossier_by_itself(stack, officer, certifier, pki):
    request = opened(officer)
    assert (request["state"], request["fee"]) == ("accepted", 2000)
    upload = signed_copy(officer, request, a_copy(pki, 1))
    assert (upload["state"], upload["reasons"]) == ("accepted", [])
    seen = certifier.must("GET", f"desk/certifications/{request['id']}")
    assert (seen["state"], seen["copy_waiting"]["upload"]) == ("signed", upload["id"])
    path = f"desk/certifications/{request['id']}/deliver"
    assert officer.ask("POST", path, {"revision": seen["revision"]}).status == 403
    delivered = certifier.must("POST", path, {"revision": seen["revision"]})
    assert delivered["number"].endswith(f"/{today().year}")
    claims = {"LoaiTaiKhoan": "1", "SoDinhDanh": NUMBER, "HoVaTen": NAME}
    urllib3.request("PUT", f"{stack.running.openid}/users/nguoi-moi", json=claims)
    citizen = Checked.signed_in(stack.address, "nguoi-moi")
    [held] = citizen.must("GET", "vault/items")["items"]
    assert (held["id"], held["origin"], held["kind"]) == (delivered["item"], "certified", "certified_copy")
    assert citizen.must("GET", f"certifications/{request['id']}")["number"] == delivered["number"]
    dossier = citizen.must("POST", "dossiers", {"procedure": SCHOOL_LUNCH, "unit": UNIT})
    [answered] = [each for each in dossier["components"] if each["status"] == "answered"]
    assert answered["resolution"]["chosen_by"] == "system"
    assert [each["item"] for each in answered["resolution"]["items"]] == [held["id"]]


def test_copies_delivered_at_once_are_numbered_one_after_the_other(officer, certifier, pki):
    requests = [opened(officer) for _ in range(3)]
    for n, request in enumerate(requests):
        assert signed_copy(officer, request, a_copy(pki, 10 + n))["state"] == "accepted"

    def deliver(request: Any) -> Any:
        body = {"revision": request["revision"] + 1}
        return certifier.must("POST", f"desk/certifications/{request['id']}/deliver", body)["number"]

    with ThreadPoolExecutor(3) as many:
        given = set(many.map(deliver, requests))
    register = certifier.must("GET", "desk/certifications")
    numbers = [each["number"] for each in register["entries"]]
    assert numbers == [f"{n}/{today().year}" for n in range(1, len(numbers) + 1)]
    assert len(given) == 3
    assert given <= set(numbers)


def test_the_register_is_saved_as_a_file(stack, officer):
    answer = stack.ask("GET", "desk/certification-register", token=officer.session.access_token)
    assert answer.headers["Content-Type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))
    assert NAME in {each["Họ và tên người yêu cầu"] for each in lines}
