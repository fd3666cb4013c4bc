"""What the shipped catalogue says aloud: a message is read on a locked screen, over a shoulder, by the next owner."""

from __future__ import annotations

import pytest

from functions.catalogue.reading import read_catalogue
from infra.catalogue import shipped
from shared.domain.text import folded

TELLING = (
    "nghèo",
    "khuyết tật",
    "bảo trợ",
    "trợ cấp",
    "trợ giúp",
    "hỗ trợ",
    "hưu trí",
    "tử tuất",
    "mai táng",
    "khai tử",
    "người có công",
    "liệt sĩ",
    "ghi công",
    "thương binh",
    "thân nhân",
    "chính sách",
    "ăn trưa",
    "lý lịch tư pháp",
    "án tích",
    "giám hộ",
    "nhận cha",
    "ly hôn",
    "nhiễm",
    "nghiện",
)
PROCEDURES = read_catalogue(shipped(), version="1").procedures


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.code)
def test_a_message_never_tells_that_somebody_is_poor_disabled_or_of_merit(procedure):
    said = folded(procedure.called_in_messages)
    assert [word for word in TELLING if folded(word) in said] == []


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.code)
def test_a_message_has_room_for_what_a_procedure_is_called(procedure):
    assert 0 < len(procedure.called_in_messages) <= 30


def test_what_gives_nothing_away_is_called_by_its_name():
    names = {each.code: each.called_in_messages for each in PROCEDURES}
    assert names["1.001193"] == "Đăng ký khai sinh"
    assert names["1.011607"] == names["1.001699"] == names["1.010833"] == "Thủ tục hành chính"
