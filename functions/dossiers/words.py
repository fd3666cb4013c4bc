"""What the room of dossiers says to people: each code with its Vietnamese sentence and what would help."""

from __future__ import annotations

from collections.abc import Mapping

from shared.domain.catalogue import Way
from shared.domain.desk import OFFICERS_REASONS
from shared.domain.matching import Reason

REASONS: Mapping[Reason, str] = {
    Reason.ONLY_FIT: "Kho chỉ có duy nhất giấy tờ này phù hợp nên hệ thống đã tự động đính kèm.",
    Reason.KNOWN_TO_AGENCY: "Cơ quan giải quyết tự tra cứu trong cơ sở dữ liệu, bạn không phải nộp tệp tin.",
    Reason.SHOWN_AT_COUNTER: "Xuất trình bản chính tại Bộ phận Một cửa, không phải nộp tệp tin.",
}

CORRECTED_SINCE = (
    "Giấy tờ này đã được cơ quan cấp đính chính sau khi bạn nộp hồ sơ; hồ sơ đang dùng bản cũ. Công chức giải quyết"
    " đã được báo. Bạn chưa phải làm gì; nếu cần thay bản mới, cơ quan sẽ yêu cầu bổ sung."
)
CORRECTED_ENDED = (
    "Giấy tờ này đã được cơ quan cấp đính chính sau khi bạn nộp hồ sơ; hồ sơ đã kết thúc với bản cũ. Nếu kết quả của"
    " hồ sơ vì thế bị sai, hãy mở kết quả trong Kho và bấm [Phản ánh]."
)

WAYS: Mapping[Way, str] = {
    Way.FORM: "Điền biểu mẫu điện tử.",
    Way.DATA: "Để cơ quan giải quyết tự tra cứu trong cơ sở dữ liệu.",
    Way.VAULT: "Bấm [Thêm mới] để cập nhật giấy tờ vào Kho, rồi [Lấy từ kho].",
    Way.UPLOAD: "Bấm [Chọn tệp tin] để tải giấy tờ lên cho riêng hồ sơ này.",
    Way.PRESENT: "Mang bản chính đến Bộ phận Một cửa.",
}


# What stands between a draft and its receipt. {component} is the component's name, {about} fills in the rest.
PROBLEMS: Mapping[str, str] = {
    "PROCEDURE_NOT_IN_FORCE": "Thủ tục “{about}” không có hiệu lực vào ngày nộp hồ sơ.",
    "UNIT_UNKNOWN": "Đơn vị tiếp nhận không có trong danh mục đơn vị.",
    "UNIT_CLOSED": "Đơn vị “{about}” không hoạt động vào ngày nộp hồ sơ; hãy chọn đơn vị khác.",
    "UNIT_DOES_NOT_OFFER": "Đơn vị “{about}” không tiếp nhận thủ tục này; hãy chọn đơn vị khác.",
    "APPLICANT_NAME_MISSING": "Chưa có họ tên người nộp hồ sơ.",
    "OWNER_NAME_MISSING": "Chưa có họ tên hoặc tên tổ chức của chủ hồ sơ.",
    "OWNER_NOT_HOLDER": "Chủ hồ sơ phải là chủ Kho đang dùng: {about}. Nộp thay người khác phải có ủy quyền.",
    "PHONE_MISSING": "Chưa có số điện thoại người nộp để nhận thông báo qua Zalo và SMS.",
    "RECEIVE_BY_MISSING": "Chưa chọn hình thức nhận kết quả.",
    "CONSENT_MISSING": "Chưa đồng ý với nội dung: “{about}”",
    "COMPONENT_MISSING": "Thành phần “{component}” chưa có. {about}",
    "COMPONENT_NOT_APPLICABLE": "Thành phần “{component}” không cần trong trường hợp đã chọn; hãy gỡ ra khỏi hồ sơ.",
    "WAY_NOT_ALLOWED": "Thành phần “{component}” không nhận theo cách đã chọn. {about}",
    "PAPER_DOES_NOT_FIT": "Thành phần “{component}”: {about}",
    "FILE_NEEDED": "Thành phần “{component}” cần tệp tin: bấm [Chọn tệp tin] để tải lên cho hồ sơ này.",
    "FORM_EMPTY": "Chưa điền biểu mẫu của thành phần “{component}”.",
    "FORM_TOO_LARGE": "Nội dung biểu mẫu của thành phần “{component}” quá dài; hãy viết ngắn lại.",
    "FORM_NOT_ASKED": "Thành phần “{component}” không dùng biểu mẫu theo cách đã chọn.",
    "PAPERS_MISSING": "Chưa chọn giấy tờ nào từ Kho cho thành phần “{component}”.",
    "PAPERS_NOT_ASKED": "Thành phần “{component}” không dùng giấy tờ từ Kho theo cách đã chọn.",
    "COMPONENT_NOT_SUPPLEMENTED": "Thành phần “{component}” chưa được bổ sung: {about}",
    "POINT_NOT_ANSWERED": "Chưa trả lời nội dung: {about}",
    "NO_SUCH_POINT": "Yêu cầu bổ sung không có nội dung này.",
    "WRONG_SET_OF_PAPERS": "Các giấy tờ đã chọn chưa đúng bộ mà thành phần “{component}” yêu cầu.",
}

# Why a component is answered as it is, when a person decided; `REASONS` says why when nobody had to.
CHOICES: Mapping[str, str] = {
    "CHOSEN_VAULT": "Bạn đã chọn giấy tờ này từ Kho.",
    "CHOSEN_DESPITE_WARNING": "Bạn đã chọn giấy tờ này từ Kho sau khi được cảnh báo.",
    "CHOSEN_FORM": "Bạn đã điền biểu mẫu.",
    "CHOSEN_DATA": "Bạn để cơ quan giải quyết tự tra cứu trong cơ sở dữ liệu.",
    "CHOSEN_PRESENT": "Bạn sẽ xuất trình bản chính tại Bộ phận Một cửa.",
    "UPLOADED": "Bạn đã tải tệp tin này lên cho hồ sơ.",
}


BY_OFFICER = "Công chức đã ghi nhận thành phần này."


def reason_sentence(code: str) -> str:
    """Why a component is answered as it is, in words, whoever decided."""
    automatic = {str(each): sentence for each, sentence in REASONS.items()}
    return CHOICES.get(code) or OFFICERS_REASONS.get(code) or automatic.get(code, BY_OFFICER)
