"""Each step of a feedback reaches its unit's own system, signed, until it is taken; nobody else is called."""

from __future__ import annotations

import json
import os
import socket
import threading
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from boto3.dynamodb.types import TypeSerializer
from botocore.exceptions import ClientError

from functions.corrections.handlers import room as corrections
from functions.feedback.handlers import room as feedback
from functions.notifications.handlers import relay_outbox
from functions.webhooks import telling
from functions.webhooks.handlers import forward_feedback
from functions.webhooks.handlers import room as webhooks
from infra.local.agency import FEEDBACK
from infra.local.messages import Simulator
from shared.channels.webhooks import KEY, SIGNATURE
from shared.clock import new_id, now, today
from shared.domain.errors import Unavailable
from shared.domain.forwarding import FIRST_PAUSE, MOST_TRIES, OVERLAP
from shared.domain.units import continued_by
from shared.storage import catalogues, clients, endpoints, feedbacks, forwards, items
from shared.storage.endpoints import LoopbackInProduction
from tests.conftest import NAMES, Api, World, a_caller
from tests.functions.at_the_desk import a_person
from tests.functions.dossiers.stood import stand_catalogue
from tests.functions.vault.papers import a_paper

HOLDER, ADMINISTRATOR = a_caller(), a_caller(roles=frozenset({"administrator"}))
SAID = {"reason": "NAME", "text": "Tên đệm ghi sai: đúng là “Thị Ước”.", "page": 1, "place": "dòng thứ ba"}
ANSWER = "HTTP/1.1 {} So\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"


@dataclass
class System:
    """A unit with a system of its own, and the queue between us and it."""

    world: World
    api: Api
    simulator: Simulator
    unit: str
    officer: Any
    secret: str = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.simulator.server_port}{FEEDBACK}"

    def set_up(self, **body: Any) -> Any:
        told = self.api.put(f"/webhooks/{self.unit}", caller=ADMINISTRATOR, body={"url": self.url, **body})
        assert told.status == 200, told.json
        if told.json["secret"]:
            self.simulator.agency.believes(told.json["secret"])
        return told.json

    def given(self, **changes: Any) -> str:
        paper = a_paper(HOLDER.vault, issuer_unit=self.unit)
        told = self.api.post(f"/vault/items/{paper.id}/feedback", caller=HOLDER, body=SAID | changes)
        assert told.status == 201, told.json
        return str(told.json["id"])

    def act(self, what: str, id: str, revision: int, **body: Any) -> None:
        said = {"revision": revision, "text": "Đề nghị gửi thêm bản gốc.", **body}
        assert self.api.post(f"/desk/feedback/{id}/{what}", caller=self.officer, body=said).status == 200

    def stream(self, id: str, before: dict[str, Any] | None = None) -> None:
        """As the table's stream tells of a feedback."""
        after = self.row(id)
        assert relay_outbox({"Records": [a_change(before, after)]}, None) == {"batchItemFailures": []}

    def row(self, id: str) -> dict[str, Any]:
        return next(each for each in self.world.rows(f"FEEDBACK#{id}") if each["SK"] == "FEEDBACK")

    @property
    def waiting(self) -> list[dict[str, Any]]:
        """What the queue would bring now: each message with how often it came."""
        asked = {"QueueUrl": os.environ["FORWARDING_QUEUE_URL"], "MaxNumberOfMessages": 10}
        return self.world.sqs.receive_message(**asked, AttributeNames=["All"]).get("Messages", [])

    def deliver(self, times: int = 0) -> list[bool]:
        """As the queue does it: which were done. `times` says how often each is said to have come before."""
        done = []
        for each in self.waiting:
            count = str(times or each["Attributes"]["ApproximateReceiveCount"])
            record = {
                "messageId": each["MessageId"],
                "receiptHandle": each["ReceiptHandle"],
                "body": each["Body"],
                "attributes": {"ApproximateReceiveCount": count},
                "eventSource": "aws:sqs",
            }
            done.append(forward_feedback({"Records": [record]}, None) == {"batchItemFailures": []})
            if done[-1]:
                address = os.environ["FORWARDING_QUEUE_URL"]
                self.world.sqs.delete_message(QueueUrl=address, ReceiptHandle=each["ReceiptHandle"])
        return done

    @property
    def secrets(self) -> list[str]:
        """Names in the store."""
        kept = (each["Name"] for each in self.world.secrets.list_secrets()["SecretList"])
        return [each for each in kept if each.startswith("kho/webhooks/")]

    @property
    def heard(self) -> list[dict[str, Any]]:
        return [each["told"] for each in self.simulator.inbox.all()]

    def orders(self, *answers: bytes) -> None:
        self.simulator.agency.orders += answers

    def shown(self, id: str) -> list[dict[str, Any]]:
        """What the unit's officer reads of it."""
        return self.api.get(f"/desk/feedback/{id}", caller=self.officer).json["forwarded"]


