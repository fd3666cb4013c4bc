"""From a change of a dossier to the figures of its unit.

A change is kept by the dossier's version, and the sheets it touches are summed up afterwards: also when the change was
known already, for whoever kept it may have died before the sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from functions.reuse_rate import rules
from shared.domain.contribution import Contribution, Sheet, contribution
from shared.domain.dossiers import Dossier
from shared.storage import catalogues, tallies
from shared.storage.records import restored
from shared.storage.table import image
from shared.web.batches import one_by_one

_NAME = "count_dossiers"


def count(records: Sequence[Any]) -> dict[str, list[dict[str, str]]]:
    """Count what changed, each sheet once; answers which records must come again."""
    batch = _Batch()
    kept = one_by_one(records, batch.keep, name=_NAME)["batchItemFailures"]
    summed = one_by_one(records, batch.settle, name=_NAME)["batchItemFailures"]
    return {"batchItemFailures": kept + summed}


@dataclass(slots=True)
class _Batch:
    """Changes by the record that told of them, and the sheets still to be summed up, with the queues to be told."""

    changes: dict[int, rules.Change] = field(default_factory=dict)
    sheets: dict[Sheet, set[str]] = field(default_factory=dict)

    def keep(self, record: Any) -> None:
        found = _change(record)
        if found is None:
            return
        for sheet, contributed in found.kept.items():
            tallies.keep(sheet, found.dossier, found.version, contributed)
            self.sheets.setdefault(sheet, set()).update(found.units)
        self.changes[id(record)] = found

    def settle(self, record: Any) -> None:
        found = self.changes.get(id(record))
        for sheet in found.kept if found else ():
            if sheet in self.sheets:
                tallies.settle(sheet, self.sheets[sheet])
                del self.sheets[sheet]


def _change(record: Any) -> rules.Change | None:
    before, after = (_dossier(each) for each in (record.old_image, record.new_image))
    dossier = after or before
    if dossier is None:
        return None
    version = after.version if after else dossier.version + 1
    return rules.change(dossier.id, version, before=_contribution(before), after=_contribution(after))


def _dossier(fields: Any) -> Dossier | None:
    found = image(fields)
    return restored(Dossier, found) if found else None


def _contribution(dossier: Dossier | None) -> Contribution | None:
    if dossier is None or dossier.submitted_at is None:
        return None
    return contribution(dossier, catalogues.of(dossier.catalogue).procedures_by_code[dossier.procedure])
