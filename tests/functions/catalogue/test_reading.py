"""Reading an import document: a catalogue, or everything that is wrong with it at once."""

from __future__ import annotations

import copy
import json
import unicodedata
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.catalogue.reading import FAULTS_TOLD, read_catalogue
from infra.catalogue import shipped
from infra.demo.pki import DemoPki
from infra.demo.registry import registered
from shared.domain.catalogue import Catalogue, Level, ValidityRule, Way
from shared.domain.errors import Unacceptable
from shared.domain.issuers import SignsAs
from shared.domain.working_time import Counted, Day, OfficeHours, TimeLimit

SMALL: dict[str, Any] = {
    "purposes": [{"code": "KET_HON", "name": "Đăng ký kết hôn"}],
    "document_types": [
        {"code": "birth", "name": "Giấy khai sinh"},
        {"code": "single", "name": "Tình trạng hôn nhân", "validity": "months", "months": 6, "purpose_bound": True},
        {"code": "copy", "name": "Bản sao chứng thực", "validity": "stated", "wraps": True},
    ],
    "procedures": [
        {
            "code": "1.001193",
            "name": "Đăng ký khai sinh",
            "field": "Hộ tịch",
            "levels": ["commune"],
            "results": ["birth"],
            "limit": {"number": 3, "counted": "working_days", "cutoff": "15:00"},
            "cases": [{"code": "child", "name": "Trẻ em"}],
            "components": [
                {"code": "TP01", "name": "Tờ khai", "ways": ["form"]},
                {
                    "code": "TP02",
                    "name": "Giấy khai sinh",
                    "ways": ["vault", "upload"],
                    "accepts": [["birth"], ["single"]],
                    "purpose": "KET_HON",
                    "case": "child",
                },
            ],
        }
    ],
    "units": [
        {"code": "H21", "name": "Tỉnh Gia Lai", "kind": "tỉnh", "level": "province"},
        {
            "code": "H21.900",
            "name": "Xã cũ",
            "kind": "xã",
            "level": "commune",
            "parent": "H21",
            "valid_until": "2025-06-30",
        },
        {
            "code": "H21.001",
            "name": "Xã mới",
            "kind": "xã",
            "level": "commune",
            "parent": "H21",
            "valid_from": "2025-07-01",
            "predecessors": ["H21.900"],
        },
    ],
    "issuers": [
        {
            "certificate": "AB" * 32,
            "unit": "H21.900",
            "kind": "organisation",
            "organisation": "UBND Xã cũ",
            "valid_from": "2019-01-01",
            "valid_until": "2025-06-30",
        },
        {
            "certificate": "AB" * 32,
            "unit": "H21.001",
            "kind": "organisation",
            "organisation": "UBND Xã mới",
            "valid_from": "2025-07-01",
        },
    ],
    "calendars": [
        {
            "years": [2026],
            "hours": [{"opens": "07:30", "closes": "11:30"}, {"opens": "13:00", "closes": "17:00"}],
            "holidays": [{"day": "2026-11-24", "name": "Ngày Văn hóa Việt Nam", "status": "U"}],
        }
    ],
}


def read(document: object) -> Catalogue:
    return read_catalogue(document, version="01")


def faults(document: object) -> list[tuple[str, str | None]]:
    with pytest.raises(Unacceptable) as refused:
        read(document)
    return [(each.code, each.where) for each in refused.value.problems]


def changed(place: str, value: Any) -> dict[str, Any]:
    """The small catalogue with one place changed; a place as faults name it. `...` takes the place away."""
    document = copy.deepcopy(SMALL)
    *way, last = [int(each) if each.isdigit() else each for each in place.replace("[", ".").replace("]", "").split(".")]
    at: Any = document
    for step in way:
        at = at[step]
    if value is ...:
        del at[last]
    elif isinstance(at, list) and last == len(at):
        at.append(value)
    else:
        at[last] = value
    return document


def test_reads_what_the_product_ships_with() -> None:
    found = read(shipped())
    assert len(found.procedures) == 40
    assert found.version == "01"


