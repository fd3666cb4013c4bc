"""Whether a calendar makes sense: every day once and within its years, office hours one after another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from functions.catalogue.words import fault
from shared.domain.errors import Problem
from shared.domain.working_time import Calendar, OfficeHours

_YEARS = range(2000, 2101)


def incoherent_calendar(calendar: Calendar, where: str, units: frozenset[str]) -> Iterator[Problem]:
    if calendar.unit is not None and calendar.unit not in units:
        yield fault("UNIT_UNKNOWN", f"{where}.unit", calendar.unit)
    seen: set[date] = set()
    for name, days in (("holidays", calendar.holidays), ("working_days", calendar.working_days)):
        for n, each in enumerate(days):
            if each.day in seen:
                yield fault("DAY_TWICE", f"{where}.{name}[{n}]", each.day)
            if calendar.unit is None and each.day.year not in calendar.years:
                yield fault("DAY_OUTSIDE_YEARS", f"{where}.{name}[{n}]", each.day)
            seen.add(each.day)
    for n, year in enumerate(calendar.years):
        if year not in _YEARS:
            yield fault("OUT_OF_RANGE", f"{where}.years[{n}]", f"{_YEARS[0]} đến {_YEARS[-1]}")
    yield from _of_hours(calendar.hours, f"{where}.hours")


def _of_hours(hours: tuple[OfficeHours, ...], where: str) -> Iterator[Problem]:
    before = None
    for n, each in enumerate(hours):
        if each.opens.tzinfo or each.closes.tzinfo:
            yield fault("NOT_A_TIME", f"{where}[{n}]")
        elif each.closes <= each.opens or (before and each.opens < before):
            yield fault("HOURS_REVERSED", f"{where}[{n}]")
        else:
            before = each.closes
