"""What the room of certified copies says to people."""

from __future__ import annotations

from collections.abc import Mapping

PROBLEMS: Mapping[str, str] = {
    "DOCUMENT_TYPE_UNKNOWN": "Không có danh mục giấy tờ với mã này; hãy chọn trong danh sách.",
    "COPY_OF_COPY": "Chỉ chứng thực bản sao từ bản chính, không chứng thực từ một bản sao khác.",
    "NEVER_A_FILE": "Thông tin này được cơ quan tra cứu trong cơ sở dữ liệu nên không cần bản sao chứng thực.",
    "PURPOSE_UNKNOWN": "Mục đích sử dụng không có trong danh sách.",
    "PURPOSE_MISSING": "Bản chính chỉ dùng cho một mục đích; hãy chọn mục đích ghi trên bản chính.",
    "ISSUER_MISSING": "Hãy ghi cơ quan cấp như in trên bản chính.",
    "ISSUED_ON_MISSING": "Bản chính có thời hạn; hãy ghi ngày cấp như in trên bản chính.",
    "UNIT_UNKNOWN": "Đơn vị này không có trong danh mục hoặc không còn hoạt động.",
    "UNIT_NOT_COMPETENT": "Đơn vị này không chứng thực bản sao; hãy chọn Ủy ban nhân dân xã, phường.",
    "WISHED_TOO_FAR": "Ngày hẹn phải từ hôm nay và trong vòng {days} ngày tới.",
    "NOT_A_WORKING_DAY": "Đơn vị không làm việc ngày này; hãy chọn ngày khác.",
    "NAME_DIFFERS": (
        "Họ tên không khớp với tài khoản của số này; hãy kiểm tra lại số và họ tên trên giấy tờ của người yêu cầu."
    ),
    "NO_TYPE_FOR_COPIES": "Danh mục giấy tờ chưa có loại “Bản sao điện tử được chứng thực”; hãy liên hệ quản trị viên.",
}

WARNINGS: Mapping[str, str] = {
    "ORIGINAL_EXPIRED": "Bản chính đã hết hạn sử dụng từ sau ngày {day}; bản sao chứng thực cũng không dùng được.",
    "ORIGINAL_ENDS": "Bản chính chỉ dùng được đến hết ngày {day}; bản sao chứng thực cũng vậy.",
    "ORIGINAL_END_UNKNOWN": "Chưa biết bản chính dùng được đến ngày nào nên bản sao sẽ không tự đính kèm vào hồ sơ.",
    "ORIGINAL_FOR_ONE_PURPOSE": "Bản chính chỉ dùng cho một mục đích; bản sao chứng thực cũng vậy.",
}

BY_REQUESTER = "Người yêu cầu chứng thực"
