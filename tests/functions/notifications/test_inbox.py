"""The inbox has everything; what somebody wants on the telephone is theirs to say; who may see what became of it."""

from __future__ import annotations

import pytest

from functions.notifications.handlers import room
from shared.clock import now
from shared.domain.dossiers import Dossier, State
from shared.storage import dossiers
from shared.storage.table import write
from shared.web.caller import OFFICER
from tests.conftest import a_caller

ME = a_caller()


@pytest.fixture
def ask(api, post):
    return api(room)


def arrived(post, event="result_ready", vault=ME.vault, **more):
    message = post.post(event, vault=vault, **more)
    assert post.relay(message)
    return message


def test_everything_is_in_the_inbox_newest_first_with_a_count_of_the_unread(ask, post):
    first, second = arrived(post, about="dossier/D"), arrived(post, "upload_accepted", about="item/I")
    arrived(post, vault="another")
    found = ask.get("/inbox", caller=ME).json
    assert (found["unread"], found["cursor"]) == (2, None)
    assert [each["id"] for each in found["notices"]] == [second, first]
    assert found["notices"][1] | {"at": None} == {
        "id": first,
        "event": "result_ready",
        "heading": "Đã xử lý xong",
        "text": "Hồ sơ H21.50.05-261123-0007 (Đăng ký khai sinh) đã có kết quả tại UBND xã Phù Cát.",
        "about": "dossier/D",
        "at": None,
        "unread": True,
    }


def test_a_first_page_costs_one_query(ask, post, calls):
    arrived(post)
    calls.clear()
    assert ask.get("/inbox", caller=ME, query={"language": "vi"}).json["unread"] == 1
    assert calls == {"Query": 1}


def test_an_empty_inbox_is_empty(ask):
    assert ask.get("/inbox", caller=ME).json == {"notices": [], "unread": 0, "cursor": None}


def test_pages_follow_each_other_without_a_gap(ask, post):
    messages = [arrived(post) for _ in range(5)]
    found, cursor = [], None
    while True:
        page = ask.get("/inbox", caller=ME, query={"limit": 2} | ({"cursor": cursor} if cursor else {})).json
        found += [each["id"] for each in page["notices"]]
        assert page["unread"] == 5
        if (cursor := page["cursor"]) is None:
            break
    assert found == messages[::-1]


def test_what_is_read_is_read_once_and_for_all(ask, post):
    first, second = arrived(post), arrived(post)
    for _ in range(2):
        assert ask.post(f"/inbox/{first}/read", caller=ME).json == {"unread": 1}
    notices = ask.get("/inbox", caller=ME).json["notices"]
    assert {each["id"]: each["unread"] for each in notices} == {first: False, second: True}


def test_all_are_read_at_once_and_what_comes_after_is_not(ask, post):
    for _ in range(3):
        arrived(post)
    assert ask.post("/inbox/read-all", caller=ME).json == {"unread": 0}
    assert ask.post("/inbox/read-all", caller=ME).json == {"unread": 0}
    arrived(post)
    assert ask.get("/inbox", caller=ME).json["unread"] == 1


def test_nobody_reads_another_inbox(ask, post):
    other = arrived(post, vault="another")
    assert ask.get("/inbox", caller=ME).json["notices"] == []
    assert ask.post(f"/inbox/{other}/read", caller=ME).status == 404
    assert ask.get(f"/messages/{other}/attempts", caller=ME).status == 404
    assert ask.get("/inbox").status == 401


def test_the_inbox_speaks_the_language_its_holder_chose(ask, post):
    arrived(post)
    chosen = {"language": "en", "channels": ["sms"], "muted": ["papers"]}
    assert ask.put("/me/notifications", caller=ME, body=chosen).status == 200
    assert ask.get("/inbox", caller=ME).json["notices"][0]["heading"] == "Result ready"
    assert ask.get("/inbox", caller=ME, query={"language": "vi"}).json["notices"][0]["heading"] == "Đã xử lý xong"


