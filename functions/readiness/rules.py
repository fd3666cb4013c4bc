"""Which services a vault answers already: their owner is told, before they look for any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from shared.domain.catalogue import Catalogue, Procedure
from shared.domain.items import Item
from shared.domain.matching import Attached, Match, Missing, Offered, match

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
    found = [
        Ready(procedure, answered, answered + missing)
        for procedure in catalogue.procedures
        if procedure.is_in_force(on) and procedure.accepted_types & held
        for answered, missing in [_counted(_matches(procedure, catalogue, items, owner, on))]
        if answered
    ]
    return tuple(sorted(found, key=lambda each: (each.asked - each.answered, -each.answered, each.procedure.name)))


def _matches(
    procedure: Procedure, catalogue: Catalogue, items: Sequence[Item], owner: str, on: date
) -> Iterator[Match]:
    fitting = [item for item in items if item.counts_as in procedure.accepted_types]
    cases: frozenset[str] = frozenset()
    yield from match(procedure.components, fitting, owner=owner, cases=cases, types=catalogue.types, on=on).values()


def _counted(matches: Iterable[Match]) -> tuple[int, int]:
    every = tuple(matches)
    return (
        sum(isinstance(each, Attached | Offered) for each in every),
        sum(isinstance(each, Missing) for each in every),
    )
