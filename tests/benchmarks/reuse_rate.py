"""The reuse rate of a synthetic province: told change by change and counted anew, which must be the same; published.

Four quarters of a million dossiers, each a province of its own seed, at once on as many cores as there are. Their lives
are made in pieces, so that they need not lie in memory together. What is timed is the counting alone (bound: 20 000
dossiers a second and core), and the publication (60 s).
"""

from __future__ import annotations

import os
import random
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import islice, pairwise

from functions.catalogue.reading import read_catalogue
from functions.reuse_rate import indicators, publication, rules
from functions.reuse_rate.recounting import recounted
from infra.catalogue import shipped
from infra.demo.province import LAST, Province
from shared.domain.catalogue import Catalogue
from shared.domain.contribution import Contribution, Counts, Sheet, added, contribution
from shared.domain.dossiers import Dossier, State
from shared.domain.figures import View
from shared.domain.periods import due

DOSSIERS = int(os.environ.get("DOSSIERS", "1000000"))
QUARTERS, PIECE = 4, 2_000
BOUND_PER_SECOND, BOUND_SECONDS = 20_000, 60.0


@dataclass(slots=True)
class Counted:
    """Sheets and queues, from the changes or from the dossiers as they stand."""

    sheets: dict[Sheet, Counts] = field(default_factory=dict)
    queues: dict[tuple[str, State], int] = field(default_factory=dict)

    def add(self, contributions: Iterable[Contribution]) -> None:
        sheets, queues = recounted(contributions)
        for sheet, counts in sheets.items():
            self.sheets[sheet] = added([self.sheets.get(sheet, {}), counts])
        for unit, states in queues.items():
            for state, number in states.items():
                self.queues[unit, state] = self.queues.get((unit, state), 0) + number


@dataclass(slots=True)
class Quarter:
    told: Counted = field(default_factory=Counted)
    anew: Counted = field(default_factory=Counted)
    changes: int = 0
    seconds: float = 0.0  # for counting anew


def run() -> list[tuple[str, float, float]]:
    """Rows of name, figure, and ratio to the bound."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        quarters = list(pool.map(quarter, range(1, QUARTERS + 1)))
    differing = sum(each.told != each.anew for each in quarters)
    rate = DOSSIERS / sum(each.seconds for each in quarters)
    sheets: dict[Sheet, Counts] = {}
    for each in quarters:
        for sheet, counts in each.anew.sheets.items():
            sheets[sheet] = added([sheets.get(sheet, {}), counts])
    seconds = _published(sheets, _catalogue())
    changes = sum(each.changes for each in quarters)
    return [
        (f"reuse rate: {DOSSIERS:,} dossiers counted anew (per second and core; bound: at least)", rate,
         BOUND_PER_SECOND / rate),
        (f"reuse rate: quarters unlike what {changes:,} changes told (bound: none)", differing, float(differing)),
        (f"reuse rate: every period and view published from {len(sheets):,} sheets (s)", seconds,
         seconds / BOUND_SECONDS),
    ]  # fmt: skip


def quarter(seed: int, dossiers: int = DOSSIERS // QUARTERS) -> Quarter:
    """Everything told twice over and out of order, beside the same dossiers counted as they stand."""
    found, lives = Quarter(), Province(_catalogue(), seed=seed).lives(dossiers)
    shuffled = random.Random(seed)
    while piece := list(islice(lives, PIECE)):
        changes = [change for life in piece for change in _changes(life)]
        found.changes += len(changes)
        heard = changes + changes[:: 1 + shuffled.randrange(9)]
        shuffled.shuffle(heard)
        found.told.add(_kept(heard))
        begun = time.process_time()
        found.anew.add(one for life in piece if (one := _contribution(life[-1])))
        found.seconds += time.process_time() - begun
    return found


def _changes(life: Sequence[Dossier]) -> Iterator[rules.Change]:
    contributed = [_contribution(each) for each in life]
    for version, (before, after) in zip((each.version for each in life), pairwise((None, *contributed)), strict=True):
        if found := rules.change(life[0].id, version, before=before, after=after):
            yield found


def _kept(heard: Iterable[rules.Change]) -> list[Contribution]:
    """What the table would hold in the end: of each dossier on each sheet the newest version."""
    rows: dict[tuple[Sheet, str], tuple[int, Contribution | None]] = {}
    for change in heard:
        for sheet, contributed in change.kept.items():
            if rows.get((sheet, change.dossier), (-1, None))[0] < change.version:
                rows[sheet, change.dossier] = (change.version, contributed)
    return [contributed for _, contributed in rows.values() if contributed]


def _contribution(dossier: Dossier) -> Contribution | None:
    return contribution(dossier, _catalogue().procedures_by_code[dossier.procedure])


@cache
def _catalogue() -> Catalogue:
    return read_catalogue(shipped(), version="0" * 26)


def _published(sheets: dict[Sheet, Counts], catalogue: Catalogue) -> float:
    by_unit: dict[str, dict] = defaultdict(dict)
    for sheet, found in sheets.items():
        if found:
            by_unit[sheet.unit][sheet.day] = found
    known = publication.Known(
        sheets=by_unit, catalogue=catalogue, definitions=indicators.definitions(), on=LAST, at=datetime.now(UTC)
    )
    begun = time.process_time()
    for period in due(LAST):
        for view in View:
            publication.published(period, view, known)
    return time.process_time() - begun
