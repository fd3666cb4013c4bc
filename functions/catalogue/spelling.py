"""The catalogue as its readers see it: codes beside names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from functions.catalogue import shapes
from functions.catalogue.rules import Branch
from shared.domain.catalogue import Case, Catalogue, Component, DocumentType, Procedure, Unit
from shared.storage.catalogues import Pointer


def overview(catalogue: Catalogue, pointer: Pointer, *, on: date) -> shapes.CatalogueView:
    years = whole_years(catalogue)
    return shapes.CatalogueView(
        version=pointer.version,
        imported_at=pointer.imported_at,
        document_types=len(catalogue.document_types),
        procedures=len(catalogue.procedures),
        components=sum(len(each.components) for each in catalogue.procedures),
        units=len(catalogue.units),
        issuers=len(catalogue.issuers),
        purposes=[named(each) for each in catalogue.purposes],
        years=years,
        years_missing=[each for each in (on.year, on.year + 1) if each not in years],
    )


def whole_years(catalogue: Catalogue) -> list[int]:
    return sorted({year for each in catalogue.calendars if each.unit is None for year in each.years})


def summary(procedure: Procedure) -> shapes.ProcedureSummary:
    return shapes.ProcedureSummary(
        code=procedure.code,
        name=procedure.name,
        field=procedure.field,
        levels=list(procedure.levels),
        time_limit=procedure.time_limit,
        time_limit_status=procedure.time_limit_status,
        fee=procedure.fee,
        code_status=procedure.code_status,
    )


def spelled_out(procedure: Procedure, catalogue: Catalogue) -> shapes.ProcedureView:
    return shapes.ProcedureView(
        **dict(summary(procedure)),
        cases=[named(each) for each in procedure.cases],
        components=[_requirement(each, catalogue) for each in procedure.components],
        results=_types(procedure.results, catalogue),
        units=[named(catalogue.units_by_code[code]) for code in procedure.units],
        valid_from=procedure.valid_from,
        valid_until=procedure.valid_until,
        note=procedure.note,
    )


def _requirement(component: Component, catalogue: Catalogue) -> shapes.RequirementView:
    purpose = next((each for each in catalogue.purposes if each.code == component.purpose), None)
    return shapes.RequirementView(
        code=component.code,
        name=component.name,
        ways=list(component.ways),
        accepts=[_types(codes, catalogue) for codes in component.accepts],
        required=component.required,
        case=component.case,
        purpose=named(purpose) if purpose else None,
        max_age_months=component.max_age_months,
        ask_anew=component.ask_anew,
        originals=component.originals,
        copies=component.copies,
    )


def _types(codes: Iterable[str], catalogue: Catalogue) -> list[shapes.CodedName]:
    return [named(catalogue.types[code]) for code in codes]


def document_type(kind: DocumentType) -> shapes.DocumentTypeView:
    return shapes.DocumentTypeView(
        code=kind.code,
        name=kind.name,
        validity=kind.validity,
        months=kind.months,
        validity_text=kind.validity_text,
        validity_status=kind.validity_status,
        purpose_bound=kind.purpose_bound,
        wraps=kind.wraps,
        always_data=kind.always_data,
        data_source=kind.data_source,
        code_status=kind.code_status,
        note=kind.note,
    )


def branch(grown: Branch) -> shapes.UnitBranch:
    unit = grown.unit
    return shapes.UnitBranch(
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        level=unit.level,
        valid_from=unit.valid_from,
        valid_until=unit.valid_until,
        predecessors=list(unit.predecessors),
        successors=list(unit.successors),
        note=unit.note,
        below=[branch(each) for each in grown.below],
    )


def named(each: Case | DocumentType | Unit) -> shapes.CodedName:
    return shapes.CodedName(code=each.code, name=each.name)
