"""Responders are asked where no list is fresh; what they say is kept when their authority vouches for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID

from functions.trust import asking, fetching, handlers, rules
from shared.channels import http
from shared.domain.issuers import IssuerCertificate, SignsAs
from shared.signatures.asking import Answered, Question
from shared.signatures.published import key_identifier
from shared.signatures.standing import Standing
from shared.signatures.trust import TrustStore, fingerprint
from shared.storage import answers, catalogues, crls, trust
from shared.web.caller import ADMINISTRATOR
from tests import signed_pdfs
from tests.conftest import a_caller, a_catalogue
from tests.functions.trust.conftest import Responder
from tests.functions.trust.test_fetching import INSTEAD, a_list, measures_of, run, told
from tests.signed_pdfs import NOW

HOUR = timedelta(hours=1)


def question_about(signer):
    return Question(key_identifier(signer.chain[0]), format(signer.certificate.serial_number, "x"))


ISSUING = question_about(signed_pdfs.organisation()).authority


def registered(signer, **changes):
    asked = question_about(signer)
    entry = IssuerCertificate(
        certificate=fingerprint(signer.der),
        unit="H21.50.05",
        kind=SignsAs.ORGANISATION,
        organisation="Ủy ban nhân dân xã",
        valid_from=date(2019, 1, 1),
        serial=asked.serial,
        authority=asked.authority,
    )
    return replace(entry, **changes)


@pytest.fixture
def registry(believing):
    """The catalogue registers these certificates."""

    def of(*entries):
        before = catalogues.pointer()
        version = f"R{len(entries)}" if before is None else f"{before.version}+"
        fresh = replace(a_catalogue(), version=version, issuers=entries)
        catalogues.keep(fresh, imported_at=NOW, imported_by="P", after=before)

    return of


@pytest.fixture
def responder(authority, published_at, registry) -> Iterator[Responder]:
    """The issuing authority answers, and the commune's seal is registered."""
    registry(registered(signed_pdfs.organisation()))
    answering = Responder(by=signed_pdfs.issuing())
    published_at(responders={ISSUING: authority.answers("ocsp", answering)})
    return answering


def run_at(moment):
    with time_machine.travel(moment, tick=True):
        trust.forget()
        run()


def kept():
    return answers.kept()


def standing_of(signer, at=NOW):
    trust.forget()
    said = answers.about([question_about(signer)])
    known = trust.current().revocation.and_answers(said, store=trust.current().store)
    return known.status(signer.certificate, signed_pdfs.issuing().certificate, at=at).standing


def test_how_a_registered_certificate_stands_is_asked_and_kept_by_authority_and_serial(responder, believing):
    seal = signed_pdfs.organisation()
    assert standing_of(seal) is Standing.UNKNOWN
    run()
    asked = question_about(seal)
    [place] = [key for key in believing.objects("trust") if key.startswith("ocsp/")]
    assert place.startswith(f"ocsp/standing/{asked.authority}/{asked.serial}/")
    assert f"archive/{place.replace('/standing', '')}" in believing.objects("trust")
    assert standing_of(seal) is Standing.GOOD
    assert standing_of(signed_pdfs.person()) is Standing.UNKNOWN


def test_no_two_questions_have_the_same_nonce(responder):
    run()
    run_at(NOW + 20 * HOUR)
    (_, one), (_, other) = responder.questions
    assert len(one) == len(other) == 16
    assert one != other


def test_what_is_fresh_is_not_asked_again_before_half_of_its_life_is_over(responder):
    for hours, asked in ((0, 1), (1, 1), (11, 1), (13, 2), (14, 2)):
        run_at(NOW + hours * HOUR)
        assert len(responder.questions) == asked


def test_where_a_list_is_fresh_nobody_is_asked(responder):
    crls.receive(a_list(days=2), store=trust.current().store, at=NOW)
    run()
    assert responder.questions == []
    run_at(NOW + timedelta(days=3))
    assert len(responder.questions) == 1


def test_without_a_responder_the_catalogue_is_not_even_read(believing, published_at, calls):
    published_at()
    calls.clear()
    run()
    assert calls["GetItem"] == calls["Query"] == 0


def test_before_a_catalogue_is_imported_nothing_is_registered(authority, published_at):
    published_at(responders={ISSUING: authority.answers("ocsp", Responder(by=signed_pdfs.issuing()))})
    run()
    assert kept() == {}


def test_one_that_signs_no_more_or_cannot_be_named_is_not_asked_about(responder, registry):
    seal = signed_pdfs.organisation()
    registry(registered(seal, valid_until=date(2026, 11, 22)), registered(seal, serial=None, authority=None))
    run()
    assert responder.questions == []


