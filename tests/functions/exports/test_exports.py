"""A whole vault taken away: what is in it, byte for byte, in volumes, once each, whatever happens on the way."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlparse

import pytest

from functions.exports import handlers, listing, making, rules
from shared.clock import new_id, now
from shared.domain.exports import A_DAY, STALLED, WHOLE, Export, folder_name
from shared.domain.items import ItemState, Origin
from shared.storage import exports, items, keys
from shared.storage.table import NotAsExpected, delete, transact, write
from tests.conftest import a_caller
from tests.functions.vault.papers import a_paper, looked_at, replaced

ME, YOU = a_caller(), a_caller()


class Died(Exception):
    """The function is gone: memory, time or power."""


@pytest.fixture
def door(api, catalogue):
    return api(handlers.room)


def told(world):
    """The messages that wait in the queue, taken out of it."""
    address = world.sqs.get_queue_url(QueueName="exports")["QueueUrl"]
    found = []
    while messages := world.sqs.receive_message(QueueUrl=address, MaxNumberOfMessages=10).get("Messages"):
        for each in messages:
            world.sqs.delete_message(QueueUrl=address, ReceiptHandle=each["ReceiptHandle"])
            found.append(each["Body"])
    return found


def run(*bodies):
    """The queue tells these; how many come back."""
    records = [{"messageId": new_id(), "body": each, "receiptHandle": "r"} for each in bodies]
    return len(handlers.export_vault({"Records": records}, None)["batchItemFailures"])


def asked(door, caller=ME):
    answer = door.post("/vault/exports", caller=caller)
    assert answer.status == 202, answer.json
    return answer.json["id"]


def worked(world):
    """Whatever the queue tells, until it tells nothing more; how many messages."""
    count = 0
    while bodies := told(world):
        count += len(bodies)
        assert run(*bodies) == 0
    return count


def read(door, id, caller=ME):
    return door.get(f"/vault/exports/{id}", caller=caller).json


def volumes(world):
    return [zipfile.ZipFile(io.BytesIO(each)) for _, each in sorted(world.objects("exports").items())]


def manifests(world):
    return [json.loads(each.read("ke-khai.json")) for each in volumes(world)]


def test_every_version_is_there_byte_for_byte_and_the_manifest_says_what_each_is(door, world):
    paper = replaced(a_paper(ME.vault, content=b"%PDF-1.7 the first", number="12/2024/GKS"), b"%PDF-1.7 the second")
    id = asked(door)
    worked(world)
    [archive], [said] = volumes(world), manifests(world)
    assert archive.testzip() is None
    [listed] = said["papers"]
    assert (listed["item"], listed["number"], listed["origin"]) == (paper.id, "12/2024/GKS", "deposited")
    contents = {each["number"]: archive.read(each["file"]) for each in listed["versions"]}
    assert contents == {1: b"%PDF-1.7 the first", 2: b"%PDF-1.7 the second"}
    for each in listed["versions"]:
        assert hashlib.sha256(contents[each["number"]]).hexdigest() == each["sha256"]
        assert (each["is_intact"], each["sentence"]) == (True, "Chữ ký số hợp lệ.")
    assert [each["is_current"] for each in listed["versions"]] == [True, False]
    done = read(door, id)
    assert (done["state"], done["papers"], done["files"], done["missing"]) == ("done", 1, 2, 0)


def test_a_pdf_is_stored_as_it_is_so_that_nothing_touches_its_signature(door, world):
    content = b"%PDF-1.7 " + bytes(range(256)) * 50
    a_paper(ME.vault, content=content)
    asked(door)
    worked(world)
    [whole] = world.objects("exports").values()
    assert content in whole


def test_hidden_and_issued_papers_are_there_and_other_peoples_are_not(door, world):
    hidden = a_paper(ME.vault, hidden_by=(ME.vault,))
    issued = a_paper(ME.vault, YOU.vault, origin=Origin.ISSUED)
    a_paper(YOU.vault)
    gone = a_paper(ME.vault)
    transact(*items.left(gone, ME.vault))
    asked(door)
    worked(world)
    [said] = manifests(world)
    assert {each["item"] for each in said["papers"]} == {hidden.id, issued.id}
    of = {each["item"]: each for each in said["papers"]}
    assert (of[hidden.id]["state"], of[issued.id]["holders"]) == ("hidden", 2)
    assert YOU.vault not in json.dumps(said)


def test_who_looked_is_in_a_file_beside_the_paper_by_agency_and_never_by_person(door, world):
    seen, unseen = a_paper(ME.vault), a_paper(ME.vault)
    looks = [looked_at(seen, ME.vault) for _ in range(3)]
    asked(door)
    worked(world)
    [archive], [said] = volumes(world), manifests(world)
    of = {each["item"]: each["accesses"] for each in said["papers"]}
    assert of[unseen.id] == {"file": None, "count": 0, "are_all": True}
    assert (of[seen.id]["count"], of[seen.id]["are_all"]) == (3, True)
    listed = archive.read(of[seen.id]["file"]).decode()
    assert [each["unit_name"] for each in json.loads(listed)] == ["Xã Suối Mơ"] * 3
    assert [each["at"] for each in json.loads(listed)] == [each.at.isoformat() for each in reversed(looks)]
    assert not [each for each in looks if each.person in listed]


def test_a_paper_looked_at_very_often_is_listed_page_by_page_and_said_to_be_cut(door, world, monkeypatch):
    monkeypatch.setattr(listing, "_AT_ONCE", 2)
    monkeypatch.setattr(rules, "LOOKS", 5)
    paper = a_paper(ME.vault)
    looks = [looked_at(paper, ME.vault) for _ in range(6)]
    asked(door)
    worked(world)
    [archive], [said] = volumes(world), manifests(world)
    [listed] = said["papers"]
    assert (listed["accesses"]["count"], listed["accesses"]["are_all"]) == (5, False)
    latest = json.loads(archive.read(listed["accesses"]["file"]))
    assert [each["at"] for each in latest] == [each.at.isoformat() for each in looks[:0:-1]]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Giấy khai sinh", "0001 Giấy khai sinh"),
        ("../../etc/passwd", "0001 etc passwd"),
        ('a<b>c:"d|e?f*g\\h', "0001 a b c d e f g h"),
        ("\u202egpj.exe", "0001 gpj.exe"),
        (" . ", "0001 giấy tờ"),
        ("x" * 300, "0001 " + "x" * 60),
        ("Ẫ Ộ Ữ", "0001 Ẫ Ộ Ữ"),
    ],
)
def test_a_folder_has_a_name_every_device_can_write(title, name):
    assert folder_name(1, title) == name


def test_a_file_that_is_lost_or_altered_is_named_and_the_rest_is_there(door, world):
    lost, altered, whole = (a_paper(ME.vault) for _ in range(3))
    world.s3.delete_object(Bucket="vault", Key=f"{lost.id}/{lost.version.sha256}")
    world.put("vault", f"{altered.id}/{altered.version.sha256}", b"another")
    id = asked(door)
    worked(world)
    [said] = manifests(world)
    of = {each["item"]: each["versions"][0] for each in said["papers"]}
    assert (of[lost.id]["file"], of[lost.id]["is_intact"]) == (None, False)
    assert (bool(of[altered.id]["file"]), of[altered.id]["is_intact"]) == (True, False)
    assert of[whole.id]["is_intact"]
    assert read(door, id)["missing"] == 2


def test_an_empty_vault_is_exported_too(door, world):
    id = asked(door)
    worked(world)
    assert manifests(world)[0]["papers"] == []
    assert read(door, id)["state"] == "done"


def test_a_vault_too_big_for_one_run_goes_on_with_the_next_message(door, world, monkeypatch):
    monkeypatch.setattr(rules, "MOST", 2)
    papers = [a_paper(ME.vault) for _ in range(5)]
    id = asked(door)
    assert worked(world) == 3
    said = manifests(world)
    assert [each["volume"] for each in said] == [1, 2, 3]
    assert sorted(each["item"] for one in said for each in one["papers"]) == sorted(each.id for each in papers)
    names = [name.split("/")[1][:4] for one in volumes(world) for name in one.namelist() if name.endswith(".pdf")]
    assert names == ["0001", "0002", "0003", "0004", "0005"]
    done = read(door, id)
    assert (done["state"], done["papers"], len(done["volumes"])) == ("done", 5, 3)
    assert [each["name"][-10:] for each in done["volumes"]] == ["phan-1.zip", "phan-2.zip", "phan-3.zip"]


@pytest.mark.parametrize("bound", ["LARGEST", "LONGEST"])
def test_a_volume_ends_where_it_is_large_or_takes_long_but_never_before_its_first_paper(
    door, world, monkeypatch, bound
):
    monkeypatch.setattr(rules, bound, 0)
    for _ in range(3):
        a_paper(ME.vault)
    asked(door)
    assert worked(world) == 3
    assert [len(each["papers"]) for each in manifests(world)] == [1, 1, 1]


def test_more_than_fits_into_a_part_goes_to_the_bucket_as_it_grows(door, world, calls):
    contents = [bytes([n]) * 6_000_000 for n in range(4)]
    for each in contents:
        a_paper(ME.vault, content=each)
    asked(door)
    calls.clear()
    worked(world)
    assert calls["UploadPart"] == 3  # of 24 MB, eight at a time, the last with the manifest
    [archive] = volumes(world)
    assert sorted(archive.read(name)[:1] for name in archive.namelist() if name.endswith(".pdf")) == sorted(
        each[:1] for each in contents
    )


def test_told_twice_an_export_is_made_once(door, world):
    a_paper(ME.vault)
    id = asked(door)
    [body] = told(world)
    run(body, body)
    run(body)
    assert len(world.objects("exports")) == 1
    assert len([each for each in world.rows("OUTBOX#") if each["event"] == "export_ready"]) == 1
    assert len(read(door, id)["volumes"]) == 1


def test_of_two_who_make_the_same_volume_one_keeps_it_and_the_other_takes_theirs_back(door, world, calls):
    """The twin comes while the first is just about to keep its volume."""
    a_paper(ME.vault)
    asked(door)
    [body] = told(world)

    def twin(name):
        if name == "CompleteMultipartUpload":
            calls.then = None
            run(body)

    calls.then = twin
    assert run(body) == 0
    assert len(world.objects("exports")) == 1
    assert len([each for each in world.rows("OUTBOX#") if each["event"] == "export_ready"]) == 1


def test_whoever_finds_the_volume_made_while_they_are_at_it_leaves_it(door, world, calls, monkeypatch):
    monkeypatch.setattr(making, "_AT_ONCE", 1)
    for _ in range(2):
        a_paper(ME.vault)
    id = asked(door)
    [body] = told(world)

    def twin(name):
        if name == "GetObject":
            calls.then = None
            run(body)

    calls.then = twin
    assert run(body) == 0
    assert len(world.objects("exports")) == len(read(door, id)["volumes"]) == 1


def test_how_far_it_is_can_be_read_while_a_volume_is_made(door, world, calls, monkeypatch):
    monkeypatch.setattr(making, "_AT_ONCE", 1)
    for _ in range(3):
        a_paper(ME.vault)
    id = asked(door)
    seen = []

    def look(name):
        if name == "UpdateItem":
            with calls.unheard():
                seen.append(int(next(row for row in world.rows("EXPORTS#") if row["SK"] == f"EXPORT#{id}")["so_far"]))

    calls.then = look
    worked(world)
    assert seen == [1, 2, 3]


STEPS = ("GetItem", "Query", "CreateMultipartUpload", "GetObject", "UploadPart", "CompleteMultipartUpload")


@pytest.mark.parametrize("step", [*STEPS, "UpdateItem", "TransactWriteItems", "SendMessage"])
def test_dying_after_any_call_leaves_an_export_that_the_same_message_finishes(door, world, calls, monkeypatch, step):
    monkeypatch.setattr(rules, "MOST", 2)
    monkeypatch.setattr(making, "_AT_ONCE", 1)
    papers = [a_paper(ME.vault) for _ in range(3)]
    id = asked(door)
    [body] = told(world)

    def die(name):
        if name == step:
            calls.then = None
            raise Died

    calls.then = die
    assert run(body) == 1
    calls.then = None
    run(body)
    worked(world)
    done = read(door, id)
    assert (done["state"], done["papers"], len(done["volumes"])) == ("done", 3, 2)
    kept = {urlparse(each["url"]).path.split("/exports", 1)[-1].lstrip("/") for each in done["volumes"]}
    listed = [
        each["item"]
        for key, content in world.objects("exports").items()
        if key in kept or f"exports/{key}" in kept
        for each in json.loads(zipfile.ZipFile(io.BytesIO(content)).read("ke-khai.json"))["papers"]
    ]
    assert sorted(listed) == sorted(each.id for each in papers)


def test_what_is_wrong_with_the_bucket_leaves_no_half_upload(door, world, calls):
    a_paper(ME.vault)
    asked(door)
    [body] = told(world)

    def die(name):
        if name == "GetObject":
            calls.then = None
            raise Died

    calls.then = die
    run(body)
    assert "Uploads" not in world.s3.list_multipart_uploads(Bucket="exports")


def test_one_export_of_a_vault_at_a_time(door, world):
    asked(door)
    assert door.post("/vault/exports", caller=ME).codes == ["EXPORT_UNDER_WAY"]
    asked(door, caller=YOU)
    worked(world)
    asked(door)


def test_two_that_begin_at_once_are_one(door, world):
    at = now()
    fresh = Export(id=new_id(), vault=ME.vault, asked_by=ME.person, asked_at=at, touched_at=at)
    transact(*exports.begun(fresh))
    with pytest.raises(NotAsExpected):
        transact(*exports.begun(replace(fresh, id=new_id())))


def test_a_few_exports_a_day_and_no_more(door, world):
    for _ in range(A_DAY):
        asked(door)
        worked(world)
    answer = door.post("/vault/exports", caller=ME)
    assert (answer.status, answer.codes) == (429, ["TOO_MANY_EXPORTS"])


def test_an_export_nobody_works_at_any_more_goes_on_when_its_owner_asks(door, world):
    a_paper(ME.vault)
    id = asked(door)
    told(world)  # lost
    export = exports.export(ME.vault, id)
    exports.touch(export, so_far=0, at=now() - STALLED)
    assert read(door, id)["state"] == "stalled"
    assert asked(door) == id
    worked(world)
    assert read(door, id)["state"] == "done"


@pytest.mark.parametrize("is_remembered", [True, False])
def test_an_export_that_took_longer_than_a_day_is_begun_anew(door, world, is_remembered):
    """Its first files would be erased before its last one is fetched; nor does its claim hinder the vault for ever."""
    a_paper(ME.vault)
    at = now() - WHOLE
    stuck = Export(id=new_id(), vault=ME.vault, asked_by=ME.person, asked_at=at, touched_at=at)
    transact(*exports.begun(stuck))
    if not is_remembered:
        write(delete(keys.export(ME.vault, stuck.id)))
    fresh = asked(door)
    assert fresh != stuck.id
    exports.go_on(stuck)
    worked(world)
    assert read(door, fresh)["state"] == "done"
    assert len(volumes(world)) == 1


def test_links_live_five_minutes_and_lead_to_the_volume(door, world):
    a_paper(ME.vault)
    id = asked(door)
    assert read(door, id)["volumes"] == []
    worked(world)
    [volume] = read(door, id)["volumes"]
    query = parse_qs(urlparse(volume["url"]).query)
    assert (volume["expires_in"], query["X-Amz-Expires"]) == (300, ["300"])
    assert volume["size"] == len(next(iter(world.objects("exports").values())))
    assert volume["name"].endswith(".zip")


def test_after_three_days_it_is_erased_and_says_so(door, world):
    id = asked(door)
    worked(world)
    export = exports.export(ME.vault, id)
    old = replace(export, finished_at=export.finished_at - timedelta(days=3))
    write(exports.advanced(export, replace(old, finished_at=old.finished_at))[0])
    told_now = read(door, id)
    assert (told_now["state"], told_now["volumes"]) == ("erased", [])


def test_an_export_is_its_owners_alone(door, world):
    id = asked(door)
    assert door.get(f"/vault/exports/{id}", caller=YOU).codes == ["NO_SUCH_EXPORT"]
    assert door.get("/vault/exports", caller=YOU).json == {"exports": []}
    assert [each["id"] for each in door.get("/vault/exports", caller=ME).json["exports"]] == [id]


def test_who_assists_somebody_takes_nothing_of_theirs_away(door):
    assisting = a_caller(vault=ME.vault, assists="counter")
    assert door.post("/vault/exports", caller=assisting).codes == ["NOT_WHILE_ASSISTING"]
    assert door.get("/vault/exports", caller=assisting).codes == ["NOT_WHILE_ASSISTING"]


def test_its_owner_is_told_and_no_paper_is_named(door, world):
    a_paper(ME.vault, title="Giấy xác nhận hộ nghèo")
    id = asked(door)
    worked(world)
    [message] = world.rows("OUTBOX#")
    assert (message["event"], message["vault"], message["about"]) == ("export_ready", ME.vault, f"export/{id}")
    assert "parameters" not in message or not message["parameters"]


def test_nothing_but_ids_is_logged_and_no_key_says_whose_paper_it_is(door, world, caplog):
    a_paper(ME.vault, title="Giấy xác nhận hộ nghèo")
    asked(door)
    worked(world)
    assert "export.volume" in caplog.text
    assert "hộ nghèo" not in caplog.text
    assert all(set(key) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ/-.zip") for key in world.objects("exports"))


def test_asking_costs_little(door, world, calls):
    asked(door)
    assert calls == {"GetItem": 1, "Query": 1, "TransactWriteItems": 1, "SendMessage": 1}


def test_a_paper_costs_two_queries_and_its_file(door, world, calls):
    """All of it in one, who looked in the other; beside them the vault's list and the export itself."""
    for _ in range(10):
        a_paper(ME.vault)
    asked(door)
    [body] = told(world)
    calls.clear()
    run(body)
    assert (calls["Query"], calls["GetObject"]) == (1 + 2 * 10, 10)
    assert (calls["GetItem"], calls["TransactWriteItems"], calls["UploadPart"]) == (1, 1, 1)


def test_a_message_about_no_export_changes_nothing(world, catalogue):
    making.go_on(ME.vault, new_id())
    assert world.objects("exports") == {}


def test_a_paper_that_leaves_the_vault_while_it_is_exported_is_passed_over(door, world, calls):
    both = a_paper(ME.vault, YOU.vault)
    id = asked(door)

    def leave(name):
        if name == "Query":
            calls.then = None
            transact(*items.left(both, ME.vault))

    calls.then = leave
    worked(world)
    assert (read(door, id)["papers"], manifests(world)[0]["papers"]) == (0, [])


def test_a_removed_paper_is_passed_over(door, world):
    paper = a_paper(ME.vault)
    id = asked(door)
    transact(*items.changed(paper, replace(paper, state=ItemState.REMOVED)))
    worked(world)
    assert read(door, id)["papers"] == 0
