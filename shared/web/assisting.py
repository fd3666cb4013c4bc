"""An assisted session at every use of it: open still, or over for good."""

from __future__ import annotations

from shared.clock import now
from shared.domain.errors import NotAllowed
from shared.storage import assistance
from shared.web.caller import Caller


def refuse_ended(caller: Caller) -> None:
    """1 GetItem. Raises `NotAllowed` when the officer has ended the session, or its time is over."""
    session = assistance.session(caller.session)
    if session is None or not session.is_open(now()):
        raise NotAllowed("ASSISTED_SESSION_ENDED", "Phiên hỗ trợ nộp hồ sơ đã kết thúc; hãy mở phiên mới nếu còn cần.")
