"""The end of a dossier: gates, results judged, delivered into every holder's vault, and returned."""

from dataclasses import replace

import pytest

from shared.clock import new_id, now
from shared.domain.dossiers import State
from shared.domain.items import Correction, ItemState, Origin
from shared.domain.people import Holder, HolderKind
from shared.storage import dossiers, items, known_files, people, vaults
from shared.storage.table import transact, write
from tests.conftest import BIRTH, MARRIAGE, a_caller
from tests.functions.papers_at_the_desk import (
    HEAD_HERE,
    OFFICER_ELSEWHERE,
    OFFICER_HERE,
    OWNER,
    UNIT,
    a_result,
    a_scan,
    codes,
    deposited,
    described,
)
from tests.functions.uploads.conftest import tell

BRIDE = {"number": "000195000024", "name": "Trần Thị Bình"}


@pytest.fixture(scope="module")
def result() -> bytes:
    return a_result()


@pytest.fixture(scope="module")
def scan() -> bytes:
    return a_scan()


def test_a_closed_gate_names_every_unmet_point_at_once(desk):
    refused = desk.act(desk.dossier(), "/forward")
    assert (refused.status, refused.json["code"]) == (409, "GATE_CLOSED")
    assert [each["where"] for each in refused.json["problems"]] == ["components.birth", "components.declared"]


def test_the_checklist_says_beforehand_what_the_gate_will_say(desk):
    dossier = desk.dossier()
    [forward, close] = desk.api.get(desk.at(dossier, "/gates"), caller=OFFICER_HERE).json["gates"]
    assert (forward["possible"], forward["open"], close["possible"], close["open"]) == (True, False, False, False)
    assert [each["ok"] for each in forward["checks"]] == [False, False, True]


def test_a_head_passes_a_closed_gate_with_a_reason_that_is_kept_and_nobody_else_does(desk):
    dossier = desk.dossier()
    refused = desk.act(dossier, "/forward", override="Khẩn cấp.")
    assert (refused.status, refused.json["code"]) == (403, "HEAD_ONLY")
    assert desk.act(dossier, "/forward", caller=HEAD_HERE).json["code"] == "GATE_CLOSED"
    assert desk.act(dossier, "/forward", caller=HEAD_HERE, override="Khẩn cấp.").status == 200
    [event] = dossiers.events_of(dossier.id)
    assert (event.person, event.reason) == (HEAD_HERE.person, "Khẩn cấp.")
    assert event.overridden == ("COMPONENT_UNRESOLVED:components.birth", "COMPONENT_UNRESOLVED:components.declared")


def test_an_open_gate_overrides_nothing(desk):
    dossier = desk.dossier()
    desk.answer(dossier, "birth", way="waived", note="Không cần.")
    desk.answer(dossier, "declared", way="form", note="Đã nhận tờ khai giấy.")
    assert desk.act(dossier, "/forward", caller=HEAD_HERE, override="Cho chắc.").status == 200
    assert dossiers.events_of(dossier.id)[-1].overridden == ()


def test_what_was_digitised_becomes_a_confirmed_paper_of_its_owner_with_the_forwarding(desk, scan, calls):
    dossier = desk.dossier()
    desk.look_up(dossier)
    desk.scanned(dossier, scan, issued_on="2019-05-06")
    desk.answer(dossier, "declared", way="form", note="Đã nhận tờ khai giấy.")
    calls.clear()
    assert desk.act(dossier, "/forward").status == 200
    assert calls == {"GetItem": 1, "TransactWriteItems": 1}
    [paper] = desk.held()
    assert (paper["origin"], paper["document_type"], paper["issued_on"]) == ("confirmed", BIRTH, "2019-05-06")
    pinned = desk.now(dossier).answer("birth").resolution.items
    assert [each.item for each in pinned] == [paper["id"]]
    assert "item_confirmed" in desk.events(OWNER.vault)


def test_a_result_signed_by_a_person_and_the_agency_waits_with_its_dossier(desk, result):
    dossier = desk.resolved(desk.dossier())
    told = desk.result(dossier, result, number="15/2026")
    assert (told["state"], told["sentence"]) == (
        "accepted",
        "Chữ ký số hợp lệ; kết quả chờ được trả vào Kho khi hoàn thành hồ sơ.",
    )
    [waiting] = desk.api.get(desk.at(dossier, "/results"), caller=OFFICER_HERE).json["results"]
    assert (waiting["number"], waiting["delivered"], waiting["holders"]) == ("15/2026", False, 1)
    assert desk.held() == []