def a_change(before: dict[str, Any] | None, after: dict[str, Any]) -> dict[str, Any]:
    def image(row: dict[str, Any]) -> dict[str, Any]:
        return {name: TypeSerializer().serialize(value) for name, value in row.items()}

    told = {
        "ApproximateCreationDateTime": 1.0,
        "Keys": image({"PK": after["PK"], "SK": after["SK"]}),
        "NewImage": image(after),
        "SequenceNumber": "1",
        "SizeBytes": 1,
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    } | ({"OldImage": image(before)} if before else {})
    return {
        "eventID": "1",
        "eventName": "MODIFY" if before else "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "ap-southeast-1",
        "dynamodb": told,
        "eventSourceARN": "arn:aws:dynamodb:ap-southeast-1:1:table/kho/stream/1",
    }


@pytest.fixture
def system(world, api, tmp_path):
    unit = next(each.code for each in stand_catalogue().units if each.level == "commune" and each.exists_on(today()))
    server = Simulator(0, tmp_path)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    officer = a_caller(roles=frozenset({"officer"}), unit=unit)
    yield System(world, api(feedback, corrections, webhooks), server, unit, officer)
    server.shutdown()
    server.server_close()


@pytest.fixture
def told(system):
    """A feedback whose first step waits in the queue of a unit with a system of its own."""
    system.set_up()
    id = system.given()
    system.stream(id)
    return id


def test_a_unit_hears_what_was_reported_and_nothing_of_who(system, told):
    assert system.deliver() == [True]
    [heard] = system.heard
    found = feedbacks.feedback(told)
    version = items.version(found.item, 1)
    assert (heard["id"], heard["event"], heard["unit"]) == (f"{told}-0001", "feedback.given", system.unit)
    assert heard["item"] == {"id": found.item, "version": 1, "sha256": version.sha256}
    assert (heard["feedback"]["reason"], heard["feedback"]["text"], heard["feedback"]["page"]) == (
        "NAME",
        SAID["text"],
        1,
    )
    assert heard["step"] | {"at": None} == {
        "number": 1,
        "deed": "given",
        "at": None,
        "by": "holder",
        "unit": None,
        "text": SAID["text"],
    }
    assert HOLDER.vault not in json.dumps(heard)
    assert HOLDER.person not in json.dumps(heard)


def test_giving_feedback_asks_no_more_of_aws_for_it(system, calls):
    asked = []
    for _ in range(3):
        paper = a_paper(HOLDER.vault, issuer_unit=system.unit)
        calls.clear()
        assert system.api.post(f"/vault/items/{paper.id}/feedback", caller=HOLDER, body=SAID).status == 201
        asked.append(dict(calls))
        if len(asked) == 2:
            system.set_up()
    assert asked[1] == asked[2]


def test_telling_costs_four_reads_a_secret_and_a_line_of_the_ledger(system, told, calls):
    calls.clear()
    with calls.unheard():
        waiting = system.waiting
    [message] = waiting
    record = {
        "messageId": "m",
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": {"ApproximateReceiveCount": "1"},
        "eventSource": "aws:sqs",
    }
    forward_feedback({"Records": [record]}, None)
    assert calls == {"ChangeMessageVisibility": 1, "GetItem": 4, "GetSecretValue": 1, "PutItem": 1}


def test_every_step_is_told_in_its_own_words_and_the_unit_that_had_it_hears_that_it_was_handed_on(system, told):
    other = next(
        each.code
        for each in catalogues.current().units
        if each.level == "commune" and each.exists_on(today()) and each.code != system.unit
    )
    before = system.row(told)
    system.act("ask", told, 1)
    system.stream(told, before)
    before = system.row(told)
    system.act("route", told, 2, unit=other, text="Giấy tờ do xã bạn cấp.")
    system.stream(told, before)
    system.deliver()
    assert [(each["event"], each["step"]["by"]) for each in system.heard] == [
        ("feedback.given", "holder"),
        ("feedback.asked", "unit"),
        ("feedback.routed", "unit"),
    ]
    assert {each["feedback"]["revision"] for each in system.heard} == {3}


