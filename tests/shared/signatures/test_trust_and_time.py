"""Who signed, under whom, and when: what is refused, and what is only kept until somebody can tell."""

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.x509 import ReasonFlags

from infra.demo.certificates import AUTHORITY, SIGNING, derived_key, issued, subject
from shared.signatures.revocation import Revocation
from shared.signatures.verdict import Disposition, Indication, Reason, SubIndication
from tests import signed_pdfs as pdfs
from tests.signed_pdfs import NOW, OTHER_BOX, SIGNED_AT, How, a_paper, judged, person, signed

YEAR = timedelta(days=365)


def verdict_on(how: How, **world: object):
    return judged(signed(a_paper(), how), **world)


def refused(verdict, *reasons: Reason) -> bool:
    assert verdict.reasons == reasons
    assert verdict.indication is not Indication.TOTAL_PASSED
    return verdict.disposition is Disposition.REFUSE


def kept(verdict, *reasons: Reason) -> bool:
    assert verdict.reasons == reasons
    assert verdict.indication is Indication.INDETERMINATE
    assert not verdict.accepted
    return verdict.disposition is Disposition.KEEP


# --- under whom ------------------------------------------------------------------------------------------------------


def test_a_public_authority_is_named():
    assert refused(verdict_on(How(pdfs.pki().public_signer, embed=(pdfs.pki().public_ca,))), Reason.PUBLIC_CA_ONLY)


def test_an_unknown_authority_is_refused():
    stranger = issued(subject("CA lạ"), derived_key("x", "ca"), profile=AUTHORITY)
    assert refused(verdict_on(How(pdfs.someone(by=stranger), embed=(stranger,))), Reason.UNKNOWN_CA)


def test_a_look_alike_of_the_whole_hierarchy_is_refused():
    root, middle = pdfs.pki().roots["root-g2"].certificate, pdfs.issuing().certificate
    false_root = issued(root.subject, derived_key("x", "root"), profile=AUTHORITY)
    false_middle = issued(middle.subject, derived_key("x", "middle"), by=false_root, profile=AUTHORITY)
    verdict = verdict_on(How(pdfs.someone(by=false_middle), embed=(false_middle, false_root)))
    assert refused(verdict, Reason.UNKNOWN_CA)


def test_a_self_signed_certificate_is_refused():
    assert refused(verdict_on(How(pdfs.someone(by=None))), Reason.SELF_SIGNED)


def test_a_certificate_issued_by_a_signer_is_refused():
    pupil = pdfs.someone("Học trò", by=person())
    assert refused(verdict_on(How(pupil, embed=(person(),))), Reason.UNKNOWN_CA)


def test_a_certificate_without_non_repudiation_is_refused():
    signer = pdfs.someone("Không ký", profile=replace(SIGNING, non_repudiation=False))
    assert refused(verdict_on(How(signer)), Reason.NOT_FOR_SIGNING)


def test_a_root_for_time_stamps_vouches_for_no_signer():
    signer = pdfs.someone("Nhầm gốc", by=pdfs.pki().time_stamping_root)
    assert refused(verdict_on(How(signer)), Reason.UNKNOWN_CA)


def test_a_government_authority_the_store_lacks_is_named_for_the_operator():
    trusted = replace(pdfs.store(), intermediates=())
    (one,) = verdict_on(How(person()), trusted=trusted).signatures
    assert one.reasons == (Reason.UNKNOWN_CA,)
    assert one.missing_authority == "CA phục vụ các cơ quan Nhà nước G2 (bản thử)"


# --- algorithms ------------------------------------------------------------------------------------------------------


def test_md5_is_never_believed():
    signer = pdfs.someone("MD5", key=pdfs.rsa_key(2048))
    verdict = verdict_on(How(signer, digest="md5", stamped=SIGNED_AT.replace(year=2019)))
    assert refused(verdict, Reason.TIMESTAMP_BROKEN, Reason.WEAK_ALGORITHM)


def test_short_keys_are_never_believed():
    assert refused(verdict_on(How(pdfs.someone("RSA 1024", key=pdfs.rsa_key(1024)))), Reason.WEAK_ALGORITHM)


def test_recent_sha1_is_refused():
    assert refused(verdict_on(How(person(), digest="sha1")), Reason.TIMESTAMP_BROKEN, Reason.WEAK_ALGORITHM)


def test_md5_is_not_believed_behind_an_rsa_that_does_not_name_it():
    signer = pdfs.someone("MD5 trần", key=pdfs.rsa_key(2048))
    verdict = verdict_on(How(signer, digest="md5", stamped=None, kind=pdfs.ADBE, bare=True))
    assert refused(verdict, Reason.WEAK_ALGORITHM)


def test_sha1_without_proof_of_its_time_is_kept_for_an_officer():
    assert kept(verdict_on(How(person(), digest="sha1", stamped=None)), Reason.WEAK_ALGORITHM)


# --- time ------------------------------------------------------------------------------------------------------------


def test_an_expired_signer_without_proof_is_kept():
    signer = pdfs.someone("Hết Hạn", until=SIGNED_AT + YEAR)
    verdict = verdict_on(How(signer, stamped=None))
    assert kept(verdict, Reason.EXPIRED_NO_TIMESTAMP)
    assert verdict.sub_indication is SubIndication.OUT_OF_BOUNDS_NO_POE