def test_who_has_chosen_nothing_is_told_on_every_channel_in_vietnamese(ask):
    found = ask.get("/me/notifications", caller=ME).json
    assert (found["language"], found["channels"], found["muted"]) == ("vi", ["zalo", "sms"], [])
    assert {"group": "dossiers", "name": "Tiến độ hồ sơ"} in found["groups"]


def test_what_is_chosen_is_kept_for_this_vault_alone(ask):
    ask.put("/me/notifications", caller=ME, body={"channels": [], "muted": ["security", "security"]})
    found = ask.get("/me/notifications", caller=ME).json
    assert (found["channels"], found["muted"]) == ([], ["security"])
    assert ask.get("/me/notifications", caller=a_caller()).json["channels"] == ["zalo", "sms"]


@pytest.mark.parametrize(
    "body", [{"channels": ["fax"]}, {"muted": ["everything"]}, {"language": "fr"}, {"quiet": True}]
)
def test_what_nobody_offers_cannot_be_chosen(ask, body):
    assert ask.put("/me/notifications", caller=ME, body=body).status == 400


def test_the_holder_reads_how_they_were_told(ask, post):
    post.orders("zalo", -118)
    message = arrived(post)
    untold = ask.get(f"/messages/{message}/attempts", caller=ME).json
    assert (untold["attempts"], "hộp thư" in untold["sentence"]) == ([], True)
    post.deliver(message)
    found = ask.get(f"/messages/{message}/attempts", caller=ME).json
    assert [(each["channel"], each["standing"], each["failure"], each["code"]) for each in found["attempts"]] == [
        ("zalo", "failed", "recipient", "-118"),
        ("sms", "sent", None, "100"),
    ]
    assert found["sentence"] == "Zalo: không gửi được (số điện thoại không nhận được). tin nhắn SMS: đã gửi."
    assert "912345678" not in str(found)


def a_dossier(**changes):
    made = Dossier(
        **{
            "id": "D",
            "owner": ME.vault,
            "opened_by": ME.person,
            "procedure": "1.001193",
            "unit": "H21.50.05",
            "catalogue": "c",
            "opened_at": now(),
            "answers": (),
            "state": State.SUBMITTED,
            "submitted_at": now(),
            **changes,
        }
    )
    write(dossiers.opened(made))
    return made


def an_officer(unit="H21.50.05"):
    return a_caller(roles=frozenset({OFFICER}), unit=unit)


def test_an_officer_sees_what_the_owner_of_a_dossier_of_their_unit_was_told(ask, post):
    a_dossier()
    first, second = (arrived(post, event, about="dossier/D") for event in ("dossier_received", "result_ready"))
    arrived(post, about="dossier/E")
    arrived(post, "dossier_overdue", about="dossier/D")  # to an officer: none of the owner's business
    post.deliver(first)
    found = ask.get("/dossiers/D/messages", caller=an_officer()).json["messages"]
    assert [(each["id"], each["heading"]) for each in found] == [(second, "Đã xử lý xong"), (first, "Được tiếp nhận")]
    attempts = ask.get(f"/messages/{first}/attempts", caller=an_officer()).json["attempts"]
    assert [each["channel"] for each in attempts] == ["zalo"]


def test_an_officer_of_another_unit_a_stranger_and_a_draft_see_nothing(ask, post):
    a_dossier()
    message = arrived(post, about="dossier/D")
    assert ask.get("/dossiers/D/messages", caller=an_officer("H21.50.06")).status == 404
    assert ask.get(f"/messages/{message}/attempts", caller=an_officer("H21.50.06")).status == 404
    assert ask.get("/dossiers/D/messages", caller=a_caller()).status == 403
    assert ask.get("/dossiers/E/messages", caller=an_officer()).status == 404
    a_dossier(id="F", state=State.DRAFT, submitted_at=None)
    assert ask.get("/dossiers/F/messages", caller=an_officer()).status == 404
