"""What the desk hears when a result cannot be added, or a gate stays closed."""

from __future__ import annotations

from collections.abc import Mapping

PROBLEMS: Mapping[str, str] = {
    "RESULT_OTHER_TYPE": "Thủ tục này không trả loại giấy tờ đã chọn; hãy chọn trong các kết quả của thủ tục.",
    "RESULT_TYPE_MISSING": "Thủ tục này trả nhiều loại kết quả: hãy chọn loại giấy tờ của tệp tin.",
    "NO_RESULT_EXPECTED": "Thủ tục này không trả kết quả là giấy tờ.",
    "PURPOSE_MISSING": "Giấy tờ này chỉ dùng cho một mục đích: hãy chọn mục đích ghi trên kết quả.",
    "HOLDER_NUMBER_INVALID": "Số định danh hoặc mã số thuế của người cùng đứng tên không đúng.",
    "NAME_DIFFERS": "Họ tên không khớp với người mang số này: hãy kiểm tra lại số và họ tên của người cùng đứng tên.",
    "HOLDER_TWICE": "Mỗi người đứng tên chỉ ghi một lần; chủ hồ sơ đã được tính sẵn.",
    "HOLDER_MISSING": "Giấy tờ này đứng tên hai người: hãy ghi số định danh của người còn lại.",
    "HOLDER_NOT_EXPECTED": "Giấy tờ này chỉ đứng tên chủ hồ sơ, không có người cùng đứng tên.",
    "TOO_MANY_AT_ONCE": "Quá nhiều kết quả và người đứng tên để trả cùng một lúc: hãy bớt kết quả hoặc chia hồ sơ.",
    "TAKEN_BY_MISSING": "Hãy ghi họ tên người đã nhận kết quả.",
    "EVIDENCE_MISSING": "Hãy ghi mã bưu gửi.",
    "NO_CODE_IN_NAME": "Tên tệp tin không có mã hồ sơ và mã hồ sơ cũng không được ghi riêng.",
    "NO_SUCH_DOSSIER": "Không có hồ sơ với mã này trong danh sách hồ sơ của đơn vị bạn.",
    "DOSSIER_TWICE_IN_BATCH": "Hồ sơ này đã có một tệp tin khác trong cùng lần gửi: hãy gửi riêng.",
}

GATES: Mapping[str, str] = {
    "FORWARD": "Chưa chuyển xử lý được: hãy hoàn thành các nội dung dưới đây.",
    "CLOSE": "Chưa hoàn thành xử lý được: hãy hoàn thành các nội dung dưới đây.",
}

STANDINGS: Mapping[str, str] = {
    "refused": "Không được chấp nhận",
    "waiting": "Đang chờ tệp hoặc kiểm tra",
    "accepted": "Đã nhận kết quả, hồ sơ chưa hoàn thành",
    "closed": "Đã hoàn thành xử lý, kết quả đã vào Kho",
}
