"""What the room of the catalogue says to people about a document it cannot take."""

from __future__ import annotations

from collections.abc import Mapping

from shared.domain.errors import Problem, Unacceptable

_FAULTS: Mapping[str, str] = {
    "NOT_AN_OBJECT": "Giá trị phải là một đối tượng JSON.",
    "NOT_A_LIST": "Giá trị phải là một danh sách.",
    "NOT_TEXT": "Giá trị phải là văn bản.",
    "NOT_A_NUMBER": "Giá trị phải là số nguyên.",
    "NOT_YES_OR_NO": "Giá trị phải là true hoặc false.",
    "NOT_A_DATE": "Ngày phải có thật và có dạng năm-tháng-ngày, ví dụ 2026-11-23.",
    "NOT_A_TIME": "Giờ phải có thật và có dạng giờ:phút, ví dụ 15:00.",
    "NOT_AN_OPTION": "Giá trị không nằm trong các lựa chọn cho phép: {about}.",
    "FIELD_MISSING": "Thiếu thông tin bắt buộc.",
    "FIELD_UNKNOWN": "Trường thông tin này không có trong danh mục.",
    "INVALID": "Giá trị không hợp lệ.",
    "TOO_DEEP": "Tài liệu lồng nhau quá nhiều tầng.",
    "TOO_LONG": "Quá dài; tối đa {about} ký tự.",
    "NAME_EMPTY": "Tên không được để trống.",
    "BAD_CODE": "Mã “{about}” không đúng định dạng.",
    "CODE_TWICE": "Mã “{about}” đã được dùng ở trên.",
    "TYPE_UNKNOWN": "Không có loại giấy tờ mã “{about}” trong danh mục.",
    "TYPE_WRAPS": "Bản sao chứng thực được xét theo giấy tờ được sao: hãy ghi mã của giấy tờ đó thay cho “{about}”.",
    "CASE_UNKNOWN": "Thủ tục không có trường hợp mã “{about}”.",
    "PURPOSE_UNKNOWN": "Không có mục đích mã “{about}” trong danh mục.",
    "PURPOSE_MISSING": "Loại giấy tờ “{about}” được cấp theo mục đích nên thành phần phải nêu mục đích.",
    "BAD_FINGERPRINT": "Dấu vân tay SHA-256 của chứng thư số phải gồm 64 chữ số thập lục phân viết hoa: “{about}”.",
    "BAD_SERIAL": "Số sê-ri của chứng thư số phải là số thập lục phân viết thường, không có số 0 ở đầu: “{about}”.",
    "BAD_AUTHORITY": "Định danh khóa của nơi cấp chứng thư số phải gồm 40 chữ số thập lục phân viết thường: “{about}”.",
    "SERIAL_ALONE": "Số sê-ri và định danh khóa của nơi cấp chứng thư số phải được khai cùng nhau.",
    "CERTIFICATE_TWICE": "Chứng thư số {about}… đã được đăng ký ở trên cho cùng khoảng thời gian.",
    "UNIT_NOT_THERE": "Đơn vị “{about}” chưa có hoặc không còn vào ngày bắt đầu.",
    "OUTLIVES_UNIT": "Chứng thư số không thể dùng sau ngày đơn vị “{about}” kết thúc.",
    "UNIT_UNKNOWN": "Không có đơn vị mã “{about}” trong danh mục.",
    "UNIT_CYCLE": "Đơn vị “{about}” là cấp trên hoặc đơn vị trước của chính nó.",
    "DERIVED": "Đơn vị kế tiếp được suy ra từ đơn vị trước, không ghi ở đây.",
    "DATES_REVERSED": "Ngày kết thúc hiệu lực sớm hơn ngày bắt đầu.",
    "MONTHS_MISSING": "Hạn dùng tính theo tháng phải có số tháng từ 1 trở lên.",
    "MONTHS_USELESS": "Chỉ ghi số tháng khi hạn dùng tính theo tháng.",
    "OUT_OF_RANGE": "Giá trị phải từ {about}.",
    "WAY_MISSING": "Phải có ít nhất một cách nộp.",
    "WAY_NOT_OFFERED": "Cách nộp “{about}” chỉ công chức dùng tại Bộ phận Một cửa, thủ tục không được nêu.",
    "ACCEPTS_MISSING": "Thành phần lấy được từ Kho phải nêu loại giấy tờ chấp nhận.",
    "LIST_EMPTY": "Danh sách giấy tờ đi cùng nhau không được trống.",
    "LIST_CONTAINED": "Danh sách này lặp lại hoặc đòi hỏi nhiều hơn một danh sách khác của thành phần.",
    "COMPONENTS_MISSING": "Thủ tục phải có ít nhất một thành phần hồ sơ.",
    "NOBODY_RECEIVES": "Thủ tục phải có cấp hoặc đơn vị tiếp nhận.",
    "DAY_TWICE": "Ngày {about} được ghi hai lần.",
    "DAY_OUTSIDE_YEARS": "Ngày {about} không thuộc năm nào mà lịch này nêu (years).",
    "HOURS_REVERSED": "Giờ làm việc phải theo thứ tự trong ngày và không chồng lên nhau.",
    "ENDS_EARLIER": "Đăng ký này đã kết thúc sớm hơn ngày đó; muốn dùng tiếp, hãy đăng ký lại.",
    "AND_MORE": "Còn {about} lỗi khác chưa kể ra ở đây.",
}


