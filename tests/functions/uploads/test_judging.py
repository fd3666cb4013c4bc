"""An incoming PDF is judged and decided once, however often and whenever the queue tells of it."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import time_machine

from functions.vault import handlers as vault
from shared.clock import new_id, now
from shared.domain.dossiers import State
from shared.domain.issuers import IssuerCertificate, SignsAs
from shared.signatures.trust import fingerprint
from shared.storage import catalogues, dossiers, items, trust
from shared.storage.table import transact, write
from tests import signed_pdfs
from tests.conftest import BIRTH, STATUS, a_caller
from tests.functions.uploads.conftest import ME, tell, told
from tests.functions.uploads.test_announcing import a_dossier


def codes(upload):
    return [each["code"] for each in upload["reasons"]]


def events(world):
    return [row["event"] for row in world.rows("OUTBOX#")]


def test_a_government_signed_pdf_becomes_a_paper_of_the_vault(desk, world, paper):
    upload = desk.judged(paper)
    assert (upload["state"], upload["reasons"], upload["item"]) == ("accepted", [], upload["id"])
    assert upload["sentence"] == "Chữ ký số hợp lệ; giấy tờ đã vào Kho."
    holding = items.holding(upload["item"])
    assert holding.item.holders == (ME.vault,)
    assert holding.item.version.signed_on.isoformat() == "2024-03-05"
    assert holding.item.version.pages == 2
    assert [each["signer"]["name"] for each in holding.versions[0][1]["signatures"]]
    assert list(world.objects("vault").values()) == [paper]
    assert world.objects("incoming") == {}
    assert events(world) == ["upload_accepted"]


def test_an_accepted_upload_costs_two_rows_one_file_each_way_and_one_transaction(desk, calls, paper):
    trust.current()
    id = desk.sent(paper)
    calls.clear()
    tell(id)
    assert calls == {"GetItem": 3, "GetObject": 1, "PutObject": 1, "TransactWriteItems": 1, "DeleteObject": 1}


def test_a_message_carries_ids_and_nothing_of_the_paper(desk, world, paper):
    upload = desk.judged(paper)
    [row] = world.rows("OUTBOX#")
    assert (row["parameters"], row["about"]) == ({}, f"item/{upload['item']}")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda _: b"GIF89a" + bytes(100), "NOT_PDF"),
        (lambda file: file[: len(file) // 2], "TRUNCATED"),
        (lambda _: signed_pdfs.a_paper(), "UNSIGNED"),
        (lambda file: file + b"\n% more", "TRAILING_DATA"),
    ],
)
def test_a_file_that_is_no_signed_pdf_is_refused_in_words_and_set_aside(desk, world, paper, spoil, code):
    file = spoil(paper)
    upload = desk.judged(file)
    assert (upload["state"], codes(upload)) == ("refused", [code])
    assert upload["reasons"][0]["sentence"]
    assert upload["reasons"][0]["remedy"]
    assert upload["sentence"] == upload["reasons"][0]["sentence"]
    assert world.objects("quarantine") == {upload["id"]: file}
    assert (world.objects("vault"), world.objects("incoming")) == ({}, {})
    assert world.rows("ITEM#") == []
    assert events(world) == ["upload_refused"]


def test_a_pdf_signed_under_a_public_authority_is_refused(desk):
    public = signed_pdfs.signed(signed_pdfs.a_paper(), signed_pdfs.How(signed_pdfs.pki().public_signer))
    assert "PUBLIC_CA_ONLY" in codes(desk.judged(public))


def test_bytes_other_than_announced_are_refused_whatever_their_signatures(desk, paper, other_paper, world):
    id = desk.announced(paper)
    world.put("incoming", id, other_paper)
    tell(id)
    assert codes(desk.told(id)) == ["HASH_MISMATCH"]


def test_without_revocation_lists_a_paper_is_kept_but_undecided(desk, world, paper):
    without_lists(world)
    upload = desk.judged(paper)
    assert (upload["state"], codes(upload)) == ("undecided", ["REVOCATION_UNKNOWN"])
    assert items.item(upload["item"]).version.standing == "undecided"
    assert events(world) == ["upload_undecided"]


def test_without_the_demonstrations_trust_its_papers_are_refused(desk, paper, monkeypatch):
    monkeypatch.setenv("DEMO_TRUST", "false")
    assert desk.judged(paper)["state"] == "refused"


def test_an_object_nobody_announced_is_set_aside(desk, world, paper):
    stray = new_id()
    world.put("incoming", stray, paper)
    assert tell(stray) == []
    assert tell(stray) == []
    assert world.objects("quarantine") == {stray: paper}
    assert world.objects("incoming") == {}
    assert world.rows("ITEM#") == world.rows("OUTBOX#") == []


def test_the_test_event_of_s3_tells_of_nothing(desk):
    assert told({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "incoming"}) == []


def test_a_message_that_fails_comes_back_alone(desk, world, calls, paper, other_paper):
    first, second = desk.sent(other_paper), desk.sent(paper)

    def fails(_):
        calls.then = None
        raise RuntimeError

    calls.then = fails
    assert len(tell(first, second)) == 1
    assert (desk.told(first)["state"], desk.told(second)["state"]) == ("announced", "accepted")
    assert tell(first) == []
    assert desk.told(first)["state"] == "accepted"


def test_a_file_that_vanished_from_incoming_is_refused_once_and_waits_for_nothing(desk, world, paper):
    id = desk.sent(paper)
    world.s3.delete_object(Bucket="incoming", Key=id)
    assert tell(id) == []
    upload, before = desk.told(id), world.rows()
    assert (upload["state"], codes(upload)) == ("refused", ["FILE_GONE"])
    assert "không còn" in upload["sentence"]
    assert upload["reasons"][0]["remedy"]
    assert tell(id) == []
    assert world.rows() == before
    assert (world.objects("quarantine"), world.objects("vault")) == ({}, {})
    assert events(world) == ["upload_refused"]


def test_without_a_time_stamp_a_paper_is_dated_by_its_signers_and_never_by_its_holder(desk, api):
    with time_machine.travel(datetime(2026, 3, 9, 18, 0, tzinfo=UTC)):
        status = signed_pdfs.signed(signed_pdfs.a_paper(), signed_pdfs.How(signed_pdfs.organisation(), stamped=None))
    upload = desk.judged(status, document_type=STATUS, purpose="marriage", issued_on="2026-11-23")
    assert upload["state"] == "accepted"
    item = items.item(upload["item"])
    assert (item.version.signed_on, item.dated) == (date(2026, 3, 10), date(2026, 3, 10))
    body = {"revision": item.revision, "issued_on": "2026-11-20"}
    retyped = api(vault.room).patch(f"/vault/items/{item.id}", caller=ME, body=body).json
    assert (retyped["issued_on"], retyped["validity"]["code"]) == ("2026-11-20", "expired")


def test_a_paper_stamped_long_after_its_signer_claims_looks_no_newer(desk):
    with time_machine.travel(datetime(2020, 1, 1, tzinfo=UTC)):
        proven = signed_pdfs.signed(signed_pdfs.a_paper(), signed_pdfs.How(signed_pdfs.organisation()))
    assert items.item(desk.judged(proven)["item"]).dated == date(2020, 1, 1)


def test_what_is_said_in_several_lines_keeps_them(desk, api, paper):
    summary = "Khai sinh của bé Na\nCấp lại lần 2"
    item = desk.judged(paper, summary=summary)["item"]
    room, path = api(vault.room), f"/vault/items/{item}"
    assert room.get(path, caller=ME).json["summary"] == summary
    corrected = room.patch(path, caller=ME, body={"revision": 1, "summary": f"{summary}\n\nHết"})
    assert corrected.json["summary"] == f"{summary}\n\nHết"
    assert [each["summary"] for each in room.get("/vault/items", caller=ME).json["items"]] == [f"{summary}\n\nHết"]


def test_told_twice_it_is_decided_once(desk, world, paper):
    id = desk.sent(paper)
    tell(id, id)
    before = world.rows()
    tell(id)
    assert world.rows() == before
    assert events(world) == ["upload_accepted"]


def test_what_is_sent_again_after_the_decision_only_goes_away(desk, world, paper, other_paper):
    upload = desk.judged(paper)
    before = world.rows()
    world.put("incoming", upload["id"], other_paper)
    assert tell(upload["id"]) == []
    assert world.objects("incoming") == {}
    assert (world.rows(), list(world.objects("vault").values())) == (before, [paper])


def test_the_same_bytes_announced_twice_make_one_paper(desk, world, paper):
    first, second = desk.sent(paper), desk.sent(paper)
    tell(second, first)
    assert desk.told(second)["state"] == "accepted"
    refused = desk.told(first)
    assert (codes(refused), refused["item"]) == (["ALREADY_IN_VAULT"], second)
    assert list(world.objects("vault").values()) == [paper]


def test_a_replacement_supersedes_and_keeps_the_old_version_readable(desk, world, paper, other_paper):
    item = desk.judged(paper)["item"]
    upload = desk.judged(other_paper, replaces=item)
    holding = items.holding(item)
    assert (upload["item"], holding.item.version.number) == (item, 2)
    assert [version.number for version, _ in holding.versions] == [2, 1]
    assert sorted(world.objects("vault").values()) == sorted([paper, other_paper])
    [held] = world.rows(f"VAULT#{ME.vault}")
    assert held["version"]["number"] == 2


def without_lists(world):
    for key in world.objects("trust"):
        if key.startswith("crls/"):
            world.s3.delete_object(Bucket="trust", Key=key)
    trust.forget()


def test_a_replacement_that_cannot_be_decided_leaves_the_accepted_version_in_its_place(desk, world, paper, other_paper):
    item = desk.judged(paper)["item"]
    without_lists(world)
    upload = desk.judged(other_paper, replaces=item)
    assert (upload["state"], codes(upload)) == ("refused", ["REPLACEMENT_UNDECIDED", "REVOCATION_UNKNOWN"])
    assert upload["sentence"] == upload["reasons"][0]["sentence"]
    assert (items.item(item).version.number, items.item(item).version.standing) == (1, "accepted")
    assert list(world.objects("vault").values()) == [paper]
    assert world.objects("quarantine") == {upload["id"]: other_paper}


def test_what_was_replaced_may_come_back_as_a_newer_version(desk, paper, other_paper):
    item = desk.judged(paper)["item"]
    desk.judged(other_paper, replaces=item)
    assert desk.judged(paper, replaces=item)["state"] == "accepted"
    assert [version.number for version, _ in items.holding(item).versions] == [3, 2, 1]


def test_two_replacements_at_once_become_two_versions(desk, paper, other_paper):
    item = desk.judged(paper)["item"]
    third = signed_pdfs.signed(signed_pdfs.a_paper(3), signed_pdfs.How(signed_pdfs.organisation()))
    one, other = desk.sent(other_paper, replaces=item), desk.sent(third, replaces=item)
    assert tell(other, one) == []
    assert items.item(item).version.number == 3


def test_a_paper_removed_before_its_replacement_came_is_not_replaced(desk, world, paper, other_paper):
    item = desk.judged(paper)["item"]
    id = desk.sent(other_paper, replaces=item)
    transact(*items.left(items.item(item), ME.vault))
    tell(id)
    assert codes(desk.told(id)) == ["REPLACED_ITEM_GONE"]
    assert world.objects("quarantine") == {id: other_paper}


def test_a_paper_for_a_draft_is_attached_in_the_same_transaction(desk, calls, catalogue, paper):
    draft = a_dossier(ME.vault, catalogue)
    id = desk.sent(paper, dossier=draft.id, component="birth")
    trust.current()
    calls.clear()
    tell(id)
    assert calls["TransactWriteItems"] == 1
    upload, [pin] = desk.told(id), dossiers.dossier(draft.id).answer("birth").resolution.items
    assert upload["attached"]
    assert (pin.item, pin.version) == (upload["item"], 1)


def test_an_expired_paper_for_a_draft_goes_into_the_vault_and_leaves_the_answer_alone(
    desk, catalogue, paper, other_paper
):
    draft = a_dossier(ME.vault, catalogue)
    desk.judged(paper, dossier=draft.id, component="birth")
    before = dossiers.dossier(draft.id)
    upload = desk.judged(other_paper, dossier=draft.id, component="birth", valid_until="2026-11-22")
    assert (upload["state"], upload["attached"], codes(upload)) == ("accepted", False, ["EXPIRED"])
    assert upload["sentence"] == (
        "Chữ ký số hợp lệ; giấy tờ đã vào Kho nhưng chưa đáp ứng thành phần hồ sơ: "
        "giấy tờ đã hết hạn sử dụng vào ngày nộp hồ sơ."
    )
    assert items.item(upload["item"]).holders == (ME.vault,)
    assert dossiers.dossier(draft.id) == before


def test_an_unsigned_scan_for_a_draft_is_its_attachment_and_no_paper(desk, world, catalogue):
    draft, scan = a_dossier(ME.vault, catalogue), signed_pdfs.a_paper()
    upload = desk.judged(scan, dossier=draft.id, component="scan", kind=None, document_type=None)
    assert (upload["state"], upload["item"], upload["attached"]) == ("accepted", None, True)
    assert dossiers.dossier(draft.id).answer("scan").resolution.attachment.upload == upload["id"]
    assert world.rows("ITEM#") == world.rows("VAULT#") == []
    assert list(world.objects("vault").values()) == [scan]


def test_a_scan_with_a_script_inside_is_refused_even_for_a_draft(desk, catalogue):
    draft = a_dossier(ME.vault, catalogue)
    scripted = signed_pdfs.a_paper(catalogue=b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>")
    upload = desk.judged(scripted, dossier=draft.id, component="scan", kind=None, document_type=None)
    assert upload["state"] == "refused"


def test_a_dossier_submitted_meanwhile_is_not_touched(desk, catalogue, paper):
    draft = a_dossier(ME.vault, catalogue)
    id = desk.sent(paper, dossier=draft.id, component="birth")
    scan = desk.sent(signed_pdfs.a_paper(), dossier=draft.id, component="scan", kind=None, document_type=None)
    write(dossiers.changed(draft, replace(draft, state=State.SUBMITTED)))
    tell(id, scan)
    assert (desk.told(id)["state"], desk.told(id)["attached"]) == ("accepted", False)
    assert codes(desk.told(scan)) == ["DOSSIER_CLOSED"]
    assert dossiers.dossier(draft.id).answer("birth").resolution is None


def test_an_erased_paper_leaves_nothing_of_what_was_said_of_it(desk, world, api, paper, other_paper):
    item = desk.judged(paper, title="Khai sinh của bé Na")["item"]
    desk.judged(other_paper, replaces=item, number="07/KS-NA")
    assert api(vault.room).delete(f"/vault/items/{item}", caller=ME).json["outcome"] == "erased"
    assert not [row for row in world.rows() if "bé Na" in str(row) or "KS-NA" in str(row)]
    assert [row["PK"] for row in world.rows(f"UPLOAD#{item}")] == []
    assert world.objects("vault") == {}


def test_papers_of_two_people_never_meet(desk, paper):
    you = a_caller()
    mine, yours = desk.judged(paper), desk.judged(paper, caller=you)
    assert {mine["state"], yours["state"]} == {"accepted"}
    assert mine["item"] != yours["item"]
    assert items.items_counting_as(you.vault, [BIRTH])[0].id == yours["item"]


def test_announcing_never_opens_what_only_judging_needs():
    heavy = "{'pyhanko', 'pypdf', 'cryptography', 'asn1crypto'}"
    asked = f"import sys, functions.uploads.handlers, functions.vault.handlers; print({heavy} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "set()"


def registered(unit):
    catalogue, seal = catalogues.current(), fingerprint(signed_pdfs.organisation().der)
    issuer = IssuerCertificate(
        certificate=seal, unit=unit, kind=SignsAs.ORGANISATION, organisation="UBND", valid_from=date(2019, 1, 1)
    )
    after = replace(catalogue, version=new_id(), issuers=(issuer,))
    catalogues.keep(after, imported_at=now(), imported_by=new_id(), after=catalogues.pointer())


def test_whose_paper_it_is_comes_from_the_registered_certificate_and_never_from_what_is_typed(desk, api, paper):
    registered("H21.50.05")
    item = desk.judged(paper, issuer="Sở Bịa Đặt")["item"]
    assert items.item(item).issuer_unit == "H21.50.05"
    shown = api(vault.room).get(f"/vault/items/{item}", caller=ME).json
    assert (shown["issuer"], shown["issuer_unit_name"]) == ("Sở Bịa Đặt", "Xã Suối Mơ")


def test_the_registered_unit_is_the_agency_where_its_holder_names_none(desk, paper):
    registered("H21.50.05")
    assert items.item(desk.judged(paper)["item"]).issuer == "Xã Suối Mơ"


def test_a_paper_of_an_agency_nobody_registered_is_kept_as_before(desk, paper):
    upload = desk.judged(paper)
    assert upload["state"] == "accepted"
    assert items.item(upload["item"]).issuer_unit is None
