"""What this room says to officers."""

from __future__ import annotations

from collections.abc import Mapping

PROBLEMS: Mapping[str, str] = {
    "POINT_OF_UNKNOWN_COMPONENT": "Thủ tục này không có thành phần hồ sơ với mã này.",
    "POINT_NOT_APPLICABLE": "Thành phần “{about}” không cần trong trường hợp của hồ sơ nên không yêu cầu bổ sung được.",
    "UNTIL_TOO_SOON": "Hạn bổ sung phải sau ngày hôm nay.",
    "SECOND_SUPPLEMENT": "Hồ sơ đã được yêu cầu bổ sung một lần; chỉ thủ trưởng đơn vị được cho phép yêu cầu thêm,"
    " kèm lý do.",
    "SECOND_SUPPLEMENT_UNEXPLAINED": "Hãy nêu lý do yêu cầu bổ sung thêm lần nữa.",
    "SUPPLEMENT_STILL_OPEN": "Người nộp còn thời hạn bổ sung đến hết ngày {about}; chưa thể dừng hồ sơ.",
    "REASON_MISSING": "Không đồng ý cho rút hồ sơ thì phải nêu lý do.",
    "DUE_IN_THE_PAST": "Ngày hẹn trả không được ở trong quá khứ.",
    "NOT_A_WORKING_DAY": "Ngày hẹn trả phải là ngày làm việc của đơn vị.",
    "NOTHING_DUE": "Hồ sơ chưa có ngày hẹn trả nên không hẹn lại được.",
    "NOT_LATER": "Ngày hẹn lại phải sau ngày đã hẹn.",
}
