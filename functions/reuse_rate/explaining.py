"""From a figure to its dossiers, from a dossier to its reasons, and what would raise a unit's rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from functions.reuse_rate import advice, indicators, rules, shapes, spelling, views
from functions.reuse_rate.indicators import Definition
from shared.domain.catalogue import Catalogue
from shared.domain.contribution import Contribution, contribution
from shared.domain.dossiers import Dossier
from shared.domain.errors import BadCursor, NotFound
from shared.domain.periods import Period, earlier
from shared.storage import catalogues, figures, people, tallies
from shared.web import paging

_MOST_READ = 5000  # contributions of a unit behind one advice
_QUERIES = 12  # of one page
_POINTS = 12  # periods of a trend


def definition(code: str, period: Period) -> Definition:
    """The version in force at the period's end. Raises `NotFound`."""
    found = indicators.in_force(code, period.last, indicators.definitions())
    if found is None:
        raise NotFound("NO_SUCH_DEFINITION", "Không có chỉ số này trong kỳ báo cáo.")
    return found


def trend(asked: shapes.AskedTrend, unit: str, period: Period, catalogue: Catalogue) -> views.TrendView:
    """1 BatchGetItem."""
    chosen = definition(asked.definition, period)
    periods = earlier(period, _POINTS - 1)
    known = figures.several(unit, [each.code for each in periods], asked.view)
    return views.TrendView(
        unit=spelling.unit(unit, catalogue),
        definition=chosen.code,
        name=chosen.name,
        target=chosen.target,
        points=[spelling.point(each, known.get(each.code), chosen.code) for each in reversed(periods)],
    )


def page(asked: shapes.AskedDossiers, unit: str, period: Period, catalogue: Catalogue) -> views.ExplainedPage:
    """The dossiers of a figure, by unit and day. At most `_QUERIES` Query; such a page may be short."""
    chosen = definition(asked.definition, period)
    units = rules.below(unit, (each.code for each in catalogue.units), catalogue.units_by_code)
    at, after = _position(asked.cursor, units)
    found: list[Contribution] = []
    for _ in range(_QUERIES):
        answer = tallies.contributed(units[at], period.first, period.last, limit=asked.limit - len(found), after=after)
        found += [each for each in tallies.listed(answer.rows) if _is_asked(each, chosen, asked.side)]
        after = answer.last
        at += after is None
        if at == len(units) or len(found) == asked.limit:
            break
    position = None if at == len(units) else f"{units[at]} {after or ''}"
    return views.ExplainedPage(
        dossiers=[spelling.explained(each, [chosen], catalogue) for each in found], next=paging.cursor(position)
    )


def _position(cursor: str | None, units: Sequence[str]) -> tuple[int, str | None]:
    position = paging.position(cursor)
    if position is None:
        return 0, None
    unit, _, after = position.partition(" ")
    if unit not in units:
        raise BadCursor
    return units.index(unit), after or None


def _is_asked(one: Contribution, chosen: Definition, side: shapes.Side) -> bool:
    found = advice.standing(one, chosen)
    if side is shapes.Side.ALL:
        return one.is_received
    is_above = found.numerator > 0
    return is_above if side is shapes.Side.COUNTED else found.denominator > 0 and not is_above


def dossier(found: Dossier) -> Contribution:
    """What is counted of a dossier, by its own catalogue. Raises `NotFound` for a draft."""
    procedure = catalogues.of(found.catalogue).procedures_by_code[found.procedure]
    counted = contribution(found, procedure)
    if counted is None:
        raise NotFound("NO_SUCH_DOSSIER", "Không có hồ sơ này.")
    return counted


def advised(unit: str, period: Period, catalogue: Catalogue, *, with_officers: bool) -> views.AdviceView:
    """What a unit's own dossiers of a period tell. 1 Query for some thousand dossiers."""
    found, is_whole = _read(unit, period)
    told = advice.advice(found)
    types, procedures = catalogue.types, catalogue.procedures_by_code
    return views.AdviceView(
        unit=spelling.unit(unit, catalogue),
        period=period.code,
        received=told.received,
        is_whole=is_whole,
        wanted_types=[
            spelling.often(each, types[each.what].name if each.what in types else each.what, told.received)
            for each in told.wanted
        ],
        missing_procedures=[
            spelling.often(each, procedures[each.what].name if each.what in procedures else each.what, told.received)
            for each in told.missing_procedures
        ],
        missing_officers=list(_officers(told)) if with_officers else [],
        suspicions=[spelling.suspicion(each) for each in told.suspicions],
    )


def _read(unit: str, period: Period) -> tuple[list[Contribution], bool]:
    found: list[Contribution] = []
    after: str | None = None
    while len(found) < _MOST_READ:
        answer = tallies.contributed(unit, period.first, period.last, limit=_MOST_READ, after=after)
        found += tallies.listed(answer.rows)
        if (after := answer.last) is None:
            return found, True
    return found, False


def _officers(told: advice.Advice) -> Iterator[views.OftenView]:
    for each in told.missing_officers:
        person = people.person(each.what)
        yield spelling.often(each, person.name if person else "", told.received)
