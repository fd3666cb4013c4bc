"""An upload as who sent it reads it: how far it is, and why a file is not (yet) usable."""

from __future__ import annotations

from functions.uploads import shapes, words
from shared.clock import now
from shared.domain.errors import Conflict, Problem
from shared.domain.items import KIND_NAMES
from shared.domain.uploads import UPLOAD_STATE_NAMES, Upload, UploadState
from shared.storage import catalogues
from shared.web import sending
from shared.web.reasons import said

announced = sending.form_of


def spelled_out(upload: Upload) -> shapes.UploadView:
    """How far an upload is, with every reason in words."""
    state = upload.state_at(now())
    reasons = ("UPLOAD_EXPIRED",) if state is UploadState.EXPIRED else upload.reasons
    return shapes.UploadView(
        id=upload.id,
        state=state,
        state_name=UPLOAD_STATE_NAMES[state],
        sentence=words.progress(state, reasons, item=upload.item, attached=upload.attached, use=upload.use),
        reasons=[shapes.ReasonView(code=each, **said(each)._asdict()) for each in reasons],
        file_name=upload.file_name,
        size=upload.size,
        kind=upload.kind,
        kind_name=KIND_NAMES[upload.kind] if upload.kind else None,
        document_type=upload.document_type,
        document_type_name=_type_name(upload.document_type),
        announced_at=upload.announced_at,
        decided_at=upload.decided_at,
        item=upload.item,
        replaces=upload.replaces,
        dossier=upload.dossier,
        component=upload.component,
        attached=upload.attached,
    )


def already_held(item: str) -> Conflict:
    sentence, remedy = said("ALREADY_IN_VAULT")
    found = Problem("ALREADY_IN_VAULT", f"{sentence} {remedy}", f"/vault/items/{item}")
    return Conflict("ALREADY_IN_VAULT", sentence, [found])


def _type_name(code: str | None) -> str | None:
    known = catalogues.current().types.get(code) if code else None
    return known.name if known else code
