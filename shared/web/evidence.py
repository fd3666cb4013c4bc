"""The file given with a feedback as its readers see it: who gave it, and the unit that answers."""

from __future__ import annotations

from datetime import datetime

from shared.domain.errors import NotFound
from shared.domain.evidence import Evidence
from shared.domain.feedback import Feedback
from shared.storage import buckets
from shared.web.shapes import View


class EvidenceView(View):
    """Kept until sixty days after the feedback's end."""

    file_name: str
    size: int
    is_kept: bool


class EvidenceLink(View):
    url: str
    expires_in: int
    file_name: str


def view(feedback: Feedback, *, at: datetime) -> EvidenceView | None:
    found = feedback.evidence
    if found is None:
        return None
    return EvidenceView(file_name=found.file_name, size=found.size, is_kept=feedback.keeps_evidence(at))


def kept(feedback: Feedback, *, at: datetime) -> Evidence:
    """Raises `NotFound` where there is none, or none any more."""
    if feedback.evidence is None or not feedback.keeps_evidence(at):
        raise NotFound("NO_EVIDENCE", "Phản ánh không có tệp tin kèm theo, hoặc tệp tin đã được xóa.")
    return feedback.evidence


def link(found: Evidence) -> EvidenceLink:
    """Good for five minutes; always to be saved, never shown in a page's place."""
    key = buckets.vault_key(found.upload, found.sha256)
    return EvidenceLink(
        url=buckets.link(key, file_name=found.file_name, inline=False, media_type=found.media_type),
        expires_in=int(buckets.LINK_LIFE.total_seconds()),
        file_name=found.file_name,
    )
