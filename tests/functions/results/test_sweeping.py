"""The sweeper leaves what a dossier waits with and what became a paper, and erases what nobody refers to any more."""

from datetime import timedelta

import pytest
import time_machine

from functions.uploads import sweeping
from shared.clock import now
from shared.domain.events import Act, Actor
from shared.domain.life import step
from shared.storage import dossiers, items
from shared.storage.table import transact
from tests.functions.papers_at_the_desk import OWNER, a_result, a_scan, deposited


@pytest.fixture(scope="module")
def result() -> bytes:
    return a_result()


def sweep_later():
    with time_machine.travel(now() + timedelta(days=2), tick=True):
        sweeping.sweep()


def test_a_result_is_there_as_long_as_it_waits_and_when_it_is_delivered(desk, result):
    dossier = desk.resolved(desk.dossier())
    desk.result(dossier, result)
    sweep_later()
    assert list(desk.world.objects("vault").values()) == [result]
    assert desk.act(dossier, "/close").status == 200
    sweep_later()
    assert list(desk.world.objects("vault").values()) == [result]


def test_a_scan_stays_with_its_dossier_and_as_a_paper_after_it(desk):
    dossier, scan = desk.dossier(), a_scan()
    desk.look_up(dossier)
    desk.scanned(dossier, scan)
    sweep_later()
    desk.answer(dossier, "declared", way="form", note="Đã nhận tờ khai giấy.")
    assert desk.act(dossier, "/forward").status == 200
    desk.act(dossier, "/components/birth", method="DELETE")
    sweep_later()
    assert list(desk.world.objects("vault").values()) == [scan]


def test_a_scan_its_owner_answered_anew_stays_as_long_as_its_version_does(desk):
    """An agency has seen it, and the dossier's history names it."""
    dossier, scan = desk.dossier(), a_scan()
    desk.look_up(dossier)
    upload = desk.scanned(dossier, scan)["id"]
    before = desk.now(dossier)
    by = Actor(at=now(), person=OWNER.person)
    transact(
        *dossiers.stepped(step(before, Act.COMPONENT_ANSWERED, by, answers=before.answered("birth", None).answers))
    )
    sweep_later()
    assert list(desk.world.objects("vault").values()) == [scan]
    assert items.version(upload, 1)
    assert dossiers.events_of(dossier.id)[-1].about["replaced"] == upload


def test_a_second_copy_whoever_died_left_is_erased(desk, result):
    mine = deposited(desk, OWNER, result)
    dossier = desk.resolved(desk.dossier())
    desk.result(dossier, result)
    [waiting] = desk.now(dossier).results
    assert desk.act(dossier, "/close").status == 200
    desk.world.put("vault", f"{waiting.item.id}/{waiting.item.version.sha256}", result)
    sweep_later()
    assert {key.split("/")[0] for key in desk.world.objects("vault")} == {mine}
