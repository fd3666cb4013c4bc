"""What is said of figures and of dossiers, in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator

from functions.reuse_rate.indicators import Definition
from shared.domain.contribution import Contribution
from shared.domain.figures import Line


def sentence(line: Line) -> str:
    """What a figure asks of the unit, where it has a target: "Còn thiếu 214 hồ sơ để đạt 60 %"."""
    if line.ratio is None:
        return "Không có hồ sơ nào để tính trong kỳ này."
    if line.target is None or line.missing is None:
        return ""
    if line.missing == 0:
        return f"Đã đạt mục tiêu {percent(line.target)}."
    missing = f"{line.missing:,}".replace(",", ".")
    return f"Còn thiếu {missing} hồ sơ để đạt {percent(line.target)}."


def percent(ratio: object) -> str:
    """As Vietnamese reads it: 41,20 %."""
    return f"{ratio} %".replace(".", ",")


# What is counted above and below the line of an indicator, by the names of its data.
COUNTED = {
    "received": "hồ sơ đã tiếp nhận",
    "eligible": "hồ sơ có thành phần có thể thay bằng giấy tờ trong Kho",
    "reused": "hồ sơ có ít nhất một thành phần lấy từ Kho",
    "eligible_reused": "hồ sơ có thể sử dụng lại và có ít nhất một thành phần lấy từ Kho",
    "replaceable_components": "thành phần hồ sơ có thể thay bằng giấy tờ trong Kho",
    "reused_components": "thành phần hồ sơ lấy từ Kho",
    "missed": "hồ sơ có thành phần bị số hóa lại dù Kho đã có giấy tờ phù hợp",
    "digitised": "hồ sơ có giấy tờ được số hóa tại bộ phận Một cửa",
    "from_data": "hồ sơ có thành phần lấy từ cơ sở dữ liệu",
    "with_result": "hồ sơ đã trả kết quả điện tử",
    "synced": "hồ sơ đã đồng bộ với kho dữ liệu của Cổng Dịch vụ công quốc gia",
    "points": "nội dung được yêu cầu bổ sung",
    "unnecessary_points": "nội dung được yêu cầu bổ sung dù Kho đã có giấy tờ",
    "asked_again": "hồ sơ bị yêu cầu bổ sung",
    "procedures": "thủ tục hành chính mà đơn vị tiếp nhận",
    "connected_procedures": "thủ tục hành chính kết nối dữ liệu dân cư",
    "certified_copy_service": "đơn vị có cung cấp dịch vụ chứng thực bản sao điện tử hay không",
}


def above(definition: Definition) -> str:
    """What an indicator counts: "hồ sơ đã tiếp nhận, trừ hồ sơ bị yêu cầu bổ sung"."""
    counted = COUNTED[definition.stated or definition.numerator]
    return f"{counted}, trừ {COUNTED[definition.less]}" if definition.less else counted


def below(definition: Definition) -> str:
    """Of what; nothing where a fact is stated."""
    return COUNTED[definition.denominator] if definition.denominator else ""


def facts(one: Contribution) -> Iterator[str]:
    """Why a dossier counts as it does."""
    if not one.is_received:
        yield "Hồ sơ chưa được tiếp nhận nên chưa được tính vào chỉ số nào."
        return
    yield f"Hồ sơ được tiếp nhận ngày {one.day:%d/%m/%Y} nên được tính trong các kỳ có ngày này."
    yield from _reuse(one)
    if one.digitised:
        yield f"{one.digitised} thành phần được số hóa tại bộ phận Một cửa."
    if one.from_data:
        yield f"{one.from_data} thành phần đã có trong cơ sở dữ liệu, không phải nộp giấy tờ."
    yield _result(one)
    if one.requests:
        yield f"Hồ sơ bị yêu cầu bổ sung {one.requests} lần, {one.points} nội dung."
    if one.unnecessary:
        yield f"{one.unnecessary} nội dung bổ sung không cần thiết: Kho đã có giấy tờ được yêu cầu."


def _reuse(one: Contribution) -> Iterator[str]:
    if not one.replaceable:
        yield "Không có thành phần nào của hồ sơ có thể thay bằng giấy tờ trong Kho."
    elif one.reused:
        yield (
            f"{one.reused} trong {one.replaceable} thành phần có thể thay được lấy từ Kho: {one.by_system} do hệ thống"
            f" tự động đính kèm, {one.by_citizen} do công dân chọn, {one.by_officer} do công chức chọn."
        )
    else:
        yield f"{one.replaceable} thành phần có thể thay bằng giấy tờ trong Kho, nhưng không thành phần nào lấy từ Kho."
    if one.missed:
        yield f"{one.missed} thành phần bị số hóa lại dù Kho đã có giấy tờ phù hợp: đó là lần bỏ lỡ sử dụng lại."
    if one.reused and one.deposited == one.reused:
        yield "Mọi giấy tờ lấy từ Kho đều do chủ Kho tự cập nhật."


def _result(one: Contribution) -> str:
    if one.has_result:
        return "Kết quả điện tử đã được trả."
    return "Chưa có kết quả điện tử." if one.yields_result else "Thủ tục không có giấy tờ kết quả."


SUSPICIONS = {
    "EVERY_DOSSIER": "Mọi hồ sơ trong kỳ đều sử dụng lại ({count} hồ sơ): hãy kiểm tra ngẫu nhiên một số hồ sơ.",
    "ONLY_DEPOSITED": "Mọi lần sử dụng lại ({count} hồ sơ) đều chỉ dùng giấy tờ do chủ Kho tự cập nhật.",
    "ONE_PAPER": "Một giấy tờ được dùng trong {count} hồ sơ của kỳ này.",
}
