"""What may be announced: everything that speaks against an upload before a byte of it is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from functions.uploads.words import PROBLEMS
from shared.domain.catalogue import Component, DocumentType, Way
from shared.domain.errors import Problem
from shared.domain.items import Item, ItemState, Origin, inconsistent_dates
from shared.domain.uploads import Upload, file_problems


def problems(
    upload: Upload,
    *,
    types: Mapping[str, DocumentType],
    purposes: frozenset[str],
    component: Component | None,
    cases: frozenset[str],
    replaced: Item | None,
    on: date,
) -> tuple[Problem, ...]:
    """Everything that speaks against an announcement, all at once; nothing when it may be sent.

    `component` is the one of `upload.dossier`, `cases` that dossier's; `replaced` is the item of `upload.replaces`.
    """
    said = upload.description
    return (
        *file_problems(upload.file_name, upload.size),
        *_of_type(upload, types, component),
        *_of_purpose(upload, types, purposes),
        *inconsistent_dates(said.issued_on, said.valid_from, said.valid_until, on=on),
        *_of_component(upload, component, cases),
        *_of_replacing(upload, replaced),
    )


def _of_type(upload: Upload, types: Mapping[str, DocumentType], component: Component | None) -> Iterator[Problem]:
    if upload.document_type is None:
        if component is None or Way.UPLOAD not in component.ways:
            yield _problem("DOCUMENT_TYPE_MISSING", "document_type")
            if upload.kind is None:
                yield _problem("KIND_MISSING", "kind")
        return
    if upload.kind is None:
        yield _problem("KIND_MISSING", "kind")
    if code := _against_code(upload.document_type, types):
        yield _problem(code, "document_type")
    else:
        yield from _of_copy(upload, types)


def _of_copy(upload: Upload, types: Mapping[str, DocumentType]) -> Iterator[Problem]:
    """A wrapper counts as the paper inside it, so it must say which; nothing else may."""
    wraps = types[upload.document_type or ""].wraps
    if not wraps and upload.copy_of:
        yield _problem("COPY_OF_NOT_ASKED", "copy_of")
    elif wraps and not upload.copy_of:
        yield _problem("COPY_OF_MISSING", "copy_of")
    elif upload.copy_of and (code := _against_code(upload.copy_of, types)):
        yield _problem(code, "copy_of")
    elif upload.copy_of and types[upload.copy_of].wraps:
        yield _problem("COPY_OF_COPY", "copy_of")


def _against_code(code: str, types: Mapping[str, DocumentType]) -> str | None:
    if code not in types:
        return "DOCUMENT_TYPE_UNKNOWN"
    return "NEVER_A_FILE" if types[code].is_never_a_file else None


def _of_purpose(upload: Upload, types: Mapping[str, DocumentType], purposes: frozenset[str]) -> Iterator[Problem]:
    purpose = upload.description.purpose
    kind = types.get(upload.counts_as or "")
    if purpose is None and kind and kind.purpose_bound:
        yield _problem("PURPOSE_MISSING", "purpose")
    if purpose is not None and purpose not in purposes:
        yield _problem("PURPOSE_UNKNOWN", "purpose")


def _of_component(upload: Upload, component: Component | None, cases: frozenset[str]) -> Iterator[Problem]:
    if component is None:
        if upload.dossier or upload.component:
            yield _problem("DOSSIER_AND_COMPONENT", "component" if upload.dossier else "dossier")
        return
    if not component.applies_to(cases):
        yield _problem("COMPONENT_NOT_APPLICABLE", "component")
    if Way.UPLOAD not in component.ways and not component.is_answered_from_vault:
        yield _problem("COMPONENT_TAKES_NO_FILE", "component")
    elif upload.counts_as and not (component.is_answered_from_vault and upload.counts_as in component.accepted_types):
        yield _problem("COMPONENT_TAKES_OTHER_TYPE", "document_type")


def _of_replacing(upload: Upload, replaced: Item | None) -> Iterator[Problem]:
    if replaced is None:
        return
    if replaced.origin is not Origin.DEPOSITED:
        yield _problem("ISSUED_NOT_REPLACED", "replaces")
    elif replaced.state is ItemState.WITHDRAWN:
        yield _problem("WITHDRAWN_NOT_REPLACED", "replaces")
    if (upload.document_type, upload.copy_of) != (replaced.document_type, replaced.copy_of):
        yield _problem("REPLACED_BY_OTHER_TYPE", "document_type")
    if upload.kind is not replaced.kind:
        yield _problem("REPLACED_BY_OTHER_KIND", "kind")


def _problem(code: str, where: str) -> Problem:
    return Problem(code, PROBLEMS[code], where)
