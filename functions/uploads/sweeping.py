"""What uploads left behind: announcements nobody followed up, files no dossier refers to. Everything else is left."""

from __future__ import annotations

import time
from datetime import datetime

from shared.clock import now
from shared.domain.dossiers import State
from shared.domain.life import FINAL
from shared.domain.uploads import UploadState, Use
from shared.storage import buckets, certifications, dossiers, feedbacks, items, uploads
from shared.storage.uploads import LEFT_ALONE, LeftLying
from shared.web.logs import decided

AT_MOST = 1000  # uploads a run
SECONDS = 90.0  # after which nothing else is begun


def sweep() -> None:
    """One run. Dying anywhere, or twice, leaves what it did not finish for the next one."""
    until, at = time.monotonic() + SECONDS, now()
    for found in uploads.left_lying(at, limit=AT_MOST):
        if time.monotonic() > until:
            break
        _tidy(found, at)


def _tidy(found: LeftLying, at: datetime) -> None:
    upload = found.upload
    if upload.state is UploadState.ANNOUNCED:
        _forget_unless_sent(found, at)
        return
    if upload.use is Use.EVIDENCE:
        _tidy_evidence(found, at)
        return
    if upload.use is not Use.DEPOSIT:
        _tidy_officers(found, at)
        return
    dossier = dossiers.dossier(upload.dossier) if upload.dossier and upload.is_attachment else None
    if dossier is None or (dossier.state is State.DRAFT and upload.id not in dossier.attachments()):
        buckets.erase(upload.id)
        uploads.swept(found)
    elif dossier.state is State.DRAFT:
        uploads.look_again(found, at + LEFT_ALONE)
    else:
        uploads.swept(found)  # it stays with what was submitted


def _tidy_officers(found: LeftLying, at: datetime) -> None:
    """A file waits with its dossier or request, or is a paper under its own id, or nobody refers to it any more."""
    upload = found.upload
    if upload.use is Use.COPY:
        _tidy_copy(found, at)
        return
    dossier = dossiers.dossier(upload.dossier) if upload.dossier else None
    is_awaited = dossier is not None and upload.id in dossier.files()
    if items.item(upload.id) or (is_awaited and dossier and dossier.state in FINAL):
        uploads.swept(found)
    elif is_awaited:
        uploads.look_again(found, at + LEFT_ALONE)
    elif items.version(upload.id, 1):
        uploads.swept(found)  # a scan its owner answered anew: an agency has seen it, the dossier's history names it
    else:
        buckets.erase(upload.id)
        uploads.swept(found)


def _tidy_evidence(found: LeftLying, at: datetime) -> None:
    """It goes when no feedback was given with it, or when the one that was needs it no more."""
    given = feedbacks.feedback(found.upload.feedback) if found.upload.feedback else None
    if given and given.keeps_evidence(at):
        uploads.look_again(found, at + LEFT_ALONE)
        return
    buckets.erase(found.upload.id)
    uploads.swept(found)
    decided("evidence.erased", upload=found.upload.id, feedback=found.upload.feedback)


def _tidy_copy(found: LeftLying, at: datetime) -> None:
    request = certifications.certification(found.upload.certification or "")
    if request and request.paper and request.paper.id == found.upload.id:
        uploads.look_again(found, at + LEFT_ALONE)
        return
    if items.item(found.upload.id) is None:
        buckets.erase(found.upload.id)
    uploads.swept(found)


def _forget_unless_sent(found: LeftLying, at: datetime) -> None:
    """What was sent and never judged lies with the dead letters, and is judged when those are replayed."""
    if buckets.is_incoming(found.upload.id):
        uploads.look_again(found, at + LEFT_ALONE)
    elif uploads.forget(found):
        decided("upload.forgotten", upload=found.upload.id)
