"""What a certifying unit sends: signed copies, each decided with its request in one transaction."""

from __future__ import annotations

from functions.uploads.certified import certified
from functions.uploads.outcomes import Found
from shared.clock import now
from shared.domain.uploads import Upload
from shared.storage import certifications, items, uploads
from shared.storage.table import Write


def signed(upload: Upload, found: Found) -> tuple[Upload, list[Write]]:
    """The copy's version is kept with its report now; the copy itself when it is entered in the register."""
    request = certifications.certification(upload.certification) if upload.certification else None
    settled, after = certified(upload, found, request, at=now())
    writes = [uploads.decided(settled)]
    if request and after and after.paper:
        writes += [certifications.changed(request, after), *items.judged(after.paper, found.report)]
    return settled, writes