def test_a_unit_without_a_system_is_not_called(system):
    id = system.given()
    system.stream(id)
    assert system.deliver() == [True]
    assert system.simulator.agency.calls == 0
    assert system.shown(id) == []


def test_what_is_told_again_is_kept_once_and_a_taken_one_is_not_sent_again(system, told):
    system.stream(told)
    system.stream(told)
    assert system.deliver() == [True, True, True]
    assert (system.simulator.agency.calls, len(system.heard)) == (1, 1)


def test_dying_between_the_call_and_the_ledger_tells_it_twice_under_the_same_id(system, told):
    assert system.deliver() == [True]
    [line] = [each for each in system.world.rows(f"FEEDBACK#{told}") if each["SK"].startswith("DELIVERY")]
    system.world.dynamodb.Table(NAMES["TABLE"]).delete_item(Key={"PK": line["PK"], "SK": line["SK"]})
    system.stream(told)
    assert system.deliver() == [True]
    assert (system.simulator.agency.calls, len(system.heard)) == (2, 1), "the receiver knows it by its id"


@pytest.mark.parametrize("slower", [500, 200])
def test_what_was_taken_stays_taken_whatever_a_slower_twin_hears(system, told, calls, slower):
    """Another run of the same step overtakes this one, which has looked and not called yet."""

    def overtake(name: str) -> None:
        if name == "GetSecretValue":
            calls.then = None
            telling.tell(told, 1, system.unit, is_last=False)
            system.orders(ANSWER.format(slower).encode())

    calls.then = overtake
    assert system.deliver() == [True]
    assert system.simulator.agency.calls == 2
    [shown] = system.shown(told)
    assert (shown["is_done"], [each["reply"] for each in shown["attempts"]]) == (True, ["taken"])


def test_of_two_attempts_at_one_moment_both_are_kept(system, told, calls):
    def overtake(name: str) -> None:
        if name == "GetSecretValue":
            calls.then = None
            system.orders(ANSWER.format(503).encode(), ANSWER.format(404).encode())
            with pytest.raises(Unavailable):
                telling.tell(told, 1, system.unit, is_last=False)

    calls.then = overtake
    assert system.deliver() == [False]
    assert [each["reply"] for each in system.shown(told)[0]["attempts"]] == ["failed", "refused"]


@pytest.mark.parametrize(
    ("answer", "reply", "sentence"),
    [
        (ANSWER.format(500), "failed", "Hệ thống gặp lỗi (mã 500)."),
        (ANSWER.format(404), "refused", "Hệ thống không nhận (mã 404)."),
        (ANSWER.format(302), "redirected", "Hệ thống trả lời bằng địa chỉ khác, không đi theo (mã 302)."),
        ("nonsense\r\n", "unanswered", "Hệ thống không trả lời kịp."),
        ("", "unanswered", "Hệ thống không trả lời kịp."),
    ],
)
def test_what_is_not_taken_comes_again_later_and_the_officer_reads_every_attempt(system, told, answer, reply, sentence):
    system.orders(answer.encode())
    assert system.deliver() == [False]
    assert system.waiting == [], "left alone for a while"
    [shown] = system.shown(told)
    assert (shown["is_done"], shown["sentence"]) == (False, "Chưa nhận; sẽ gửi lại.")
    assert [(each["reply"], each["sentence"]) for each in shown["attempts"]] == [(reply, sentence)]
    with time_machine.travel(now() + FIRST_PAUSE + timedelta(seconds=1)):
        assert system.deliver() == [True]
    [shown] = system.shown(told)
    assert (shown["is_done"], [each["reply"] for each in shown["attempts"]]) == (True, [reply, "taken"])
    assert shown["host"] == f"127.0.0.1:{system.simulator.server_port}"


def test_a_system_that_cannot_be_reached_blocks_no_feedback(system):
    system.set_up(url="http://127.0.0.1:9/")
    id = system.given()
    system.stream(id)
    assert system.deliver() == [False]
    assert [each["reply"] for each in system.shown(id)[0]["attempts"]] == ["unreached"]
    assert feedbacks.feedback(id).state == "received"