def test_a_certificate_taken_back_is_known_to_every_judge_and_asked_about_no_more(responder):
    seal = signed_pdfs.organisation()
    run()
    responder.revoked = {seal.certificate.serial_number: NOW}
    run_at(NOW + 13 * HOUR)
    trust.forget()
    known = trust.current().revocation.status(seal.certificate, signed_pdfs.issuing().certificate, at=NOW + 99 * HOUR)
    assert known.standing is Standing.REVOKED
    assert [each.is_for_good for each in kept().values()] == [True]
    responder.revoked = {}
    run_at(NOW + 99 * HOUR)
    assert len(responder.questions) == 2


def test_a_certificate_on_hold_may_stand_again(responder):
    seal = signed_pdfs.organisation()
    responder.held = frozenset({seal.certificate.serial_number})
    run()
    assert standing_of(seal) is Standing.ON_HOLD
    responder.held = frozenset()
    run_at(NOW + 13 * HOUR)
    assert standing_of(seal, at=NOW + 13 * HOUR) is Standing.GOOD


OF_THE_SEAL = signed_pdfs.organisation().certificate.serial_number
REFUSED = {
    "another authority's": ({"voice": signed_pdfs.someone("Kẻ lạ")}, "Unvouched"),
    "one about another certificate": ({"about": 7}, "NotThatOne"),
    "one to another's question": ({"nonce": b"\x01" * 16}, "Replayed"),
    "one that is over": ({"at": NOW - 48 * HOUR, "nonce": None}, "NotOfNow"),
    "one of tomorrow": ({"at": NOW + 24 * HOUR, "nonce": None}, "NotOfNow"),
    "that nothing is known": ({"unknown": frozenset({OF_THE_SEAL})}, "Unverified"),
}


@pytest.mark.parametrize(("how", "kind"), REFUSED.values(), ids=REFUSED)
def test_an_answer_that_proves_nothing_is_said_to_be_none(responder, how, kind, caplog):
    for name, value in how.items():
        setattr(responder, name, value)
    with caplog.at_level("INFO"):
        run()
    assert [each["kind"] for each in told(caplog, "trust.answer_refused")] == [kind]
    assert kept() == {}


@pytest.mark.parametrize(
    "how",
    [{"voice": signed_pdfs.a_responder()}, {"nonce": None, "at": NOW - HOUR}],
    ids=["by whom it entrusted with answering", "made beforehand and without a nonce"],
)
def test_an_answer_is_as_good(responder, how):
    for name, value in how.items():
        setattr(responder, name, value)
    run()
    assert standing_of(signed_pdfs.organisation()) is Standing.GOOD


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(asking, "_PATIENCE", 0.3)
    monkeypatch.setattr(http, "READ", 0.3)
    http._pool.cache_clear()
    yield
    http._pool.cache_clear()


@pytest.mark.parametrize("instead", [*INSTEAD.values(), a_list()], ids=[*INSTEAD, "a list"])
@pytest.mark.usefixtures("impatient", "responder")
def test_whatever_comes_instead_the_older_answer_stays_and_the_others_are_asked(
    authority, published_at, registry, instead
):
    run()
    root = signed_pdfs.pki().roots["root-g2"]
    below = signed_pdfs.issuing()
    registry(registered(signed_pdfs.organisation()), registered(below, certificate="AB" * 32))
    published_at(
        responders={
            ISSUING: authority.answers("ocsp", _sends(instead)),
            key_identifier(root.certificate): authority.answers("root", Responder(by=root)),
        }
    )
    run_at(NOW + 13 * HOUR)
    assert {each.serial: kept()[each].since for each in kept()} == {
        question_about(signed_pdfs.organisation()).serial: pytest.approx(NOW, abs=timedelta(minutes=1)),
        question_about(below).serial: pytest.approx(NOW + 13 * HOUR, abs=timedelta(minutes=1)),
    }


def _sends(instead):
    def behaving(request):
        request.rfile.read(int(request.headers["Content-Length"]))
        if callable(instead):
            instead(request)
            return
        request.send_response(200)
        request.send_header("Content-Length", str(len(instead)))
        request.end_headers()
        request.wfile.write(instead)

    return behaving


def many(number):
    return [registered(signed_pdfs.organisation(), certificate=f"{n:064X}", serial=f"{n:x}") for n in range(1, number)]


def test_a_responder_that_fails_three_times_is_left_alone_until_the_next_run(authority, published_at, registry):
    registry(*many(10))
    published_at(responders={ISSUING: authority.address("gone")})
    run()
    assert len(authority.asked) == 3


def test_a_run_asks_no_more_than_it_may_and_the_next_begins_elsewhere(responder, registry, monkeypatch):
    monkeypatch.setattr(asking, "AT_MOST", 4)
    responder.unknown = frozenset(range(1, 10))
    registry(*many(10))
    for hours in range(3):
        run_at(NOW + hours * HOUR)
    assert len(responder.questions) == 12
    assert {serial for serial, _ in responder.questions} == set(range(1, 10))


