"""Forms 01 to 07: what they say, what they refuse, and that they can be signed and judged like any other paper."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import segno
from pypdf import PdfReader

from shared.clock import VIETNAM
from shared.domain.errors import Unacceptable, Unavailable
from shared.forms import Form, made, templates
from shared.forms.filling import FieldsUnfit, said_day
from shared.forms.sheet import SIGNATURE_FIELD
from shared.forms.templates import Kind, NoTemplate, in_force, mentioned
from tests import signed_pdfs as pdfs
from tests.shared.forms.filled_in import ABOUT, FIELDS, ON, entry

of_each = pytest.mark.parametrize("form", Form, ids=lambda form: form.name.lower())
ROOT = Path(__file__).parents[3]


def form_of(form: Form, **changes: Any) -> bytes:
    """The form with some fields changed; `...` takes one away."""
    fields = {**FIELDS[form], **changes}
    return made(form, {name: value for name, value in fields.items() if value is not ...}, on=ON)


def pages(pdf: bytes) -> list[str]:
    """The text of each page in one line, as a reader copies it out."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def text(pdf: bytes) -> str:
    return " ".join(pages(pdf))


def unfit(form: Form, **changes: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(FieldsUnfit) as refused:
        form_of(form, **changes)
    return [(each.code, each.where) for each in refused.value.problems]


# --- what they say ---------------------------------------------------------------------------------------------------


@of_each
def test_a_form_is_headed_as_an_agencys_paper_is(form: Form):
    said = text(form_of(form))
    for expected in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN TỈNH GIA LAI",
        "ỦY BAN NHÂN DÂN XÃ PHÙ CÁT",
        "Phù Cát, ngày 28 tháng 8 năm 2026",
        " ".join(in_force(form, on=ON).title.upper().split()),
        f"Thông tư số 03/2025/TT-VPCP ngày 15/9/2025 của Văn phòng Chính phủ, Phụ lục I, Mẫu số {form}",
        "Hoàng Thử Nghiệm",
        "Chữ ký số của cơ quan, đơn vị",
    ):
        assert expected in said


@of_each
def test_every_field_is_printed(form: Form):
    said = text(form_of(form))
    fields = FIELDS[form]
    for field in in_force(form, on=ON).fields:
        value = fields.get(field.name)
        if field.kind is Kind.TEXT and value and field.name not in ("agency", "agency_above"):
            assert value in said
        if field.kind is Kind.LIST:
            assert all(f"{n}. {each}" in said for n, each in enumerate(value or (), start=1))


def test_the_receipt_says_when_to_come_back():
    said = text(form_of(Form.RECEIPT))
    assert "Số: 0007/TNHS" in said
    assert "Thời gian nhận hồ sơ: 09 giờ 05 phút, ngày 28 tháng 8 năm 2026" in said
    assert "Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 07 tháng 9 năm 2026" in said


def test_a_line_about_nothing_is_left_out():
    assert "Thư điện tử" in text(form_of(Form.RECEIPT))
    for nothing in (None, "", ...):
        assert "Thư điện tử" not in text(form_of(Form.RECEIPT, email=nothing))


