"""Look before you scan: what the desk finds in a vault, uses, and digitises; every look is recorded first."""

from dataclasses import replace

import pytest

from shared.clock import now
from shared.domain.catalogue import Way
from shared.domain.desk import SCAN_REASONS, Channel, Point, Supplement
from shared.domain.dossiers import Answer, Attachment, ChosenBy, Resolution, State
from shared.domain.items import ItemState
from shared.storage import dossiers, items
from shared.storage.table import transact, write
from tests import signed_pdfs
from tests.conftest import MARRIAGE, a_caller
from tests.functions.papers_at_the_desk import (
    CITIZEN_BY_MISTAKE,
    ELSEWHERE,
    OFFICER_ELSEWHERE,
    OFFICER_HERE,
    OWNER,
    UNIT,
    a_result,
    a_scan,
    codes,
    described,
)
from tests.functions.vault.papers import a_paper


def log_of(desk, caller=OWNER):
    return [each["sentence"] for each in desk.api.get("/vault/accesses", caller=caller).json["accesses"]]


def test_a_look_up_offers_what_fits_and_is_kept_with_the_dossier(desk):
    paper, dossier = a_paper(OWNER.vault), desk.dossier()
    found = desk.look_up(dossier)
    assert (found.status, found.json["total"]) == (200, 1)
    [candidate] = found.json["candidates"]
    assert [each["item"] for each in candidate["papers"]] == [paper.id]
    kept = desk.now(dossier).answer("birth").look_up
    assert (kept.by, kept.unit, kept.offered) == (OFFICER_HERE.person, UNIT, (paper.id,))


def test_the_owner_reads_in_words_that_the_vault_was_asked_and_what_for(desk):
    dossier = desk.dossier()
    desk.look_up(dossier)
    [told] = log_of(desk)
    assert told.startswith("Công chức của đơn vị Xã Suối Mơ đã tra cứu Kho lúc ")
    assert told.endswith(f"để giải quyết hồ sơ {dossier.code}, thành phần “Giấy khai sinh”: Kiểm tra thành phần hồ sơ.")


def test_the_owner_is_told_once_for_a_dossier_however_often_the_desk_looks(desk):
    paper, dossier = a_paper(OWNER.vault), desk.dossier()
    for component in ("birth", "photo", "birth"):
        assert desk.look_up(dossier, component).status == 200
    assert desk.act(dossier, "/components/birth/open", item=paper.id, purpose="Xem bản trong Kho").status == 400
    opened = desk.api.post(
        desk.at(dossier, "/components/birth/open"), caller=OFFICER_HERE, body={"item": paper.id, "purpose": "Xem"}
    )
    assert opened.status == 200
    assert desk.events(OWNER.vault) == ["agency_accessed"]
    assert len(log_of(desk)) == 4


def test_a_look_is_recorded_before_anything_is_read(desk, calls):
    dossier = desk.dossier()
    order = []
    calls.then = order.append
    desk.look_up(dossier)
    calls.then = None
    assert order == ["GetItem", "TransactWriteItems", "Query", "TransactWriteItems"]


def test_whoever_dies_after_recording_has_looked_at_nothing_and_the_log_says_so(desk, calls):
    dossier = desk.dossier()

    def dies(operation):
        if operation == "TransactWriteItems":
            raise MemoryError

    calls.then = dies
    assert desk.look_up(dossier).status == 500
    calls.then = None
    assert len(log_of(desk)) == 1
    assert desk.now(dossier).answer("birth").look_up is None


def test_what_its_holder_hid_or_removed_does_not_exist_for_the_desk(desk):
    hidden = a_paper(OWNER.vault)
    transact(*items.changed(hidden, replace(hidden, hidden_by=(OWNER.vault,))))
    removed = a_paper(OWNER.vault)
    transact(*items.left(removed, OWNER.vault))
    dossier = desk.dossier()
    found = desk.look_up(dossier).json
    assert (found["total"], found["near_misses"]) == (0, [])
    refused = desk.answer(dossier, "birth", way="vault", items=[hidden.id])
    assert (refused.status, refused.codes) == (404, ["NO_SUCH_ITEM"])


def test_near_misses_say_why_they_do_not_fit(desk):
    withdrawn = a_paper(OWNER.vault, state=ItemState.WITHDRAWN)
    found = desk.look_up(desk.dossier()).json
    [miss] = found["near_misses"]
    assert (miss["paper"]["item"], [each["code"] for each in miss["objections"]]) == (withdrawn.id, ["WITHDRAWN"])


