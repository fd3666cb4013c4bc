"""An officer files for somebody at the counter: both recorded, with their consent, until the session ends for good."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt
import pytest
import time_machine

from functions.assisted import rules
from functions.assisted.handlers import room
from functions.desk.handlers import room as desks
from functions.dossiers.handlers import room as dossiers_room
from functions.requests.handlers import room as requests
from functions.sign_in.handlers import room as sign_in
from functions.vault.handlers import room as vaults
from shared.clock import now, today
from shared.domain.consents import CONSENTS
from shared.domain.desk import Channel
from shared.domain.people import Holder, HolderKind
from shared.storage import assistance, dossiers, keys, people
from shared.storage.table import counted
from shared.web.caller import Caller
from shared.web.tokens import caller_of
from tests.conftest import Answer, Api, World, a_caller
from tests.functions.at_the_desk import COMMUNE, CORRECT_DIPLOMA, FRIDAY, Desk, a_dossier, an_officer
from tests.functions.dossiers.stood import stand_catalogue
from tests.functions.dossiers.test_handlers import BIRTH, an_item, component

NUMBER, NAME = "052150000123", "Đinh Thị Bok"
SOMEBODY = {"name": NAME, "phone": "0905123456"}
AT_THE_COUNTER = {
    "number": NUMBER,
    "name": NAME,
    "channel": "counter",
    "consents": ["TRUTHFUL", "PROCESSING", "REUSE"],
    "consent_given": "before_witness",
    "evidence": "Rơ Châm H'Lan, trưởng thôn",
}


@dataclass(frozen=True, slots=True)
class Counter:
    """One officer, and the API."""

    api: Api
    officer: Caller

    def begin(self, **changes: Any) -> Answer:
        return self.api.post("/desk/assisted-sessions", caller=self.officer, body={**AT_THE_COUNTER, **changes})

    def hands(self, **changes: Any) -> Caller:
        """Who the officer is while they assist."""
        begun = self.begin(**changes)
        assert begun.status == 201, begun.json
        return caller_of(begun.json["access_token"])

    def end(self, hands: Caller) -> Answer:
        return self.api.delete(f"/desk/assisted-sessions/{hands.session}", caller=self.officer)

    def opened(self, hands: Caller) -> Any:
        body = {"procedure": CORRECT_DIPLOMA, "unit": COMMUNE, "applicant": SOMEBODY, "owner": SOMEBODY}
        answer = self.api.post("/dossiers", caller=hands, body=body)
        assert answer.status == 201, answer.json
        return answer.json

    def submitted(self, hands: Caller, **changes: Any) -> Answer:
        dossier = self.opened(hands)
        for each, body in {
            "TP01": {"way": "form", "form": {"noi_dung": "Sửa họ tên"}},
            "TP02": {"way": "data"},
            "TP03": {"way": "data"},
            "TP04": {"way": "present"},
        }.items():
            if component(dossier, each)["status"] != "answered":
                path = f"/dossiers/{dossier['id']}/components/{each}"
                assert self.api.put(path, caller=hands, body=body).status == 200
        body = {"receive_by": "counter", "consents": AT_THE_COUNTER["consents"], **changes}
        return self.api.post(f"/dossiers/{dossier['id']}/submit", caller=hands, body=body)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FRIDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def counter(world: World, clock: time_machine.Traveller, api: Callable[..., Api]) -> Counter:
    stand_catalogue()
    return Counter(api(room, desks, requests, dossiers_room, vaults, sign_in), an_officer())


def test_somebody_without_an_account_gets_the_vault_of_their_number(counter):
    begun = counter.begin()
    assert begun.status == 201, begun.json
    known = people.found(HolderKind.PERSON, NUMBER)
    assert (known.id, known.name, begun.json["number"]) == (begun.json["person"], NAME, "•••••••••123")
    later = people.arrived(Holder(kind=HolderKind.PERSON, number=NUMBER, name="ĐINH THỊ BOK"), at=now())
    assert later.id == known.id  # who signs in one day finds the same vault


def test_the_session_records_both_persons_and_how_consent_was_given(counter):
    kept = assistance.session(counter.hands().session)
    assert (kept.officer, kept.unit) == (counter.officer.person, COMMUNE)
    assert (kept.given, kept.evidence) == ("before_witness", "Rơ Châm H'Lan, trưởng thôn")
    assert kept.until - kept.opened_at == timedelta(minutes=30)


def test_a_dossier_filed_for_somebody_is_theirs_and_names_the_officer_in_every_act(counter):
    hands = counter.hands()
    birth = an_item(hands.vault, BIRTH)
    receipt = counter.submitted(hands)
    assert receipt.status == 200, receipt.json
    kept = dossiers.dossier(receipt.json["id"])
    assert (kept.owner, kept.opened_by, kept.channel) == (hands.vault, counter.officer.person, "counter")
    assert kept.answer("TP03").resolution.items[0].item == birth.id  # matched against the owner's vault
    [event] = dossiers.events_of(kept.id)
    assert (event.person, event.assisted) == (counter.officer.person, hands.vault)
    own = a_caller(person=hands.vault)
    history = counter.api.get(f"/dossiers/{kept.id}/history", caller=own).json["events"]
    assert history[0]["said"] == "Hồ sơ đã được nộp. Công chức hỗ trợ người nộp thực hiện."


def test_who_filed_it_at_the_counter_may_receive_it(counter):
    receipt = counter.submitted(counter.hands())
    kept = dossiers.dossier(receipt.json["id"])
    assert Desk(counter.api, counter.officer).receive(kept).status == 200


def test_after_its_end_every_use_is_refused(counter, clock):
    hands = counter.hands()
    dossier = counter.opened(hands)["id"]
    assert counter.end(hands).status == 204
    uses = [
        counter.api.get(f"/dossiers/{dossier}", caller=hands),
        counter.api.post("/dossiers", caller=hands, body={"procedure": CORRECT_DIPLOMA, "unit": COMMUNE}),
        counter.api.post(f"/dossiers/{dossier}/submit", caller=hands, body={"receive_by": "counter", "consents": []}),
        counter.api.delete(f"/dossiers/{dossier}", caller=hands),
        counter.api.put(f"/dossiers/{dossier}/components/TP03", caller=hands, body={"way": "data"}),
    ]
    assert {(each.status, each.json["code"]) for each in uses} == {(403, "ASSISTED_SESSION_ENDED")}


def test_it_ends_by_itself_after_half_an_hour_however_busy(counter, clock):
    hands = counter.hands()
    token = counter.begin().json["access_token"]
    clock.shift(timedelta(minutes=29, seconds=59))
    dossier = counter.opened(hands)["id"]
    clock.shift(timedelta(seconds=1))
    assert counter.api.get(f"/dossiers/{dossier}", caller=hands).json["code"] == "ASSISTED_SESSION_ENDED"
    caller_of(token)  # the token still says whose it is, and the session says no
    clock.shift(timedelta(hours=9))
    with pytest.raises(jwt.ExpiredSignatureError):
        caller_of(token)


def test_nobody_elses_session_is_ended(counter):
    hands = counter.hands()
    other = Counter(counter.api, an_officer(name="Lê Thị Mai"))
    assert other.end(hands).json["code"] == "NO_SUCH_SESSION"
    assert counter.opened(hands)


def test_assisting_opens_no_other_door(counter):
    hands = counter.hands()
    item = an_item(hands.vault, BIRTH)
    closed = [
        counter.api.get("/vault/items", caller=hands),
        counter.api.get(f"/vault/items/{item.id}/file", caller=hands),
        counter.api.delete("/session", caller=hands),
        counter.api.get("/me", caller=hands),
    ]
    assert {(each.status, each.json["code"]) for each in closed} == {(403, "NOT_WHILE_ASSISTING")}
    assert counter.api.get("/desk/dossiers", caller=hands, query={"state": 1}).status == 403


def test_dossiers_the_person_opened_themselves_stay_theirs(counter):
    hands = counter.hands()
    own = a_caller(person=hands.vault)
    body = {"procedure": CORRECT_DIPLOMA, "unit": COMMUNE}
    theirs = counter.api.post("/dossiers", caller=own, body=body).json["id"]
    assert counter.api.get(f"/dossiers/{theirs}", caller=hands).json["code"] == "NO_SUCH_DOSSIER"
    begun_here = counter.opened(hands)["id"]
    listed = counter.api.get("/dossiers", caller=counter.hands()).json["dossiers"]  # who goes on after half an hour
    assert [each["id"] for each in listed] == [begun_here]
    assert len(counter.api.get("/dossiers", caller=own).json["dossiers"]) == 2


def test_what_is_asked_at_the_counter_is_asked_in_the_words_that_are_kept(counter):
    told = counter.api.get("/desk/consents", caller=counter.officer).json["consents"]
    assert {each["code"]: each["text"] for each in told} == CONSENTS
    assert counter.begin().json["expires_in"] == 1800


def test_an_officer_consents_to_nothing_in_somebodys_name(counter):
    hands = counter.hands(consents=["TRUTHFUL", "PROCESSING"])
    answer = counter.submitted(hands)
    assert [(each["code"], each["where"]) for each in answer.json["problems"]] == [
        ("CONSENT_NOT_GIVEN", "consents.REUSE")
    ]


def test_a_mistyped_number_of_somebody_else_is_noticed(counter):
    people.arrived(Holder(kind=HolderKind.PERSON, number=NUMBER, name="Nguyễn Văn Khác"), at=now())
    assert counter.begin().codes == ["NAME_DIFFERS"]
    assert people.found(HolderKind.PERSON, NUMBER).name == "Nguyễn Văn Khác"


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"number": "05215000012"}, ["BAD_PERSONAL_NUMBER"]),
        ({"number": "0123456789", "kind": "organisation"}, ["BAD_TAX_CODE"]),
        ({"channel": "online"}, ["NOT_AN_OPTION"]),
        ({"consents": []}, ["TOO_FEW"]),
        ({"evidence": ""}, ["TOO_SHORT"]),
        ({"consent_given": "by telephone"}, ["NOT_AN_OPTION"]),
    ],
)
def test_a_session_is_not_begun_on_less_than_it_needs(counter, changes, codes):
    assert counter.begin(**changes).codes == codes


def test_an_officer_does_not_assist_themselves_and_a_citizen_nobody(counter, world):
    me = people.appoint(NUMBER, COMMUNE, {"officer"})
    people.arrived(Holder(kind=HolderKind.PERSON, number=NUMBER, name=NAME), at=now())
    myself = Counter(counter.api, a_caller(person=me, unit=COMMUNE, roles=frozenset({"officer"})))
    assert myself.begin().json["code"] == "OWN_DOSSIER"
    assert Counter(counter.api, a_caller()).begin().json["code"] == "ROLE_MISSING"


def test_whose_vault_it_is_reads_of_the_session_and_is_told(counter, world):
    hands = counter.hands()
    [look] = counter.api.get("/vault/accesses", caller=a_caller(person=hands.vault)).json["accesses"]
    assert look["sentence"] == (
        "Công chức của đơn vị Xã An Nhơn Tây đã mở phiên hỗ trợ nộp hồ sơ thay chủ Kho lúc 09:00 ngày 28/08/2026,"
        " căn cứ ghi nhận sự đồng ý: Rơ Châm H'Lan, trưởng thôn."
    )
    assert (look["unit"], look["item"], look["purpose"]) == (COMMUNE, None, "assisted")
    [told] = [row for row in world.rows("OUTBOX#") if row["event"] == "agency_accessed"]
    assert (told["vault"], told["parameters"]) == (hands.vault, {"unit": "Xã An Nhơn Tây"})


def test_no_session_begins_without_its_trace(counter, calls):
    counter.hands()
    calls.clear()
    counter.hands()  # somebody who is known by now
    assert calls["TransactWriteItems"] == 1  # the session, the look and the message, or none of them
    assert "PutItem" not in calls


NO_REUSE = {"consents": ["TRUTHFUL", "PROCESSING"]}


def test_without_consent_to_reuse_nothing_of_the_vault_is_read_or_attached(counter, calls):
    hands = counter.hands(**NO_REUSE)
    birth = an_item(hands.vault, BIRTH)
    calls.clear()
    dossier = counter.opened(hands)
    assert "Query" not in calls
    assert not dossiers.dossier(dossier["id"]).uses_vault
    assert {(each["candidates"], each["near_misses"]) for each in dossier["components"]} == {(0, 0)}
    assert component(dossier, "TP03")["resolution"] is None
    path = f"/dossiers/{dossier['id']}/components/TP03"
    for refused in (
        counter.api.get(f"{path}/suggestions", caller=hands),
        counter.api.put(path, caller=hands, body={"way": "vault", "items": [birth.id]}),
        counter.api.put(path, caller=hands, body={"way": "data", "items": [birth.id]}),
    ):
        assert (refused.status, refused.json["code"]) == (403, "CONSENT_MISSING_REUSE")
    assert counter.api.put(path, caller=hands, body={"way": "data"}).status == 200


def test_a_draft_begun_with_consent_shows_nothing_new_to_a_session_without(counter):
    dossier = counter.opened(counter.hands())["id"]
    hands = counter.hands(**NO_REUSE)
    an_item(hands.vault, BIRTH)
    seen = counter.api.get(f"/dossiers/{dossier}", caller=hands).json
    again = counter.api.patch(f"/dossiers/{dossier}", caller=hands, body={"version": seen["version"], "cases": []}).json
    for each in (seen, again):
        assert (component(each, "TP03")["candidates"], component(each, "TP03")["resolution"]) == (0, None)


def test_what_was_asked_of_somebody_at_the_counter_is_answered_there_by_whichever_officer(counter):
    person = counter.hands().vault
    dossier = a_dossier(person, opened_by=counter.officer.person, channel=Channel.COUNTER)
    desk = Desk(counter.api, counter.officer)
    assert desk.receive(dossier).status == 200
    assert desk.act(dossier.id, "supplement", version=3, points=[{"text": "Ghi rõ."}], until="2026-09-10").status == 200
    other = Counter(counter.api, an_officer(name="Lê Thị Mai"))
    hands = other.hands()
    seen = counter.api.get(f"/dossiers/{dossier.id}", caller=hands)
    assert (seen.status, [each["code"] for each in seen.json["possible"]]) == (
        200,
        ["SUPPLEMENT_ANSWERED", "WITHDRAWAL_ASKED"],
    )
    body = {"version": 4, "answers": [{"point": 0, "text": "Đinh Thị Bok."}]}
    answered = counter.api.post(f"/dossiers/{dossier.id}/supplement", caller=hands, body=body)
    assert answered.status == 200, answered.json
    body = {"version": 5, "reason": "Tôi đổi ý."}
    assert counter.api.post(f"/dossiers/{dossier.id}/withdrawal", caller=hands, body=body).status == 200
    for event in dossiers.events_of(dossier.id)[-2:]:
        assert (event.person, event.assisted) == (other.officer.person, person)


def test_an_officer_asks_for_so_many_sessions_a_day_whether_or_not_they_begin(counter, clock):
    counted(keys.counter(f"ASSISTANCE#{counter.officer.person}", today()), step=rules.A_DAY - 2)
    assert counter.begin().status == 201
    assert counter.begin(name="Nguyễn Văn Khác").codes == ["NAME_DIFFERS"]
    for name in (NAME, "Nguyễn Văn Khác"):
        refused = counter.begin(name=name)
        assert (refused.status, refused.json["code"]) == (429, "TOO_MANY_SESSIONS")
    assert Counter(counter.api, an_officer(name="Lê Thị Mai")).begin().status == 201
    clock.shift(timedelta(days=1))
    assert counter.begin().status == 201


def test_a_number_that_is_somebody_elses_leaves_a_line_of_ids_alone(counter, capsys):
    person = counter.hands().vault
    capsys.readouterr()
    assert counter.begin(name="Nguyễn Văn Khác").status == 422
    [line] = [each for each in capsys.readouterr().out.splitlines() if "assistance.refused" in each]
    assert person in line
    assert counter.officer.person in line
    assert not any(each in line for each in (NUMBER, NAME, "Khác"))
