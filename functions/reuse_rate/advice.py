"""What dossiers tell beside the rate: what would raise it, where reuse is missed, what looks too good. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from functions.reuse_rate.indicators import Definition, numbers
from shared.domain.contribution import Contribution, Counts, counts

SHOWN = 10
ENOUGH = 20  # dossiers before anything looks suspicious
OFTEN = 100  # dossiers of a period that use one paper


@dataclass(frozen=True, slots=True)
class Often:
    """A document type, procedure, officer or paper, and in how many dossiers."""

    what: str
    dossiers: int


@dataclass(frozen=True, slots=True)
class Suspicion:
    code: str
    dossiers: int
    paper: str | None = None  # id of the item


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    received: int
    wanted: tuple[Often, ...]  # document types of dossiers that reused nothing
    missing_procedures: tuple[Often, ...]
    missing_officers: tuple[Often, ...]
    suspicions: tuple[Suspicion, ...]


def advice(contributions: Sequence[Contribution]) -> Advice:
    received = [each for each in contributions if each.is_received]
    missed = [each for each in received if each.missed]
    return Advice(
        received=len(received),
        wanted=_most(code for each in received if not each.reused for code in each.wanted),
        missing_procedures=_most(each.procedure for each in missed),
        missing_officers=_most(officer for each in missed for officer in each.missed_by),
        suspicions=tuple(_suspicions(received)),
    )


def _most(found: Iterator[str]) -> tuple[Often, ...]:
    return tuple(Often(*each) for each in sorted(Counter(found).items(), key=lambda each: (-each[1], each[0]))[:SHOWN])


def _suspicions(received: Sequence[Contribution]) -> Iterator[Suspicion]:
    reused = [each for each in received if each.reused]
    if len(reused) >= ENOUGH and len(reused) == len(received):
        yield Suspicion("EVERY_DOSSIER", len(reused))
    if len(reused) >= ENOUGH and all(each.deposited == each.reused for each in reused):
        yield Suspicion("ONLY_DEPOSITED", len(reused))
    papers = Counter(paper for each in reused for paper in each.papers)
    yield from (Suspicion("ONE_PAPER", number, paper) for paper, number in papers.most_common(SHOWN) if number >= OFTEN)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether one dossier counts in an indicator, above and below the line."""

    numerator: int
    denominator: int


def standing(one: Contribution, definition: Definition) -> Standing:
    found: Counts = counts([one])
    return Standing(*numbers(definition, found)) if not definition.stated else Standing(0, 0)
