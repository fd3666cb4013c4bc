"""Verdicts follow what becomes known: undecided papers become good, good ones are doubted, however a run ends."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
import time_machine

from functions.uploads import endangering, rejudging
from functions.uploads.handlers import rejudge_versions
from functions.vault import handlers as vault
from shared.domain.items import ItemState, Standing
from shared.signatures import policy
from shared.storage import crls, items, judgements, keys, trust
from shared.storage.judgements import Rank
from shared.storage.table import delete, put, transact, write
from tests import signed_pdfs
from tests.conftest import a_caller
from tests.functions.trust.test_fetching import EVENT
from tests.functions.uploads.conftest import ME
from tests.signed_pdfs import NOW

HOUR = timedelta(hours=1)
LATER = NOW + 2 * HOUR


@pytest.fixture
def lists(desk):
    """What the authorities published; the bucket's own are those of the demonstration."""
    for key in [key for key in desk.world.objects("trust") if key.startswith("crls/")]:
        desk.world.s3.delete_object(Bucket="trust", Key=key)
    trust.forget()
    store = trust.current().store

    def of(revoked=(), *, at=NOW, by=None, since=None):
        authorities = [by] if by else [*signed_pdfs.pki().roots.values(), *signed_pdfs.pki().intermediates.values()]
        authorities += [] if by else [signed_pdfs.pki().time_stamping_root]
        for authority in authorities:
            own = [one for one in revoked if one.certificate.issuer == authority.certificate.subject]
            serials = {one.certificate.serial_number: since or signed_pdfs.SIGNED_AT - HOUR for one in own}
            crls.receive(signed_pdfs.crl_of(authority, serials, now=at), store=store, at=at)
        trust.forget()

    return of


def run(at=LATER):
    with time_machine.travel(at, tick=True):
        trust.forget()
        rejudge_versions(EVENT, None)


def standing(item):
    held = [each for each in items.items_counting_as(ME.vault, []) if each.id == item]
    [version, *_] = [version for version, _ in items.holding(item).versions]
    assert {version.standing} == {each.version.standing for each in held} == {items.item(item).version.standing}
    return version.standing


def events(world):
    return sorted(row["event"] for row in world.rows("OUTBOX#"))


def places(world):
    return [row["owner_sort"] for row in world.rows("ITEM#") if row.get("owner_key", "").startswith("REJUDGE#")]


# ── Undecided ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_paper_that_waited_for_a_list_is_accepted_when_it_came(desk, lists, paper):
    upload = desk.judged(paper)
    assert (upload["state"], [each["code"] for each in upload["reasons"]]) == ("undecided", ["REVOCATION_UNKNOWN"])
    lists()
    run()
    assert standing(upload["item"]) is Standing.ACCEPTED
    assert events(desk.world) == ["item_usable", "upload_undecided"]
    told = desk.told(upload["id"])
    assert (told["state"], told["reasons"]) == ("accepted", [])
    assert places(desk.world) == []


def test_of_a_paper_its_agency_took_back_nobody_hears_that_it_can_be_used(desk, lists, paper):
    item = items.item(desk.judged(paper)["item"])
    transact(*items.changed(item, replace(item, state=ItemState.WITHDRAWN)))
    lists()
    run()
    assert (standing(item.id), items.item(item.id).state) == (Standing.ACCEPTED, ItemState.WITHDRAWN)
    assert events(desk.world) == ["upload_undecided"]


def test_its_holder_reads_the_new_verdict_and_with_what_it_was_judged(desk, lists, paper, api):
    item = desk.judged(paper)["item"]
    lists()
    run()
    [version] = api(vault.room).get(f"/vault/items/{item}", caller=ME).json["versions"]
    assert version["standing"] == "accepted"
    [(_, report)] = items.holding(item).versions
    assert report["judged_with"]["revocation"] == trust.current().revocation.version
    assert report["judged_at"] > NOW.isoformat()


def test_while_nothing_came_it_waits_longer_each_time_and_nobody_is_told_again(desk, lists, paper):
    desk.judged(paper)
    waits = []
    for _ in range(7):
        [place] = places(desk.world)
        at = datetime.fromisoformat(place.partition("#")[0])
        run(at=at + timedelta(seconds=1))
        [then] = places(desk.world)
        waits.append(datetime.fromisoformat(then.partition("#")[0]) - at)
    assert [round(each / HOUR) for each in waits] == [1, 2, 4, 8, 16, 24, 24]
    assert events(desk.world) == ["upload_undecided"]