def test_days_are_written_as_decrees_write_them():
    assert said_day(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert said_day(date(2026, 3, 15)) == "ngày 15 tháng 3 năm 2026"


def test_what_people_write_stays_what_it_is():
    """Neither a mark-up nor a placeholder nor the sign for the number of pages."""
    odd = "**Nguyễn** --Văn-- {agency} {nb} [A](https://example.vn) <b>"
    pdf = form_of(Form.RECEIPT, applicant=f"{odd}\ue000\ue000\ue000\ue000")
    assert f"Tiếp nhận hồ sơ của: {odd} Chủ hồ sơ" in text(pdf)
    assert b"/URI" not in pdf


def test_letters_of_the_languages_of_the_highlands_are_there():
    names = "Rơ Châm Hơ Ƀlŏ, Čư Ĕa Ŭ"
    assert names in text(form_of(Form.RECEIPT, applicant=names))


def test_names_of_three_hundred_letters_are_broken_not_cut():
    words, unbroken = " ".join(["Nguyễn Thị Rất Dài"] * 16)[:300].strip(), "ƯỚC" * 100
    for form, name in (("RECEIPT", words), ("RECEIPT", unbroken), ("REFUSAL", words), ("APOLOGY", unbroken)):
        pdf = form_of(Form[form], applicant=name, agency=words, procedure=words)
        assert name.replace(" ", "") in text(pdf).replace(" ", "")
        assert words.upper().replace(" ", "") in text(pdf).replace(" ", "")
        assert len(pages(pdf)) <= 2
        assert is_within_its_margins(pdf)


def test_ordinary_forms_have_two_pages_at_most_and_are_light():
    for form in Form:
        pdf = form_of(form)
        assert len(pages(pdf)) <= 2
        assert len(pdf) < 64 * 1024


def is_within_its_margins(pdf: bytes) -> bool:
    """No line of text begins left or right of the page's margins."""
    lefts: list[float] = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=lambda said, _cm, tm, *_: lefts.append(tm[4]) if said.strip() else None)
    return all(80 <= left <= 560 for left in lefts if left)


# --- the register ----------------------------------------------------------------------------------------------------


def test_a_long_register_repeats_its_headings_and_numbers_its_pages():
    found = pages(form_of(Form.REGISTER, entries=[entry(n) for n in range(1, 151)]))
    for n, page in enumerate(found, start=1):
        assert f"Trang {n}/{len(found)}" in page
    assert len(found) > 10
    assert all("Mã hồ sơ Thủ tục hành chính" in page for page in found[:-1])
    assert all(f"H21.50.05-260828-{n:04}" in " ".join(found) for n in range(1, 151))


def test_a_row_of_a_register_never_outgrows_its_page():
    name = " ".join(["Nguyễn Thị Rất Dài"] * 16)[:300].strip()
    long = {**entry(2), "applicant": name, "procedure": name, "in_charge": name}
    said = text(form_of(Form.REGISTER, entries=[entry(1), long, entry(3)]))
    assert said.count("Dài") == 3 * name.count("Dài")
    assert "…" not in said
    endless = {**entry(2), "applicant": "Nguyễn Thị " * 600, "note": "ƯỚC" * 2000}
    said = text(form_of(Form.REGISTER, entries=[entry(1), endless, entry(3)]))
    assert said.count("…") == 2
    assert "H21.50.05-260828-0003" in said


def test_an_empty_register_is_a_register():
    assert "SỔ THEO DÕI HỒ SƠ" in text(form_of(Form.REGISTER, entries=[]))


# --- what they refuse ------------------------------------------------------------------------------------------------


@of_each
def test_every_missing_field_is_told_at_once(form: Form):
    needed = sorted(each.name for each in in_force(form, on=ON).fields if each.required)
    with pytest.raises(FieldsUnfit) as refused:
        made(form, {}, on=ON)
    assert sorted(each.where or "" for each in refused.value.problems) == needed
    assert {each.code for each in refused.value.problems} == {"FIELD_MISSING"}
    assert isinstance(refused.value, Unacceptable)


