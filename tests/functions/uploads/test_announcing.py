"""Announcing a PDF through the API: what is promised, what is refused, and what it costs."""

import base64
import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from functions.uploads import handlers
from shared.clock import new_id, now
from shared.domain.dossiers import Answer, Dossier, State
from shared.domain.items import Item, ItemState, KindOfPaper, Origin, Standing, Version
from shared.storage import dossiers, items
from shared.storage.table import transact, write
from tests.conftest import BIRTH, STATUS, a_caller

SHA = hashlib.sha256(b"paper").hexdigest()
PAPER = {
    "kind": "result",
    "document_type": BIRTH,
    "file_name": "Giấy khai sinh.pdf",
    "size": 5,
    "sha256": SHA,
}
ME = a_caller()


@pytest.fixture
def ask(api, catalogue):
    return api(handlers.room)


def announce(ask, caller=ME, **changes):
    return ask.post("/vault/uploads", caller=caller, body={**PAPER, **changes})


def a_paper(holder, **changes):
    version = Version(
        number=1, sha256=SHA, size=5, file_name="x.pdf", standing=Standing.ACCEPTED, added_at=now(), added_by=holder
    )
    plain = Item(
        id=new_id(),
        holders=(holder,),
        document_type=BIRTH,
        kind=KindOfPaper.RESULT,
        origin=Origin.DEPOSITED,
        title="Giấy khai sinh",
        version=version,
    )
    kept = replace(plain, **changes)
    transact(*items.added(kept, {}))
    return kept


def a_dossier(owner, catalogue, **changes):
    [procedure] = catalogue.procedures
    draft = Dossier(
        id=new_id(),
        owner=owner,
        opened_by=owner,
        procedure=procedure.code,
        unit="H21.50.05",
        catalogue=catalogue.version,
        opened_at=now(),
        answers=tuple(Answer(component=each.code) for each in procedure.components),
    )
    kept = replace(draft, **changes)
    write(dossiers.opened(kept))
    return kept


def test_an_announced_pdf_gets_a_form_for_this_very_file(ask):
    answer = announce(ask)
    told = answer.json
    assert answer.status == 201
    assert (told["state"], told["expires_in"]) == ("announced", 900)
    policy = json.loads(base64.b64decode(told["fields"]["policy"]))
    conditions = policy["conditions"]
    assert {"key": told["id"]} in conditions
    assert {"Content-Type": "application/pdf"} in conditions
    assert ["content-length-range", 5, 5] in conditions
    assert told["fields"]["key"] == told["id"]
    assert told["fields"]["x-amz-algorithm"] == "AWS4-HMAC-SHA256"


def test_announcing_asks_whether_the_bytes_are_there_or_were_corrected_and_keeps_one_row(ask, calls):
    announce(ask)
    assert calls == {"GetItem": 2, "PutItem": 1}


def test_names_are_never_keys(ask, world):
    told = announce(ask, file_name="../../vault/" + "x" * 50 + "\u202e.pdf").json
    assert told["fields"]["key"] == told["id"]
    [row] = world.rows(f"UPLOAD#{told['id']}")
    assert row["file_name"] == "x" * 50 + ".pdf"


def test_a_name_in_nfd_is_kept_in_nfc(ask, world):
    told = announce(ask, file_name="Gia\u0302\u0301y.pdf").json
    assert world.rows(f"UPLOAD#{told['id']}")[0]["file_name"] == "Giấy.pdf"


