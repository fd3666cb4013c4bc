"""An upload as who sent it reads it: how far it is, and why a file is not (yet) usable."""

from __future__ import annotations

from dataclasses import dataclass

from functions.uploads import shapes, words
from shared.clock import VIETNAM, now
from shared.domain.errors import Conflict, Problem
from shared.domain.items import KIND_NAMES, Item, ItemState
from shared.domain.matching_words import Said
from shared.domain.uploads import UPLOAD_STATE_NAMES, Upload, UploadState, Use
from shared.storage import catalogues, items, known_files
from shared.web import sending
from shared.web.desk import unit_name
from shared.web.reasons import said

CORRECTED = "CORRECTED_BY_AGENCY"
announced = sending.form_of


def spelled_out(upload: Upload) -> shapes.UploadView:
    """How far an upload is, with every reason in words."""
    state = upload.state_at(now())
    correction = _corrected(upload) if CORRECTED in upload.reasons else None
    reasons = ("UPLOAD_EXPIRED",) if state is UploadState.EXPIRED else upload.reasons
    return shapes.UploadView(
        id=upload.id,
        state=state,
        state_name=UPLOAD_STATE_NAMES[state],
        sentence=words.progress(state, reasons, item=upload.item, attached=upload.attached, use=upload.use),
        reasons=[shapes.ReasonView(code=each, **_why(each, correction)._asdict()) for each in reasons],
        file_name=upload.file_name,
        size=upload.size,
        kind=upload.kind,
        kind_name=KIND_NAMES[upload.kind] if upload.kind else None,
        document_type=upload.document_type,
        document_type_name=_type_name(upload.document_type),
        announced_at=upload.announced_at,
        decided_at=upload.decided_at,
        item=upload.item or (correction.paper.id if correction and correction.paper else None),
        replaces=upload.replaces,
        dossier=upload.dossier,
        component=upload.component,
        attached=upload.attached,
    )


def _why(code: str, correction: _Corrected | None) -> Said:
    return correction.said if correction and code == CORRECTED else said(code)


def already_held(item: str) -> Conflict:
    sentence, remedy = said("ALREADY_IN_VAULT")
    found = Problem("ALREADY_IN_VAULT", f"{sentence} {remedy}", f"/vault/items/{item}")
    return Conflict("ALREADY_IN_VAULT", sentence, [found])


def corrected(upload: Upload) -> Conflict | None:
    """The refusal of a file that an agency has corrected; None for any other."""
    found = _corrected(upload)
    if found is None:
        return None
    where = f"/vault/items/{found.paper.id}" if found.paper else None
    told = Problem(CORRECTED, f"{found.said.sentence} {found.said.remedy}", where)
    return Conflict(CORRECTED, found.said.sentence, [told])


@dataclass(frozen=True, slots=True)
class _Corrected:
    """By whom and when a file was corrected, in words; the paper itself only where its vault has it."""

    said: Said
    paper: Item | None


def _corrected(upload: Upload) -> _Corrected | None:
    by = known_files.correction(upload.sha256)
    if by is None:
        return None
    item = items.item(by.item) if upload.use is Use.DEPOSIT else None
    paper = item if item and upload.vault in item.holders and item.state is not ItemState.REMOVED else None
    unit, day = unit_name(by.unit), f"{by.at.astimezone(VIETNAM):%d/%m/%Y}"
    if paper is None:
        sentence = f"Tệp tin này là bản có sai sót mà {unit} đã đính chính ngày {day}."
        return _Corrected(Said(sentence, f"Dùng bản đã đính chính; nếu chưa có, hãy liên hệ {unit}."), None)
    sentence = (
        f"Tệp tin này có sai sót; {unit} đã đính chính ngày {day} bằng phiên bản {by.version} của “{paper.title}”."
    )
    return _Corrected(Said(sentence, "Dùng phiên bản mới trong Kho."), paper)


def _type_name(code: str | None) -> str | None:
    known = catalogues.current().types.get(code) if code else None
    return known.name if known else code
