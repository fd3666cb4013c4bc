"""A sheet of A4 to set forms on: lines, headings, a square code, and a field to sign in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import groupby
from pathlib import Path

from fpdf import FPDF
from fpdf.annotations import PDFAnnotation
from fpdf.enums import AnnotationFlag, MethodReturnValue
from fpdf.output import OutputProducer

from shared.clock import VIETNAM
from shared.forms.templates import Template
from shared.square_code import square_code

SIGNATURE_FIELD = "ChuKyCoQuan"
SIGNATURE = (70, 28)  # mm
SQUARE_CODE = 24  # mm a side, the white around it not counted
_PEOPLES_COMMITTEE = "ỦY BAN NHÂN DÂN"  # never broken inside
_FONTS = Path(__file__).parent / "fonts"
_FACES = {"": "Regular", "B": "Bold", "I": "Italic"}
_LEFT, _TOP, _RIGHT, _BOTTOM = 30, 20, 15, 20  # mm
_PAGES = "\ue000" * 4  # stands for the number of pages; `normalised` leaves none in what people wrote

Span = tuple[float, float]  # left and width, in mm


class Sheet(FPDF):
    """A4 with the faces of the forms, and the form's basis and the page at the foot."""

    def __init__(self, template: Template, on: date) -> None:
        super().__init__(orientation="landscape" if template.landscape else "portrait", format="A4")
        self.basis = template.basis
        self.set_creation_date(datetime.combine(on, time(), VIETNAM))
        self.set_title(" ".join(template.title.split()))
        self.set_lang("vi")
        self.set_margins(_LEFT if not template.landscape else _RIGHT, _TOP, _RIGHT)
        self.set_auto_page_break(True, margin=_BOTTOM)
        self.str_alias_nb_pages = _PAGES
        for style, face in _FACES.items():
            self.add_font("serif", style, str(_FONTS / f"LiberationSerif-{face}.ttf"))
        self.add_page()

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font("serif", "I", 9)
        self.cell(self.epw * 0.8, 5, self.basis)
        self.cell(self.epw * 0.2, 5, f"Trang {self.page_no()}/{_PAGES}", align="R")

    def line_of(
        self, text: str, *, size: float = 13, style: str = "", align: str = "L", within: Span | None = None
    ) -> None:
        """Text from here down, in the whole width or the part of it given."""
        left, width = within or (self.l_margin, self.epw)
        self.set_font("serif", style, size)
        self.set_x(left)
        self.multi_cell(width, size * 0.46, text, align=align, new_x="LMARGIN", new_y="NEXT")

    def heading(self, text: str, *, size: float, style: str, within: Span) -> None:
        """Centred, its lines about as long as one another: no word stands alone on the last."""
        left, width = within
        self.set_font("serif", style, size)
        if len(self.lines(text, width)) > 1:
            text = text.replace(f"{_PEOPLES_COMMITTEE} ", f"{_PEOPLES_COMMITTEE}\n")
        narrow, lines = width, len(self.lines(text, width))
        while narrow > width / 3 and len(self.lines(text, narrow - 1)) == lines:
            narrow -= 1
        self.line_of(text, size=size, style=style, align="C", within=(left + (width - narrow) / 2, narrow))

    def lines(self, text: str, width: float) -> list[str]:
        """The lines a text takes in the face set last."""
        lines = self.multi_cell(width, text=text, dry_run=True, output=MethodReturnValue.LINES)
        return lines if isinstance(lines, list) else []

    def rule(self, within: Span, *, share: float) -> None:
        """A thin line beneath, in the middle of the part given, as long as its share of it."""
        left, width = within
        middle, half, y = left + width / 2, width * share / 2, self.get_y() + 1
        self.set_line_width(0.2)
        self.line(middle - half, y, middle + half, y)
        self.set_y(y + 1)

    def square_code(self, told: str, left: float, top: float) -> None:
        """A QR code that a telephone reads from the sheet."""
        rows = square_code(told)
        side = SQUARE_CODE / len(rows)
        for y, row in enumerate(rows):
            for x, length in _dark(row):
                self.rect(left + x * side, top + y * side, length * side, side, style="F")

    def signature_field(self, left: float, top: float) -> None:
        """An empty one: whoever signs puts the picture of the signature there."""
        self.pages[self.page].add_annotation(
            PDFAnnotation(
                "Widget",
                field_type="Sig",
                title=SIGNATURE_FIELD,
                x=left * self.k,
                y=self.h_pt - top * self.k,
                width=SIGNATURE[0] * self.k,
                height=SIGNATURE[1] * self.k,
                flags=(AnnotationFlag.PRINT,),
            )
        )

    def finished(self) -> bytes:
        return bytes(self.output(output_producer_class=_WithSignatureField))


def _dark(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where each run of dark modules begins, and how long it is."""
    at = 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            yield at, length
        at += length


class _WithSignatureField(OutputProducer):
    """fpdf2 lists a signature field in the document's form only when it signs itself."""

    def _add_annotations_as_objects(self) -> PDFAnnotation | None:
        super()._add_annotations_as_objects()
        annotations = (each for page in self.fpdf.pages.values() for each in page.annots or ())
        return next((each for each in annotations if isinstance(each, PDFAnnotation)), None)
