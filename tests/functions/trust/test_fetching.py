"""Lists are fetched from where they are published: whatever comes instead of one, what was known stays known."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from cryptography import x509

from functions.trust import fetching
from functions.trust.handlers import fetch_revocation
from shared.channels import http
from shared.signatures.published import key_identifier
from shared.signatures.standing import Standing
from shared.signatures.trust import TrustStore
from shared.storage import crls, trust
from tests import signed_pdfs
from tests.signed_pdfs import NOW

HOUR = timedelta(hours=1)
EVENT = {
    "version": "0",
    "id": "e",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "123456789012",
    "time": "2026-11-23T09:23:00Z",
    "region": "ap-southeast-1",
    "resources": [],
    "detail": {},
}


def a_list(revoked=(), *, at=NOW, by=None, days=30):
    serials = dict.fromkeys(revoked, signed_pdfs.SIGNED_AT)
    return signed_pdfs.crl_of(by or signed_pdfs.issuing(), serials, now=at, days=days)


def in_use():
    return crls.in_use(store=trust.current().store, at=NOW)


def run():
    fetch_revocation(EVENT, None)


def told(caplog, event):
    lines = [json.loads(each.message) for each in caplog.records if each.name == "decisions"]
    return [each for each in lines if each.get("event") == event]


def measures(caplog):
    lines = [json.loads(each.message) for each in caplog.records if each.name == "decisions"]
    return {each["Authority"]: each["RevocationHoursLeft"] for each in lines if "_aws" in each}


def measures_of(caplog, metric):
    lines = [json.loads(each.message) for each in caplog.records if each.name == "decisions"]
    return [each[metric] for each in lines if metric in each]


def test_a_signer_taken_back_is_known_as_such_after_the_next_run(authority, published_at):
    signer, issuer = signed_pdfs.organisation().certificate, signed_pdfs.issuing().certificate
    published_at(authority.publishes("ca.crl", a_list([signer.serial_number])))
    run()
    trust.forget()
    assert trust.current().revocation.status(signer, issuer, at=NOW).standing is Standing.REVOKED


def test_a_second_run_changes_nothing(authority, published_at, believing, caplog):
    published_at(authority.publishes("ca.crl", a_list()))
    run()
    before = believing.objects("trust")
    with caplog.at_level("INFO"):
        run()
    assert believing.objects("trust") == before
    assert len(told(caplog, "trust.list_known")) == 1


def silent(request):
    request.server.ended.wait()


def endless(request):
    request.send_response(200)
    request.end_headers()
    piece = b"\x30" * 65536
    while not request.server.ended.is_set():
        request.wfile.write(piece)


def dripping(request):
    request.send_response(200)
    request.end_headers()
    while not request.server.ended.wait(0.01):
        request.wfile.write(b"\x30")


def broken_off(request):
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b"\x30\x82")


def failing(request):
    request.send_response(503)
    request.end_headers()
    request.wfile.write(a_list())


def sent_around_for_ever(request):
    request.send_response(302)
    request.send_header("Location", request.path)
    request.end_headers()


INSTEAD = {
    "an error page": b"<html><body>Bao tri he thong</body></html>",
    "garbage": b"\x30\x82\xff\xff" + b"\x00" * 100,
    "nothing": b"",
    "half a list": a_list()[: len(a_list()) // 2],
    "silence": silent,
    "an endless answer": endless,
    "a dripping answer": dripping,
    "an answer broken off": broken_off,
    "an error that carries a list": failing,
    "redirections without end": sent_around_for_ever,
}


@pytest.mark.parametrize("instead", INSTEAD.values(), ids=INSTEAD)
def test_whatever_comes_instead_the_older_list_stays_and_the_others_are_fetched(
    authority, published_at, instead, monkeypatch
):
    monkeypatch.setattr(fetching, "LARGEST", 1024 * 1024)
    monkeypatch.setattr(fetching, "_SECONDS", 0.3)
    monkeypatch.setattr(http, "READ", 0.3)
    http._pool.cache_clear()
    first, second = authority.publishes("a.crl", a_list([7])), authority.address("b.crl")
    published_at(first, second)
    run()
    authority.publishes("a.crl", instead)
    authority.publishes("b.crl", a_list(by=signed_pdfs.pki().roots["root-g2"]))
    run()
    assert sorted(each.published.revoked for each in in_use()) == [frozenset(), frozenset({7})]
    http._pool.cache_clear()


def test_nobody_at_an_address_is_said_and_passed_over(authority, published_at, caplog):
    published_at("http://127.0.0.1:9/gone.crl", "ldap://127.0.0.1/o=ca", authority.publishes("ca.crl", a_list()))
    with caplog.at_level("INFO"):
        run()
    gone = [each["address"] for each in told(caplog, "trust.list_not_fetched")]
    assert gone == ["http://127.0.0.1:9/gone.crl", "ldap://127.0.0.1/o=ca"]
    assert len(in_use()) == 1


def test_an_older_list_from_a_mirror_is_archived_only(authority, published_at, believing, caplog):
    published_at(authority.publishes("ca.crl", a_list([7])))
    run()
    authority.publishes("ca.crl", a_list([], at=NOW - HOUR))
    with caplog.at_level("INFO"):
        run()
    [kept] = in_use()
    assert kept.published.revoked == {7}
    assert len([key for key in believing.objects("trust") if key.startswith("archive/")]) == 2
    assert len(told(caplog, "trust.list_older")) == 1


def test_a_redirection_is_followed(authority, published_at):
    authority.publishes("ca.crl", a_list())

    def moved(request):
        request.send_response(301)
        request.send_header("Location", "/ca.crl")
        request.end_headers()

    published_at(authority.publishes("old.crl", moved))
    run()
    assert len(in_use()) == 1


def test_how_long_each_list_is_good_for_is_measured(authority, published_at, caplog):
    issuing, silent_one = key_identifier(signed_pdfs.issuing().certificate), "ab" * 20
    published_at(**{issuing: authority.publishes("ca.crl", a_list(days=1)), silent_one: authority.address("none.crl")})
    with caplog.at_level("INFO"):
        run()
    assert measures(caplog) == {issuing: pytest.approx(24, abs=0.1), silent_one: 0.0}


def test_a_stale_list_measures_below_zero(authority, published_at, caplog):
    published_at(authority.publishes("ca.crl", a_list(days=0)))
    with caplog.at_level("INFO"):
        run()
    assert list(measures(caplog).values()) == [pytest.approx(0, abs=0.1)]


def test_without_an_operators_word_the_shipped_addresses_are_asked(world):
    addresses = {(each["authority"], each["address"]) for each in fetching.publications() if "address" in each}
    store = TrustStore.shipped()
    known = {key_identifier(x509.load_der_x509_certificate(der)) for der in store.roots + store.intermediates}
    assert {authority for authority, _ in addresses} <= known
    assert {address for _, address in addresses} >= set(_of_certificates(store))


def _of_certificates(store):
    """Every distribution point the government's own certificates name."""
    for der in store.roots + store.intermediates:
        try:
            points = x509.load_der_x509_certificate(der).extensions.get_extension_for_class(x509.CRLDistributionPoints)
        except x509.ExtensionNotFound:
            continue
        yield from (name.value for point in points.value for name in point.full_name)
