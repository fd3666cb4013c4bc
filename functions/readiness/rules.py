"""Which services a vault answers already: their owner is told, before they look for any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shared.domain.catalogue import Catalogue, Procedure
from shared.domain.items import Item
from shared.domain.matching import Attached, Missing, Offered, match

TOLD = 5


@dataclass(frozen=True, slots=True)
class Ready:
    """A procedure, and how many of the components its applicant must answer the vault has a paper for."""

    procedure: Procedure
    answered: int
    asked: int


def ready(catalogue: Catalogue, items: Sequence[Item], *, owner: str, on: date) -> tuple[Ready, ...]:
    """The services in force of which the vault answers something, those with least left to do first.

    What the agency knows or is shown at the counter is asked of nobody; of the cases, the one without any is meant.
    """
    held = {item.counts_as for item in items}
    accepting = (each for each in catalogue.procedures if each.is_in_force(on) and each.accepted_types & held)
    found = [_readiness(each, catalogue, items, owner=owner, on=on) for each in accepting]
    answered = [each for each in found if each.answered]
    return tuple(sorted(answered, key=lambda each: (each.asked - each.answered, -each.answered, each.procedure.name)))


def _readiness(procedure: Procedure, catalogue: Catalogue, items: Sequence[Item], *, owner: str, on: date) -> Ready:
    fitting = [item for item in items if item.counts_as in procedure.accepted_types]
    cases: frozenset[str] = frozenset()
    found = match(procedure.components, fitting, owner=owner, cases=cases, types=catalogue.types, on=on).values()
    answered = sum(isinstance(each, Attached | Offered) for each in found)
    return Ready(procedure, answered, answered + sum(isinstance(each, Missing) for each in found))