@pytest.mark.parametrize(
    ("changes", "status", "codes"),
    [
        ({"file_name": "x" * 10_000 + ".pdf"}, 400, ["TOO_LONG"]),
        ({"title": "x" * 10_000}, 400, ["TOO_LONG"]),
        ({"sha256": "xyz"}, 400, ["BAD_FORM"]),
        ({"sha256": SHA.upper()}, 400, ["BAD_FORM"]),
        ({"size": "5"}, 400, ["NOT_A_NUMBER"]),
        ({"size": -1}, 400, ["TOO_SMALL"]),
        ({"kind": "novel"}, 400, ["NOT_AN_OPTION"]),
        ({"issued_on": "hôm qua"}, 400, ["NOT_A_DATE"]),
        ({"owner": "somebody"}, 400, ["FIELD_UNKNOWN"]),
        ({"size": 25 * 1024 * 1024 + 1}, 413, ["FILE_TOO_LARGE"]),
        ({"size": 0}, 422, ["FILE_EMPTY"]),
        ({"document_type": "KQ.UNKNOWN"}, 422, ["DOCUMENT_TYPE_UNKNOWN"]),
        ({"document_type": STATUS}, 422, ["PURPOSE_MISSING"]),
        ({"file_name": "virus.exe"}, 422, ["NOT_A_PDF_NAME"]),
        ({"kind": None, "document_type": None}, 422, ["DOCUMENT_TYPE_MISSING", "KIND_MISSING"]),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(ask, world, changes, status, codes):
    answer = announce(ask, **changes)
    assert (answer.status, answer.codes) == (status, codes)
    assert world.rows("UPLOAD#") == []


@pytest.mark.parametrize("body", [b"[]", b"{", b"5", b"\xff", b'"text"'])
def test_a_body_is_a_json_object(ask, body):
    assert ask.post("/vault/uploads", caller=ME, body=body).status == 400


def test_nobody_announces_without_being_signed_in(ask):
    assert ask.post("/vault/uploads", body=PAPER).status == 401


def test_bytes_the_vault_holds_already_are_told_with_their_item(ask, world):
    held = a_paper(ME.vault)
    answer = announce(ask)
    assert (answer.status, answer.codes) == (409, ["ALREADY_IN_VAULT"])
    assert answer.json["problems"][0]["where"] == f"/vault/items/{held.id}"
    assert world.rows("UPLOAD#") == []


def test_the_same_bytes_in_another_vault_are_nobody_elses_business(ask):
    a_paper(a_caller().vault)
    assert announce(ask).status == 201


def test_a_paper_of_somebody_else_is_not_there_to_be_replaced(ask):
    theirs = a_paper(a_caller().vault)
    answer = announce(ask, replaces=theirs.id)
    assert (answer.status, answer.codes) == (404, ["NO_SUCH_ITEM"])


def test_an_issued_paper_is_not_replaced(ask):
    issued = a_paper(ME.vault, origin=Origin.ISSUED)
    answer = announce(ask, replaces=issued.id, sha256="a" * 64)
    assert (answer.status, answer.codes) == (422, ["ISSUED_NOT_REPLACED"])


def test_a_replacement_without_a_type_means_the_type_of_the_paper(ask, world):
    mine = a_paper(ME.vault)
    answer = announce(ask, replaces=mine.id, sha256="a" * 64, kind=None, document_type=None)
    [row] = world.rows(f"UPLOAD#{answer.json['id']}")
    assert (row["document_type"], row["kind"]) == (BIRTH, "result")


def test_a_replacement_of_another_kind_is_refused_and_not_silently_taken_for_the_same(ask):
    mine = a_paper(ME.vault)
    answer = announce(ask, replaces=mine.id, sha256="a" * 64, kind="digitised")
    assert (answer.status, answer.codes) == (422, ["REPLACED_BY_OTHER_KIND"])


def test_a_paper_its_agency_took_back_is_not_replaced(ask):
    withdrawn = a_paper(ME.vault, state=ItemState.WITHDRAWN)
    answer = announce(ask, replaces=withdrawn.id, sha256="a" * 64)
    assert (answer.status, answer.codes) == (422, ["WITHDRAWN_NOT_REPLACED"])


def test_a_file_goes_only_into_a_draft_of_mine(ask, catalogue):
    mine, theirs = a_dossier(ME.vault, catalogue), a_dossier(a_caller().vault, catalogue)
    submitted = a_dossier(ME.vault, catalogue, state=State.SUBMITTED, code="H21.50.05-261123-0001")

    def into(dossier, component="birth"):
        answer = announce(ask, dossier=dossier, component=component)
        return answer.status, answer.codes if answer.status >= 400 else []

    assert into(mine.id) == (201, [])
    assert into(theirs.id) == (404, ["NO_SUCH_DOSSIER"])
    assert into(new_id()) == (404, ["NO_SUCH_DOSSIER"])
    assert into(submitted.id) == (409, ["ALREADY_SUBMITTED"])
    assert into(mine.id, "nonsense") == (404, ["NO_SUCH_COMPONENT"])


def test_a_scan_for_a_dossier_needs_neither_kind_nor_type(ask, catalogue):
    mine = a_dossier(ME.vault, catalogue)
    assert announce(ask, kind=None, document_type=None, dossier=mine.id, component="scan").status == 201


def test_an_upload_waits_and_after_a_quarter_of_an_hour_says_that_nothing_is_known(ask, calls):
    id = announce(ask).json["id"]
    calls.clear()
    waiting = ask.get(f"/vault/uploads/{id}", caller=ME).json
    assert calls == {"GetItem": 1}
    assert (waiting["state"], waiting["reasons"]) == ("announced", [])
    with time_machine.travel(now() + timedelta(minutes=15), tick=True):
        late = ask.get(f"/vault/uploads/{id}", caller=ME).json
    assert late["state"] == "expired"
    assert [each["code"] for each in late["reasons"]] == ["UPLOAD_EXPIRED"]
    assert late["sentence"] == "Sau 15 phút vẫn chưa nhận được tệp tin hoặc chưa kiểm tra xong."


def test_an_upload_of_somebody_else_is_not_there(ask):
    id = announce(ask).json["id"]
    assert ask.get(f"/vault/uploads/{id}", caller=a_caller()).status == 404
    assert ask.get(f"/vault/uploads/{new_id()}", caller=ME).status == 404
