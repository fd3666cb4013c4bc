"""The function dies after any of its calls, or meets its own twin there: the end is the same as if nothing had been."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from shared.domain.dossiers import State
from shared.storage import dossiers, items, trust
from shared.storage.table import transact, write
from tests import signed_pdfs
from tests.conftest import a_caller
from tests.functions.uploads.conftest import tell
from tests.functions.uploads.test_announcing import a_dossier


class Died(Exception):
    """The function is gone: memory, time or power."""


@dataclass(frozen=True)
class Sent:
    """An upload lying in incoming, and what is true at the end however it got there."""

    id: str
    end: Callable[[], None]


def a_new_paper(desk, catalogue, paper, other_paper):
    me = a_caller()
    id = desk.sent(paper, caller=me)

    def end():
        assert desk.told(id, caller=me)["state"] == "accepted"
        [held] = items.items_counting_as(me.vault, [])
        assert (held.id, held.version.number) == (id, 1)
        assert stored_under(desk, id) == [paper]

    return Sent(id, end)


def a_replacement(desk, catalogue, paper, other_paper):
    me = a_caller()
    item = desk.judged(paper, caller=me)["item"]
    id = desk.sent(other_paper, caller=me, replaces=item)

    def end():
        assert desk.told(id, caller=me)["state"] == "accepted"
        [held] = items.items_counting_as(me.vault, [])
        assert (held.id, held.version.number, len(items.holding(item).versions)) == (item, 2, 2)
        assert sorted(stored_under(desk, item)) == sorted([paper, other_paper])

    return Sent(id, end)


def a_paper_for_a_dossier(desk, catalogue, paper, other_paper):
    me = a_caller()
    draft = a_dossier(me.vault, catalogue)
    id = desk.sent(paper, caller=me, dossier=draft.id, component="birth")

    def end():
        after = dossiers.dossier(draft.id)
        assert after.version == draft.version + 1
        assert [pin.item for pin in after.answer("birth").resolution.items] == [id]
        assert desk.told(id, caller=me)["attached"]

    return Sent(id, end)


def a_scan_for_a_dossier(desk, catalogue, paper, other_paper):
    me, scan = a_caller(), signed_pdfs.a_paper()
    draft = a_dossier(me.vault, catalogue)
    id = desk.sent(scan, caller=me, dossier=draft.id, component="scan", kind=None, document_type=None)

    def end():
        assert dossiers.dossier(draft.id).answer("scan").resolution.attachment.upload == id
        assert items.items_counting_as(me.vault, []) == ()
        assert stored_under(desk, id) == [scan]

    return Sent(id, end)


def a_refusal(desk, catalogue, paper, other_paper):
    me, unsigned = a_caller(), signed_pdfs.a_paper()
    id = desk.sent(unsigned, caller=me)

    def end():
        assert desk.told(id, caller=me)["state"] == "refused"
        assert desk.world.objects("quarantine")[id] == unsigned
        assert stored_under(desk, id) == []

    return Sent(id, end)


WAYS = [a_new_paper, a_replacement, a_paper_for_a_dossier, a_scan_for_a_dossier, a_refusal]


def stored_under(desk, owner):
    """Every version of every object the vault bucket ever kept for an item, deleted ones not."""
    stored = desk.world.s3.list_object_versions(Bucket="vault", Prefix=f"{owner}/").get("Versions", [])
    distinct = {(each["Key"], each["ETag"]): each for each in stored}
    return [
        desk.world.s3.get_object(Bucket="vault", Key=each["Key"], VersionId=each["VersionId"])["Body"].read()
        for each in distinct.values()
    ]


def is_decided_once(desk, sent):
    sent.end()
    assert [row["event"] for row in desk.world.rows(f"OUTBOX#{sent.id}")] != []
    assert len(desk.world.rows(f"OUTBOX#{sent.id}")) == 1
    assert desk.world.objects("incoming") == {}


def calls_of(desk, sent):
    """The operations of an undisturbed run, in order."""
    heard = []
    desk.world.calls.then = heard.append
    assert tell(sent.id) == []
    desk.world.calls.then = None
    return heard


@pytest.fixture
def parties(desk, catalogue, paper, other_paper):
    trust.current()  # of a warm function
    return lambda way: way(desk, catalogue, paper, other_paper)


@pytest.mark.parametrize("way", WAYS)
def test_dying_after_any_call_and_being_told_again_ends_the_same(desk, parties, way):
    undisturbed = parties(way)
    steps = calls_of(desk, undisturbed)
    is_decided_once(desk, undisturbed)
    for step in range(len(steps)):
        sent = parties(way)
        desk.world.calls.then = at(step, dies)
        assert len(tell(sent.id)) == 1, f"did not die after {steps[step]}"
        desk.world.calls.then = None
        assert tell(sent.id) == []
        is_decided_once(desk, sent)


@pytest.mark.parametrize("way", WAYS)
def test_a_twin_at_any_moment_changes_nothing(desk, parties, way):
    steps = calls_of(desk, parties(way))
    for step in range(len(steps)):
        sent = parties(way)

        def twin(sent=sent):
            desk.world.calls.then = None
            assert tell(sent.id) == []

        desk.world.calls.then = at(step, twin)
        if tell(sent.id):
            assert tell(sent.id) == []
        is_decided_once(desk, sent)


def dies():
    raise Died


def at(step, act):
    """Calls `act` once, after the call with this number."""
    passed = iter(range(step + 1))

    def then(_):
        if next(passed, None) == step:
            act()

    return then


def test_a_dossier_submitted_at_any_moment_is_attached_to_before_or_not_at_all(desk, parties, catalogue, paper):
    steps = calls_of(desk, parties(a_paper_for_a_dossier))
    for step in range(len(steps)):
        me = a_caller()
        draft = a_dossier(me.vault, catalogue)
        id = desk.sent(paper, caller=me, dossier=draft.id, component="birth")

        def submit(draft=draft):
            desk.world.calls.then = None
            now = dossiers.dossier(draft.id)
            write(dossiers.changed(now, replace(now, state=State.SUBMITTED)))

        desk.world.calls.then = at(step, submit)
        assert tell(id) == []
        after = dossiers.dossier(draft.id)
        assert after.state is State.SUBMITTED
        assert (after.answer("birth").resolution is not None) == desk.told(id, caller=me)["attached"]


def test_a_paper_removed_at_any_moment_is_replaced_before_or_not_at_all(desk, parties, paper, other_paper):
    steps = calls_of(desk, parties(a_replacement))
    for step in range(len(steps)):
        me = a_caller()
        item = desk.judged(paper, caller=me)["item"]
        id = desk.sent(other_paper, caller=me, replaces=item)

        def remove(item=item, me=me):
            desk.world.calls.then = None
            transact(*items.left(items.item(item), me.vault))

        desk.world.calls.then = at(step, remove)
        assert tell(id) == []
        upload = desk.told(id, caller=me)
        is_replaced = upload["state"] == "accepted"
        assert items.item(item).version.number == (2 if is_replaced else 1)
        assert sorted(stored_under(desk, item)) == sorted([paper, other_paper] if is_replaced else [paper])
        assert items.items_counting_as(me.vault, []) == ()


def test_the_same_bytes_on_two_ways_at_any_moment_are_held_once(desk, parties, paper, other_paper):
    steps = calls_of(desk, parties(a_replacement))
    for step in range(len(steps)):
        me = a_caller()
        item = desk.judged(paper, caller=me)["item"]
        fresh, replacing = desk.sent(other_paper, caller=me), desk.sent(other_paper, caller=me, replaces=item)

        def quicker(fresh=fresh):
            desk.world.calls.then = None
            assert tell(fresh) == []

        desk.world.calls.then = at(step, quicker)
        assert tell(replacing) == []
        ends = {id: desk.told(id, caller=me) for id in (fresh, replacing)}
        [kept] = [each for each in ends.values() if each["state"] == "accepted"]
        [refused] = [each for each in ends.values() if each["state"] == "refused"]
        assert refused["item"] == kept["item"]
        stored = [*stored_under(desk, fresh), *stored_under(desk, item)]
        assert sorted(stored) == sorted([paper, other_paper])