def test_an_owner_who_does_not_want_the_vault_used_is_not_looked_into(desk, calls):
    a_paper(OWNER.vault)
    dossier = desk.dossier(uses_vault=False)
    calls.clear()
    found = desk.look_up(dossier).json
    assert (found["total"], found["refused_by_owner"]) == (0, True)
    assert "Query" not in calls
    assert desk.scanned(dossier, a_scan())["state"] == "accepted"


def test_what_was_found_is_used_with_a_click_and_pinned(desk):
    paper, dossier = a_paper(OWNER.vault), desk.dossier()
    assert desk.answer(dossier, "birth", way="vault", items=[paper.id]).codes == ["LOOK_BEFORE_YOU_SCAN"]
    desk.look_up(dossier)
    used = desk.answer(dossier, "birth", way="vault", items=[paper.id])
    assert (used.status, used.json["items"], used.json["way"]) == (200, [paper.id], "vault")
    answer = desk.now(dossier).answer("birth").resolution
    assert (answer.way, answer.chosen_by) == (Way.VAULT, ChosenBy.OFFICER)
    assert items.holding(paper.id).pinned_by == (dossier.id,)


def test_what_is_no_longer_used_is_no_longer_pinned(desk):
    paper, dossier = a_paper(OWNER.vault), desk.dossier()
    desk.look_up(dossier)
    desk.answer(dossier, "birth", way="vault", items=[paper.id])
    cleared = desk.act(dossier, "/components/birth", method="DELETE")
    assert (cleared.status, cleared.json["way"]) == (200, None)
    assert items.holding(paper.id).pinned_by == ()
    assert desk.now(dossier).answer("birth").look_up is not None


def test_a_paper_removed_at_the_moment_it_is_used_is_not_used(desk, calls):
    paper, dossier = a_paper(OWNER.vault), desk.dossier()
    desk.look_up(dossier)
    reads = iter(["dossier", "paper"])

    def removes(operation):
        if operation == "GetItem" and next(reads, None) == "paper":
            calls.then = None
            transact(*items.left(paper, OWNER.vault))

    with calls.unheard():
        version = desk.now(dossier).version
    calls.then = removes
    body = {"version": version, "way": "vault", "items": [paper.id]}
    refused = desk.api.put(desk.at(dossier, "/components/birth"), caller=OFFICER_HERE, body=body)
    assert (refused.status, refused.json["code"]) == (409, "CHANGED_MEANWHILE")
    assert desk.now(dossier).answer("birth").resolution is None


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"way": "data", "record": "CSDL-1"}, 200, None),
        ({"way": "data"}, 422, "RECORD_MISSING"),
        ({"way": "present", "note": "Ý kiến nội bộ, không số hóa."}, 200, None),
        ({"way": "present"}, 422, "NOTE_MISSING"),
        ({"way": "waived"}, 422, "NOTE_MISSING"),
        ({"way": "form"}, 422, "FORM_EMPTY"),
        ({"way": "form", "note": "Đã nhận tờ khai giấy."}, 200, None),
        ({"way": "form", "form": {"noi_dung": "Sửa tên"}}, 200, None),
        ({"way": "form", "form": {f"muc_{n}": "ệ" * 1000 for n in range(3)}}, 422, "FORM_TOO_LARGE"),
        ({"way": "waived", "note": "Không cần.", "form": {"noi_dung": "Sửa tên"}}, 422, "FORM_NOT_ASKED"),
        ({"way": "waived", "note": "Không cần.", "record": "CSDL-1"}, 422, "RECORD_NOT_ASKED"),
        ({"way": "upload"}, 422, "WAY_NOT_FOR_OFFICERS"),
        ({"way": "vault"}, 409, "LOOK_BEFORE_YOU_SCAN"),
        ({"way": "scan"}, 409, "LOOK_BEFORE_YOU_SCAN"),
    ],
)
def test_a_component_is_answered_only_in_ways_that_can_be_explained(desk, body, status, code):
    answer = desk.answer(desk.dossier(), "birth", **body)
    assert (answer.status, answer.codes[0] if status >= 400 else None) == (status, code)


def test_what_no_database_knows_is_not_said_to_be_known_there(desk):
    answer = desk.answer(desk.dossier(), "photo", way="data", record="CSDL-1")
    assert (answer.status, answer.codes) == (422, ["NOT_IN_A_DATABASE"])


def test_an_owner_who_keeps_the_vault_closed_is_not_overruled(desk):
    dossier, paper = desk.dossier(uses_vault=False), a_paper(OWNER.vault)
    assert desk.look_up(dossier).json["candidates"] == []
    answer = desk.answer(dossier, "birth", way="vault", items=[paper.id])
    assert (answer.status, "OWNER_REFUSES_VAULT" in answer.codes) == (422, True)


