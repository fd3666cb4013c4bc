"""Invented people to try the vault with. Nobody has their numbers: no province is 000, no tax office is 99."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

BIRTH_CERTIFICATE = "KQ.G15.000031"
MARRIAGE_CERTIFICATE = "KQ.G15.000032"
MARITAL_STATUS = "KQ.LOCAL.000103"
BUSINESS_REGISTRATION = "KQ.LOCAL.000202"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOrganisation:
    name: str
    tax_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """Somebody to sign in as; `subject` is what to choose on the provider's page."""

    subject: str
    name: str
    about: str  # in Vietnamese, for the page
    about_in_english: str
    number: str = ""  # personal number
    old_number: str = ""
    born: date = date(1990, 1, 1)
    phone: str = ""
    organisation: DemoOrganisation | None = None
    papers: tuple[str, ...] = ()  # document types of what their vault holds from the start
    unit: str | None = None  # name of the commune whose officer this is
    roles: tuple[str, ...] = ()
    providers: tuple[str, ...] = ("vneid", "dvcqg")

    def claims(self, provider: str) -> dict[str, Any]:
        """What this provider says of them; it leaves out what it does not know."""
        known = _vneid(self) if provider == "vneid" else _dvcqg(self)
        return {name: value for name, value in known.items() if value}


def _vneid(person: DemoPerson) -> dict[str, Any]:
    return {
        "LoaiTaiKhoan": "1",
        "SoDinhDanh": person.number,
        "HoVaTen": person.name,
        "NgayThangNamSinh": f"{person.born:%Y%m%d}",
        "TechID": f"vneid-{person.subject}",
        "IAL": "2",
    }


def _dvcqg(person: DemoPerson) -> dict[str, Any]:
    organisation = person.organisation
    return {
        "LoaiTaiKhoan": "2" if organisation else "1",
        "SoDinhDanh": person.number,
        "SoCMND": person.old_number,
        "MaSoThue": organisation.tax_code if organisation else "",
        "TenDoanhNghiep": organisation.name if organisation else "",
        "HoVaTen": person.name,
        "SoDienThoai": person.phone,
        "ThuDienTu": f"{person.subject}@example.vn",
        "NgayThangNamSinh": f"{person.born:%Y%m%d}",
        "TechID": f"dvcqg-{person.subject}",
    }


EMPTY = DemoPerson(
    subject="an",
    name="Nguyễn Văn An",
    about="Công dân, kho chưa có giấy tờ nào",
    about_in_english="a citizen whose vault is empty",
    number="000090000017",
    old_number="990000017",
    phone="0900000017",
)
ONE_PAPER = DemoPerson(
    subject="binh",
    name="Trần Thị Bình",
    about="Công dân, kho có đúng một Giấy khai sinh",
    about_in_english="a citizen with exactly one birth certificate",
    number="000195000024",
    born=date(1995, 6, 15),
    phone="0900000024",
    papers=(BIRTH_CERTIFICATE,),
)
SEVERAL_PAPERS = DemoPerson(
    subject="chau",
    name="Lê Minh Châu",
    about="Công dân, kho có nhiều giấy tờ cùng phù hợp một thành phần hồ sơ",
    about_in_english="a citizen with several papers for the same component",
    number="000188000031",
    born=date(1988, 11, 2),
    phone="0900000031",
    papers=(BIRTH_CERTIFICATE, MARITAL_STATUS, MARITAL_STATUS, MARRIAGE_CERTIFICATE),
)
ORGANISATION = DemoPerson(
    subject="cong-ty",
    name="Phạm Quốc Dũng",
    about="Công ty TNHH Thử nghiệm Quy Nhơn, do ông Dũng đại diện (chỉ đăng nhập qua Cổng Dịch vụ công quốc gia)",
    about_in_english="an organisation, signed in by its representative (National Public Service Portal only)",
    number="000085000048",
    born=date(1985, 3, 9),
    phone="0900000048",
    organisation=DemoOrganisation(name="Công ty TNHH Thử nghiệm Quy Nhơn", tax_code="9900000016"),
    papers=(BUSINESS_REGISTRATION,),
    providers=("dvcqg",),
)
OFFICER = DemoPerson(
    subject="can-bo",
    name="Võ Thị Hạnh",
    about="Công chức Bộ phận Một cửa xã Phù Cát",
    about_in_english="an officer at the one-stop desk of Phù Cát commune",
    number="000192000055",
    born=date(1992, 8, 20),
    phone="0900000055",
    unit="Phù Cát",
    roles=("officer",),
)
HEAD = DemoPerson(
    subject="thu-truong",
    name="Ngô Văn Mẫn",
    about="Thủ trưởng đơn vị, xã Phù Cát: được cho phép dù còn nội dung chưa đạt; ký chứng thực bản sao",
    about_in_english="the head of Phù Cát commune's unit, who may override a gate and certifies copies",
    number="000078000093",
    born=date(1978, 2, 14),
    phone="0900000093",
    unit="Phù Cát",
    roles=("certifier", "head", "officer"),
)
ADMINISTRATOR = DemoPerson(
    subject="quan-tri",
    name="Đặng Hoài Khánh",
    about="Công chức kiêm quản trị hệ thống, xã Phù Cát",
    about_in_english="an officer who also administers the system",
    number="000080000062",
    born=date(1980, 12, 30),
    phone="0900000062",
    unit="Phù Cát",
    roles=("administrator", "officer"),
)
NUMBERLESS = DemoPerson(
    subject="khong-so",
    name="Hồ Văn Lộc",
    about="Tài khoản chưa có số định danh: để xem lời từ chối",
    about_in_english="an account without a personal number, to see the refusal",
    old_number="990000079",
    phone="0900000079",
    providers=("dvcqg",),
)

WALKER = DemoPerson(
    subject="nguoi-dan-duong",
    name="Mai Thị Dẫn",
    about="Người đi hết hai chương hướng dẫn, do chương trình đóng vai",
    about_in_english="who walks the guide's chapters; no one else's vault is touched",
    number="000191000086",
    born=date(1991, 4, 5),
    phone="0900000086",
)

NEIGHBOUR = DemoPerson(
    subject="lang-gieng",
    name="Đoàn Thị Ngát",
    about="Người đã nộp vài hồ sơ ở xã Phù Cát trước bạn, do chương trình đóng vai",
    about_in_english="who filed a few dossiers at Phù Cát before anybody signs in",
    number="000193000109",
    born=date(1993, 9, 12),
    phone="0900000109",
    papers=(BIRTH_CERTIFICATE,),
)

# Whom one may choose to be. Walker and neighbour are not among them: what programs do must not be in
# the vault somebody is trying by hand.
PEOPLE = (EMPTY, ONE_PAPER, SEVERAL_PAPERS, ORGANISATION, OFFICER, HEAD, ADMINISTRATOR, NUMBERLESS)
