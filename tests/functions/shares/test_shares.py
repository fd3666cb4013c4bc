"""A paper shown to who has no account: what a link opens, for how long, how often, and what everybody learns of it."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlparse

import pytest

from functions.shares import handlers
from functions.vault import handlers as vault_handlers
from shared.clock import now
from shared.domain.items import ItemState
from shared.domain.sharing import A_DAY, TRIES
from shared.storage import items, shares
from shared.storage.table import NotAsExpected, put, transact, write
from tests.conftest import a_caller
from tests.functions.vault.papers import a_paper, replaced

ME, YOU = a_caller(), a_caller()
SECRET_WORDS = "Vay vốn tại Quỹ Suối Mơ"


@pytest.fixture
def door(api, catalogue):
    return api(handlers.room, vault_handlers.room)


@pytest.fixture
def paper(world):
    return a_paper(ME.vault, number="12/2024/GKS", issuer="UBND xã Suối Mơ")


def share(door, paper, *, caller=ME, **said):
    answer = door.post(f"/vault/items/{paper.id}/shares", caller=caller, body={"purpose": SECRET_WORDS, **said})
    assert answer.status == 201, answer.json
    return answer.json


def opened(door, link, **said):
    return door.post("/shared", body={"token": link["token"], **said})


def told(door, link):
    return door.get(f"/vault/shares/{link['id']}", caller=ME).json


def ended(link):
    kept = shares.share(link["id"])
    write(put({**shares.made(replace(kept, ends_at=now()))["Put"]["Item"]}))


def test_whoever_has_the_link_sees_the_paper_its_verdict_and_a_link_of_five_minutes(door, paper):
    shown = opened(door, share(door, paper)).json
    assert (shown["title"], shown["number"], shown["issuer"]) == ("Giấy khai sinh", "12/2024/GKS", "UBND xã Suối Mơ")
    assert (shown["sentence"], shown["purpose"], shown["warnings"]) == ("Chữ ký số hợp lệ.", SECRET_WORDS, [])
    assert shown["expires_in"] == 300
    asked = parse_qs(urlparse(shown["url"]).query)
    assert (asked["X-Amz-Expires"], asked["response-content-type"]) == (["300"], ["application/pdf"])


def test_a_link_ends_after_a_week_unless_its_owner_says_otherwise(door, paper):
    link, longer = share(door, paper), share(door, paper, days=30)
    for each, days in ((link, 7), (longer, 30)):
        kept = shares.share(each["id"])
        assert kept.ends_at - kept.made_at == timedelta(days=days)


def test_nothing_that_is_kept_opens_a_link(door, paper, world):
    link = share(door, paper, passcode="mật mã 1")
    kept = repr(world.rows())
    secret = link["token"].removeprefix(link["id"])
    assert len(secret) == 32
    assert secret not in kept
    assert "mật mã 1" not in kept


def test_nothing_of_a_link_is_logged(door, paper, caplog):
    link = share(door, paper, passcode="mat ma 1")
    opened(door, link)
    opened(door, link, passcode="sai mat ma")
    opened(door, link, passcode="mat ma 1")
    secret = link["token"].removeprefix(link["id"])
    assert "share.opened" in caplog.text
    assert not [each for each in (secret, "mat ma", SECRET_WORDS) if each in caplog.text]


def test_what_never_was_has_ended_was_revoked_or_is_used_up_is_answered_alike(door, paper):
    once, stopped, over = share(door, paper, openings=1), share(door, paper), share(door, paper)
    assert opened(door, once).status == 200
    door.delete(f"/vault/shares/{stopped['id']}", caller=ME)
    ended(over)
    forged = {"token": once["id"] + "x" * 32}
    unknown = {"token": "01ARZ3NDEKTSV4RRFFQ69G5FAV" + "x" * 32}
    answers = [opened(door, each) for each in (once, stopped, over, forged, unknown, {"token": "gì đó"})]
    assert {each.status for each in answers} == {404}
    assert len({each.content for each in answers}) == 1


@pytest.mark.parametrize("gone", ["hidden", "removed", "left"])
def test_a_paper_its_owner_no_longer_shows_is_shown_by_no_link(door, paper, gone):
    link = share(door, paper)
    if gone == "hidden":
        door.post(f"/vault/items/{paper.id}/hide", caller=ME)
    elif gone == "removed":
        door.delete(f"/vault/items/{paper.id}", caller=ME)
    else:
        transact(*items.left(items.item(paper.id), ME.vault))
    assert opened(door, link).codes == ["NO_SUCH_SHARE"]
    assert told(door, link)["openings"] == 0


def test_a_link_to_a_paper_its_maker_no_longer_holds_opens_nothing_though_others_hold_it(door):
    both = a_paper(ME.vault, YOU.vault)
    link = share(door, both)
    transact(*items.left(both, ME.vault))
    assert opened(door, link).codes == ["NO_SUCH_SHARE"]


def test_a_link_revoked_at_the_very_moment_of_its_opening_opens_nothing(door, paper):
    link = share(door, paper)
    before = shares.share(link["id"])
    door.delete(f"/vault/shares/{link['id']}", caller=ME)
    with pytest.raises(NotAsExpected):
        transact(shares.opened(before))


def test_a_paper_shown_again_is_shown_by_its_link_again(door, paper):
    link = share(door, paper)
    door.post(f"/vault/items/{paper.id}/hide", caller=ME)
    door.post(f"/vault/items/{paper.id}/show", caller=ME)
    assert opened(door, link).status == 200


def test_a_link_leads_to_the_version_that_is_current_and_says_that_it_is_another(door, paper):
    link = share(door, paper)
    replaced(paper, b"the corrected one")
    shown = opened(door, link).json
    assert shown["version"] == 2
    assert "bản mới" in shown["warnings"][0]


def test_whoever_relied_on_a_paper_learns_that_it_was_withdrawn_and_opens_nothing(door, paper):
    link = share(door, paper)
    transact(*items.changed(paper, replace(paper, state=ItemState.WITHDRAWN)))
    shown = opened(door, link).json
    assert (shown["url"], shown["expires_in"]) == (None, None)
    assert "thu hồi" in shown["warnings"][0]


def test_a_paper_in_dispute_is_shown_with_that(door, paper):
    link = share(door, paper)
    transact(*items.changed(paper, replace(paper, state=ItemState.DISPUTED)))
    shown = opened(door, link).json
    assert shown["url"]
    assert "sai sót" in shown["warnings"][0]


def test_a_passcode_is_asked_for_and_a_missing_one_is_no_wrong_one(door, paper):
    link = share(door, paper, passcode="0912")
    for _ in range(TRIES + 1):
        assert opened(door, link).codes == ["PASSCODE_ASKED"]
    assert opened(door, link, passcode="0912").status == 200


def test_wrong_passcodes_are_told_counted_and_close_the_link_at_the_fifth(door, paper):
    link = share(door, paper, passcode="0912")
    for left in range(TRIES - 1, 0, -1):
        answer = opened(door, link, passcode="0000")
        assert (answer.status, answer.codes) == (403, ["PASSCODE_WRONG"])
        assert f"còn {left} lần" in answer.json["detail"]
    assert opened(door, link, passcode="0000").codes == ["NO_SUCH_SHARE"]
    assert opened(door, link, passcode="0912").codes == ["NO_SUCH_SHARE"]
    assert told(door, link)["state"] == "locked"


def test_the_right_passcode_begins_the_count_anew(door, paper):
    link = share(door, paper, passcode="0912")
    for _ in range(3):
        for _ in range(TRIES - 1):
            opened(door, link, passcode="0000")
        assert opened(door, link, passcode="0912").status == 200


def test_the_right_passcode_for_a_paper_hidden_for_now_is_no_wrong_one(door, paper):
    link = share(door, paper, passcode="0912")
    door.post(f"/vault/items/{paper.id}/hide", caller=ME)
    for _ in range(TRIES + 1):
        assert opened(door, link, passcode="0912").codes == ["NO_SUCH_SHARE"]
    door.post(f"/vault/items/{paper.id}/show", caller=ME)
    assert opened(door, link, passcode="0912").status == 200


def test_guesses_made_at_once_are_no_more_than_guesses_one_after_another(door, paper, calls):
    """Each guess has looked at the link when the next one comes, twenty deep."""
    link, answers, guesses = share(door, paper, passcode="0912"), [], 20

    def guess():
        answers.append(opened(door, link, passcode="0000").codes)

    def between(name):
        if name == "GetItem" and calls.depth < guesses:
            calls.depth += 1
            guess()

    calls.depth, calls.then = 0, between
    guess()
    calls.then = None
    assert answers.count(["PASSCODE_WRONG"]) == TRIES - 1
    assert told(door, link)["state"] == "locked"


def test_the_right_passcode_among_many_guesses_opens_nothing_once_the_link_is_locked(door, paper, calls):
    link = share(door, paper, passcode="0912")

    def lock(name):
        if name == "GetItem":
            calls.then = None
            for _ in range(TRIES):
                opened(door, link, passcode="0000")

    calls.then = lock
    assert opened(door, link, passcode="0912").codes == ["NO_SUCH_SHARE"]
    assert told(door, link)["openings"] == 0


def test_the_owner_is_told_once_that_wrong_passcodes_closed_a_link(door, paper, world):
    link = share(door, paper, passcode="0912")
    for guesses in range(TRIES + 2):
        assert len([each for each in world.rows("OUTBOX#") if each["event"] == "share_locked"]) == (guesses >= TRIES)
        opened(door, link, passcode="0000")
    [message] = [each for each in world.rows("OUTBOX#") if each["event"] == "share_locked"]
    assert (message["vault"], message["about"]) == (ME.vault, f"share/{link['id']}")


def test_a_link_keeps_nothing_of_a_paper_its_owner_erased(door, world):
    paper = a_paper(ME.vault, title="Giấy khai sinh của Nguyễn Thị Ước")
    link = share(door, paper)
    assert told(door, link)["title"] == "Giấy khai sinh của Nguyễn Thị Ước"
    assert door.delete(f"/vault/items/{paper.id}", caller=ME).json["outcome"] == "erased"
    assert "Thị Ước" not in repr(world.rows())
    [listed] = door.get("/vault/shares", caller=ME).json["shares"]
    assert listed["title"] == told(door, link)["title"] == "Giấy tờ không còn trong Kho"


def test_a_link_of_who_left_a_paper_says_no_more_of_it_than_their_vault_does(door):
    both = a_paper(ME.vault, YOU.vault, title="Giấy chứng nhận kết hôn")
    link = share(door, both)
    transact(*items.left(both, ME.vault))
    assert told(door, link)["title"] == "Giấy tờ không còn trong Kho"


def test_readers_who_come_at_once_never_open_more_than_allowed(door, paper):
    """Somebody opens it between another's look and their own opening."""
    link = share(door, paper, openings=2)
    before = shares.share(link["id"])
    opened(door, link)
    with pytest.raises(NotAsExpected):
        transact(shares.opened(before))
    assert opened(door, link).json["openings_left"] == 0
    assert opened(door, link).status == 404