@pytest.mark.parametrize(
    ("form", "changes", "expected"),
    [
        (Form.RECEIPT, {"applicant": ""}, ("FIELD_MISSING", "applicant")),
        (Form.RECEIPT, {"components": []}, ("FIELD_MISSING", "components")),
        (Form.RECEIPT, {"colour": "đỏ"}, ("FIELD_UNKNOWN", "colour")),
        (Form.RECEIPT, {"copies": "một"}, ("FIELD_OF_ANOTHER_KIND", "copies")),
        (Form.RECEIPT, {"copies": True}, ("FIELD_OF_ANOTHER_KIND", "copies")),
        (Form.RECEIPT, {"applicant": 7}, ("FIELD_OF_ANOTHER_KIND", "applicant")),
        (Form.RECEIPT, {"components": "Tờ khai"}, ("FIELD_OF_ANOTHER_KIND", "components")),
        (Form.RECEIPT, {"components": [1]}, ("FIELD_OF_ANOTHER_KIND", "components")),
        (Form.RECEIPT, {"due_at": ON}, ("FIELD_OF_ANOTHER_KIND", "due_at")),
        (Form.RECEIPT, {"due_at": datetime(2026, 9, 7)}, ("FIELD_OF_ANOTHER_KIND", "due_at")),  # noqa: DTZ001
        (Form.RECEIPT, {"link": 7}, ("FIELD_OF_ANOTHER_KIND", "link")),
        (Form.RECEIPT, {"link": "https://example.vn/" + "a" * 300}, ("TOO_LONG", "link")),
        (Form.REGISTER, {"since": datetime(2026, 8, 1, tzinfo=VIETNAM)}, ("FIELD_OF_ANOTHER_KIND", "since")),
        (Form.REGISTER, {"entries": "all"}, ("FIELD_OF_ANOTHER_KIND", "entries")),
        (Form.REGISTER, {"entries": [1]}, ("FIELD_OF_ANOTHER_KIND", "entries")),
        (Form.REGISTER, {"entries": [entry(1), {**entry(2), "copies": None}]}, ("FIELD_MISSING", "entries[1].copies")),
        (Form.REGISTER, {"entries": [{**entry(1), "x": 1}]}, ("FIELD_UNKNOWN", "entries[0].x")),
    ],
)
def test_what_does_not_fit_is_told(form: Form, changes: dict[str, Any], expected: tuple[str, str]):
    assert unfit(form, **changes) == [expected]


# --- templates -------------------------------------------------------------------------------------------------------


def test_a_form_is_made_by_the_template_of_its_day(monkeypatch: pytest.MonkeyPatch):
    first = replace(in_force(Form.STOP, on=ON), valid_until=date(2026, 8, 28))
    second = replace(first, title="Thông báo mới", valid_from=date(2026, 8, 29), valid_until=None)
    monkeypatch.setattr(templates, "templates", lambda: (first, second))
    assert "THÔNG BÁO DỪNG" in text(made(Form.STOP, FIELDS[Form.STOP], on=date(2026, 8, 28)))
    assert "THÔNG BÁO MỚI" in text(made(Form.STOP, FIELDS[Form.STOP], on=date(2026, 8, 29)))


def test_before_the_circular_there_is_no_template():
    with pytest.raises(NoTemplate, match="FORM_NOT_IN_FORCE") as refused:
        made(Form.RECEIPT, FIELDS[Form.RECEIPT], on=date(2025, 9, 14))
    assert isinstance(refused.value, Unavailable)
    assert made(Form.RECEIPT, FIELDS[Form.RECEIPT], on=date(2025, 9, 15))


@of_each
def test_a_template_names_only_fields_it_asks_for(form: Form):
    template = in_force(form, on=ON)
    declared = {each.name for each in template.fields}
    named = mentioned(template.number).union(*(mentioned(each.text) for each in template.blocks))
    named |= {each.numbered for each in template.blocks} | {each.table for each in template.blocks}
    named |= {each.name for each in (template.signs, template.beside) if each}
    assert named - {""} <= declared
    assert declared - named <= {"agency", "agency_above", "place", "link"}
    assert bool(template.table) == bool(template.columns)


# --- as files --------------------------------------------------------------------------------------------------------


def test_the_same_fields_and_day_make_the_same_bytes_in_any_process():
    program = (
        "import sys; from tests.shared.forms.filled_in import *; from shared.forms import made;"
        "sys.stdout.buffer.write(b''.join(made(form, FIELDS[form], on=ON) for form in Form))"
    )
    again = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True).stdout
    assert again == b"".join(form_of(form) for form in Form)


@of_each
def test_its_letters_are_inside(form: Form):
    fonts: dict[str, Mapping[str, Any]] = {}
    for page in PdfReader(io.BytesIO(form_of(form))).pages:
        fonts |= {key: font.get_object() for key, font in page["/Resources"]["/Font"].items()}
    for font in fonts.values():
        [descendant] = font["/DescendantFonts"]
        assert re.fullmatch(r"/[A-Z]{6}\+LiberationSerif.*", font["/BaseFont"])
        assert "/FontFile2" in descendant.get_object()["/FontDescriptor"].get_object()


