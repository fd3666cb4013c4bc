"""What the room of dossiers says to people: each code with its Vietnamese sentence and what would help."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from functions.dossiers.objections import Objection
from functions.dossiers.rules import Reason
from shared.domain.catalogue import Way


class Said(NamedTuple):
    """What is the matter, and what its reader can do about it."""

    sentence: str
    remedy: str


OBJECTIONS: Mapping[Objection, Said] = {
    Objection.NOT_FROM_VAULT: Said(
        "Thành phần này phải làm mới cho từng hồ sơ, không lấy từ Kho.",
        "Điền biểu mẫu hoặc chọn tệp tin cho riêng hồ sơ này.",
    ),
    Objection.NOT_HELD: Said(
        "Giấy tờ không thuộc Kho của chủ hồ sơ.",
        "Chọn giấy tờ đứng tên chủ hồ sơ.",
    ),
    Objection.OTHER_TYPE: Said(
        "Giấy tờ không thuộc loại mà thành phần hồ sơ này chấp nhận.",
        "Chọn giấy tờ đúng loại, hoặc cập nhật lại danh mục giấy tờ nếu đã chọn nhầm.",
    ),
    Objection.REMOVED: Said(
        "Giấy tờ không còn trong Kho.",
        "Chọn giấy tờ khác hoặc cập nhật lại giấy tờ này vào Kho.",
    ),
    Objection.WITHDRAWN: Said(
        "Giấy tờ đã bị cơ quan cấp thu hồi.",
        "Liên hệ cơ quan cấp để được cấp lại.",
    ),
    Objection.HIDDEN: Said(
        "Giấy tờ đang được ẩn theo ý của người giữ Kho.",
        "Bỏ ẩn giấy tờ trong Kho nếu muốn dùng.",
    ),
    Objection.SUPERSEDED: Said(
        "Giấy tờ đã có phiên bản mới hơn phiên bản được đính kèm.",
        "Bấm [Lấy từ kho] và chọn lại để dùng phiên bản mới.",
    ),
    Objection.SIGNATURE_REFUSED: Said(
        "Chữ ký số trên giấy tờ không được chấp nhận.",
        "Xin lại bản gốc điện tử từ cơ quan cấp rồi cập nhật vào Kho.",
    ),
    Objection.SIGNATURE_UNDECIDED: Said(
        "Chưa kết luận được về chữ ký số trên giấy tờ.",
        "Đợi hệ thống kiểm tra xong, hoặc xuất trình bản chính để công chức xem xét.",
    ),
    Objection.NOT_YET_VALID: Said(
        "Giấy tờ chưa có hiệu lực vào ngày nộp hồ sơ.",
        "Nộp hồ sơ từ ngày giấy tờ có hiệu lực, hoặc chọn giấy tờ khác.",
    ),
    Objection.EXPIRED: Said(
        "Giấy tờ đã hết hạn sử dụng vào ngày nộp hồ sơ.",
        "Đề nghị cơ quan cấp giấy tờ mới rồi cập nhật vào Kho.",
    ),
    Objection.TOO_OLD: Said(
        "Giấy tờ được cấp lâu hơn thời gian mà thủ tục này cho phép.",
        "Đề nghị cơ quan cấp giấy tờ mới rồi cập nhật vào Kho.",
    ),
    Objection.OTHER_PURPOSE: Said(
        "Giấy tờ được cấp cho mục đích khác.",
        "Đề nghị cơ quan cấp giấy tờ ghi đúng mục đích của thủ tục này.",
    ),
    Objection.INCOMPLETE: Said(
        "Giấy tờ phù hợp nhưng phải đi cùng giấy tờ khác chưa có trong Kho.",
        "Cập nhật thêm giấy tờ còn thiếu vào Kho.",
    ),
    Objection.DISPUTED: Said(
        "Giấy tờ đang được phản ánh là có sai sót.",
        "Đợi cơ quan cấp trả lời, hoặc tự chọn giấy tờ này nếu sai sót không ảnh hưởng đến hồ sơ.",
    ),
    Objection.VALIDITY_UNKNOWN: Said(
        "Chưa xác định được giấy tờ còn hạn sử dụng hay không vì thiếu ngày cấp hoặc ngày hết hạn.",
        "Mở giấy tờ để kiểm tra, rồi tự chọn nếu giấy tờ còn hạn.",
    ),
    Objection.PURPOSE_UNKNOWN: Said(
        "Chưa biết giấy tờ được cấp cho mục đích nào.",
        "Mở giấy tờ để kiểm tra, rồi tự chọn nếu đúng mục đích của thủ tục này.",
    ),
}

REASONS: Mapping[Reason, str] = {
    Reason.ONLY_FIT: "Kho chỉ có duy nhất giấy tờ này phù hợp nên hệ thống đã tự động đính kèm.",
    Reason.KNOWN_TO_AGENCY: "Cơ quan giải quyết tự tra cứu trong cơ sở dữ liệu, bạn không phải nộp tệp tin.",
    Reason.SHOWN_AT_COUNTER: "Xuất trình bản chính tại Bộ phận Một cửa, không phải nộp tệp tin.",
}

WAYS: Mapping[Way, str] = {
    Way.FORM: "Điền biểu mẫu điện tử.",
    Way.DATA: "Để cơ quan giải quyết tự tra cứu trong cơ sở dữ liệu.",
    Way.VAULT: "Bấm [Thêm mới] để cập nhật giấy tờ vào Kho, rồi [Lấy từ kho].",
    Way.UPLOAD: "Bấm [Chọn tệp tin] để tải giấy tờ lên cho riêng hồ sơ này.",
    Way.PRESENT: "Mang bản chính đến Bộ phận Một cửa.",
}


class Consent(StrEnum):
    """What the applicant agrees to with [Đồng ý và tiếp tục], each by itself (Law 91/2025: consent per purpose)."""

    TRUTHFUL = "TRUTHFUL"
    PROCESSING = "PROCESSING"
    REUSE = "REUSE"


CONSENTS: Mapping[Consent, str] = {
    Consent.TRUTHFUL: "Tôi cam đoan thông tin và giấy tờ trong hồ sơ là đúng sự thật.",
    Consent.PROCESSING: "Tôi đồng ý để cơ quan giải quyết xử lý dữ liệu cá nhân trong hồ sơ cho thủ tục này.",
    Consent.REUSE: "Tôi đồng ý để cơ quan giải quyết khai thác các giấy tờ lấy từ Kho cho hồ sơ này.",
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


def reason_sentence(code: str) -> str:
    """Why a component is answered as it is, in words, whoever decided."""
    return CHOICES[code] if code in CHOICES else REASONS[Reason(code)]
