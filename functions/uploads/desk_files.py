"""What officers send: scans of what people brought, and results; each decided with its dossier in one transaction."""

from __future__ import annotations

from functions.uploads import officers
from functions.uploads.judging import policy_of
from functions.uploads.outcomes import Found
from shared.clock import now
from shared.domain.uploads import Upload, UploadState
from shared.storage import catalogues, dossiers, items, uploads
from shared.storage.table import Write
from shared.web import closing
from shared.web.acted import procedure_of
from shared.web.logs import decided


def scanned(upload: Upload, found: Found) -> tuple[Upload, list[Write]]:
    """A scan of one component, looked at anew each time it is tried."""
    return _settled(officers.scan(upload, found, _desk(upload)), found)


def resulted(upload: Upload, found: Found) -> tuple[Upload, list[Write]]:
    """A result of a dossier; closing delivers it."""
    return _settled(officers.result(upload, found, _desk(upload), policy_of(upload)), found)


def close_by_itself(id: str) -> None:
    """A result of a batch that was accepted closes its dossier, where nothing else is left to do.

    Whoever died between the two is told again, and finds the dossier as it is.
    """
    upload = uploads.upload(id)
    if upload and upload.dossier and upload.state is UploadState.ACCEPTED:
        is_done = closing.closed_by_itself(upload.dossier, person=upload.person, unit=upload.unit or "")
        decided("batch.closed" if is_done else "batch.left_open", upload=id, dossier=upload.dossier)


def _desk(upload: Upload) -> officers.Desk:
    dossier = dossiers.dossier(upload.dossier) if upload.dossier else None
    procedure = procedure_of(dossier) if dossier else None
    component = procedure.component(upload.component or "") if procedure else None
    kind = catalogues.current().types.get(upload.document_type or "")
    return officers.Desk(
        at=now(),
        dossier=dossier,
        in_hands=dossier is not None and closing.is_in_hands(upload.unit or "", dossier),
        component_name=component.name if component else "",
        type_name=kind.name if kind else "",
    )


def _settled(outcome: officers.DeskOutcome, found: Found) -> tuple[Upload, list[Write]]:
    """The paper's version is kept with its report now; the paper itself when the dossier passes its gate."""
    writes = [uploads.decided(outcome.upload)]
    if outcome.paper and outcome.act:
        writes += [*dossiers.stepped(outcome.act), *items.judged(outcome.paper, found.report)]
    return outcome.upload, writes