def test_before_its_time_nothing_is_looked_at(desk, lists, paper, calls):
    desk.judged(paper)
    calls.clear()
    run(at=NOW + HOUR / 2)
    assert calls["Query"] == len(Rank) + len(policy.POLICIES) + 1
    assert calls["UpdateItem"] == calls["PutItem"] == calls["TransactWriteItems"] == 0


# ── A signer taken back ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_paper_whose_signer_was_taken_back_before_signing_is_doubted(desk, lists, paper, other_paper, api):
    lists()
    item = desk.judged(paper)["item"]
    run()
    lists([signed_pdfs.person()], at=NOW + HOUR)
    run(at=LATER + HOUR)
    assert standing(item) is Standing.REFUSED
    assert events(desk.world) == ["item_doubted", "upload_accepted"]
    untouched = desk.judged(other_paper)
    assert untouched["state"] == "accepted"


def test_only_what_that_certificate_signed_is_looked_at(desk, lists, paper, other_paper, caplog):
    lists()
    by_both, by_the_seal = desk.judged(paper)["item"], desk.judged(other_paper)["item"]
    run()
    lists([signed_pdfs.person()], at=NOW + HOUR)
    with time_machine.travel(LATER, tick=True):
        endangering.mark(LATER)
        assert [each.item for each in judgements.due(LATER + HOUR, limit=9)] == [by_both]
    run(at=LATER + HOUR)
    assert (standing(by_both), standing(by_the_seal)) == (Standing.REFUSED, Standing.ACCEPTED)


def test_a_signer_taken_back_after_a_proven_signature_changes_nothing(desk, lists, paper):
    lists()
    item = desk.judged(paper)["item"]
    run()
    lists([signed_pdfs.person()], at=NOW + HOUR, since=NOW)
    run(at=LATER + HOUR)
    assert standing(item) is Standing.ACCEPTED
    assert events(desk.world) == ["upload_accepted"]
    assert places(desk.world) == []


def test_what_a_root_takes_back_concerns_every_paper(desk, lists, paper, other_paper, monkeypatch):
    monkeypatch.setattr(endangering, "AT_ONCE", 1)
    lists()
    found = [desk.judged(each)["item"] for each in (paper, other_paper)]
    run()
    lists([signed_pdfs.pki().tsa], at=NOW + HOUR, by=signed_pdfs.pki().time_stamping_root)
    for hours in range(3):
        run(at=LATER + hours * HOUR)
    assert {standing(each) for each in found} == {Standing.REFUSED}


def test_whose_signer_was_taken_back_comes_before_what_only_waits(desk, lists, paper, other_paper, monkeypatch):
    waiting = desk.judged(other_paper)["item"]
    lists()
    endangered = desk.judged(paper)["item"]
    judgements.endangered(endangered, 1, LATER)
    assert [each.item for each in judgements.due(LATER + HOUR, limit=9)] == [endangered, waiting]


def test_a_list_put_there_by_hand_was_never_archived_and_stops_nothing(desk, lists, paper):
    lists()
    item = desk.judged(paper)["item"]
    run()
    for key in [key for key in desk.world.objects("trust") if key.startswith("archive/")]:
        desk.world.s3.delete_object(Bucket="trust", Key=key)
    lists([signed_pdfs.person()], at=NOW + HOUR)
    run(at=LATER + HOUR)
    assert standing(item) is Standing.REFUSED


def test_one_list_that_cannot_be_looked_through_stops_no_other_and_is_told_loudly(desk, lists, paper, monkeypatch):
    waits = desk.judged(paper)["item"]
    lists()
    run(at=NOW)
    bad = next(iter(crls.newest(crls.in_use(store=trust.current().store, at=LATER))))
    looked_through = judgements.looked_through

    def broken(authority):
        if authority == bad:
            raise ValueError
        return looked_through(authority)

    monkeypatch.setattr(judgements, "looked_through", broken)
    with pytest.raises(rejudging.Unsettled):
        run()
    assert standing(waits) is Standing.ACCEPTED