def test_reads_every_kind_of_value() -> None:
    found = read(SMALL)
    [procedure] = found.procedures
    assert procedure.levels == (Level.COMMUNE,)
    assert procedure.components[1].ways == (Way.VAULT, Way.UPLOAD)
    assert procedure.components[1].accepts == (("birth",), ("single",))
    assert procedure.limit == TimeLimit(number=3, counted=Counted.WORKING_DAYS, cutoff=time(15))
    assert found.calendars[0].hours[1] == OfficeHours(opens=time(13), closes=time(17))
    assert found.types["single"].validity is ValidityRule.MONTHS
    assert found.units_by_code["H21.001"].valid_from == date(2025, 7, 1)
    assert found.calendars[0].holidays == (Day(day=date(2026, 11, 24), name="Ngày Văn hóa Việt Nam", status="U"),)


def test_successors_follow_from_predecessors() -> None:
    assert read(SMALL).units_by_code["H21.900"].successors == ("H21.001",)


def test_a_certificate_may_sign_for_one_unit_after_the_other() -> None:
    found = [(each.unit, each.kind) for each in read(SMALL).issuers]
    assert found == [("H21.900", SignsAs.ORGANISATION), ("H21.001", SignsAs.ORGANISATION)]


def test_the_demonstrations_certificates_agree_with_the_units_that_are_shipped(tmp_path) -> None:
    entries = registered(DemoPki.make(tmp_path))
    assert len(read(shipped() | {"issuers": entries}).issuers) == len(entries) == 12


def test_text_is_kept_in_one_normal_form() -> None:
    typed = f"  {unicodedata.normalize('NFD', 'Đăng ký  khai sinh')}\u200b"
    assert read(changed("procedures[0].name", typed)).procedures[0].name == "Đăng ký khai sinh"


