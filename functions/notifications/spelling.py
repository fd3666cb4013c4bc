"""Messages and what became of them, in words."""

from __future__ import annotations

from functions.notifications import shapes, texts
from functions.notifications.words import Said
from shared.clock import VIETNAM
from shared.domain.messages import Attempt, Channel, Failure, Group, Language, Preferences, Receipt, Standing
from shared.storage.ledger import Record
from shared.storage.outbox import Message

CHANNEL_NAMES = {Channel.ZALO: "Zalo", Channel.SMS: "tin nhắn SMS"}
GROUP_NAMES = {
    Group.DOSSIERS: "Tiến độ hồ sơ",
    Group.PAPERS: "Giấy tờ trong Kho",
    Group.REMINDERS: "Nhắc giấy tờ sắp hết hạn",
    Group.FEEDBACK: "Phản ánh về kết quả",
    Group.SECURITY: "Truy cập và đăng nhập",
    Group.WORK: "Công việc của cán bộ",
}
_FAILURES = {
    Failure.RECIPIENT: "số điện thoại không nhận được",
    Failure.OPT_OUT: "người nhận đã từ chối hoặc lâu không dùng",
    Failure.UNANSWERED: "nhà cung cấp không trả lời",
    Failure.QUIET_HOURS: "chờ qua giờ yên tĩnh",
}
_OTHERWISE = "nhà cung cấp chưa nhận"


def notice(message: Message, *, unread: bool, language: Language) -> shapes.NoticeView:
    said = _said(message, language)
    return shapes.NoticeView(
        id=message.id,
        event=message.event,
        heading=said.heading,
        text=said.text,
        about=message.about,
        at=message.at,
        unread=unread,
    )


def told(message: Message) -> shapes.ToldView:
    said = _said(message, Language.VIETNAMESE)
    return shapes.ToldView(id=message.id, event=message.event, heading=said.heading, text=said.text, at=message.at)


def _said(message: Message, language: Language) -> Said:
    values = texts.values(message.parameters, happened=message.at.astimezone(VIETNAM))
    return texts.said(message.event, values, language)


def attempts(record: Record) -> shapes.AttemptsView:
    line = record.telling
    lines = [
        _attempt(channel, each, record.receipts.get(channel))
        for channel, each in (line.attempts if line else {}).items()
    ]
    if line and line.together:
        sentence = "Đã báo chung với các thông báo khác cùng lúc."
    elif not lines:
        sentence = "Chưa gửi tới điện thoại; thông báo có trong hộp thư của Kho."
    else:
        sentence = " ".join(each.sentence for each in lines)
    return shapes.AttemptsView(attempts=lines, sentence=sentence)


def _attempt(channel: Channel, attempt: Attempt, receipt: Receipt | None) -> shapes.AttemptView:
    return shapes.AttemptView(
        channel=channel,
        standing=attempt.standing,
        at=attempt.at,
        failure=attempt.failure,
        code=attempt.code,
        delivered=receipt.delivered if receipt else None,
        sentence=_sentence(channel, attempt, receipt),
    )


def _sentence(channel: Channel, attempt: Attempt, receipt: Receipt | None) -> str:
    name, why = CHANNEL_NAMES[channel], _FAILURES.get(attempt.failure or Failure.UNKNOWN, _OTHERWISE)
    if receipt:
        return f"{name}: đã tới điện thoại." if receipt.delivered else f"{name}: không tới được điện thoại."
    return {
        Standing.SENT: f"{name}: đã gửi.",
        Standing.WAITING: f"{name}: sẽ gửi lại ({why}).",
        Standing.FAILED: f"{name}: không gửi được ({why}).",
        Standing.UNCLEAR: f"{name}: không rõ đã gửi hay chưa.",
    }[attempt.standing]


def preferences(chosen: Preferences) -> shapes.PreferencesView:
    return shapes.PreferencesView(
        language=chosen.language,
        channels=list(chosen.channels),
        muted=list(chosen.muted),
        groups=[shapes.GroupView(group=group, name=name) for group, name in GROUP_NAMES.items()],
    )
