"""What a file brings along counts for what an authority signed of it, and never betters a verdict beyond the truth."""

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ReasonFlags
from cryptography.x509.oid import ExtendedKeyUsageOID

from infra.demo.certificates import AUTHORITY, SHA256, SIGNING, derived_key, issued
from shared.signatures.policy import EMBEDDED
from shared.signatures.revocation import Revocation
from shared.signatures.standing import Standing, Unverified
from shared.signatures.verdict import Disposition, Reason
from tests import signed_pdfs as pdfs
from tests.signed_pdfs import (
    ADBE,
    NOW,
    OTHER_BOX,
    SIGNED_AT,
    How,
    a_paper,
    a_responder,
    answer,
    augmented,
    issuing,
    judged,
    organisation,
    person,
    signed,
)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
AFTER = SIGNED_AT + timedelta(minutes=2)


def lists_but(*names: str) -> Revocation:
    """Today's lists without those authorities'."""
    paths = sorted((pdfs.pki().directory / "crls").glob("*.crl"))
    return Revocation.of([path.read_bytes() for path in paths if path.stem not in names], store=pdfs.store())


WITHOUT_THE_SIGNERS = ("g2-state-agencies",)


def is_unknown(file: bytes, **world: object) -> bool:
    verdict = judged(file, **world)
    assert verdict.disposition is Disposition.KEEP
    return verdict.reasons == (Reason.REVOCATION_UNKNOWN,)


@pytest.fixture(scope="module")
def one() -> bytes:
    return signed(a_paper(), How(person()))


# --- OCSP at hand ----------------------------------------------------------------------------------------------------


def known(*evidence: bytes) -> Revocation:
    return Revocation.of(evidence, store=pdfs.store())


def standing(revocation: Revocation, at=NOW) -> Standing:
    return revocation.status(person().certificate, issuing().certificate, at=at).standing


def test_a_fresh_answer_clears_its_certificate_alone():
    fresh = known(answer(person(), by=issuing(), at=NOW - HOUR))
    assert standing(fresh) is Standing.GOOD
    other = fresh.status(organisation().certificate, issuing().certificate, at=NOW)
    assert other.standing is Standing.UNKNOWN


@pytest.mark.parametrize(("days", "at"), [(1, NOW + 2 * DAY), (None, NOW + 2 * DAY)])
def test_a_stale_answer_clears_nobody(days, at):
    assert standing(known(answer(person(), by=issuing(), at=NOW, days=days)), at=at) is Standing.UNKNOWN


def test_an_answer_convicts_against_a_silent_list():
    convicted = known(*pdfs.pki().crls, answer(person(), by=issuing(), at=NOW - 9 * DAY, since=SIGNED_AT))
    assert standing(convicted) is Standing.REVOKED


def test_an_answer_that_holds_back_is_lifted_by_a_newer_list_only():
    held = answer(person(), by=issuing(), at=NOW, since=SIGNED_AT, reason=ReasonFlags.certificate_hold)
    assert standing(known(held)) is Standing.ON_HOLD
    assert standing(known(held, pdfs.crl_of(issuing(), now=NOW + 2 * DAY))) is Standing.GOOD
    assert standing(known(held, pdfs.crl_of(issuing(), now=NOW - DAY))) is Standing.ON_HOLD


def test_whoever_the_authority_entrusted_may_answer_for_it():
    assert standing(known(answer(person(), by=issuing(), at=NOW, responder=a_responder()))) is Standing.GOOD


def test_a_responder_that_was_taken_back_answers_nothing():
    responder = a_responder()
    given = answer(person(), by=issuing(), at=NOW, responder=responder)
    lists = pdfs.crl_of(issuing(), {responder.certificate.serial_number: SIGNED_AT}, now=NOW - 900 * DAY, days=1)
    assert standing(known(given, lists)) is Standing.UNKNOWN


@pytest.mark.parametrize(
    "responder",
    [
        lambda: a_responder("Chỉ ký", profile=SIGNING),
        lambda: a_responder("Gốc khác", by=pdfs.pki().roots["root-g1"]),
        lambda: issued(issuing().certificate.subject, derived_key("x", "impostor"), profile=AUTHORITY),
    ],
    ids=["a signer", "another authority's", "an impostor"],
)
def test_nobody_else_may(responder):
    with pytest.raises(Unverified):
        known(answer(person(), by=issuing(), at=NOW, responder=responder()))


def test_answers_change_the_version_but_not_the_freshness_of_the_lists():
    answers = known(*pdfs.pki().crls, answer(person(), by=issuing(), at=NOW - HOUR))
    assert answers.version != pdfs.revocation().version
    assert answers.fresh_until == pdfs.revocation().fresh_until


