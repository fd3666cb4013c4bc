"""The sweeper leaves what a dossier waits with and what became a paper, and erases what nobody refers to any more."""

from datetime import timedelta

import pytest
import time_machine

from functions.uploads import sweeping
from shared.clock import now
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
    desk.answer(dossier, "declared", way="form")
    assert desk.act(dossier, "/forward").status == 200
    desk.act(dossier, "/components/birth", method="DELETE")
    sweep_later()
    assert list(desk.world.objects("vault").values()) == [scan]


def test_a_second_copy_whoever_died_left_is_erased(desk, result):
    mine = deposited(desk, OWNER, result)
    dossier = desk.resolved(desk.dossier())
    desk.result(dossier, result)
    [waiting] = desk.now(dossier).results
    assert desk.act(dossier, "/close").status == 200
    desk.world.put("vault", f"{waiting.item.id}/{waiting.item.version.sha256}", result)
    sweep_later()
    assert {key.split("/")[0] for key in desk.world.objects("vault")} == {mine}
