"""The one-stop desk on the packaged stack: look before you scan, gates, and results that come back into the vault."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from infra.demo.papers import OFFICE_OPENS, paper, signed_by_agency
from infra.demo.people import EMPTY, HEAD, MARITAL_STATUS, OFFICER, SEVERAL_PAPERS, DemoPerson
from infra.demo.pki import DemoPki
from infra.demo.signing import signed
from shared.clock import today
from tests.end_to_end.asking import Stack, eventually
from tests.end_to_end.conformance import Checked

pytestmark = pytest.mark.stack

UNIT, MARRIAGE, STATUS = "H21.002", "1.000894", "1.004873"
ELSEWHERE = "NGOAI_NOI_THUONG_TRU"
SUBMITTING = {"receive_by": "electronic", "consents": ["TRUTHFUL", "PROCESSING", "REUSE"]}


@pytest.fixture
def pki(stack: Stack) -> DemoPki:
    return DemoPki.make(Path(stack.running.environment()["KHO_SAMPLES"]).parent / "pki")


@pytest.fixture
def officer(stack: Stack) -> Checked:
    return Checked.signed_in(stack.address, OFFICER.subject)


@pytest.fixture
def head(stack: Stack) -> Checked:
    return Checked.signed_in(stack.address, HEAD.subject)


@pytest.fixture
def an(stack: Stack) -> Checked:
    return Checked.signed_in(stack.address, EMPTY.subject)


@pytest.fixture
def chau(stack: Stack) -> Checked:
    return Checked.signed_in(stack.address, SEVERAL_PAPERS.subject)


def yesterday() -> date:
    return today() - timedelta(days=1)


def a_result(pki: DemoPki, person: DemoPerson, number: str) -> bytes:
    drawn = paper(MARITAL_STATUS, holder=person.name, number=number, issued_on=yesterday(), born=person.born)
    return signed_by_agency(drawn, MARITAL_STATUS, pki=pki, issued_on=yesterday())


def a_scan(pki: DemoPki, person: DemoPerson) -> bytes:
    from datetime import datetime  # noqa: PLC0415

    drawn = paper(MARITAL_STATUS, holder=person.name, number="ban giay", born=person.born)
    sealed_at = datetime.combine(yesterday(), OFFICE_OPENS)
    return signed(drawn, (pki.agencies["commune"],), pki=pki, at=sealed_at)


def submitted(citizen: Checked, person: DemoPerson, procedure: str, *, cases: list[str], **answers: Any) -> str:
    """A dossier handed in, its id; online, or by an officer's hands at the counter."""
    party = {"name": person.name, "phone": person.phone}
    asked = {"procedure": procedure, "unit": UNIT, "cases": cases, "applicant": party, "owner": party}
    dossier = citizen.must("POST", "dossiers", asked)["id"]
    for component, answer in answers.items():
        citizen.must("PUT", f"dossiers/{dossier}/components/{component}", answer)
    citizen.must("POST", f"dossiers/{dossier}/submit", SUBMITTING)
    return str(dossier)


def on_paper(officer: Checked, person: DemoPerson) -> str:
    """Somebody without a device asks to marry, on paper: an officer files it, and leaves TP03 to the agency."""
    opened = {
        "number": person.number,
        "name": person.name,
        "channel": "counter",
        "consents": SUBMITTING["consents"],
        "consent_given": "signed_paper",
        "evidence": "PYC-01",
    }
    session = officer.must("POST", "desk/assisted-sessions", opened)
    hands = replace(officer, session=replace(officer.session, access_token=session["access_token"]))
    form, known = {"way": "form", "form": {"ho_ten": person.name}}, {"way": "data"}
    dossier = submitted(hands, person, MARRIAGE, cases=[ELSEWHERE], TP01=form, TP03=known)
    officer.must("DELETE", f"desk/assisted-sessions/{session['id']}")
    return dossier


def act(officer: Checked, dossier: str, path: str, method: str = "POST", **body: Any) -> Any:
    version = officer.must("GET", f"desk/dossiers/{dossier}")["version"]
    return officer.must(method, f"desk/dossiers/{dossier}/{path}", {"version": version, **body})


def received(officer: Checked, dossier: str) -> None:
    whole = officer.must("GET", f"desk/dossiers/{dossier}")["components"]
    components = [each for each in whole if each["status"] != "not_applicable"]
    act(officer, dossier, "receive", checks=[{"component": each["code"], "ok": True} for each in components])


def sent(officer: Checked, dossier: str, path: str, file: bytes, name: str, **said: Any) -> Any:
    """A file announced, sent straight to the store, and what became of it."""
    fields = {"file_name": name, "size": len(file), "sha256": hashlib.sha256(file).hexdigest(), **said}
    announced = act(officer, dossier, path, **fields)
    assert officer.send(announced, file, name) == 204

    def decided() -> Any:
        upload = officer.must("GET", f"desk/uploads/{announced['id']}")
        return None if upload["state"] == "announced" else upload

    return eventually(decided, patience=120)


