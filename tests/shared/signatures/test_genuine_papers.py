"""What real producers make is believed."""

from datetime import timedelta

import pytest
from pyhanko.sign.fields import MDPPerm

from shared.signatures.policy import DIGITISED, RESULT
from shared.signatures.verdict import Indication, Reason
from tests import signed_pdfs as pdfs
from tests.signed_pdfs import ADBE, NOW, OTHER_BOX, SIGNED_AT, How, a_paper, judged, organisation, person, signed

YEAR = timedelta(days=365)


def both(file: bytes, **how: object) -> bytes:
    return signed(file, How(person(), **how), How(organisation(), field="Seal", box=OTHER_BOX, **how))


def passes(file: bytes, **world: object) -> bool:
    verdict = judged(file, **world)
    assert verdict.reasons == ()
    return verdict.accepted and verdict.indication is Indication.TOTAL_PASSED


def test_a_signature_with_a_time_stamp_is_accepted():
    assert passes(signed(a_paper(), How(person())))


def test_a_signature_without_signed_attributes_is_accepted():
    assert passes(signed(a_paper(), How(person(), kind=ADBE, bare=True)))


def test_a_signature_without_a_time_stamp_is_accepted_while_its_certificate_lives():
    assert passes(signed(a_paper(), How(person(), stamped=None)))


def test_an_invisible_signature_is_accepted():
    assert passes(signed(a_paper(), How(person(), box=None)))


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_strong_digests_are_accepted(digest):
    assert passes(signed(a_paper(), How(person(), digest=digest)))


@pytest.mark.parametrize("pss", [False, True])
def test_rsa_signatures_are_accepted(pss):
    signer = pdfs.someone("RSA", key=pdfs.rsa_key(2048))
    assert passes(signed(a_paper(), How(signer, pss=pss)))


def test_a_person_and_then_the_organisation_is_a_result():
    assert passes(both(a_paper()), policy=RESULT)


def test_a_person_alone_is_not_a_result():
    assert judged(signed(a_paper(), How(person())), policy=RESULT).reasons == (Reason.PERSON_ONLY,)


def test_an_organisation_alone_is_a_digitised_paper_but_not_a_result():
    digitised = signed(a_paper(), How(organisation()))
    assert passes(digitised, policy=DIGITISED)
    assert judged(digitised, policy=RESULT).reasons == (Reason.ORGANISATION_ONLY,)


def test_the_seal_may_go_over_a_third_of_the_signature():
    file = signed(a_paper(), How(person(), box=(300, 100, 450, 160)))
    assert passes(signed(file, How(organisation(), field="Seal", box=(250, 100, 350, 160))))


def test_six_signatures_are_accepted():
    paper = a_paper()
    for number in range(6):
        paper = signed(paper, How(person(), field=f"S{number}", box=(20, 20 + 70 * number, 120, 80 + 70 * number)))
    assert passes(paper)
    assert len(judged(paper).signatures) == 6


@pytest.mark.parametrize("permission", [MDPPerm.FILL_FORMS, MDPPerm.ANNOTATE])
def test_a_certified_paper_may_be_signed_once_more_visibly(permission):
    certified = signed(a_paper(), How(person(), permission=permission))
    assert passes(signed(certified, How(organisation(), field="Seal", box=OTHER_BOX)))


def test_a_paper_certified_against_changes_passes_alone():
    assert passes(signed(a_paper(), How(person(), permission=MDPPerm.NO_CHANGES)))


def test_a_document_time_stamp_may_follow():
    file = signed(a_paper(), How(person()))
    assert passes(pdfs.stamped(file, SIGNED_AT + YEAR))


def test_long_term_evidence_may_follow_unsigned():
    assert passes(signed(a_paper(), How(person(), evidence="LT")))


def test_an_archived_signature_and_its_renewal_are_accepted():
    archived = signed(a_paper(), How(person(), evidence="LTA"))
    assert passes(archived)
    assert passes(pdfs.stamped(archived, SIGNED_AT + YEAR, field="Renewed"))


def test_an_expired_signer_is_believed_when_a_stamp_proves_the_time():
    signer = pdfs.someone("Hết Hạn", until=SIGNED_AT + YEAR)
    assert passes(signed(a_paper(), How(signer)))


def test_a_signer_revoked_after_signing_is_believed_when_a_stamp_proves_the_time():
    file = signed(a_paper(), How(person()))
    assert passes(file, known=pdfs.revoked(person(), since=SIGNED_AT + YEAR))


def test_a_stamp_whose_own_certificate_expired_is_believed_while_a_later_one_saw_it():
    tsa = pdfs.a_stamper("TSA cũ", until=SIGNED_AT + 2 * YEAR)
    signer = pdfs.someone("Hết Hạn", until=SIGNED_AT + YEAR)
    file = signed(a_paper(), How(signer, tsa=tsa))
    assert not judged(file, at=NOW).accepted
    assert passes(pdfs.stamped(file, SIGNED_AT + YEAR))


def test_the_claimed_time_is_shown_and_never_used():
    (one,) = judged(signed(a_paper(), How(person(), stamped=None))).signatures
    assert one.claimed_time is not None
    assert one.proven_time is None


def test_many_pages_are_accepted():
    assert passes(both(a_paper(200)))


def test_cross_reference_streams_and_object_streams_are_accepted():
    assert passes(both(pdfs.a_compressed_paper()))


def test_hybrid_files_are_accepted_when_the_last_signature_covers_the_end():
    verdict = judged(both(pdfs.a_hybrid_paper()))
    assert verdict.reasons == ()
    assert verdict.parse_mode != "strict"


def test_usage_rights_that_mention_embedded_files_are_no_embedded_files():
    rights = b"/Perms<</UR3<</Reference[<</TransformParams<</EF[/Create/Delete]>>>>]>>>>"
    assert passes(signed(a_paper(catalogue=rights), How(person())))


def test_a_link_whose_address_looks_like_an_action_is_only_a_link():
    link = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://example.vn/Launch)>>>>]"
    assert passes(signed(a_paper(extra=link), How(person(), box=None)))


def test_sha1_is_believed_when_a_stamp_proves_it_is_old():
    then = SIGNED_AT.replace(year=2019)
    assert passes(signed(a_paper(), How(pdfs.someone("Cũ"), digest="sha1", stamped=then)))


def test_an_authority_whose_certificate_a_pinned_key_signed_with_sha1_is_believed():
    signer, trusted = pdfs.under_a_sha1_authority()
    file = signed(a_paper(), How(signer))
    assert passes(file, trusted=trusted, policy=pdfs.WITHOUT_REVOCATION)
