"""What a change of a dossier changes in the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain.contribution import Contribution, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a version of a dossier contributes to each sheet it was or is on, and whose queues it left or entered."""

    dossier: str
    version: int
    kept: Mapping[Sheet, Contribution | None]
    units: frozenset[str]


def change(dossier: str, version: int, *, before: Contribution | None, after: Contribution | None) -> Change | None:
    """None when nothing that is counted changed: such a version is not kept either.

    Leaving those out is safe in any order of arrival. Of the versions that change something the newest is kept in the
    end, and none after it says anything else.
    """
    if before == after:
        return None
    left = {before.sheet: None} if before else {}
    return Change(
        dossier=dossier,
        version=version,
        kept={**left, **({after.sheet: after} if after else {})},
        units=frozenset(each.at_unit for each in (before, after) if each),
    )
