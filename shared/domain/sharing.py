"""A paper shown to somebody without an account: until when, how often, behind which passcode, and what for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

USUAL_DAYS, MOST_DAYS = 7, 30
MOST_OPENINGS = 100
A_DAY = 20  # links a vault may make on one day
TRIES = 5  # wrong passcodes in a row, then the link is closed for good
KEPT = timedelta(days=180)  # after its end its owner still reads what became of it


class ShareState(StrEnum):
    OPEN = "open"
    ENDED = "ended"
    REVOKED = "revoked"
    USED_UP = "used_up"
    LOCKED = "locked"  # too many wrong passcodes


STATE_NAMES = {
    ShareState.OPEN: "Còn dùng được",
    ShareState.ENDED: "Đã hết hạn",
    ShareState.REVOKED: "Bạn đã thu hồi",
    ShareState.USED_UP: "Đã hết số lần xem",
    ShareState.LOCKED: "Đã khóa vì nhập sai mã nhiều lần",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One link to one paper, to the version that is current when it is opened. Only hashes of secrets are kept."""

    id: str
    vault: str
    item: str
    shared_version: int  # current when it was shared
    purpose: str
    made_at: datetime
    made_by: str
    ends_at: datetime
    secret: str  # SHA-256 of what makes the link
    passcode: str | None = None  # salt and scrypt of it
    most_openings: int | None = None
    openings: int = 0
    tries: int = 0  # wrong passcodes since the last right one
    revoked_at: datetime | None = None

    def state(self, at: datetime) -> ShareState:
        if self.revoked_at:
            return ShareState.REVOKED
        if self.tries >= TRIES:
            return ShareState.LOCKED
        if self.most_openings is not None and self.openings >= self.most_openings:
            return ShareState.USED_UP
        return ShareState.ENDED if at >= self.ends_at else ShareState.OPEN

    def revoked(self, at: datetime) -> Share:
        return self if self.revoked_at else replace(self, revoked_at=at)
