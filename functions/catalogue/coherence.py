"""Whether the parts of a catalogue agree with one another: every code known, every date in order, nothing circular."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from functions.catalogue.calendars import incoherent_calendar
from functions.catalogue.registering import incoherent_issuers
from functions.catalogue.words import fault
from shared.domain.catalogue import (
    OFFERED_WAYS,
    Case,
    Component,
    DocumentType,
    Procedure,
    Unit,
    ValidityRule,
    Way,
)
from shared.domain.errors import Problem
from shared.domain.issuers import IssuerCertificate
from shared.domain.working_time import Calendar, Counted, TimeLimit

_CODE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_UNIT_CODE = re.compile(r"[A-Y][0-9]{2}(\.[0-9]{2,3}){0,3}")
_MONTHS_AT_MOST = 1200
_SHEETS_AT_MOST = 1000
_LONGEST_LIMIT = 1000  # days or hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What could be read of a catalogue, each entry by its place in its section.

    `codes` are all that a section declares, those of unreadable entries too: one fault does not breed others.
    """

    document_types: Mapping[int, DocumentType]
    purposes: Mapping[int, Case]
    procedures: Mapping[int, Procedure]
    units: Mapping[int, Unit]
    calendars: Mapping[int, Calendar]
    issuers: Mapping[int, IssuerCertificate]
    codes: Mapping[str, frozenset[str]]


def incoherences(draft: Draft) -> Iterator[Problem]:
    """Everything in which the parts contradict one another or themselves."""
    yield from _codes("purposes", draft.purposes)
    yield from _codes("document_types", draft.document_types)
    yield from _codes("procedures", draft.procedures)
    yield from _codes("units", draft.units, form=_UNIT_CODE)
    for n, kind in draft.document_types.items():
        yield from _of_type(kind, f"document_types[{n}]")
    types = {each.code: each for each in draft.document_types.values()}
    for n, procedure in draft.procedures.items():
        yield from _of_procedure(procedure, f"procedures[{n}]", draft.codes, types)
    yield from _of_units(draft.units, draft.codes["units"])
    yield from incoherent_issuers(draft.issuers, draft.units, draft.codes["units"])
    for n, calendar in draft.calendars.items():
        yield from incoherent_calendar(calendar, f"calendars[{n}]", draft.codes["units"])


def _codes(
    section: str,
    entries: Mapping[int, Case | Component | DocumentType | Procedure | Unit],
    *,
    form: re.Pattern[str] = _CODE,
) -> Iterator[Problem]:
    seen: set[str] = set()
    for n, entry in entries.items():
        where = f"{section}[{n}].code"
        if not form.fullmatch(entry.code):
            yield fault("BAD_CODE", where, entry.code[:64])
        elif entry.code in seen:
            yield fault("CODE_TWICE", where, entry.code)
        seen.add(entry.code)


def _of_type(kind: DocumentType, where: str) -> Iterator[Problem]:
    if kind.validity is ValidityRule.MONTHS:
        if not 1 <= (kind.months or 0) <= _MONTHS_AT_MOST:
            yield fault("MONTHS_MISSING", f"{where}.months")
    elif kind.months is not None:
        yield fault("MONTHS_USELESS", f"{where}.months")


def _of_procedure(
    procedure: Procedure, where: str, codes: Mapping[str, frozenset[str]], types: Mapping[str, DocumentType]
) -> Iterator[Problem]:
    yield from _codes(f"{where}.cases", dict(enumerate(procedure.cases)))
    yield from _codes(f"{where}.components", dict(enumerate(procedure.components)))
    yield from _unknown("TYPE_UNKNOWN", f"{where}.results", procedure.results, codes["document_types"])
    yield from _unknown("UNIT_UNKNOWN", f"{where}.units", procedure.units, codes["units"])
    yield from _dates(procedure, where)
    if procedure.limit:
        yield from _of_limit(procedure.limit, f"{where}.limit")
    if not procedure.components:
        yield fault("COMPONENTS_MISSING", f"{where}.components")
    if not procedure.levels and not procedure.units:
        yield fault("NOBODY_RECEIVES", f"{where}.levels")
    cases = frozenset(each.code for each in procedure.cases)
    for n, component in enumerate(procedure.components):
        place = f"{where}.components[{n}]"
        if component.case is not None and component.case not in cases:
            yield fault("CASE_UNKNOWN", f"{place}.case", component.case)
        yield from _of_component(component, place, codes)
        yield from _of_accepted(component, place, codes["document_types"], types)


