"""What speaks against a paper, in words: what is the matter, and what would help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from shared.domain.objections import Objection


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