def test_after_the_last_try_it_rests_and_says_so(system, told):
    system.orders(ANSWER.format(500).encode())
    assert system.deliver(times=MOST_TRIES) == [False]
    assert system.shown(told)[0]["sentence"] == "Đã thôi gửi; cần quản trị viên gửi lại."
    with time_machine.travel(now() + FIRST_PAUSE + timedelta(seconds=1)):
        assert system.waiting, "the queue takes it aside at once"


def test_an_address_that_was_removed_is_called_no_more(system, told):
    revision = system.set_up(revision=1)["revision"]
    gone = system.api.delete(f"/webhooks/{system.unit}", caller=ADMINISTRATOR, query={"revision": revision})
    assert gone.status == 204
    assert system.deliver() == [True]
    assert system.simulator.agency.calls == 0
    assert system.secrets == []
    assert system.set_up()["secret"], "set up anew, with a new secret"


@pytest.fixture
def slow_deletion(world):
    """As AWS does it: a secret is deleted some time later, and until then nothing is made of its name."""
    events, marked = clients.secrets().meta.events, set()

    def mark(params: dict[str, Any], **_: Any) -> None:
        marked.add(params["SecretId"])

    def refuse(params: dict[str, Any], model: Any, **_: Any) -> None:
        if params.get("SecretId", params.get("Name")) in marked:
            told = "You can't perform this operation on the secret because it was marked for deletion."
            raise ClientError({"Error": {"Code": "InvalidRequestException", "Message": told}}, model.name)

    heard = {"DeleteSecret": mark} | dict.fromkeys(("CreateSecret", "GetSecretValue", "PutSecretValue"), refuse)
    for operation, hears in heard.items():
        events.register(f"provide-client-params.secrets-manager.{operation}", hears)
    yield
    for operation, hears in heard.items():
        events.unregister(f"provide-client-params.secrets-manager.{operation}", hears)


@pytest.mark.usefixtures("slow_deletion")
def test_an_address_that_was_removed_is_set_again_while_its_secret_is_still_being_deleted(system, told):
    gone = system.api.delete(f"/webhooks/{system.unit}", caller=ADMINISTRATOR, query={"revision": 1})
    assert gone.status == 204
    assert system.set_up()["secret"]
    assert system.deliver() == [True]
    assert len(system.heard) == 1


@pytest.mark.usefixtures("slow_deletion")
def test_a_secret_that_goes_at_this_very_moment_signs_nothing(system, told, calls):
    """The address was read, then somebody removed it."""

    def remove(operation: str) -> None:
        if operation == "GetItem" and calls["GetItem"] == 3:
            with calls.unheard():
                system.api.delete(f"/webhooks/{system.unit}", caller=ADMINISTRATOR, query={"revision": 1})

    calls.clear()
    calls.then = remove
    assert system.deliver() == [False]
    assert system.simulator.agency.calls == 0
    assert [each["reply"] for each in system.shown(told)[0]["attempts"]] == ["no_secret"]


def test_while_a_secret_is_changed_what_is_sent_is_signed_with_both(system, told):
    old = system.simulator.agency
    changed = system.api.post(f"/webhooks/{system.unit}/secret", caller=ADMINISTRATOR, body={"revision": 1}).json
    assert changed["secret"]
    assert system.deliver() == [True], "the system still knows the old one"
    old.believes(changed["secret"])
    second = system.given()
    system.stream(second)
    assert system.deliver() == [True], "and knows the new one now"
    assert [each["id"] for each in system.heard] == [f"{told}-0001", f"{second}-0001"]


def test_after_the_overlap_the_old_secret_signs_nothing(system, told):
    changed = system.api.post(f"/webhooks/{system.unit}/secret", caller=ADMINISTRATOR, body={"revision": 1}).json
    endpoint = endpoints.endpoint(system.unit)
    assert len(endpoints.secrets_of(endpoint, at=now())) == 2
    assert endpoints.secrets_of(endpoint, at=now() + OVERLAP) == (changed["secret"],)


def test_the_secret_is_told_once_and_is_in_no_row_and_no_log(system, told, caplog):
    secret = system.api.post(f"/webhooks/{system.unit}/secret", caller=ADMINISTRATOR, body={"revision": 1}).json[
        "secret"
    ]
    system.deliver()
    assert secret not in str(system.world.rows())
    assert secret not in caplog.text
    assert SAID["text"] not in caplog.text
    [listed] = system.api.get("/webhooks", caller=ADMINISTRATOR).json["webhooks"]
    assert (listed["unit"], listed["secret"]) == (system.unit, None)


