"""Every reason has words for people, and a verdict says by itself what to do with the file."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.signatures.pinned import FINGERPRINTS
from shared.signatures.sentences import sentence, summed_up
from shared.signatures.verdict import (
    ARCHIVING,
    Disposition,
    DocumentVerdict,
    Finding,
    Indication,
    JudgedWith,
    Link,
    Reason,
    SignatureVerdict,
    Signer,
    SubIndication,
    disposition_of,
    ranked,
)

SIGNED_AT = datetime(2024, 3, 5, 2, 30, tzinfo=UTC)
HEAVY = ("pyhanko", "pypdf", "asn1crypto", "fpdf")


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_reason_has_a_sentence_that_ends(reason, language):
    assert sentence(reason, language).endswith(".")


def test_the_commonest_refusal_says_what_to_do():
    assert sentence(Reason.RESAVED_AFTER_SIGNING) == (
        "Tệp đã bị lưu hoặc nén lại sau khi ký nên chữ ký số không còn trong tệp. "
        "Hãy xin lại bản gốc từ cơ quan đã cấp."
    )


@pytest.mark.parametrize(
    ("subs", "disposition"),
    [
        ([], Disposition.ACCEPT),
        ([SubIndication.TRY_LATER], Disposition.KEEP),
        ([SubIndication.OUT_OF_BOUNDS_NO_POE, SubIndication.TRY_LATER], Disposition.KEEP),
        ([SubIndication.CRYPTO_CONSTRAINTS_FAILURE_NO_POE], Disposition.KEEP),
        ([SubIndication.REVOKED_NO_POE], Disposition.KEEP),
        ([SubIndication.REVOKED_CA_NO_POE], Disposition.REFUSE),
        ([SubIndication.CRYPTO_CONSTRAINTS_FAILURE], Disposition.REFUSE),
        ([SubIndication.NO_CERTIFICATE_CHAIN_FOUND], Disposition.REFUSE),
        ([SubIndication.TRY_LATER, SubIndication.HASH_FAILURE], Disposition.REFUSE),
    ],
)
def test_only_what_may_still_change_is_kept(subs, disposition):
    assert disposition_of([Finding(Reason.MALFORMED, sub) for sub in subs]) is disposition


def test_failures_rank_before_doubts():
    doubt = Finding(Reason.UNKNOWN_CA, SubIndication.NO_CERTIFICATE_CHAIN_FOUND)
    failure = Finding(Reason.SIGNED_AFTER_EXPIRY, SubIndication.EXPIRED)
    assert ranked([doubt, failure, doubt]) == (failure, doubt)
    assert failure.sub_indication.indication is Indication.TOTAL_FAILED


@pytest.mark.parametrize(
    "module",
    ["shared.signatures", "shared.signatures.verdict", "shared.signatures.sentences", "shared.signatures.trust"],
)
def test_the_light_modules_open_no_heavy_library(module):
    code = f"import {module}, sys, json; print(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    loaded = json.loads(subprocess.check_output([sys.executable, "-c", code]))
    assert not set(loaded) & set(HEAVY)


# --- one sentence for a document -------------------------------------------------------------------------------------


def a_verdict(*roots: str, reasons: tuple[Reason, ...] = ()) -> DocumentVerdict:
    signatures = tuple(
        a_signature(chain=(Link("Người ký", "AA"), Link("Gốc", root)), proven_time=SIGNED_AT) for root in roots
    )
    return a_document(*signatures, reasons=reasons)


def a_signature(**changes: object) -> SignatureVerdict:
    plain = SignatureVerdict(
        field="Signature1",
        indication=Indication.TOTAL_PASSED,
        sub_indication=None,
        reasons=(),
        signer=Signer("A", "B", "1"),
        claimed_time=None,
        proven_time=None,
        level="B-T",
        coverage="",
    )
    return replace(plain, **changes)


def a_document(*signatures: SignatureVerdict, reasons: tuple[Reason, ...] = ()) -> DocumentVerdict:
    return DocumentVerdict(
        indication=Indication.TOTAL_PASSED,
        sub_indication=None,
        reasons=reasons,
        signatures=signatures,
        parse_mode="strict",
        sha256="",
        judged_with=JudgedWith("", "", ""),
        judged_at=SIGNED_AT,
        disposition=Disposition.ACCEPT,
    )


def test_a_believed_paper_says_under_whose_root():
    government = FINGERPRINTS["vgca-root-g2.cer"]
    assert summed_up(a_verdict(government)).endswith("1 chữ ký số hợp lệ do Ban Cơ yếu Chính phủ chứng thực.")
    assert "trình diễn “Gốc”" in summed_up(a_verdict("BB"))
    assert "không có giá trị pháp lý" in summed_up(a_verdict(government, "BB"))


def test_a_refused_paper_says_why():
    assert summed_up(a_verdict(reasons=(Reason.UNSIGNED,))) == sentence(Reason.UNSIGNED)


# --- when it was signed ----------------------------------------------------------------------------------------------


def test_a_paper_is_dated_by_the_earliest_stamp_of_a_signature():
    later = SIGNED_AT + timedelta(hours=1)
    assert a_document(a_signature(proven_time=later), a_signature(proven_time=SIGNED_AT)).signed_at == SIGNED_AT


def test_what_signers_claim_may_only_make_a_paper_older():
    day = timedelta(days=1)
    for claimed, dated in ((SIGNED_AT + day, SIGNED_AT), (SIGNED_AT - day, SIGNED_AT - day)):
        assert a_document(a_signature(proven_time=SIGNED_AT, claimed_time=claimed)).signed_at == dated
    assert a_document(a_signature(claimed_time=SIGNED_AT - day)).signed_at == SIGNED_AT - day
    assert a_document(a_signature(claimed_time=SIGNED_AT + day)).signed_at == SIGNED_AT, "nobody signs in the future"


def test_a_document_stamp_anybody_may_add_dates_nothing():
    now = SIGNED_AT + timedelta(days=900)
    old = a_signature(proven_time=now)
    stamp = a_signature(proven_time=now, level=ARCHIVING)
    assert a_document(old, stamp).signed_at is None
    assert a_document(replace(old, claimed_time=SIGNED_AT), stamp).signed_at == SIGNED_AT