def squares(pdf: bytes) -> set[tuple[float, float, float]]:
    """Left, bottom and width of everything filled on the first page, in points."""
    drawn = PdfReader(io.BytesIO(pdf)).pages[0].get_contents().get_data().decode("latin-1")
    found = re.findall(r"^([\d.]+) ([\d.]+) ([\d.]+) (-?[\d.]+) re f$", drawn, re.MULTILINE)
    return {(float(left), float(top), float(width)) for left, top, width, _ in found}


@pytest.mark.parametrize("changes", [{}, {"link": "https://example.vn/d/H21.50.05-260828-0007"}])
def test_the_square_code_says_the_dossier_and_nothing_about_its_people(changes: dict[str, str]):
    told = changes.get("link", ABOUT["dossier_code"])
    rows = [list(row) for row in segno.make(told, error="m", micro=False).matrix]
    runs = sum(bool(each) and (x == 0 or not row[x - 1]) for row in rows for x, each in enumerate(row))
    found = squares(form_of(Form.RECEIPT, **changes))
    side = 24 / 25.4 * 72 / len(rows)
    assert len(found) == runs
    assert sum(round(width / side) for *_, width in found) == sum(map(sum, rows))
    for y, row in enumerate(rows):
        lefts = {round((left - 30 / 25.4 * 72) / side) for left, top, _ in found if row_of(top, found, side) == y}
        assert lefts == {x for x, each in enumerate(row) if each and (x == 0 or not row[x - 1])}


def row_of(top: float, found: set[tuple[float, float, float]], side: float) -> int:
    return round((max(each[1] for each in found) - top) / side)


def test_a_register_has_no_code_unless_it_is_given_a_link():
    assert squares(form_of(Form.REGISTER)) == set()
    assert squares(form_of(Form.REGISTER, link="https://example.vn/so/0007"))


@of_each
def test_it_has_one_empty_field_to_sign_in_and_nothing_active(form: Form):
    pdf = form_of(form)
    fields = PdfReader(io.BytesIO(pdf)).get_fields() or {}
    assert {name: field.get("/FT") for name, field in fields.items()} == {SIGNATURE_FIELD: "/Sig"}
    assert fields[SIGNATURE_FIELD].value is None
    assert pdfs.judged(pdf).reasons == ("UNSIGNED",)


def test_the_judge_accepts_it_signed_by_the_agency():
    signed = pdfs.signed(form_of(Form.RECEIPT), pdfs.How(by=pdfs.organisation(), field=SIGNATURE_FIELD, box=None))
    assert pdfs.judged(signed).accepted


@of_each
def test_the_judge_accepts_it_signed_by_the_officer_and_then_the_agency(form: Form):
    officer = pdfs.How(by=pdfs.person(), field="Officer", box=pdfs.OTHER_BOX)
    agency = pdfs.How(by=pdfs.organisation(), field=SIGNATURE_FIELD, box=None)
    assert pdfs.judged(pdfs.signed(form_of(form), officer, agency)).accepted


def test_the_space_for_the_signature_is_where_nothing_is_written():
    for form in Form:
        page = PdfReader(io.BytesIO(form_of(form))).pages[-1]
        [left, bottom, right, top] = map(float, page["/Annots"][0].get_object()["/Rect"])
        inside: list[str] = []
        page.extract_text(
            visitor_text=lambda said, _cm, tm, *_, inside=inside, box=(left, bottom, right, top): (
                inside.append(said) if said.strip() and box[0] <= tm[4] <= box[2] and box[1] < tm[5] < box[3] else None
            )
        )
        assert inside == []
        assert right - left > 150
        assert top - bottom > 70


def test_who_asks_for_no_form_loads_no_library():
    program = "import sys, shared.forms; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {name.partition(".")[0] for name in loaded.stdout.split()} & {"fpdf", "fontTools", "segno", "PIL"}