def _of_limit(limit: TimeLimit, where: str) -> Iterator[Problem]:
    least = 0 if limit.counted is Counted.WORKING_DAYS else 1
    if not least <= limit.number <= _LONGEST_LIMIT:
        yield fault("OUT_OF_RANGE", f"{where}.number", f"{least} đến {_LONGEST_LIMIT}")
    if limit.cutoff and limit.cutoff.tzinfo:
        yield fault("NOT_A_TIME", f"{where}.cutoff")


def _of_component(component: Component, where: str, codes: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    if not component.ways:
        yield fault("WAY_MISSING", f"{where}.ways")
    for way in set(component.ways) - OFFERED_WAYS:
        yield fault("WAY_NOT_OFFERED", f"{where}.ways", way)
    if Way.VAULT in component.ways and not component.accepts:
        yield fault("ACCEPTS_MISSING", f"{where}.accepts")
    if component.purpose is not None and component.purpose not in codes["purposes"]:
        yield fault("PURPOSE_UNKNOWN", f"{where}.purpose", component.purpose)
    if component.max_age_months is not None and not 1 <= component.max_age_months <= _MONTHS_AT_MOST:
        yield fault("OUT_OF_RANGE", f"{where}.max_age_months", f"1 đến {_MONTHS_AT_MOST}")
    for name, count in (("originals", component.originals), ("copies", component.copies)):
        if not 0 <= count <= _SHEETS_AT_MOST:
            yield fault("OUT_OF_RANGE", f"{where}.{name}", f"0 đến {_SHEETS_AT_MOST}")


def _of_accepted(
    component: Component, where: str, known: frozenset[str], types: Mapping[str, DocumentType]
) -> Iterator[Problem]:
    for n, codes in enumerate(component.accepts):
        place = f"{where}.accepts[{n}]"
        yield from _unknown("TYPE_UNKNOWN", place, codes, known)
        if not codes:
            yield fault("LIST_EMPTY", place)
        elif len(set(codes)) < len(codes) or _asks_more_than_another(component.accepts, n):
            yield fault("LIST_CONTAINED", place)
        for m, code in enumerate(codes):
            kind = types.get(code)
            if kind and kind.wraps:
                yield fault("TYPE_WRAPS", f"{place}[{m}]", code)
            if kind and kind.purpose_bound and component.is_answered_from_vault and component.purpose is None:
                yield fault("PURPOSE_MISSING", f"{where}.purpose", code)


def _asks_more_than_another(lists: tuple[tuple[str, ...], ...], n: int) -> bool:
    """An earlier list may be the same; a list of any place may ask for less."""
    asked = set(lists[n])
    return any(set(other) and (set(other) < asked or (m < n and set(other) == asked)) for m, other in enumerate(lists))


def _of_units(units: Mapping[int, Unit], known: frozenset[str]) -> Iterator[Problem]:
    by_code = {each.code: each for each in units.values()}
    below = _circular({code: (unit.parent,) if unit.parent else () for code, unit in by_code.items()})
    after = _circular({code: unit.predecessors for code, unit in by_code.items()})
    for n, unit in units.items():
        where = f"units[{n}]"
        yield from _dates(unit, where)
        yield from _unknown("UNIT_UNKNOWN", f"{where}.predecessors", unit.predecessors, known)
        if unit.parent is not None and unit.parent not in known:
            yield fault("UNIT_UNKNOWN", f"{where}.parent", unit.parent)
        if unit.code in below:
            yield fault("UNIT_CYCLE", f"{where}.parent", unit.code)
        if unit.code in after:
            yield fault("UNIT_CYCLE", f"{where}.predecessors", unit.code)
        if unit.successors:
            yield fault("DERIVED", f"{where}.successors")


def _circular(edges: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The codes from which one comes back to where one was."""
    back: dict[str, list[str]] = {code: [] for code in edges}
    for code, followed in edges.items():
        for each in followed:
            back.setdefault(each, []).append(code)
    return _blocked(edges) & _blocked(back)


def _blocked(edges: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The codes that no walk from an end arrives at, because a circle is in between."""
    sorter = TopologicalSorter(edges)
    with suppress(CycleError):  # the sorter goes on as far as circles let it
        sorter.prepare()
    arrived: set[str] = set()
    while ready := sorter.get_ready():
        arrived.update(ready)
        sorter.done(*ready)
    return frozenset(edges) - arrived


def _dates(dated: Procedure | Unit, where: str) -> Iterator[Problem]:
    if dated.valid_from and dated.valid_until and dated.valid_until < dated.valid_from:
        yield fault("DATES_REVERSED", f"{where}.valid_until")


def _unknown(code: str, where: str, named: Iterable[str], known: frozenset[str]) -> Iterator[Problem]:
    return (fault(code, f"{where}[{n}]", each[:64]) for n, each in enumerate(named) if each not in known)
