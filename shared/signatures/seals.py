"""How much of a page, and of each other, the seals of those who sign one after the other may cover."""

# mypy: allow-untyped-calls

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, FloatObject, NumberObject

from shared.signatures.objects import value

Rectangle = tuple[float, float, float, float]
Boxes = Mapping[str, object]
"""The boxes of a page, its own or inherited, by their keys."""

COVERED_AT_MOST = 0.5
"""The seal goes over about a third of the signature (Decree 30/2020, Annex I); covering most of one hides it."""

SHARE = 0.5
LARGEST = 595 * 842 / 3
"""Of what is seen of a page all later signers together cover a half at most, and in square points a third of A4.

More is another page, not a seal; on one side of a sheet thirty ordinary signatures have room.
"""

BOXES = ("/MediaBox", "/CropBox")
EMPTY = ArrayObject(map(NumberObject, (0, 0, 0, 0)))
NOWHERE: Rectangle = (0.0, 0.0, 0.0, 0.0)
LETTER: Rectangle = (0.0, 0.0, 612.0, 792.0)
"""What viewers suppose of a page that does not say its size."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Where a signature shows, and on which pages, counted or numbered as the caller likes."""

    place: Rectangle
    pages: frozenset[int]


@dataclass(frozen=True, slots=True)
class Seals:
    """The seals on the pages of a paper: how much of each is hidden, and how much of what is seen of each page."""

    pages: Mapping[int, Boxes]
    hidden: Mapping[Seal, float]
    covered: Mapping[int, float] = field(default_factory=dict)

    @classmethod
    def beneath(cls, pages: Mapping[int, Boxes], seals: Iterable[Seal]) -> "Seals":
        """Those that are there when others are about to join them."""
        return cls(pages, dict.fromkeys(seals, 0.0))

    @classmethod
    def among(cls, pages: Mapping[int, Boxes], seals: Collection[Seal]) -> "Seals":
        """Seals of which nobody knows which came first: any may hide any other."""
        hidden = {one: sum(_hidden(one, by) for by in seals if by is not one) for one in seals}
        return cls(pages, hidden, cls(pages, {}).joined_by(seals).covered)

    def joined_by(self, seals: Collection[Seal]) -> "Seals":
        """Later ones, which lie over those that are there."""
        hidden = {one: before + sum(_hidden(one, by) for by in seals) for one, before in self.hidden.items()}
        covered = dict(self.covered)
        for each in seals:
            for page in each.pages:
                seen = seen_of_a_page(self.pages[page])
                covered[page] = covered.get(page, 0.0) + area(_common(each.place, seen) if seen else each.place)
        return Seals(self.pages, {**dict.fromkeys(seals, 0.0), **hidden}, covered)

    def leave_enough(self) -> bool:
        """Whether the pages, and the seals on them, can still be seen."""
        return all(size <= _room(seen_of_a_page(self.pages[page])) for page, size in self.covered.items()) and all(
            size <= COVERED_AT_MOST * area(one.place) for one, size in self.hidden.items()
        )


def seen_of_a_page(boxes: Boxes) -> Rectangle | None:
    """What is seen of a page with those boxes; None if viewers would not agree on one of them."""
    media, crop = (_numbers(boxes.get(key, EMPTY)) for key in BOXES)
    if media is None or crop is None:
        return None
    page = _normal(media) if area(_normal(media)) else LETTER
    cut = _common(page, _normal(crop))
    return cut if area(cut) else page


def rectangle(widget: DictionaryObject) -> Rectangle:
    """Some viewers take the first four numbers of whatever there is."""
    numbers = _numbers(value(widget, "/Rect"), at_least=True)
    return NOWHERE if numbers is None else _normal(numbers)


def is_placed(widget: DictionaryObject) -> bool:
    """Whether every viewer sees it in the same place, if on a page at all."""
    return is_everywhere(widget) or _numbers(value(widget, "/Rect")) is not None


def is_everywhere(widget: DictionaryObject) -> bool:
    """Without a place: seen nowhere unless it is on a page, and there some viewers draw over all of it."""
    return value(widget, "/Rect") is None


def _room(page: Rectangle | None) -> float:
    return min(LARGEST, SHARE * area(page)) if page else 0.0


def area(place: Rectangle) -> float:
    return (place[2] - place[0]) * (place[3] - place[1])


def _numbers(found: object, *, at_least: bool = False) -> Rectangle | None:
    if not isinstance(found, ArrayObject) or len(found) < 4 or (len(found) > 4 and not at_least):
        return None
    numbers = [found[position] for position in range(4)]
    if not all(isinstance(each, NumberObject | FloatObject) for each in numbers):
        return None
    x1, y1, x2, y2 = map(float, numbers)
    return (x1, y1, x2, y2)


def _normal(box: Rectangle) -> Rectangle:
    x1, y1, x2, y2 = box
    return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _hidden(one: Seal, by: Seal) -> float:
    return area(_common(one.place, by.place)) if one.pages & by.pages else 0.0


def _common(one: Rectangle, other: Rectangle) -> Rectangle:
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    return (left, bottom, max(left, min(one[2], other[2])), max(bottom, min(one[3], other[3])))
