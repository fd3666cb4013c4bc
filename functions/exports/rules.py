"""How large a volume becomes, and what its list says of a paper."""

from __future__ import annotations

from dataclasses import dataclass

LARGEST = 1024**3  # bytes of a volume: what a slow line can fetch in one go
MOST = 2000  # papers of a volume
LONGEST = 120.0  # seconds spent on one: the function has three hundred, and the last paper may be large
LOOKS = 100_000  # at one paper are listed, the latest: some five seconds of reading


@dataclass(slots=True)
class Filled:
    """How much of a volume is written."""

    papers: int = 0
    files: int = 0
    missing: int = 0

    def is_full(self, *, size: int, seconds: float) -> bool:
        """Never before its first paper: each volume brings the export further."""
        return self.papers > 0 and (self.papers >= MOST or size >= LARGEST or seconds >= LONGEST)


def file_name(number: int, day: str, *, of: int) -> str:
    """A volume as it is saved; `of` is how many there are."""
    return f"kho-du-lieu-{day}.zip" if of == 1 else f"kho-du-lieu-{day}-phan-{number}.zip"


README = """\
KHO DỮ LIỆU CÁ NHÂN, TỔ CHỨC: BẢN TẢI VỀ

Trong thư mục “Giấy tờ”, mỗi giấy tờ có một thư mục riêng với mọi phiên bản của tệp PDF, đúng từng byte như khi lưu
trong Kho, nên chữ ký số còn nguyên giá trị. Đừng in lại hoặc lưu lại bằng phần mềm khác: việc đó làm mất chữ ký số.

Tệp “ke-khai.json” ghi thông tin của từng giấy tờ: tên, số, cơ quan cấp, nguồn, các phiên bản với mã SHA-256 và kết
luận về chữ ký số. Mỗi phiên bản có thêm báo cáo kiểm tra chữ ký số (tệp .json cùng tên); giấy tờ đã được xem có thêm
tệp “lượt xem.json” ghi từng lần xem.

Vault export. Every PDF is byte for byte as it was kept, with its signatures; ke-khai.json is the manifest.
"""
