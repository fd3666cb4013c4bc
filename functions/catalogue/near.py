"""Names that are nearly what was typed, for when none is: a letter too many, missing, wrong, or two changed places."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from functions.catalogue.rules import Named, folded_once, words_of
from shared.domain.text import folded

_SURE = 3  # letters: shorter words are taken as they are typed


def nearly(named: Sequence[Named], text: str) -> list[Named]:
    """Those in whose name or code each word of the text begins a word but for one slip, the fewest slips first."""
    asked = _heard(folded(text))
    slips = {each.code: _slips(asked, _heard(f"{folded_once(each.name)} {folded_once(each.code)}")) for each in named}
    hits = [each for each in named if slips[each.code] is not None]
    return sorted(hits, key=lambda each: slips[each.code] or 0)


def _heard(text: str) -> list[str]:
    """Its words as they sound: "kí" and "ký" are both written."""
    return words_of(text.replace("y", "i"))


def _slips(asked: Sequence[str], said: Sequence[str]) -> int | None:
    """How many of the words asked for are misspelt; None when one is not there at all."""
    count = 0
    for word in asked:
        if any(each.startswith(word) for each in said):
            continue
        if len(word) < _SURE or not any(_begins_nearly(each, word) for each in said):
            return None
        count += 1
    return count


@lru_cache(maxsize=16_384)  # a whole catalogue has few different words
def _begins_nearly(said: str, typed: str) -> bool:
    return any(is_one_slip(typed, said[:length]) for length in (len(typed) - 1, len(typed), len(typed) + 1))


def is_one_slip(typed: str, meant: str) -> bool:
    """Whether one letter added, left out or taken for another, or two that changed places, is all the difference."""
    same = next((n for n, (one, other) in enumerate(zip(typed, meant, strict=False)) if one != other), None)
    if same is None:
        return abs(len(typed) - len(meant)) == 1
    typed, meant = typed[same:], meant[same:]
    return (
        typed[1:] == meant[1:]
        or typed[1:] == meant
        or typed == meant[1:]
        or (typed[1::-1] == meant[:2] and typed[2:] == meant[2:])
    )
