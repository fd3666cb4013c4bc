"""Each class of file gets the verdict it should, with all evidence and with less; and less never makes it better."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from shared.signatures import judge as door
from shared.signatures.policy import EMBEDDED
from shared.signatures.revocation import Revocation
from shared.signatures.trust import TrustStore
from shared.signatures.verdict import Disposition, DocumentVerdict, Indication, Reason
from tests import signed_pdfs as pdfs
from tests.shared.signatures.corpus import FAILING, PASSING, WAITING, Row
from tests.signed_pdfs import How, judged

EVERY = {**PASSING, **WAITING, **FAILING}
ALONE = {"B-LT", "B-LT, detached", "B-LTA"}
"""What stands by what it brings along, without any list; the renewal's own stamper needs one of its time."""

SAYING_CHANGED = {
    Reason.CONTENT_CHANGED, Reason.MODIFIED_AFTER_SIGNING, Reason.UNSIGNED_CHANGES, Reason.RESAVED_AFTER_SIGNING,
    Reason.COVERAGE, Reason.BYTE_RANGE, Reason.TRAILING_DATA, Reason.SIGNATURE_BROKEN, Reason.MALFORMED,
}  # fmt: skip


def at_once(row: Row, world: Mapping[str, Any]) -> DocumentVerdict:
    """Judged once, and not a second time by the library as published."""
    given = {"policy": row.policy, **world}
    return door.judge(
        row.made(),
        store=given.get("trusted") or pdfs.store(),
        revocation=given.get("known") if given.get("known") is not None else pdfs.revocation(),
        at=pdfs.NOW,
        policy=given["policy"],
    )


def verdict_on(row: Row) -> DocumentVerdict:
    return at_once(row, row.world()) if row.is_large else judged(row.made(), **{"policy": row.policy, **row.world()})


@pytest.mark.parametrize("name", PASSING)
def test_what_is_genuine_passes(name):
    verdict = verdict_on(PASSING[name])
    assert (verdict.indication, verdict.reasons) == (Indication.TOTAL_PASSED, ())
    assert verdict.disposition is Disposition.ACCEPT


@pytest.mark.parametrize("name", WAITING)
def test_what_cannot_be_believed_is_not_called_changed(name):
    verdict = verdict_on(WAITING[name])
    assert (verdict.indication, frozenset(verdict.reasons)) == (Indication.INDETERMINATE, WAITING[name].reasons)


@pytest.mark.parametrize("name", FAILING)
def test_what_is_false_fails(name):
    row = FAILING[name]
    verdict = verdict_on(row)
    assert verdict.disposition is Disposition.REFUSE
    assert verdict.indication is (Indication.INDETERMINATE if name.startswith("rogue") else Indication.TOTAL_FAILED)
    assert row.reasons <= set(verdict.reasons)


@pytest.mark.parametrize("name", PASSING)
def test_without_lists_the_genuine_waits_and_is_never_called_changed(name):
    row = PASSING[name]
    verdict = at_once(row, {**row.world(), "known": Revocation(), "policy": pdfs.DEFAULT})
    assert verdict.indication is Indication.INDETERMINATE
    assert Reason.REVOCATION_UNKNOWN in verdict.reasons
    assert not set(verdict.reasons) & SAYING_CHANGED
    alone = at_once(row, {**row.world(), "known": Revocation(), "policy": EMBEDDED})
    assert alone.accepted is (name in ALONE)
    assert not set(alone.reasons) & SAYING_CHANGED


# --- less evidence ---------------------------------------------------------------------------------------------------


def worlds_with_less(world: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Without any list, without each one's; without the intermediates, and without the roots of time."""
    known: Revocation = world.get("known") or pdfs.revocation()
    trusted: TrustStore = world.get("trusted") or pdfs.store()
    yield {**world, "known": Revocation()}
    for issuer in known.lists:
        fewer = {other: lists for other, lists in known.lists.items() if other != issuer}
        yield {**world, "known": Revocation(fewer)}
    yield {**world, "trusted": replace(trusted, intermediates=())}
    yield {**world, "trusted": replace(trusted, timestamping=())}


@pytest.mark.parametrize("name", [name for name, row in EVERY.items() if not row.is_large])
def test_less_evidence_never_makes_a_better_verdict(name):
    row = EVERY[name]
    world = row.world()
    if at_once(row, world).accepted:
        return
    for less in worlds_with_less(world):
        assert not at_once(row, less).accepted


@pytest.mark.parametrize("name", PASSING)
def test_a_genuine_paper_is_never_called_changed_for_lack_of_evidence(name):
    row = PASSING[name]
    for less in () if row.is_large else worlds_with_less(row.world()):
        verdict = at_once(row, less)
        assert not set(verdict.reasons) & SAYING_CHANGED


def test_the_corpus_has_every_class():
    assert (len(PASSING), len(WAITING)) >= (30, 15)
    assert len(FAILING) >= 75


@pytest.mark.parametrize("names", [("A", "B"), ("B", "A")])
def test_the_order_of_the_forms_list_changes_nothing(names):
    """The form lists A before B, whoever signs first: signatures are judged in the order they were made."""
    first, second = names
    paper = pdfs.with_empty_fields(pdfs.a_paper(), "A", "B")
    signatures = How(pdfs.person(), field=first, prepared=True), How(pdfs.organisation(), field=second, prepared=True)
    verdict = judged(pdfs.signed(paper, *signatures))
    assert verdict.accepted
    assert [(one.field, one.signer.name) for one in verdict.signatures] == [
        (first, "Hoàng Thử Nghiệm"),
        (second, "Ủy ban nhân dân xã Phù Cát (bản thử)"),
    ]