# --- lists of a part -------------------------------------------------------------------------------------------------


def a_part(**narrowed) -> bytes:
    """A list of the signer's authority that speaks of some of its certificates only."""
    point = {
        "full_name": None,
        "relative_name": None,
        "only_contains_user_certs": False,
        "only_contains_ca_certs": False,
        "only_some_reasons": None,
        "indirect_crl": False,
        "only_contains_attribute_certs": False,
        **narrowed,
    }
    builder = x509.CertificateRevocationListBuilder(issuing().certificate.subject, NOW - HOUR, NOW + DAY)
    builder = builder.add_extension(x509.IssuingDistributionPoint(**point), critical=True)
    return builder.sign(issuing().key, SHA256).public_bytes(Encoding.DER)


def test_a_list_speaks_of_the_part_it_is_for():
    assert standing(known(a_part(only_contains_user_certs=True))) is Standing.GOOD
    assert standing(known(a_part(only_contains_ca_certs=True))) is Standing.UNKNOWN


def test_a_list_of_another_distribution_point_says_nothing():
    elsewhere = [x509.UniformResourceIdentifier("http://crl.example/7.crl")]
    assert standing(known(a_part(full_name=elsewhere))) is Standing.UNKNOWN


# --- embedded --------------------------------------------------------------------------------------------------------


def test_an_embedded_answer_later_than_the_proven_time_clears_the_signer(one):
    file = augmented(one, answers=[answer(person(), by=issuing(), at=AFTER)])
    assert is_unknown(one, known=lists_but(*WITHOUT_THE_SIGNERS))
    assert judged(file, known=lists_but(*WITHOUT_THE_SIGNERS)).accepted


def test_an_embedded_list_later_than_the_proven_time_clears_the_signer(one):
    file = augmented(one, crls=[pdfs.crl_of(issuing(), now=AFTER + HOUR, days=1)])
    assert judged(file, known=lists_but(*WITHOUT_THE_SIGNERS)).accepted


def test_evidence_of_long_before_the_proven_time_clears_nobody(one):
    """It would hide whatever happened between."""
    file = augmented(one, crls=[pdfs.crl_of(issuing(), now=SIGNED_AT - 9 * DAY, days=300)])
    assert is_unknown(file, known=lists_but(*WITHOUT_THE_SIGNERS))


def test_without_a_proven_time_embedded_evidence_has_to_be_of_today():
    file = signed(a_paper(), How(person(), stamped=None))
    old = augmented(file, answers=[answer(person(), by=issuing(), at=AFTER)])
    new = augmented(file, answers=[answer(person(), by=issuing(), at=NOW - HOUR)])
    assert is_unknown(old, known=lists_but(*WITHOUT_THE_SIGNERS))
    assert judged(new, known=lists_but(*WITHOUT_THE_SIGNERS)).accepted


def test_an_authority_is_cleared_by_a_list_of_its_time(one):
    root = pdfs.pki().roots["root-g2"]
    file = augmented(one, crls=[pdfs.crl_of(root, now=SIGNED_AT - 20 * DAY, days=60)])
    assert is_unknown(one, known=lists_but("root-g2"))
    assert judged(file, known=lists_but("root-g2")).accepted


def test_what_todays_lists_say_outweighs_what_is_embedded(one):
    file = augmented(one, answers=[answer(person(), by=issuing(), at=AFTER)])
    told = pdfs.revoked(person(), since=SIGNED_AT - DAY)
    assert judged(file, known=told).reasons == (Reason.REVOKED_BEFORE_SIGNING,)


def test_embedded_evidence_may_convict(one):
    file = augmented(one, answers=[answer(person(), by=issuing(), at=AFTER, since=SIGNED_AT - DAY)])
    assert judged(file).reasons == (Reason.REVOKED_BEFORE_SIGNING,)


def test_evidence_somebody_else_signed_counts_neither_way(one):
    impostor = issued(issuing().certificate.subject, derived_key("x", "impostor"), profile=AUTHORITY)
    clearing = augmented(one, answers=[answer(person(), by=impostor, at=AFTER)])
    convicting = augmented(one, crls=[pdfs.crl_of(impostor, {person().certificate.serial_number: SIGNED_AT}, now=NOW)])
    assert is_unknown(clearing, known=lists_but(*WITHOUT_THE_SIGNERS))
    assert judged(convicting).accepted


@pytest.mark.parametrize("entry", [b"/CRLs[90 0 R]", b"/OCSPs[90 0 R 1 0 R null 7]", b"/Certs[90 0 R]", b"/VRI 7", b""])
def test_a_store_full_of_rubbish_is_ignored(one, entry):
    paper = a_paper(catalogue=b"/DSS<<%s/VRI<</x<</CRL[90 0 R]/OCSP 3>>/y null>>>>" % entry)
    assert judged(signed(paper, How(person()))).accepted