@pytest.mark.parametrize(
    ("file", "changes", "code"),
    [
        (lambda: a_result(alone=True), {}, "PERSON_ONLY"),
        (a_scan, {}, "ORGANISATION_ONLY"),
        (lambda: a_result(by="finance"), {}, "WRONG_ISSUER"),
        (lambda: a_scan(by="finance"), {"scanned": True}, "WRONG_ISSUER"),
    ],
)
def test_a_result_that_is_not_signed_as_it_must_be_is_refused_with_its_reason(desk, file, changes, code):
    dossier = desk.resolved(desk.dossier())
    told = desk.result(dossier, file(), **changes)
    assert (told["state"], code in codes(told)) == ("refused", True)
    assert desk.now(dossier).results == ()


def test_of_a_result_made_on_paper_the_agencys_signature_is_enough(desk, scan):
    dossier = desk.resolved(desk.dossier())
    assert desk.result(dossier, scan, scanned=True)["state"] == "accepted"
    assert desk.act(dossier, "/close").status == 200


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"document_type": MARRIAGE}, "RESULT_OTHER_TYPE"),
        ({"holders": [{"number": "12", "name": "Trần Thị Bình"}]}, "HOLDER_NUMBER_INVALID"),
        ({"file_name": "ket-qua.docx"}, "NOT_A_PDF_NAME"),
        ({"size": 0}, "FILE_EMPTY"),
        ({"issued_on": "2999-01-01"}, "ISSUED_IN_FUTURE"),
    ],
)
def test_what_cannot_be_a_result_is_refused_before_it_is_sent(desk, result, changes, code):
    dossier = desk.resolved(desk.dossier())
    refused = desk.act(dossier, "/results", **described(result, **changes))
    assert (refused.status, refused.codes) == (422, [code])
    assert desk.world.rows("UPLOAD#") == []


def test_a_paper_of_two_needs_the_other_one(desk, result):
    dossier = desk.resolved(desk.dossier(procedure="1.000894"))
    alone = desk.act(dossier, "/results", **described(result))
    assert (alone.status, alone.codes) == (422, ["HOLDER_MISSING"])
    own = people.arrived(Holder(kind=HolderKind.PERSON, number="000090000017", name="An"), at=now())
    mine = desk.resolved(desk.dossier(a_caller(person=own.id), procedure="1.000894"))
    twice = desk.act(mine, "/results", **described(result, holders=[{"number": "000090000017", "name": "An"}]))
    assert (twice.status, "HOLDER_TWICE" in twice.codes) == (422, True)


def test_closing_delivers_into_every_holders_vault_in_the_same_transaction(desk, result, calls):
    dossier = desk.resolved(desk.dossier(procedure="1.000894"))
    assert desk.result(dossier, result, holders=[BRIDE])["state"] == "accepted"
    calls.clear()
    closed = desk.act(dossier, "/close")
    assert (closed.status, closed.json["state"]) == (200, State.DONE)
    assert calls == {"GetItem": 1, "TransactWriteItems": 1}
    bride = people.called(Holder(kind=HolderKind.PERSON, **BRIDE), at=now()).id
    [item] = desk.held()
    [same] = desk.held(a_caller(person=bride))
    assert (item["id"], item["origin"], item["document_type"], item["shared"]) == (same["id"], "issued", MARRIAGE, True)
    kept = items.item(item["id"])
    assert (kept.source_dossier, kept.source_procedure, kept.issuer_unit) == (dossier.id, "1.000894", UNIT)
    assert desk.events(bride) == ["item_issued"]
    assert desk.events(OWNER.vault) == ["result_ready"]


def test_naming_a_holder_rightly_never_tells_whether_they_have_an_account(desk, result):
    dossier = desk.resolved(desk.dossier(procedure="1.000894"))
    people.arrived(Holder(kind=HolderKind.PERSON, **BRIDE), at=now())
    known = desk.act(dossier, "/results", **described(result, holders=[BRIDE]))
    unknown = desk.act(dossier, "/results", **described(result, holders=[{**BRIDE, "number": "000199000099"}]))
    assert (known.status, set(known.json)) == (unknown.status, set(unknown.json))