def test_each_opening_is_recorded_before_it_is_answered_and_its_owner_reads_it(door, paper):
    link = share(door, paper)
    for _ in range(2):
        opened(door, link)
    openings = door.get(f"/vault/shares/{link['id']}/openings", caller=ME).json["openings"]
    assert [each["sentence"].split(" lúc ")[0] for each in openings] == ["Liên kết được mở"] * 2
    for place in (f"/vault/items/{paper.id}/accesses", "/vault/accesses"):
        looks = door.get(place, caller=ME).json["accesses"]
        assert len(looks) == 2
        assert looks[0]["sentence"].startswith("Người có liên kết bạn chia sẻ đã mở phiên bản 1")
        assert SECRET_WORDS in looks[0]["sentence"]


def test_who_holds_the_paper_too_reads_that_it_was_opened_but_not_what_the_other_wrote(door):
    both = a_paper(ME.vault, YOU.vault)
    opened(door, share(door, both))
    [look] = door.get(f"/vault/items/{both.id}/accesses", caller=YOU).json["accesses"]
    assert look["sentence"].startswith("Người có liên kết do người cùng đứng tên chia sẻ")
    assert SECRET_WORDS not in look["sentence"]


def test_the_owner_is_told_of_the_first_opening_alone(door, paper, world):
    link = share(door, paper)
    for _ in range(3):
        opened(door, link)
    [message] = [each for each in world.rows("OUTBOX#") if each["event"] == "share_opened"]
    assert (message["vault"], message["about"]) == (ME.vault, f"share/{link['id']}")


