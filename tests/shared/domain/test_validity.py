"""How long a paper lasts: one rule, whether asked of one paper or worked out for ten thousand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.catalogue import Component, DocumentType, ValidityRule, Way
from shared.domain.items import Item, KindOfPaper, Origin, Standing, Version
from shared.domain.objections import Objection, objections
from shared.domain.validity import Lasting, after_months, earliest_lasting, last_day, lasting

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
PAPER = Item(
    id="1",
    holders=("owner",),
    document_type="T",
    kind=KindOfPaper.RESULT,
    origin=Origin.ISSUED,
    title="Giấy tờ",
    version=Version(
        number=1,
        sha256="0",
        size=1,
        file_name="a.pdf",
        standing=Standing.ACCEPTED,
        added_at=datetime(2026, 1, 1, tzinfo=UTC),
        added_by="p",
    ),
)


def signed(day: date | None, **changes: Any) -> Item:
    return replace(PAPER, issued_on=day, version=replace(PAPER.version, signed_on=day), **changes)


ASKED = Component(code="TP01", name="Giấy tờ", ways=(Way.VAULT,), accepts=(("T",),))
SIX_MONTHS = DocumentType(code="T", name="Giấy tờ", validity=ValidityRule.MONTHS, months=6)
AS_OBJECTED = {
    Lasting.VALID: (),
    Lasting.EXPIRED: (Objection.EXPIRED,),
    Lasting.NOT_YET: (Objection.NOT_YET_VALID,),
    Lasting.UNKNOWN: (Objection.VALIDITY_UNKNOWN,),
}


@pytest.mark.parametrize(
    ("issued_on", "last"),
    [
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2026, 3, 5), date(2026, 9, 5)),
        (date(2025, 8, 29), date(2026, 2, 28)),
    ],
)
def test_six_months_end_on_the_corresponding_day_or_the_months_last(issued_on, last):
    assert last_day(signed(issued_on), SIX_MONTHS) == last


def test_a_typed_date_never_stretches_what_the_type_allows():
    stretched = signed(date(2026, 1, 5), valid_until=date(2030, 1, 1))
    assert lasting(stretched, SIX_MONTHS, on=date(2026, 7, 6)) is Lasting.EXPIRED


def test_a_poverty_certificate_ends_with_its_year():
    kind = replace(SIX_MONTHS, validity=ValidityRule.END_OF_YEAR, months=None)
    assert last_day(signed(date(2026, 2, 1)), kind) == date(2026, 12, 31)


@given(day=DAYS, months=st.integers(1, 60), on=DAYS)
def test_counting_forwards_and_backwards_agree(day, months, on):
    assert (day >= earliest_lasting(months, until=on)) == (after_months(day, months) >= on)


@given(
    issued_on=st.none() | DAYS,
    valid_from=st.none() | DAYS,
    valid_until=st.none() | DAYS,
    rule=st.sampled_from(ValidityRule),
    on=DAYS,
)
def test_the_vault_says_of_a_papers_validity_what_matching_does(issued_on, valid_from, valid_until, rule, on):
    kind = DocumentType(code="T", name="Giấy tờ", validity=rule, months=6)
    paper = signed(issued_on, valid_from=valid_from, valid_until=valid_until)
    against = objections(ASKED, paper, owner="owner", types={"T": kind}, on=on)
    assert against == AS_OBJECTED[lasting(paper, kind, on=on)]
