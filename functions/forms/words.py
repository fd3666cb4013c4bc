"""What this room says, and what stands on forms where a dossier says it only by code."""

from __future__ import annotations

from collections.abc import Mapping

from shared.domain.dossiers import ReceiveBy
from shared.forms.templates import Form

TITLES: Mapping[Form, str] = {
    Form.RECEIPT: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    Form.SUPPLEMENT: "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    Form.REFUSAL: "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
    Form.APOLOGY: "Phiếu xin lỗi và hẹn lại ngày trả kết quả",
    Form.STOP: "Thông báo dừng giải quyết hồ sơ",
    Form.CONTROL_SHEET: "Phiếu kiểm soát quá trình giải quyết hồ sơ",
    Form.REGISTER: "Sổ theo dõi hồ sơ",
}

# Why a form cannot be made of a dossier yet.
NOT_YET: Mapping[Form, str] = {
    Form.RECEIPT: "Hồ sơ chưa được tiếp nhận.",
    Form.SUPPLEMENT: "Hồ sơ chưa có yêu cầu bổ sung nào.",
    Form.REFUSAL: "Hồ sơ không bị từ chối tiếp nhận.",
    Form.APOLOGY: "Hồ sơ chưa được hẹn lại ngày trả kết quả.",
    Form.STOP: "Hồ sơ chưa dừng xử lý.",
    Form.CONTROL_SHEET: "Hồ sơ chưa được tiếp nhận.",
    Form.REGISTER: "Sổ theo dõi được lập cho cả đơn vị, không cho từng hồ sơ.",
}

RECEIVED_BY: Mapping[ReceiveBy, str] = {
    ReceiveBy.COUNTER: "Trực tiếp tại Bộ phận Một cửa",
    ReceiveBy.POST: "Qua dịch vụ bưu chính công ích",
    ReceiveBy.ELECTRONIC: "Bản điện tử trong Kho dữ liệu",
}

SUPPLEMENT_REASON = "Hồ sơ chưa đầy đủ hoặc chưa hợp lệ theo quy định của thủ tục."
NO_LIMIT = "Theo ngày hẹn trả kết quả"
FROM_VAULT = "(lấy từ Kho)"
NAMELESS = "…"  # who signs by hand writes it
