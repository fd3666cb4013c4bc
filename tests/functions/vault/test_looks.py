"""Who looked at a paper: told in words, by pages, narrowed to one paper or one agency."""

from shared.clock import new_id, now
from shared.storage import access
from tests.conftest import a_caller
from tests.functions.vault.holder import ME, YOU
from tests.functions.vault.papers import a_paper, looked_at


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


def test_who_looked_is_narrowed_to_one_paper_or_one_agency(vault, calls):
    birth, other = a_paper(ME.vault), a_paper(ME.vault, title="Giấy khám sức khỏe")
    for paper, unit in ((birth, "H21.50.05"), (other, "H21.50.05"), (other, "H21.001")):
        looked_at(paper, ME.vault, unit=unit, name=f"Đơn vị {unit}")
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
    looked_at(paper, ME.vault)
    vault.delete(f"/vault/items/{paper.id}", caller=ME)
    [look] = vault.get("/vault/accesses", caller=ME).json["accesses"]
    assert (look["item"], look["item_title"]) == (paper.id, None)
