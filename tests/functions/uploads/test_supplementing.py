"""Files for what an agency asked for after submission, and those an officer sends for somebody at the counter."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from shared.clock import new_id, now
from shared.domain.desk import Channel, Point, Supplement
from shared.domain.dossiers import Answer, Dossier, State
from shared.domain.events import Act
from shared.domain.sessions import Assistance, ConsentGiven
from shared.storage import assistance, catalogues, dossiers
from shared.storage.table import write
from shared.web.caller import Caller
from tests import signed_pdfs
from tests.conftest import BIRTH
from tests.functions.uploads.conftest import ME, tell

SCAN = {"kind": None, "document_type": None}


@pytest.fixture
def asked(desk, catalogue) -> Dossier:
    """Submitted, received, and asked for one component and for nothing else."""
    points = (Point(text="Bản chụp mờ.", component="birth"), Point(text="Thiếu ảnh.", component="scan"))
    request = Supplement(asked_at=now(), by=new_id(), points=points, until=date(2026, 12, 1))
    dossier = Dossier(
        id=new_id(),
        owner=ME.vault,
        opened_by=ME.person,
        procedure="1.001193",
        unit="H21.50.05",
        catalogue=catalogue.version,
        opened_at=now(),
        answers=tuple(Answer(component=each.code) for each in catalogue.procedures[0].components),
        state=State.SUPPLEMENT_ASKED,
        code="H21.50.05-261123-0001",
        submitted_at=now(),
        supplements=(request,),
        version=4,
    )
    write(dossiers.opened(dossier))
    return dossier


def test_a_paper_that_was_asked_for_answers_its_component_as_an_act_and_is_pinned(desk, world, asked, paper):
    upload = desk.judged(paper, dossier=asked.id, component="birth")
    assert (upload["state"], upload["attached"]) == ("accepted", True)
    after = dossiers.dossier(asked.id)
    assert (after.version, after.answer("birth").resolution.items[0].item) == (5, upload["item"])
    [event] = dossiers.events_of(asked.id)
    assert (event.act, event.number, event.about) == (Act.COMPONENT_ANSWERED, 5, {"component": "Giấy khai sinh"})
    pins = [row["SK"] for row in world.rows(f"ITEM#{upload['item']}") if row["SK"].startswith("PIN")]
    assert pins == [f"PIN#{asked.id}"]


def test_a_scan_that_was_asked_for_is_attached_with_what_is_known_of_its_signature(desk, asked):
    upload = desk.judged(signed_pdfs.a_paper(), dossier=asked.id, component="scan", **SCAN)
    file = dossiers.dossier(asked.id).answer("scan").resolution.attachment
    assert (file.upload, file.standing) == (upload["id"], "refused")


def test_nothing_is_sent_for_what_was_not_asked_about(desk, asked, paper):
    body = {"file_name": "a.pdf", "size": len(paper), "sha256": hashlib.sha256(paper).hexdigest(), "kind": "result"}
    more = {"document_type": BIRTH, "dossier": asked.id, "component": "either"}
    answer = desk.api.post("/vault/uploads", caller=ME, body={**body, **more})
    assert (answer.status, answer.json["code"]) == (409, "NOT_ASKED_ABOUT")


def test_a_file_that_comes_after_the_request_was_closed_goes_into_the_vault_alone(desk, asked, paper):
    id = desk.sent(paper, dossier=asked.id, component="birth")
    write(dossiers.changed(asked, replace(asked, state=State.STOPPED)))
    assert tell(id) == []
    upload = desk.told(id)
    assert (upload["state"], upload["attached"]) == ("accepted", False)
    assert dossiers.dossier(asked.id).answer("birth").resolution is None


@pytest.fixture
def hands(desk) -> Caller:
    """An officer who assists the owner of the vault."""
    officer = new_id()
    session = Assistance(
        id=new_id(),
        officer=officer,
        unit="H21.50.05",
        person=ME.vault,
        channel=Channel.COUNTER,
        consents=("PROCESSING",),
        given=ConsentGiven.SIGNED_PAPER,
        evidence="PYC-01",
        opened_at=now(),
        until=now() + timedelta(minutes=30),
    )
    assistance.begin(session)
    return Caller(person=officer, vault=ME.vault, session=session.id, assists=Channel.COUNTER)


def test_an_officer_sends_files_for_the_dossier_they_file_and_nowhere_else(desk, catalogue, hands, paper, asked):
    begun = replace(asked, id=new_id(), state=State.DRAFT, code=None, version=1)
    draft = replace(begun, id=new_id(), opened_by=hands.person, channel=Channel.COUNTER)
    for each in (begun, draft):
        write(dossiers.opened(each))
    upload = desk.judged(paper, caller=hands, dossier=draft.id, component="birth")
    assert (upload["state"], upload["attached"]) == ("accepted", True)

    def refused(**more: Any) -> tuple[int, str]:
        body = {"file_name": "a.pdf", "size": 1, "sha256": "0" * 64, "kind": "result", "document_type": BIRTH, **more}
        answer = desk.api.post("/vault/uploads", caller=hands, body=body)
        return answer.status, answer.json["code"]

    assert refused() == (403, "NOT_WHILE_ASSISTING")
    assert refused(dossier=begun.id, component="birth") == (404, "NO_SUCH_DOSSIER")
    own = desk.announced(signed_pdfs.a_paper(), caller=ME)
    assert desk.api.get(f"/vault/uploads/{own}", caller=hands).status == 404


def test_what_an_officer_sends_for_somebody_is_in_the_history_as_theirs(desk, hands, paper, asked):
    upload = desk.judged(paper, caller=hands, dossier=asked.id, component="birth")
    assert (upload["state"], upload["attached"]) == ("accepted", True)
    [event] = dossiers.events_of(asked.id)
    assert (event.person, event.assisted) == (hands.person, ME.vault)


def test_who_assists_replaces_no_paper_and_does_not_learn_which_are_held(desk, hands, paper, other_paper, asked):
    held = desk.judged(paper)["item"]
    body = {"file_name": "a.pdf", "size": len(other_paper), "sha256": hashlib.sha256(other_paper).hexdigest()}
    meant = {**body, "kind": "result", "dossier": asked.id, "component": "birth"}
    for item in (held, new_id()):
        answer = desk.api.post("/vault/uploads", caller=hands, body={**meant, "replaces": item})
        assert (answer.status, answer.json["code"]) == (403, "NOT_WHILE_ASSISTING")


def test_a_file_is_judged_by_the_catalogue_the_rest_of_its_dossier_is_judged_by(desk, catalogue, asked, paper):
    [procedure] = catalogue.procedures
    others = tuple(each for each in procedure.components if each.code not in ("birth", "either"))
    fresh = replace(
        catalogue,
        version=new_id(),
        procedures=(replace(procedure, components=others),),
        document_types=tuple(each for each in catalogue.document_types if each.code != BIRTH),
    )
    catalogues.keep(fresh, imported_at=now(), imported_by=new_id(), after=catalogues.pointer())
    catalogues.forget()
    upload = desk.judged(paper, dossier=asked.id, component="birth")
    assert (upload["state"], upload["attached"]) == ("accepted", True)
    assert dossiers.dossier(asked.id).answer("birth").resolution.items[0].title == "Giấy khai sinh"