def test_many_certificates_taken_back_at_once_are_gone_through_over_several_runs(desk, lists, paper, monkeypatch):
    monkeypatch.setattr(endangering, "AT_ONCE", 3)
    lists()
    item = desk.judged(paper)["item"]
    run()
    others = [signed_pdfs.someone(f"Người {n}") for n in range(10)]
    lists([*others, signed_pdfs.person(), signed_pdfs.organisation()], at=NOW + HOUR)
    for hours in range(5):
        run(at=LATER + hours * HOUR)
    assert standing(item) is Standing.REFUSED
    newest = crls.newest(crls.in_use(store=trust.current().store, at=LATER)).values()
    assert {judgements.looked_through(each.published.issuer).done for each in newest} == {
        each.published.file for each in newest
    }


def test_a_list_no_warm_function_may_lack_is_looked_through_once_more(desk, lists, paper):
    """A judge reads the lists every five minutes: one that judged just before it had the new one is caught up with."""
    lists()
    run()
    lists([signed_pdfs.person()], at=NOW + HOUR)
    run(at=NOW)  # the bucket says the list came now: at once
    issuer = crls.Published.of(
        signed_pdfs.crl_of(signed_pdfs.issuing(), {}, now=NOW), store=signed_pdfs.store(), at=NOW
    ).issuer
    before = judgements.looked_through(issuer)
    run(at=LATER)
    assert judgements.looked_through(issuer) != before


# ── Policy and trust store ──────────────────────────────────────────────────────────────────────────────────────────


def stricter(monkeypatch, **changes):
    monkeypatch.setattr(policy, "DEFAULT", replace(policy.DEFAULT, **changes))
    monkeypatch.setitem(policy.POLICIES, "deposit", policy.DEFAULT)


def test_another_policy_has_every_paper_judged_again_the_newest_first(desk, lists, paper, other_paper, monkeypatch):
    lists()
    older, newer = desk.judged(other_paper)["item"], desk.judged(paper)["item"]
    run()
    stricter(monkeypatch, required=frozenset(policy.Capacity))
    policies = [each.version for each in policy.POLICIES.values()]
    listed = list(judgements.outdated(policies, trust.current().store.version, limit=9))
    assert [each.item for each in listed] == [newer, older]
    run()
    assert (standing(newer), standing(older)) == (Standing.ACCEPTED, Standing.REFUSED)
    assert list(judgements.outdated(policies, trust.current().store.version, limit=9)) == []


def test_a_run_does_its_share_and_the_next_goes_on(desk, lists, paper, other_paper, monkeypatch):
    monkeypatch.setattr(rejudging, "AT_MOST", 1)
    lists()
    found = [desk.judged(each)["item"] for each in (paper, other_paper)]
    run()
    stricter(monkeypatch, rsa_bits=4096)
    for _ in range(2):
        assert [standing(each) for each in found].count(Standing.ACCEPTED)
        run()
    assert {standing(each) for each in found} == {Standing.REFUSED}


def test_another_trust_store_too(desk, lists, paper):
    lists()
    item = desk.judged(paper)["item"]
    run()
    for key in ("intermediates/g2-state-agencies.cer", "roots/root-g2.cer"):
        desk.world.s3.delete_object(Bucket="trust", Key=key)
    run()
    assert standing(item) is Standing.REFUSED


# ── No news ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_list_that_is_overdue_takes_no_usable_paper_away(desk, lists, paper, monkeypatch):
    lists()
    item = desk.judged(paper)["item"]
    run()
    stricter(monkeypatch, required=frozenset(policy.Capacity))
    empty_of_lists(desk)
    run()
    assert standing(item) is Standing.ACCEPTED
    assert events(desk.world) == ["upload_accepted"]
    [place] = places(desk.world)
    assert place > (LATER + HOUR).isoformat()
    lists(at=LATER)
    run(at=LATER + 2 * HOUR)
    assert (standing(item), places(desk.world)) == (Standing.ACCEPTED, [])
    [(_, report)] = items.holding(item).versions
    assert report["judged_with"]["policy"] == policy.DEFAULT.version


