"""The vault through its API: listed, read, opened, corrected, hidden and removed, and what each costs."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlparse

import pytest

from functions.vault import handlers
from shared.clock import new_id, now, today
from shared.domain.items import ItemState, KindOfPaper, Origin
from shared.signatures.judge import judge
from shared.signatures.report import as_report
from shared.storage import access, items, known_files
from shared.storage.table import NotAsExpected, transact, write
from tests import signed_pdfs
from tests.conftest import BIRTH, COPY, MARRIAGE, STATUS, a_caller
from tests.functions.vault.papers import a_paper, replaced

ME, YOU = a_caller(), a_caller()


@pytest.fixture
def vault(api, catalogue):
    return api(handlers.room)


def listed(vault, caller=ME, **query):
    answer = vault.get("/vault/items", caller=caller, query=query)
    assert answer.status == 200, answer.json
    return [each["id"] for each in answer.json["items"]]


def test_fifty_papers_are_listed_with_one_query(vault, calls):
    papers = [a_paper(ME.vault).id for _ in range(50)]
    calls.clear()
    assert listed(vault) == papers[::-1]
    assert calls == {"Query": 1}


def test_a_list_goes_on_where_the_page_ended_in_either_order(vault):
    papers = [a_paper(ME.vault).id for _ in range(5)]
    for sort, expected in (("newest", papers[::-1]), ("oldest", papers)):
        seen, cursor = [], None
        while True:
            query = {"limit": 2, "sort": sort, **({"cursor": cursor} if cursor else {})}
            page = vault.get("/vault/items", caller=ME, query=query).json
            seen += [each["id"] for each in page["items"]]
            if not (cursor := page["cursor"]):
                break
        assert seen == expected


def test_the_last_page_says_that_it_is_the_last(vault):
    for _ in range(2):
        a_paper(ME.vault)
    assert vault.get("/vault/items", caller=ME, query={"limit": 2}).json["cursor"] is None


def test_a_list_is_narrowed_by_type_kind_state_and_words(vault):
    birth = a_paper(ME.vault, number="12/2024/GKS")
    marriage = a_paper(ME.vault, document_type=MARRIAGE, title="Giấy chứng nhận kết hôn", kind=KindOfPaper.DIGITISED)
    disputed = a_paper(ME.vault, state=ItemState.DISPUTED, title="Đơn xin")
    assert listed(vault, document_type=MARRIAGE) == [marriage.id]
    assert listed(vault, kind="digitised") == [marriage.id]
    assert listed(vault, state="disputed") == [disputed.id]
    assert listed(vault, q="giay KHAI sinh") == [birth.id]
    assert listed(vault, q="kết hôn chứng") == [marriage.id]
    assert listed(vault, q="don") == [disputed.id]
    assert listed(vault, q="gks 12/2024") == [birth.id]
    assert listed(vault, document_type=BIRTH, q="kết hôn") == []


def test_papers_of_one_type_are_paged_too(vault, calls):
    papers = [a_paper(ME.vault, document_type=MARRIAGE).id for _ in range(3)]
    a_paper(ME.vault)
    calls.clear()
    first = vault.get("/vault/items", caller=ME, query={"document_type": MARRIAGE, "limit": 2}).json
    assert calls == {"Query": 1}
    rest = listed(vault, document_type=MARRIAGE, limit=2, cursor=first["cursor"])
    assert [each["id"] for each in first["items"]] + rest == papers[::-1]


def test_a_certified_copy_is_found_by_the_type_it_copies(vault):
    copy = a_paper(ME.vault, document_type=COPY, copy_of=BIRTH, kind=KindOfPaper.CERTIFIED_COPY)
    answer = vault.get("/vault/items", caller=ME, query={"document_type": BIRTH}).json
    [found] = answer["items"]
    assert (found["id"], found["copy_of_name"], found["kind_name"]) == (
        copy.id,
        "Giấy khai sinh",
        "Bản sao chứng thực điện tử",
    )


def test_a_filter_finds_what_is_rare_and_reads_on_no_more_than_it_must(vault, calls):
    rare = a_paper(ME.vault, state=ItemState.DISPUTED)
    for _ in range(60):
        a_paper(ME.vault)
    calls.clear()
    assert listed(vault, state="disputed") == [rare.id]
    assert calls == {"Query": 1}


def test_a_list_says_codes_and_their_names(vault):
    a_paper(ME.vault)
    [paper] = vault.get("/vault/items", caller=ME).json["items"]
    assert paper["document_type_name"] == "Giấy khai sinh"
    assert paper["kind_name"] == "Kết quả giải quyết"
    assert paper["state_name"] == "Đang lưu trong Kho"
    assert paper["origin_name"] == "Giấy tờ do chủ Kho cập nhật"
    assert paper["standing_name"] == "Chữ ký số hợp lệ"


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 101},
        {"limit": "many"},
        {"sort": "prettiest"},
        {"kind": "novel"},
        {"q": "x" * 10_000},
        {"cursor": "%%%"},
        {"cursor": "SVRFTSM"},
        {"owner": "somebody"},
    ],
)
def test_a_question_that_makes_no_sense_is_refused(vault, query):
    assert vault.get("/vault/items", caller=ME, query=query).status == 400


def test_a_cursor_of_somebody_else_reads_nothing_of_theirs(vault):
    for _ in range(3):
        a_paper(YOU.vault)
    mine = a_paper(ME.vault)
    cursor = vault.get("/vault/items", caller=YOU, query={"limit": 1, "sort": "oldest"}).json["cursor"]
    assert set(listed(vault, cursor=cursor, sort="oldest")) <= {mine.id}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("GET", "/file", None),
        ("GET", "/accesses", None),
        ("PATCH", "", {"revision": 1, "title": "Của tôi"}),
        ("POST", "/hide", None),
        ("POST", "/show", None),
        ("DELETE", "", None),
    ],
)
def test_a_paper_of_somebody_else_is_not_there(vault, world, method, path, body):
    theirs = a_paper(YOU.vault)
    before = world.rows()
    for id in (theirs.id, new_id(), "nonsense"):
        answer = vault.ask(method, f"/vault/items/{id}{path}", caller=ME, body=body)
        assert (answer.status, answer.codes) == (404, ["NO_SUCH_ITEM"])
    assert world.rows() == before


def test_a_paper_is_read_with_one_query(vault, calls):
    paper = replaced(a_paper(ME.vault), b"newer")
    write(items.pinned(paper.id, new_id(), now()))
    calls.clear()
    told = vault.get(f"/vault/items/{paper.id}", caller=ME).json
    assert calls == {"Query": 1}
    assert [(each["number"], each["is_current"]) for each in told["versions"]] == [(2, True), (1, False)]
    assert told["reuses"] == 1
    assert {each["code"]: each["allowed"] for each in told["actions"]} == {
        "replace": True,
        "correct": True,
        "hide": True,
        "show": False,
        "remove": True,
    }


def test_a_signature_is_told_in_a_sentence_and_in_detail(vault, catalogue):
    file = signed_pdfs.signed(signed_pdfs.a_paper(), signed_pdfs.How(signed_pdfs.organisation()))
    verdict = judge(file, store=signed_pdfs.store(), revocation=signed_pdfs.revocation(), at=signed_pdfs.NOW)
    plain = replace(a_paper(ME.vault), id=new_id())
    paper = replace(plain, version=replace(plain.version, sha256=verdict.sha256))
    transact(*items.added(paper, as_report(verdict)))
    [version] = vault.get(f"/vault/items/{paper.id}", caller=ME).json["versions"]
    [signature] = version["signatures"]
    assert version["sentence"].startswith("Tệp nguyên vẹn, có 1 chữ ký số hợp lệ")
    assert signature["sentence"].startswith(f"{signature['signer']} đã ký lúc 09:30 ngày 05/03/2024")
    assert (signature["indication"], signature["reasons"]) == ("TOTAL-PASSED", [])


def test_opening_a_file_is_recorded_before_the_link_is_given(vault, calls):
    paper = a_paper(ME.vault)
    calls.clear()
    link = vault.get(f"/vault/items/{paper.id}/file", caller=ME).json
    assert calls == {"GetItem": 1, "PutItem": 1}
    assert link["expires_in"] <= 300
    asked = parse_qs(urlparse(link["url"]).query)
    assert asked["response-content-disposition"] == ["inline; filename*=UTF-8''Gi%E1%BA%A5y%20khai%20sinh.pdf"]
    [look], _ = access.accesses_of(paper.id, limit=10)
    assert (look.person, look.version, look.purpose) == (ME.person, 1, "own")


def test_a_link_opens_the_very_bytes_that_were_kept(vault, world):
    paper = a_paper(ME.vault, content=b"%PDF the first")
    replaced(paper, b"%PDF the second")
    for version, content in ((None, b"%PDF the second"), (1, b"%PDF the first"), (2, b"%PDF the second")):
        query = {"version": version} if version else {}
        url = urlparse(vault.get(f"/vault/items/{paper.id}/file", caller=ME, query=query).json["url"])
        assert world.objects("vault")[url.path.lstrip("/").removeprefix("vault/")] == content
    answer = vault.get(f"/vault/items/{paper.id}/file", caller=ME, query={"version": 3})
    assert (answer.status, answer.codes) == (404, ["NO_SUCH_VERSION"])


def test_nobody_gets_a_link_when_the_look_cannot_be_recorded(vault, calls):
    paper = a_paper(ME.vault)

    def then(operation):
        if operation == "GetItem":
            calls.then = fails

    def fails(operation):
        raise RuntimeError(operation)

    calls.then = then
    assert vault.get(f"/vault/items/{paper.id}/file", caller=ME).status == 500


def test_who_looked_is_told_in_words_newest_first(vault):
    paper = a_paper(ME.vault, YOU.vault)
    vault.get(f"/vault/items/{paper.id}/file", caller=ME)
    vault.get(f"/vault/items/{paper.id}/file", caller=YOU)
    officer = a_caller()
    look = access.Access(
        id=new_id(),
        item=paper.id,
        version=1,
        person=officer.person,
        vault=officer.vault,
        at=now(),
        purpose="dossier",
        unit="H21.50.05",
        dossier="H21.50.05-261123-0007",
    )
    access.recorded(look)
    told = [each["sentence"] for each in vault.get(f"/vault/items/{paper.id}/accesses", caller=ME).json["accesses"]]
    assert [sentence.partition(" đã mở")[0] for sentence in told] == [
        "Công chức của đơn vị H21.50.05",
        "Người cùng đứng tên giấy tờ",
        "Bạn",
    ]
    assert told[0].endswith("để giải quyết hồ sơ H21.50.05-261123-0007.")


def test_looks_are_paged(vault):
    paper = a_paper(ME.vault)
    for _ in range(3):
        vault.get(f"/vault/items/{paper.id}/file", caller=ME)
    path = f"/vault/items/{paper.id}/accesses"
    first = vault.get(path, caller=ME, query={"limit": 2}).json
    rest = vault.get(path, caller=ME, query={"limit": 2, "cursor": first["cursor"]}).json
    assert (len(first["accesses"]), len(rest["accesses"]), rest["cursor"]) == (2, 1, None)


def test_a_correction_changes_what_is_said_and_nothing_else(vault):
    paper = a_paper(ME.vault, number="1/KS")
    answer = vault.patch(f"/vault/items/{paper.id}", caller=ME, body={"revision": 1, "number": "2/KS"})
    assert (answer.status, answer.json["number"], answer.json["revision"]) == (200, "2/KS", 2)
    [held] = items.items_counting_as(ME.vault, [])
    assert held == items.item(paper.id) == replace(paper, number="2/KS", revision=2)
    assert listed(vault, q="2/ks") == [paper.id]
    assert listed(vault, q="1/ks") == []


def test_a_purpose_can_be_corrected_to_one_that_is_known(vault):
    paper = a_paper(ME.vault, document_type=STATUS, purpose="land")
    path = f"/vault/items/{paper.id}"
    answer = vault.patch(path, caller=ME, body={"revision": 1, "purpose": "marriage"})
    assert (answer.status, answer.json["purpose_name"]) == (200, "Đăng ký kết hôn")
    for purpose, code in (("fishing", "PURPOSE_UNKNOWN"), (None, "PURPOSE_MISSING")):
        refused = vault.patch(path, caller=ME, body={"revision": 2, "purpose": purpose})
        assert (refused.status, refused.codes) == (422, [code])
    assert items.item(paper.id).purpose == "marriage"


def test_a_purpose_no_longer_known_keeps_nothing_else_from_being_corrected(vault):
    paper = a_paper(ME.vault, document_type=STATUS, purpose="fishing")
    answer = vault.patch(f"/vault/items/{paper.id}", caller=ME, body={"revision": 1, "number": "2/KS"})
    assert (answer.status, answer.json["purpose"]) == (200, "fishing")


def test_a_correction_made_on_something_older_is_told_what_stands_now(vault):
    paper = a_paper(ME.vault, number="1/KS")
    path = f"/vault/items/{paper.id}"
    vault.patch(path, caller=ME, body={"revision": 1, "number": "2/KS"})
    answer = vault.patch(path, caller=ME, body={"revision": 1, "number": "3/KS"})
    assert (answer.status, answer.json["code"]) == (409, "CHANGED_MEANWHILE")
    assert answer.json["problems"] == [
        {"code": "FIELD_DIFFERS", "detail": "Số, ký hiệu hiện là “2/KS”.", "where": "number"}
    ]
    assert items.item(paper.id).number == "2/KS"


def test_of_two_corrections_at_the_same_moment_one_is_told(vault, calls):
    paper = a_paper(ME.vault)
    path = f"/vault/items/{paper.id}"

    def quicker(_):
        calls.then = None
        assert vault.patch(path, caller=ME, body={"revision": 1, "number": "2/KS"}).status == 200

    calls.then = quicker
    assert vault.patch(path, caller=ME, body={"revision": 1, "number": "3/KS"}).status == 409
    assert items.item(paper.id).number == "2/KS"


@pytest.mark.parametrize(
    ("body", "status", "codes"),
    [
        ({"title": "x"}, 400, ["FIELD_MISSING"]),
        ({"revision": 1, "document_type": MARRIAGE}, 400, ["FIELD_UNKNOWN"]),
        ({"revision": 1, "title": "x" * 10_000}, 400, ["TOO_LONG"]),
        ({"revision": 1, "issued_on": "2100-01-01"}, 422, ["ISSUED_IN_FUTURE"]),
        ({"revision": 1, "issued_on": "2024-01-02", "valid_until": "2024-01-01"}, 422, ["ENDS_BEFORE_ISSUED"]),
    ],
)
def test_a_correction_that_cannot_be_is_refused(vault, body, status, codes):
    paper = a_paper(ME.vault)
    answer = vault.patch(f"/vault/items/{paper.id}", caller=ME, body=body)
    assert (answer.status, answer.codes) == (status, codes)
    assert items.item(paper.id) == paper


@pytest.mark.parametrize("origin", [Origin.ISSUED, Origin.CONFIRMED, Origin.CERTIFIED])
def test_what_was_issued_is_neither_corrected_nor_destroyed_and_it_is_said(vault, world, origin):
    paper = a_paper(ME.vault, origin=origin)
    before = world.rows()
    corrected = vault.patch(f"/vault/items/{paper.id}", caller=ME, body={"revision": 1, "title": "x"})
    removed = vault.delete(f"/vault/items/{paper.id}", caller=ME)
    assert (corrected.status, corrected.codes) == (409, ["CANNOT_CORRECT"])
    assert (removed.status, removed.codes) == (409, ["CANNOT_REMOVE"])
    assert "ẩn" in removed.json["detail"]
    assert world.rows() == before


def test_a_hidden_paper_is_neither_listed_nor_offered_until_it_is_shown_again(vault):
    paper = a_paper(ME.vault, origin=Origin.ISSUED)
    hidden = vault.post(f"/vault/items/{paper.id}/hide", caller=ME)
    assert (hidden.status, hidden.json["state"]) == (200, "hidden")
    assert (listed(vault), listed(vault, state="hidden")) == ([], [paper.id])
    assert items.items_counting_as(ME.vault, [])[0].state is ItemState.HIDDEN
    shown = vault.post(f"/vault/items/{paper.id}/show", caller=ME)
    assert (shown.json["state"], listed(vault)) == ("active", [paper.id])


def test_hiding_a_shared_paper_leaves_it_to_the_other_holder_whatever_changes_later(vault):
    paper = a_paper(ME.vault, YOU.vault)
    vault.post(f"/vault/items/{paper.id}/hide", caller=ME)
    assert (listed(vault), listed(vault, caller=YOU)) == ([], [paper.id])
    revision = items.item(paper.id).revision
    vault.patch(f"/vault/items/{paper.id}", caller=YOU, body={"revision": revision, "title": "Mới"})
    assert (listed(vault), listed(vault, caller=YOU)) == ([], [paper.id])


def test_hiding_twice_is_told(vault):
    paper = a_paper(ME.vault)
    vault.post(f"/vault/items/{paper.id}/hide", caller=ME)
    again = vault.post(f"/vault/items/{paper.id}/hide", caller=ME)
    assert (again.status, again.codes) == (409, ["CANNOT_HIDE"])


def remains_of(world, paper):
    stored = world.s3.list_object_versions(Bucket="vault", Prefix=paper.id)
    return (
        [row for row in world.rows() if paper.id in str(row) and not row["PK"].startswith("ACCESS#")],
        stored.get("Versions", []),
        stored.get("DeleteMarkers", []),
    )


def test_a_removed_paper_is_really_erased_with_every_version_of_its_file(vault, world, calls):
    other = a_paper(ME.vault)
    paper = replaced(a_paper(ME.vault), b"newer")
    calls.clear()
    answer = vault.delete(f"/vault/items/{paper.id}", caller=ME)
    assert calls["TransactWriteItems"] == 1
    assert (answer.status, answer.json["outcome"]) == (200, "erased")
    assert remains_of(world, paper) == ([], [], [])
    assert listed(vault) == [other.id]
    assert vault.delete(f"/vault/items/{paper.id}", caller=ME).status == 404


def test_its_bytes_may_come_again_after_it_was_erased(vault):
    paper = a_paper(ME.vault)
    vault.delete(f"/vault/items/{paper.id}", caller=ME)
    assert known_files.item_with(paper.version.sha256, vault=ME.vault) is None


def test_a_paper_a_submitted_dossier_uses_leaves_the_vault_and_stays_with_the_dossier(vault, world):
    paper = a_paper(ME.vault)
    dossier = new_id()
    transact(items.unchanged(paper), items.pinned(paper.id, dossier, now()))
    answer = vault.delete(f"/vault/items/{paper.id}", caller=ME)
    assert (answer.json["outcome"], answer.json["dossiers"]) == ("kept_for_dossiers", [dossier])
    assert "ở lại với hồ sơ" in answer.json["text"]
    assert listed(vault) == []
    assert vault.get(f"/vault/items/{paper.id}", caller=ME).status == 404
    assert items.item(paper.id).state is ItemState.REMOVED
    assert list(world.objects("vault").values()) == [paper.id.encode()]


def test_a_paper_of_two_leaves_only_the_vault_of_the_one_who_removes_it(vault, world):
    paper = a_paper(ME.vault, YOU.vault)
    answer = vault.delete(f"/vault/items/{paper.id}", caller=ME)
    assert answer.json["outcome"] == "kept_for_other_holders"
    assert (listed(vault), listed(vault, caller=YOU)) == ([], [paper.id])
    assert vault.get(f"/vault/items/{paper.id}", caller=ME).status == 404
    assert vault.get(f"/vault/items/{paper.id}/file", caller=YOU).status == 200
    assert vault.delete(f"/vault/items/{paper.id}", caller=YOU).json["outcome"] == "erased"
    assert remains_of(world, paper) == ([], [], [])


def test_a_dossier_submitted_at_any_moment_of_a_removal_keeps_what_it_pinned(vault, world, calls):
    for step in range(steps_of_removing(vault, calls, a_paper(ME.vault))):
        paper = a_paper(ME.vault)
        dossier, pinned = new_id(), []

        def submit(paper=paper, dossier=dossier, pinned=pinned):
            try:
                transact(items.unchanged(paper), items.pinned(paper.id, dossier, now()))
                pinned.append(dossier)
            except NotAsExpected:
                return

        calls.then = at(calls, step, submit)
        answer = vault.delete(f"/vault/items/{paper.id}", caller=ME).json
        calls.then = None
        assert answer["dossiers"] == pinned
        assert (paper.id.encode() in world.objects("vault").values()) == bool(pinned)


def test_a_paper_changed_just_before_it_leaves_is_not_removed_unseen(vault, calls):
    paper = a_paper(ME.vault)

    def quicker(_):
        calls.then = None
        replaced(paper, b"newer")

    calls.then = quicker
    answer = vault.delete(f"/vault/items/{paper.id}", caller=ME)
    assert (answer.status, answer.codes) == (409, ["CHANGED_MEANWHILE"])
    assert (listed(vault), items.item(paper.id).version.number) == ([paper.id], 2)


def test_a_removal_that_dies_anywhere_is_finished_by_asking_again(vault, world, calls):
    for step in range(steps_of_removing(vault, calls, replaced(a_paper(ME.vault), b"newer"))):
        paper = replaced(a_paper(ME.vault), f"newer {step}".encode())
        calls.then = at(calls, step, dies)
        assert vault.delete(f"/vault/items/{paper.id}", caller=ME).status == 500
        calls.then = None
        assert vault.delete(f"/vault/items/{paper.id}", caller=ME).status in (200, 404)
        assert remains_of(world, paper) == ([], [], [])


def steps_of_removing(vault, calls, paper):
    heard = []
    calls.then = heard.append
    vault.delete(f"/vault/items/{paper.id}", caller=ME)
    calls.then = None
    return len(heard)


def dies():
    raise RuntimeError


def at(calls, step, act):
    """Calls `act` once, after the call with this number; what it asks itself is not counted."""
    passed = iter(range(step + 1))

    def then(_):
        if next(passed, None) == step:
            calls.then = None
            act()

    return then


def a_look(paper, *, unit="H21.50.05", name="Xã Suối Mơ"):
    look = access.Access(
        id=new_id(),
        item=paper.id,
        version=1,
        person=new_id(),
        vault=new_id(),
        at=now(),
        purpose=access.OPENED,
        unit=unit,
        names={"unit": name},
    )
    access.recorded_for_holder(look, ME.vault)
    return look


def test_who_looked_is_narrowed_to_one_paper_or_one_agency(vault, calls):
    birth, other = a_paper(ME.vault), a_paper(ME.vault, title="Giấy khám sức khỏe")
    for paper, unit in ((birth, "H21.50.05"), (other, "H21.50.05"), (other, "H21.001")):
        a_look(paper, unit=unit, name=f"Đơn vị {unit}")
    calls.clear()
    everything = vault.get("/vault/accesses", caller=ME).json["accesses"]
    assert calls == {"Query": 1, "BatchGetItem": 1}
    assert [(each["item_title"], each["unit_name"]) for each in everything] == [
        ("Giấy khám sức khỏe", "Đơn vị H21.001"),
        ("Giấy khám sức khỏe", "Đơn vị H21.50.05"),
        ("Giấy khai sinh", "Đơn vị H21.50.05"),
    ]
    for query, count in (({"item": other.id}, 2), ({"unit": "H21.50.05"}, 2), ({"item": birth.id, "unit": "X"}, 0)):
        assert len(vault.get("/vault/accesses", caller=ME, query=query).json["accesses"]) == count


def test_a_paper_that_has_left_the_vault_is_no_longer_named_among_the_looks(vault):
    paper = a_paper(ME.vault)
    a_look(paper)
    vault.delete(f"/vault/items/{paper.id}", caller=ME)
    [look] = vault.get("/vault/accesses", caller=ME).json["accesses"]
    assert (look["item"], look["item_title"]) == (paper.id, None)


def test_a_list_is_narrowed_by_validity_with_one_query_and_goes_on_where_its_page_ended(vault, calls):
    day = today()
    over = [a_paper(ME.vault, valid_until=day - timedelta(days=n)).id for n in (1, 2, 3)]
    good = [a_paper(ME.vault, valid_until=day + timedelta(days=n)).id for n in (0, 1)]
    later = a_paper(ME.vault, valid_from=day + timedelta(days=1))
    calls.clear()
    assert listed(vault, validity="expired") == over[::-1]
    assert calls == {"Query": 1}
    assert listed(vault, validity="valid") == good[::-1]
    assert listed(vault, validity="not_yet", document_type=BIRTH) == [later.id]
    page = vault.get("/vault/items", caller=ME, query={"validity": "expired", "limit": 2}).json
    rest = listed(vault, validity="expired", limit=2, cursor=page["cursor"])
    assert [each["id"] for each in page["items"]] + rest == over[::-1]
    assert vault.get("/vault/items", caller=ME, query={"validity": "forever"}).codes == ["NOT_AN_OPTION"]
