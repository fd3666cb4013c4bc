"""Matching: which papers answer a component, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.dossiers.words import REASONS, WAYS
from shared.domain.catalogue import OFFERED_WAYS, Component, DocumentType, ValidityRule, Way
from shared.domain.dossiers import Pinned
from shared.domain.items import Item, ItemState, KindOfPaper, Origin, Standing, Version
from shared.domain.matching import Attached, Match, Missing, NotApplicable, Offered, Reason, Settled, match, match_one
from shared.domain.matching_words import OBJECTIONS
from shared.domain.objections import Objection, objections, objections_to_pinned
from shared.domain.shelves import SHOWN_AT_MOST, NearMiss

TODAY = date(2026, 11, 23)
OWNER, STRANGER, SPOUSE = "owner", "stranger", "spouse"
BIRTH, EXTRACT, MARRIAGE, SINGLE, POVERTY, LICENCE, COPY, IDENTITY, DEED = (
    "birth", "extract", "marriage", "single", "poverty", "licence", "copy", "identity", "deed",
)  # fmt: skip
TYPES = {
    each.code: each
    for each in (
        DocumentType(code=BIRTH, name="Giấy khai sinh"),
        DocumentType(code=EXTRACT, name="Trích lục khai sinh"),
        DocumentType(code=MARRIAGE, name="Giấy chứng nhận kết hôn", validity=ValidityRule.UNTIL_EVENT),
        DocumentType(
            code=SINGLE,
            name="Giấy xác nhận tình trạng hôn nhân",
            validity=ValidityRule.MONTHS,
            months=6,
            purpose_bound=True,
        ),
        DocumentType(code=POVERTY, name="Giấy chứng nhận hộ nghèo", validity=ValidityRule.END_OF_YEAR),
        DocumentType(code=LICENCE, name="Giấy phép lái xe", validity=ValidityRule.STATED),
        DocumentType(code=COPY, name="Bản sao điện tử được chứng thực từ bản chính", wraps=True),
        DocumentType(code=IDENTITY, name="Thẻ căn cước", always_data=True),
        DocumentType(code=DEED, name="Giấy chứng nhận quyền sử dụng đất"),
    )
}


def a_version(**changes: Any) -> Version:
    plain = Version(
        number=1,
        sha256="a" * 64,
        size=1000,
        file_name="giay-to.pdf",
        standing=Standing.ACCEPTED,
        added_at=datetime(2026, 11, 1, tzinfo=UTC),
        added_by="person",
    )
    return replace(plain, **changes)


def an_item(document_type: str = BIRTH, **changes: Any) -> Item:
    """Signed on the day it says it was issued, unless told otherwise."""
    day = changes.setdefault("issued_on", date(2026, 11, 2))
    plain = Item(
        id="01",
        holders=(OWNER,),
        document_type=document_type,
        kind=KindOfPaper.RESULT,
        origin=Origin.DEPOSITED,
        title="Giấy tờ",
        version=a_version(signed_on=day),
    )
    return replace(plain, **changes)


def a_component(*accepts: str | tuple[str, ...], **changes: Any) -> Component:
    lists = tuple((each,) if isinstance(each, str) else each for each in accepts)
    plain = Component(code="TP01", name="Thành phần", ways=(Way.VAULT, Way.UPLOAD), accepts=lists)
    return replace(plain, **changes)


def answered(
    component: Component, items: Iterable[Item], *, on: date = TODAY, cases: frozenset[str] = frozenset()
) -> Match:
    return match_one(component, items, owner=OWNER, cases=cases, types=TYPES, on=on)


def against(component: Component, item: Item, *, on: date = TODAY) -> tuple[Objection, ...]:
    return objections(component, item, owner=OWNER, types=TYPES, on=on)


# ── One paper, one component ────────────────────────────────────────────────────────────────────────────────────────

FITS = {
    "a paper of the accepted type": (a_component(BIRTH), an_item()),
    "a paper of the second accepted type": (a_component(BIRTH, EXTRACT), an_item(EXTRACT)),
    "a certified copy of an accepted paper": (a_component(BIRTH), an_item(COPY, copy_of=BIRTH)),
    "a paper held by two": (a_component(MARRIAGE), an_item(MARRIAGE, holders=(SPOUSE, OWNER))),
    "a paper only its other holder hides": (
        a_component(MARRIAGE),
        an_item(MARRIAGE, holders=(SPOUSE, OWNER), hidden_by=(SPOUSE,)),
    ),
    "a paper whose end no date can tell": (a_component(MARRIAGE), an_item(MARRIAGE, issued_on=date(1986, 1, 1))),
    "a paper without any date, of a type that needs none": (a_component(BIRTH), an_item(issued_on=None)),
    "a paper on the last day it states": (a_component(BIRTH), an_item(valid_until=TODAY)),
    "a paper on the first day it states": (a_component(BIRTH), an_item(valid_from=TODAY)),
    "a paper on the last day of its six months": (
        a_component(SINGLE, purpose="marriage"),
        an_item(SINGLE, issued_on=date(2026, 5, 23), purpose="marriage"),
    ),
    "a certificate of this year": (a_component(POVERTY), an_item(POVERTY, issued_on=date(2026, 1, 1))),
    "a paper that states an end still to come": (
        a_component(LICENCE),
        an_item(LICENCE, valid_until=date(2030, 1, 1)),
    ),
    "a paper as old as the component allows": (
        a_component(BIRTH, max_age_months=6),
        an_item(issued_on=date(2026, 5, 23)),
    ),
    "a purpose on a paper that needs none": (a_component(BIRTH, purpose="marriage"), an_item(purpose="land")),
    "a purpose-bound paper where no purpose is asked": (a_component(SINGLE), an_item(SINGLE, purpose="land")),
}


@pytest.mark.parametrize(("component", "item"), FITS.values(), ids=FITS)
def test_attaches_by_itself(component: Component, item: Item) -> None:
    assert answered(component, [item]) == Attached((item,), Reason.ONLY_FIT)


NEAR_MISSES = {
    "its agency took it back": (an_item(state=ItemState.WITHDRAWN), Objection.WITHDRAWN),
    "its holder hides it": (an_item(state=ItemState.HIDDEN), Objection.HIDDEN),
    "it is disputed": (an_item(state=ItemState.DISPUTED), Objection.DISPUTED),
    "its signature was refused": (an_item(version=a_version(standing=Standing.REFUSED)), Objection.SIGNATURE_REFUSED),
    "its signature is undecided": (
        an_item(version=a_version(standing=Standing.UNDECIDED)),
        Objection.SIGNATURE_UNDECIDED,
    ),
    "it ended yesterday": (an_item(valid_until=date(2026, 11, 22)), Objection.EXPIRED),
    "it begins tomorrow": (an_item(valid_from=date(2026, 11, 24)), Objection.NOT_YET_VALID),
    "it was issued later": (an_item(issued_on=date(2026, 11, 24)), Objection.NOT_YET_VALID),
    "its six months are over": (
        an_item(SINGLE, issued_on=date(2026, 5, 22), purpose="marriage"),
        Objection.EXPIRED,
    ),
    "it was signed before the day typed on it": (
        an_item(SINGLE, version=a_version(signed_on=date(2026, 1, 5)), purpose="marriage"),
        Objection.EXPIRED,
    ),
    "the end typed on it is later than its type allows": (
        an_item(SINGLE, issued_on=date(2025, 1, 1), valid_until=date(2030, 1, 1), purpose="marriage"),
        Objection.EXPIRED,
    ),
    "its year is over": (an_item(POVERTY, issued_on=date(2025, 12, 31)), Objection.EXPIRED),
    "nobody knows when it was issued": (
        an_item(SINGLE, issued_on=None, purpose="marriage"),
        Objection.VALIDITY_UNKNOWN,
    ),
    "only the paper could say when it ends": (an_item(LICENCE), Objection.VALIDITY_UNKNOWN),
    "it was issued for something else": (an_item(SINGLE, purpose="land"), Objection.OTHER_PURPOSE),
    "nobody knows what it was issued for": (an_item(SINGLE), Objection.PURPOSE_UNKNOWN),
    "it copies an accepted paper that has expired": (
        an_item(COPY, copy_of=POVERTY, issued_on=date(2025, 3, 1)),
        Objection.EXPIRED,
    ),
}


@pytest.mark.parametrize(("item", "objection"), NEAR_MISSES.values(), ids=NEAR_MISSES)
def test_a_near_miss_says_why(item: Item, objection: Objection) -> None:
    component = a_component(BIRTH, SINGLE, POVERTY, LICENCE, purpose="marriage")
    assert answered(component, [item]) == Missing((NearMiss(item, (objection,)),), (Way.VAULT, Way.UPLOAD))
    assert against(component, item) == (objection,)


IGNORED = {
    "a paper of another holder": an_item(holders=(STRANGER,)),
    "an erased paper": an_item(state=ItemState.REMOVED),
    "a paper of another type": an_item(MARRIAGE),
    "a certified copy of another paper": an_item(COPY, copy_of=MARRIAGE),
    "a certified copy of it is not said what": an_item(COPY),
}


@pytest.mark.parametrize("item", IGNORED.values(), ids=IGNORED)
def test_is_not_even_a_near_miss(item: Item) -> None:
    assert answered(a_component(BIRTH), [item]) == Missing((), (Way.VAULT, Way.UPLOAD))


def test_a_paper_its_owner_hides_is_a_near_miss_as_they_see_it() -> None:
    paper = an_item(MARRIAGE, holders=(SPOUSE, OWNER), hidden_by=(OWNER,))
    seen = replace(paper, state=ItemState.HIDDEN)
    assert answered(a_component(MARRIAGE), [paper]) == Missing(
        (NearMiss(seen, (Objection.HIDDEN,)),), (Way.VAULT, Way.UPLOAD)
    )
    assert against(a_component(MARRIAGE), paper) == (Objection.HIDDEN,)


def test_a_paper_too_old_for_the_component_is_a_near_miss() -> None:
    item = an_item(issued_on=date(2026, 5, 22))
    assert against(a_component(BIRTH, max_age_months=6), item) == (Objection.TOO_OLD,)


def test_a_near_miss_says_everything_that_is_wrong_the_gravest_first() -> None:
    item = an_item(
        SINGLE,
        issued_on=date(2025, 1, 1),
        state=ItemState.DISPUTED,
        version=a_version(standing=Standing.REFUSED, signed_on=date(2025, 1, 1)),
        purpose="land",
    )
    assert against(a_component(SINGLE, purpose="marriage"), item) == (
        Objection.SIGNATURE_REFUSED,
        Objection.EXPIRED,
        Objection.OTHER_PURPOSE,
        Objection.DISPUTED,
    )


@pytest.mark.parametrize(
    ("item", "may_be_chosen"),
    [
        (an_item(state=ItemState.DISPUTED), True),
        (an_item(SINGLE), True),
        (an_item(LICENCE), True),
        (an_item(state=ItemState.HIDDEN), False),
        (an_item(valid_until=date(2026, 1, 1), state=ItemState.DISPUTED), False),
        (an_item(version=a_version(standing=Standing.UNDECIDED)), False),
    ],
)
def test_a_person_may_choose_what_nothing_proves_unfit(item: Item, may_be_chosen: bool) -> None:
    found = answered(a_component(BIRTH, SINGLE, LICENCE, purpose="marriage"), [item])
    assert isinstance(found, Missing)
    assert [each.may_be_chosen for each in found.near_misses] == [may_be_chosen]


@pytest.mark.parametrize(
    ("issued_on", "last"),
    [
        (date(2026, 1, 15), date(2026, 7, 15)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 29), date(2028, 2, 29)),
        (date(2026, 6, 30), date(2026, 12, 30)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_months_end_with_the_corresponding_day_or_the_last_of_the_month(issued_on: date, last: date) -> None:
    component, item = a_component(SINGLE), an_item(SINGLE, issued_on=issued_on)
    assert against(component, item, on=last) == ()
    assert against(component, item, on=date.fromordinal(last.toordinal() + 1)) == (Objection.EXPIRED,)


def test_a_paper_of_the_first_reaches_the_end_of_a_month_longer_than_its_own() -> None:
    assert against(a_component(SINGLE), an_item(SINGLE, issued_on=date(2026, 3, 1)), on=date(2026, 8, 31)) == ()


# ── Several papers, one component ───────────────────────────────────────────────────────────────────────────────────


def test_several_are_offered_the_strongest_origin_first_then_the_newest_then_by_id() -> None:
    deposited_new = an_item(id="1", origin=Origin.DEPOSITED, issued_on=date(2026, 11, 20))
    certified = an_item(EXTRACT, id="2", origin=Origin.CERTIFIED)
    issued_old = an_item(id="3", origin=Origin.ISSUED, issued_on=date(2001, 1, 1))
    issued_new = an_item(id="5", origin=Origin.ISSUED, issued_on=date(2020, 1, 1))
    issued_twin = an_item(id="4", origin=Origin.ISSUED, issued_on=date(2020, 1, 1))
    undated = an_item(id="6", origin=Origin.ISSUED, issued_on=None)
    found = answered(
        a_component(BIRTH, EXTRACT), [deposited_new, certified, undated, issued_old, issued_new, issued_twin]
    )
    best_first = (issued_twin, issued_new, issued_old, undated, certified, deposited_new)
    assert found == Offered(tuple((each,) for each in best_first), 6)


def test_the_only_fit_is_attached_whatever_near_misses_lie_beside_it() -> None:
    fit, expired, disputed = (
        an_item(id="1"),
        an_item(id="2", valid_until=date(2026, 1, 1)),
        an_item(id="3", state=ItemState.DISPUTED, origin=Origin.ISSUED),
    )
    assert answered(a_component(BIRTH), [disputed, expired, fit]) == Attached((fit,))


def test_near_misses_a_person_may_still_choose_come_first() -> None:
    expired = an_item(id="1", origin=Origin.ISSUED, valid_until=date(2026, 1, 1))
    disputed = an_item(id="2", state=ItemState.DISPUTED)
    found = answered(a_component(BIRTH), [expired, disputed])
    assert isinstance(found, Missing)
    assert [each.item for each in found.near_misses] == [disputed, expired]


def test_no_more_are_offered_than_people_can_read_but_all_are_counted() -> None:
    many = [an_item([BIRTH, EXTRACT][n % 2], id=f"{n:03d}") for n in range(SHOWN_AT_MOST + 10)]
    best = tuple((each,) for each in many[:SHOWN_AT_MOST])
    assert answered(a_component(BIRTH, EXTRACT), many) == Offered(best, SHOWN_AT_MOST + 10)


# ── Papers that answer together ─────────────────────────────────────────────────────────────────────────────────────

TOGETHER = a_component((BIRTH, MARRIAGE), DEED)


def test_one_paper_of_each_type_of_a_list_answers_together() -> None:
    birth, marriage = an_item(id="1"), an_item(MARRIAGE, id="2")
    assert answered(TOGETHER, [marriage, birth]) == Attached((birth, marriage))


def test_half_a_list_answers_nothing_and_says_that_it_is_not_alone() -> None:
    birth = an_item(id="1")
    expired = an_item(MARRIAGE, id="2", valid_until=date(2020, 1, 1))
    assert answered(TOGETHER, [birth, expired]) == Missing(
        (NearMiss(birth, (Objection.INCOMPLETE,)), NearMiss(expired, (Objection.EXPIRED,))), (Way.VAULT, Way.UPLOAD)
    )


def test_half_a_list_does_not_spoil_the_answer_of_another_list() -> None:
    birth, deed = an_item(id="1"), an_item(DEED, id="2")
    assert answered(TOGETHER, [birth, deed]) == Attached((deed,))


def test_every_combination_of_every_list_counts() -> None:
    births, marriage, deed = [an_item(id="1"), an_item(id="2")], an_item(MARRIAGE, id="3"), an_item(DEED, id="4")
    found = answered(TOGETHER, [*births, marriage, deed])
    assert found == Offered(((births[0], marriage), (births[1], marriage), (deed,)), 3)


# ── Components the vault is not asked for ───────────────────────────────────────────────────────────────────────────

SETTLED = {
    "only the agency's data": (a_component(BIRTH, ways=(Way.DATA,)), Way.DATA, Reason.KNOWN_TO_AGENCY),
    "identity": (a_component(IDENTITY, ways=(Way.DATA, Way.PRESENT)), Way.DATA, Reason.KNOWN_TO_AGENCY),
    "only shown": (a_component(ways=(Way.PRESENT,)), Way.PRESENT, Reason.SHOWN_AT_COUNTER),
}


@pytest.mark.parametrize(("component", "way", "reason"), SETTLED.values(), ids=SETTLED)
def test_settles_by_itself_without_a_paper(component: Component, way: Way, reason: Reason) -> None:
    assert answered(component, [an_item()]) == Settled(way, reason)


UNANSWERED = {
    "identity the agency may not look up": (a_component(IDENTITY, ways=(Way.UPLOAD,)), (Way.UPLOAD,)),
    "a form": (a_component(ways=(Way.FORM,)), (Way.FORM,)),
    "a file for this dossier alone": (a_component(BIRTH, ways=(Way.UPLOAD,)), (Way.UPLOAD,)),
    "data or a file": (a_component(BIRTH, ways=(Way.DATA, Way.UPLOAD)), (Way.DATA, Way.UPLOAD)),
    "something asked anew": (a_component(BIRTH, ask_anew=True), (Way.UPLOAD,)),
}


@pytest.mark.parametrize(("component", "ways"), UNANSWERED.values(), ids=UNANSWERED)
def test_is_never_answered_from_the_vault(component: Component, ways: tuple[Way, ...]) -> None:
    assert answered(component, [an_item()]) == Missing((), ways)
    assert against(component, an_item()) == (Objection.NOT_FROM_VAULT,)


def test_a_component_of_a_case_applies_only_when_the_case_is_stated() -> None:
    component = a_component(BIRTH, case="child")
    assert answered(component, [an_item()]) == NotApplicable()
    assert answered(component, [an_item()], cases=frozenset({"child"})) == Attached((an_item(),))


def test_one_paper_may_answer_two_components() -> None:
    asked = [a_component(BIRTH), a_component(BIRTH, EXTRACT, code="TP02")]
    found = match(asked, [an_item()], owner=OWNER, cases=frozenset(), types=TYPES, on=TODAY)
    assert found == {"TP01": Attached((an_item(),)), "TP02": Attached((an_item(),))}


def test_two_components_judge_the_same_paper_each_by_its_own_demands() -> None:
    paper = an_item(SINGLE, purpose="marriage")
    asked = [a_component(SINGLE, purpose="marriage"), a_component(SINGLE, code="TP02", purpose="land")]
    found = match(asked, [paper], owner=OWNER, cases=frozenset(), types=TYPES, on=TODAY)
    assert found["TP01"] == Attached((paper,))
    assert found["TP02"] == Missing((NearMiss(paper, (Objection.OTHER_PURPOSE,)),), (Way.VAULT, Way.UPLOAD))


# ── A paper chosen earlier ──────────────────────────────────────────────────────────────────────────────────────────

CHOSEN = Pinned(item="01", version=1, sha256="a" * 64, title="Giấy tờ")
LATER = {
    "is as it was": (an_item(), ()),
    "is no longer there": (None, (Objection.REMOVED,)),
    "has a newer version": (an_item(version=a_version(number=2)), (Objection.SUPERSEDED,)),
    "has other bytes": (an_item(version=a_version(sha256="b" * 64)), (Objection.SUPERSEDED,)),
    "has expired since": (an_item(valid_until=date(2026, 11, 22)), (Objection.EXPIRED,)),
    "was erased": (an_item(state=ItemState.REMOVED), (Objection.REMOVED,)),
    "is no longer the owner's": (an_item(holders=(STRANGER,)), (Objection.NOT_HELD,)),
    "turned out to be of another type": (an_item(MARRIAGE), (Objection.OTHER_TYPE,)),
}


@pytest.mark.parametrize(("item", "expected"), LATER.values(), ids=LATER)
def test_a_paper_chosen_earlier(item: Item | None, expected: tuple[Objection, ...]) -> None:
    found = objections_to_pinned(a_component(BIRTH), item, CHOSEN, owner=OWNER, types=TYPES, on=TODAY)
    assert found == expected


# ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_objection_reason_and_way_has_its_words() -> None:
    assert set(OBJECTIONS) == set(Objection)
    assert set(REASONS) == set(Reason)
    assert set(WAYS) == OFFERED_WAYS


# ── Laws ────────────────────────────────────────────────────────────────────────────────────────────────────────────

days = st.none() | st.dates(date(2024, 1, 1), date(2028, 12, 31))
purposes = st.none() | st.sampled_from(["marriage", "land"])
codes = st.sampled_from([BIRTH, EXTRACT, MARRIAGE, SINGLE, POVERTY, LICENCE, DEED])
some_items = st.builds(
    an_item,
    codes | st.just(COPY),
    id=st.integers(0, 10**6).map("{:026d}".format),
    holders=st.sampled_from([(OWNER,), (STRANGER,), (SPOUSE, OWNER), (STRANGER, SPOUSE)]),
    origin=st.sampled_from(Origin),
    state=st.just(ItemState.ACTIVE) | st.sampled_from(ItemState),
    copy_of=st.none() | codes,
    hidden_by=st.just(()) | st.sampled_from([(OWNER,), (SPOUSE,)]),
    issued_on=days,
    valid_from=days,
    valid_until=days,
    purpose=purposes,
    version=st.builds(
        a_version, standing=st.just(Standing.ACCEPTED) | st.sampled_from(Standing), signed_on=days
    ),
)  # fmt: skip
vaults = st.lists(some_items, max_size=8, unique_by=lambda each: each.id)
asked_lists = st.lists(st.lists(codes, min_size=1, max_size=2, unique=True).map(tuple), min_size=1, max_size=3)
some_components = st.builds(
    lambda lists, purpose, months: a_component(*lists, purpose=purpose, max_age_months=months),
    asked_lists.filter(lambda lists: not any(set(a) <= set(b) for a in lists for b in lists if a is not b)),
    purposes,
    st.none() | st.integers(1, 24),
)


def papers_in(found: Match) -> set[Item]:
    """Every paper that would be attached or offered."""
    match found:
        case Attached(papers):
            return set(papers)
        case Offered(candidates):
            return {paper for papers in candidates for paper in papers}
    return set()


@given(some_components, vaults)
def test_no_paper_of_another_holder_ever_appears(component: Component, vault: list[Item]) -> None:
    found = answered(component, vault)
    near = {each.item for each in found.near_misses} if isinstance(found, Missing) else set()
    assert all(OWNER in each.holders for each in papers_in(found) | near)


@given(some_components, vaults, st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_no_expired_or_unaccepted_paper_ever_answers(component: Component, vault: list[Item], on: date) -> None:
    for paper in papers_in(answered(component, vault, on=on)):
        assert paper.valid_until is None or on <= paper.valid_until
        assert paper.valid_from is None or paper.valid_from <= on
        assert paper.state is ItemState.ACTIVE
        assert OWNER not in paper.hidden_by
        assert paper.version.standing is Standing.ACCEPTED
        if paper.counts_as == POVERTY:
            assert paper.dated
            assert paper.dated.year == on.year
        if paper.counts_as == SINGLE:
            assert paper.dated
            assert 0 <= (on - paper.dated).days <= 184


@given(some_components, vaults, st.randoms(use_true_random=False))
def test_the_order_of_the_vault_changes_nothing(component: Component, vault: list[Item], random: Any) -> None:
    shuffled = random.sample(vault, len(vault))
    assert answered(component, shuffled) == answered(component, vault)


@given(some_components, vaults, some_items)
def test_a_paper_more_never_takes_an_answer_away(component: Component, vault: list[Item], more: Item) -> None:
    others = [each for each in vault if each.id != more.id]
    before, after = answered(component, others), answered(component, [*others, more])
    if not isinstance(before, Missing):
        assert not isinstance(after, Missing)
        assert papers_in(before) <= papers_in(after)


@given(some_components, vaults)
def test_papers_that_do_not_fit_change_no_answer(component: Component, vault: list[Item]) -> None:
    fitting = [each for each in vault if not against(component, each)]
    before, after = answered(component, vault), answered(component, fitting)
    assert papers_in(before) == papers_in(after)
    assert type(before) is type(after)


@given(some_components, vaults)
def test_what_is_attached_or_offered_covers_a_list_and_nothing_else(component: Component, vault: list[Item]) -> None:
    found = answered(component, vault)
    choices = [found.papers] if isinstance(found, Attached) else found.candidates if isinstance(found, Offered) else []
    assert len(set(choices)) == len(choices)
    for papers in choices:
        assert tuple(each.counts_as for each in papers) in component.accepts
        assert all(not against(component, each) for each in papers)


@given(some_components, vaults)
def test_a_vault_with_a_full_list_of_fitting_papers_is_never_missing(component: Component, vault: list[Item]) -> None:
    fitting = {each.counts_as for each in vault if not against(component, each)}
    is_answerable = any(fitting.issuperset(codes) for codes in component.accepts)
    assert isinstance(answered(component, vault), Missing) is not is_answerable
