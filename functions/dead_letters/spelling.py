"""Places of rest and replays in words."""

from __future__ import annotations

from collections.abc import Mapping

from functions.dead_letters import shapes
from shared.domain.dead_letters import REPLAYED, Look, Replay, Resting

NAMES: Mapping[Resting, str] = {
    Resting.UPLOADS: "Tệp chờ kiểm tra chữ ký",
    Resting.EXPORTS: "Kho chờ xuất dữ liệu",
    Resting.NOTIFICATIONS: "Thông báo chờ gửi Zalo, SMS",
    Resting.FORWARDING: "Phản ánh chờ chuyển tới hệ thống của cơ quan",
    Resting.OUTBOX: "Thông báo chưa vào hộp thư",
    Resting.COUNTING: "Hồ sơ chưa được đếm vào thống kê",
}
_ADVICE: Mapping[Resting, str] = {
    Resting.UPLOADS: "Xử lý lại thì tệp được kiểm tra từ đầu; tệp đã có kết quả không thay đổi.",
    Resting.EXPORTS: "Xử lý lại thì bản xuất được làm tiếp từ phần còn thiếu; bản đã xong không thay đổi.",
    Resting.NOTIFICATIONS: "Xử lý lại thì thông báo được gửi tiếp; ai đã nhận rồi không nhận lần nữa.",
    Resting.FORWARDING: "Xử lý lại thì phản ánh được chuyển tiếp; hệ thống đã nhận rồi nhận ra lần gửi lại.",
    Resting.OUTBOX: "Phải đọc cả bảng dữ liệu, nên người vận hành chạy lệnh: python -m infra.replay_dead_letters",
    Resting.COUNTING: "Con số được đếm lại từ hồ sơ, nên người vận hành chạy lệnh: python -m infra.recount",
}
_KINDS: Mapping[str, str] = {
    "upload": "tệp tải lên",
    "export": "một bản xuất dữ liệu",
    "message": "một thông báo",
    "vault": "các thông báo gộp của một kho",
    "feedback": "một bước của phản ánh",
    "stream": "một nhóm thay đổi của bảng dữ liệu",
    "unknown": "không nhận ra",
}


def place(resting: Resting, look: Look | None) -> shapes.RestingView:
    return shapes.RestingView(
        resting=resting,
        name=NAMES[resting],
        advice=_ADVICE[resting],
        may_replay=resting in REPLAYED,
        looked_at=look.at if look else None,
        count=look.count if look else 0,
        oldest=look.oldest if look else None,
        kinds=[shapes.KindView(name=_KINDS[kind], count=n) for kind, n in (look.kinds if look else {}).items()],
        ids=list(look.ids) if look else [],
    )


def replay(found: Replay, names: Mapping[str, str]) -> shapes.ReplayView:
    return shapes.ReplayView(
        id=found.id,
        resting=found.resting,
        name=NAMES[found.resting],
        asked_at=found.asked_at,
        by=names.get(found.by, ""),
        given_back=found.given_back,
        done_at=found.done_at,
    )