def test_a_number_that_belongs_to_somebody_of_another_name_is_refused_and_nobody_is_opened(desk, result):
    """Any twelve digits are a personal number: one mistyped leads into a stranger's vault."""
    dossier = desk.resolved(desk.dossier(procedure="1.000894"))
    people.arrived(Holder(kind=HolderKind.PERSON, number="000195000042", name="Lê Văn Cường"), at=now())
    before = desk.world.rows("PERSON#")
    stranger, unknown = {**BRIDE, "number": "000195000042"}, {**BRIDE, "number": "000195000099"}
    refused = desk.act(dossier, "/results", **described(result, holders=[stranger, unknown]))
    assert (refused.status, refused.codes) == (422, ["NAME_DIFFERS", "HOLDER_MISSING"])
    assert refused.json["problems"][0]["where"] == "holders.0.name"
    assert (desk.world.rows("PERSON#"), desk.world.rows("UPLOAD#")) == (before, [])
    people.arrived(Holder(kind=HolderKind.PERSON, **BRIDE), at=now())
    unaccented = {**BRIDE, "name": "TRAN THI BINH"}
    assert desk.act(dossier, "/results", **described(result, holders=[unaccented])).status == 201


def test_a_result_typed_to_a_number_nobody_had_yet_never_opens_itself_to_who_really_has_it(desk, result):
    dossier = desk.resolved(desk.dossier(procedure="1.000894"))
    assert desk.result(dossier, result, holders=[BRIDE])["state"] == "accepted"
    assert desk.act(dossier, "/close").status == 200
    waiting = people.found(HolderKind.PERSON, BRIDE["number"])
    assert (waiting.name, waiting.is_vouched) == (BRIDE["name"], False)
    stranger = people.arrived(Holder(kind=HolderKind.PERSON, number=BRIDE["number"], name="Lê Văn Cường"), at=now())
    held = vaults.held_items(stranger.id, vaults.Wanted(), limit=10).items
    assert (stranger.id != waiting.id, held) == (True, ())
    assert len(vaults.held_items(waiting.id, vaults.Wanted(), limit=10).items) == 1


def test_whoever_closes_reads_first_whose_vaults_a_result_enters(desk, result):
    dossier = desk.resolved(desk.dossier(procedure="1.000894"))
    desk.result(dossier, result, holders=[BRIDE])
    [waiting] = desk.api.get(desk.at(dossier, "/results"), caller=OFFICER_HERE).json["results"]
    assert waiting["named"] == [{"masked_number": "•••••••••024", "name": "Trần Thị Bình"}]


def test_a_dossier_without_its_result_is_not_closed(desk):
    dossier = desk.resolved(desk.dossier())
    refused = desk.act(dossier, "/close")
    assert (refused.json["code"], refused.codes) == ("GATE_CLOSED", ["RESULT_MISSING"])


def test_a_dossier_that_came_into_work_past_the_first_gate_meets_its_points_at_the_second(desk, result):
    dossier = desk.dossier(state=State.IN_PROGRESS)
    desk.result(dossier, result)
    assert [each["where"] for each in desk.act(dossier, "/close").json["problems"]] == [
        "components.birth",
        "components.declared",
    ]


def test_results_that_could_not_be_delivered_at_once_are_refused_one_by_one(desk):
    """Each may be announced while the others are on their way; a dossier that took them all could never be closed."""
    dossier = desk.resolved(desk.dossier())
    files = [a_result(f"Ket qua {n}") for n in range(3)]
    many = [[{"number": f"0001950{r}00{n:02}", "name": f"Người {n}"} for n in range(9)] for r in range(3)]
    announced = [
        desk.act(dossier, "/results", **described(file, holders=holders))
        for file, holders in zip(files, many, strict=True)
    ]
    told = [desk.judged(desk.sent(each, file)) for each, file in zip(announced, files, strict=True)]
    assert [each["state"] for each in told] == ["accepted", "accepted", "refused"]
    assert codes(told[-1]) == ["TOO_MANY_AT_ONCE"]
    assert desk.act(dossier, "/close").status == 200


def test_what_no_transaction_could_hold_is_told_in_words(desk, result):
    dossier = desk.resolved(desk.dossier())
    desk.result(dossier, result)
    before = desk.now(dossier)
    [one] = before.results
    crowd = replace(one, item=replace(one.item, holders=(OWNER.vault, *(f"holder{n}" for n in range(40)))))
    write(dossiers.changed(before, replace(before, results=(crowd,))))
    refused = desk.act(dossier, "/close")
    assert (refused.status, refused.json["code"]) == (409, "TOO_MANY_AT_ONCE")


def test_the_same_scan_of_two_dossiers_opens_from_both_after_it_became_a_paper(desk, scan):
    pair = [desk.dossier(), desk.dossier()]
    for each in pair:
        desk.look_up(each)
        desk.scanned(each, scan, issued_on="2019-05-06")
        desk.answer(each, "declared", way="form", note="Đã nhận tờ khai giấy.")
    for each in pair:
        assert desk.act(each, "/forward").status == 200
    [paper] = desk.held()
    for each in pair:
        body = {"purpose": "Đối chiếu"}
        opened = desk.api.post(desk.at(each, "/components/birth/open"), caller=OFFICER_HERE, body=body)
        assert (opened.status, f"/{paper['id']}/" in opened.json["url"]) == (200, True)
    assert {key.split("/")[0] for key in desk.world.objects("vault")} == {paper["id"]}


