"""What the desk says to its officers."""

from __future__ import annotations

from collections.abc import Mapping

from shared.domain.catalogue import Way
from shared.domain.desk import Channel, SignatureState
from shared.domain.dossiers import ChosenBy

PROBLEMS: Mapping[str, str] = {
    "UNCHECKED": "Chưa kiểm tra thành phần “{component}”.",
    "NOT_IN_ORDER": "Thành phần “{component}” chưa đạt: hãy yêu cầu bổ sung, hoặc từ chối tiếp nhận có lý do.",
    "NOT_ASKED": "Thành phần này không có trong danh mục phải kiểm tra của hồ sơ.",
    "DUE_MISSING": "Thủ tục này không quy định thời hạn giải quyết; hãy ghi ngày hẹn trả kết quả.",
    "DUE_BY_LIMIT": "Ngày hẹn trả được tính theo thời hạn của thủ tục; không ghi ngày khác khi tiếp nhận.",
    "DUE_IN_THE_PAST": "Ngày hẹn trả không được ở trong quá khứ.",
    "NOT_A_WORKING_DAY": "Ngày hẹn trả phải là ngày làm việc của đơn vị.",
    "UNIT_UNKNOWN": "Không có đơn vị với mã này trong danh mục.",
    "UNIT_CLOSED": "Đơn vị “{about}” không còn hoạt động; hãy chọn đơn vị kế thừa.",
    "UNIT_HAS_IT": "Hồ sơ đang ở chính đơn vị “{about}”.",
    "UNIT_NOT_COMPETENT": "Đơn vị “{about}” không có thẩm quyền giải quyết thủ tục này.",
    "NOT_AN_OFFICER_HERE": "Người này không phải công chức Một cửa đang làm việc tại đơn vị.",
    "OWN_DOSSIER": "Không phân công hồ sơ cho chính chủ hồ sơ; hãy chọn công chức khác.",
    "PROCEDURE_NOT_IN_FORCE": "Thủ tục “{about}” không có hiệu lực vào ngày nộp; hãy từ chối tiếp nhận.",
}

USES_CORRECTED = "Có giấy tờ đã được đính chính"
CORRECTED_SINCE = (
    "Giấy tờ này đã được cơ quan cấp đính chính sau khi nộp; hồ sơ đang dùng bản cũ. Hãy bấm [Tra cứu Kho] để dùng bản"
    " mới, hoặc yêu cầu bổ sung, trước khi giải quyết tiếp."
)

CHANNELS: Mapping[Channel, str] = {
    Channel.ONLINE: "Trực tuyến",
    Channel.COUNTER: "Trực tiếp tại quầy",
    Channel.ASSISTED: "Công chức hỗ trợ nộp trực tuyến",
}

WAYS: Mapping[Way, str] = {
    Way.FORM: "Biểu mẫu điện tử",
    Way.DATA: "Tra cứu trong cơ sở dữ liệu",
    Way.VAULT: "Giấy tờ từ Kho",
    Way.UPLOAD: "Tệp tin tải lên",
    Way.PRESENT: "Xuất trình bản chính",
    Way.SCAN: "Số hóa tại Một cửa",
    Way.WAIVED: "Không yêu cầu nộp",
}

CHOSEN_BY: Mapping[ChosenBy, str] = {
    ChosenBy.SYSTEM: "Hệ thống tự động đính kèm",
    ChosenBy.CITIZEN: "Người nộp cung cấp",
    ChosenBy.OFFICER: "Công chức ghi nhận",
}

SIGNATURES: Mapping[SignatureState, str] = {
    SignatureState.VERIFIED: "Chữ ký số đã được kiểm tra, hợp lệ",
    SignatureState.UNDECIDED: "Chưa kết luận được về chữ ký số",
    SignatureState.NOT_VERIFIED: "Tệp tin không có chữ ký số của cơ quan",
    SignatureState.NO_FILE: "Không có tệp tin",
}

STATUSES: Mapping[str, str] = {
    "answered": "Đã có",
    "missing": "Chưa có",
    "optional": "Không bắt buộc, chưa có",
    "not_applicable": "Không cần trong trường hợp này",
}
