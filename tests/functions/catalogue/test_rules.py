"""Searching the catalogue, and its units as they stood on a day."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.catalogue.reading import read_catalogue
from functions.catalogue.rules import Branch, best_first, procedures_found, unit_tree
from infra.catalogue import shipped
from shared.domain.catalogue import Catalogue, DocumentType, Level, Procedure, Unit

TODAY, BEFORE = date(2026, 11, 23), date(2025, 6, 30)
SHIPPED = read_catalogue(shipped(), version="1")


def names(text: str, *, catalogue: Catalogue = SHIPPED) -> list[str]:
    return [each.name for each in procedures_found(catalogue.procedures, on=TODAY, text=text)]


def named(*names: str) -> list[DocumentType]:
    return [DocumentType(code=f"T{n}", name=name) for n, name in enumerate(names)]


@pytest.mark.parametrize(
    "text",
    [
        "Đăng ký khai sinh",
        "dang ky khai sinh",
        "DANG KY KHAI SINH",
        "khai sinh đăng ký",
        "  sinh   khai  ",
        unicodedata.normalize("NFD", "Đăng ký khai sinh"),
        "đăng k khai si",
        "1.001193",
        "001193",
    ],
)
def test_finds_a_procedure_however_it_is_typed(text: str) -> None:
    assert "Đăng ký khai sinh" in names(text)


def test_the_name_that_begins_with_the_text_comes_first() -> None:
    assert names("dang ky khai sinh")[0] == "Đăng ký khai sinh"
    found = best_first(named("Sinh khai", "Bản sao giấy khai sinh", "Khai sinh"), "khai sinh")
    assert [each.name for each in found] == ["Khai sinh", "Bản sao giấy khai sinh", "Sinh khai"]


@pytest.mark.parametrize("text", ["khai sinh xyz", "ai sinh", "!!! khong co"])
def test_every_word_must_begin_a_word(text: str) -> None:
    assert names(text) == []


def test_no_text_finds_everything_in_the_order_of_the_catalogue() -> None:
    assert names("") == names(" !? ") == [each.name for each in SHIPPED.procedures]


@given(st.sampled_from(SHIPPED.procedures), st.randoms(use_true_random=False))
def test_words_of_a_name_find_it_in_any_order(procedure: Procedure, random: Any) -> None:
    words = procedure.name.split()
    random.shuffle(words)
    assert procedure.name in names(" ".join(words))


def test_a_unit_is_shown_what_its_level_or_itself_receives() -> None:
    commune, land = SHIPPED.units_by_code["H21.001"], SHIPPED.units_by_code["H21.14"]
    of_commune = {each.code for each in procedures_found(SHIPPED.procedures, on=TODAY, unit=commune)}
    of_land = {each.code for each in procedures_found(SHIPPED.procedures, on=TODAY, unit=land)}
    assert "1.001193" in of_commune
    assert "1.012784" not in of_commune
    assert {"1.012783", "1.012784", "1.013831"} <= of_land
    assert "1.001193" not in of_land


def test_a_unit_that_is_gone_receives_nothing() -> None:
    gone = SHIPPED.units_by_code["H21.900.180"]
    assert procedures_found(SHIPPED.procedures, on=TODAY, unit=gone) == []


def test_procedures_are_those_in_force_on_the_day() -> None:
    coming = replace(SHIPPED.procedures[0], valid_from=date(2026, 11, 24))
    assert procedures_found([coming], on=TODAY) == []
    assert procedures_found([coming], on=date(2026, 11, 24)) == [coming]


def test_a_level_finds_what_it_receives() -> None:
    found = procedures_found(SHIPPED.procedures, on=TODAY, level=Level.COMMUNE_POLICE)
    assert {each.code for each in found} == {"1.004222", "1.004194", "1.010038"}


def flat(branches: Iterable[Branch]) -> list[Unit]:
    return [unit for each in branches for unit in (each.unit, *flat(each.below))]


def test_the_tree_has_each_unit_of_its_day_once_below_its_parent() -> None:
    for day in (TODAY, BEFORE):
        found = [each.code for each in flat(unit_tree(SHIPPED, on=day))]
        assert sorted(found) == sorted(each.code for each in SHIPPED.units if each.exists_on(day))


def test_two_provinces_became_one() -> None:
    assert [each.unit.code for each in unit_tree(SHIPPED, on=BEFORE)] == ["H21", "H08"]
    assert [each.unit.code for each in unit_tree(SHIPPED, on=TODAY)] == ["H21"]


def test_a_unit_without_a_living_parent_stands_at_the_top() -> None:
    orphan = Unit(code="H99.01", name="Xã", kind="xã", level=Level.COMMUNE, parent="H08")
    grown = unit_tree(replace(SHIPPED, units=(*SHIPPED.units, orphan)), on=TODAY)
    assert [each.unit.code for each in grown] == ["H21", "H99.01"]


def test_the_tree_of_a_procedure_is_who_receives_it_and_the_way_down() -> None:
    grown = unit_tree(SHIPPED, on=TODAY, receiving=SHIPPED.procedures_by_code["1.004222"])
    found = flat(grown)
    assert [each.code for each in found[:3]] == ["H21", "H21.90", "H21.90.001"]
    assert len(found) == 2 + 135


# ── What the product ships with ─────────────────────────────────────────────────────────────────────────────────────


def test_it_ships_forty_procedures_their_types_and_the_communes_of_two_ages() -> None:
    communes = [each for each in SHIPPED.units if each.level is Level.COMMUNE]
    assert len(SHIPPED.procedures) == 40
    assert sum(len(each.components) for each in SHIPPED.procedures) == 107
    assert sum(each.exists_on(TODAY) for each in communes) == 135
    assert not any(each.exists_on(BEFORE) for each in communes if each.predecessors)


@pytest.mark.parametrize(
    ("name", "heirs"),
    [
        ("Xã Canh Hiệp", {"Xã Vân Canh", "Xã Canh Vinh"}),
        ("Xã Canh Liên", {"Xã Canh Vinh", "Xã Canh Liên"}),
        ("Xã An Nghĩa", {"Xã An Hòa", "Xã An Toàn"}),
        ("Phường Thị Nại", {"Phường Quy Nhơn"}),
        ("Xã Bok Tới", {"Xã Kim Sơn"}),
    ],
)
def test_a_dead_commune_knows_its_heirs(name: str, heirs: set[str]) -> None:
    [dead] = [each for each in SHIPPED.units if each.name == name and not each.exists_on(TODAY)]
    assert {SHIPPED.units_by_code[code].name for code in dead.successors} == heirs


@pytest.mark.parametrize(
    ("name", "heirs"),
    [
        ("Phường Tây Sơn", {"Thành phố Pleiku": "Phường Pleiku", "Thị xã An Khê": "Phường An Khê"}),
        ("Xã Ia Băng", {"Huyện Chư Prông": "Xã Ia Tôr", "Huyện Đak Đoa": "Xã Ia Băng"}),
        ("Xã Ayun", {"Huyện Chư Sê": "Xã Al Bá", "Huyện Mang Yang": "Xã Ayun"}),
        ("Xã Ia Sao", {"Thị xã Ayun Pa": "Xã Ia Sao", "Huyện Ia Grai": "Xã Ia Hrung"}),
        ("Xã An Trung", {"Huyện An Lão": "Xã An Vinh", "Huyện Kông Chro": "Xã Chư Krey"}),
        ("Phường Đống Đa", {"Thành phố Quy Nhơn": "Phường Quy Nhơn", "Thành phố Pleiku": "Phường Thống Nhất"}),
        ("Phường Ngô Mây", {"Thành phố Quy Nhơn": "Phường Quy Nhơn Nam", "Thị xã An Khê": "Phường An Khê"}),
    ],
)
def test_namesakes_are_kept_apart_by_their_district(name: str, heirs: dict[str, str]) -> None:
    by_code = SHIPPED.units_by_code
    dead = [each for each in SHIPPED.units if each.name == name and each.level is Level.COMMUNE and each.valid_until]
    found = {by_code[each.parent or ""].name: [by_code[code].name for code in each.successors] for each in dead}
    assert found == {district: [heir] for district, heir in heirs.items()}


def test_every_component_that_accepts_a_purpose_bound_paper_names_the_purpose() -> None:
    asking = [
        each.purpose
        for procedure in SHIPPED.procedures
        for each in procedure.components
        if "KQ.LOCAL.000103" in each.accepted_types
    ]
    assert asking == ["KET_HON", "KET_HON", "GIAO_DICH_DAT_DAI"]
