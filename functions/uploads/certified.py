"""What becomes of the judged file of a certified copy: it waits with its request to be delivered. Pure."""

from __future__ import annotations

from datetime import datetime

from functions.uploads.outcomes import Found, decided, version
from shared.domain.certification import Certification, Deed, Original, Step, after, possible
from shared.domain.items import Item, KindOfPaper, Origin, Standing
from shared.domain.uploads import Upload, UploadState


def certified(
    upload: Upload, found: Found, request: Certification | None, *, at: datetime
) -> tuple[Upload, Certification | None]:
    """The decided upload, and the request that has its copy now; None when the file was refused."""
    reasons = _against(found, request)
    if request is None or reasons:
        return decided(upload, UploadState.REFUSED, reasons, at), None
    paper = _paper(upload, found, request.vault, request.original, at)
    step = Step(deed=Deed.SIGNED, at=at, person=upload.person, unit=upload.unit)
    signed = after(request, step, paper=paper, certifier=found.certifier)
    return decided(upload, UploadState.ACCEPTED, (), at), signed


def _against(found: Found, request: Certification | None) -> tuple[str, ...]:
    """What cannot be decided now is refused too: an officer signs or sends it again, nobody's paper waits."""
    if found.standing is not Standing.ACCEPTED:
        return found.reasons
    if found.certifier is None:
        return ("CERTIFIER_NOT_REGISTERED",)
    return () if request and Deed.SIGNED in possible(request) else ("CERTIFICATION_MOVED_ON",)


def _paper(upload: Upload, found: Found, vault: str, original: Original, at: datetime) -> Item:
    """Nothing is read from the file: it says of itself what was noted of its original, and is dated as that is."""
    return Item(
        id=upload.id,
        holders=(vault,),
        document_type=upload.document_type or "",
        copy_of=original.document_type,
        kind=KindOfPaper.CERTIFIED_COPY,
        origin=Origin.CERTIFIED,
        title=original.title,
        version=version(1, upload, found, at),
        number=original.number,
        issuer=original.issuer,
        issuer_unit=found.issuer_unit,
        issued_on=original.issued_on,
        valid_from=original.valid_from,
        valid_until=original.valid_until,
        purpose=original.purpose,
    )
