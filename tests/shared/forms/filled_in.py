"""Forms about invented people, filled in as a desk would."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from shared.clock import VIETNAM
from shared.forms import Form

ON = date(2026, 8, 28)
RECEIVED_AT = datetime(2026, 8, 28, 9, 5, tzinfo=VIETNAM)
DUE_AT = datetime(2026, 9, 7, 17, tzinfo=VIETNAM)
LETTERHEAD = {
    "agency_above": "Ủy ban nhân dân tỉnh Gia Lai",
    "agency": "Ủy ban nhân dân xã Phù Cát",
    "number": "0007",
    "place": "Phù Cát",
}
ABOUT = {
    "dossier_code": "H21.50.05-260828-0007",
    "applicant": "Nguyễn Thị Thử Nghiệm",
    "address": "Thôn Ví Dụ, xã Phù Cát, tỉnh Gia Lai",
    "phone": "0900 000 000",
    "email": "thu.nghiem@example.vn",
    "procedure": "Cấp Giấy xác nhận tình trạng hôn nhân",
}
SIGNER = {"signer": "Hoàng Thử Nghiệm"}
DESK = "Trung tâm Phục vụ hành chính công xã Phù Cát"
CONTACT = f"{DESK}, điện thoại 0256 000 0000"
STEP = {
    "unit": "Công chức Tư pháp - Hộ tịch",
    "at": RECEIVED_AT,
    "handed_by": "Trần Văn Mẫu",
    "taken_by": "Lê Thị Ví Dụ",
    "outcome": "Đúng hạn",
    "note": "",
}


def entry(n: int) -> dict[str, Any]:
    return {
        "entry": n,
        "dossier_code": f"H21.50.05-260828-{n:04}",
        "procedure": "Cấp bản sao trích lục hộ tịch, bản sao Giấy khai sinh",
        "copies": 1,
        "applicant": "Nguyễn Thị Thử Nghiệm",
        "contact": "Thôn Ví Dụ, xã Phù Cát; 0900 000 000",
        "in_charge": "UBND xã Phù Cát",
        "received_on": date(2026, 8, 28),
        "due_on": date(2026, 9, 7),
        "receive_by": "Trực tiếp",
    }


FIELDS: dict[Form, dict[str, Any]] = {
    Form.RECEIPT: {
        **ABOUT,
        **SIGNER,
        "owner": "Nguyễn Thị Thử Nghiệm",
        "desk": DESK,
        "components": ["Tờ khai cấp Giấy xác nhận tình trạng hôn nhân", "Trích lục ghi chú ly hôn (lấy từ Kho)"],
        "copies": 1,
        "time_limit": "03 ngày làm việc",
        "received_at": RECEIVED_AT,
        "due_at": DUE_AT,
        "receive_by": f"Trực tiếp tại {DESK}",
        "book": "02/2026",
        "entry": "1507",
    },
    Form.SUPPLEMENT: {
        **ABOUT,
        **SIGNER,
        "requests": ["Bổ sung trích lục ghi chú ly hôn", "Ghi rõ mục đích sử dụng trong tờ khai"],
        "reason": "Tờ khai chưa nêu mục đích; giấy tờ chứng minh tình trạng hôn nhân trước đây chưa có.",
        "deadline": DUE_AT,
        "contact": CONTACT,
    },
    Form.REFUSAL: {
        **ABOUT,
        **SIGNER,
        "desk": DESK,
        "reasons": ["Hồ sơ không thuộc thẩm quyền giải quyết của Ủy ban nhân dân xã Phù Cát."],
        "contact": CONTACT,
    },
    Form.APOLOGY: {
        **ABOUT,
        **SIGNER,
        "received_at": RECEIVED_AT,
        "due_at": DUE_AT,
        "reason": "cơ quan phối hợp chưa trả lời xác minh.",
        "new_due_at": datetime(2026, 9, 11, 17, tzinfo=VIETNAM),
    },
    Form.STOP: {
        **ABOUT,
        **SIGNER,
        "received_at": RECEIVED_AT,
        "stopped_at": datetime(2026, 9, 1, 8, tzinfo=VIETNAM),
        "reasons": ["Quá thời hạn bổ sung mà hồ sơ chưa được hoàn thiện."],
    },
    Form.CONTROL_SHEET: {
        "dossier_code": ABOUT["dossier_code"],
        "procedure": ABOUT["procedure"],
        **SIGNER,
        "in_charge": "Ủy ban nhân dân xã Phù Cát",
        "beside": "Công an xã Phù Cát",
        "received_at": RECEIVED_AT,
        "due_at": DUE_AT,
        "steps": [STEP] * 5,
    },
    Form.REGISTER: {**SIGNER, "since": date(2026, 8, 1), "until": date(2026, 8, 31), "entries": [entry(1), entry(2)]},
}  # fmt: skip
FIELDS = {form: {**LETTERHEAD, **fields} for form, fields in FIELDS.items()}