def test_my_links_are_listed_the_newest_first_all_or_of_one_paper(door, paper, calls):
    other = a_paper(ME.vault)
    first, second, third = share(door, paper), share(door, other), share(door, paper)
    share(door, a_paper(YOU.vault), caller=YOU)
    calls.clear()
    listed = door.get("/vault/shares", caller=ME).json["shares"]
    assert calls == {"Query": 1, "BatchGetItem": 1}
    assert [each["id"] for each in listed] == [third["id"], second["id"], first["id"]]
    of_one = door.get("/vault/shares", caller=ME, query={"item": paper.id}).json["shares"]
    assert [each["id"] for each in of_one] == [third["id"], first["id"]]
    assert not [each for each in listed if "token" in each]


def test_a_list_of_links_goes_on_where_its_page_ended(door, paper):
    links = [share(door, paper)["id"] for _ in range(3)]
    page = door.get("/vault/shares", caller=ME, query={"limit": 2}).json
    rest = door.get("/vault/shares", caller=ME, query={"limit": 2, "cursor": page["cursor"]}).json
    assert [each["id"] for each in page["shares"] + rest["shares"]] == links[::-1]
    assert rest["cursor"] is None
    assert door.get("/vault/shares", caller=ME, query={"cursor": "eA"}).codes == ["BAD_CURSOR"]


