"""The whole table counted anew: nothing to say when all is right, every spoilt row named, and put right."""

from __future__ import annotations

import re

import pytest

from infra import recount
from shared.clock import now
from shared.domain.contribution import Sheet
from shared.storage import catalogues, tallies
from shared.storage.table import delete, put, write
from tests.conftest import NAMES
from tests.functions.reuse_rate import stream
from tests.functions.reuse_rate.spoiling import HOWS, spoilt
from tests.functions.reuse_rate.test_counting import kept, recounted

TOLD = {"Table": NAMES["TABLE"]}


@pytest.fixture
def table(world):
    catalogues.keep(stream.catalogue(), imported_at=now(), imported_by="0" * 26, after=None)
    lives = stream.lives(12, seed=5)
    stream.told([each for life in lives for each in stream.changes(life)])
    for life in lives:
        write(put(stream.a_row(life[-1])))
    return world, [life[-1] for life in lives]


def run(*more: str) -> int:
    return recount.main(["--stage", "test", "--segments", "1", *more], lambda _stage: TOLD)


def test_what_the_stream_counted_is_what_a_recount_counts(table, capsys):
    assert run() == 0
    said = capsys.readouterr()
    assert "12 dossiers counted anew, 0 differences" in said.out
    assert re.search(rf"\r\[#{{30}}\] +{len(table[0].rows())} rows\n$", said.err), "how far it was, to the end"


@pytest.mark.parametrize("spoil", HOWS)
def test_what_a_hand_spoilt_is_named_and_repaired(table, capsys, spoil):
    world, dossiers = table
    spoilt(world, spoil)
    assert run() == 1
    assert "difference" in capsys.readouterr().out
    assert run("--repair") == 0
    assert run() == 0
    assert kept(world) == recounted(dossiers)


def test_a_table_without_any_count_is_counted_from_nothing(table):
    world, dossiers = table
    for row in world.rows():
        if row["PK"].startswith(("COUNTED#", "TALLY#")):
            write(delete({"PK": row["PK"], "SK": row["SK"]}))
    assert run("--repair") == 0
    assert kept(world) == recounted(dossiers)


def test_a_repair_changes_nothing_that_changed_after_it_read(table):
    assert table
    found = recount.read(1, lambda *_: None)
    [(sheet, dossier), *_] = found.right
    newer = found.versions[dossier] + 5
    tallies.keep(sheet, dossier, newer, None)
    differing = recount.Difference("contribution", sheet.unit, str(sheet.day), dossier, "", "")
    recount.repair(found, [differing])
    assert not [each for each in tallies.contributions(Sheet(sheet.unit, sheet.day)) if each.dossier == dossier]
