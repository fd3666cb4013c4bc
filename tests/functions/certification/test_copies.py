"""Certified copies from the request to the vault: who may do what, what is judged, and what is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine

from functions.uploads.handlers import sweep_uploads
from shared.clock import new_id, now
from shared.domain.issuers import SignsAs
from shared.domain.items import Origin
from shared.storage import catalogues, items
from shared.web.caller import CERTIFIER, HEAD
from tests import signed_pdfs
from tests.conftest import BIRTH, COPY, IDENTITY, STATUS, a_caller
from tests.functions.certification.counter import CERTIFIER_HERE, NAME, NUMBER, ORIGINAL
from tests.functions.papers_at_the_desk import (
    OFFICER_ELSEWHERE,
    OFFICER_HERE,
    UNIT,
    a_result,
    a_scan,
    an_issuer,
    codes,
    described,
)
from tests.functions.trust.test_fetching import EVENT
from tests.functions.uploads.conftest import tell


def test_a_copy_made_at_the_counter_is_registered_and_in_its_requesters_vault(counter, copy, calls):
    citizen = counter.citizen()
    opened = counter.opened()
    assert (opened.status, opened.json["state"], opened.json["fee"]) == (201, "accepted", 5000)
    id = opened.json["id"]
    upload = counter.signed(id, copy)
    assert (upload["state"], upload["item"]) == ("accepted", None)
    assert counter.read(id)["copy_waiting"]["certifier"] == "Hoàng Thử Nghiệm"
    assert counter.held(citizen) == []
    calls.clear()
    delivered = counter.deliver(id)
    assert calls == {"GetItem": 4, "TransactWriteItems": 1}
    assert (delivered.status, delivered.json["state"], delivered.json["number"]) == (200, "delivered", "1/2026")
    [paper] = counter.held(citizen)
    assert (paper["origin"], paper["kind"], paper["id"]) == ("certified", "certified_copy", delivered.json["item"])
    kept = items.item(paper["id"])
    assert (kept.document_type, kept.copy_of, kept.counts_as) == (COPY, BIRTH, BIRTH)
    assert (kept.number, kept.issuer, kept.issued_on) == ("12/2020", "Ủy ban nhân dân xã Suối Mơ", date(2020, 3, 4))
    assert kept.issuer_unit == UNIT
    assert kept.summary == "Số chứng thực 1/2026, Xã Suối Mơ"
    assert items.holding(kept.id).versions[0][1]["signatures"]
    assert counter.events(citizen.vault) == ["item_certified"]


def test_a_copy_asked_for_online_waits_for_its_original(counter, copy):
    citizen = counter.citizen()
    asked = counter.asked(citizen, wanted_for="Nộp hồ sơ xin việc", wished_on="2026-11-24")
    assert (asked.status, asked.json["state"], asked.json["number"]) == (201, "requested", None)
    assert [each["act"] for each in asked.json["possible"]] == ["cancelled"]
    [waiting] = counter.api.get("/desk/certification-queue", caller=OFFICER_HERE).json["certifications"]
    assert (waiting["id"], waiting["requester"], waiting["title"]) == (asked.json["id"], NAME, "Giấy khai sinh")
    early = counter.act(asked.json["id"], "copy", **described(copy))
    assert (early.status, early.json["code"]) == (409, "NOT_FROM_HERE")
    accepted = counter.act(asked.json["id"], "accept", original={**ORIGINAL, "number": "13/2020"}, pages=1)
    assert (accepted.json["original"]["number"], accepted.json["fee"]) == ("13/2020", 2000)
    counter.signed(asked.json["id"], copy)
    counter.deliver(asked.json["id"])
    mine = counter.api.get(f"/certifications/{asked.json['id']}", caller=citizen).json
    assert [each["deed"] for each in mine["steps"]] == ["requested", "accepted", "signed", "delivered"]
    assert mine["number"] == "1/2026"
    assert counter.api.get("/desk/certification-queue", caller=OFFICER_HERE).json["certifications"] == []
    closed = counter.api.get("/desk/certification-queue", caller=OFFICER_HERE, query={"open": "false"}).json
    assert [each["state"] for each in closed["certifications"]] == ["delivered"]


def test_what_a_copy_costs_and_who_makes_one_is_open_to_everybody(counter, calls):
    calls.clear()
    told = counter.api.get("/certification-terms")
    assert (told.status, told.json["levels"], told.json["fee_of_a_first_page"]) == (200, ["commune"], 2000)
    assert calls == {}


def test_the_copy_answers_by_itself_what_asks_for_its_original(counter, copy):
    citizen = counter.citizen()
    counter.deliver(counter.ready(copy))
    asked = {"procedure": "1.001193", "unit": UNIT}
    dossier = counter.api.post("/dossiers", caller=citizen, body=asked).json
    [birth] = [each for each in dossier["components"] if each["code"] == "birth"]
    assert birth["status"] == "answered"
    assert [each["item"] for each in birth["resolution"]["items"]] == [counter.held(citizen)[0]["id"]]


def test_a_copy_of_a_short_lived_paper_ages_with_its_original_not_with_its_signatures(counter, copy):
    citizen = counter.citizen()
    original = {**ORIGINAL, "document_type": STATUS, "issued_on": "2024-01-02", "purpose": "marriage"}
    opened = counter.opened(original=original)
    assert [each["code"] for each in opened.json["warnings"]] == ["ORIGINAL_EXPIRED", "ORIGINAL_FOR_ONE_PURPOSE"]
    counter.signed(opened.json["id"], copy)
    counter.deliver(opened.json["id"])
    [paper] = counter.held(citizen)
    assert items.item(paper["id"]).dated == date(2024, 1, 2)


def test_who_never_signed_in_finds_the_copy_when_they_do(counter, copy):
    person = {"number": "052091000222", "name": "Lê Thị Mới", "phone": "0905 123 456"}
    id = counter.opened(person=person).json["id"]
    counter.signed(id, copy)
    assert counter.deliver(id).status == 200
    citizen = counter.citizen("052091000222", "Lê Thị Mới")
    assert [each["origin"] for each in counter.held(citizen)] == ["certified"]
    [told] = [row for row in counter.world.rows("OUTBOX#") if row.get("vault") == citizen.vault]
    assert told["phone"] == "84905123456"


def test_a_number_of_somebody_with_another_name_is_refused(counter):
    counter.citizen(NUMBER, "Trần Thị Bình")
    refused = counter.opened()
    assert (refused.status, refused.json["code"]) == (422, "NAME_DIFFERS")


@pytest.mark.parametrize(
    ("document_type", "code"), [(COPY, "COPY_OF_COPY"), (IDENTITY, "NEVER_A_FILE"), ("X.1", "DOCUMENT_TYPE_UNKNOWN")]
)
def test_what_cannot_be_copied_is_refused_online_and_at_the_counter(counter, document_type, code):
    original = {**ORIGINAL, "document_type": document_type}
    assert counter.asked(counter.citizen(), original=original).codes == [code]
    assert counter.opened(original=original).codes == [code]


def test_a_request_says_everything_that_is_wrong_at_once(counter):
    wrong = {"document_type": COPY, "purpose": "party"}
    refused = counter.asked(counter.citizen(), original=wrong, unit="H99", wished_on="2030-01-01")
    assert refused.codes == ["COPY_OF_COPY", "PURPOSE_UNKNOWN", "UNIT_UNKNOWN", "WISHED_TOO_FAR"]


def test_nobody_asks_without_end(counter):
    citizen = counter.citizen()
    statuses = [counter.asked(citizen).status for _ in range(11)]
    assert statuses == [201] * 10 + [429]


def unregistered() -> bytes:
    """Signed by a person of the hierarchy nobody registered, and by the commune."""
    stranger = signed_pdfs.How(signed_pdfs.someone("Người Lạ"), field="Officer")
    seal = signed_pdfs.How(signed_pdfs.organisation(), field="Agency", box=signed_pdfs.OTHER_BOX)
    return signed_pdfs.signed(signed_pdfs.a_paper(text="La"), stranger, seal)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (lambda: a_result("Mot minh", alone=True), "PERSON_ONLY"),
        (lambda: a_scan("Chi con dau"), "ORGANISATION_ONLY"),
        (lambda: a_result("Cua so", by="finance"), "WRONG_ISSUER"),
        (signed_pdfs.a_paper, "UNSIGNED"),
        (unregistered, "CERTIFIER_NOT_REGISTERED"),
    ],
    ids=["person alone", "seal alone", "another unit", "unsigned", "a stranger and the seal"],
)
def test_a_copy_without_the_certifiers_and_the_units_own_signatures_is_refused(counter, file, code):
    counter.citizen()
    id = counter.opened().json["id"]
    upload = counter.signed(id, file())
    assert upload["state"] == "refused"
    assert code in codes(upload)
    assert all(each["remedy"] for each in upload["reasons"])
    assert counter.read(id)["state"] == "accepted"


def test_a_certifier_whose_registration_had_ended_when_they_signed_is_refused(counter, copy):
    catalogue = catalogues.current()
    ended = an_issuer(signed_pdfs.person(), SignsAs.PERSON, valid_until=date(2023, 12, 31))
    seal = an_issuer(signed_pdfs.organisation(), SignsAs.ORGANISATION)
    after = replace(catalogue, version=new_id(), issuers=(ended, seal))
    catalogues.keep(after, imported_at=now(), imported_by=new_id(), after=catalogues.pointer())
    catalogues.forget()
    counter.citizen()
    upload = counter.signed(counter.opened().json["id"], copy)
    assert codes(upload) == ["CERTIFIER_NOT_REGISTERED"]


def test_a_signed_copy_is_taken_back_with_its_file_and_another_one_takes_its_place(counter, copy):
    citizen = counter.citizen()
    id = counter.ready(copy)
    [key] = counter.world.objects("vault")
    discarded = counter.act(id, "discard")
    assert (discarded.json["state"], discarded.json["copy_waiting"]) == ("accepted", None)
    assert key not in counter.world.objects("vault")
    assert counter.signed(id, copy)["state"] == "accepted"
    assert counter.deliver(id).json["number"] == "1/2026"
    assert len(counter.held(citizen)) == 1


def test_a_second_copy_for_one_request_is_refused_while_the_first_waits(counter, copy):
    counter.citizen()
    id = counter.opened().json["id"]
    first, second = counter.sent(id, copy), counter.sent(id, a_result("Ban thu hai"))
    assert tell(first, second) == []
    assert counter.upload(first)["state"] == "accepted"
    assert codes(counter.upload(second)) == ["CERTIFICATION_MOVED_ON"]


def test_what_the_requester_has_already_as_the_same_file_grows_into_the_certified_copy(counter, copy):
    citizen = counter.citizen()
    body = described(copy, kind="certified_copy", document_type=COPY, copy_of=BIRTH)
    mine = counter.api.post("/vault/uploads", caller=citizen, body=body).json["id"]
    counter.world.put("incoming", mine, copy)
    assert tell(mine) == []
    id = counter.ready(copy)
    assert counter.deliver(id).json["item"] == mine
    [paper] = counter.held(citizen)
    assert (paper["id"], items.item(mine).origin) == (mine, Origin.CERTIFIED)


def test_a_refusal_says_why_and_is_told(counter):
    citizen = counter.citizen()
    id = counter.asked(citizen).json["id"]
    refused = counter.act(id, "refuse", reason="Bản chính đã bị tẩy xóa.")
    assert (refused.json["state"], refused.json["possible"]) == ("refused", [])
    mine = counter.api.get(f"/certifications/{id}", caller=citizen).json
    assert (mine["steps"][-1]["text"], mine["steps"][-1]["by"]) == ("Bản chính đã bị tẩy xóa.", "Xã Suối Mơ")
    assert counter.events(citizen.vault) == ["copy_refused"]
    assert counter.act(id, "refuse", reason="").status == 400


def test_who_asked_cancels_until_it_is_signed(counter, copy):
    citizen = counter.citizen()
    id = counter.asked(citizen).json["id"]
    cancelled = counter.api.post(f"/certifications/{id}/cancel", caller=citizen, body={"revision": 1})
    assert cancelled.json["state"] == "cancelled"
    signed = counter.ready(copy)
    late = counter.api.post(f"/certifications/{signed}/cancel", caller=citizen, body={"revision": 2})
    assert (late.status, late.json["code"]) == (409, "NOT_FROM_HERE")


def test_only_a_certifier_delivers(counter, copy):
    counter.citizen()
    id = counter.ready(copy)
    head = a_caller(roles=frozenset({HEAD}), unit=UNIT)
    assert counter.deliver(id, caller=OFFICER_HERE).json["code"] == "ROLE_MISSING"
    assert counter.deliver(id, caller=head).json["code"] == "ROLE_MISSING"
    assert counter.deliver(id).status == 200


def test_a_certifier_prepares_copies_too(counter, copy):
    counter.citizen()
    assert counter.opened(caller=CERTIFIER_HERE).status == 201


def test_another_units_officer_finds_nothing_and_citizens_have_no_desk(counter, copy):
    citizen = counter.citizen()
    id = counter.ready(copy)
    assert counter.api.get(f"/desk/certifications/{id}", caller=OFFICER_ELSEWHERE).status == 404
    elsewhere = a_caller(roles=frozenset({CERTIFIER}), unit=OFFICER_ELSEWHERE.unit)
    assert counter.deliver(id, caller=elsewhere).status == 404
    assert counter.act(id, "discard", caller=OFFICER_ELSEWHERE).status == 404
    for path in ("/desk/certifications", "/desk/certification-queue", f"/desk/certifications/{id}"):
        assert counter.api.get(path, caller=citizen).status == 403
    stranger = a_caller()
    assert counter.api.get(f"/certifications/{id}", caller=stranger).status == 404
    assert counter.api.post(f"/certifications/{id}/cancel", caller=stranger, body={"revision": 1}).status == 404


def test_nobody_certifies_a_copy_of_their_own(counter, copy):
    mine = counter.citizen()
    officer = replace(OFFICER_HERE, person=mine.person, vault=mine.vault)
    refused = counter.opened(caller=officer)
    assert (refused.status, refused.json["code"]) == (403, "OWN_CERTIFICATION")
    id = counter.ready(copy)
    certifier = replace(CERTIFIER_HERE, person=mine.person, vault=mine.vault)
    assert counter.deliver(id, caller=certifier).json["code"] == "OWN_CERTIFICATION"


def test_of_two_who_act_at_once_the_second_is_told_what_the_first_did(counter, copy):
    counter.citizen()
    id = counter.ready(copy)
    assert counter.deliver(id, revision=2).status == 200
    late = counter.act(id, "discard", revision=2)
    assert (late.status, late.json["code"]) == (409, "CHANGED_MEANWHILE")
    assert [each["detail"] for each in late.json["problems"]] == ["Vào sổ và trả bản sao (Xã Suối Mơ)"]


def test_of_two_who_act_in_the_very_same_moment_one_is_told(counter, copy):
    counter.citizen()
    id = counter.asked(counter.citizen()).json["id"]

    def quicker(_):
        counter.world.calls.then = None
        assert counter.act(id, "refuse", reason="Không có bản chính.").status == 200

    counter.world.calls.then = quicker
    late = counter.act(id, "accept", original=ORIGINAL, pages=1, revision=1)
    assert (late.status, late.json["code"]) == (409, "CHANGED_MEANWHILE")
    assert "Từ chối chứng thực" in late.json["problems"][0]["detail"]


def test_a_file_that_is_no_pdf_or_too_large_is_refused_before_it_is_sent(counter):
    counter.citizen()
    id = counter.opened().json["id"]
    refused = counter.act(id, "copy", file_name="ban-sao.docx", size=0, sha256="0" * 64)
    assert refused.codes == ["NOT_A_PDF_NAME", "FILE_EMPTY"]
    assert counter.act(id, "copy", file_name="a.pdf", size=26 * 1024 * 1024, sha256="0" * 64).status == 413


def test_my_requests_are_listed_newest_first(counter, calls):
    citizen = counter.citizen()
    ids = [counter.asked(citizen).json["id"] for _ in range(3)]
    calls.clear()
    page = counter.api.get("/certifications", caller=citizen, query={"limit": 2}).json
    assert calls == {"Query": 1}
    rest = counter.api.get("/certifications", caller=citizen, query={"limit": 2, "cursor": page["cursor"]}).json
    assert [each["id"] for each in (*page["certifications"], *rest["certifications"])] == ids[::-1]
    assert counter.api.get("/certifications", caller=citizen, query={"cursor": "eA"}).status == 400


def test_a_copy_that_waits_is_never_tidied_away_and_one_nobody_delivers_any_more_is(counter, copy):
    counter.citizen()
    waits, left = counter.ready(copy), counter.opened().json["id"]
    refused = counter.sent(left, a_result("Ban thu ba"))
    counter.act(left, "refuse", reason="Bản chính bị tẩy xóa.")
    assert tell(refused) == []
    with time_machine.travel(signed_pdfs.NOW + timedelta(days=1, minutes=5), tick=True):
        sweep_uploads(EVENT, None)
        assert list(counter.world.objects("vault").values()) == [copy]
        assert counter.deliver(waits).status == 200
    with time_machine.travel(signed_pdfs.NOW + timedelta(days=3), tick=True):
        sweep_uploads(EVENT, None)
    assert list(counter.world.objects("vault").values()) == [copy]
    assert [row["PK"] for row in counter.world.rows() if row.get("owner_key") == "SWEEP"] == []


def test_a_certifier_looks_through_the_copy_first_and_its_holder_reads_that_they_did(counter, copy):
    citizen = counter.citizen()
    id = counter.opened().json["id"]
    path = f"/desk/certifications/{id}/open"
    assert counter.api.post(path, caller=CERTIFIER_HERE).json["code"] == "NO_COPY_WAITING"
    counter.signed(id, copy)
    assert counter.api.post(path, caller=OFFICER_ELSEWHERE).status == 404
    link = counter.api.post(path, caller=CERTIFIER_HERE).json
    assert link["expires_in"] <= 300
    item = counter.deliver(id).json["item"]
    [look] = counter.api.get(f"/vault/items/{item}/accesses", caller=citizen).json["accesses"]
    assert look["sentence"].startswith("Công chức của đơn vị Xã Suối Mơ đã mở phiên bản 1")
    assert look["sentence"].endswith("để kiểm tra trước khi trả bản sao chứng thực.")


def merged(unit: str, heir: str) -> None:
    """The unit ended yesterday; since today another does its work."""
    catalogue, here = catalogues.current(), catalogues.current().units_by_code[unit]
    gone = replace(here, valid_until=date(2026, 11, 22), successors=(heir,))
    fresh = replace(here, code=heir, name="Phường Suối Mơ Mới", valid_from=date(2026, 11, 23), predecessors=(unit,))
    others = [each for each in catalogue.units if each.code != unit]
    after = replace(catalogue, version=new_id(), units=(gone, fresh, *others))
    catalogues.keep(after, imported_at=now(), imported_by=new_id(), after=catalogues.pointer())
    catalogues.forget()


def test_a_successor_finds_certifies_and_registers_what_was_asked_of_a_unit_that_was_merged(counter, copy):
    citizen = counter.citizen()
    id = counter.asked(citizen).json["id"]
    merged(UNIT, "H21.60")
    answer = counter.api.get("/desk/certification-queue", caller=OFFICER_HERE).json
    assert ([each["code"] for each in answer["units"]], answer["certifications"]) == (["H21.60", UNIT], [])
    query = {"unit": UNIT}
    [waiting] = counter.api.get("/desk/certification-queue", caller=OFFICER_HERE, query=query).json["certifications"]
    assert waiting["id"] == id
    assert counter.api.get("/desk/certification-queue", caller=OFFICER_ELSEWHERE, query=query).status == 404
    counter.act(id, "accept", original=ORIGINAL, pages=1)
    assert counter.signed(id, copy)["state"] == "accepted"
    delivered = counter.deliver(id).json
    assert (delivered["unit"], delivered["number"]) == ("H21.60", "1/2026")
    assert counter.numbers() == ["1/2026"]


def test_a_successor_reads_and_saves_the_register_of_a_unit_that_was_merged(counter, copy):
    delivered = counter.opened().json["id"]
    counter.signed(delivered, copy)
    counter.deliver(delivered)
    merged(UNIT, "H21.60")
    read = counter.api.get("/desk/certifications", caller=OFFICER_HERE, query={"unit": UNIT}).json
    assert [(each["number"], each["certification"]) for each in read["entries"]] == [("1/2026", delivered)]
    assert [each["code"] for each in read["units"]] == ["H21.60", UNIT]
    assert counter.api.get("/desk/certifications", caller=OFFICER_HERE).json["entries"] == []
    saved = counter.api.get("/desk/certification-register", caller=OFFICER_HERE, query={"unit": UNIT})
    assert NAME in saved.content.decode("utf-8-sig")
    for route in ("/desk/certifications", "/desk/certification-register"):
        assert counter.api.get(route, caller=OFFICER_ELSEWHERE, query={"unit": UNIT}).status == 404
