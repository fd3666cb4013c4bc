"""Every night the sheets become figures: kept as rows for the API, as files for others; heads below target are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from functions.reuse_rate import documents, indicators, publication, words
from shared.clock import new_id
from shared.domain.catalogue import Catalogue
from shared.domain.contribution import Counts
from shared.domain.figures import Published, View
from shared.domain.periods import Period, Span, before, holding
from shared.storage import catalogues, figures, officers, snapshots, tallies
from shared.storage.outbox import Message
from shared.web.caller import HEAD
from shared.web.logs import decided


def publish(periods: Sequence[Period], *, on: date, at: datetime, anew: bool = False) -> None:
    """Figures of these periods as of a day: reads each unit's sheets once, whatever the number of dossiers.

    A period that is over and says what it said the last time is left as it is, unless asked for `anew`.
    """
    catalogue = catalogues.current()
    known = publication.Known(
        sheets=_sheets(periods, catalogue),
        catalogue=catalogue,
        definitions=indicators.definitions(),
        on=on,
        at=at,
    )
    for period in periods:
        for view in View:
            _publish(period, view, known, anew=anew or period.last >= on)
        figures.is_published(period.code, at=at)
    decided("reuse_rate.published", on=on, periods=[each.code for each in periods], units=len(known.sheets))


def _sheets(periods: Sequence[Period], catalogue: Catalogue) -> dict[str, dict[date, Counts]]:
    first = min(before(each).first for each in periods)
    last = max(each.last for each in periods)
    found = ((unit.code, tallies.sheets(unit.code, first, last)) for unit in catalogue.units)
    return {unit: {each.sheet.day: each.counts for each in sheets} for unit, sheets in found if sheets}


def _publish(period: Period, view: View, known: publication.Known, *, anew: bool) -> None:
    found = publication.published(period, view, known)
    stood = figures.all_published(period.code, view)
    if frozen_at := figures.frozen_at(period.code):
        found = publication.adjusted(stood, found, at=known.at, frozen_at=frozen_at)
    if anew or not publication.is_same(stood, found):
        units = {each.unit for each in found}
        figures.keep(found, gone=[each for each in stood if each.unit not in units])
        _write_down(period, view, found, known)
    if view is View.AS_IT_WAS and _is_last_month(period, known.on):
        _tell(period, found, known)


def _is_last_month(period: Period, on: date) -> bool:
    return period.span is Span.MONTH and period in [before(each) for each in holding(on)]


def _write_down(period: Period, view: View, found: Sequence[Published], known: publication.Known) -> None:
    units, definitions = known.catalogue.units_by_code, known.definitions
    key = snapshot(period.code, view)
    snapshots.keep(key, "json", documents.as_json(found, top(found, known.catalogue), units, definitions))
    snapshots.keep(key, "csv", documents.as_csv(found, units, definitions))
    snapshots.keep(key, "xlsx", documents.as_xlsx(found, units, definitions))


def snapshot(period: str, view: View) -> str:
    """Where the files of a period are."""
    return f"published/{period}/{view}"


def top(found: Iterable[Published], catalogue: Catalogue) -> str:
    """The unit above all others: the one that has most below it."""
    received = {each.unit: each.counts.get("received", 0) for each in found if each.unit in catalogue.units_by_code}
    return max(received, key=lambda unit: (received[unit], -len(unit)), default="")


def _tell(period: Period, found: Iterable[Published], known: publication.Known) -> None:
    units = known.catalogue.units_by_code
    for one in found:
        line = one.line(indicators.REUSE)
        if line is None or line.ratio is None or line.target is None or line.ratio >= line.target:
            continue
        serving = officers.officers_of(one.unit, on=known.on, units=units)
        heads = [id for id, held in serving.items() if HEAD in held.roles]
        unit = units.get(one.unit)
        about = {"unit": unit.name if unit else one.unit, "rate": words.percent(line.ratio)}
        messages = [
            Message(id=new_id(), event="reuse_rate_below_target", vault=id, at=known.at, parameters=about)
            for id in heads
        ]
        if messages and figures.tell(period.code, one.unit, messages):
            decided("reuse_rate.told", period=period.code, unit=one.unit)
