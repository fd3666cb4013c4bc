"""A vault's list of papers: what one page costs, and that nothing is lost between pages."""

import pytest

from shared.domain.errors import Malformed
from shared.domain.items import ItemState, KindOfPaper
from shared.storage import vaults
from shared.storage.vaults import Wanted, held_items
from tests.conftest import BIRTH, MARRIAGE
from tests.functions.vault.papers import a_paper

ALL = Wanted()


def everything(wanted, *, limit, **asked):
    """Ids of all pages, and how many pages there were."""
    seen, pages, after = [], 0, None
    while True:
        page = held_items("mine", wanted, limit=limit, after=after, **asked)
        seen += [each.id for each in page.items]
        pages += 1
        if (after := page.last) is None:
            return seen, pages


def test_hidden_papers_are_read_over_until_the_page_is_full(world, calls):
    shown = [a_paper("mine").id for _ in range(3)]
    for _ in range(4):
        a_paper("mine", hidden_by=("mine",))
    calls.clear()
    page = held_items("mine", ALL, limit=2)
    assert [each.id for each in page.items] == shown[:0:-1]
    assert calls == {"Query": 2}
    assert everything(ALL, limit=2)[0] == shown[::-1]


def test_a_rare_find_makes_short_pages_of_few_queries_and_is_found(world, calls, monkeypatch):
    monkeypatch.setattr(vaults, "_AT_ONCE", 2)
    rare = a_paper("mine", state=ItemState.DISPUTED)
    for _ in range(19):
        a_paper("mine")
    calls.clear()
    page = held_items("mine", Wanted(state=ItemState.DISPUTED), limit=5)
    assert (page.items, calls) == ((), {"Query": 4})
    assert page.last
    assert everything(Wanted(state=ItemState.DISPUTED), limit=5) == ([rare.id], 3)


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("wanted", [ALL, Wanted(counts_as=BIRTH), Wanted(kind=KindOfPaper.RESULT)])
def test_pages_together_are_the_whole_list_once(world, wanted, newest_first):
    papers = [a_paper("mine").id for _ in range(7)]
    expected = papers[::-1] if newest_first else papers
    for limit in (1, 3, 7, 8):
        assert everything(wanted, limit=limit, newest_first=newest_first)[0] == expected


@pytest.mark.parametrize(
    "position",
    ["", "ITEM#", f"ITEM#{MARRIAGE}#{'0' * 26}", "BYTES#x", f"ITEM#{BIRTH}#{'0' * 25}", "ITEM#a#b#" + "0" * 26],
)
def test_a_position_that_is_not_in_the_list_is_refused(world, position):
    with pytest.raises(Malformed):
        held_items("mine", Wanted(counts_as=BIRTH), limit=5, after=position)
