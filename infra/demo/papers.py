"""Believable papers of invented people, signed by the demo hierarchy, and the spoilt ones to try refusals with."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache, partial
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfWriter

from infra.demo.pki import AGENCIES, DemoPki
from infra.demo.signing import signed

FONTS = Path(str(files("font_source_serif_pro"))) / "files"
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NOTICE = "Giấy tờ mẫu để dùng thử hệ thống. Người và dữ liệu trong giấy này không có thật."

BIRTH = "KQ.G15.000031"
MARITAL_STATUS = "KQ.LOCAL.000103"
HOLDER = "Nguyễn Văn An"
ISSUED_ON = date(2024, 3, 5)
BORN = date(1990, 1, 1)
OFFICE_OPENS = time(1, 30, tzinfo=UTC)
ISSUED_AT = datetime.combine(ISSUED_ON, OFFICE_OPENS)
SCAN_SIZE = (827, 1169)


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of paper: who issues it, what it is called, and what it says."""

    title: str
    agency: str
    officer: str
    notation: str
    place: str
    lines: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SamplePaper:
    """One file to try the vault with, and the reason it is refused for, if it is."""

    path: Path
    document_type: str
    title: str
    holder: str
    number: str
    issued_on: date
    refused_for: str = ""


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of paper that can be made, by its document type."""
    described = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return {document_type: Kind(**kind) for document_type, kind in described.items()}


def paper(
    kind: str,
    *,
    holder: str = HOLDER,
    number: str = "12/2024",
    issued_on: date = ISSUED_ON,
    born: date = BORN,
    lines: Mapping[str, str] | None = None,
) -> bytes:
    """An unsigned paper of that document type; `lines` replace or add to what its kind says."""
    described = kinds()[kind]
    wording = {**described.lines, **(lines or {})}
    filled = {label: text.format(holder=holder, born=f"{born:%d/%m/%Y}") for label, text in wording.items()}
    return _drawn(described, filled, number=f"{number}/{described.notation}", issued_on=issued_on)


def signed_by_agency(drawn: bytes, kind: str, *, pki: DemoPki, issued_on: date = ISSUED_ON) -> bytes:
    """The paper signed by the competent officer and sealed by the agency on the day of issue."""
    described = kinds()[kind]
    signers = (pki.officers[described.officer], pki.agencies[described.agency])
    return signed(drawn, signers, pki=pki, at=datetime.combine(issued_on, OFFICE_OPENS))


def sample_papers(
    pki: DemoPki, directory: Path, *, holder: str = HOLDER, issued_on: date = ISSUED_ON
) -> list[SamplePaper]:
    """Every kind once, and one of each common refusal; files that are there already are left alone."""
    directory.mkdir(parents=True, exist_ok=True)
    samples = []
    for position, (kind, described) in enumerate(kinds().items(), start=1):
        number = f"{position}/{issued_on.year}"
        path = directory / f"{position:02}-{kind.lower()}.pdf"
        sample = SamplePaper(path, kind, described.title, holder, number, issued_on)
        samples.append(_kept(sample, partial(_genuine, sample, pki)))
    for name, (kind, reason, spoilt) in SPOILT.items():
        path = directory / f"{name}.pdf"
        sample = SamplePaper(path, kind, kinds()[kind].title, holder, "", issued_on, reason)
        samples.append(_kept(sample, partial(spoilt, pki, holder)))
    return samples


def an_unsigned_scan(_pki: DemoPki, holder: str) -> bytes:
    """A photographed page, as people make with a telephone."""
    page = Image.new("L", SCAN_SIZE, 244)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONTS / "SourceSerifPro-Regular.ttf"), 24)
    for row, text in enumerate(
        (NATION, MOTTO, "", "GIẤY KHAI SINH", f"Họ, chữ đệm, tên: {holder}", "", *NOTICE.split(". "))
    ):
        pen.text((60, 90 + 54 * row), text, fill=60, font=font)
    out = BytesIO()
    page.rotate(0.7, fillcolor=236).save(
        out, "PDF", resolution=100, creationDate=ISSUED_AT.timetuple(), modDate=ISSUED_AT.timetuple()
    )
    return out.getvalue()


def one_signed_under_the_public_authority(pki: DemoPki, holder: str) -> bytes:
    drawn = paper(MARITAL_STATUS, holder=holder, number="45/2024")
    return signed(drawn, (pki.public_signer,), pki=pki, at=ISSUED_AT)


def one_saved_again(pki: DemoPki, holder: str) -> bytes:
    """What portals and compressors do: the pages are copied, the signature is not."""
    original = BytesIO(signed_by_agency(paper(BIRTH, holder=holder, number="13/2024"), BIRTH, pki=pki))
    writer = PdfWriter(clone_from=original)
    del writer.root_object["/AcroForm"]
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def one_changed_after_signing(pki: DemoPki, holder: str) -> bytes:
    """One byte of the paper's own description is another."""
    file = signed_by_agency(paper(BIRTH, holder=holder, number="14/2024"), BIRTH, pki=pki)
    return file.replace(b"(D:2024", b"(D:2023", 1)


