"""Whatever the stream does, the sheets and queues end as a count of the dossiers themselves would have them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from shared.clock import new_id, now
from shared.domain.contribution import Contribution, Sheet, counts, waiting
from shared.domain.dossiers import Dossier, State
from shared.storage import catalogues, tallies
from shared.storage.table import put, write
from tests.benchmarks.reuse_rate import quarter
from tests.conftest import World, a_world
from tests.functions.reuse_rate import stream


def test_a_dossier_is_counted_once_however_often_it_is_told(counted):
    [life] = stream.lives(1)
    for _ in range(3):
        stream.told(stream.changes(life))
    assert kept(counted) == recounted([life[-1]])


def test_what_is_told_in_reverse_counts_the_same(counted):
    lives = stream.lives(5)
    for record in reversed([each for life in lives for each in stream.changes(life)]):
        stream.told([record])
    assert kept(counted) == recounted(life[-1] for life in lives)


def test_a_change_that_counts_nothing_asks_nothing_of_the_table(counted):
    [life] = stream.lives(1)
    assert stream.told([stream.a_change(life[-1], life[-1])]) == []
    assert counted.calls == {}


def test_a_deleted_dossier_is_counted_no_more_and_late_news_of_it_changes_nothing(counted):
    [life] = stream.lives(1)
    stream.told([*stream.changes(life), stream.a_change(life[-1], None)])
    stream.told(stream.changes(life))
    assert kept(counted) == recounted([])


def test_a_dossier_handed_on_waits_in_the_other_queue_alone(counted):
    life = next(each for each in stream.lives(400) if each[-1].handed_to and each[-1].state is State.RETURNED)
    handed = next(n for n, each in enumerate(life) if each.handed_to)
    stream.told(stream.changes(life[: handed + 1]))
    assert sum(tallies.queue_counts(life[0].unit).values()) == 0
    assert tallies.queue_counts(life[handed].handed_to or "") == {life[handed].state: 1}


def test_a_queue_is_counted_by_one_read(counted):
    [life] = stream.lives(1)
    stream.told(stream.changes(life[:1]))
    counted.calls.clear()
    assert tallies.queue_counts(life[0].unit) == {State.SUBMITTED: 1}
    assert counted.calls == {"GetItem": 1}


def test_a_sheet_spoilt_by_hand_is_right_again_with_the_next_change_on_it(counted):
    [life] = stream.lives(1)
    stream.told(stream.changes(life))
    [row] = [each for each in counted.rows("TALLY#") if each["SK"].startswith("DAY#")]
    write(put({**row, "counts": {"received": 999}}))
    stream.told(stream.changes(life)[-1:])
    assert kept(counted) == recounted([life[-1]])


def test_a_dossier_whose_catalogue_is_missing_comes_again_alone(counted):
    lost, life = stream.lives(2)
    broken = stream.a_change(None, replace(lost[-1], catalogue="1" * 26))
    assert stream.told([broken, *stream.changes(life)]) == [broken["dynamodb"]["SequenceNumber"]]
    assert kept(counted) == recounted([life[-1]])


def test_two_write_units_a_change_are_enough(counted):
    """Told one by one, as in a quiet hour; a batch sums up a sheet once. A put of at most 1 KB is one write unit."""
    lives = stream.lives(150, seed=3)
    records = [each for life in lives for each in stream.changes(life)]
    for record in records:
        stream.told([record])
    puts, writing = counted.calls["PutItem"], {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"}
    assert writing & set(counted.calls) == {"PutItem"}
    assert max(_size(each) for each in counted.rows() if not each["PK"].startswith("CATALOGUE")) <= 1024
    assert puts / len(records) <= 2
    assert kept(counted) == recounted(life[-1] for life in lives)


class Died(BaseException):
    """The function, in the middle of it."""


@pytest.fixture(scope="module")
def lasting() -> Iterator[World]:
    with a_world() as found:
        catalogues.keep(stream.catalogue(), imported_at=now(), imported_by=new_id(), after=None)
        yield found


@pytest.mark.integration
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=some.data())
def test_any_order_any_repetition_any_death_ends_at_the_count_of_the_dossiers(lasting, drawn):
    emptied(lasting)
    lives = stream.lives(drawn.draw(some.integers(1, 4)), seed=drawn.draw(some.integers(0, 10**6)))
    deleted = drawn.draw(some.sets(some.sampled_from(range(len(lives))), max_size=1))
    records = [each for life in lives for each in stream.changes(life)]
    records += [stream.a_change(lives[n][-1], None) for n in deleted]
    records = drawn.draw(some.permutations(records + drawn.draw(some.lists(some.sampled_from(records), max_size=6))))
    size = drawn.draw(some.integers(1, 8))
    for start in range(0, len(records), size):
        batch = records[start : start + size]
        if not survived(lasting, batch, dies_after=drawn.draw(some.integers(0, 40))):
            records += batch  # the stream brings them again
            stream.told(batch)
    assert kept(lasting) == recounted(life[-1] for n, life in enumerate(lives) if n not in deleted)


def survived(world: World, batch: list, *, dies_after: int) -> bool:
    world.calls.clear()

    def die(_name: str) -> None:
        if world.calls.total() > dies_after:
            raise Died

    world.calls.then = die
    try:
        return stream.told(batch) == []
    except Died:
        return False
    finally:
        world.calls.then = None


def kept(world: World) -> tuple[dict, dict]:
    """The sheets, and the queues of the units: what is zero is left out."""
    rows = world.rows("TALLY#")
    sheets = {(row["PK"].removeprefix("TALLY#"), row["SK"][4:]): row["counts"] for row in rows if "counts" in row}
    units = {row["PK"].removeprefix("TALLY#") for row in rows if row["SK"] == "QUEUES"}
    queues = {unit: tallies.queue_counts(unit) for unit in units}
    return without_nothing(sheets), without_nothing(queues)


def recounted(dossiers) -> tuple[dict, dict]:
    """The same from nothing but the dossiers."""
    by_sheet: dict[Sheet, list[Contribution]] = defaultdict(list)
    found: list[Dossier] = list(dossiers)
    for each in map(stream.contributed, found):
        by_sheet[each.sheet].append(each)
    sheets = {(sheet.unit, str(sheet.day)): counts(each) for sheet, each in by_sheet.items()}
    return without_nothing(sheets), without_nothing(waiting(map(stream.contributed, found)))


def without_nothing(found: dict) -> dict:
    return {name: each for name, each in found.items() if each}


def emptied(world: World) -> None:
    table = world.dynamodb.Table("kho")
    for row in world.rows():
        if not row["PK"].startswith("CATALOGUE"):
            table.delete_item(Key={"PK": row["PK"], "SK": row["SK"]})


def _size(row: dict) -> int:
    """Bytes as DynamoDB counts them, roughly and never too few."""
    return len(repr(row).encode())


@pytest.mark.parametrize("seed", range(1, 4))
def test_a_small_province_told_in_disorder_counts_as_its_dossiers_do(seed):
    """As `make bench` tells a large one; here through the pure rules alone."""
    found = quarter(seed, dossiers=400)
    assert found.changes > 1_500
    assert found.told == found.anew
