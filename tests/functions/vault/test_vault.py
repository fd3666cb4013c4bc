"""The vault through its API: listed, read and opened, and what each costs."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlparse

import pytest

from shared.clock import new_id, now, today
from shared.domain.items import ItemState, KindOfPaper
from shared.signatures.judge import judge
from shared.signatures.report import as_report
from shared.storage import access, items
from shared.storage.table import transact, write
from tests import signed_pdfs
from tests.conftest import BIRTH, COPY, MARRIAGE
from tests.functions.vault.holder import ME, YOU, listed
from tests.functions.vault.papers import a_paper, replaced


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
