"""A paper taken out of a vault: erased, kept for a dossier or another holder, and whatever happens on the way."""

from shared.clock import new_id, now
from shared.domain.items import ItemState
from shared.storage import items, known_files
from shared.storage.table import NotAsExpected, transact
from tests.functions.vault.holder import ME, YOU, listed
from tests.functions.vault.papers import a_paper, replaced


def remains_of(world, paper):
    stored = world.s3.list_object_versions(Bucket="vault", Prefix=paper.id)
    return (
        [row for row in world.rows() if paper.id in str(row) and not row["PK"].startswith("ACCESS#")],
        stored.get("Versions", []),
        stored.get("DeleteMarkers", []),
    )


def test_a_removed_paper_is_really_erased_with_every_version_of_its_file(vault, world, calls):
    other = a_paper(ME.vault)
    paper = replaced(a_paper(ME.vault), b"newer")
    calls.clear()
    answer = vault.delete(f"/vault/items/{paper.id}", caller=ME)
    assert calls["TransactWriteItems"] == 1
    assert (answer.status, answer.json["outcome"]) == (200, "erased")
    assert remains_of(world, paper) == ([], [], [])
    assert listed(vault) == [other.id]
    assert vault.delete(f"/vault/items/{paper.id}", caller=ME).status == 404


def test_its_bytes_may_come_again_after_it_was_erased(vault):
    paper = a_paper(ME.vault)
    vault.delete(f"/vault/items/{paper.id}", caller=ME)
    assert known_files.item_with(paper.version.sha256, vault=ME.vault) is None


def test_a_paper_a_submitted_dossier_uses_leaves_the_vault_and_stays_with_the_dossier(vault, world):
    paper = a_paper(ME.vault)
    dossier = new_id()
    transact(items.unchanged(paper), items.pinned(paper.id, dossier, now()))
    answer = vault.delete(f"/vault/items/{paper.id}", caller=ME)
    assert (answer.json["outcome"], answer.json["dossiers"]) == ("kept_for_dossiers", [dossier])
    assert "ở lại với hồ sơ" in answer.json["text"]
    assert listed(vault) == []
    assert vault.get(f"/vault/items/{paper.id}", caller=ME).status == 404
    assert items.item(paper.id).state is ItemState.REMOVED
    assert list(world.objects("vault").values()) == [paper.id.encode()]


def test_a_paper_of_two_leaves_only_the_vault_of_the_one_who_removes_it(vault, world):
    paper = a_paper(ME.vault, YOU.vault)
    answer = vault.delete(f"/vault/items/{paper.id}", caller=ME)
    assert answer.json["outcome"] == "kept_for_other_holders"
    assert (listed(vault), listed(vault, caller=YOU)) == ([], [paper.id])
    assert vault.get(f"/vault/items/{paper.id}", caller=ME).status == 404
    assert vault.get(f"/vault/items/{paper.id}/file", caller=YOU).status == 200
    assert vault.delete(f"/vault/items/{paper.id}", caller=YOU).json["outcome"] == "erased"
    assert remains_of(world, paper) == ([], [], [])


def test_a_dossier_submitted_at_any_moment_of_a_removal_keeps_what_it_pinned(vault, world, calls):
    for step in range(steps_of_removing(vault, calls, a_paper(ME.vault))):
        paper = a_paper(ME.vault)
        dossier, pinned = new_id(), []

        def submit(paper=paper, dossier=dossier, pinned=pinned):
            try:
                transact(items.unchanged(paper), items.pinned(paper.id, dossier, now()))
                pinned.append(dossier)
            except NotAsExpected:
                return

        calls.then = at(calls, step, submit)
        answer = vault.delete(f"/vault/items/{paper.id}", caller=ME).json
        calls.then = None
        assert answer["dossiers"] == pinned
        assert (paper.id.encode() in world.objects("vault").values()) == bool(pinned)


def test_a_paper_changed_just_before_it_leaves_is_not_removed_unseen(vault, calls):
    paper = a_paper(ME.vault)

    def quicker(_):
        calls.then = None
        replaced(paper, b"newer")

    calls.then = quicker
    answer = vault.delete(f"/vault/items/{paper.id}", caller=ME)
    assert (answer.status, answer.codes) == (409, ["CHANGED_MEANWHILE"])
    assert (listed(vault), items.item(paper.id).version.number) == ([paper.id], 2)


def test_a_removal_that_dies_anywhere_is_finished_by_asking_again(vault, world, calls):
    for step in range(steps_of_removing(vault, calls, replaced(a_paper(ME.vault), b"newer"))):
        paper = replaced(a_paper(ME.vault), f"newer {step}".encode())
        calls.then = at(calls, step, dies)
        assert vault.delete(f"/vault/items/{paper.id}", caller=ME).status == 500
        calls.then = None
        assert vault.delete(f"/vault/items/{paper.id}", caller=ME).status in (200, 404)
        assert remains_of(world, paper) == ([], [], [])


def steps_of_removing(vault, calls, paper):
    heard = []
    calls.then = heard.append
    vault.delete(f"/vault/items/{paper.id}", caller=ME)
    calls.then = None
    return len(heard)


def dies():
    raise RuntimeError


def at(calls, step, act):
    """Calls `act` once, after the call with this number; what it asks itself is not counted."""
    passed = iter(range(step + 1))

    def then(_):
        if next(passed, None) == step:
            calls.then = None
            act()

    return then