def test_without_a_secret_nothing_is_sent(system, told):
    [secret] = system.secrets
    system.world.secrets.delete_secret(SecretId=secret, ForceDeleteWithoutRecovery=True)
    assert system.deliver() == [False]
    assert system.simulator.agency.calls == 0
    assert [each["reply"] for each in system.shown(told)[0]["attempts"]] == ["no_secret"]


def test_a_forged_call_is_not_believed_by_the_simulator(system, told):
    system.simulator.agency.believes("another secret")
    assert system.deliver() == [False]
    assert [each["reply"] for each in system.shown(told)[0]["attempts"]] == ["refused"]
    body, headers = b'{"id":"x"}', {KEY: "x", SIGNATURE: "t=1,v1=00"}
    assert b"401" in system.simulator.agency.answered(body, headers, at=now())


def test_a_name_that_has_come_to_lead_inside_is_not_called(system, told, monkeypatch):
    monkeypatch.setenv("LOOPBACK_RECEIVERS", "false")
    assert system.deliver() == [False]
    assert [each["reply"] for each in system.shown(told)[0]["attempts"]] == ["forbidden"]


def test_production_refuses_to_call_its_own_network(system, told, monkeypatch):
    monkeypatch.setenv("STAGE", "production")
    with pytest.raises(LoopbackInProduction):
        endpoints.lets_loopback()
    assert system.deliver() == [False]
    assert system.simulator.agency.calls == 0


def test_what_a_dead_units_feedback_leads_to_is_told_to_who_continues_it(system, told):
    assert system.deliver() == [True]
    units = catalogues.current().units_by_code
    dead = next(code for code, each in units.items() if not each.exists_on(today()) and successor(units, code))
    forwards.tell(told, 1, dead)
    system.unit = successor(units, dead)
    system.set_up(**({"revision": 1} if endpoints.endpoint(system.unit) else {}))
    assert system.deliver() == [True]
    assert (system.simulator.agency.calls, forwards.delivery(told, 1, dead).is_done) == (2, True)


def test_the_system_of_a_unit_that_is_no_more_is_called_no_more(system, told):
    """Whoever has its address today is not who was entrusted with it."""
    units, mine = catalogues.current().units_by_code, endpoints.endpoint(system.unit)
    dead = next(code for code, each in units.items() if not each.exists_on(today()) and successor(units, code))
    endpoints.fresh_secret(endpoints.keep(replace(mine, unit=dead), after=None))
    forwards.tell(told, 1, dead)
    assert system.deliver() == [True, True]
    assert (system.simulator.agency.calls, forwards.delivery(told, 1, dead)) == (1, None)


def successor(units, code):
    alive = continued_by(code, units, on=today())
    return next(iter(alive)) if len(alive) == 1 else None


@pytest.mark.parametrize(
    ("url", "codes"),
    [
        ("http://hethong.donvi.gov.vn/", ["NOT_HTTPS"]),
        ("ftp://a:b@10.0.0.1:22/#x", ["NOT_HTTPS", "MORE_THAN_ADDRESS", "HOST_NOT_PUBLIC", "PORT_NOT_OPEN"]),
        ("https://10.0.0.1/", ["HOST_NOT_PUBLIC"]),
        ("https://[::1]/", ["HOST_NOT_PUBLIC"]),
        ("https://localhost/", ["HOST_NOT_PUBLIC"]),
        ("https://2130706433/", ["HOST_NOT_PUBLIC"]),
        ("https://127.0.0.1/", ["HOST_NOT_PUBLIC"]),
        ("https://hệthống.vn/", ["ADDRESS_BROKEN", "HOST_NOT_PUBLIC"]),
        ("https://a.vn:99999/", ["ADDRESS_BROKEN"]),
        ("https://[broken", ["ADDRESS_BROKEN"]),
        ("https://a.vn:25/", ["PORT_NOT_OPEN"]),
        ("https://a.vn/x y", ["ADDRESS_BROKEN"]),
        ("không", ["ADDRESS_BROKEN", "NOT_HTTPS", "HOST_NOT_PUBLIC"]),
    ],
)
def test_an_address_that_cannot_be_used_says_everything_that_is_the_matter(system, monkeypatch, url, codes):
    monkeypatch.setenv("LOOPBACK_RECEIVERS", "false")
    told = system.api.put(f"/webhooks/{system.unit}", caller=ADMINISTRATOR, body={"url": url})
    assert (told.status, told.codes) == (422, codes)
    assert endpoints.endpoint(system.unit) is None


