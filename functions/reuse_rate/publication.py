"""What is published of a period: figures, ranks, changes, distances and forecasts of every unit. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from functions.reuse_rate import indicators, rollup
from functions.reuse_rate.indicators import Definition, Figure
from shared.domain.catalogue import Catalogue
from shared.domain.contribution import Counts, added
from shared.domain.figures import Line, Published, View
from shared.domain.periods import Period, before

_EVER = datetime.max.replace(tzinfo=UTC)
PACE = 28  # days the forecast goes by

Sheets = Mapping[str, Mapping[date, Counts]]  # by unit and day


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What every period is published from; `on` is the last day that has sheets."""

    sheets: Sheets
    catalogue: Catalogue
    definitions: Sequence[Definition]
    on: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """A period with what every unit has in it, in the one before, and in the days lately."""

    period: Period
    view: View
    known: Known
    now: rollup.Tree
    earlier: rollup.Tree
    lately: rollup.Tree
    days_lately: int
    facts: Mapping[str, Counts]

    @property
    def days_left(self) -> int:
        """With today, which has only begun."""
        return max(0, (self.period.last - self.known.on).days + 1)


def published(period: Period, view: View, known: Known) -> tuple[Published, ...]:
    """Every unit that received anything in this period or the one before, itself and below."""
    past, (since, until) = before(period), _lately(period, known.on)
    span = _Span(
        period=period,
        view=view,
        known=known,
        now=_tree(period.first, period.last, view, known),
        earlier=_tree(past.first, past.last, view, known),
        lately=_tree(since, until, view, known),
        days_lately=(until - since).days + 1,
        facts=rollup.facts(known.catalogue, on=min(period.last, known.on)),
    )
    units = sorted(span.now.parts.keys() | span.earlier.parts.keys())
    return _ranked([_of_unit(each, span) for each in units], known)


def _lately(period: Period, on: date) -> tuple[date, date]:
    """The whole days the forecast goes by; none, the last before the first, when the period has just begun."""
    return max(period.first, on - timedelta(days=PACE)), min(period.last, on - timedelta(days=1))


def _tree(first: date, last: date, view: View, known: Known) -> rollup.Tree:
    changes = rollup.changes(known.definitions)
    own = {unit: rollup.parted(days, first, last, changes) for unit, days in known.sheets.items()}
    received = {unit: parts for unit, parts in own.items() if parts}
    return rollup.tree(received, known.catalogue.units_by_code, on=known.on, view=view)


def _of_unit(unit: str, span: _Span) -> Published:
    lines = tuple(_lines(unit, span))
    total, was = _total(unit, span.now, span.period, span), _total(unit, span.earlier, before(span.period), span)
    return Published(
        unit=unit,
        period=span.period.code,
        view=span.view,
        first=span.period.first,
        last=span.period.last,
        at=span.known.at,
        lines=lines,
        counts=span.now.counts(unit),
        score=total.score,
        max_score=total.of,
        score_ratio=total.ratio,
        score_change=total.score - was.score if span.earlier.parts.get(unit) else None,
        moved_in=tuple(sorted(span.now.moved.get(unit, ()))),
        not_divided=tuple(sorted(span.now.not_divided.get(unit, ()))),
    )


def _total(unit: str, tree: rollup.Tree, period: Period, span: _Span) -> indicators.Total:
    group = (each for each in span.known.definitions if each.group == indicators.GROUP)
    newest = {each.code: _newest(each.code, period.last, span.known.definitions) for each in group}
    return indicators.total((each, _figure(each, unit, tree, period, span)) for each in newest.values() if each)


def _lines(unit: str, span: _Span) -> Iterator[Line]:
    past = before(span.period)
    for code in indicators.codes(span.known.definitions):
        if definition := _newest(code, span.period.last, span.known.definitions):
            figure = _figure(definition, unit, span.now, span.period, span)
            was = _figure(definition, unit, span.earlier, past, span)
            pace = _figure(definition, unit, span.lately, span.period, span)
            is_fact = definition.denominator in span.facts.get(unit, {}) or bool(definition.stated)
            forecast = None if is_fact else _forecast(definition, figure, pace, span)
            yield replace(_line(definition, figure, was), forecast=forecast)


