"""What happens to a dossier: every act is kept, with who did it, when, for which unit and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shared.domain.dossiers import State


class Act(StrEnum):
    """What people do with a submitted dossier; `life` says from which states, and where it leads."""

    SUBMITTED = "submitted"
    RECEIVED = "received"
    NOT_RECEIVED = "not_received"
    SUPPLEMENT_ASKED = "supplement_asked"
    SUPPLEMENT_ANSWERED = "supplement_answered"
    FORWARDED = "forwarded"
    PAYMENT_ASKED = "payment_asked"
    PAYMENT_SETTLED = "payment_settled"
    WITHDRAWAL_ASKED = "withdrawal_asked"
    WITHDRAWAL_GRANTED = "withdrawal_granted"
    WITHDRAWAL_DENIED = "withdrawal_denied"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    REAPPOINTED = "reappointed"
    STOPPED = "stopped"
    DONE = "done"
    RETURNED = "returned"
    ASSIGNED = "assigned"
    HANDED_OVER = "handed_over"
    LOOKED_UP = "looked_up"
    COMPONENT_ANSWERED = "component_answered"
    COMPONENT_CLEARED = "component_cleared"
    RESULT_ADDED = "result_added"
    RESULT_REMOVED = "result_removed"
    PAPER_CHANGED = "paper_changed"  # a paper it uses was reported wrong, corrected or withdrawn


ACT_NAMES: Mapping[Act, str] = {
    Act.SUBMITTED: "Nộp hồ sơ",
    Act.RECEIVED: "Tiếp nhận",
    Act.NOT_RECEIVED: "Từ chối tiếp nhận",
    Act.SUPPLEMENT_ASKED: "Yêu cầu bổ sung",
    Act.SUPPLEMENT_ANSWERED: "Bổ sung hồ sơ",
    Act.FORWARDED: "Chuyển xử lý",
    Act.PAYMENT_ASKED: "Yêu cầu nghĩa vụ tài chính",
    Act.PAYMENT_SETTLED: "Ghi nhận đã thực hiện nghĩa vụ tài chính",
    Act.WITHDRAWAL_ASKED: "Rút hồ sơ",
    Act.WITHDRAWAL_GRANTED: "Đồng ý cho rút hồ sơ",
    Act.WITHDRAWAL_DENIED: "Không đồng ý cho rút hồ sơ",
    Act.SUSPENDED: "Tạm dừng xử lý",
    Act.RESUMED: "Tiếp tục xử lý",
    Act.REAPPOINTED: "Xin lỗi và hẹn lại",
    Act.STOPPED: "Dừng xử lý",
    Act.DONE: "Hoàn thành xử lý",
    Act.RETURNED: "Trả kết quả",
    Act.ASSIGNED: "Phân công",
    Act.HANDED_OVER: "Chuyển đơn vị khác",
    Act.LOOKED_UP: "Tra cứu Kho",
    Act.COMPONENT_ANSWERED: "Ghi nhận thành phần hồ sơ",
    Act.COMPONENT_CLEARED: "Gỡ thành phần hồ sơ",
    Act.RESULT_ADDED: "Thêm kết quả",
    Act.RESULT_REMOVED: "Gỡ kết quả",
    Act.PAPER_CHANGED: "Giấy tờ đã dùng có thay đổi",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, for which unit, when. The citizen acts for no unit; the system is nobody."""

    at: datetime
    person: str | None = None
    unit: str | None = None
    assisted: str | None = None  # whom an officer acted for, in their presence


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act on one dossier. `number` is the dossier's version that came of it, so no two events share one."""

    dossier: str
    number: int
    act: Act
    state: State  # in which it left the dossier
    at: datetime
    person: str | None = None
    unit: str | None = None
    reason: str = ""  # in words, as its actor gave it
    about: dict[str, str] = field(default_factory=dict)  # names of what it concerned: component, unit, date …
    assisted: str | None = None  # whom its person, an officer, acted for
    overridden: tuple[str, ...] = ()  # codes of the gate's points a unit head overrode