def test_an_address_by_its_full_name_is_kept(system, monkeypatch):
    monkeypatch.setenv("LOOPBACK_RECEIVERS", "false")
    for n, url in enumerate(("https://hethong.donvi.gov.vn/kho", "https://a.vn:8443/?c=1")):
        body = {"url": url, **({"revision": n} if n else {})}
        told = system.api.put(f"/webhooks/{system.unit}", caller=ADMINISTRATOR, body=body)
        assert (told.status, told.json["url"], bool(told.json["secret"])) == (200, url, not n)


def test_only_administrators_say_where_a_system_listens_and_nobody_overwrites_another(system):
    path, body = f"/webhooks/{system.unit}", {"url": system.url}
    for caller in (HOLDER, system.officer):
        assert system.api.put(path, caller=caller, body=body).status == 403
        assert system.api.get("/webhooks", caller=caller).status == 403
        assert system.api.get(path, caller=caller).status == 403
    assert system.api.get(path, caller=ADMINISTRATOR).codes == ["NO_SUCH_WEBHOOK"]
    system.set_up()
    assert system.api.put(path, caller=ADMINISTRATOR, body=body).codes == ["LISTENS_ALREADY"]
    assert system.api.put(path, caller=ADMINISTRATOR, body=body | {"revision": 7}).status == 409
    assert system.api.delete(path, caller=ADMINISTRATOR, query={"revision": 7}).status == 409
    assert system.api.put("/webhooks/H99", caller=ADMINISTRATOR, body=body).codes == ["NO_SUCH_UNIT"]
    assert system.api.post("/webhooks/H99/secret", caller=ADMINISTRATOR, body={"revision": 1}).status == 404


def test_an_administrator_reads_what_a_system_was_told_last_first(system, told, calls):
    system.deliver()
    system.orders(ANSWER.format(500).encode())
    second = system.given()
    system.stream(second)
    system.deliver(times=MOST_TRIES)
    calls.clear()
    shown = system.api.get(f"/webhooks/{system.unit}", caller=ADMINISTRATOR).json
    assert calls == {"GetItem": 1, "Query": 1, "BatchGetItem": 1}
    assert (shown["url"], shown["secret"], shown["since"]) == (system.url, None, shown["changed_at"])
    assert [(each["event"], each["is_done"], each["is_given_up"]) for each in shown["deliveries"]] == [
        (f"{second}-0001", False, True),
        (f"{told}-0001", True, False),
    ]
    assert [each["sentence"] for each in shown["deliveries"][0]["attempts"]] == ["Hệ thống gặp lỗi (mã 500)."]
    assert SAID["text"] not in json.dumps(shown)


def test_what_was_told_for_a_unit_that_is_no_more_is_read_at_the_one_that_heard_it(system, told):
    system.deliver()
    units = catalogues.current().units_by_code
    dead = next(code for code, each in units.items() if not each.exists_on(today()) and successor(units, code))
    system.unit = successor(units, dead)
    system.set_up(**({"revision": 1} if endpoints.endpoint(system.unit) else {}))
    forwards.tell(told, 1, dead)
    system.deliver()
    shown = system.api.get(f"/webhooks/{system.unit}", caller=ADMINISTRATOR).json
    assert f"{told}-0001" in [each["event"] for each in shown["deliveries"]]


def test_a_changed_address_keeps_its_beginning_and_says_who_changed_it(system):
    person = a_person("Đặng Hoài Khánh")
    began = system.set_up()["since"]
    with time_machine.travel(now() + timedelta(days=1)):
        administrator = a_caller(person=person, roles=frozenset({"administrator"}))
        body = {"url": system.url + "?2", "revision": 1}
        changed = system.api.put(f"/webhooks/{system.unit}", caller=administrator, body=body).json
    assert (changed["since"], changed["changed_by"]) == (began, "Đặng Hoài Khánh")
    assert changed["changed_at"] > began


def test_another_units_officer_reads_nothing_of_it(system, told):
    stranger = a_caller(roles=frozenset({"officer"}), unit=new_id())
    assert system.api.get(f"/desk/feedback/{told}", caller=stranger).status in (403, 404)


def test_a_name_server_that_is_silent_is_nobody_reached(system, told, monkeypatch):
    def silent(*_: Any, **__: Any) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    assert system.deliver() == [False]
