"""Count every dossier of a stage anew, compare with what the stream made of them, and put it right if asked to.

    python -m infra.recount --stage STAGE [--repair] [--segments N]

Reads the table in parallel segments. Each difference is printed: a contribution that is missing, wrong or of a dossier
that is no more, and a sheet or queue that is not the sum of its contributions. Without `--repair` nothing is written,
and the exit code is 1 when anything differs. What changes while it runs may show as a difference that is none: run it
again. Needs the right to read the stage's table, and to write it for a repair.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from functions.reuse_rate.recounting import Found, differences
from infra.appoint import outputs_of
from infra.obstacle import Obstacle
from infra.package import REGION
from shared.domain.contribution import Sheet
from shared.domain.dossiers import Dossier, State
from shared.domain.recounts import Difference
from shared.storage import catalogues, tallies
from shared.storage.clients import table
from shared.storage.records import restored
from shared.storage.table import Row

SEGMENTS = 8


def main(asked: Sequence[str], outputs: Callable[[str], Mapping[str, str]] = outputs_of) -> int:
    options = _parser().parse_args(asked)
    told = outputs(options.stage)
    os.environ.update(TABLE=told["Table"], AWS_DEFAULT_REGION=REGION)
    bar = _Bar(options.segments)
    found = read(options.segments, bar.moved)
    bar.done()
    differing = differences(found)
    for each in differing:
        print(each)
    print(f"{len(found.right)} dossiers counted anew, {len(differing)} differences")
    if options.repair and differing:
        repair(found, differing)
        print("repaired")
        return 0
    return 1 if differing else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.recount", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--stage", required=True)
    parser.add_argument("--repair", action="store_true", help="write what should be")
    parser.add_argument("--segments", type=int, default=SEGMENTS, help="parts of the table read at once")
    return parser


def read(segments: int, moved: Callable[[int, int], None]) -> Found:
    """Every row that matters, the table read in so many segments at once; `moved(segment, rows)` after each page."""
    found, lock = Found(), threading.Lock()

    def segment(number: int) -> None:
        for page in _pages(number, segments):
            with lock:
                for row in page:
                    take(found, row)
            moved(number, len(page))

    with ThreadPoolExecutor(segments) as pool:
        list(pool.map(segment, range(segments)))
    return found


def _pages(number: int, segments: int) -> Iterator[list[Row]]:
    asked: dict[str, Any] = {"Segment": number, "TotalSegments": segments, "ConsistentRead": True}
    while True:
        answer = table().scan(**asked)
        yield answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return
        asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def take(found: Found, row: Row) -> None:
    """Put one row of the table where it belongs."""
    kind, _, unit = str(row["PK"]).partition("#")
    sort = str(row["SK"])
    if kind == "DOSSIER" and sort == "DOSSIER":
        dossier = restored(Dossier, row)
        if dossier.state is not State.DRAFT:
            found.count(dossier, catalogues.of(dossier.catalogue).procedures_by_code[dossier.procedure])
    elif kind == "COUNTED":
        found.kept |= tallies.placed([row])
    elif kind == "TALLY" and sort == "QUEUES":
        found.queues[unit] = tallies.queue_of(row)
    elif kind == "TALLY":
        sheet = Sheet(unit, date.fromisoformat(sort.removeprefix("DAY#")))
        found.sheets[sheet] = {name: int(number) for name, number in row["counts"].items()}


def repair(found: Found, differing: Iterable[Difference]) -> None:
    """Keep what should be, and sum up anew every sheet that is concerned, telling every unit's queue.

    A dossier that changed since it was read keeps what the stream made of it.
    """
    queued = _queues(found)
    sheets: dict[Sheet, set[str]] = {}
    for each in differing:
        if each.what == "queue":
            for sheet in tallies.queued_sheets(each.unit) | {
                one for one, units in queued.items() if each.unit in units
            }:
                sheets.setdefault(sheet, set()).add(each.unit)
            continue
        sheet = Sheet(each.unit, date.fromisoformat(each.day))
        sheets.setdefault(sheet, set()).update(queued.get(sheet, set()))
        if each.what == "contribution":
            version = found.versions.get(each.dossier, tallies.GONE)
            tallies.keep(sheet, each.dossier, version, found.right.get((sheet, each.dossier)), anew=True)
    for sheet, units in sheets.items():
        tallies.settle(sheet, units)


def _queues(found: Found) -> dict[Sheet, set[str]]:
    """In whose queues the dossiers of each sheet wait, or are said to."""
    queued: dict[Sheet, set[str]] = {}
    for (sheet, _), each in (*found.kept.items(), *found.right.items()):
        queued.setdefault(sheet, set()).add(each.at_unit)
    return queued


class _Bar:
    """How far it is, on one line of the terminal."""

    def __init__(self, segments: int) -> None:
        self._rows = [0] * segments

    def moved(self, segment: int, rows: int) -> None:
        self._rows[segment] += rows
        size = table().item_count or sum(self._rows)
        share = min(1.0, sum(self._rows) / size)
        print(f"\r[{'#' * int(30 * share):<30}] {sum(self._rows):>9} rows", end="", file=sys.stderr, flush=True)

    def done(self) -> None:
        print(file=sys.stderr)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Obstacle as obstacle:
        sys.exit(str(obstacle))