def test_what_is_known_counts_although_another_list_is_overdue(desk, lists, paper):
    lists()
    item = desk.judged(paper)["item"]
    run()
    empty_of_lists(desk)
    lists([signed_pdfs.person()], at=NOW + HOUR, by=signed_pdfs.issuing())
    run(at=LATER + HOUR)
    assert standing(item) is Standing.UNDECIDED


@pytest.fixture
def short_lived():
    """Somebody whose certificate ends in a month, and a paper signed with it that no stamp proves the time of."""
    someone = signed_pdfs.someone("Sắp Hết Hạn", until=NOW + timedelta(days=30))
    return someone, signed_pdfs.signed(signed_pdfs.a_paper(), signed_pdfs.How(someone, stamped=None))


def test_a_certificate_that_ended_since_takes_no_paper_away_nor_is_it_looked_at_for_ever(
    desk, lists, short_lived, monkeypatch
):
    someone, paper = short_lived
    lists()
    item = desk.judged(paper)["item"]
    run()
    assert standing(item) is Standing.ACCEPTED
    stricter(monkeypatch, seconds=policy.DEFAULT.seconds + 1)
    later = NOW + timedelta(days=60)
    lists(at=later)
    run(at=later)
    assert standing(item) is Standing.ACCEPTED
    assert (events(desk.world), places(desk.world)) == (["upload_accepted"], [])
    policies = [each.version for each in policy.POLICIES.values()]
    assert list(judgements.outdated(policies, trust.current().store.version, limit=9)) == []
    lists([someone], at=later + HOUR)
    run(at=later + 3 * HOUR)
    assert standing(item) is Standing.UNDECIDED
    assert events(desk.world) == ["item_doubted", "upload_accepted"]


def empty_of_lists(desk):
    for key in [key for key in desk.world.objects("trust") if key.startswith("crls/")]:
        desk.world.s3.delete_object(Bucket="trust", Key=key)
    trust.forget()


# ── What is in the way ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_superseded_version_is_nobodys_worry(desk, lists, paper, other_paper):
    item = desk.judged(paper)["item"]
    desk.judged(other_paper, replaces=item)
    lists()
    run()
    assert standing(item) is Standing.ACCEPTED
    [_, superseded] = [version for version, _ in items.holding(item).versions]
    assert superseded.standing is Standing.UNDECIDED
    assert places(desk.world) == []


def test_a_result_that_waits_for_its_dossier_is_looked_at_once_it_is_a_paper(desk, lists, paper):
    item = items.item(desk.judged(paper)["item"])
    [truth] = [row for row in desk.world.rows(f"ITEM#{item.id}") if row["SK"] == "ITEM"]
    write(delete(keys.item(item.id)))
    lists()
    run()
    assert len(places(desk.world)) == 1
    write(put(truth))
    run(LATER + 2 * HOUR)
    assert standing(item.id) is Standing.ACCEPTED


def test_a_removed_paper_is_left_alone(desk, lists, paper):
    item = desk.judged(paper)["item"]
    transact(*items.left(items.item(item), ME.vault))
    lists()
    run()
    assert events(desk.world) == ["upload_undecided"]
    assert places(desk.world) == []


def test_an_erased_paper_leaves_no_trace_of_who_signed_it(desk, lists, paper, api):
    item = desk.judged(paper)["item"]
    assert desk.world.rows("SIGNER#") != []
    assert api(vault.room).delete(f"/vault/items/{item}", caller=ME).json["outcome"] == "erased"
    assert desk.world.rows("SIGNER#") == []


def test_one_that_cannot_be_judged_holds_nobody_up_and_is_told_loudly(desk, lists, paper, other_paper):
    broken, sound = desk.judged(paper)["item"], desk.judged(other_paper)["item"]
    [key] = [key for key in desk.world.objects("vault") if key.startswith(broken)]
    desk.world.put("vault", key, b"%PDF-1.7 rotten")
    lists()
    with pytest.raises(rejudging.Unsettled):
        run()
    assert (standing(broken), standing(sound)) == (Standing.UNDECIDED, Standing.ACCEPTED)
    [place] = places(desk.world)
    assert place > (LATER + HOUR).isoformat()


def test_a_judge_out_of_time_says_nothing_of_a_good_paper(desk, lists, paper, monkeypatch):
    lists()
    item = desk.judged(paper)["item"]
    run()
    stricter(monkeypatch, seconds=0.0)
    with pytest.raises(rejudging.Unsettled):
        run()
    assert standing(item) is Standing.ACCEPTED


