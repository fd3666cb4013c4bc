"""A file that shows what a feedback says: announced, and claimed by one feedback."""

from __future__ import annotations

from datetime import datetime

from functions.feedback import shapes, terms
from shared.clock import new_id, now, today
from shared.domain import evidence
from shared.domain.errors import TooMany, Unacceptable
from shared.domain.evidence import Evidence, file_problems, media_type_of_name
from shared.domain.uploads import Upload, UploadState, Use, refusal, safe_name
from shared.storage import feedbacks, uploads
from shared.web.caller import Caller


def announced(caller: Caller, body: shapes.AnnounceEvidence) -> Upload:
    """The announcement, kept. 1 UpdateItem, 1 PutItem."""
    name, most = safe_name(body.file_name), terms.terms().most_files_a_day
    if found := tuple(file_problems(name, body.size)):
        raise refusal(found)
    if feedbacks.files_today(caller.vault, today()) > most:
        raise TooMany("TOO_MUCH_EVIDENCE", f"Mỗi ngày chỉ gửi được {most} tệp tin kèm phản ánh; mai hãy gửi tiếp.")
    upload = Upload(
        id=new_id(),
        vault=caller.vault,
        person=caller.person,
        file_name=name,
        size=body.size,
        sha256=body.sha256,
        announced_at=now(),
        use=Use.EVIDENCE,
    )
    uploads.announce(upload)
    return upload


def claimed(id: str, caller: Caller, *, at: datetime) -> tuple[Upload, Evidence]:
    """A file of the caller's that was accepted and waits for its feedback. 1 GetItem.

    Raises `Unacceptable` for every other one, and for one that waited so long that it may be tidied up any moment.
    """
    upload = uploads.upload(id)
    if upload is None or upload.vault != caller.vault or upload.use is not Use.EVIDENCE:
        raise Unacceptable("NO_SUCH_EVIDENCE", "Không có tệp tin này trong những tệp tin bạn đã gửi.")
    is_late = at > (upload.decided_at or upload.announced_at) + evidence.WAITS
    if upload.state is not UploadState.ACCEPTED or upload.feedback or is_late:
        raise Unacceptable(
            "EVIDENCE_NOT_READY", "Tệp tin kèm theo chưa kiểm tra xong, không được nhận, hoặc đã gửi rồi; hãy chọn lại."
        )
    return upload, Evidence(
        upload=upload.id,
        sha256=upload.sha256,
        size=upload.size,
        file_name=upload.file_name,
        media_type=media_type_of_name(upload.file_name) or evidence.PDF,
    )
