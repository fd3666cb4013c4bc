"""A filled-in form drawn on A4, as Decree 30/2020 sets an agency's papers, with room for its digital signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from fpdf.fonts import FontFace

from shared.forms.filling import said_day
from shared.forms.sheet import SIGNATURE, SQUARE_CODE, Sheet, Span
from shared.forms.templates import Block, Signatory, Template, mentioned

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
_SURELY_FITS, _LINES_AT_MOST = 100, 34  # letters, lines of a cell


def drawn(template: Template, fields: Mapping[str, Any], *, on: date) -> bytes:
    """The PDF of a template and its fields as they are printed."""
    pdf = Sheet(template, on)
    _letterhead(pdf, template, fields, on)
    _title(pdf, template, fields)
    for block in template.blocks:
        _block(pdf, block, template, fields)
    _signatures(pdf, template, fields)
    return pdf.finished()


def _letterhead(pdf: Sheet, template: Template, fields: Mapping[str, Any], on: date) -> None:
    """The agency at the left, the nation at the right; below, the number, the place and the day."""
    left, right = (pdf.l_margin, pdf.epw * 0.42), (pdf.l_margin + pdf.epw * 0.44, pdf.epw * 0.56)
    top = pdf.get_y()
    if above := fields.get("agency_above"):
        pdf.heading(above.upper(), size=12, style="", within=left)
    pdf.heading(fields["agency"].upper(), size=12, style="B", within=left)
    pdf.rule(left, share=0.35)
    agency_ends = pdf.get_y()
    pdf.set_y(top)
    pdf.line_of(NATION, size=12, style="B", align="C", within=right)
    pdf.line_of(MOTTO, size=13, style="B", align="C", within=right)
    pdf.rule(right, share=0.6)
    top = max(agency_ends, pdf.get_y()) + 2
    pdf.set_y(top)
    pdf.line_of(template.number.format_map(fields), align="C", within=left)
    number_ends = pdf.get_y()
    pdf.set_y(top)
    pdf.line_of(f"{fields['place']}, {said_day(on)}", style="I", align="C", within=right)
    pdf.set_y(max(number_ends, pdf.get_y()) + 4)


def _title(pdf: Sheet, template: Template, fields: Mapping[str, Any]) -> None:
    """The title between the QR code and as much room at the right."""
    top, told = pdf.get_y(), fields.get("link") or fields.get("dossier_code")
    room = SQUARE_CODE + 4 if told else 0
    pdf.set_y(top + 3)
    pdf.heading(template.title.upper(), size=14, style="B", within=(pdf.l_margin + room, pdf.epw - 2 * room))
    if told:
        pdf.square_code(told, pdf.l_margin, top)
    pdf.set_y(max(pdf.get_y(), top + room) + 3)


def _block(pdf: Sheet, block: Block, template: Template, fields: Mapping[str, Any]) -> None:
    if block.text and mentioned(block.text) <= fields.keys():
        pdf.line_of(block.text.format_map(fields), align=block.align, style=block.style)
        pdf.ln(1.5)
    for n, each in enumerate(fields.get(block.numbered, ()), start=1):
        pdf.line_of(f"{n}. {each}", align="J", within=(pdf.l_margin + 6, pdf.epw - 6))
        pdf.ln(1)
    if block.table:
        _table(pdf, template, fields[block.table])


def _table(pdf: Sheet, template: Template, rows: Sequence[Mapping[str, str]]) -> None:
    """Its headings stand at the top of every page."""
    pdf.ln(1)
    size = 9.5 if template.landscape else 10.5
    pdf.set_font("serif", "", size)
    headings = FontFace(emphasis="BOLD", fill_color=None)
    whole = sum(each.width for each in template.columns)
    widths = [each.width / whole * pdf.epw for each in template.columns]
    with pdf.table(
        align="LEFT",
        col_widths=tuple(widths),
        headings_style=headings,
        line_height=size * 0.45,
        padding=1,
        text_align="LEFT",
        width=pdf.epw,
    ) as table:
        table.row([each.title for each in template.columns])
        for row in rows:
            cells = (row.get(each.field.name, "") for each in template.columns)
            table.row([_shown(pdf, cell, width - 2) for cell, width in zip(cells, widths, strict=True)])
    pdf.ln(2)


def _shown(pdf: Sheet, text: str, width: float) -> str:
    """What of a cell's text a row has room for: a row must fit on one page."""
    if len(text) <= _SURELY_FITS:
        return text
    lines = pdf.lines(text, width)
    return text if len(lines) <= _LINES_AT_MOST else " ".join(lines[:_LINES_AT_MOST]) + "…"


def _signatures(pdf: Sheet, template: Template, fields: Mapping[str, Any]) -> None:
    """Who signs digitally at the right, above an empty field; who signs by hand, or receives a copy, at the left."""
    pdf.set_font("serif", "B", 13)
    names = [fields.get(each.name, "") for each in (template.signs, template.beside) if each]
    if pdf.will_page_break(SIGNATURE[1] + 20 + 6 * max(len(pdf.lines(each, pdf.epw / 2)) for each in names)):
        pdf.add_page()
    pdf.ln(3)
    top, half = pdf.get_y(), pdf.epw / 2
    left, right = (pdf.l_margin, half), (pdf.l_margin + half, half)
    if template.beside:
        _signatory(pdf, template.beside, fields, left)
    elif template.recipients:
        pdf.line_of("Nơi nhận:", size=12, style="I", within=left)
        for each in template.recipients:
            pdf.line_of(f"- {each}", size=11, within=left)
    pdf.set_y(top)
    field = _signatory(pdf, template.signs, fields, right)
    pdf.signature_field(*field)


def _signatory(pdf: Sheet, signatory: Signatory, fields: Mapping[str, Any], span: Span) -> tuple[float, float]:
    """Draws it, and says where the room for the signature begins."""
    pdf.line_of(signatory.title, size=12.5, style="B", align="C", within=span)
    if signatory.note:
        pdf.line_of(signatory.note, size=11, style="I", align="C", within=span)
    room = span[0] + (span[1] - SIGNATURE[0]) / 2, pdf.get_y() + 1
    pdf.set_y(room[1] + SIGNATURE[1] + 1)
    if name := fields.get(signatory.name):
        pdf.line_of(name, size=13, style="B", align="C", within=span)
    return room
