"""What is kept of dossiers beside what the dossiers themselves say: each difference, named. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from shared.domain.catalogue import Procedure
from shared.domain.contribution import Contribution, Counts, Sheet, States, contribution, counts, waiting
from shared.domain.dossiers import Dossier
from shared.domain.recounts import Difference

Key = TypeVar("Key")


@dataclass(slots=True)
class Found:
    """Contributions by sheet and dossier, as they should be and as they are kept, and what was summed up of them."""

    right: dict[tuple[Sheet, str], Contribution] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    kept: dict[tuple[Sheet, str], Contribution] = field(default_factory=dict)
    sheets: dict[Sheet, Counts] = field(default_factory=dict)
    queues: dict[str, States] = field(default_factory=dict)

    def count(self, dossier: Dossier, procedure: Procedure) -> None:
        """What a dossier should contribute."""
        if one := contribution(dossier, procedure):
            self.right[one.sheet, one.dossier] = one
            self.versions[one.dossier] = dossier.version


def recounted(contributions: Iterable[Contribution]) -> tuple[dict[Sheet, Counts], dict[str, States]]:
    """Every sheet and every queue, from contributions alone."""
    by_sheet: dict[Sheet, list[Contribution]] = {}
    all_ = list(contributions)
    for each in all_:
        by_sheet.setdefault(each.sheet, []).append(each)
    summed = {sheet: counts(each) for sheet, each in by_sheet.items()}
    return {sheet: each for sheet, each in summed.items() if each}, waiting(all_)


def differences(
    found: Found, *, sheets: Collection[Sheet] | None = None, queues: Collection[str] | None = None
) -> list[Difference]:
    """Of contributions all; of sheets and queues those that were read whole, where only a part was read."""
    right_sheets, right_queues = recounted(found.right.values())
    differing = [
        Difference(
            "contribution", sheet.unit, f"{sheet.day}", dossier, *_told(found.kept, found.right, (sheet, dossier))
        )
        for sheet, dossier in _unlike(found.kept, found.right)
    ]
    differing += [
        Difference("sheet", sheet.unit, f"{sheet.day}", "", *_told(found.sheets, right_sheets, sheet))
        for sheet in _unlike(_something(found.sheets), right_sheets)
        if sheets is None or sheet in sheets
    ]
    differing += [
        Difference("queue", unit, "", "", *_told(found.queues, right_queues, unit))
        for unit in _unlike(_something(found.queues), right_queues)
        if queues is None or unit in queues
    ]
    return sorted(differing)


def _something(found: Mapping[Key, Any]) -> dict[Key, Any]:
    return {key: each for key, each in found.items() if each}


def _unlike(one: Mapping[Key, Any], other: Mapping[Key, Any]) -> list[Key]:
    return [key for key in one.keys() | other.keys() if one.get(key) != other.get(key)]


def _told(one: Mapping[Any, Any], other: Mapping[Any, Any], key: Any) -> tuple[str, str]:
    return str(one.get(key, "nothing")), str(other.get(key, "nothing"))
