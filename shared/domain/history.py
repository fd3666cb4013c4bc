"""A dossier's history in words, as its owner and its officers read it."""

from __future__ import annotations

from collections.abc import Mapping

from shared.domain.events import Act, Event

# {unit} is the acting unit's name; what else a sentence names is in the event's `about`.
_SENTENCES: Mapping[Act, str] = {
    Act.SUBMITTED: "Hồ sơ đã được nộp.",
    Act.RECEIVED: "{unit} đã tiếp nhận hồ sơ, hẹn trả kết quả {due}.",
    Act.NOT_RECEIVED: "{unit} từ chối tiếp nhận hồ sơ.",
    Act.SUPPLEMENT_ASKED: "{unit} yêu cầu bổ sung hồ sơ, hạn đến hết ngày {until}.",
    Act.SUPPLEMENT_ANSWERED: "Hồ sơ đã được bổ sung.",
    Act.FORWARDED: "{unit} đã kiểm tra đủ thành phần và chuyển hồ sơ xử lý.",
    Act.PAYMENT_ASKED: "{unit} yêu cầu thực hiện nghĩa vụ tài chính: {what_for}.",
    Act.PAYMENT_SETTLED: "{unit} ghi nhận đã thực hiện nghĩa vụ tài chính (chứng từ {evidence}).",
    Act.WITHDRAWAL_ASKED: "Người nộp yêu cầu rút hồ sơ.",
    Act.WITHDRAWAL_GRANTED: "{unit} đồng ý cho rút hồ sơ.",
    Act.WITHDRAWAL_DENIED: "{unit} không đồng ý cho rút hồ sơ; hồ sơ được xử lý tiếp.",
    Act.SUSPENDED: "{unit} tạm dừng xử lý hồ sơ.",
    Act.RESUMED: "{unit} tiếp tục xử lý hồ sơ, hẹn trả kết quả {due}.",
    Act.REAPPOINTED: "{unit} xin lỗi và hẹn lại ngày trả kết quả: {due}.",
    Act.STOPPED: "{unit} dừng xử lý hồ sơ.",
    Act.DONE: "{unit} đã xử lý xong hồ sơ.",
    Act.RETURNED: "{unit} đã trả kết quả.",
    Act.ASSIGNED: "{unit} phân công công chức xử lý hồ sơ.",
    Act.HANDED_OVER: "Hồ sơ được chuyển đến {to}.",
    Act.LOOKED_UP: "{unit} tra cứu Kho cho thành phần “{component}”.",
    Act.COMPONENT_ANSWERED: "{unit} ghi nhận thành phần “{component}”.",
    Act.COMPONENT_CLEARED: "{unit} gỡ nội dung của thành phần “{component}”.",
    Act.RESULT_ADDED: "{unit} thêm kết quả điện tử chờ trả.",
    Act.RESULT_REMOVED: "{unit} gỡ một kết quả điện tử chưa trả.",
    Act.PAPER_CHANGED: "Giấy tờ “{paper}” mà hồ sơ đang dùng có thay đổi.",
}
_OVERRIDDEN = " Thủ trưởng đơn vị cho phép dù còn nội dung chưa đạt."
_ASSISTED = " Công chức hỗ trợ người nộp thực hiện."
_REASON = " Lý do: {reason}"


def sentence(event: Event, *, unit: str = "") -> str:
    """What happened, in Vietnamese; `unit` is the name of the acting unit, absent for the citizen's own acts."""
    told = _SENTENCES[event.act].format_map(_Known({"unit": unit or "Hệ thống", **event.about}))
    assisted = _ASSISTED if event.assisted else ""
    overridden = _OVERRIDDEN if event.overridden else ""
    reason = _REASON.format(reason=event.reason) if event.reason else ""
    return f"{told}{assisted}{overridden}{reason}"


class _Known(dict[str, str]):
    """What an older event did not note is left open, never an error: history must always be readable."""

    def __missing__(self, name: str) -> str:
        return "…"
