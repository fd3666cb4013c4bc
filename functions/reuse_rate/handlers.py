"""How much of what the vaults hold is used again: counted as it happens, published nightly, explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from functions.reuse_rate import (
    asking,
    counting,
    documents,
    explaining,
    indicators,
    publishing,
    rules,
    sampling,
    shapes,
    spelling,
    views,
)
from shared.clock import new_id, now, today
from shared.domain import figures as figure_words
from shared.domain import periods
from shared.domain.errors import Conflict, Malformed, NotFound
from shared.storage import catalogues, dossiers, figures, recounts, snapshots
from shared.web.caller import ADMINISTRATOR, HEAD, OFFICER, Caller
from shared.web.desk import unit_of
from shared.web.rooms import Room

if TYPE_CHECKING:
    from shared.domain.catalogue import Catalogue
    from shared.domain.periods import Period

room = Room(__name__)

_STREAM = "arn:aws:dynamodb:region:000000000000:table/kho/stream/of-the-template"
_READERS = frozenset({OFFICER, HEAD, ADMINISTRATOR})
_NIGHTS = 14
_NOT_PUBLISHED = "Chưa có số liệu của đơn vị này trong kỳ này; số liệu được công bố mỗi đêm."


@room.on_dynamodb_record(stream_arn=_STREAM)
def count_dossiers(event: Any) -> dict[str, Any]:
    """Keep what each changed dossier contributes, then sum up each sheet it touched, once for the whole batch."""
    return counting.count(list(event))


@room.schedule("cron(30 17 * * ? *)", description="At 00:30 in Vietnam, which is 17:30 UTC all the year")
def publish_reuse_rate(event: Any) -> None:
    """The figures of every period that may have changed; on demand those named: `{"detail": {"periods": […]}}`."""
    on = today()
    named = [periods.period(each, on=on) for each in event.detail.get("periods", ())]
    publishing.publish(named or periods.due(on), on=on, at=now(), anew=bool(named))


@room.schedule("cron(10 19 * * ? *)", description="At 02:10 in Vietnam, which is 19:10 UTC all the year")
def recount_sample(_event: Any) -> None:
    """Count some of the dossiers anew and say what differs; begun twice or after dying, it goes on where it was."""
    sampling.sample(today())


@room.on("GET", "/reuse-rate/recounts", roles=frozenset({ADMINISTRATOR}))
def list_recounts() -> views.RecountsView:
    """What the last nights' recounts found; `python -m infra.recount --repair` puts right what differs."""
    return spelling.recounts(recounts.latest(_NIGHTS))


@room.on("POST", "/reuse-rate/publications", status=202, roles=frozenset({HEAD, ADMINISTRATOR}))
def ask_publication(caller: Caller, body: shapes.AskedPublication) -> views.PendingPage:
    """Have figures published now and not at night. Asked again within a minute, it is one publication."""
    return asking.publication(body.periods, by=caller.person)


@room.on("GET", "/reuse-rate/publications/{code}", roles=_READERS)
def show_publication(code: str) -> views.PublicationView:
    """When a period was published, and whether that was since somebody asked for it."""
    return asking.published(code)


@room.on("GET", "/reuse-rate", roles=_READERS)
def show_reuse_rate(caller: Caller, query: shapes.AskedFigures) -> views.FiguresView:
    """A unit's figures, itself and below; with a definition also those of the units directly below."""
    catalogue = catalogues.current()
    unit, asked = _unit(caller, query.unit, catalogue), _period(query.period)
    found = figures.published(unit, asked.code, query.view)
    if found is None:
        raise NotFound("NOT_PUBLISHED", _NOT_PUBLISHED)
    children = {each.code for each in catalogue.units if each.parent == unit} if query.definition else set()
    all_ = figures.all_published(asked.code, query.view) if children else ()
    below = [each for each in all_ if each.unit in children]
    return spelling.figures(found, below, query.definition, catalogue)


@room.on("GET", "/reuse-rate/trend", roles=_READERS)
def show_trend(caller: Caller, query: shapes.AskedTrend) -> views.TrendView:
    """One indicator of a unit over the last periods of a kind; a year to date beside those of the years before."""
    catalogue = catalogues.current()
    unit, asked = _unit(caller, query.unit, catalogue), _period(query.period)
    return explaining.trend(query, unit, asked, catalogue)


@room.on("GET", "/reuse-rate/explain", roles=_READERS)
def explain_reuse_rate(caller: Caller, query: shapes.AskedDossiers) -> views.ExplainedPage:
    """The dossiers behind a figure, each with its reasons, as it stands now."""
    catalogue = catalogues.current()
    unit = _unit(caller, query.unit, catalogue)
    return explaining.page(query, unit, _period(query.period), catalogue)


