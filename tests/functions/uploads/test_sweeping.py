"""What was left half-way is tidied up after a day, and nothing that somebody still needs."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from functions.uploads.handlers import sweep_uploads
from shared.domain.dossiers import State
from shared.storage import buckets, dossiers, items, uploads
from shared.storage.table import write
from tests import signed_pdfs
from tests.conftest import a_caller
from tests.functions.trust.test_fetching import EVENT
from tests.functions.uploads.conftest import tell
from tests.functions.uploads.test_announcing import a_dossier
from tests.signed_pdfs import NOW

DAY = timedelta(days=1)
A_DAY_LATER = NOW + DAY + timedelta(minutes=5)


def run(at=A_DAY_LATER):
    with time_machine.travel(at, tick=True):
        sweep_uploads(EVENT, None)


def listed(world):
    return [row["PK"] for row in world.rows() if row.get("owner_key") == "SWEEP"]


def test_an_announcement_nobody_followed_up_is_forgotten_after_a_day(desk, paper):
    id = desk.announced(paper)
    run(at=NOW + DAY / 2)
    assert uploads.upload(id)
    run()
    assert uploads.upload(id) is None


def test_what_was_sent_and_not_judged_yet_is_kept_for_when_it_is(desk, paper):
    id = desk.sent(paper)
    run()
    assert desk.world.objects("incoming") == {id: paper}
    assert tell(id) == []
    assert desk.told(id)["state"] == "accepted"
    assert listed(desk.world) == []


def test_a_paper_of_a_vault_is_none_of_its_business(desk, paper, other_paper, calls):
    item = desk.judged(paper)["item"]
    desk.judged(other_paper, replaces=item)
    run()
    before = desk.world.rows("ITEM#"), desk.world.objects("vault")
    run(at=A_DAY_LATER + DAY)
    assert (desk.world.rows("ITEM#"), desk.world.objects("vault")) == before
    assert len(items.holding(item).versions) == 2
    assert listed(desk.world) == []


def test_with_nothing_to_do_one_query_is_all(desk, paper, calls):
    desk.judged(paper)
    calls.clear()
    run()
    assert calls == {"Query": 1}


@pytest.fixture
def attached(desk, catalogue):
    """A scan in a draft, and its upload."""
    me, scan = a_caller(), signed_pdfs.a_paper()
    draft = a_dossier(me.vault, catalogue)
    id = desk.sent(scan, caller=me, dossier=draft.id, component="scan", kind=None, document_type=None)
    assert tell(id) == []
    return id, draft.id


def changed(dossier, **changes):
    before = dossiers.dossier(dossier)
    write(dossiers.changed(before, replace(before, **changes)))


def files(desk, id):
    return [key for key in desk.world.objects("vault") if key.startswith(id)]


def test_a_drafts_file_stays_while_the_draft_refers_to_it(desk, attached):
    id, _ = attached
    for days in range(3):
        run(at=A_DAY_LATER + days * DAY * 2)
    assert len(files(desk, id)) == 1
    assert listed(desk.world) == [f"UPLOAD#{id}"]


def test_and_its_upload_is_not_forgotten_before_it_is_looked_at_again(desk, attached):
    id, _ = attached
    for days in range(0, 60, 2):
        run(at=A_DAY_LATER + days * DAY)
    [row] = desk.world.rows(f"UPLOAD#{id}")
    assert row["expires_at"] > (NOW + 60 * DAY).timestamp()


def test_a_cleared_file_that_was_left_is_erased(desk, attached):
    id, draft = attached
    changed(draft, answers=tuple(replace(each, resolution=None) for each in dossiers.dossier(draft).answers))
    run()
    assert files(desk, id) == []
    assert listed(desk.world) == []


def test_a_file_that_was_submitted_stays_for_good(desk, attached):
    id, draft = attached
    changed(draft, state=State.SUBMITTED)
    run()
    run(at=A_DAY_LATER + 9 * DAY)
    assert len(files(desk, id)) == 1
    assert listed(desk.world) == []


def test_what_a_judgement_stored_and_then_refused_is_erased(desk):
    """It died after storing, and was refused when it was told again."""
    id = desk.sent(signed_pdfs.a_paper())
    buckets.keep(buckets.vault_key(id, "0" * 64), b"stored before")
    assert tell(id) == []
    run()
    assert files(desk, id) == []
    assert desk.told(id)["state"] == "refused"


class Died(Exception):
    pass


def test_dying_after_any_call_and_running_again_ends_the_same(desk, attached, paper, calls):
    id, draft = attached
    changed(draft, answers=tuple(replace(each, resolution=None) for each in dossiers.dossier(draft).answers))
    forgotten = desk.announced(paper)

    for step in range(8):
        left = iter(range(step))

        def dies(_, left=left):
            if next(left, None) is None:
                raise Died

        calls.then = dies
        with suppress(Died):
            run()
        calls.then = None
    run()
    assert uploads.upload(forgotten) is None
    assert files(desk, id) == []
    assert listed(desk.world) == []


def test_who_sends_at_the_last_moment_is_heard(desk, paper, calls):
    """Decided between the sweeper's look and its hand: the upload has changed, and stays."""
    id = desk.announced(paper)

    def sent_now(operation):
        if operation == "HeadObject":
            calls.then = None
            desk.world.put("incoming", id, paper)
            with time_machine.travel(NOW, tick=True):
                assert tell(id) == []

    calls.then = sent_now
    run()
    assert desk.told(id)["state"] == "accepted"