SECTIONS: Mapping[str, str] = {
    "procedures": "Thủ tục hành chính",
    "document_types": "Loại giấy tờ",
    "units": "Đơn vị",
    "calendars": "Lịch làm việc",
    "purposes": "Mục đích sử dụng",
    "issuers": "Chứng thư số của cơ quan",
}

FIELDS: Mapping[str, str] = {
    "name": "tên",
    "field": "lĩnh vực",
    "levels": "cấp tiếp nhận",
    "components": "thành phần hồ sơ",
    "units": "đơn vị tiếp nhận",
    "results": "kết quả",
    "cases": "trường hợp",
    "time_limit": "thời hạn",
    "limit": "cách tính thời hạn",
    "fee": "phí, lệ phí",
    "short_name": "tên ngắn",
    "valid_from": "ngày bắt đầu",
    "valid_until": "ngày kết thúc",
    "note": "ghi chú",
    "validity": "hạn dùng",
    "months": "số tháng",
    "validity_text": "lời văn hạn dùng",
    "purpose_bound": "gắn với mục đích",
    "kind": "loại",
    "level": "cấp",
    "parent": "đơn vị cấp trên",
    "predecessors": "đơn vị trước",
    "successors": "đơn vị kế tiếp",
    "holidays": "ngày nghỉ",
    "working_days": "ngày làm bù",
    "years": "năm đầy đủ",
    "hours": "giờ làm việc",
    "organisation": "tên cơ quan",
}

CAME: Mapping[str, str] = {
    "imported": "Nhập danh mục",
    "restored": "Dùng lại phiên bản trước",
    "registered": "Đăng ký chứng thư số cho {about}",
    "ended": "Kết thúc đăng ký chứng thư số của {about}",
}

SIGNS_AS: Mapping[str, str] = {"person": "Chữ ký số cá nhân", "organisation": "Con dấu số của cơ quan"}

STANDINGS: Mapping[str, str] = {
    "current": "Đang hiệu lực",
    "ended": "Đã kết thúc",
    "to_come": "Chưa bắt đầu",
}


def fault(code: str, where: str | None, about: object = "") -> Problem:
    return Problem(code, _FAULTS[code].format(about=about), where)


def refusal(code: str, where: str) -> Unacceptable:
    return Unacceptable(code, _FAULTS[code], [fault(code, where)])