TYPE, PROCEDURE, COMPONENT, UNIT = (
    "document_types[0]", "procedures[0]", "procedures[0].components[1]", "units[1]",
)  # fmt: skip
FAULTY: dict[str, tuple[str, Any, str, str | None]] = {
    # what is wrong: the place changed, the value put there, the fault and its place (None: the place changed)
    "a field that does not exist": (f"{COMPONENT}.requierd", True, "FIELD_UNKNOWN", None),
    "a section that does not exist": ("procedure", [], "FIELD_UNKNOWN", None),
    "a section left out": ("units", ..., "FIELD_MISSING", None),
    "a field left out": (f"{COMPONENT}.name", ..., "FIELD_MISSING", None),
    "an object for a list": ("document_types", {}, "NOT_A_LIST", None),
    "a list for an object": (TYPE, [], "NOT_AN_OBJECT", None),
    "null for an object": (UNIT, None, "NOT_AN_OBJECT", None),
    "a number for a text": (f"{TYPE}.code", 31, "NOT_TEXT", None),
    "a text for a list": (f"{PROCEDURE}.results", "birth", "NOT_A_LIST", None),
    "a text for a number": (f"{COMPONENT}.originals", "1", "NOT_A_NUMBER", None),
    "true for a number": (f"{COMPONENT}.copies", True, "NOT_A_NUMBER", None),
    "a text for a yes or no": (f"{COMPONENT}.required", "yes", "NOT_YES_OR_NO", None),
    "a number for a yes or no": (f"{COMPONENT}.required", 1, "NOT_YES_OR_NO", None),
    "a day that does not exist": (f"{UNIT}.valid_until", "2026-02-30", "NOT_A_DATE", None),
    "a day as people write it": (f"{UNIT}.valid_until", "30/06/2025", "NOT_A_DATE", None),
    "a number for a day": (f"{UNIT}.valid_until", 20250630, "NOT_A_DATE", None),
    "an unknown way": (f"{COMPONENT}.ways[0]", "pigeon", "NOT_AN_OPTION", None),
    "an unknown level": (f"{UNIT}.level", "planet", "NOT_AN_OPTION", None),
    "an unknown validity": (f"{TYPE}.validity", "for ever", "NOT_AN_OPTION", None),
    "a name of nothing": (f"{PROCEDURE}.name", " \u200b ", "NAME_EMPTY", None),
    "a name of 10 000 characters": (f"{TYPE}.name", "a" * 10_000, "TOO_LONG", None),
    "a name of one character too many": (f"{TYPE}.name", "a" * 201, "TOO_LONG", None),
    "a short name of one character too many": (f"{PROCEDURE}.short_name", "a" * 31, "TOO_LONG", None),
    "a note of 10 000 characters": (f"{TYPE}.note", "a" * 10_000, "TOO_LONG", None),
    "a code with a space": (f"{PROCEDURE}.code", "1 001193", "BAD_CODE", None),
    "a code too long": (f"{PROCEDURE}.code", "1" * 65, "BAD_CODE", None),
    "a unit code of another shape": (
        "units[3]",
        {"code": "HX1", "name": "Xã", "kind": "xã", "level": "commune"},
        "BAD_CODE",
        "units[3].code",
    ),
    "the same type twice": ("document_types[3]", SMALL["document_types"][0], "CODE_TWICE", "document_types[3].code"),
    "the same procedure twice": ("procedures[1]", SMALL["procedures"][0], "CODE_TWICE", "procedures[1].code"),
    "the same unit twice": ("units[3]", SMALL["units"][0], "CODE_TWICE", "units[3].code"),
    "the same purpose twice": ("purposes[1]", SMALL["purposes"][0], "CODE_TWICE", "purposes[1].code"),
    "the same component twice": (f"{COMPONENT}.code", "TP01", "CODE_TWICE", None),
    "the same case twice": (
        f"{PROCEDURE}.cases[1]",
        {"code": "child", "name": "x"},
        "CODE_TWICE",
        f"{PROCEDURE}.cases[1].code",
    ),
    "an unknown type accepted": (f"{COMPONENT}.accepts[0][0]", "death", "TYPE_UNKNOWN", None),
    "an unknown type as result": (f"{PROCEDURE}.results[0]", "death", "TYPE_UNKNOWN", None),
    "a certified copy accepted as such": (f"{COMPONENT}.accepts[0][0]", "copy", "TYPE_WRAPS", None),
    "a list of nothing": (f"{COMPONENT}.accepts[0]", [], "LIST_EMPTY", None),
    "a list twice": (f"{COMPONENT}.accepts[2]", ["birth"], "LIST_CONTAINED", None),
    "a list that asks more than another": (f"{COMPONENT}.accepts[2]", ["single", "birth"], "LIST_CONTAINED", None),
    "a type twice in a list": (f"{COMPONENT}.accepts[0]", ["birth", "birth"], "LIST_CONTAINED", None),
    "the vault for a component that accepts nothing": (f"{COMPONENT}.accepts", [], "ACCEPTS_MISSING", None),
    "no way at all": (f"{COMPONENT}.ways", [], "WAY_MISSING", None),
    "a way of the desk": (f"{COMPONENT}.ways", ["upload", "scan"], "WAY_NOT_OFFERED", None),
    "an unknown case": (f"{COMPONENT}.case", "adult", "CASE_UNKNOWN", None),
    "an unknown purpose": (f"{COMPONENT}.purpose", "LOAN", "PURPOSE_UNKNOWN", None),
    "a purpose-bound paper without a purpose": (f"{COMPONENT}.purpose", None, "PURPOSE_MISSING", None),
    "an age of no months": (f"{COMPONENT}.max_age_months", 0, "OUT_OF_RANGE", None),
    "an age of a thousand years": (f"{COMPONENT}.max_age_months", 12_000, "OUT_OF_RANGE", None),
    "minus one original": (f"{COMPONENT}.originals", -1, "OUT_OF_RANGE", None),
    "months of validity left out": ("document_types[1].months", ..., "MONTHS_MISSING", None),
    "no months of validity": ("document_types[1].months", 0, "MONTHS_MISSING", None),
    "months on what does not count them": (f"{TYPE}.months", 6, "MONTHS_USELESS", None),
    "a procedure that asks for nothing": (f"{PROCEDURE}.components", [], "COMPONENTS_MISSING", None),
    "a procedure nobody receives": (f"{PROCEDURE}.levels", [], "NOBODY_RECEIVES", None),
    "a procedure of an unknown unit": (f"{PROCEDURE}.units", ["H99"], "UNIT_UNKNOWN", f"{PROCEDURE}.units[0]"),
    "an unknown parent": (f"{UNIT}.parent", "H99", "UNIT_UNKNOWN", None),
    "an unknown predecessor": ("units[2].predecessors[0]", "H99", "UNIT_UNKNOWN", None),
    "a unit below itself": (f"{UNIT}.parent", "H21.900", "UNIT_CYCLE", None),
    "a unit before itself": ("units[2].predecessors[0]", "H21.001", "UNIT_CYCLE", "units[2].predecessors"),
    "successors written down": (f"{UNIT}.successors", ["H21"], "DERIVED", None),
    "an end before the beginning": ("units[2].valid_until", "2025-06-30", "DATES_REVERSED", None),
    "a certificate known by its number": ("issuers[0].certificate", "540101", "BAD_FINGERPRINT", None),
    "a fingerprint in small letters": ("issuers[0].certificate", "ab" * 32, "BAD_FINGERPRINT", None),
    "a certificate of nobody": ("issuers[0].unit", "H99", "UNIT_UNKNOWN", None),
    "a certificate of a kind unheard of": ("issuers[0].kind", "robot", "NOT_AN_OPTION", None),
    "a certificate without a beginning": ("issuers[0].valid_from", ..., "FIELD_MISSING", None),
    "a certificate that ends before it begins": ("issuers[0].valid_until", "2018-12-31", "DATES_REVERSED", None),
    "a certificate older than its unit": (
        "issuers[1]",
        {**SMALL["issuers"][1], "certificate": "CD" * 32, "valid_from": "2025-06-30"},
        "UNIT_NOT_THERE",
        "issuers[1].valid_from",
    ),
    "a certificate that outlives its unit": (
        "issuers[0]",
        {**SMALL["issuers"][0], "certificate": "CD" * 32, "valid_until": "2025-07-01"},
        "OUTLIVES_UNIT",
        "issuers[0].valid_until",
    ),
    "a dissolved unit's certificate without an end": (
        "issuers[0]",
        {**SMALL["issuers"][0], "certificate": "CD" * 32, "valid_until": None},
        "OUTLIVES_UNIT",
        "issuers[0].valid_until",
    ),
    "a certificate of two units at once": (
        "issuers[2]",
        {**SMALL["issuers"][1], "unit": "H21", "valid_from": "2026-01-01"},
        "CERTIFICATE_TWICE",
        "issuers[2].certificate",
    ),
    "a limit without a number": (f"{PROCEDURE}.limit.number", ..., "FIELD_MISSING", None),
    "a limit in words": (f"{PROCEDURE}.limit", "3 ngày làm việc", "NOT_AN_OBJECT", None),
    "a limit counted in moons": (f"{PROCEDURE}.limit.counted", "moons", "NOT_AN_OPTION", None),
    "a limit of less than nothing": (f"{PROCEDURE}.limit.number", -1, "OUT_OF_RANGE", None),
    "a limit of a lifetime": (f"{PROCEDURE}.limit.number", 10_000, "OUT_OF_RANGE", None),
    "no hours at all": (
        f"{PROCEDURE}.limit",
        {"number": 0, "counted": "working_hours"},
        "OUT_OF_RANGE",
        f"{PROCEDURE}.limit.number",
    ),
    "a cut-off at no time": (f"{PROCEDURE}.limit.cutoff", "25:00", "NOT_A_TIME", None),
    "a cut-off as a number": (f"{PROCEDURE}.limit.cutoff", 15, "NOT_A_TIME", None),
    "a cut-off in another country": (f"{PROCEDURE}.limit.cutoff", "15:00+00:00", "NOT_A_TIME", None),
    "closing before opening": ("calendars[0].hours[0].closes", "07:00", "HOURS_REVERSED", "calendars[0].hours[0]"),
    "hours that overlap": ("calendars[0].hours[1].opens", "11:00", "HOURS_REVERSED", "calendars[0].hours[1]"),
    "hours of another country": ("calendars[0].hours[1].opens", "13:00Z", "NOT_A_TIME", "calendars[0].hours[1]"),
    "a day off of a year not named": ("calendars[0].years", [2025], "DAY_OUTSIDE_YEARS", "calendars[0].holidays[0]"),
    "a year of the Romans": ("calendars[0].years[1]", 26, "OUT_OF_RANGE", None),
    "a calendar of an unknown unit": ("calendars[0].unit", "H99", "UNIT_UNKNOWN", None),
    "a day off that is worked": (
        "calendars[0].working_days",
        [{"day": "2026-11-24", "name": "x"}],
        "DAY_TWICE",
        "calendars[0].working_days[0]",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("place", "value", "code", "where"), FAULTY.values(), ids=FAULTY)
def test_is_refused_with_its_place(place: str, value: Any, code: str, where: str | None) -> None:
    assert (code, where or place) in faults(changed(place, value))


def test_one_fault_does_not_breed_others() -> None:
    assert faults(changed(f"{TYPE}.months", "six")) == [("NOT_A_NUMBER", f"{TYPE}.months")]
    assert faults(changed(f"{UNIT}.valid_until", 1)) == [("NOT_A_DATE", f"{UNIT}.valid_until")]


def test_units_in_a_circle_are_each_told_but_not_those_beside_it() -> None:
    document = changed("units[0].parent", "H21.900")
    assert faults(document) == [("UNIT_CYCLE", "units[0].parent"), ("UNIT_CYCLE", "units[1].parent")]


def test_faults_of_every_sort_are_told_together() -> None:
    document = copy.deepcopy(SMALL)
    document["document_types"][0]["name"] = ""
    document["procedures"][0]["components"][0]["ways"] = "form"
    document["procedures"].append(copy.deepcopy(SMALL["procedures"][0]) | {"code": "2.000635"})
    document["procedures"][1]["components"][1]["accepts"][1] = ["death"]
    document["units"][2]["parent"] = "H99"
    assert faults(document) == [
        ("NAME_EMPTY", "document_types[0].name"),
        ("NOT_A_LIST", "procedures[0].components[0].ways"),
        ("TYPE_UNKNOWN", "procedures[1].components[1].accepts[1][0]"),
        ("UNIT_UNKNOWN", "units[2].parent"),
    ]


def test_a_fault_is_told_in_words() -> None:
    with pytest.raises(Unacceptable) as refused:
        read(changed(f"{COMPONENT}.accepts[0][0]", "death"))
    [problem] = refused.value.problems
    assert problem.detail == "Không có loại giấy tờ mã “death” trong danh mục."
    assert refused.value.detail == "Danh mục có 1 lỗi nên chưa được nhập."


def test_more_faults_than_anybody_reads_are_counted() -> None:
    found = faults(SMALL | {"units": [None] * (FAULTS_TOLD + 7)})
    assert len(found) == FAULTS_TOLD + 1
    assert found[-1] == ("AND_MORE", None)


def test_a_document_nested_without_end_is_refused() -> None:
    deep: Any = []
    for _ in range(900):
        deep = [deep]
    assert ("TOO_DEEP", "units" + "[0]" * 10) in faults(SMALL | {"units": deep})


@pytest.mark.parametrize("document", [None, [], "catalogue", 7, {}])
def test_what_is_no_catalogue_at_all_is_refused(document: object) -> None:
    with pytest.raises(Unacceptable):
        read(document)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
places = st.sampled_from(sorted({place for place, *_ in FAULTY.values()}))


@given(places, json_values)
def test_nothing_in_any_place_makes_it_stumble(place: str, value: Any) -> None:
    try:
        found: object = read(json.loads(json.dumps(changed(place, value))))
    except Unacceptable as refused:
        found = refused.problems or refused.detail
    assert found
