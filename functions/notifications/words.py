"""What people are told, event by event. Never which paper, never why: a telephone is read by others too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SHORT = 30  # longest value Zalo takes for names, codes and statuses
LONG = 200  # and for addresses and products


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How one event is told.

    `parameters` are those of the template registered with Zalo, and how long each may be; `sms` is worded in full
    Vietnamese and sent without accents. Values come from the message's parameters, and from `date` and `link`.
    """

    parameters: Mapping[str, int]
    sms: str
    on_both: bool = False  # on Zalo and by SMS; otherwise by SMS only when Zalo does not take it
    status: str = ""


CATALOGUE: Mapping[str, Wording] = MappingProxyType(
    {
        "dossier_submitted": Wording(
            parameters={"code": SHORT, "procedure": LONG, "unit": LONG, "status": SHORT, "date": SHORT},
            sms="Hồ sơ {code} ({procedure}) đã nộp ngày {date} đến {unit}. Trạng thái: {status}. {link}",
            on_both=True,
            status="Mới đăng ký",
        ),
        "upload_accepted": Wording(
            parameters={"date": SHORT},
            sms="Kho dữ liệu của bạn có thêm giấy tờ ngày {date}. Xem tại {link}",
        ),
        "upload_undecided": Wording(
            parameters={"date": SHORT},
            sms="Tệp bạn gửi vào Kho dữ liệu ngày {date} đã lưu nhưng chưa kết luận được về chữ ký số. Xem tại {link}",
        ),
        "upload_refused": Wording(
            parameters={"date": SHORT},
            sms="Tệp bạn gửi vào Kho dữ liệu ngày {date} chưa được chấp nhận. Xem lý do và cách khắc phục tại {link}",
        ),
        "item_doubted": Wording(
            parameters={"date": SHORT},
            sms="Từ ngày {date} một giấy tờ trong Kho dữ liệu của bạn chưa dùng được do chữ ký số. Xem tại {link}",
        ),
    }
)

# What gives way when an SMS would not fit into one message, in this order, and how much of it stays.
SHORTENED = (("procedure", 12), ("unit", 10))
