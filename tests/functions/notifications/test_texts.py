"""Every message fits its channel and gives nothing away."""

from __future__ import annotations

import string
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.notifications.texts import said, shortened, sms_text, values, zalo_parameters
from functions.notifications.words import CATALOGUE, LONG, SHORT
from infra.catalogue import shipped
from shared.domain.catalogue import NEUTRAL_NAME
from shared.domain.messages import EVENTS, Language
from shared.domain.sms import parts

LINK = "https://kho.gialai.gov.vn/"
HAPPENED = datetime(2026, 11, 23, 8)  # noqa: DTZ001 - as the day's clock shows it
SAMPLES = {
    "code": "H21.50.05-261123-0007",
    "procedure": "Đăng ký khai sinh",
    "unit": "UBND xã Phù Cát",
    "due": "2026-12-31",
    "count": "199",
    "rate": "41,20 %",
}
LONG_NAME = (
    "Liên thông các thủ tục hành chính về đăng ký khai tử, xóa đăng ký thường trú, giải quyết mai táng phí, tử tuất "
    "hoặc hỗ trợ chi phí mai táng, hưởng mai táng phí"
)
LONGEST_CODE = "H21.150.105-261123-10007"
CATALOGUE_SHIPPED = shipped()
PROCEDURES = {each.get("short_name") or NEUTRAL_NAME for each in CATALOGUE_SHIPPED["procedures"]}
UNITS = {each["name"] for each in CATALOGUE_SHIPPED["units"]}
LETTERS = st.text(
    alphabet=string.ascii_letters + " ăâđêôơưĐƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ–,()/", max_size=400
)
of_each = pytest.mark.parametrize("language", Language)


def told(event, **changes):
    return values({name: (SAMPLES | changes)[name] for name in EVENTS[event]}, happened=HAPPENED)


def names_in(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_event_has_its_wording_and_every_wording_its_event():
    assert CATALOGUE.keys() == EVENTS.keys()


@of_each
def test_a_text_tells_the_whole_event_and_nothing_else(language):
    for event, wording in CATALOGUE.items():
        assert EVENTS[event] <= names_in(wording.said[language].text) <= EVENTS[event] | {"date"}, event
        assert names_in(wording.said[language].heading) == set()


@of_each
def test_what_may_appear_on_a_telephone(language):
    """The code, the short name of the service, the agency, days, numbers: never which paper or why."""
    allowed = {"code", "procedure", "unit", "due", "date", "count", "rate", "status"}
    for event in CATALOGUE:
        assert set(zalo_parameters(event, told(event), language)) <= allowed
    telling = ("khai sinh", "kết hôn", "hộ nghèo", "bệnh", "khuyết tật", "có công", "chứng thực", "birth", "poor")
    for wording in CATALOGUE.values():
        words = f"{wording.said[language].heading} {wording.said[language].text}".lower()
        assert not [each for each in telling if each in words]


def test_a_submission_reads_well_by_sms():
    assert sms_text("dossier_submitted", told("dossier_submitted"), Language.VIETNAMESE, link=LINK) == (
        "Ho so H21.50.05-261123-0007 (Dang ky khai sinh) da nop ngay 23/11/2026 den UBND xa Phu Cat. "
        "Trang thai: Moi dang ky. https://kho.gialai.gov.vn/"
    )


def test_an_appointment_reads_well_in_english():
    text = sms_text("dossier_received", told("dossier_received"), Language.ENGLISH, link=LINK)
    assert text == (
        "UBND xa Phu Cat received dossier H21.50.05-261123-0007 (Dang ky khai sinh). "
        "The result is due on 31/12/2026. https://kho.gialai.gov.vn/"
    )


@of_each
@pytest.mark.parametrize("event", CATALOGUE)
def test_every_message_fits_with_the_longest_names_there_are(event, language):
    longest = {"procedure": max(PROCEDURES, key=len), "unit": max(UNITS, key=len), "code": LONGEST_CODE}
    text = sms_text(event, told(event, **longest), language, link=LINK)
    assert parts(text) == 1
    assert text.endswith(LINK)
    assert LONGEST_CODE in text or "code" not in EVENTS[event]
    zalo = zalo_parameters(event, told(event, **longest), language)
    assert all(len(value) <= (LONG if name in ("procedure", "unit") else SHORT) for name, value in zalo.items())
    assert zalo.get("procedure", longest["procedure"]) == longest["procedure"], "nothing real is cut on Zalo"
    assert zalo.get("unit", longest["unit"]) == longest["unit"]
    assert zalo.get("code", LONGEST_CODE) == LONGEST_CODE
    assert "…" not in zalo["status"]


@of_each
@given(procedure=LETTERS, unit=LETTERS)
def test_every_sms_fits_into_one_message_whatever_the_names(language, procedure, unit):
    for event in CATALOGUE:
        assert parts(sms_text(event, told(event, procedure=procedure, unit=unit), language, link=LINK)) == 1


@given(procedure=st.text(max_size=400), unit=st.text(max_size=400))
def test_every_sms_is_written_in_letters_a_telephone_knows(procedure, unit):
    known = set(string.ascii_letters + string.digits + "@$_ !\"#%&'()*+,-./:;<=>?")
    text = sms_text(
        "dossier_submitted", told("dossier_submitted", procedure=procedure, unit=unit), Language.VIETNAMESE, link=LINK
    )
    assert set(text) <= known


@given(procedure=st.text(max_size=400), unit=st.text(max_size=400))
def test_no_parameter_is_longer_than_zalo_takes(procedure, unit):
    for event in CATALOGUE:
        found = zalo_parameters(event, told(event, procedure=procedure, unit=unit), Language.VIETNAMESE)
        assert all(len(value) <= LONG for value in found.values())


def test_a_long_procedure_gives_way_so_that_one_message_suffices():
    text = sms_text("dossier_submitted", told("dossier_submitted", procedure=LONG_NAME), Language.VIETNAMESE, link=LINK)
    assert len(text) <= 160
    assert SAMPLES["code"] in text
    assert LINK in text


def test_in_the_inbox_nothing_is_cut():
    assert LONG_NAME in said("result_ready", told("result_ready", procedure=LONG_NAME), Language.VIETNAMESE).text


@given(st.text(max_size=300), st.integers(2, 200))
def test_what_is_shortened_is_never_longer_and_never_changed_when_it_fits(text, longest):
    found = shortened(text, longest)
    assert len(found) <= longest
    assert found == text or len(text) > longest
