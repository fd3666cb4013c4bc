"""An officer files for somebody at the counter: both recorded, with their consent, until the session ends for good."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt
import pytest
import time_machine

from functions.assisted.handlers import room
from functions.desk.handlers import room as desks
from functions.dossiers.handlers import room as dossiers_room
from functions.sign_in.handlers import room as sign_in
from functions.vault.handlers import room as vaults
from shared.clock import now
from shared.domain.people import Holder, HolderKind
from shared.storage import assistance, dossiers, people
from shared.web.caller import Caller
from shared.web.tokens import caller_of
from tests.conftest import Answer, Api, World, a_caller
from tests.functions.at_the_desk import COMMUNE, CORRECT_DIPLOMA, FRIDAY, Desk, an_officer
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
    return Counter(api(room, desks, dossiers_room, vaults, sign_in), an_officer())


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
        counter.api.get("/dossiers", caller=hands),
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
