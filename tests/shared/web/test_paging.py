"""Cursors go where they came from, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import Malformed
from shared.web.paging import cursor, position


@given(st.text(min_size=1))
def test_a_cursor_stands_for_its_position(text):
    assert position(cursor(text)) == text


def test_no_more_is_no_cursor():
    assert cursor(None) is None
    assert position(None) is None


@pytest.mark.parametrize("made_up", ["\u00e9", "a", "////", "????", "gICA"])
def test_a_made_up_cursor_is_malformed(made_up):
    with pytest.raises(Malformed):
        position(made_up)
