"""The certificates the vault believes are the pinned ones, and nothing else."""

from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from shared.signatures.pinned import FINGERPRINTS
from shared.signatures.trust import SHIPPED, TrustStore, Untrustworthy, fingerprint
from tests import signed_pdfs as pdfs


def test_the_shipped_store_holds_both_government_roots_and_their_intermediates():
    store = TrustStore.shipped()
    assert {fingerprint(root)[:8] for root in store.roots} == {"F7BC8905", "F04BA4B4"}
    assert len(store.intermediates) == 6
    assert len(store.public) == 4


def test_every_shipped_file_is_pinned():
    assert {path.relative_to(SHIPPED).as_posix() for path in SHIPPED.rglob("*.cer")} == FINGERPRINTS.keys()


def test_a_shipped_certificate_that_is_not_the_pinned_one_is_noticed(monkeypatch):
    TrustStore.shipped.cache_clear()
    monkeypatch.setitem(FINGERPRINTS, "vgca-root-g2.cer", "0" * 64)
    with pytest.raises(Untrustworthy):
        TrustStore.shipped()
    TrustStore.shipped.cache_clear()


def test_the_public_root_is_no_root():
    store = TrustStore.shipped()
    assert not set(store.public) & set(store.authorities)


def test_a_directory_may_hold_der_or_pem(tmp_path):
    der = pdfs.pki().roots["root-g2"].der
    for name in ("roots", "intermediates"):
        (tmp_path / name).mkdir()
    (tmp_path / "roots" / "g2.pem").write_bytes(x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM))
    (tmp_path / "intermediates" / "agencies.cer").write_bytes(pdfs.issuing().der)
    assert TrustStore.of(tmp_path) == TrustStore(roots=(der,), intermediates=(pdfs.issuing().der,))


def test_a_directory_without_roots_is_no_store(tmp_path):
    with pytest.raises(Untrustworthy):
        TrustStore.of(tmp_path)


def test_garbage_is_no_certificate():
    with pytest.raises(Untrustworthy):
        TrustStore.of_certificates(roots=[b"garbage"])


def test_the_version_changes_with_the_contents_and_not_with_their_order():
    store = pdfs.store()
    assert replace(store, roots=store.roots[::-1]).version == store.version
    assert replace(store, roots=store.roots[:1]).version != store.version
    assert replace(store, roots=store.intermediates, intermediates=store.roots).version != store.version
