"""What administrators read of the catalogue: versions, what another one changes, units of all times, registrations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from functions.catalogue import admin_shapes, lineage
from functions.catalogue.changes import Changed, Section
from functions.catalogue.spelling import named, whole_years
from functions.catalogue.words import CAME, FIELDS, SECTIONS, SIGNS_AS, STANDINGS
from shared.domain.catalogue import Catalogue, Unit
from shared.domain.issuers import IssuerCertificate
from shared.domain.text import folded
from shared.domain.units import continued_by
from shared.storage.catalogues import Pointer

TOLD = 100  # entries of one list: who changes thousands looks at the document


def changes(sections: Iterable[Section], after: Catalogue, *, against: Pointer | None) -> admin_shapes.ChangesView:
    told = tuple(sections)
    return admin_shapes.ChangesView(
        against=against.version if against else None,
        is_same=all(each.is_same for each in told),
        sections=[_section(each) for each in told],
        years=whole_years(after),
    )


def _section(section: Section) -> admin_shapes.SectionView:
    return admin_shapes.SectionView(
        section=section.name,
        name=SECTIONS[section.name],
        before=section.before,
        after=section.after,
        added=_changed(section.added),
        added_total=len(section.added),
        removed=_changed(section.removed),
        removed_total=len(section.removed),
        changed=_changed(section.changed),
        changed_total=len(section.changed),
    )


def _changed(entries: tuple[Changed, ...]) -> list[admin_shapes.ChangeView]:
    return [
        admin_shapes.ChangeView(code=each.code, name=each.name, fields=[FIELDS.get(name, name) for name in each.fields])
        for each in entries[:TOLD]
    ]


def version(
    found: Pointer, names: Mapping[str, str], units: Mapping[str, Unit], *, current: str
) -> admin_shapes.VersionView:
    about = units[found.about].name if found.about in units else found.about
    return admin_shapes.VersionView(
        version=found.version,
        since=found.imported_at,
        by=names.get(found.imported_by, ""),
        came=found.came,
        came_text=CAME[found.came].format(about=about),
        is_current=found.version == current,
    )


def unit(found: Unit, catalogue: Catalogue, times: Counter[str], *, on: date) -> admin_shapes.UnitSummary:
    parent = catalogue.units_by_code.get(found.parent or "")
    return admin_shapes.UnitSummary(
        code=found.code,
        name=found.name,
        kind=found.kind,
        level=found.level,
        parent=named(parent) if parent else None,
        valid_from=found.valid_from,
        valid_until=found.valid_until,
        exists=found.exists_on(on),
        namesakes=times[folded(found.name)] - 1,
    )


def unit_over_time(found: Unit, catalogue: Catalogue, *, on: date) -> admin_shapes.UnitOverTime:
    by_code, times = catalogue.units_by_code, lineage.times_named(catalogue)

    def summaries(units: Iterable[Unit]) -> list[admin_shapes.UnitSummary]:
        return [unit(each, catalogue, times, on=on) for each in units]

    return admin_shapes.UnitOverTime(
        **unit(found, catalogue, times, on=on).model_dump(),
        note=found.note,
        predecessors=summaries(by_code[code] for code in found.predecessors),
        successors=summaries(by_code[code] for code in found.successors),
        continued_by=[named(by_code[code]) for code in sorted(continued_by(found.code, by_code, on=on) - {found.code})],
        below=summaries(lineage.below(found, catalogue.units, on=on)),
        same_name=summaries(lineage.namesakes(found, catalogue.units)),
        issuers=[issuer(each, by_code, on=on) for each in lineage.registrations(catalogue, unit=found.code)],
    )


def issuer(found: IssuerCertificate, units: Mapping[str, Unit], *, on: date) -> admin_shapes.IssuerView:
    standing = "current" if lineage.speaks_on(found, on) else "to_come" if on < found.valid_from else "ended"
    return admin_shapes.IssuerView(
        certificate=found.certificate,
        unit=named(units[found.unit]),
        kind=found.kind,
        kind_name=SIGNS_AS[found.kind],
        organisation=found.organisation,
        valid_from=found.valid_from,
        valid_until=found.valid_until,
        standing=standing,
        standing_name=STANDINGS[standing],
    )
