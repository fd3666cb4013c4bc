"""The rows of a large cross-reference stream as they lie: each is read when somebody asks for its number.

A gazette lists 12 000 objects that lie in thirty streams, and a judge asks for a dozen of them.
"""

# mypy: allow-untyped-calls

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from pyhanko.pdf_utils.xref import ObjStreamRef

IN_A_STREAM = 2


class Rows:
    """Rows of a kind, a place and a last number, of that many bytes, for numbers one after the other."""

    def __init__(self, data: bytes, place: int, last: int, numbers: range) -> None:
        self._data, self._place, self._width = data, 1 + place, 1 + place + last
        self._runs = _runs(place, last)
        self.numbers, self.kinds = numbers, data[:: self._width]

    def at(self, position: int) -> tuple[int, int]:
        """The place and the last number of the row there."""
        row = self._data[position * self._width : (position + 1) * self._width]
        return int.from_bytes(row[1 : self._place]), int.from_bytes(row[self._place :])

    def streams(self) -> set[int]:
        """The streams that objects lie in; neighbours lie in the same one as a rule."""
        return {int.from_bytes(run[1]) for run in self._runs.finditer(self._data) if run[1]}


@lru_cache
def _runs(place: int, last: int) -> re.Pattern[bytes]:
    """Any number of other rows, then rows of the same stream."""
    other, stream, index = b"[^\x02].{%d}" % (place + last), b"\x02(.{%d})" % place, b".{%d}" % last
    return re.compile(rb"(?:" + other + rb")*+(?:" + stream + index + rb"(?:\x02\1" + index + rb")*+)?", re.DOTALL)


class InTheirStreams(Mapping[int, ObjStreamRef]):
    """In which stream, and at which index, each number lies that lies in one; nobody asks for number 0."""

    def __init__(self, rows: Rows) -> None:
        self._rows, self._numbers = rows, rows.numbers

    def __getitem__(self, number: int) -> ObjStreamRef:
        if number not in self:
            raise KeyError(number)
        return ObjStreamRef(*self._rows.at(number - self._numbers.start))

    def __contains__(self, number: object) -> bool:
        is_listed = isinstance(number, int) and number in self._numbers
        return is_listed and self._rows.kinds[number - self._numbers.start] == IN_A_STREAM  # type: ignore[operator]

    def __iter__(self) -> Iterator[int]:
        listed = zip(self._numbers, self._rows.kinds, strict=True)
        return (number for number, kind in listed if kind == IN_A_STREAM)

    def __len__(self) -> int:
        return self._rows.kinds.count(IN_A_STREAM)
