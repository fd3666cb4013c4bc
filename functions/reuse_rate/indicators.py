"""The indicators: versioned definitions as data, and what they make of counts. Pure but for reading that data once.

Figures follow the published ones (QĐ 766): two decimals, half up; a denominator of nothing gives neither ratio nor
score, and its maximum is not given to others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from shared.domain.catalogue import is_between
from shared.domain.contribution import added

_CENT, _HUNDRED = Decimal("0.01"), Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One version of an indicator. `stated` names a fact that gives 100 or 0 without anything counted.

    `less` is taken from the numerator; `full_at` is the ratio that earns the whole `max_score`.
    """

    code: str
    version: int
    name: str
    legal_basis: str
    valid_from: date
    valid_until: date | None = None
    group: str = ""
    numerator: str = ""
    less: str = ""
    denominator: str = ""
    stated: str = ""
    max_score: Decimal | None = None
    full_at: Decimal = _HUNDRED
    target: Decimal | None = None
    less_is_better: bool = False
    national_code: str = ""

    def is_in_force(self, on: date) -> bool:
        return is_between(self.valid_from, on, self.valid_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What an indicator says, in percent. No numbers where nothing is counted, no ratio where nothing could be."""

    numerator: int | None = None
    denominator: int | None = None
    ratio: Decimal | None = None
    score: Decimal | None = None


REUSE, GROUP = "QD766/4.3", "digitisation"


@cache
def definitions() -> tuple[Definition, ...]:
    from shared.storage.records import restored  # noqa: PLC0415 - loaded with the first figure

    described = json.loads(Path(__file__).with_name("indicators.json").read_text(encoding="utf-8"))["definitions"]
    return tuple(restored(Definition, each) for each in described)


def codes(known: Iterable[Definition]) -> tuple[str, ...]:
    """Every indicator once, as listed."""
    return tuple(dict.fromkeys(each.code for each in known))


def in_force(code: str, on: date, known: Iterable[Definition]) -> Definition | None:
    return next((each for each in known if each.code == code and each.is_in_force(on)), None)


def figure(definition: Definition, counts: Mapping[str, int]) -> Figure:
    """One version's figure of counts."""
    if definition.stated:
        return _stated(definition, counts)
    return of_numbers(definition, *numbers(definition, counts))


def numbers(definition: Definition, counts: Mapping[str, int]) -> tuple[int, int]:
    """Numerator and denominator of counts."""
    less = counts.get(definition.less, 0) if definition.less else 0
    return counts.get(definition.numerator, 0) - less, counts.get(definition.denominator, 0)


def of_numbers(definition: Definition, numerator: int, denominator: int) -> Figure:
    if denominator == 0:
        return Figure(numerator=numerator, denominator=denominator)
    exact = Decimal(numerator) * 100 / denominator
    return Figure(numerator=numerator, denominator=denominator, ratio=_rounded(exact), score=_score(definition, exact))


def _stated(definition: Definition, counts: Mapping[str, int]) -> Figure:
    ratio = _HUNDRED if counts.get(definition.stated) else Decimal(0)
    return Figure(ratio=_rounded(ratio), score=_score(definition, ratio))


def _score(definition: Definition, ratio: Decimal) -> Decimal | None:
    if definition.max_score is None:
        return None
    return _rounded(min(definition.max_score, definition.max_score * ratio / definition.full_at))


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)


def over(code: str, days: Mapping[date, Mapping[str, int]], last: date, known: Iterable[Definition]) -> Figure | None:
    """An indicator over days, each counted by the version in force on it and scored by the newest of them.

    None when none was in force on any of them.
    """
    versions = [each for each in known if each.code == code]
    newest = max((each for each in versions if each.valid_from <= last), key=lambda each: each.valid_from, default=None)
    if newest is None:
        return None
    if newest.stated:
        return figure(newest, added(days.values()))
    found = [_numbers_of(version, days) for version in versions]
    return of_numbers(newest, sum(each for each, _ in found), sum(each for _, each in found))


def _numbers_of(version: Definition, days: Mapping[date, Mapping[str, int]]) -> tuple[int, int]:
    return numbers(version, added(counts for day, counts in days.items() if version.is_in_force(day)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A group's scores together; the maximum of what could not be scored stays in `of`."""

    score: Decimal
    of: Decimal
    ratio: Decimal


def total(figures: Iterable[tuple[Definition, Figure]]) -> Total:
    scored = list(figures)
    score = sum((each.score or Decimal(0) for _, each in scored), Decimal(0))
    of = sum((each.max_score or Decimal(0) for each, _ in scored), Decimal(0))
    return Total(score=score, of=of, ratio=_rounded(score * 100 / of) if of else Decimal(0))


def missing_to(target: Decimal, figure: Figure) -> int | None:
    """How many more dossiers of the denominator would have had to count; None where nothing could."""
    if not figure.denominator:
        return None
    needed = target * figure.denominator / 100
    return max(0, int(needed.to_integral_value(rounding="ROUND_CEILING")) - (figure.numerator or 0))


def forecast(definition: Definition, so_far: Figure, lately: Figure, *, days_lately: int, days_left: int) -> Figure:
    """Where the period ends if every day left goes as the average of the days lately."""
    if not so_far.denominator or not days_lately:
        return Figure()
    ahead = Decimal(days_left) / days_lately
    numerator = (so_far.numerator or 0) + int(_whole((lately.numerator or 0) * ahead))
    return of_numbers(definition, numerator, so_far.denominator + int(_whole((lately.denominator or 0) * ahead)))


def share(part: int, whole: int) -> Decimal:
    """Percent of a whole that may be nothing."""
    return _rounded(Decimal(part) * 100 / whole) if whole else Decimal(0)


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_HALF_UP)
