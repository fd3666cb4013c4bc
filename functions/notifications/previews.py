"""Every message there is, as an operator registers and reads it: worded with the longest values it may meet."""

from __future__ import annotations

from functions.notifications import shapes, texts
from functions.notifications.spelling import GROUP_NAMES
from functions.notifications.words import CATALOGUE, LIMITS, SHORT, Wording
from shared.clock import VIETNAM, now
from shared.domain.messages import EVENTS, TOGETHER, Group, Language
from shared.domain.sms import parts
from shared.storage.settings import openid_settings

PARAMETER_NAMES = {
    "code": "Mã hồ sơ",
    "procedure": "Tên ngắn của thủ tục",
    "unit": "Tên cơ quan",
    "due": "Một ngày hẹn",
    "count": "Số lượng",
    "rate": "Tỷ lệ",
    "date": "Ngày xảy ra",
    "status": "Tình trạng",
}
LONGEST = {
    "code": "H21.900.142-261123-10007",
    "procedure": "Liên thông các thủ tục hành chính về đăng ký khai tử, xóa đăng ký thường trú, giải quyết mai táng "
    "phí, tử tuất hoặc hỗ trợ chi phí mai táng, hưởng mai táng phí cho thân nhân người có công và đối tượng bảo trợ",
    "unit": "Trung tâm Phục vụ hành chính công tỉnh Gia Lai, chi nhánh tại các xã, phường phía đông của tỉnh, Bộ phận "
    "Tiếp nhận và Trả kết quả giải quyết thủ tục hành chính theo cơ chế một cửa, một cửa liên thông số 1",
    "due": "2026-12-31",
    "count": "1000",
    "rate": "100,00 %",
}
_NOWHERE = "https://kho.example.vn/"  # until an operator says where the portal is


def catalogue() -> shapes.MessageCatalogueView:
    """Every event in the order people meet them. 1 GetSecretValue in five minutes."""
    link = openid_settings().get("home") or _NOWHERE
    return shapes.MessageCatalogueView(events=[_event(name, each, link) for name, each in CATALOGUE.items()])


def _event(name: str, wording: Wording, link: str) -> shapes.EventView:
    return shapes.EventView(
        event=name,
        group=wording.group,
        group_name=GROUP_NAMES[wording.group] if wording.group else "Tin gộp",
        is_together=name in TOGETHER,
        is_security=wording.group is Group.SECURITY,
        on_both=wording.on_both,
        at_any_hour=wording.at_any_hour,
        channels_text=_channels(wording),
        parameters=[
            shapes.ParameterView(name=each, about=PARAMETER_NAMES[each], longest=LIMITS.get(each, SHORT))
            for each in (*sorted(EVENTS[name]), "date", "status")
        ],
        wordings=[_wording(name, wording, language, link) for language in Language],
    )


def _channels(wording: Wording) -> str:
    channels = "Zalo và SMS cùng lúc" if wording.on_both else "Zalo; SMS khi Zalo không tới"
    return f"{channels}; gửi cả ban đêm" if wording.at_any_hour else f"{channels}; không gửi ban đêm"


def _wording(name: str, wording: Wording, language: Language, link: str) -> shapes.WordingView:
    cut = {each: LONGEST[each][: LIMITS.get(each, SHORT)] for each in EVENTS[name]}
    told = texts.values(cut, happened=now().astimezone(VIETNAM))
    said, sms = texts.said(name, told, language), texts.sms_text(name, told, language, link=link)
    return shapes.WordingView(
        language=language,
        template=name if language is Language.VIETNAMESE else f"{name}.{language}",
        heading=said.heading,
        pattern=wording.said[language].text,
        longest=said.text,
        sms=sms,
        sms_letters=len(sms),
        sms_parts=parts(sms),
        zalo=[
            shapes.FilledView(name=each, value=value)
            for each, value in texts.zalo_parameters(name, told, language).items()
        ],
    )
