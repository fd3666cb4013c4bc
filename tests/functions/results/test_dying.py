"""A function dies after any of its calls, or somebody acts there: the end is the same, or nothing happened."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from shared.domain.catalogue import Way
from shared.domain.dossiers import Dossier, State
from shared.storage import dossiers, items
from shared.storage.table import write
from tests.conftest import a_caller
from tests.functions.papers_at_the_desk import OFFICER_HERE, OWNER, a_result, a_scan, deposited, described
from tests.functions.uploads.conftest import tell
from tests.functions.uploads.test_dying import at, dies


@pytest.fixture(scope="module")
def result() -> bytes:
    return a_result()


@pytest.fixture(scope="module")
def scan() -> bytes:
    return a_scan()


@dataclass(frozen=True)
class Sent:
    """A file lying in incoming, its dossier, and what is true at the end however it got there."""

    id: str
    dossier: Dossier
    end: Callable[[], None]


def a_sent_scan(desk, result, scan):
    dossier = desk.dossier(a_caller())
    desk.look_up(dossier)
    id = desk.sent(desk.act(dossier, "/components/birth/scan", **described(scan)), scan)

    def end():
        answer = desk.now(dossier).answer("birth").resolution
        assert (answer.way, answer.attachment.upload) == (Way.SCAN, id)
        assert desk.now(dossier).version == dossier.version + 2

    return Sent(id, dossier, end)


def a_sent_result(desk, result, scan):
    dossier = desk.resolved(desk.dossier(a_caller()))
    id = desk.sent(desk.act(dossier, "/results", **described(result)), result)

    def end():
        assert [each.item.id for each in desk.now(dossier).results] == [id]
        assert desk.now(dossier).version == dossier.version + 1
        assert items.item(id) is None

    return Sent(id, dossier, end)


def a_sent_result_of_a_batch(desk, result, scan):
    owner = a_caller()
    dossier = desk.resolved(desk.dossier(owner))
    asked = {"files": [described(result, code=dossier.code)]}
    [file] = desk.api.post("/desk/results", caller=OFFICER_HERE, body=asked).json["files"]
    id = file["upload"]["id"]
    desk.world.put("incoming", id, result)

    def end():
        assert desk.now(dossier).state is State.DONE
        assert [each["id"] for each in desk.held(owner)] == [id]
        assert desk.events(owner.vault) == ["result_ready"]

    return Sent(id, dossier, end)


WAYS = [a_sent_scan, a_sent_result, a_sent_result_of_a_batch]


def calls_of(desk, act):
    heard = []
    desk.world.calls.then = heard.append
    act()
    desk.world.calls.then = None
    return heard


@pytest.mark.parametrize("way", WAYS)
def test_a_judge_that_dies_after_any_call_and_is_told_again_ends_the_same(desk, result, scan, way):
    undisturbed = way(desk, result, scan)
    steps = calls_of(desk, lambda: tell(undisturbed.id))
    undisturbed.end()
    for step in range(len(steps)):
        sent = way(desk, result, scan)
        desk.world.calls.then = at(step, dies)
        assert len(tell(sent.id)) == 1, f"did not die after {steps[step]}"
        desk.world.calls.then = None
        assert tell(sent.id) == []
        sent.end()
        assert desk.world.objects("incoming") == {}


@pytest.mark.parametrize("way", WAYS)
def test_a_twin_of_the_judge_at_any_moment_changes_nothing(desk, result, scan, way):
    undisturbed = way(desk, result, scan)
    steps = calls_of(desk, lambda: tell(undisturbed.id))
    for step in range(len(steps)):
        sent = way(desk, result, scan)

        def twin(sent=sent):
            desk.world.calls.then = None
            assert tell(sent.id) == []

        desk.world.calls.then = at(step, twin)
        if tell(sent.id):
            assert tell(sent.id) == []
        sent.end()


@pytest.mark.parametrize("way", [a_sent_scan, a_sent_result])
def test_a_dossier_that_stops_at_any_moment_takes_the_file_before_or_not_at_all(desk, result, scan, way):
    undisturbed = way(desk, result, scan)
    steps = calls_of(desk, lambda: tell(undisturbed.id))
    for step in range(len(steps)):
        sent = way(desk, result, scan)

        def stops(sent=sent):
            desk.world.calls.then = None
            before = desk.now(sent.dossier)
            write(dossiers.changed(before, replace(before, state=State.STOPPED)))

        desk.world.calls.then = at(step, stops)
        assert tell(sent.id) == []
        after = desk.now(sent.dossier)
        is_in = bool(after.results) or (after.answer("birth").resolution is not None and way is a_sent_scan)
        told = desk.api.get(f"/desk/uploads/{sent.id}", caller=OFFICER_HERE).json
        assert (after.state, told["attached"]) == (State.STOPPED, is_in)


def close(desk, dossier):
    with desk.world.calls.unheard():
        version = dossiers.dossier(dossier.id).version
    return desk.api.post(desk.at(dossier, "/close"), caller=OFFICER_HERE, body={"version": version})


@pytest.mark.parametrize("is_held", [False, True], ids=["fresh", "held before"])
def test_closing_that_dies_anywhere_has_delivered_everything_or_nothing(desk, result, is_held):
    def ready():
        owner = a_caller()
        if is_held:
            deposited(desk, owner, result)
        dossier = desk.resolved(desk.dossier(owner))
        desk.result(dossier, result)
        return owner, dossier

    _, undisturbed = ready()
    steps = calls_of(desk, lambda: close(desk, undisturbed))
    for step in range(len(steps)):
        owner, dossier = ready()
        desk.world.calls.then = at(step, dies)
        close(desk, dossier)
        desk.world.calls.then = None
        is_done = desk.now(dossier).state is State.DONE
        assert [each["origin"] for each in desk.held(owner)] == (
            ["issued"] if is_done else ["deposited"] if is_held else []
        )
        assert close(desk, dossier).status == (409 if is_done else 200)
        assert [each["origin"] for each in desk.held(owner)] == ["issued"]
        assert [each for each in desk.events(owner.vault) if each == "result_ready"] == ["result_ready"]


def test_a_copy_erased_at_any_moment_of_closing_takes_nothing_from_the_delivery(desk, result):
    """Its owner erases what they had deposited while the agency delivers the same file."""

    def ready():
        owner = a_caller()
        mine = deposited(desk, owner, result)
        dossier = desk.resolved(desk.dossier(owner))
        desk.result(dossier, result)
        return owner, mine, dossier

    _, _, undisturbed = ready()
    steps = calls_of(desk, lambda: close(desk, undisturbed))
    for step in range(len(steps)):
        owner, mine, dossier = ready()

        def erases(owner=owner, mine=mine):
            desk.world.calls.then = None
            assert desk.api.delete(f"/vault/items/{mine}", caller=owner).status in (200, 409)

        desk.world.calls.then = at(step, erases)
        assert close(desk, dossier).status == 200
        [item] = desk.held(owner)
        assert item["origin"] == "issued"
        key = f"{item['id']}/{items.item(item['id']).version.sha256}"
        assert desk.world.objects("vault")[key] == result


def test_of_two_officers_who_close_at_once_one_is_told(desk, result):
    dossier = desk.resolved(desk.dossier(OWNER))
    desk.result(dossier, result)
    version = desk.now(dossier).version

    def quicker():
        desk.world.calls.then = None
        assert close(desk, dossier).status == 200

    desk.world.calls.then = at(0, quicker)
    late = desk.api.post(desk.at(dossier, "/close"), caller=OFFICER_HERE, body={"version": version})
    assert (late.status, late.json["code"]) == (409, "CHANGED_MEANWHILE")
    assert len(desk.held()) == 1