def _newest(code: str, last: date, definitions: Iterable[Definition]) -> Definition | None:
    begun = [each for each in definitions if each.code == code and each.valid_from <= last]
    return max(begun, key=lambda each: each.valid_from, default=None)


def _figure(definition: Definition, unit: str, tree: rollup.Tree, period: Period, span: _Span) -> Figure:
    """Facts of a unit are counted once, with the period's last part."""
    parts = tree.parts.get(unit, {})
    last = max(parts, default=period.first)
    days = {**parts, last: added([parts.get(last, {}), span.facts.get(unit, {})])}
    return indicators.over(definition.code, days, period.last, span.known.definitions) or Figure()


def _line(definition: Definition, figure: Figure, was: Figure) -> Line:
    return Line(
        code=definition.code,
        version=definition.version,
        numerator=figure.numerator,
        denominator=figure.denominator,
        ratio=figure.ratio,
        score=figure.score,
        max_score=definition.max_score,
        target=definition.target,
        change=figure.ratio - was.ratio if figure.ratio is not None and was.ratio is not None else None,
        missing=indicators.missing_to(definition.target, figure) if definition.target else None,
    )


def _forecast(definition: Definition, figure: Figure, pace: Figure, span: _Span) -> Decimal | None:
    if not span.days_left or span.days_lately <= 0:
        return None
    days_lately, days_left = span.days_lately, span.days_left
    return indicators.forecast(definition, figure, pace, days_lately=days_lately, days_left=days_left).ratio


def _ranked(found: Sequence[Published], known: Known) -> tuple[Published, ...]:
    """Each line with its rank among the units of the same level; equal ratios share one."""
    units = known.catalogue.units_by_code
    better_low = {each.code for each in known.definitions if each.less_is_better}
    ratios: dict[tuple[str, str], list[Decimal]] = {}
    for one in found:
        for line in one.lines:
            if line.ratio is not None and one.unit in units:
                ratios.setdefault((units[one.unit].level, line.code), []).append(line.ratio)

    def ranked(one: Published, line: Line) -> Line:
        peers = ratios.get((units[one.unit].level, line.code), []) if one.unit in units else []
        if line.ratio is None or not peers:
            return replace(line, ranked=len(peers))
        ahead = sum(each < line.ratio if line.code in better_low else each > line.ratio for each in peers)
        return replace(line, rank=ahead + 1, ranked=len(peers))

    return tuple(replace(one, lines=tuple(ranked(one, line) for line in one.lines)) for one in found)


def adjusted(
    stood: Iterable[Published], found: Iterable[Published], *, at: datetime, frozen_at: datetime
) -> tuple[Published, ...]:
    """Frozen figures as they stood, with what they would be now beside them where that is another.

    A unit that had nothing when the period was frozen has nothing now either, but for what is beside it.
    """
    frozen, now = ({each.unit: each for each in published} for published in (stood, found))
    pairs = (
        (frozen.get(unit) or _without_anything(now[unit]), now.get(unit) or _without_anything(frozen[unit]))
        for unit in sorted(frozen.keys() | now.keys())
    )
    return tuple(
        replace(was, lines=tuple(_beside(line, is_) for line in was.lines), at=at, frozen_at=frozen_at)
        for was, is_ in pairs
    )


def is_same(stood: Iterable[Published], found: Iterable[Published]) -> bool:
    """Whether two publications say the same of the same units, whenever they were made."""
    return {each.unit: replace(each, at=_EVER) for each in stood} == {
        each.unit: replace(each, at=_EVER) for each in found
    }


def _beside(line: Line, now: Published) -> Line:
    fresh = now.line(line.code)
    same = fresh is None or (fresh.numerator, fresh.denominator) == (line.numerator, line.denominator)
    return replace(
        line,
        adjusted_numerator=None if same or fresh is None else fresh.numerator,
        adjusted_denominator=None if same or fresh is None else fresh.denominator,
        adjusted_ratio=None if same or fresh is None else fresh.ratio,
    )


def _without_anything(one: Published) -> Published:
    lines = tuple(
        Line(
            code=each.code,
            version=each.version,
            numerator=0,
            denominator=0,
            max_score=each.max_score,
            target=each.target,
        )
        for each in one.lines
    )
    bare = Published(
        unit=one.unit, period=one.period, view=one.view, first=one.first, last=one.last, at=one.at, lines=lines
    )
    return replace(bare, max_score=one.max_score)
