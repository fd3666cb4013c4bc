"""From a signed PDF to a submitted dossier on the packaged stack, and what must not pass on the way."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import urllib3

from infra.demo.people import BIRTH_CERTIFICATE, MARITAL_STATUS, ONE_PAPER, SEVERAL_PAPERS
from infra.package import ROOT
from tests.end_to_end.asking import Stack, eventually
from tests.end_to_end.conformance import Checked

pytestmark = pytest.mark.stack

BIRTH = {"kind": "result", "document_type": BIRTH_CERTIFICATE}
LARGEST = 25 * 1024 * 1024
SUBMITTING = {"receive_by": "counter", "consents": ["TRUTHFUL", "PROCESSING", "REUSE"]}


@pytest.fixture
def chau(stack: Stack) -> Checked:
    return Checked.signed_in(stack.address, SEVERAL_PAPERS.subject)


@pytest.fixture
def binh(stack: Stack) -> Checked:
    return Checked.signed_in(stack.address, ONE_PAPER.subject)


def test_the_guides_two_chapters_are_walked_to_the_end(stack):
    environment = os.environ | stack.running.environment()
    walked = subprocess.run(
        [sys.executable, "-m", "infra.demo.walk"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert walked.returncode == 0, walked.stderr
    for step in ("tự động đính kèm", "[Lấy từ kho]", "Mã hồ sơ H21.002-", "Thông báo qua Zalo", "Thông báo qua SMS"):
        assert step in walked.stdout


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("tu-choi-ban-chup-chua-ky", "UNSIGNED"),
        ("tu-choi-ky-so-cong-cong", "PUBLIC_CA_ONLY"),
        ("tu-choi-luu-lai-sau-khi-ky", "RESAVED_AFTER_SIGNING"),
        ("tu-choi-sua-sau-khi-ky", "CONTENT_CHANGED"),
    ],
)
def test_a_spoilt_paper_is_refused_with_its_reason_and_remedy(stack, binh, name, code):
    file = Path(stack.running.environment()["KHO_SAMPLES"]) / f"{name}.pdf"
    upload = binh.deposit(file.read_bytes(), file.name, **BIRTH)
    assert upload["state"] == "refused"
    assert code in [each["code"] for each in upload["reasons"]]
    assert all(each["remedy"] for each in upload["reasons"])
    assert eventually(lambda: upload["id"] in keys_in(stack, "QuarantineBucket"))
    assert eventually(lambda: upload["id"] not in keys_in(stack, "IncomingBucket"))


@pytest.mark.parametrize(
    ("file", "code"),
    [(b"<html>not a PDF</html>", "NOT_PDF"), (b"%PDF-1.7\n1 0 obj\n<<", "TRUNCATED")],
)
def test_what_is_no_whole_pdf_is_refused(binh, file, code):
    upload = binh.deposit(file, "giay-to.pdf", **BIRTH)
    assert (upload["state"], upload["item"]) == ("refused", None)
    assert code in [each["code"] for each in upload["reasons"]]


def test_other_bytes_than_announced_are_refused(binh):
    announced = binh.announce(b"%PDF-1.7 the one", "a.pdf", **BIRTH).json
    assert binh.send(announced, b"%PDF-1.7 another", "a.pdf") == 204
    assert [each["code"] for each in binh.judged(announced["id"])["reasons"]] == ["HASH_MISMATCH"]


def test_more_bytes_than_announced_are_refused_by_the_store_itself(binh):
    announced = binh.announce(b"%PDF-1.7", "a.pdf", **BIRTH).json
    assert binh.send(announced, b"%PDF-1.7 and more", "a.pdf") == 400
    assert binh.must("GET", f"vault/uploads/{announced['id']}")["state"] == "announced"


def test_a_byte_over_25_megabytes_is_not_even_announced(binh):
    fields = {**BIRTH, "file_name": "a.pdf", "size": LARGEST + 1, "sha256": "0" * 64}
    assert binh.ask("POST", "vault/uploads", fields).status == 413


def test_what_nobody_announced_is_set_aside(stack):
    stack.client("s3").put_object(Bucket=stack.outputs["IncomingBucket"], Key="nobody-announced-this", Body=b"%PDF-")
    assert eventually(lambda: "nobody-announced-this" in keys_in(stack, "QuarantineBucket"))


def test_the_same_bytes_twice_are_told_and_not_kept_twice(stack, chau):
    file = (Path(stack.running.home) / "papers" / f"{SEVERAL_PAPERS.subject}-1.pdf").read_bytes()
    before = chau.must("GET", "vault/items")["items"]
    again = chau.announce(file, "again.pdf", **BIRTH)
    assert (again.status, again.json["code"]) == (409, "ALREADY_IN_VAULT")
    assert chau.must("GET", "vault/items")["items"] == before


def test_exactly_one_birth_certificate_attaches_itself_and_several_papers_wait_for_a_choice(binh, chau):
    asked = {"procedure": "1.000894", "unit": "H21.002", "cases": ["NGOAI_NOI_THUONG_TRU"]}
    alone = binh.must("POST", "dossiers", {"procedure": "1.001622", "unit": "H21.002"})
    assert [each["status"] for each in alone["components"]] == ["missing", "answered", "optional"]
    several = chau.must("POST", "dossiers", asked)
    waiting = next(each for each in several["components"] if each["status"] == "to_choose")
    offered = chau.must("GET", f"dossiers/{several['id']}/components/{waiting['code']}/suggestions")
    assert {paper["document_type"] for each in offered["candidates"] for paper in each["papers"]} == {MARITAL_STATUS}


def test_codes_never_repeat_when_many_submit_at_once(binh):
    ready = [a_dossier_ready_to_submit(binh) for _ in range(4)]
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda dossier: binh.ask("POST", f"dossiers/{dossier}/submit", SUBMITTING), ready * 2))
    assert {each.status for each in answers} == {200}
    pairs = {(each.json["id"], each.json["code"]) for each in answers}
    assert len(pairs) == len({code for _, code in pairs}) == len(ready)


def a_dossier_ready_to_submit(citizen: Checked) -> str:
    party = {"name": ONE_PAPER.name, "phone": ONE_PAPER.phone}
    asked = {"procedure": "1.001622", "unit": "H21.002", "applicant": party, "owner": party}
    dossier = citizen.must("POST", "dossiers", asked)["id"]
    citizen.must("PUT", f"dossiers/{dossier}/components/TP01", {"way": "form", "form": {"truong": "Mầm non Ví Dụ"}})
    return str(dossier)


def test_nobody_reaches_what_is_not_theirs(binh, chau):
    theirs = binh.must("GET", "vault/items")["items"][0]["id"]
    upload = binh.announce(b"%PDF-1.7 mine", "a.pdf", **BIRTH).json["id"]
    dossier = binh.must("POST", "dossiers", {"procedure": "1.001622", "unit": "H21.002"})["id"]
    attempts = [
        ("GET", f"vault/items/{theirs}", None),
        ("GET", f"vault/items/{theirs}/file", None),
        ("DELETE", f"vault/items/{theirs}", None),
        ("GET", f"vault/items/{theirs}/accesses", None),
        ("GET", f"vault/uploads/{upload}", None),
        ("GET", f"dossiers/{dossier}", None),
        ("POST", f"dossiers/{dossier}/submit", SUBMITTING),
    ]
    assert {chau.ask(*attempt).status for attempt in attempts} == {404}


def test_a_papers_own_link_opens_it_and_nothing_else(stack, binh):
    item = binh.must("GET", "vault/items")["items"][0]
    link = binh.must("GET", f"vault/items/{item['id']}/file")
    opened = urllib3.request("GET", link["url"])
    assert (opened.status, opened.data[:5]) == (200, b"%PDF-")
    assert link["expires_in"] <= 300
    assert urllib3.request("GET", link["url"].replace(item["id"], "0" * 26)).status == 403


def test_every_public_answer_is_as_described(stack, binh):
    for path in ("catalogue", "procedures?q=khai+sinh", "procedures/1.001193", "document-types", "units", "me"):
        assert binh.ask("GET", path).status == 200
    assert binh.ask("GET", "procedures/9.999999").status == 404


def keys_in(stack: Stack, bucket: str) -> set[str]:
    listed = stack.client("s3").list_objects_v2(Bucket=stack.outputs[bucket])
    return {each["Key"] for each in listed.get("Contents", [])}
