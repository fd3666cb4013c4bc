"""A paper an agency brings into vaults whose holders may have the very same file already. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.domain.dossiers import Dossier
from shared.domain.errors import Conflict
from shared.domain.items import Item, ItemState, Origin, Standing

_STRENGTH = {origin: strength for strength, origin in enumerate(Origin)}


AT_ONCE = 100  # writes of one transaction
_BESIDE = 12  # of the dossier, its event and its owner's message, and room for files somebody has already
_PER_SCAN, _PER_RESULT, _PER_HOLDER = 5, 2, 3


def fits_at_once(dossier: Dossier, holders: int) -> bool:
    """Whether one more result for so many holders can be delivered with the others: all in one transaction or none."""
    each = [len(result.item.holders) for result in dossier.results]
    writes = sum(_PER_RESULT + _PER_HOLDER * count for count in (*each, holders)) + _PER_SCAN * len(dossier.answers)
    return writes + _BESIDE <= AT_ONCE


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a paper becomes: itself, or `was` grown stronger; `others` give way to it in their holders' vaults."""

    item: Item
    was: Item | None = None
    others: tuple[Item, ...] = ()

    @property
    def is_stronger(self) -> bool:
        """The paper that was there is now what the agency says it is, not only somebody else's too."""
        return self.was is not None and self.item.origin is not self.was.origin


def delivered(paper: Item, held: Sequence[Item]) -> Delivery:
    """The delivery of a paper; `held` are the items in which its holders have these bytes already.

    A paper is never there twice: matching would ask its owner to choose between the two. The one that is there keeps
    its identity, its versions and what uses it, and takes the stronger origin with all that the agency says of it.
    Raises `Conflict` for a paper that was withdrawn.
    """
    if not held:
        return Delivery(paper)
    was, *others = sorted(held, key=lambda each: (_STRENGTH[each.origin], each.id))
    if any(each.state is ItemState.WITHDRAWN for each in held):
        raise Conflict(
            "PAPER_WITHDRAWN",
            f"“{paper.title}” là tệp tin đã bị thu hồi trong Kho: hãy ký và thêm bản mới.",
        )
    holders = tuple(dict.fromkeys((*was.holders, *paper.holders)))
    if _STRENGTH[paper.origin] >= _STRENGTH[was.origin]:
        return Delivery(replace(was, holders=holders), was, tuple(others))
    grown = replace(
        paper,
        id=was.id,
        holders=holders,
        version=replace(was.version, standing=Standing.ACCEPTED, signed_on=paper.version.signed_on),
        state=was.state,
        hidden_by=was.hidden_by,
        revision=was.revision,
    )
    return Delivery(grown, was, tuple(others))
