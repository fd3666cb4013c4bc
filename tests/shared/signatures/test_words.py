"""Every reason has words for people, and a verdict says by itself what to do with the file."""

import json
import subprocess
import sys

import pytest

from shared.signatures.sentences import sentence
from shared.signatures.verdict import (
    Disposition,
    Finding,
    Indication,
    Reason,
    SubIndication,
    disposition_of,
    ranked,
)

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
