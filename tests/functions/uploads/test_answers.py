"""Where no list is fresh, a paper is judged by what its authorities' responders said of the certificates behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from functions.trust.handlers import fetch_revocation
from shared.domain.items import Standing
from shared.signatures.asking import Answered, Question
from shared.signatures.published import key_identifier
from shared.storage import answers, crls, items, judgements, trust
from tests import signed_pdfs
from tests.functions.trust.conftest import Authority, Responder, serving
from tests.functions.trust.test_fetching import EVENT
from tests.functions.uploads.test_rejudging import run, standing
from tests.signed_pdfs import NOW

HOUR = timedelta(hours=1)
ROOT, ISSUING = signed_pdfs.pki().roots["root-g2"], signed_pdfs.issuing()
SIGNERS = (signed_pdfs.person(), signed_pdfs.organisation())


@pytest.fixture
def unlisted(desk):
    """Of the authority that issued the signers, no list is known."""
    key = next(each for each in desk.world.objects("trust") if each == "crls/g2-state-agencies.crl")
    desk.world.s3.delete_object(Bucket="trust", Key=key)
    trust.forget()


def say(*signers, at=NOW, **how):
    for signer in signers:
        question = Question(key_identifier(ISSUING.certificate), format(signer.certificate.serial_number, "x"))
        content = signed_pdfs.answer(signer, by=ISSUING, at=at, **how)
        assert answers.keep(Answered.of(content, question, ISSUING.certificate, at=at, nonce=b""))
    trust.forget()


def test_a_paper_is_accepted_by_answers_alone(desk, unlisted, paper):
    say(*SIGNERS)
    upload = desk.judged(paper)
    assert upload["state"] == "accepted"
    [(_, report)] = items.holding(upload["item"]).versions
    leaves = [signature["chain"][0] for signature in report["signatures"]]
    assert [each["is_answer"] for each in leaves] == [True, True]
    assert report["judged_with"]["revocation"] != trust.current().revocation.version


def test_what_one_of_the_signers_is_not_known_of_waits(desk, unlisted, paper):
    say(signed_pdfs.organisation())
    upload = desk.judged(paper)
    assert (upload["state"], [each["code"] for each in upload["reasons"]]) == ("undecided", ["REVOCATION_UNKNOWN"])


@pytest.mark.parametrize("how", [{"since": NOW - 20000 * HOUR}, {"since": NOW}], ids=["before", "after"])
def test_a_signer_taken_back_counts_as_with_a_list(desk, unlisted, paper, how):
    say(signed_pdfs.organisation())
    say(signed_pdfs.person(), **how)
    expected = "refused" if how["since"] < signed_pdfs.SIGNED_AT else "accepted"
    assert desk.judged(paper)["state"] == expected


def test_an_answer_that_is_over_decides_nothing(desk, unlisted, paper):
    say(*SIGNERS)
    with time_machine.travel(NOW + 25 * HOUR, tick=True):
        trust.forget()
        assert desk.judged(paper)["state"] == "undecided"


def test_with_fresh_lists_no_answer_is_looked_for(desk, paper, calls):
    trust.forget()
    desk.judged(paper)
    with_lists = calls["ListObjectsV2"]
    calls.clear()
    desk.world.s3.delete_object(Bucket="trust", Key="crls/g2-state-agencies.crl")
    trust.forget()
    desk.judged(signed_pdfs.signed(signed_pdfs.a_paper(3), signed_pdfs.How(signed_pdfs.organisation())))
    assert calls["ListObjectsV2"] == with_lists + 1


def test_a_paper_accepted_by_a_list_is_doubted_when_a_responder_says_its_signer_was_taken_back(desk, paper):
    item = desk.judged(paper)["item"]
    say(signed_pdfs.person(), at=NOW + HOUR, since=signed_pdfs.SIGNED_AT - HOUR)
    run()
    assert standing(item) is Standing.REFUSED


def test_what_a_responder_took_back_is_looked_through_once_more_and_then_no_more(desk, paper):
    item = desk.judged(paper)["item"]
    say(signed_pdfs.person(), at=NOW + HOUR, since=NOW)
    run()
    run(at=NOW + 3 * HOUR)
    with time_machine.travel(NOW + 4 * HOUR, tick=True):
        run(at=NOW + 4 * HOUR)
        assert list(judgements.due(NOW + 9 * HOUR, limit=9)) == []
    assert standing(item) is Standing.ACCEPTED


@pytest.fixture
def authority() -> Iterator[Authority]:
    with serving(Authority()) as server:
        yield server


def asked_by_one_run(desk, authority, *, of):
    """The serials about which that authority's responder was asked."""
    responder = Responder(by=of)
    told = [{"authority": key_identifier(of.certificate), "responder": authority.answers("ocsp", responder)}]
    desk.world.put("trust", "addresses.json", json.dumps(told).encode())
    with time_machine.travel(NOW + HOUR, tick=True):
        trust.forget()
        fetch_revocation(EVENT, None)
    return {serial for serial, _ in responder.questions}


def test_a_paper_that_waited_becomes_usable_by_itself(desk, unlisted, paper, authority):
    """Nobody registered its signers: that it waits is enough for its authority to be asked."""
    upload = desk.judged(paper)
    assert upload["state"] == "undecided"
    assert asked_by_one_run(desk, authority, of=ISSUING) == {one.certificate.serial_number for one in SIGNERS}
    run(at=NOW + 2 * HOUR)
    assert standing(upload["item"]) is Standing.ACCEPTED
    assert desk.told(upload["id"])["state"] == "accepted"


def test_an_authority_between_is_asked_about_too(desk, paper, authority):
    """Its own standing is its root's to tell, and no list of the root is known."""
    for key in [each for each in desk.world.objects("trust") if each.startswith("crls/root-g2")]:
        desk.world.s3.delete_object(Bucket="trust", Key=key)
    trust.forget()
    upload = desk.judged(paper)
    assert upload["state"] == "undecided"
    assert asked_by_one_run(desk, authority, of=ROOT) == {ISSUING.certificate.serial_number}
    run(at=NOW + 2 * HOUR)
    assert standing(upload["item"]) is Standing.ACCEPTED


def test_an_authority_taken_back_by_its_responder_has_everything_looked_at_again(desk, paper):
    item = desk.judged(paper)["item"]
    question = Question(key_identifier(ROOT.certificate), format(ISSUING.certificate.serial_number, "x"))
    content = signed_pdfs.answer(ISSUING, by=ROOT, at=NOW, since=signed_pdfs.SIGNED_AT - HOUR)
    assert answers.keep(Answered.of(content, question, ROOT.certificate, at=NOW, nonce=b""))
    run()
    assert standing(item) is not Standing.ACCEPTED
    assert crls.newest(crls.in_use(store=trust.current().store, at=NOW))