def test_a_dossiers_own_scan_is_no_offer_to_it(desk):
    dossier = desk.dossier(state=State.IN_PROGRESS)
    a_paper(OWNER.vault, source_dossier=dossier.id)
    desk.look_up(dossier)
    assert desk.now(dossier).answer("birth").look_up.offered == ()


def test_nothing_is_digitised_before_the_vault_was_asked(desk, calls):
    dossier, file = desk.dossier(), a_scan()
    refused = desk.act(dossier, "/components/birth/scan", **described(file))
    assert (refused.status, refused.json["code"]) == (409, "LOOK_BEFORE_YOU_SCAN")
    assert desk.world.rows("UPLOAD#") == []


def test_what_came_online_is_digitised_only_where_it_was_asked_for_since(desk):
    dossier, file = desk.dossier(channel=Channel.ONLINE, opened_by=OWNER.person), a_scan()
    desk.look_up(dossier)
    refused = desk.act(dossier, "/components/birth/scan", **described(file))
    assert (refused.status, refused.json["code"]) == (409, "ONLINE_NOT_SCANNED")
    assert desk.world.rows("UPLOAD#") == []
    before = desk.now(dossier)
    request = Supplement(
        asked_at=now(),
        by=OFFICER_HERE.person,
        points=(Point(text="Bản chụp mờ.", component="birth"),),
        until=now().date(),
    )
    write(dossiers.changed(before, replace(before, supplements=(request,))))
    announced = desk.act(dossier, "/components/birth/scan", **described(file))
    held = desk.now(dossier)
    write(dossiers.changed(held, replace(held, supplements=())))
    assert codes(desk.judged(desk.sent(announced, file))) == ["ONLINE_NOT_SCANNED"]
    held = desk.now(dossier)
    write(dossiers.changed(held, replace(held, supplements=(request,))))
    assert desk.scanned(dossier, file)["state"] == "accepted"


def test_a_citizens_file_an_officer_answers_over_is_named_by_the_dossiers_history(desk):
    file = Attachment(upload="sent", sha256="a", size=1, file_name="a.pdf")
    sent = Resolution(way=Way.UPLOAD, chosen_by=ChosenBy.CITIZEN, reason="UPLOADED", at=now(), attachment=file)
    dossier = desk.dossier(answers=(Answer(component="birth", resolution=sent),))
    assert desk.answer(dossier, "birth", way="waived", note="Không cần.").status == 200
    assert dossiers.events_of(dossier.id)[-1].about == {"component": "Giấy khai sinh", "replaced": "sent"}


def test_what_was_only_offered_is_not_opened_once_the_dossier_has_ended(desk):
    used, other = a_paper(OWNER.vault), a_paper(OWNER.vault)
    dossier = desk.dossier()
    desk.look_up(dossier)
    desk.answer(dossier, "birth", way="vault", items=[used.id])

    def opened(item):
        body = {"item": item.id, "purpose": "Đối chiếu"}
        return desk.api.post(desk.at(dossier, "/components/birth/open"), caller=OFFICER_HERE, body=body).status

    assert (opened(used), opened(other)) == (200, 200)
    before = desk.now(dossier)
    write(dossiers.changed(before, replace(before, state=State.RETURNED)))
    assert (opened(used), opened(other)) == (200, 404)


def test_a_scan_over_what_the_vault_offers_needs_one_of_the_coded_reasons(desk):
    a_paper(OWNER.vault)
    dossier, file = desk.dossier(), a_scan()
    desk.look_up(dossier)
    refused = desk.act(dossier, "/components/birth/scan", **described(file))
    assert (refused.status, refused.codes) == (422, list(SCAN_REASONS))
    accepted = desk.scanned(dossier, file, reason="UNREADABLE")
    assert accepted["state"] == "accepted"
    assert desk.now(dossier).answer("birth").resolution.reason == "UNREADABLE"


def test_a_scan_the_agency_signed_answers_its_component(desk):
    dossier, file = desk.dossier(), a_scan()
    desk.look_up(dossier)
    told = desk.scanned(dossier, file, issued_on="2019-05-06", number="12/2019")
    assert (told["state"], told["attached"], told["item"]) == ("accepted", True, None)
    scan = desk.now(dossier).answer("birth").resolution
    assert (scan.way, scan.attachment.sealed_by, scan.reason) == (Way.SCAN, UNIT, "SCANNED")
    assert (scan.confirms.number, scan.confirms.holders) == ("12/2019", (OWNER.vault,))
    assert list(desk.world.objects("vault").values()) == [file]
    assert desk.held() == []


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (lambda: a_scan(by="finance"), "WRONG_ISSUER"),
        (lambda: a_result(alone=True), "PERSON_ONLY"),
        (signed_pdfs.a_paper, "UNSIGNED"),
    ],
)
def test_a_scan_without_the_own_agencys_signature_is_refused_with_its_reason(desk, file, code):
    dossier, content = desk.dossier(), file()
    desk.look_up(dossier)
    told = desk.scanned(dossier, content)
    assert (told["state"], code in codes(told)) == ("refused", True)
    assert all(each["sentence"] for each in told["reasons"])
    assert desk.now(dossier).answer("birth").resolution is None
    assert list(desk.world.objects("quarantine").values()) == [content]