def test_after_its_time_a_run_asks_nobody_else(responder, monkeypatch):
    monkeypatch.setattr(asking, "SECONDS", -1.0)
    run()
    assert responder.questions == []


def test_an_older_answer_of_a_slow_twin_takes_no_newer_ones_place(responder):
    seal, issuing = signed_pdfs.organisation(), signed_pdfs.issuing()
    run()
    [before] = kept().values()
    older = signed_pdfs.answer(seal, by=issuing, at=NOW - HOUR)
    answer = Answered.of(older, question_about(seal), issuing.certificate, at=NOW, nonce=b"")
    assert answers.keep(answer) is False
    assert list(kept().values()) == [before]


def test_a_run_that_dies_between_two_writes_is_made_good_by_the_next(responder, believing, monkeypatch):
    run()
    put = answers._put

    def dies(key, der):
        if key.startswith("ocsp/"):
            raise RuntimeError
        put(key, der)

    with monkeypatch.context() as dying:
        dying.setattr(answers, "_put", dies)
        with pytest.raises(RuntimeError):
            run_at(NOW + 13 * HOUR)
    assert standing_of(signed_pdfs.organisation()) is Standing.GOOD
    run_at(NOW + 14 * HOUR)
    [answer] = kept().values()
    assert answer.since > NOW + 12 * HOUR
    assert len([key for key in believing.objects("trust") if key.startswith("ocsp/")]) == 1


def test_how_long_a_responder_is_silent_is_measured_until_it_speaks(authority, published_at, responder, caplog):
    gone = authority.address("gone")
    published_at(responders={ISSUING: gone})
    with caplog.at_level("INFO"):
        run()
        first = min(answers.silent().values())
        run_at(first + 25 * HOUR)
        published_at(responders={ISSUING: authority.address("ocsp")})
        run_at(first + 26 * HOUR)
    assert measures_of(caplog, "ResponderSilentHours") == [0, pytest.approx(25, abs=0.1), 0]
    assert answers.silent() == {}


def test_answers_that_nobody_renewed_in_time_are_counted(authority, published_at, responder, caplog):
    with caplog.at_level("INFO"):
        run()
        published_at(responders={ISSUING: authority.address("gone")})
        run_at(NOW + 23 * HOUR)
        run_at(NOW + 25 * HOUR)
    assert measures_of(caplog, "StaleAnswers") == [0, 0, 1]


def test_administrators_see_who_answers_how_freshly_and_who_is_silent(responder, authority, published_at, api):
    run()
    asked = api(handlers.room)

    def shown():
        trust.forget()
        found = asked.get("/trust", caller=a_caller(roles=frozenset({ADMINISTRATOR}))).json
        [one] = [each["answers"] for each in found["authorities"] if each["key"] == ISSUING]
        others = [each["answers"] for each in found["authorities"] if each["key"] != ISSUING]
        return found["is_stale"], one, others

    is_stale, one, others = shown()
    assert (one["fresh"], one["stale"], one["revoked"], one["silent_since"]) == (1, 0, 0, None)
    assert one["responder"] == authority.address("ocsp")
    assert one["last_answer_at"]
    assert not is_stale
    assert set(others) == {None}
    published_at(responders={ISSUING: authority.address("gone")})
    run_at(NOW + 25 * HOUR)
    with time_machine.travel(NOW + 25 * HOUR, tick=True):
        is_stale, one, _ = shown()
    assert (one["fresh"], one["stale"]) == (0, 1)
    assert one["silent_since"]
    assert is_stale
    crls.receive(a_list(days=2), store=trust.current().store, at=NOW)
    with time_machine.travel(NOW + 25 * HOUR, tick=True):
        is_stale, one, _ = shown()
    assert (one["stale"], is_stale) == (1, False)


def test_the_shipped_responders_are_those_the_governments_own_certificates_name(world):
    named = {each["responder"] for each in fetching.publications() if "responder" in each}
    store = TrustStore.shipped()
    known = {key_identifier(x509.load_der_x509_certificate(der)) for der in store.roots + store.intermediates}
    assert named == set(_of_certificates(store))
    assert asking.responders().keys() <= known


def _of_certificates(store):
    for der in store.intermediates:
        try:
            access = x509.load_der_x509_certificate(der).extensions.get_extension_for_class(
                x509.AuthorityInformationAccess
            )
        except x509.ExtensionNotFound:
            continue
        ours = (each for each in access.value if each.access_method == AuthorityInformationAccessOID.OCSP)
        yield from (each.access_location.value for each in ours)


def test_what_somebody_waits_for_is_asked_first():
    waiting, registered_ = [Question("a", "1")], [Question("a", str(n)) for n in range(2, 9)]
    for hour in range(9):
        first, *_ = rules.due(waiting, registered_, {}, NOW + hour * HOUR, at_most=3)
        assert first == waiting[0]
