"""What the desk hears when a component cannot be answered so."""

from __future__ import annotations

from collections.abc import Mapping

PROBLEMS: Mapping[str, str] = {
    "LOOK_BEFORE_YOU_SCAN": "Chưa tra cứu Kho cho thành phần “{component}”: hãy tra cứu trước, rồi mới số hóa.",
    "ALREADY_SCANNED": "Thành phần “{component}” đã có bản số hóa: hãy gỡ bản đó trước khi tải bản khác.",
    "COMPONENT_NOT_APPLICABLE": "Thành phần “{component}” không cần trong trường hợp của hồ sơ này.",
    "WAY_NOT_FOR_OFFICERS": "Công chức không ghi nhận thành phần “{component}” theo cách này.",
    "PAPERS_MISSING": "Chưa chọn giấy tờ nào trong Kho cho thành phần “{component}”.",
    "PAPERS_NOT_ASKED": "Thành phần “{component}” không dùng giấy tờ trong Kho theo cách đã chọn.",
    "WRONG_SET_OF_PAPERS": "Các giấy tờ đã chọn chưa đúng bộ mà thành phần “{component}” yêu cầu.",
    "NOTE_MISSING": "Hãy ghi lý do không cần nộp hoặc không số hóa thành phần “{component}”.",
    "OWNER_REFUSES_VAULT": "Chủ hồ sơ không đồng ý dùng Kho cho hồ sơ này; hãy nhận bản giấy hoặc tệp tin.",
    "NOT_IN_A_DATABASE": "Thành phần “{component}” không có cơ sở dữ liệu để tra cứu; hãy chọn cách khác.",
    "RECORD_MISSING": "Hãy ghi mã bản ghi đã tra cứu trong cơ sở dữ liệu cho thành phần “{component}”.",
    "RECORD_NOT_ASKED": "Chỉ ghi mã bản ghi khi thành phần “{component}” được tra cứu trong cơ sở dữ liệu.",
    "FORM_NOT_ASKED": "Thành phần “{component}” không dùng biểu mẫu theo cách đã chọn.",
    "FORM_EMPTY": "Hãy ghi nội dung tờ khai giấy đã nhận cho thành phần “{component}” vào ghi chú.",
    "FORM_TOO_LARGE": "Nội dung biểu mẫu của thành phần “{component}” quá dài; hãy viết ngắn lại.",
    "ONLINE_NOT_SCANNED": (
        "Hồ sơ nộp trực tuyến không phải số hóa: hãy dùng tệp tin đã nộp, hoặc yêu cầu bổ sung “{component}”."
    ),
    "SCAN_MISSING": "Thành phần này chưa có bản số hóa: hãy tải bản số hóa đã ký số lên.",
    "DOCUMENT_TYPE_MISSING": "Thành phần “{component}” nhận nhiều loại giấy tờ: hãy chọn loại của bản giấy.",
    "DOCUMENT_TYPE_NOT_ACCEPTED": "Thành phần “{component}” không nhận loại giấy tờ này.",
    "ISSUED_ON_MISSING": "Hãy ghi ngày cấp trên bản giấy: giấy tờ này có thời hạn sử dụng.",
    "PURPOSE_MISSING": "Giấy tờ này chỉ dùng cho một mục đích: hãy chọn mục đích ghi trên bản giấy.",
}
