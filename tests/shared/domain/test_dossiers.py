"""Dossier codes, today's form and the legacy one."""

from __future__ import annotations

from datetime import date

import pytest

from shared.domain.dossiers import dossier_code, is_dossier_code


def test_a_code_tells_unit_day_and_number():
    assert dossier_code("H21.50.05", date(2026, 11, 23), 7) == "H21.50.05-261123-0007"


def test_a_code_grows_past_9999():
    assert dossier_code("H21", date(2026, 1, 2), 10_000) == "H21-260102-10000"


@pytest.mark.parametrize("code", ["H21.50.05-261123-0007", "H21-260102-10000", "000.00.19.H08-240322-0007"])
def test_codes_of_today_and_of_before_are_understood(code):
    assert is_dossier_code(code)


@pytest.mark.parametrize("code", ["H21.50.05-261123-007", "Z21-261123-0007", "H21-2611-0007", "", "H21-261123-0007 "])
def test_other_texts_are_no_codes(code):
    assert not is_dossier_code(code)
