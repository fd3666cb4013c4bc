"""What an applicant agrees to before a dossier is submitted."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


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
