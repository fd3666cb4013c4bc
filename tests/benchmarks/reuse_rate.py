"""The reuse rate of a synthetic province counted anew (bound: 20 000 dossiers a second) and published (60 s).

A million dossiers are counted as they are made, in pieces, so that they need not lie in memory together; what is timed
is the counting alone.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from datetime import UTC, datetime
from itertools import islice

from functions.catalogue.reading import read_catalogue
from functions.reuse_rate import indicators, publication
from infra.catalogue import shipped
from infra.demo.province import LAST, Province
from shared.domain.contribution import Contribution, Counts, Sheet, added, contribution, counts, waiting
from shared.domain.figures import View
from shared.domain.periods import due

DOSSIERS = int(os.environ.get("DOSSIERS", "1000000"))
PIECE = 20_000
BOUND_PER_SECOND, BOUND_SECONDS = 20_000, 60.0


def run() -> list[tuple[str, float, float]]:
    """Rows of name, figure, and ratio to the bound."""
    catalogue = read_catalogue(shipped(), version="0" * 26)
    sheets: dict[Sheet, Counts] = {}
    spent, finals = 0.0, Province(catalogue).finals(DOSSIERS)
    while piece := list(islice(finals, PIECE)):
        begun = time.process_time()
        by_sheet: dict[Sheet, list[Contribution]] = defaultdict(list)
        for each in piece:
            if one := contribution(each, catalogue.procedures_by_code[each.procedure]):
                by_sheet[one.sheet].append(one)
        for sheet, found in by_sheet.items():
            sheets[sheet] = added([sheets.get(sheet, {}), counts(found)])
        waiting(each for found in by_sheet.values() for each in found)
        spent += time.process_time() - begun
    seconds = _published(sheets, catalogue)
    rate = DOSSIERS / spent
    return [
        (f"reuse rate: {DOSSIERS:,} dossiers counted anew (per second and core; bound: at least)", rate,
         BOUND_PER_SECOND / rate),
        (f"reuse rate: every period and view published from {len(sheets):,} sheets (s)", seconds,
         seconds / BOUND_SECONDS),
    ]  # fmt: skip


def _published(sheets: dict[Sheet, Counts], catalogue: object) -> float:
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