def test_closing_twice_says_what_is_possible_instead(desk, result):
    dossier = desk.resolved(desk.dossier())
    desk.result(dossier, result)
    assert desk.act(dossier, "/close").status == 200
    again = desk.act(dossier, "/close")
    assert (again.status, again.json["code"]) == (409, "NOT_FROM_HERE")
    assert len(desk.held()) == 1


def test_a_result_taken_back_leaves_nothing_and_a_delivered_one_stays(desk, result):
    dossier = desk.resolved(desk.dossier())
    desk.result(dossier, result)
    [waiting] = desk.now(dossier).results
    path = f"/results/{waiting.item.id}"
    assert desk.act(dossier, path, method="DELETE").status == 200
    assert (desk.world.objects("vault"), desk.world.rows("ITEM#")) == ({}, [])
    assert desk.act(dossier, path, method="DELETE").status == 404
    desk.result(dossier, result)
    desk.act(dossier, "/close")
    [delivered] = desk.now(dossier).results
    assert desk.act(dossier, f"/results/{delivered.item.id}", method="DELETE").status == 409


def test_the_same_file_is_one_result(desk, result):
    dossier = desk.resolved(desk.dossier())
    desk.result(dossier, result)
    assert codes(desk.result(dossier, result)) == ["RESULT_ALREADY_ADDED"]


def test_a_file_its_owner_deposited_before_becomes_the_issued_paper_it_is(desk, result):
    mine = deposited(desk, OWNER, result)
    dossier = desk.resolved(desk.dossier())
    desk.result(dossier, result, number="15/2026")
    assert desk.act(dossier, "/close").status == 200
    [item] = desk.held()
    assert (item["id"], item["origin"], item["number"]) == (mine, "issued", "15/2026")
    assert [each.item.id for each in desk.now(dossier).results] == [mine]
    whole = desk.api.get(f"/vault/items/{mine}", caller=OWNER).json
    assert [each["standing"] for each in whole["versions"]] == ["accepted"]
    assert {key.split("/")[0] for key in desk.world.objects("vault")} == {mine}


def test_two_holders_who_both_deposited_it_share_one_paper_afterwards(desk, result):
    bride = a_caller(person=people.called(Holder(kind=HolderKind.PERSON, **BRIDE), at=now()).id)
    deposited(desk, OWNER, result)
    deposited(desk, bride, result)
    dossier = desk.resolved(desk.dossier(procedure="1.000894"))
    desk.result(dossier, result, holders=[BRIDE])
    assert desk.act(dossier, "/close").status == 200
    [mine], [theirs] = desk.held(), desk.held(bride)
    assert (mine["id"], mine["document_type"]) == (theirs["id"], MARRIAGE)
    assert known_files.item_with(items.item(mine["id"]).version.sha256, vault=bride.vault) == mine["id"]


def test_a_file_issued_before_is_delivered_again_without_a_second_paper(desk, result):
    for _ in range(2):
        dossier = desk.resolved(desk.dossier())
        desk.result(dossier, result)
        assert desk.act(dossier, "/close").status == 200
    assert len(desk.held()) == 1


def test_a_file_that_was_corrected_before_its_dossier_closed_is_not_delivered(desk, result):
    dossier = desk.resolved(desk.dossier())
    desk.result(dossier, result)
    [waiting] = desk.now(dossier).results
    transact(known_files.corrected(waiting.item, Correction(item=new_id(), version=2, unit=UNIT, at=now())))
    refused = desk.act(dossier, "/close")
    assert (refused.status, refused.json["code"]) == (409, "PAPER_CORRECTED")
    assert desk.held() == []


def test_a_file_that_was_withdrawn_is_not_delivered_again(desk, result):
    item = items.item(deposited(desk, OWNER, result))
    transact(*items.changed(item, replace(item, state=ItemState.WITHDRAWN)))
    dossier = desk.resolved(desk.dossier())
    desk.result(dossier, result)
    refused = desk.act(dossier, "/close")
    assert (refused.status, refused.json["code"]) == (409, "PAPER_WITHDRAWN")
    assert desk.now(dossier).state is State.IN_PROGRESS


