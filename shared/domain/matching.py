"""Matching: which papers of its owner's vault answer the components of a dossier, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from heapq import nsmallest
from itertools import chain, islice, product
from math import prod

from shared.domain.catalogue import Component, DocumentType, Way
from shared.domain.items import Item
from shared.domain.objections import Objection
from shared.domain.shelves import SHOWN_AT_MOST, NearMiss, Papers, Shelves, rank


class Reason(StrEnum):
    """Why a component is settled without asking anybody; the sentences are in `words`."""

    ONLY_FIT = "ONLY_FIT"
    KNOWN_TO_AGENCY = "KNOWN_TO_AGENCY"
    SHOWN_AT_COUNTER = "SHOWN_AT_COUNTER"


@dataclass(frozen=True, slots=True)
class Attached:
    """Exactly one answer fits: attached by itself."""

    papers: Papers
    reason: Reason = Reason.ONLY_FIT


@dataclass(frozen=True, slots=True)
class Offered:
    """Several answers fit: the applicant picks, from the best first."""

    candidates: tuple[Papers, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing fits: why the near misses do not, and the ways that are open instead."""

    near_misses: tuple[NearMiss, ...]
    remedies: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """No paper is asked for: the agency knows it, or it is shown at the counter."""

    way: Way
    reason: Reason


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The applicant's case does not need this component."""


Match = Attached | Offered | Missing | Settled | NotApplicable


def match(
    components: Iterable[Component],
    items: Iterable[Item],
    *,
    owner: str,
    cases: frozenset[str],
    types: Mapping[str, DocumentType],
    on: date,
) -> dict[str, Match]:
    """How each component is answered on this day, by component code.

    One paper may answer several components. Papers of another holder and erased ones take no part at all, not even
    as near misses.
    """
    asked = tuple(components)
    shelves = Shelves(asked, items, owner=owner, types=types, on=on)
    return {each.code: _matched(each, shelves, cases) for each in asked}


def match_one(
    component: Component,
    items: Iterable[Item],
    *,
    owner: str,
    cases: frozenset[str],
    types: Mapping[str, DocumentType],
    on: date,
) -> Match:
    return match([component], items, owner=owner, cases=cases, types=types, on=on)[component.code]


def _matched(component: Component, shelves: Shelves, cases: frozenset[str]) -> Match:
    if not component.applies_to(cases):
        return NotApplicable()
    if settled := _settled(component, shelves.types):
        return settled
    if not component.is_answered_from_vault:
        return Missing((), remedies(component))
    return _from_vault(component, shelves)


def _settled(component: Component, types: Mapping[str, DocumentType]) -> Settled | None:
    is_known = Way.DATA in component.ways and any(types[code].always_data for code in component.accepted_types)
    if component.ways == (Way.DATA,) or is_known:
        return Settled(Way.DATA, Reason.KNOWN_TO_AGENCY)
    if component.ways == (Way.PRESENT,):
        return Settled(Way.PRESENT, Reason.SHOWN_AT_COUNTER)
    return None


def remedies(component: Component) -> tuple[Way, ...]:
    """The ways open to the applicant when the vault has no answer; the vault itself is one: a paper can be added."""
    return tuple(way for way in component.ways if way is not Way.VAULT or not component.ask_anew)


def _from_vault(component: Component, shelves: Shelves) -> Match:
    lists = [[shelves.of(component, code) for code in codes] for codes in component.accepts]
    total = sum(prod(shelf.count for shelf in each) for each in lists)
    if total == 0:
        return Missing(_near_misses(component, shelves), remedies(component))
    together = chain.from_iterable(islice(product(*(shelf.best for shelf in each)), SHOWN_AT_MOST) for each in lists)
    best = nsmallest(SHOWN_AT_MOST, together, key=lambda papers: [rank(each, each.dated) for each in papers])
    return Attached(best[0]) if total == 1 else Offered(tuple(best), total)


def _near_misses(component: Component, shelves: Shelves) -> tuple[NearMiss, ...]:
    asked = [shelves.of(component, code) for code in dict.fromkeys(chain.from_iterable(component.accepts))]
    lonely = [NearMiss(item, (Objection.INCOMPLETE,)) for shelf in asked for item in shelf.best]
    return (*lonely, *chain.from_iterable(shelf.near_misses for shelf in asked))
