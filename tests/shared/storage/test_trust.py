"""Whom the judge believes: what is shipped, what the trust bucket adds, and when it is looked up again."""

from datetime import timedelta

import pytest

from shared.signatures.standing import Standing
from shared.signatures.trust import TrustStore, Untrustworthy
from shared.storage import trust
from tests import signed_pdfs


@pytest.fixture
def demonstration(world):
    directory = signed_pdfs.pki().directory
    for folder in ("roots", "intermediates", "timestamping", "public", "crls"):
        for path in sorted((directory / folder).iterdir()):
            world.put("trust", f"{folder}/{path.name}", path.read_bytes())


def test_alone_the_shipped_hierarchy_is_believed(world, monkeypatch):
    monkeypatch.setenv("DEMO_TRUST", "false")
    believed = trust.current()
    assert believed.store == TrustStore.shipped()
    assert believed.revocation.lists == {}


def test_the_demonstration_is_believed_beside_it_only_where_it_is_allowed(demonstration, monkeypatch):
    assert set(trust.current().store.roots) > set(TrustStore.shipped().roots)
    trust.forget()
    monkeypatch.setenv("DEMO_TRUST", "false")
    assert trust.current().store == TrustStore.shipped()
    assert trust.current().revocation.lists == {}


def test_production_never_believes_the_demonstration(demonstration, monkeypatch):
    monkeypatch.setenv("STAGE", "production")
    with pytest.raises(trust.DemonstrationInProduction):
        trust.current()
    monkeypatch.setenv("DEMO_TRUST", "false")
    assert trust.current().store == TrustStore.shipped()


def test_the_lists_of_the_bucket_tell_who_was_revoked(demonstration, world):
    signer, issuer = signed_pdfs.organisation().certificate, signed_pdfs.issuing().certificate

    def standing():
        return trust.current().revocation.status(signer, issuer, at=signed_pdfs.NOW).standing

    assert standing() is Standing.GOOD
    fresh = signed_pdfs.crl_of(
        signed_pdfs.issuing(),
        {signer.serial_number: signed_pdfs.SIGNED_AT},
        now=signed_pdfs.NOW + timedelta(minutes=1),
    )
    world.put("trust", "crls/g2-state-agencies.crl", fresh)
    assert standing() is Standing.GOOD
    trust.forget()
    assert standing() is Standing.REVOKED


def test_a_warm_function_asks_once_in_five_minutes_and_reads_only_what_changed(
    demonstration, world, calls, monkeypatch
):
    trust.current()
    calls.clear()
    trust.current()
    assert calls == {}
    monkeypatch.setattr(trust, "_FRESH", 0.0)
    trust.current()
    assert calls == {"ListObjectsV2": 6}
    world.put("trust", "crls/junk.crl", b"junk")
    trust.current()
    assert calls == {"ListObjectsV2": 12, "GetObject": 1}


def test_where_no_demonstration_is_believed_what_authorities_said_alone_is_looked_up(world, calls, monkeypatch):
    monkeypatch.setenv("DEMO_TRUST", "false")
    world.put("trust", "archive/somebody/older.crl", b"one of thousands")
    trust.current()
    assert calls == {"ListObjectsV2": 2}


def test_a_stray_file_among_the_lists_is_ignored_and_said(demonstration, world, caplog):
    lists = trust.current().revocation.version
    trust.forget()
    world.put("trust", "crls/readme.txt", b"not a list")
    with caplog.at_level("INFO"):
        assert trust.current().revocation.version == lists
    assert "trust.list_ignored" in caplog.text


def test_a_root_that_is_no_certificate_is_not_passed_over_in_silence(world):
    world.put("trust", "roots/broken.cer", b"broken")
    with pytest.raises(Untrustworthy):
        trust.current()


def test_a_root_taken_away_is_no_longer_believed(demonstration, world, monkeypatch):
    monkeypatch.setattr(trust, "_FRESH", 0.0)
    before = len(trust.current().store.roots)
    world.s3.delete_object(Bucket="trust", Key="roots/root-g1.cer")
    assert len(trust.current().store.roots) == before - 1
