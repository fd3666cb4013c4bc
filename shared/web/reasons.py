"""Why a file that was sent is not kept or not used as meant, in words: what is the matter, and what would help."""

from __future__ import annotations

from collections.abc import Mapping

from shared.domain.matching_words import OBJECTIONS, Said
from shared.domain.objections import Objection
from shared.signatures.sentences import sentence
from shared.signatures.verdict import Reason

# Why a file that was sent is not kept, or not used as meant, beside what the signature's own reasons say.
_REASONS: Mapping[str, Said] = {
    "FILE_GONE": Said(
        "Tệp tin đã gửi không còn ở nơi tiếp nhận nên chưa kiểm tra được.",
        "Chọn và gửi lại tệp tin.",
    ),
    "HASH_MISMATCH": Said(
        "Tệp tin nhận được không giống tệp tin đã báo trước.",
        "Kiểm tra đường truyền và chọn lại đúng tệp tin.",
    ),
    "ALREADY_IN_VAULT": Said(
        "Tệp tin này đã có trong Kho nên không lưu thêm lần nữa.",
        "Dùng giấy tờ đã có trong Kho.",
    ),
    "CORRECTED_BY_AGENCY": Said(
        "Tệp tin này có sai sót và đã được cơ quan cấp đính chính nên không dùng lại được.",
        "Dùng bản đã đính chính.",
    ),
    "REPLACED_ITEM_GONE": Said(
        "Giấy tờ cần thay tệp tin không còn trong Kho.",
        "Bấm [Thêm mới] để đưa tệp tin vào Kho như một giấy tờ mới.",
    ),
    "WITHDRAWN_NOT_REPLACED": Said(
        "Giấy tờ đã bị cơ quan cấp thu hồi.",
        "Liên hệ cơ quan cấp để được cấp lại, rồi bấm [Thêm mới] để đưa giấy tờ mới vào Kho.",
    ),
    "REPLACEMENT_UNDECIDED": Said(
        "Chưa kết luận được về chữ ký số của tệp tin thay thế; phiên bản hiện tại vẫn được giữ.",
        "Hãy gửi lại sau.",
    ),
    "DOSSIER_CLOSED": Said(
        "Hồ sơ đã nộp, hoặc thành phần hồ sơ đã thay đổi, trước khi tệp tin được nhận.",
        "Mở lại hồ sơ để xem thành phần nào còn thiếu.",
    ),
    "FEEDBACK_CLOSED": Said(
        "Phản ánh đã kết thúc trước khi tệp tin được kiểm tra xong.",
        "Mở lại phản ánh để xem ai đã trả lời.",
    ),
    "CORRECTED_MEANWHILE": Said(
        "Giấy tờ đã có phiên bản mới sau khi được phản ánh.",
        "Xem phiên bản mới; nếu đã đúng, hãy trả lời người phản ánh như vậy.",
    ),
    "NOT_EVIDENCE": Said(
        "Nội dung tệp tin không phải là PDF hoặc ảnh JPG, PNG.",
        "Chụp lại ảnh hoặc chọn tệp khác.",
    ),
    "SAME_FILE": Said(
        "Tệp tin giống hệt phiên bản bị phản ánh.",
        "Gửi đúng tệp đính chính đã ký.",
    ),
    "DOSSIER_MOVED_ON": Said(
        "Hồ sơ đã sang trạng thái khác trước khi tệp tin được nhận.",
        "Mở lại hồ sơ để xem còn việc gì phải làm.",
    ),
    "LOOK_UP_MISSING": Said(
        "Chưa tra cứu Kho cho thành phần này.",
        "Tra cứu Kho trước, rồi mới số hóa.",
    ),
    "SCAN_REASON_MISSING": Said(
        "Kho có giấy tờ phù hợp với thành phần này mà chưa có lý do vẫn số hóa.",
        "Dùng giấy tờ trong Kho, hoặc chọn lý do rồi gửi lại bản số hóa.",
    ),
    "ALREADY_SCANNED": Said(
        "Thành phần này đã có bản số hóa.",
        "Gỡ bản đó trước nếu muốn thay bằng bản khác.",
    ),
    "RESULT_ALREADY_ADDED": Said(
        "Tệp tin này đã là một kết quả của hồ sơ.",
        "Không cần gửi lại.",
    ),
    "TOO_MANY_AT_ONCE": Said(
        "Hồ sơ đã có quá nhiều kết quả và người đứng tên để trả cùng một lúc.",
        "Bớt kết quả hoặc người đứng tên, hoặc chia hồ sơ.",
    ),
    "ONLINE_NOT_SCANNED": Said(
        "Hồ sơ nộp trực tuyến không phải số hóa.",
        "Dùng tệp tin người nộp đã gửi, hoặc yêu cầu bổ sung thành phần này.",
    ),
    "CERTIFIER_NOT_REGISTERED": Said(
        "Trong những người ký không có ai được đăng ký chứng thư số để ký chứng thực cho đơn vị.",
        "Người có thẩm quyền chứng thực ký bằng chứng thư số đã đăng ký, rồi đơn vị đóng dấu số và gửi lại.",
    ),
    "CERTIFICATION_MOVED_ON": Said(
        "Yêu cầu chứng thực đã sang trạng thái khác trước khi tệp tin được nhận.",
        "Mở lại yêu cầu để xem còn việc gì phải làm.",
    ),
    "UPLOAD_EXPIRED": Said(
        "Sau 15 phút vẫn chưa nhận được tệp tin hoặc chưa kiểm tra xong.",
        "Nếu đã gửi tệp tin, hãy xem lại sau ít phút; nếu vẫn chưa có kết quả, hãy gửi lại như một tệp tin mới.",
    ),
}


def said(code: str) -> Said:
    """A reason in words. A signature's own sentence ends with its remedy."""
    if code in _REASONS:
        return _REASONS[code]
    if code in OBJECTIONS:
        return OBJECTIONS[Objection(code)]
    matter, _, remedy = sentence(Reason(code)).partition(". ")
    return Said(f"{matter.rstrip('.')}.", remedy)