@room.on("GET", "/reuse-rate/explain/{dossier_id}", roles=_READERS)
def explain_dossier(caller: Caller, dossier_id: str) -> views.ExplainedView:
    """Why one dossier counts in each indicator, or does not."""
    catalogue, found = catalogues.current(), dossiers.dossier(dossier_id)
    if found is None:
        raise NotFound("NO_SUCH_DOSSIER", "Không có hồ sơ này.")
    counted = explaining.dossier(found)
    _unit(caller, counted.unit, catalogue)
    in_force = [each for each in indicators.definitions() if each.is_in_force(counted.day)]
    return spelling.explained(counted, in_force, catalogue)


@room.on("GET", "/reuse-rate/advice", roles=_READERS)
def advise_unit(caller: Caller, query: shapes.AskedAdvice) -> views.AdviceView:
    """What would raise a unit's rate; which officers missed reuses is told to the unit's own head alone."""
    catalogue = catalogues.current()
    unit = _unit(caller, query.unit, catalogue)
    is_their_head = HEAD in caller.roles and unit_of(caller) == unit
    return explaining.advised(unit, _period(query.period), catalogue, with_officers=is_their_head)


@room.on("GET", "/reuse-rate/export", roles=_READERS)
def export_reuse_rate(caller: Caller, query: shapes.AskedExport) -> views.ExportView:
    """A link, good for five minutes, to the figures of a unit and all below it."""
    catalogue = catalogues.current()
    unit, asked = _unit(caller, query.unit, catalogue), _period(query.period)
    published = {each.unit: each for each in figures.all_published(asked.code, query.view)}
    found = [published[each] for each in rules.below(unit, published, catalogue.units_by_code)]
    if not found:
        raise NotFound("NOT_PUBLISHED", _NOT_PUBLISHED)
    units, definitions = catalogue.units_by_code, indicators.definitions()
    made = {
        shapes.Form.JSON: lambda: documents.as_json(found, unit, units, definitions),
        shapes.Form.CSV: lambda: documents.as_csv(found, units, definitions),
        shapes.Form.XLSX: lambda: documents.as_xlsx(found, units, definitions),
    }
    key, name = f"exports/{new_id()}", f"ty-le-su-dung-lai-{unit}-{asked.code}"
    snapshots.keep(key, query.format, made[query.format]())
    return views.ExportView(url=snapshots.link(key, query.format, file_name=name), file_name=f"{name}.{query.format}")


@room.on("POST", "/reuse-rate/periods/{code}/freeze", roles=frozenset({ADMINISTRATOR}))
def freeze_period(caller: Caller, code: str) -> views.FrozenView:
    """From here on this period's figures stand; what comes later is shown beside them as an adjustment."""
    asked = _period(code)
    if asked.last >= today():
        raise Conflict("PERIOD_NOT_OVER", "Kỳ báo cáo chưa kết thúc nên chưa thể chốt số liệu.")
    if not figures.all_published(asked.code, figure_words.View.AS_IT_WAS):
        raise Conflict("NOT_PUBLISHED", "Kỳ báo cáo chưa được công bố nên chưa thể chốt số liệu.")
    at = now()
    if not figures.freeze(asked.code, at=at, by=caller.person):
        raise Conflict("ALREADY_FROZEN", "Số liệu của kỳ báo cáo này đã được chốt.")
    return views.FrozenView(period=asked.code, frozen_at=at)


@room.on("GET", "/open-data/reuse-rate", public=True)
def open_reuse_rate(query: shapes.AskedOpenData) -> views.OpenDataView:
    """Anybody may see the reuse rate of every unit, but for numbers so small that they point at somebody."""
    asked, catalogue = _period(query.period), catalogues.current()
    published = figures.all_published(asked.code, figure_words.View.AS_IT_WAS)
    lines = [(each, line) for each in published if (line := each.line(indicators.REUSE))]
    hidden = rules.suppressed({each.unit: line for each, line in lines}, catalogue.units_by_code)
    chosen = explaining.definition(indicators.REUSE, asked)
    return views.OpenDataView(
        period=asked.code,
        definition=chosen.code,
        name=chosen.name,
        legal_basis=chosen.legal_basis,
        published_at=max((each.at for each in published), default=None),
        units=[
            spelling.open_figure(each, line, hidden=each.unit in hidden, catalogue=catalogue) for each, line in lines
        ],
    )


def _unit(caller: Caller, asked: str | None, catalogue: Catalogue) -> str:
    """The unit asked for, if the caller may see it: an administrator every one. Raises `NotFound`, `Malformed`."""
    if ADMINISTRATOR in caller.roles:
        if not (asked or caller.unit):
            raise Malformed("UNIT_MISSING", "Hãy cho biết đơn vị cần xem.")
        return asked or str(caller.unit)
    mine = unit_of(caller)
    unit = asked or mine
    if not rules.may_see(unit, mine, catalogue.units_by_code, on=today()):
        raise NotFound("NO_SUCH_UNIT", "Không có số liệu của đơn vị này, hoặc bạn không được xem.")
    return unit


def _period(code: str | None) -> Period:
    on = today()
    return periods.period(code, on=on) if code else periods.holding(on)[1]
