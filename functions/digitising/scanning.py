"""When an officer may scan, why, and what the scan becomes: look before you scan. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import date

from functions.digitising.rules import problem, refuse
from functions.digitising.words import PROBLEMS
from shared.domain.catalogue import Component, DocumentType, ValidityRule, Way
from shared.domain.desk import SCAN_REASONS, LookUp
from shared.domain.dossiers import Answer, Dossier
from shared.domain.errors import Conflict, Problem, Unacceptable


def refuse_scan_online(dossier: Dossier, component: Component) -> None:
    """Raises `Conflict` for a component of a dossier that came online, unless it was asked for since."""
    if not dossier.may_be_scanned(component.code):
        raise Conflict("ONLINE_NOT_SCANNED", PROBLEMS["ONLINE_NOT_SCANNED"].format(component=component.name))


def refuse_second_scan(answer: Answer | None, component: Component) -> None:
    """One scan at a time: the old one is taken back first, so that its file never lingers."""
    if answer and answer.resolution and answer.resolution.way is Way.SCAN:
        raise Conflict("ALREADY_SCANNED", PROBLEMS["ALREADY_SCANNED"].format(component=component.name))


def scan_reason(look_up: LookUp, reason: str) -> str:
    """The reason a scan is kept with. Raises `Unacceptable`, naming the coded ones, where one is needed."""
    if not look_up.offered:
        return "SCANNED"
    if reason not in SCAN_REASONS:
        raise Unacceptable(
            "SCAN_REASON_NEEDED",
            "Kho có giấy tờ phù hợp: hãy dùng giấy tờ đó, hoặc chọn lý do vẫn số hóa bản giấy.",
            [Problem(code, text, "reason") for code, text in SCAN_REASONS.items()],
        )
    return reason


def scanned_as(component: Component, wanted: str | None, types: Mapping[str, DocumentType]) -> str | None:
    """The type of paper a scan becomes in the owner's vault; None when it is only the dossier's.

    One paper of a list that is asked for together, and what a database knows, has no place there as one file. Raises
    `Unacceptable` for a type the component does not accept, or where several could be meant.
    """
    alone = [codes[0] for codes in component.accepts if len(codes) == 1]
    kept = [code for code in alone if code in types and not types[code].always_data and not types[code].wraps]
    if wanted is None and len(kept) > 1:
        refuse(component, [problem("DOCUMENT_TYPE_MISSING", component, "document_type")])
    if wanted is not None and wanted not in kept:
        refuse(component, [problem("DOCUMENT_TYPE_NOT_ACCEPTED", component, "document_type")])
    return wanted or next(iter(kept), None)


def undescribed(
    kind: DocumentType | None,
    component: Component,
    issued_on: date | None,
    purpose: str | None,
    purposes: Container[str],
) -> Iterator[Problem]:
    """What must be read on the paper for it to become one of the vault.

    A scan is signed today: without the paper's own date, an expired one would live again.
    """
    is_timed = kind and kind.validity in (ValidityRule.MONTHS, ValidityRule.END_OF_YEAR)
    if kind and kind.purpose_bound and purpose not in purposes:
        yield problem("PURPOSE_MISSING", component, "purpose")
    if issued_on is None and kind and (is_timed or component.max_age_months):
        yield problem("ISSUED_ON_MISSING", component, "issued_on")


def replaced_scan(before: Dossier, after: Dossier, component: str) -> str | None:
    """The upload of a scan that answers nothing any more and never became a paper of the vault."""
    answer = before.answer(component)
    scan = answer.resolution if answer else None
    if scan is None or scan.way is not Way.SCAN or scan.items or scan.attachment is None:
        return None
    return None if scan.attachment.upload in after.attachments() else scan.attachment.upload