def test_one_scan_answers_a_component_at_a_time_and_taken_back_leaves_nothing(desk):
    dossier, file = desk.dossier(), a_scan()
    desk.look_up(dossier)
    desk.scanned(dossier, file)
    again = desk.act(dossier, "/components/birth/scan", **described(a_scan("Ban khac")))
    assert (again.status, again.json["code"]) == (409, "ALREADY_SCANNED")
    assert desk.act(dossier, "/components/birth", method="DELETE").status == 200
    assert desk.world.objects("vault") == {}
    assert desk.world.rows("ITEM#") == []


def test_a_scan_that_arrives_after_the_dossier_moved_on_is_refused(desk):
    dossier, file = desk.dossier(), a_scan()
    desk.look_up(dossier)
    announced = desk.act(dossier, "/components/birth/scan", **described(file))
    before = desk.now(dossier)
    write(dossiers.changed(before, replace(before, state=State.STOPPED)))
    assert codes(desk.judged(desk.sent(announced, file))) == ["DOSSIER_MOVED_ON"]


def test_a_scan_never_takes_a_dossier_back_from_the_unit_it_was_handed_to(desk):
    dossier, file = desk.dossier(), a_scan()
    desk.look_up(dossier)
    announced = desk.act(dossier, "/components/birth/scan", **described(file))
    before = desk.now(dossier)
    write(dossiers.changed(before, replace(before, handed_to=ELSEWHERE)))
    assert codes(desk.judged(desk.sent(announced, file))) == ["DOSSIER_MOVED_ON"]
    assert desk.now(dossier).at_unit == ELSEWHERE


def test_a_link_opens_only_what_was_offered_or_is_used_and_says_so_in_the_log(desk):
    paper, other, dossier = a_paper(OWNER.vault), a_paper(OWNER.vault, document_type=MARRIAGE), desk.dossier()

    def opened(**body):
        answer = desk.api.post(
            desk.at(dossier, "/components/birth/open"), caller=OFFICER_HERE, body={"purpose": "Đối chiếu", **body}
        )
        return answer.status

    assert opened(item=paper.id) == 404
    desk.look_up(dossier)
    assert (opened(item=paper.id), opened(item=other.id), opened()) == (200, 404, 404)
    assert "đã mở phiên bản 1" in log_of(desk)[0]
    own = desk.api.get(f"/vault/items/{paper.id}/accesses", caller=OWNER).json["accesses"]
    assert [each["unit"] for each in own] == [UNIT]


def test_the_desk_is_open_to_its_own_officers_alone(desk):
    dossier = desk.dossier()
    assert desk.look_up(dossier, caller=OFFICER_ELSEWHERE).status == 404
    assert desk.look_up(dossier, caller=CITIZEN_BY_MISTAKE).status == 403
    own = desk.dossier(OFFICER_HERE)
    assert desk.look_up(own).json["code"] == "OWN_DOSSIER"


def test_an_officers_file_is_nobody_elses_to_follow(desk):
    dossier, file = desk.dossier(), a_scan()
    desk.look_up(dossier)
    id = desk.act(dossier, "/components/birth/scan", **described(file)).json["id"]
    assert desk.api.get(f"/vault/uploads/{id}", caller=OWNER).status == 404
    assert desk.api.get(f"/desk/uploads/{id}", caller=OFFICER_ELSEWHERE).status == 404
    assert desk.api.get(f"/desk/uploads/{id}", caller=a_caller()).status == 403


def test_who_saw_an_older_dossier_is_told_what_changed(desk):
    dossier = desk.dossier()
    desk.look_up(dossier)
    late = desk.look_up(dossier, version=dossier.version)
    assert (late.status, late.json["code"]) == (409, "CHANGED_MEANWHILE")
    assert "tra cứu Kho" in late.json["problems"][0]["detail"]


def test_paper_brought_for_a_supplement_is_looked_up_and_digitised(desk):
    dossier = desk.dossier(state=State.SUPPLEMENT_ASKED)
    assert desk.look_up(dossier).status == 200
    assert desk.scanned(dossier, a_scan())["state"] == "accepted"
    assert (desk.now(dossier).state, desk.now(dossier).answer("birth").resolution.way) == (
        State.SUPPLEMENT_ASKED,
        Way.SCAN,
    )
