"""What an agency's own system was told of a feedback, as its officers and administrators read it."""

from __future__ import annotations

from datetime import datetime

from shared.domain.feedback import DEED_NAMES, Deed
from shared.domain.forwarding import Attempt, Delivery, Reply
from shared.web.shapes import View

_REPLIES = {
    Reply.TAKEN: "Hệ thống đã nhận (mã {status}).",
    Reply.REDIRECTED: "Hệ thống trả lời bằng địa chỉ khác, không đi theo (mã {status}).",
    Reply.REFUSED: "Hệ thống không nhận (mã {status}).",
    Reply.FAILED: "Hệ thống gặp lỗi (mã {status}).",
    Reply.UNANSWERED: "Hệ thống không trả lời kịp.",
    Reply.UNREACHED: "Không kết nối được với hệ thống.",
    Reply.FORBIDDEN: "Địa chỉ dẫn vào mạng nội bộ nên không gửi.",
    Reply.NO_SECRET: "Chưa có khóa bí mật; quản trị viên cần tạo khóa mới.",
}


class ForwardAttempt(View):
    at: datetime
    reply: str
    sentence: str


class Forwarded(View):
    """One step told to a unit's own system: every attempt, the last one last, and how it stands."""

    event: str
    deed: str
    name: str
    host: str
    is_done: bool
    is_given_up: bool
    sentence: str
    attempts: list[ForwardAttempt]


def view(told: Delivery) -> Forwarded:
    deed = Deed(told.deed)
    return Forwarded(
        event=told.event,
        deed=deed,
        name=DEED_NAMES[deed],
        host=told.host,
        is_done=told.is_done,
        is_given_up=told.is_given_up,
        sentence=_stands(told),
        attempts=[_attempt(each) for each in told.attempts],
    )


def _stands(told: Delivery) -> str:
    if told.is_done:
        return "Hệ thống của đơn vị đã nhận."
    return "Đã thôi gửi; cần quản trị viên gửi lại." if told.is_given_up else "Chưa nhận; sẽ gửi lại."


def _attempt(attempt: Attempt) -> ForwardAttempt:
    sentence = _REPLIES[attempt.reply].format(status=attempt.status)
    return ForwardAttempt(at=attempt.at, reply=attempt.reply, sentence=sentence)