def test_a_paper_removed_while_it_is_delivered_is_delivered_all_the_same(desk, result, calls):
    """Its owner erases the deposited copy between our look and our transaction."""
    mine = deposited(desk, OWNER, result)
    dossier = desk.resolved(desk.dossier())
    desk.result(dossier, result)

    def erases(operation):
        if operation == "TransactWriteItems":  # the first try found the bytes held
            calls.then = None
            with calls.unheard():
                assert desk.api.delete(f"/vault/items/{mine}", caller=OWNER).json["outcome"] == "erased"

    calls.then = erases
    with calls.unheard():
        version = desk.now(dossier).version
    assert desk.api.post(desk.at(dossier, "/close"), caller=OFFICER_HERE, body={"version": version}).status == 200
    [item] = desk.held()
    assert (item["origin"], item["id"] == mine) == ("issued", False)
    assert len(desk.world.objects("vault")) == 1


def test_a_result_is_returned_with_who_took_it(desk, result):
    dossier = desk.resolved(desk.dossier())
    desk.result(dossier, result)
    desk.act(dossier, "/close")
    refused = desk.act(dossier, "/return", how="post")
    assert (refused.status, refused.codes) == (422, ["TAKEN_BY_MISSING", "EVIDENCE_MISSING"])
    returned = desk.act(dossier, "/return", how="post", to="Nguyễn Văn An", evidence="EM123456789VN")
    assert (returned.status, returned.json["state"]) == (200, State.RETURNED)
    assert desk.now(dossier).returned.evidence == "EM123456789VN"
    assert desk.events(OWNER.vault) == ["result_ready", "result_returned"]


def test_results_are_added_by_the_desk_of_the_dossier_alone(desk, result):
    dossier = desk.resolved(desk.dossier())
    assert desk.act(dossier, "/results", caller=OFFICER_ELSEWHERE, **described(result)).status == 404
    assert desk.act(dossier, "/close", caller=a_caller()).status == 403


def test_a_late_dossier_is_delivered_all_the_same(desk, result):
    dossier = desk.resolved(desk.dossier())
    before = desk.now(dossier)
    write(dossiers.changed(before, replace(before, due_at=before.received_at)))
    desk.result(dossier, result)
    assert desk.act(dossier, "/close").status == 200


def test_many_results_go_in_at_once_and_close_what_is_ready(desk, result):
    ready, unready = desk.resolved(desk.dossier()), desk.dossier(state=State.IN_PROGRESS)
    other = a_result("Ket qua khac")
    files = [
        described(result, file_name=f"{ready.code}.pdf"),
        described(other, file_name="b.pdf", code=unready.code),
        described(other, file_name="khong-ma.pdf"),
        described(other, file_name="H21.50.05-261123-9999.pdf"),
        described(other, file_name=f"{ready.code} (2).pdf"),
    ]
    batch = desk.api.post("/desk/results", caller=OFFICER_HERE, body={"files": files}).json
    assert [[each["code"] for each in file["problems"]] for file in batch["files"]] == [
        [],
        [],
        ["NO_CODE_IN_NAME"],
        ["NO_SUCH_DOSSIER"],
        ["DOSSIER_TWICE_IN_BATCH"],
    ]
    for file, content in zip(batch["files"], (result, other), strict=False):
        desk.world.put("incoming", file["upload"]["id"], content)
        assert tell(file["upload"]["id"]) == []
    report = desk.api.get(f"/desk/results/batches/{batch['id']}", caller=OFFICER_HERE).json
    assert [each["standing"] for each in report["files"]] == ["closed", "accepted", "refused", "refused", "refused"]
    assert [each["where"] for each in report["files"][1]["problems"]] == ["components.birth", "components.declared"]
    assert report["counts"] == {"refused": 3, "waiting": 0, "accepted": 1, "closed": 1}
    assert desk.api.get(f"/desk/results/batches/{batch['id']}", caller=OFFICER_ELSEWHERE).status == 404
    assert [each["origin"] for each in desk.held()] == [Origin.ISSUED]


def test_a_refused_file_of_a_batch_is_told_with_its_reason(desk):
    dossier, file = desk.resolved(desk.dossier()), a_result(alone=True)
    asked = {"files": [described(file, code=dossier.code)]}
    batch = desk.api.post("/desk/results", caller=OFFICER_HERE, body=asked).json
    [id] = [each["upload"]["id"] for each in batch["files"]]
    desk.world.put("incoming", id, file)
    tell(id)
    [told] = desk.api.get(f"/desk/results/batches/{batch['id']}", caller=OFFICER_HERE).json["files"]
    assert (told["standing"], [each["code"] for each in told["problems"]]) == ("refused", ["PERSON_ONLY"])
