"""An assisted session at every use of it: open still or over for good, what it shows, and with which consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.clock import now
from shared.domain import consents, desk, dossiers
from shared.domain.errors import NotAllowed
from shared.storage import assistance
from shared.web.caller import Caller

if TYPE_CHECKING:
    from shared.domain.dossiers import Dossier


def refuse_ended(caller: Caller) -> None:
    """1 GetItem. Raises `NotAllowed` when the officer has ended the session, or its time is over."""
    session = assistance.session(caller.session)
    if session is None or not session.is_open(now()):
        raise NotAllowed("ASSISTED_SESSION_ENDED", "Phiên hỗ trợ nộp hồ sơ đã kết thúc; hãy mở phiên mới nếu còn cần.")


def is_hidden(dossier: Dossier, caller: Caller) -> bool:
    """Whoever assists somebody sees that person's dossiers, but not what they have only begun by themselves."""
    return bool(caller.assists) and dossier.state is dossiers.State.DRAFT and dossier.channel is desk.Channel.ONLINE


def may_reuse(caller: Caller) -> bool:
    """Whether the vault may be looked into: by its owner always, by who assists them with their consent. 1 GetItem."""
    if not caller.assists:
        return True
    session = assistance.session(caller.session)
    return session is not None and consents.Consent.REUSE in session.consents


def refuse_reuse(caller: Caller) -> None:
    """Raises `NotAllowed` for who assists somebody that did not consent to their vault being used."""
    if not may_reuse(caller):
        raise NotAllowed(
            "CONSENT_MISSING_REUSE",
            "Người được hỗ trợ chưa đồng ý khai thác giấy tờ trong Kho. Hãy hỏi ý kiến họ rồi mở phiên hỗ trợ mới.",
        )