def test_certificates_in_the_store_lead_to_a_root_we_know(one):
    trusted = replace(pdfs.store(), intermediates=())
    lists = Revocation.leniently(pdfs.pki().crls, store=trusted)
    assert judged(one, trusted=trusted, known=lists).reasons == (Reason.UNKNOWN_CA,)
    assert judged(augmented(one, certificates=[issuing()]), trusted=trusted, known=lists).accepted


def test_certificates_in_the_store_lead_nowhere_else(one):
    stranger = issued(issuing().certificate.subject, derived_key("x", "middle"), profile=AUTHORITY)
    file = signed(a_paper(), How(pdfs.someone(by=stranger)))
    assert judged(augmented(file, certificates=[stranger, issuing()])).reasons == (Reason.UNKNOWN_CA,)


# --- by what the file brings along alone -----------------------------------------------------------------------------


def alone(file: bytes, **world: object):
    return judged(file, known=Revocation(), policy=EMBEDDED, **world)


@pytest.mark.parametrize("kind", [pdfs.PADES, ADBE])
def test_a_signature_with_all_its_evidence_stands_by_itself(kind):
    file = signed(a_paper(), How(person(), evidence="LT", kind=kind))
    assert is_unknown(file, known=Revocation())
    assert alone(file).accepted


def test_one_without_it_does_not(one):
    assert is_unknown(one, known=Revocation(), policy=EMBEDDED)


def test_old_evidence_hides_no_revocation_that_a_list_tells():
    file = signed(a_paper(), How(person(), evidence="LT"))
    told = pdfs.revoked(person(), since=SIGNED_AT - DAY)
    assert judged(file, known=told, policy=EMBEDDED).reasons == (Reason.REVOKED_BEFORE_SIGNING,)


# --- levels ----------------------------------------------------------------------------------------------------------


def levels(file: bytes, **world: object) -> list[str]:
    return [one.level for one in judged(file, **world).signatures]


def test_the_level_is_what_the_evidence_in_the_file_reaches(one):
    archived = signed(a_paper(), How(person(), evidence="LTA"))
    assert levels(signed(a_paper(), How(person(), stamped=None))) == ["B-B"]
    assert levels(one) == ["B-T"]
    assert levels(signed(a_paper(), How(person(), evidence="LT"))) == ["B-LT"]
    assert levels(archived) == ["B-LTA", "DOCUMENT-TIME-STAMP"]
    assert levels(pdfs.stamped(archived, SIGNED_AT + 300 * DAY, field="Renewed"))[0] == "B-LTA"


def test_a_stamp_over_no_evidence_archives_nothing(one):
    assert levels(pdfs.stamped(one, SIGNED_AT + DAY)) == ["B-T", "DOCUMENT-TIME-STAMP"]


def test_half_the_evidence_is_no_long_term_evidence(one):
    assert levels(augmented(one, answers=[answer(person(), by=issuing(), at=AFTER)])) == ["B-T"]


def test_a_later_signature_without_evidence_has_its_own_level():
    file = signed(a_paper(), How(person(), evidence="LT"), How(organisation(), field="Seal", box=OTHER_BOX))
    assert levels(file)[0] == "B-LT"


# --- the chain that was believed -------------------------------------------------------------------------------------


def test_the_verdict_names_the_chain_and_what_cleared_it(one):
    (signature,) = judged(one).signatures
    names = [link.name for link in signature.chain]
    assert names == [
        "Hoàng Thử Nghiệm",
        "CA phục vụ các cơ quan Nhà nước G2 (bản thử)",
        "RootCA chuyên dùng G2 (bản thử)",
    ]
    lists = {found.sha256 for lists in pdfs.revocation().lists.values() for found in lists}
    assert {link.revocation for link in signature.chain[:-1]} <= lists
    assert signature.chain[-1].revocation == ""


def test_an_archive_stamp_that_has_expired_is_as_good_as_none():
    tsa = pdfs.a_stamper("TSA cũ", until=SIGNED_AT + 365 * DAY)
    file = pdfs.stamped(signed(a_paper(), How(person())), SIGNED_AT + DAY, tsa=tsa)
    verdict = judged(file)
    assert verdict.accepted
    assert verdict.signatures[-1].proven_time is None


def test_a_usage_nobody_issues_for_answering_is_named():
    assert (
        ExtendedKeyUsageOID.OCSP_SIGNING
        in a_responder().certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    )
