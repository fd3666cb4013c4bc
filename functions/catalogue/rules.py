"""Finding one's way in a catalogue: search that forgives accents, units as they stood on a day."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from shared.domain.catalogue import Catalogue, DocumentType, Level, Procedure, Unit
from shared.domain.text import folded

Named = TypeVar("Named", Procedure, DocumentType, Unit)


def procedures_found(
    procedures: Iterable[Procedure],
    *,
    on: date,
    text: str = "",
    unit: Unit | None = None,
    level: Level | None = None,
) -> list[Procedure]:
    """Those in force on the day, received by this unit or level when one is given, the best answer to `text` first.

    A unit that does not exist on the day receives nothing.
    """
    offered = [
        each
        for each in procedures
        if each.is_in_force(on)
        and (unit is None or (unit.exists_on(on) and each.is_received_by(unit)))
        and (level is None or level in each.levels)
    ]
    return best_first(offered, text)


def best_first(named: Sequence[Named], text: str) -> list[Named]:
    """Those in whose name or code every word of the text begins a word, in any order and without accents.

    Names that begin with the text come first, then those that contain it as it stands; equals keep their order.
    """
    asked = folded(text)
    words = words_of(asked)
    hits = [each for each in named if _has_all(words, words_of(f"{folded_once(each.name)} {folded_once(each.code)}"))]
    return sorted(hits, key=lambda each: _distance(asked, folded_once(each.name)))


def _has_all(asked: Iterable[str], said: Sequence[str]) -> bool:
    return all(any(word.startswith(each) for word in said) for each in asked)


def _distance(asked: str, name: str) -> int:
    if name.startswith(asked):
        return 0
    return 1 if asked in name else 2


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


folded_once = lru_cache(maxsize=16_384)(folded)


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit and those below it."""

    unit: Unit
    below: tuple[Branch, ...]


def unit_tree(catalogue: Catalogue, *, on: date, receiving: Procedure | None = None) -> tuple[Branch, ...]:
    """The units of that day from the top; with a procedure, only those that receive it and the way down to them.

    A unit whose parent does not exist on the day stands at the top itself.
    """
    alive = [each for each in catalogue.units if each.exists_on(on)]
    codes = {each.code for each in alive}
    below: dict[str | None, list[Unit]] = defaultdict(list)
    for unit in alive:
        below[unit.parent if unit.parent in codes else None].append(unit)
    return _branches(None, below, receiving)


def _branches(
    parent: str | None, below: Mapping[str | None, Sequence[Unit]], receiving: Procedure | None
) -> tuple[Branch, ...]:
    grown = (Branch(unit, _branches(unit.code, below, receiving)) for unit in below.get(parent, ()))
    return tuple(
        branch for branch in grown if receiving is None or branch.below or receiving.is_received_by(branch.unit)
    )
