"""Lists count only when their authority signed them, while they are fresh, and forget nobody."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from infra.demo.certificates import AUTHORITY, SHA256, derived_key, issued, revocation_list
from shared.signatures.revocation import Revocation
from shared.signatures.standing import Standing, Unverified
from tests import signed_pdfs as pdfs
from tests.signed_pdfs import NOW, SIGNED_AT

DAY = timedelta(days=1)


def status(known: Revocation, *, at=NOW) -> Standing:
    return known.status(pdfs.person().certificate, pdfs.issuing().certificate, at=at).standing


def a_list(*serials: int, now=NOW) -> bytes:
    return revocation_list(pdfs.issuing(), dict.fromkeys(serials, SIGNED_AT), now=now, days=1)


def known(*crls: bytes) -> Revocation:
    return Revocation.of(crls, store=pdfs.store())


def test_a_fresh_list_clears_whoever_is_not_on_it():
    assert status(known(a_list())) is Standing.GOOD


def test_a_stale_list_clears_nobody():
    assert status(known(a_list()), at=NOW + 2 * DAY) is Standing.UNKNOWN


def test_a_stale_list_still_convicts():
    assert status(known(a_list(pdfs.person().certificate.serial_number)), at=NOW + 2 * DAY) is Standing.REVOKED


def test_no_list_clears_nobody():
    assert status(known()) is Standing.UNKNOWN


def test_whoever_vanishes_from_a_later_list_stays_revoked():
    older, newer = a_list(pdfs.person().certificate.serial_number, now=NOW - DAY), a_list()
    assert status(known(older, newer)) is status(known(newer, older)) is Standing.REVOKED


def test_a_list_in_pem_is_read_too():
    pem = x509.load_der_x509_crl(a_list()).public_bytes(Encoding.PEM)
    assert known(pem).version == known(a_list()).version or status(known(pem)) is Standing.GOOD


def test_a_list_somebody_else_signed_is_refused():
    impostor = issued(pdfs.issuing().certificate.subject, derived_key("x", "impostor"), profile=AUTHORITY)
    with pytest.raises(Unverified):
        known(revocation_list(impostor, now=NOW))


@pytest.mark.parametrize("garbage", [b"", b"garbage", b"-----BEGIN X509 CRL-----\n"])
def test_garbage_is_no_list(garbage):
    with pytest.raises(Unverified):
        known(garbage)


def test_a_partial_list_is_refused():
    builder = x509.CertificateRevocationListBuilder(pdfs.issuing().certificate.subject, NOW, NOW + DAY)
    delta = builder.add_extension(x509.DeltaCRLIndicator(1), critical=True)
    with pytest.raises(Unverified):
        known(delta.sign(pdfs.issuing().key, SHA256).public_bytes(Encoding.DER))


def test_the_version_changes_with_the_lists():
    assert known(a_list()).version != known(a_list(7)).version


def test_freshness_is_that_of_the_list_that_goes_stale_first():
    assert known(a_list(), *pdfs.pki().crls).fresh_until > NOW
    assert known(a_list()).fresh_until == NOW + DAY
