"""The papers people try the vault with do what they promise, today and months from now."""

from datetime import UTC, datetime, timedelta

import pytest

from infra.demo.papers import kinds, sample_papers
from infra.demo.pki import DemoPki
from shared.signatures.judge import judge
from shared.signatures.policy import RESULT
from shared.signatures.revocation import Revocation
from shared.signatures.trust import TrustStore


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    directory = tmp_path_factory.mktemp("demo")
    pki = DemoPki.make(directory / "pki")
    return pki, sample_papers(pki, directory / "papers")


def judged(pki: DemoPki, file: bytes, *, at: datetime):
    store = TrustStore.of(pki.directory)
    return judge(file, store=store, revocation=Revocation.of(pki.crls, store=store), at=at, policy=RESULT)


def test_every_sample_is_accepted_or_refused_as_announced(demo):
    pki, samples = demo
    for sample in samples:
        verdict = judged(pki, sample.path.read_bytes(), at=datetime.now(UTC))
        if sample.refused_for:
            assert sample.refused_for in verdict.reasons
        else:
            assert verdict.accepted


def test_every_kind_has_a_sample_and_the_common_refusals_have_one(demo):
    _, samples = demo
    assert {sample.document_type for sample in samples if not sample.refused_for} == kinds().keys()
    assert {sample.refused_for for sample in samples} >= {"UNSIGNED", "PUBLIC_CA_ONLY", "RESAVED_AFTER_SIGNING"}


def test_samples_are_small(demo):
    _, samples = demo
    assert all(20_000 < sample.path.stat().st_size < 200_000 for sample in samples)


def test_making_again_finds_what_was_made(demo):
    pki, samples = demo
    before = {sample.path: sample.path.read_bytes() for sample in samples}
    again = DemoPki.make(pki.directory, "another seed")
    assert again.tsa.der == pki.tsa.der
    assert sample_papers(again, samples[0].path.parent) == samples
    assert before == {sample.path: sample.path.read_bytes() for sample in samples}


def test_lists_are_fresh_again_whenever_the_hierarchy_is_loaded(demo):
    pki, samples = demo
    years_later = datetime.now(UTC) + timedelta(days=900)
    paper = samples[0].path.read_bytes()
    assert not judged(pki, paper, at=years_later).accepted
    assert judged(DemoPki.make(pki.directory, now=years_later), paper, at=years_later).accepted


def test_keys_are_readable_by_their_owner_alone(demo):
    pki, _ = demo
    assert {path.stat().st_mode & 0o777 for path in (pki.directory / "keys").glob("*.pem")} == {0o600}