def test_a_signature_proven_to_follow_the_expiry_is_refused():
    signer = pdfs.someone("Hết Hạn", until=SIGNED_AT - YEAR)
    verdict = verdict_on(How(signer))
    assert refused(verdict, Reason.SIGNED_AFTER_EXPIRY)
    assert verdict.indication is Indication.TOTAL_FAILED


def test_a_signature_proven_to_precede_the_validity_is_refused():
    signer = pdfs.someone("Chưa Tới", since=SIGNED_AT + YEAR)
    assert verdict_on(How(signer)).sub_indication is SubIndication.NOT_YET_VALID


def test_a_certificate_not_yet_valid_is_not_believed():
    assert not verdict_on(How(pdfs.someone("Tương Lai", since=NOW + YEAR), stamped=None)).accepted


def test_an_untrusted_stamp_proves_nothing_and_is_refused():
    assert refused(verdict_on(How(person(), tsa=pdfs.a_rogue_stamper())), Reason.TIMESTAMP_BROKEN)


def test_a_stamp_over_another_signature_is_refused():
    verdict = verdict_on(How(person(), stamp_spoilt=True))
    assert refused(verdict, Reason.TIMESTAMP_BROKEN)
    assert verdict.indication is Indication.TOTAL_FAILED


def test_a_stamp_from_the_future_is_refused():
    assert refused(verdict_on(How(person(), stamped=NOW + YEAR)), Reason.TIMESTAMP_BROKEN)


def test_a_stamp_by_a_signers_certificate_is_refused():
    signer = pdfs.someone("Tự đóng dấu", key=pdfs.rsa_key(2048))
    assert refused(verdict_on(How(person(), tsa=signer)), Reason.TIMESTAMP_BROKEN)


def test_a_stamp_whose_certificate_expired_is_as_good_as_none():
    tsa = pdfs.a_stamper("TSA cũ", until=SIGNED_AT + YEAR)
    assert verdict_on(How(person(), tsa=tsa)).accepted
    signer = pdfs.someone("Hết Hạn", until=SIGNED_AT + YEAR)
    assert kept(verdict_on(How(signer, tsa=tsa)), Reason.EXPIRED_NO_TIMESTAMP)


# --- revocation ------------------------------------------------------------------------------------------------------


def test_a_signer_revoked_before_signing_is_refused():
    verdict = verdict_on(How(person()), known=pdfs.revoked(person(), since=SIGNED_AT - YEAR))
    assert refused(verdict, Reason.REVOKED_BEFORE_SIGNING)
    assert verdict.indication is Indication.TOTAL_FAILED


def test_a_revoked_signer_without_proof_is_kept():
    verdict = verdict_on(How(person(), stamped=None), known=pdfs.revoked(person(), since=SIGNED_AT + YEAR))
    assert kept(verdict, Reason.REVOKED_NO_TIMESTAMP)


def test_a_revoked_authority_is_refused():
    known = pdfs.revoked(pdfs.issuing(), since=SIGNED_AT - YEAR)
    assert refused(verdict_on(How(person()), known=known), Reason.REVOKED_NO_TIMESTAMP)


def test_a_certificate_on_hold_is_kept():
    known = pdfs.revoked(person(), since=SIGNED_AT + YEAR, reason=ReasonFlags.certificate_hold)
    assert kept(verdict_on(How(person()), known=known), Reason.REVOCATION_UNKNOWN)


def test_a_revoked_stamper_proves_nothing():
    known = pdfs.revoked(pdfs.pki().tsa, since=SIGNED_AT - YEAR)
    assert refused(verdict_on(How(person()), known=known), Reason.TIMESTAMP_BROKEN)


def test_missing_lists_leave_the_verdict_open():
    verdict = verdict_on(How(person()), known=Revocation())
    assert kept(verdict, Reason.REVOCATION_UNKNOWN)
    assert verdict.sub_indication is SubIndication.TRY_LATER


def test_stale_lists_leave_the_verdict_open():
    assert kept(verdict_on(How(person()), at=NOW + 2 * YEAR), Reason.REVOCATION_UNKNOWN)


def test_a_policy_may_do_without_revocation():
    assert verdict_on(How(person()), known=Revocation(), policy=pdfs.WITHOUT_REVOCATION).accepted


@pytest.mark.parametrize("absent", ["root-g2.crl", "g2-state-agencies.crl", "time-stamping-root.crl"])
def test_less_evidence_never_makes_a_better_verdict(absent):
    paths = sorted((pdfs.pki().directory / "crls").glob("*.crl"))
    known = Revocation.of([path.read_bytes() for path in paths if path.name != absent], store=pdfs.store())
    assert kept(verdict_on(How(person()), known=known), Reason.REVOCATION_UNKNOWN)


# --- every signature counts ------------------------------------------------------------------------------------------


def test_the_gravest_reason_comes_first_and_all_are_told():
    file = signed(a_paper(), How(pdfs.someone(by=None)), How(pdfs.pki().public_signer, field="S2", box=OTHER_BOX))
    assert refused(judged(file), Reason.PUBLIC_CA_ONLY, Reason.SELF_SIGNED)
