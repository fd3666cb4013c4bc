"""A draft's life before submission: opened, matched, answered, changed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain

from functions.dossiers.words import PROBLEMS, WAYS
from shared.domain.catalogue import Component, DocumentType, Procedure, Way
from shared.domain.dossiers import Answer, ChosenBy, Dossier, Pinned, Resolution, is_too_large
from shared.domain.errors import Problem, Unacceptable
from shared.domain.items import Item
from shared.domain.matching import Attached, Match, Settled
from shared.domain.matching_words import OBJECTIONS
from shared.domain.objections import Objection, objections, only_warn


def matched(dossier: Dossier, procedure: Procedure, matches: Mapping[str, Match], *, at: datetime) -> Dossier:
    """The draft with every component answered that answers itself; what people decided stays as they decided."""
    answers = tuple(_answer(dossier, component, matches[component.code], at) for component in procedure.components)
    return replace(dossier, answers=answers)


def _answer(dossier: Dossier, component: Component, found: Match, at: datetime) -> Answer:
    before = dossier.answer(component.code) or Answer(component=component.code)
    if not component.applies_to(dossier.cases):
        return Answer(component=component.code, opted_out=before.opted_out)
    if before.resolution or before.opted_out:
        return before
    return replace(before, resolution=_by_itself(found, at, uses_vault=dossier.uses_vault))


def _by_itself(found: Match, at: datetime, *, uses_vault: bool) -> Resolution | None:
    match found:
        case Attached(papers, reason) if uses_vault:
            pins = pinned(papers)
            return Resolution(way=Way.VAULT, chosen_by=ChosenBy.SYSTEM, reason=reason, at=at, items=pins)
        case Settled(way, reason):
            return Resolution(way=way, chosen_by=ChosenBy.SYSTEM, reason=reason, at=at)
    return None


def pinned(papers: Iterable[Item]) -> tuple[Pinned, ...]:
    """What a dossier keeps of papers: which item, which version, which bytes."""
    return tuple(Pinned.of(each) for each in papers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the applicant wants a component answered with; `on` is the day it is judged by."""

    way: Way
    on: date
    at: datetime
    papers: tuple[Item, ...] = ()
    form: Mapping[str, str] = field(default_factory=dict)
    despite_warnings: bool = False


def chosen(component: Component, choice: Choice, *, dossier: Dossier, types: Mapping[str, DocumentType]) -> Resolution:
    """The applicant's own answer to a component.

    Raises `Unacceptable` with everything that speaks against it. A warning does not forbid: who insists may.
    """
    told = [
        (paper, objections(component, paper, owner=dossier.owner, types=types, on=choice.on)) for paper in choice.papers
    ]
    overridden = [found for _, found in told if choice.despite_warnings and only_warn(found)]
    standing = [(paper, found) for paper, found in told if found not in overridden]
    against = (*_against_way(component, choice, dossier.cases), *_against_papers(component, choice, standing))
    warnings = tuple(chain.from_iterable(overridden))
    if against:
        raise Unacceptable("ANSWER_NOT_ACCEPTED", f"Chưa thể ghi nhận thành phần “{component.name}”.", against)
    return Resolution(
        way=choice.way,
        chosen_by=ChosenBy.CITIZEN,
        reason="CHOSEN_DESPITE_WARNING" if warnings else f"CHOSEN_{choice.way.name}",
        at=choice.at,
        items=pinned(choice.papers),
        form=dict(choice.form) or None,
        despite=warnings,
    )


def _against_way(component: Component, choice: Choice, cases: frozenset[str]) -> Iterator[Problem]:
    if not component.applies_to(cases):
        yield _problem("COMPONENT_NOT_APPLICABLE", component)
    if choice.way not in component.ways:
        yield _problem("WAY_NOT_ALLOWED", component, " ".join(WAYS[way] for way in component.ways))
    elif choice.way is Way.UPLOAD:
        yield _problem("FILE_NEEDED", component)
    if bool(choice.form) != (choice.way is Way.FORM):
        yield _problem("FORM_NOT_ASKED" if choice.form else "FORM_EMPTY", component)
    if is_too_large(choice.form):
        yield _problem("FORM_TOO_LARGE", component)
    if bool(choice.papers) != (choice.way is Way.VAULT):
        yield _problem("PAPERS_NOT_ASKED" if choice.papers else "PAPERS_MISSING", component)


def _against_papers(
    component: Component, choice: Choice, standing: Iterable[tuple[Item, tuple[Objection, ...]]]
) -> Iterator[Problem]:
    together = sorted(paper.counts_as for paper in choice.papers)
    if choice.papers and together not in [sorted(codes) for codes in component.accepts]:
        yield _problem("WRONG_SET_OF_PAPERS", component)
    for paper, found in standing:
        yield from (Problem(each, " ".join(OBJECTIONS[each]), f"items.{paper.id}") for each in found)


def _problem(code: str, component: Component, about: str = "") -> Problem:
    return Problem(code, PROBLEMS[code].format(component=component.name, about=about).strip(), "way")
