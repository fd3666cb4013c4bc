"""A request for a certified copy goes its ways and no other, and a register never skips or repeats a number."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.clock import new_id
from shared.domain.certification import (
    COPY_STATE_NAMES,
    DEED_NAMES,
    OPEN,
    Certification,
    CopyState,
    Deed,
    Original,
    Step,
    after,
    entered,
    possible,
)
from shared.domain.errors import Conflict

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
UNIT = "H21.50.05"


def a_request(**changes) -> Certification:
    plain = Certification(
        id=new_id(),
        vault="me",
        person="me",
        requester="Nguyễn Văn An",
        unit=UNIT,
        original=Original(document_type="KQ.G15.000031", title="Giấy khai sinh", number="12/2020"),
        requested_at=AT,
    )
    return replace(plain, **changes)


def a_step(deed: Deed, **changes) -> Step:
    return replace(Step(deed=deed, at=AT, person="officer", unit=UNIT), **changes)


def test_the_usual_way_is_asked_presented_signed_delivered():
    request = a_request()
    for deed in (Deed.ACCEPTED, Deed.SIGNED):
        request = after(request, a_step(deed))
    done, line = entered(request, a_step(Deed.DELIVERED), last=124, year=2026, item="copy")
    assert (done.state, done.register_number, done.item) == (CopyState.DELIVERED, "125/2026", "copy")
    assert (line.number, line.requester, line.original_number) == (125, "Nguyễn Văn An", "12/2020")
    assert [each.deed for each in done.steps] == [Deed.ACCEPTED, Deed.SIGNED, Deed.DELIVERED]


@pytest.mark.parametrize("deed", list(Deed))
@pytest.mark.parametrize("state", list(CopyState))
def test_whatever_is_not_possible_is_refused_and_says_what_is(state, deed):
    request = a_request(state=state)
    if deed in possible(request):
        assert after(request, a_step(deed)).steps[-1].deed is deed
        return
    with pytest.raises(Conflict) as refused:
        after(request, a_step(deed))
    assert refused.value.code == "NOT_FROM_HERE"
    assert {each.where for each in refused.value.problems} == set(possible(request))


@given(st.lists(st.sampled_from(Deed), max_size=12))
def test_nothing_is_delivered_without_its_original_presented_and_a_signed_copy_after_that(deeds):
    request = a_request()
    for deed in deeds:
        if deed in possible(request):
            request = after(request, a_step(deed))
    done = [each.deed for each in request.steps]
    if request.state is CopyState.DELIVERED:
        assert Deed.ACCEPTED in done[: done.index(Deed.SIGNED)]
        assert done[-2:] == [Deed.SIGNED, Deed.DELIVERED]
    assert (possible(request) == ()) == (request.state not in OPEN)


@given(st.data())
def test_numbers_have_no_gap_and_never_repeat_however_deliveries_interleave(data):
    """Each delivery reads the last number, and keeps the next one only if that is still the last; or it dies."""
    waiting = {n: a_request(state=CopyState.SIGNED) for n in range(data.draw(st.integers(1, 6)))}
    read: dict[int, int] = {}
    register: list[int] = []
    while waiting:
        who = data.draw(st.sampled_from(sorted(waiting)))
        if who not in read:
            read[who] = len(register)
            continue
        done, line = entered(waiting[who], a_step(Deed.DELIVERED), last=read.pop(who), year=2026, item="copy")
        if data.draw(st.booleans()):
            continue  # died: what it had read is forgotten
        if line.number == len(register) + 1:
            register.append(line.number)
            assert done.number == line.number
            del waiting[who]
    assert register == list(range(1, len(register) + 1))


def test_a_copy_certified_by_a_successor_stands_in_the_successors_register():
    request = a_request(state=CopyState.SIGNED, unit="old")
    done, line = entered(request, a_step(Deed.DELIVERED, unit="new"), last=0, year=2026, item="copy")
    assert (done.unit, line.unit, line.number) == ("new", "new", 1)


def test_every_state_and_deed_has_a_name():
    assert COPY_STATE_NAMES.keys() == set(CopyState)
    assert DEED_NAMES.keys() == set(Deed)


def test_steps_keep_who_did_them_when_and_for_which_unit():
    later = AT + timedelta(days=1)
    refused = after(a_request(), a_step(Deed.REFUSED, at=later, text="Bản chính bị tẩy xóa."))
    assert refused.steps[-1] == Step(
        deed=Deed.REFUSED, at=later, person="officer", unit=UNIT, text="Bản chính bị tẩy xóa."
    )
