"""A file that shows what a feedback says: sent, looked at, given, opened by who may, and gone when nobody needs it."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from functions.corrections.handlers import room as corrections
from functions.feedback.handlers import room as feedback
from functions.uploads.handlers import room as uploads_room
from functions.uploads.handlers import sweep_uploads
from functions.vault.handlers import room as vault
from shared.clock import new_id, now, today
from shared.domain.evidence import KEPT, LARGEST, WAITS
from shared.storage import feedbacks, uploads
from tests.conftest import a_caller
from tests.functions.dossiers.stood import stand_catalogue
from tests.functions.trust.test_fetching import EVENT
from tests.functions.uploads.conftest import tell
from tests.functions.vault.papers import a_paper

ME, STRANGER = a_caller(), a_caller()
SAID = {"reason": "NAME", "text": "Tên đệm ghi sai: đúng là “Thị Ước”."}
PHOTO, PDF, PNG = b"\xff\xd8\xff\xe0 photo", b"%PDF-1.7 scan", b"\x89PNG\r\n\x1a\n picture"
A_DAY = timedelta(days=1, minutes=1)


@pytest.fixture
def unit(world):
    catalogue = stand_catalogue()
    return next(each.code for each in catalogue.units if each.level == "commune" and each.exists_on(today()))


@pytest.fixture
def officer(unit):
    return a_caller(roles=frozenset({"officer"}), unit=unit)


@pytest.fixture
def desk(api, unit):
    return api(feedback, corrections, uploads_room, vault)


def announced(desk, content=PHOTO, name="ảnh chụp.jpg", caller=ME, **changes):
    body = {"file_name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest(), **changes}
    return desk.post("/feedback-evidence", caller=caller, body=body)


def sent(desk, world, content=PHOTO, name="ảnh chụp.jpg", caller=ME):
    """As a browser sends it; what the API says of it then."""
    told = announced(desk, content, name, caller)
    assert told.status == 201, told.json
    world.put("incoming", told.json["id"], content)
    assert tell(told.json["id"]) == []
    return desk.get(f"/vault/uploads/{told.json['id']}", caller=caller).json


def given(desk, unit, evidence, status=201, caller=ME):
    paper = a_paper(caller.vault, issuer_unit=unit)
    told = desk.post(f"/vault/items/{paper.id}/feedback", caller=caller, body={**SAID, "evidence": evidence})
    assert told.status == status, told.json
    return told.json


def sweep(after=A_DAY):
    with time_machine.travel(now() + after):
        sweep_uploads(EVENT, None)


def offered(link):
    asked = parse_qs(urlsplit(link["url"]).query)
    return asked["response-content-type"][0], asked["response-content-disposition"][0].partition(";")[0]


KINDS = [
    (PHOTO, "ảnh chụp.JPEG", "ảnh chụp.JPEG", "image/jpeg"),
    (PHOTO, "ảnh chụp.png", "ảnh chụp.jpg", "image/jpeg"),  # a telephone's habit
    (PNG, "trang 2.png", "trang 2.png", "image/png"),
    (PDF, "giấy cũ.pdf", "giấy cũ.pdf", "application/pdf"),
]


@pytest.mark.parametrize("sort", KINDS, ids=lambda sort: sort[1])
def test_a_photo_or_a_pdf_is_taken_for_what_it_is_and_only_ever_saved(desk, world, unit, sort):
    content, name, kept_as, kind = sort
    upload = sent(desk, world, content, name)
    assert (upload["state"], upload["sentence"]) == ("accepted", "Tệp tin đã sẵn sàng để gửi kèm phản ánh.")
    told = given(desk, unit, upload["id"])
    assert told["evidence"] == {"file_name": kept_as, "size": len(content), "is_kept": True}
    link = desk.get(f"/feedback/{told['id']}/evidence", caller=ME).json
    assert offered(link) == (kind, "attachment")
    [key] = world.objects("vault").keys() & {f"{upload['id']}/{hashlib.sha256(content).hexdigest()}"}
    assert world.s3.head_object(Bucket="vault", Key=key)["ContentType"] == kind


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"GIF89a", b"MZ", b" %PDF-1.7", b"<svg/>"])
def test_what_only_calls_itself_a_photo_is_refused_and_kept_from_the_vault(desk, world, unit, content):
    upload = sent(desk, world, content, "ảnh.jpg")
    assert (upload["state"], [each["code"] for each in upload["reasons"]]) == ("refused", ["NOT_EVIDENCE"])
    assert given(desk, unit, upload["id"], status=422)["code"] == "EVIDENCE_NOT_READY"
    assert not [key for key in world.objects("vault") if key.startswith(upload["id"])]


@pytest.mark.parametrize(
    ("changes", "status", "codes"),
    [
        ({"name": "trang.html"}, 422, ["NOT_EVIDENCE"]),
        ({"name": "../.jpg"}, 422, ["NOT_EVIDENCE"]),
        ({"name": "ảnh"}, 422, ["NOT_EVIDENCE"]),
        ({"size": 0, "name": "a.svg"}, 422, ["NOT_EVIDENCE", "FILE_EMPTY"]),
        ({"size": LARGEST + 1}, 413, ["FILE_TOO_LARGE"]),
    ],
)
def test_what_cannot_be_sent_says_why_before_a_byte_is(desk, world, changes, status, codes):
    told = announced(desk, **changes)
    assert (told.status, told.codes) == (status, codes)
    assert world.rows("UPLOAD#") == []


def test_a_form_takes_just_this_file_as_what_its_name_says(desk):
    fields = announced(desk, PNG, "trang.png").json["fields"]
    assert fields["Content-Type"] == "image/png"


def test_a_file_goes_with_one_feedback_and_only_its_senders(desk, world, unit):
    mine = sent(desk, world)["id"]
    assert given(desk, unit, mine, status=422, caller=STRANGER)["code"] == "NO_SUCH_EVIDENCE"
    assert desk.get(f"/vault/uploads/{mine}", caller=STRANGER).status == 404
    given(desk, unit, mine)
    assert given(desk, unit, mine, status=422)["code"] == "EVIDENCE_NOT_READY"
    assert given(desk, unit, new_id(), status=422)["code"] == "NO_SUCH_EVIDENCE"


def test_a_file_that_has_not_come_or_waited_too_long_is_not_given(desk, world, unit):
    waiting = announced(desk).json["id"]
    assert given(desk, unit, waiting, status=422)["code"] == "EVIDENCE_NOT_READY"
    upload = sent(desk, world)["id"]
    with time_machine.travel(now() + WAITS + timedelta(minutes=1)):
        assert given(desk, unit, upload, status=422)["code"] == "EVIDENCE_NOT_READY"


def test_only_its_giver_and_the_unit_open_it_and_every_look_of_the_unit_is_recorded(desk, world, unit, officer, calls):
    told = given(desk, unit, sent(desk, world)["id"])
    assert desk.get(f"/desk/feedback/{told['id']}", caller=officer).json["evidence"]["is_kept"]
    assert desk.get(f"/feedback/{told['id']}/evidence", caller=STRANGER).status == 404
    elsewhere = a_caller(roles=frozenset({"officer"}), unit=new_id())
    assert desk.post(f"/desk/feedback/{told['id']}/evidence", caller=elsewhere, body={}).status in (403, 404)
    assert desk.post(f"/desk/feedback/{told['id']}/evidence", caller=STRANGER, body={}).status == 403
    calls.clear()
    opened = desk.post(f"/desk/feedback/{told['id']}/evidence", caller=officer, body={})
    assert calls == {"GetItem": 1, "TransactWriteItems": 1}
    assert offered(opened.json) == ("image/jpeg", "attachment")
    [look] = desk.get("/vault/accesses", caller=ME).json["accesses"]
    assert "đã mở tệp tin gửi kèm phản ánh" in look["sentence"]


def test_a_feedback_without_a_file_has_none_to_open(desk, unit, officer):
    paper = a_paper(ME.vault, issuer_unit=unit)
    told = desk.post(f"/vault/items/{paper.id}/feedback", caller=ME, body=SAID).json
    assert told["evidence"] is None
    assert desk.get(f"/feedback/{told['id']}/evidence", caller=ME).json["code"] == "NO_EVIDENCE"
    assert desk.post(f"/desk/feedback/{told['id']}/evidence", caller=officer, body={}).json["code"] == "NO_EVIDENCE"


def test_what_was_sent_and_never_given_is_gone_after_a_day(desk, world):
    upload = sent(desk, world)["id"]
    sweep(timedelta(hours=13))
    assert any(key.startswith(upload) for key in world.objects("vault"))
    sweep()
    assert not any(key.startswith(upload) for key in world.objects("vault"))
    forgotten = announced(desk).json["id"]
    sweep()
    assert uploads.upload(forgotten) is None


def test_it_stays_while_its_feedback_is_open_and_until_sixty_days_after_its_end(desk, world, unit, officer):
    upload = sent(desk, world)["id"]
    told = given(desk, unit, upload)

    def is_kept(after):
        sweep(after)
        return any(key.startswith(upload) for key in world.objects("vault"))

    assert is_kept(A_DAY)
    assert is_kept(timedelta(days=200)), "for as long as nobody answers"
    answer = {"revision": 1, "text": "Đã đối chiếu với sổ gốc."}
    with time_machine.travel(now() + timedelta(days=200)):
        assert desk.post(f"/desk/feedback/{told['id']}/not-uphold", caller=officer, body=answer).status == 200
    assert is_kept(timedelta(days=200) + KEPT - timedelta(days=1))
    with time_machine.travel(now() + timedelta(days=201) + KEPT):
        assert not feedbacks.feedback(told["id"]).keeps_evidence(now())
    assert not is_kept(timedelta(days=203) + KEPT)


def test_who_takes_a_feedback_back_takes_its_file_back_too(desk, world, unit, officer):
    upload = sent(desk, world)["id"]
    told = given(desk, unit, upload)
    after = desk.post(f"/feedback/{told['id']}/take-back", caller=ME, body={"revision": 1, "text": ""}).json
    assert after["evidence"]["is_kept"] is False
    assert desk.get(f"/feedback/{told['id']}/evidence", caller=ME).status == 404
    assert desk.post(f"/desk/feedback/{told['id']}/evidence", caller=officer, body={}).status == 404
    sweep()
    assert not any(key.startswith(upload) for key in world.objects("vault"))


def test_sending_files_all_day_long_ends(desk):
    for _ in range(20):
        assert announced(desk).status == 201
    assert announced(desk).json["code"] == "TOO_MUCH_EVIDENCE"


def test_announcing_costs_a_number_and_a_row_and_giving_one_read_more(desk, world, unit, calls):
    calls.clear()
    upload = announced(desk)
    assert calls == {"UpdateItem": 1, "PutItem": 1}
    world.put("incoming", upload.json["id"], PHOTO)
    tell(upload.json["id"])
    asked = []
    for said in (SAID, SAID, {**SAID, "evidence": upload.json["id"]}):
        paper = a_paper(ME.vault, issuer_unit=unit)
        calls.clear()
        assert desk.post(f"/vault/items/{paper.id}/feedback", caller=ME, body=said).status == 201
        asked.append(dict(calls))
    assert asked[2] == asked[1] | {"GetItem": asked[1]["GetItem"] + 1}


def test_a_file_told_of_twice_is_settled_once(desk, world, unit):
    upload = sent(desk, world)["id"]
    told = given(desk, unit, upload)
    world.put("incoming", upload, PHOTO)
    assert tell(upload) == []
    assert uploads.upload(upload).feedback == told["id"]