def test_a_link_is_its_owners_alone(door, paper):
    link = share(door, paper)
    for asked in (door.get, door.delete):
        assert asked(f"/vault/shares/{link['id']}", caller=YOU).status == 404
    assert door.get(f"/vault/shares/{link['id']}/openings", caller=YOU).status == 404
    assert door.post(f"/vault/items/{paper.id}/shares", caller=YOU, body={"purpose": "x"}).status == 404
    assert opened(door, link).status == 200


def test_revoking_twice_is_revoking_once(door, paper):
    link = share(door, paper)
    first = door.delete(f"/vault/shares/{link['id']}", caller=ME).json
    again = door.delete(f"/vault/shares/{link['id']}", caller=ME)
    assert (again.status, again.json["state"], again.json["revoked_at"]) == (200, "revoked", first["revoked_at"])


def test_an_officer_who_assists_somebody_shares_nothing_of_theirs(door, paper):
    assisting = a_caller(vault=ME.vault, assists="counter")
    answer = door.post(f"/vault/items/{paper.id}/shares", caller=assisting, body={"purpose": "x"})
    assert answer.codes == ["NOT_WHILE_ASSISTING"]
    assert door.get("/vault/shares", caller=assisting).codes == ["NOT_WHILE_ASSISTING"]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({}, ["FIELD_MISSING"]),
        ({"purpose": " "}, ["TOO_SHORT"]),
        ({"purpose": "x" * 201}, ["TOO_LONG"]),
        ({"purpose": "x", "days": 31, "openings": 0, "passcode": "123"}, ["TOO_BIG", "TOO_SHORT", "TOO_SMALL"]),
        ({"purpose": "x", "days": 0}, ["TOO_SMALL"]),
        ({"purpose": "x", "openings": 101}, ["TOO_BIG"]),
        ({"purpose": "x", "token": "chosen"}, ["FIELD_UNKNOWN"]),
    ],
)
def test_every_fault_of_a_link_is_told_at_once(door, paper, said, codes):
    answer = door.post(f"/vault/items/{paper.id}/shares", caller=ME, body=said)
    assert (answer.status, sorted(answer.codes)) == (400, sorted(codes))


@pytest.mark.parametrize("state", [ItemState.HIDDEN, ItemState.WITHDRAWN])
def test_a_paper_nobody_should_rely_on_gets_no_link(door, paper, state):
    if state is ItemState.HIDDEN:
        door.post(f"/vault/items/{paper.id}/hide", caller=ME)
    else:
        transact(*items.changed(paper, replace(paper, state=state)))
    answer = door.post(f"/vault/items/{paper.id}/shares", caller=ME, body={"purpose": "x"})
    assert answer.codes == ["CANNOT_SHARE"]


def test_a_vault_makes_only_so_many_links_on_one_day(door, paper):
    for _ in range(A_DAY):
        share(door, paper)
    answer = door.post(f"/vault/items/{paper.id}/shares", caller=ME, body={"purpose": "x"})
    assert (answer.status, answer.codes) == (429, ["TOO_MANY_SHARES"])


def test_what_making_and_revoking_cost(door, paper, calls):
    calls.clear()
    link = share(door, paper)
    assert calls == {"GetItem": 1, "UpdateItem": 1, "PutItem": 1}
    calls.clear()
    door.delete(f"/vault/shares/{link['id']}", caller=ME)
    assert calls == {"GetItem": 2, "UpdateItem": 1}  # the share, its paper


def test_what_opening_costs(door, paper, calls):
    link = share(door, paper)
    calls.clear()
    opened(door, link)
    assert calls == {"GetItem": 3, "TransactWriteItems": 1}  # the share, its paper, its report


def test_the_table_forgets_a_link_half_a_year_after_its_end(door, paper, world):
    link = share(door, paper)
    [row] = world.rows(f"SHARE#{link['id']}")
    kept = shares.share(link["id"])
    assert int(row["expires_at"]) == int((kept.ends_at + timedelta(days=180)).timestamp())