def test_both_holders_are_told_and_see_the_same(desk, lists, paper):
    item = items.item(desk.judged(paper)["item"])
    other = a_caller()
    transact(*items.changed(item, replace(item, holders=(*item.holders, other.vault))))
    lists()
    run()
    [theirs] = items.items_counting_as(other.vault, [])
    assert theirs.version.standing is standing(item.id) is Standing.ACCEPTED
    assert events(desk.world) == ["item_usable", "item_usable", "upload_undecided"]


# ── Dying, twice, meanwhile ─────────────────────────────────────────────────────────────────────────────────────────


class Died(BaseException):
    """The function is gone: memory, time or power."""


WRITING = ("UpdateItem", "PutItem", "TransactWriteItems")  # dying after a read is dying after the write before it
SEEN = (*WRITING, "GetItem")  # but others may come between what was read and what is written


@dataclass(frozen=True)
class Scene:
    """Something to judge again, and what is true at the end however it got there."""

    begun: Callable[..., None]
    told: list[str]
    standing: Standing

    def ended(self, desk):
        [held] = items.items_counting_as(ME.vault, [])
        assert standing(held.id) is self.standing
        assert events(desk.world) == self.told
        assert places(desk.world) == []


def a_paper_waits(desk, lists, paper):
    empty(desk)
    desk.judged(paper)
    lists()


def a_signer_was_taken_back(desk, lists, paper):
    empty(desk)
    lists()
    desk.judged(paper)
    run(at=NOW)
    lists([signed_pdfs.person()], at=NOW + HOUR, by=signed_pdfs.issuing())


def empty(desk):
    for row in desk.world.rows():
        if not row["PK"].startswith("CATALOGUE"):
            desk.world.dynamodb.Table("kho").delete_item(Key={"PK": row["PK"], "SK": row["SK"]})
    for key in desk.world.objects("trust"):
        if key.startswith(("crls/", "archive/")):
            desk.world.s3.delete_object(Bucket="trust", Key=key)
    trust.forget()


SCENES = [
    Scene(a_paper_waits, ["item_usable", "upload_undecided"], Standing.ACCEPTED),
    Scene(a_signer_was_taken_back, ["item_doubted", "upload_accepted"], Standing.REFUSED),
]


@pytest.fixture
def at_each(desk, lists, paper):
    """Plays a scene as often as its run comes to such a moment, each time with `act` after another of them."""

    def play(scene, act, moments=WRITING):
        scene.begun(desk, lists, paper)
        heard = []
        desk.world.calls.then = heard.append
        run()
        desk.world.calls.then = None
        scene.ended(desk)
        for step in range(sum(each in moments for each in heard)):
            scene.begun(desk, lists, paper)
            desk.world.calls.then = after(step, moments, act)
            yield run
            desk.world.calls.then = None
            run(at=LATER + HOUR + timedelta(minutes=5))
            scene.ended(desk)

    return play


def after(step, moments, act):
    passed = iter(range(step + 1))

    def then(operation):
        if operation in moments and next(passed, None) == step:
            act()

    return then


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.begun.__name__)
def test_dying_after_any_write_and_running_again_ends_the_same(at_each, scene):
    def dies():
        raise Died

    for run_to_its_death in at_each(scene, dies):
        with pytest.raises(Died):
            run_to_its_death()


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.begun.__name__)
def test_a_twin_at_any_moment_changes_nothing(desk, at_each, scene):
    def twin():
        desk.world.calls.then = None
        rejudging.rejudge()

    for run_with_a_twin in at_each(scene, twin, SEEN):
        run_with_a_twin()


def test_what_its_holder_does_at_any_moment_is_kept(desk, at_each):
    def correct():
        desk.world.calls.then = None
        [held] = items.items_counting_as(ME.vault, [])
        now = items.item(held.id)
        transact(*items.changed(now, replace(now, title="Tên mới")))

    for run_beside_its_holder in at_each(SCENES[0], correct, SEEN):
        run_beside_its_holder()
        [held] = items.items_counting_as(ME.vault, [])
        assert items.item(held.id).title == held.title == "Tên mới"