SPOILT: Mapping[str, tuple[str, str, Callable[[DemoPki, str], bytes]]] = {
    "tu-choi-ban-chup-chua-ky": (BIRTH, "UNSIGNED", an_unsigned_scan),
    "tu-choi-ky-so-cong-cong": (MARITAL_STATUS, "PUBLIC_CA_ONLY", one_signed_under_the_public_authority),
    "tu-choi-luu-lai-sau-khi-ky": (BIRTH, "RESAVED_AFTER_SIGNING", one_saved_again),
    "tu-choi-sua-sau-khi-ky": (BIRTH, "CONTENT_CHANGED", one_changed_after_signing),
}


def _genuine(sample: SamplePaper, pki: DemoPki) -> bytes:
    kind, issued_on = sample.document_type, sample.issued_on
    drawn = paper(kind, holder=sample.holder, number=sample.number, issued_on=issued_on)
    return signed_by_agency(drawn, kind, pki=pki, issued_on=issued_on)


def _kept(sample: SamplePaper, made: Callable[[], bytes]) -> SamplePaper:
    if not sample.path.exists():
        sample.path.write_bytes(made())
    return sample


def _drawn(kind: Kind, lines: Mapping[str, str], *, number: str, issued_on: date) -> bytes:
    pdf = FPDF(format="A4")
    pdf.set_creation_date(datetime.combine(issued_on, OFFICE_OPENS))
    pdf.set_title(kind.title)
    pdf.add_font("serif", "", str(FONTS / "SourceSerifPro-Regular.ttf"))
    pdf.add_font("serif", "B", str(FONTS / "SourceSerifPro-Bold.ttf"))
    pdf.add_page()
    _letterhead(pdf, kind, number, issued_on)
    _line(pdf, kind.title, style="B", size=18, align="C", before=12, after=10)
    for label, text in lines.items():
        _line(pdf, f"{label}: **{text}**", size=12.5, after=1.5)
    _line(pdf, "NGƯỜI CÓ THẨM QUYỀN KÝ", style="B", size=12, align="R", before=14, after=2)
    pdf.set_auto_page_break(False)
    pdf.set_y(-22)
    _line(pdf, NOTICE, size=9, align="C")
    return bytes(pdf.output())


def _letterhead(pdf: FPDF, kind: Kind, number: str, issued_on: date) -> None:
    _line(pdf, NATION, style="B", size=13, align="C")
    _line(pdf, MOTTO, style="B", size=12, align="C", after=6)
    _line(pdf, AGENCIES[kind.agency].upper(), style="B", size=12)
    _line(pdf, f"Số: {number}", size=12)
    day = f"ngày {issued_on:%d} tháng {issued_on:%m} năm {issued_on:%Y}"
    _line(pdf, f"{kind.place}, {day}", size=12, align="R")


def _line(
    pdf: FPDF, text: str, *, size: float, style: str = "", align: str = "L", before: float = 0, after: float = 0
) -> None:
    pdf.ln(before)
    pdf.set_font("serif", style, size)
    pdf.multi_cell(0, size * 0.55, text, align=align, markdown="**" in text, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(after)
