"""Figures, dossiers and advice as the API spells them: a name beside every code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from functions.reuse_rate import advice, indicators, views, words
from functions.reuse_rate.indicators import Definition
from shared.domain.catalogue import Catalogue
from shared.domain.contribution import Contribution
from shared.domain.dossiers import STATE_NAMES
from shared.domain.figures import Line, Published
from shared.domain.periods import Period
from shared.domain.recounts import Difference, Night


def unit(code: str, catalogue: Catalogue) -> views.UnitView:
    found = catalogue.units_by_code.get(code)
    return views.UnitView(code=code, name=found.name if found else code)


def figures(
    one: Published, below: Sequence[Published], definition: str | None, catalogue: Catalogue
) -> views.FiguresView:
    return views.FiguresView(
        unit=unit(one.unit, catalogue),
        period=one.period,
        first=one.first,
        last=one.last,
        view=one.view,
        published_at=one.at,
        frozen_at=one.frozen_at,
        score=one.score,
        max_score=one.max_score,
        score_ratio=one.score_ratio,
        score_change=one.score_change,
        lines=[_line(each) for each in one.lines if definition in (None, each.code)],
        below=[_below(each, found, catalogue) for each in below if (found := each.line(definition or ""))],
        moved_in=[unit(each, catalogue) for each in one.moved_in],
        not_divided=[unit(each, catalogue) for each in one.not_divided],
        counts=one.counts,
    )


def _line(line: Line) -> views.LineView:
    versions = (each for each in indicators.definitions() if (each.code, each.version) == (line.code, line.version))
    definition = next(versions, None)
    is_adjusted = line.adjusted_denominator is not None
    return views.LineView(
        code=line.code,
        version=line.version,
        name=definition.name if definition else line.code,
        legal_basis=definition.legal_basis if definition else "",
        counts=words.above(definition) if definition else "",
        among=words.below(definition) if definition else "",
        less_is_better=definition.less_is_better if definition else False,
        numerator=line.numerator,
        denominator=line.denominator,
        ratio=line.ratio,
        score=line.score,
        max_score=line.max_score,
        target=line.target,
        rank=line.rank,
        ranked=line.ranked,
        change=line.change,
        missing=line.missing,
        forecast=line.forecast,
        sentence=words.sentence(line),
        adjusted=_adjusted(line) if is_adjusted else None,
    )


def _adjusted(line: Line) -> views.AdjustedView:
    return views.AdjustedView(
        numerator=line.adjusted_numerator, denominator=line.adjusted_denominator, ratio=line.adjusted_ratio
    )


def _below(one: Published, line: Line, catalogue: Catalogue) -> views.BelowView:
    return views.BelowView(
        unit=unit(one.unit, catalogue),
        numerator=line.numerator,
        denominator=line.denominator,
        ratio=line.ratio,
        rank=line.rank,
        missing=line.missing,
    )


def point(period: Period, one: Published | None, code: str) -> views.PointView:
    line = one.line(code) if one else None
    return views.PointView(
        period=period.code,
        first=period.first,
        last=period.last,
        numerator=line.numerator if line else None,
        denominator=line.denominator if line else None,
        ratio=line.ratio if line else None,
        is_frozen=bool(one and one.frozen_at),
    )


def explained(one: Contribution, definitions: Iterable[Definition], catalogue: Catalogue) -> views.ExplainedView:
    procedure = catalogue.procedures_by_code.get(one.procedure)
    return views.ExplainedView(
        dossier=one.dossier,
        unit=unit(one.unit, catalogue),
        procedure=one.procedure,
        procedure_name=procedure.name if procedure else one.procedure,
        day=one.day,
        state=int(one.state),
        state_name=STATE_NAMES[one.state],
        reasons=list(words.facts(one)),
        standings=[_standing(one, each) for each in definitions],
    )


def _standing(one: Contribution, definition: Definition) -> views.StandingView:
    found = advice.standing(one, definition)
    return views.StandingView(
        code=definition.code, name=definition.name, numerator=found.numerator, denominator=found.denominator
    )


def often(found: advice.Often, name: str, received: int) -> views.OftenView:
    points = indicators.share(found.dossiers, received)
    return views.OftenView(code=found.what, name=name, dossiers=found.dossiers, points=points)


def suspicion(found: advice.Suspicion) -> views.SuspicionView:
    told = words.SUSPICIONS[found.code].format(count=found.dossiers)
    return views.SuspicionView(code=found.code, sentence=told, dossiers=found.dossiers, paper=found.paper)


def recounts(nights: Iterable[Night]) -> views.RecountsView:
    return views.RecountsView(
        nights=[
            views.RecountView(
                day=each.day,
                begun_at=each.begun_at,
                ended_at=each.ended_at,
                is_whole=each.is_whole,
                dossiers=each.dossiers,
                differences=[_difference(one) for one in each.differences],
            )
            for each in nights
        ]
    )


def _difference(one: Difference) -> views.DifferenceView:
    return views.DifferenceView(
        what=one.what, unit=one.unit, day=one.day, dossier=one.dossier, kept=one.is_, counted=one.should
    )


def open_figure(one: Published, line: Line, *, hidden: bool, catalogue: Catalogue) -> views.OpenFigureView:
    return views.OpenFigureView(
        unit=unit(one.unit, catalogue),
        numerator=None if hidden else line.numerator,
        denominator=None if hidden else line.denominator,
        ratio=None if hidden else line.ratio,
        is_suppressed=hidden,
    )