def test_a_result_returned_today_answers_the_next_dossier_by_itself(officer, head, an, pki):
    """An online dossier from [Nộp hồ sơ] to [Trả kết quả], and the loop closed."""
    dossier = submitted(an, EMPTY, STATUS, cases=[], TP01={"way": "form", "form": {"muc_dich": "Kết hôn"}})
    received(officer, dossier)
    act(officer, dossier, "forward")
    version = officer.must("GET", f"desk/dossiers/{dossier}")["version"]
    early = officer.ask("POST", f"desk/dossiers/{dossier}/close", {"version": version})
    assert (early.status, early.json["code"]) == (409, "GATE_CLOSED")
    assert [each["code"] for each in early.json["problems"]] == ["RESULT_MISSING"]
    result = sent(officer, dossier, "results", a_result(pki, EMPTY, "91"), "ket-qua.pdf", purpose="KET_HON")
    assert (result["state"], result["reasons"]) == ("accepted", [])
    before = an.must("GET", "vault/items")["items"]
    act(officer, dossier, "close")
    [item] = [each for each in an.must("GET", "vault/items")["items"] if each not in before]
    assert (item["origin"], item["document_type"]) == ("issued", MARITAL_STATUS)
    [given] = an.must("GET", f"dossiers/{dossier}")["results"]
    assert given["item"] == item["id"]
    assert act(head, dossier, "return", how="electronic")["state"] == 10
    following = an.must("POST", "dossiers", {"procedure": MARRIAGE, "unit": UNIT, "cases": [ELSEWHERE]})
    answered = next(each for each in following["components"] if each["code"] == "TP03")
    assert answered["resolution"]["chosen_by"] == "system"
    assert [each["item"] for each in answered["resolution"]["items"]] == [item["id"]]


def test_on_paper_what_the_vault_has_is_used_with_a_click(officer, chau):
    dossier = on_paper(officer, SEVERAL_PAPERS)
    received(officer, dossier)
    found = act(officer, dossier, "components/TP03/lookup", purpose="Kiểm tra tình trạng hôn nhân")
    best = found["candidates"][0]["papers"][0]["item"]
    link = officer.must("POST", f"desk/dossiers/{dossier}/components/TP03/open", {"item": best, "purpose": "Đối chiếu"})
    assert link["expires_in"] <= 300
    used = act(officer, dossier, "components/TP03", "PUT", way="vault", items=[best])
    assert (used["way"], used["items"]) == ("vault", [best])
    assert act(officer, dossier, "forward")["state"] == 4
    log = [each["sentence"] for each in chau.must("GET", "vault/accesses")["accesses"]]
    assert any("đã tra cứu Kho" in each for each in log)
    assert any("đã mở phiên bản 1" in each for each in log)


def test_on_paper_a_scan_over_what_the_vault_has_needs_a_reason_and_is_confirmed(officer, chau, pki):
    dossier, file = on_paper(officer, SEVERAL_PAPERS), a_scan(pki, SEVERAL_PAPERS)
    received(officer, dossier)
    body = {
        "version": officer.must("GET", f"desk/dossiers/{dossier}")["version"],
        "file_name": "ban-so-hoa.pdf",
        "size": len(file),
        "sha256": hashlib.sha256(file).hexdigest(),
        "issued_on": f"{yesterday()}",
    }
    path = f"desk/dossiers/{dossier}/components/TP03"
    early = officer.ask("POST", f"{path}/scan", body)
    assert (early.status, early.json["code"]) == (409, "LOOK_BEFORE_YOU_SCAN")
    assert act(officer, dossier, "components/TP03/lookup", purpose="Kiểm tra Kho")["total"] >= 2
    unexplained = officer.ask("POST", f"{path}/scan", {**body, "version": body["version"] + 1})
    assert (unexplained.status, unexplained.json["code"]) == (422, "SCAN_REASON_NEEDED")
    said = {"issued_on": body["issued_on"], "reason": "UNREADABLE"}
    scan = sent(officer, dossier, "components/TP03/scan", file, "ban-so-hoa.pdf", **said)
    assert (scan["state"], scan["reasons"]) == ("accepted", [])
    before = {each["id"] for each in chau.must("GET", "vault/items")["items"]}
    assert act(officer, dossier, "forward")["state"] == 4
    [confirmed] = [each for each in chau.must("GET", "vault/items")["items"] if each["id"] not in before]
    assert (confirmed["origin"], confirmed["document_type"]) == ("confirmed", MARITAL_STATUS)
