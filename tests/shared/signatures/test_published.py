"""Which published lists are believed, what tells them apart, and which a judge still needs."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from shared.signatures.published import AHEAD, Published, key_identifier, needed
from shared.signatures.standing import Unverified
from shared.signatures.trust import SHIPPED
from tests import signed_pdfs
from tests.signed_pdfs import NOW

HOUR = timedelta(hours=1)


def a_list(revoked=(), *, at=NOW, by=None, days=30):
    serials = dict.fromkeys(revoked, signed_pdfs.SIGNED_AT)
    return signed_pdfs.crl_of(by or signed_pdfs.issuing(), serials, now=at, days=days)


def published(content, at=NOW):
    return Published.of(content, store=signed_pdfs.store(), at=at)


def test_a_list_is_known_by_its_authority_its_number_and_its_time():
    found = published(a_list([5]))
    assert found.key == key_identifier(signed_pdfs.issuing().certificate)
    assert found.number == int(NOW.timestamp())
    assert found.file.startswith(f"{found.key}/20261123T080000Z-{found.number}-")


def test_the_same_list_as_pem_is_the_same_list():
    der = a_list([5])
    pem = x509.load_der_x509_crl(der).public_bytes(Encoding.PEM)
    assert published(pem) == published(der)


@pytest.mark.parametrize("content", [b"", b"<html>503</html>", b"-----BEGIN X509 CRL-----\nno\n", a_list()[:-3]])
def test_what_is_no_list_is_not_believed(content):
    with pytest.raises(Unverified):
        published(content)


def test_a_list_nobody_of_ours_signed_is_not_believed():
    stranger = signed_pdfs.issued(
        signed_pdfs.issuing().certificate.subject, signed_pdfs.derived_key("x", "x"), profile=signed_pdfs.AUTHORITY
    )
    with pytest.raises(Unverified):
        published(a_list(by=stranger))


def test_a_list_of_tomorrow_does_not_shut_out_those_of_today():
    tomorrow = a_list(at=NOW + HOUR + AHEAD + HOUR)
    with pytest.raises(Unverified):
        published(tomorrow)
    assert published(tomorrow, at=NOW + 2 * HOUR)


def test_an_older_list_is_needed_while_it_alone_tells_of_a_serial():
    first = published(a_list([1, 2], at=NOW - 4 * HOUR))
    second = published(a_list([1, 2, 3], at=NOW - 3 * HOUR))
    third = published(a_list([3], at=NOW - 2 * HOUR))
    newest = published(a_list([3, 4], at=NOW))
    assert needed([first, newest, third, second]) == [newest, second]


@given(st.lists(st.frozensets(st.integers(1, 6)), min_size=1, max_size=6))
def test_nothing_ever_revoked_is_forgotten_in_whatever_order_lists_come(revoked):
    at_once = [_stub(serials, n) for n, serials in enumerate(revoked)]
    one_by_one = []
    for each in at_once:
        one_by_one = needed([*one_by_one, each])
    for kept in (needed(at_once), one_by_one):
        assert kept[0] == at_once[-1]
        assert frozenset().union(*(each.revoked for each in kept)) == frozenset().union(*revoked)


def _stub(serials, hours):
    known = published(a_list())
    listed = signed_pdfs.replace(
        known.listed,
        revoked=dict.fromkeys(serials, signed_pdfs.SIGNED_AT),
        this_update=NOW + hours * HOUR,
        sha256=f"{hours:064x}",
    )
    return signed_pdfs.replace(known, listed=listed)


def test_key_identifiers_are_those_the_shipped_authorities_carry_themselves():
    certificate = x509.load_der_x509_certificate((SHIPPED / "vgca-root-g2.cer").read_bytes())
    carried = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    assert key_identifier(certificate) == carried.hex()
