"""What the room of uploads says to people: each code with its Vietnamese sentence and what would help."""

from __future__ import annotations

from collections.abc import Mapping

from shared.domain.uploads import UploadState, Use
from shared.web.reasons import said

# Why a file may not be sent.
PROBLEMS: Mapping[str, str] = {
    "KIND_MISSING": "Chưa chọn loại giấy tờ, ví dụ “Kết quả giải quyết”.",
    "DOCUMENT_TYPE_MISSING": "Chưa chọn danh mục giấy tờ phù hợp với tệp tin.",
    "DOCUMENT_TYPE_UNKNOWN": "Không có danh mục giấy tờ với mã này; hãy chọn trong danh sách.",
    "NEVER_A_FILE": "Thông tin này được cơ quan tra cứu trong cơ sở dữ liệu, không lưu thành tệp tin trong Kho.",
    "COPY_OF_MISSING": "Bản sao chứng thực điện tử cần nêu danh mục của giấy tờ được sao.",
    "COPY_OF_NOT_ASKED": "Chỉ bản sao chứng thực điện tử mới nêu danh mục của giấy tờ được sao.",
    "COPY_OF_COPY": "Giấy tờ được sao phải là bản chính, không phải là một bản sao chứng thực khác.",
    "PURPOSE_MISSING": "Giấy tờ này chỉ dùng cho một mục đích; hãy chọn mục đích ghi trên giấy tờ.",
    "PURPOSE_UNKNOWN": "Mục đích sử dụng không có trong danh sách.",
    "DOSSIER_AND_COMPONENT": "Muốn gắn tệp tin vào hồ sơ thì cần cả mã hồ sơ và mã thành phần hồ sơ.",
    "COMPONENT_NOT_APPLICABLE": "Thành phần hồ sơ này không cần trong trường hợp đã chọn.",
    "COMPONENT_TAKES_NO_FILE": "Thành phần hồ sơ này không nhận tệp tin.",
    "COMPONENT_TAKES_OTHER_TYPE": "Thành phần hồ sơ này không nhận danh mục giấy tờ đã chọn từ Kho.",
    "ISSUED_NOT_REPLACED": (
        "Giấy tờ này không do bạn tự cập nhật nên không thay được tệp tin; nếu có sai sót, hãy gửi phản ánh."
    ),
    "WITHDRAWN_NOT_REPLACED": "Giấy tờ đã bị cơ quan cấp thu hồi.",
    "REPLACED_BY_OTHER_TYPE": "Tệp tin thay thế phải cùng danh mục giấy tờ với tệp tin cũ.",
    "REPLACED_BY_OTHER_KIND": "Tệp tin thay thế phải cùng loại giấy tờ với tệp tin cũ.",
}


_PROGRESS: Mapping[UploadState, str] = {
    UploadState.ANNOUNCED: "Hệ thống đang chờ tệp tin, hoặc đang kiểm tra chữ ký số của tệp tin.",
    UploadState.UNDECIDED: "Giấy tờ đã lưu trong Kho nhưng chưa dùng được: chưa kết luận được về chữ ký số.",
}


_ACCEPTED: Mapping[Use, str] = {
    Use.EVIDENCE: "Tệp tin đã sẵn sàng để gửi kèm phản ánh.",
    Use.SCAN: "Chữ ký số của cơ quan hợp lệ; bản số hóa đã được ghi nhận cho thành phần hồ sơ.",
    Use.RESULT: "Chữ ký số hợp lệ; kết quả chờ được trả vào Kho khi hoàn thành hồ sơ.",
    Use.COPY: "Chữ ký số hợp lệ; bản sao chờ được vào sổ và trả vào Kho của người yêu cầu.",
}


def progress(
    state: UploadState, reasons: tuple[str, ...], *, item: str | None, attached: bool, use: Use = Use.DEPOSIT
) -> str:
    """How far an upload is, in one sentence."""
    if state is UploadState.ACCEPTED and use in _ACCEPTED:
        return _ACCEPTED[use]
    if state is UploadState.ACCEPTED:
        return _accepted(reasons, is_item=item is not None, attached=attached)
    return _PROGRESS[state] if state in _PROGRESS else said(reasons[0]).sentence


def _accepted(reasons: tuple[str, ...], *, is_item: bool, attached: bool) -> str:
    if not is_item:
        return "Tệp tin đã được gắn vào thành phần hồ sơ."
    if attached:
        return "Chữ ký số hợp lệ; giấy tờ đã vào Kho và được gắn vào thành phần hồ sơ."
    if reasons:
        why = said(reasons[0]).sentence
        return f"Chữ ký số hợp lệ; giấy tờ đã vào Kho nhưng chưa đáp ứng thành phần hồ sơ: {why[0].lower()}{why[1:]}"
    return "Chữ ký số hợp lệ; giấy tờ đã vào Kho."
