"""The papers of a vault by type, each type judged once however many components ask the same of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest

from shared.domain.catalogue import Component, DocumentType
from shared.domain.items import Item, ItemState, Origin
from shared.domain.objections import Objection, Terms, held_against, only_warn

SHOWN_AT_MOST = 50  # people choose from what they can read

Papers = tuple[Item, ...]  # what answers a component together: one paper, or one of each type of a list


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A paper of an accepted type, and everything that speaks against it."""

    item: Item
    objections: tuple[Objection, ...]

    @property
    def may_be_chosen(self) -> bool:
        """Nothing proves it unfit: its holder may attach it, knowing the warning."""
        return only_warn(self.objections)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The owner's papers of one type, judged by what one component asks of them."""

    best: Papers  # of those that fit
    count: int  # of all that fit
    near_misses: Sequence[NearMiss]  # the least hopeless first; only where nothing fits


class Shelves:
    """One owner's papers on one day, as far as these components ask for them.

    Papers of another holder and erased ones take no part at all, not even as near misses.
    """

    def __init__(
        self,
        components: Iterable[Component],
        items: Iterable[Item],
        *,
        owner: str,
        types: Mapping[str, DocumentType],
        on: date,
    ) -> None:
        self.types, self._on = types, on
        self._papers: dict[str, list[Item]] = {code: [] for each in components for code in each.accepted_types}
        self._judged: dict[tuple[str, str | None, int | None], Shelf] = {}
        for item in items:
            papers = self._papers.get(item.counts_as)
            if papers is not None and owner in item.holders and item.state is not ItemState.REMOVED:
                papers.append(item.seen_by(owner) if item.hidden_by else item)

    def of(self, component: Component, code: str) -> Shelf:
        asked = (code, component.purpose, component.max_age_months)
        if asked not in self._judged:
            self._judged[asked] = _judged(self._papers[code], Terms.of(component, self.types[code], on=self._on))
        return self._judged[asked]


def _judged(papers: Iterable[Item], terms: Terms) -> Shelf:
    judged = [(held_against(item, dated := item.dated, terms), dated, item) for item in papers]
    fits = [(rank(item, dated), item) for against, dated, item in judged if not against]
    if fits:
        return Shelf(tuple(item for _, item in nsmallest(SHOWN_AT_MOST, fits)), len(fits), ())
    misses = nsmallest(SHOWN_AT_MOST, judged, key=lambda each: (not only_warn(each[0]), rank(each[2], each[1])))
    return Shelf((), 0, [NearMiss(item, against) for against, _, item in misses])


_STRENGTH = {origin: strength for strength, origin in enumerate(Origin)}


def rank(item: Item, dated: date | None) -> tuple[int, int, str]:
    """Best first: the stronger origin, then the newer paper, then the id, so that no two are equal."""
    return _STRENGTH[item.origin], -dated.toordinal() if dated else 0, item.id
