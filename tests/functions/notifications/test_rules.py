"""Every message fits its channel and gives nothing away."""

from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.notifications.rules import (
    CLAIM_LIFE,
    Step,
    is_unfinished,
    next_channel,
    shortened,
    sms_text,
    step,
    zalo_parameters,
)
from functions.notifications.words import CATALOGUE
from shared.domain.messages import Attempt, Channel, Standing
from shared.domain.sms import parts
from shared.domain.uploads import UploadState

VALUES = {
    "code": "H21.50.05-261123-0007",
    "procedure": "Đăng ký khai sinh",
    "unit": "UBND xã Phù Cát",
    "status": "Mới đăng ký",
    "date": "23/11/2026",
    "link": "https://kho.gialai.gov.vn/",
}
LONG_PROCEDURE = (
    "Liên thông các thủ tục hành chính về đăng ký khai tử, xóa đăng ký thường trú, giải quyết mai táng phí, tử tuất "
    "hoặc hỗ trợ chi phí mai táng, hưởng mai táng phí"
)
SUBMITTED = CATALOGUE["dossier_submitted"]
LETTERS = st.text(
    alphabet=string.ascii_letters + " ăâđêôơưĐƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ–,()/", max_size=400
)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_every_event_the_rooms_post_has_its_wording():
    decided = (UploadState.ACCEPTED, UploadState.UNDECIDED, UploadState.REFUSED)
    assert CATALOGUE.keys() == {"dossier_submitted", "item_doubted", *(f"upload_{state}" for state in decided)}


def test_a_submission_reads_well_by_sms():
    assert sms_text(SUBMITTED, VALUES) == (
        "Ho so H21.50.05-261123-0007 (Dang ky khai sinh) da nop ngay 23/11/2026 den UBND xa Phu Cat. "
        "Trang thai: Moi dang ky. https://kho.gialai.gov.vn/"
    )


def test_a_long_procedure_gives_way_so_that_one_message_suffices():
    text = sms_text(SUBMITTED, VALUES | {"procedure": LONG_PROCEDURE})
    assert len(text) <= 160
    assert VALUES["code"] in text
    assert VALUES["link"] in text


@given(procedure=LETTERS, unit=LETTERS)
def test_every_sms_fits_into_one_message(procedure, unit):
    for wording in CATALOGUE.values():
        assert parts(sms_text(wording, VALUES | {"procedure": procedure, "unit": unit})) == 1


@given(procedure=st.text(max_size=400), unit=st.text(max_size=400))
def test_every_sms_is_written_in_letters_a_telephone_knows(procedure, unit):
    known = set(string.ascii_letters + string.digits + "@$_ !\"#%&'()*+,-./:;<=>?")
    assert set(sms_text(SUBMITTED, VALUES | {"procedure": procedure, "unit": unit})) <= known


@given(procedure=st.text(max_size=400), unit=st.text(max_size=400))
def test_no_parameter_is_longer_than_zalo_takes(procedure, unit):
    for wording in CATALOGUE.values():
        found = zalo_parameters(wording, VALUES | {"procedure": procedure, "unit": unit})
        assert all(len(value) <= wording.parameters[name] for name, value in found.items())


def test_only_what_may_be_known_to_others_is_ever_told():
    """Whatever else somebody puts into a message's parameters stays where it is."""
    allowed = {"code", "procedure", "unit", "status", "date", "link"}
    for wording in CATALOGUE.values():
        assert set(wording.parameters) <= allowed
        assert {name for _, name, _, _ in string.Formatter().parse(wording.sms) if name} <= allowed


@given(st.text(max_size=300), st.integers(2, 200))
def test_what_is_shortened_is_never_longer_and_never_changed_when_it_fits(text, longest):
    found = shortened(text, longest)
    assert len(found) <= longest
    assert found == text or len(text) > longest


@pytest.mark.parametrize(
    ("standing", "age", "zalo", "sms"),
    [
        (Standing.SENT, 9999, Step.LEAVE, Step.LEAVE),
        (Standing.FAILED, 9999, Step.LEAVE, Step.LEAVE),
        (Standing.UNCLEAR, 9999, Step.LEAVE, Step.LEAVE),
        (Standing.WAITING, 0, Step.SEND, Step.SEND),
        (Standing.CLAIMED, 59, Step.WAIT, Step.WAIT),
        (Standing.CLAIMED, 60, Step.GIVE_UP, Step.SEND),
    ],
)
def test_what_becomes_of_a_line_that_is_there_already(standing, age, zalo, sms):
    seen = Attempt(standing=standing, at=NOON)
    at = NOON + timedelta(seconds=age)
    assert timedelta(seconds=60) == CLAIM_LIFE
    assert (step(Channel.ZALO, seen, at=at), step(Channel.SMS, seen, at=at)) == (zalo, sms)


@given(st.sampled_from(sorted(CATALOGUE)), st.sampled_from(Standing), st.sampled_from(Standing))
def test_nobody_is_left_untold_while_something_can_still_be_sent(event, zalo, sms):
    wording = CATALOGUE[event]
    standings = {Channel.ZALO: zalo}
    if next_channel(wording, standings):
        standings[Channel.SMS] = sms
    told = Standing.SENT in standings.values()
    assert told or Standing.WAITING not in standings.values() or is_unfinished(wording, standings)
    assert next_channel(wording, standings | {Channel.SMS: sms}) is None
