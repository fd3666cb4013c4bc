"""An import document becomes a catalogue, or is told everything that is wrong with it, each fault with its place."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from functions.catalogue.coherence import Draft, incoherences
from functions.catalogue.words import fault
from shared.domain.catalogue import Case, Catalogue, DocumentType, Procedure, Unit
from shared.domain.errors import Problem, Unacceptable
from shared.domain.issuers import IssuerCertificate
from shared.domain.text import normalised
from shared.domain.working_time import Calendar

Entry = TypeVar("Entry")

FAULTS_TOLD = 500
_DEEPEST = 10
_AT_MOST = {"name": 200, "short_name": 30}  # letters, by field; Zalo takes thirty
_TEXT_AT_MOST = 2000
_NEEDED, _OPTIONAL = ("document_types", "procedures", "units"), ("purposes", "calendars", "issuers")

# pydantic's error types → our codes; what is not here is INVALID.
_CODES: Mapping[str, str] = {
    "missing": "FIELD_MISSING",
    "unexpected_keyword_argument": "FIELD_UNKNOWN",
    "string_type": "NOT_TEXT",
    "int_type": "NOT_A_NUMBER",
    "bool_type": "NOT_YES_OR_NO",
    "tuple_type": "NOT_A_LIST",
    "dataclass_type": "NOT_AN_OBJECT",
    "enum": "NOT_AN_OPTION",
    "date_type": "NOT_A_DATE",
    "date_parsing": "NOT_A_DATE",
    "date_from_datetime_parsing": "NOT_A_DATE",
    "date_from_datetime_inexact": "NOT_A_DATE",
    "time_type": "NOT_A_TIME",
    "time_parsing": "NOT_A_TIME",
}


def read_catalogue(document: object, *, version: str) -> Catalogue:
    """The catalogue a JSON document describes, its text in NFC, successors of units filled in.

    Raises `Unacceptable` with every fault and its place, as in `procedures[3].components[2].accepts[0][0]`.
    """
    faults: list[Problem] = []
    sections = _sections(_tidied(document, "", faults), faults)
    draft = Draft(
        document_types=_entries(DocumentType, "document_types", sections, faults),
        purposes=_entries(Case, "purposes", sections, faults),
        procedures=_entries(Procedure, "procedures", sections, faults),
        units=_entries(Unit, "units", sections, faults),
        calendars=_entries(Calendar, "calendars", sections, faults),
        issuers=_entries(IssuerCertificate, "issuers", sections, faults),
        codes={name: _declared(entries) for name, entries in sections.items()},
    )
    faults += incoherences(draft)
    if faults:
        raise Unacceptable("CATALOGUE_FAULTY", f"Danh mục có {len(faults)} lỗi nên chưa được nhập.", _told(faults))
    return Catalogue(
        version=version,
        document_types=tuple(draft.document_types.values()),
        purposes=tuple(draft.purposes.values()),
        procedures=tuple(draft.procedures.values()),
        units=with_successors(draft.units.values()),
        calendars=tuple(draft.calendars.values()),
        issuers=tuple(draft.issuers.values()),
    )


def with_successors(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """The same units, each knowing who came after it."""
    everyone = tuple(units)
    successors = defaultdict(list)
    for unit in everyone:
        for each in unit.predecessors:
            successors[each].append(unit.code)
    return tuple(replace(unit, successors=tuple(successors[unit.code])) for unit in everyone)


def _tidied(value: Any, place: str, faults: list[Problem], *, depth: int = 0) -> Any:
    """The same document with its text normalised; text too long or a name of nothing is a fault."""
    if depth > _DEEPEST:
        faults.append(fault("TOO_DEEP", place))
        return None
    if isinstance(value, list):
        return [_tidied(each, f"{place}[{n}]", faults, depth=depth + 1) for n, each in enumerate(value)]
    if isinstance(value, dict):
        within = f"{place}." if place else ""
        return {key: _tidied(each, f"{within}{key[:64]}", faults, depth=depth + 1) for key, each in value.items()}
    return _tidied_text(value, place, faults) if isinstance(value, str) else value


def _tidied_text(text: str, place: str, faults: list[Problem]) -> str:
    field = place.rpartition(".")[2]
    most = _AT_MOST.get(field, _TEXT_AT_MOST)
    tidy = normalised(text[: most + 1]) if len(text) > 2 * most else normalised(text)
    if len(tidy) > most:
        faults.append(fault("TOO_LONG", place, most))
    if field == "name" and not tidy:
        faults.append(fault("NAME_EMPTY", place))
    return tidy


def _sections(document: Any, faults: list[Problem]) -> dict[str, list[Any]]:
    if not isinstance(document, dict):
        raise Unacceptable("CATALOGUE_FAULTY", "Danh mục phải là một đối tượng JSON.")
    faults += [fault("FIELD_UNKNOWN", key[:64]) for key in document if key not in _NEEDED + _OPTIONAL]
    faults += [fault("FIELD_MISSING", key) for key in _NEEDED if key not in document]
    given = {key: document.get(key, []) for key in _NEEDED + _OPTIONAL}
    faults += [fault("NOT_A_LIST", key) for key, entries in given.items() if not isinstance(entries, list)]
    return {key: entries if isinstance(entries, list) else [] for key, entries in given.items()}


def _entries(
    kind: type[Entry], name: str, sections: Mapping[str, list[Any]], faults: list[Problem]
) -> dict[int, Entry]:
    """The readable entries of a section by their place. Strict, as JSON: a number is never text, nor `1` true."""
    found: dict[int, Entry] = {}
    adapter = TypeAdapter(kind)
    for n, raw in enumerate(sections[name]):
        try:
            found[n] = adapter.validate_json(json.dumps(raw), strict=True, extra="forbid")
        except ValidationError as error:
            faults += [_told_by(each, f"{name}[{n}]") for each in error.errors(include_url=False, include_input=False)]
    return found


def _told_by(error: Any, place: str) -> Problem:
    where = place + "".join(f"[{step}]" if isinstance(step, int) else f".{step[:64]}" for step in error["loc"])
    options = str(error.get("ctx", {}).get("expected", "")).replace(" or ", ", ")
    return fault(_CODES.get(error["type"], "INVALID"), where, options)


def _declared(entries: Iterable[Any]) -> frozenset[str]:
    codes = (each.get("code") for each in entries if isinstance(each, dict))
    return frozenset(code for code in codes if isinstance(code, str))


def _told(faults: list[Problem]) -> list[Problem]:
    """No answer grows with the malice of its question."""
    more = len(faults) - FAULTS_TOLD
    return faults if more <= 0 else [*faults[:FAULTS_TOLD], fault("AND_MORE", None, more)]
