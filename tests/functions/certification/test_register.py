"""The register of a unit in a year: numbers without gap or repeat, whatever dies or meets; read, searched, exported."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine

from shared.clock import new_id, now
from shared.domain.certification import CopyState, Entry
from shared.domain.items import Item, KindOfPaper, Origin
from shared.storage import certifications, items, registers
from shared.storage.table import transact, write
from tests.conftest import BIRTH
from tests.functions.certification.counter import CERTIFIER_HERE, NAME
from tests.functions.papers_at_the_desk import ELSEWHERE, OFFICER_ELSEWHERE, OFFICER_HERE, UNIT, a_result
from tests.functions.uploads.conftest import tell
from tests.functions.uploads.test_dying import at, dies
from tests.functions.vault.papers import a_version


def person(n: int) -> dict[str, str]:
    return {"number": f"0520900{n:05d}", "name": f"Người Thứ {n}"}


class Waiting:
    """Signed copies that wait to be delivered, each of another person, as judging leaves them."""

    def __init__(self, counter) -> None:
        self.counter, self.made = counter, 0

    def one(self) -> str:
        self.made += 1
        id = self.counter.opened(person=person(self.made)).json["id"]
        before = certifications.certification(id)
        paper = a_copy(before.vault)
        after = replace(before, state=CopyState.SIGNED, paper=paper, certifier="Hoàng Thử Nghiệm")
        transact(certifications.changed(before, after), *items.judged(paper, {}))
        return id


def a_copy(vault: str) -> Item:
    id = new_id()
    return Item(
        id=id,
        holders=(vault,),
        document_type="KQ.LOCAL.000110",
        kind=KindOfPaper.CERTIFIED_COPY,
        origin=Origin.CERTIFIED,
        title="Giấy khai sinh",
        copy_of=BIRTH,
        version=a_version(id.encode()),
    )


@pytest.fixture
def waiting(counter) -> Waiting:
    return Waiting(counter)


def calls_of(counter, act) -> list[str]:
    heard: list[str] = []
    counter.world.calls.then = heard.append
    act()
    counter.world.calls.then = None
    return heard


def is_whole(counter) -> list[int]:
    """The numbers of the register, proven to be one after the other, each with its own copy in a vault."""
    lines = registers.whole(UNIT, 2026, at_most=1000)
    numbers = [each.number for each in lines]
    assert numbers == list(range(1, len(numbers) + 1))
    assert registers.last_number(UNIT, 2026) == len(numbers)
    given = [int(row["number"]) for row in counter.world.rows("CERTIFICATION#") if "number" in row]
    assert sorted(given) == numbers
    for line in lines:
        request = certifications.certification(line.certification)
        assert (request.state, request.number) == ("delivered", line.number)
        paper = items.item(request.item)
        assert paper.holders == (request.vault,)
        assert f"Số chứng thực {line.number}/2026" in paper.summary
    return numbers


def test_a_delivery_that_dies_after_any_call_leaves_no_gap_and_ends_the_same_when_repeated(counter, waiting):
    undisturbed = waiting.one()
    steps = calls_of(counter, lambda: counter.deliver(undisturbed))
    assert steps.count("TransactWriteItems") == 1
    for step in range(len(steps)):
        id = waiting.one()
        seen = counter.revision(id)
        counter.world.calls.then = at(step, dies)
        assert counter.deliver(id, revision=seen).status == 500
        counter.world.calls.then = None
        was_delivered = certifications.certification(id).state == "delivered"
        is_whole(counter)
        again = counter.deliver(id, revision=seen)
        assert again.status == (409 if was_delivered else 200)
        assert id in [each.certification for each in registers.whole(UNIT, 2026, at_most=1000)]
    assert is_whole(counter) == list(range(1, len(steps) + 2))


def test_of_two_delivered_at_once_at_any_moment_each_has_its_own_number(counter, waiting):
    undisturbed = waiting.one()
    steps = calls_of(counter, lambda: counter.deliver(undisturbed))
    for step in range(len(steps)):
        mine, other = waiting.one(), waiting.one()

        def meanwhile(other=other):
            counter.world.calls.then = None
            assert counter.deliver(other).status == 200

        seen = counter.revision(mine)
        counter.world.calls.then = at(step, meanwhile)
        assert counter.deliver(mine, revision=seen).status == 200
        is_whole(counter)


def test_others_who_are_quicker_again_and_again_only_take_the_numbers_before(counter, waiting):
    mine, others = waiting.one(), [waiting.one() for _ in range(5)]
    seen = counter.revision(mine)

    def meanwhile(name):
        """Before each transaction of mine, another copy is delivered."""
        if name == "GetItem" and others:
            counter.world.calls.then = None
            counter.deliver(others.pop())
            counter.world.calls.then = meanwhile

    counter.world.calls.then = meanwhile
    assert counter.deliver(mine, revision=seen).json["number"] == "6/2026"
    assert is_whole(counter) == [1, 2, 3, 4, 5, 6]


def test_the_same_copy_delivered_twice_at_once_has_one_number(counter, waiting):
    undisturbed = waiting.one()
    steps = calls_of(counter, lambda: counter.deliver(undisturbed))
    for step in range(len(steps)):
        id, answers = waiting.one(), []
        seen = counter.revision(id)

        def twin(id=id, seen=seen, answers=answers):
            counter.world.calls.then = None
            answers.append(counter.deliver(id, revision=seen).status)

        counter.world.calls.then = at(step, twin)
        answers.append(counter.deliver(id, revision=seen).status)
        assert sorted(answers) == [200, 409]
        is_whole(counter)


def test_a_judge_that_dies_after_any_call_and_is_told_again_ends_the_same(counter):
    counter.citizen()
    file = a_result("Ban sao")
    undisturbed = counter.sent(counter.opened().json["id"], file)
    steps = calls_of(counter, lambda: tell(undisturbed))
    for step in range(len(steps)):
        request = counter.opened().json["id"]
        id = counter.sent(request, file)
        counter.world.calls.then = at(step, dies)
        assert len(tell(id)) == 1, f"did not die after {steps[step]}"
        counter.world.calls.then = None
        assert tell(id) == []
        found = certifications.certification(request)
        assert (found.state, found.paper.id, found.revision) == ("signed", id, 2)
        assert counter.world.objects("incoming") == {}


def test_each_year_and_each_unit_begins_anew_by_the_clock_of_vietnam(counter, waiting):
    last, first = waiting.one(), waiting.one()
    with time_machine.travel(datetime(2026, 12, 31, 16, 59, tzinfo=UTC)):
        assert counter.deliver(last).json["number"] == "1/2026"
    with time_machine.travel(datetime(2026, 12, 31, 17, 0, tzinfo=UTC)):
        assert counter.deliver(first).json["number"] == "1/2027"
        assert counter.numbers() == ["1/2027"]
    page = counter.api.get("/desk/certifications", caller=OFFICER_ELSEWHERE, query={"year": 2026}).json
    assert (page["unit"], page["entries"]) == (ELSEWHERE, [])


def a_line(number: int, **changes) -> Entry:
    plain = Entry(
        unit=UNIT,
        year=2026,
        number=number,
        certification=new_id(),
        at=now(),
        requester=f"Người Thứ {number}",
        document_type=BIRTH,
        title="Giấy khai sinh",
        original_number=f"{number}/2020",
        original_issuer="UBND xã Suối Mơ",
        certifier="Hoàng Thử Nghiệm",
        pages=2,
        fee=4000,
    )
    return replace(plain, **changes)


@pytest.fixture
def lines(counter):
    """Twelve of them, one typed by somebody who likes spreadsheets."""
    found = [a_line(n) for n in range(1, 12)] + [a_line(12, requester="=1+1", title="Bằng tốt nghiệp")]
    for each in found:
        for one in registers.entered(each):
            write(one)
    return found


def look(counter, **query):
    return counter.api.get("/desk/certifications", caller=CERTIFIER_HERE, query=query)


def test_the_register_is_read_by_number_one_query_a_page(counter, lines, calls):
    calls.clear()
    first = look(counter, limit=5, year=2026)
    assert (first.status, calls) == (200, {"Query": 1})
    second = look(counter, limit=5, year=2026, cursor=first.json["cursor"])
    third = look(counter, limit=5, year=2026, cursor=second.json["cursor"])
    read = [each["number"] for page in (first, second, third) for each in page.json["entries"]]
    assert read == [f"{n}/2026" for n in range(1, 13)]
    assert third.json["cursor"] is None
    assert look(counter, cursor="xx").json["code"] == "BAD_CURSOR"


@pytest.mark.parametrize(
    ("text", "found"),
    [("7", [7]), ("7/2026", [7]), ("7/2025", []), ("99", []), ("bang tot", [12]), ("người thứ 11", [11])],
)
def test_a_line_is_found_by_its_number_or_by_words_without_accents(counter, lines, text, found):
    entries = look(counter, text=text).json["entries"]
    assert [each["number"] for each in entries] == [f"{n}/2026" for n in found]


def test_found_lines_come_in_pages_too(counter, lines):
    first = look(counter, text="giay khai", limit=4).json
    second = look(counter, text="giay khai", limit=10, cursor=first["cursor"]).json
    assert [each["number"] for each in (*first["entries"], *second["entries"])] == [f"{n}/2026" for n in range(1, 12)]


def export(counter, **query):
    return counter.api.get("/desk/certification-register", caller=OFFICER_HERE, query=query)


def test_the_register_is_saved_as_a_file_that_a_spreadsheet_opens_with_its_accents(counter, lines):
    answer = export(counter, year=2026)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f"so-chung-thuc-{UNIT}-2026.csv" in answer.headers["Content-Disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [each["Số chứng thực"] for each in rows] == [f"{n}/2026" for n in range(1, 13)]
    assert (rows[0]["Họ và tên người yêu cầu"], rows[0]["Phí (đồng)"]) == ("Người Thứ 1", "4000")
    assert rows[11]["Họ và tên người yêu cầu"] == "'=1+1"


def test_a_part_of_the_register_is_saved_by_its_numbers(counter, lines):
    rows = export(counter, year=2026, first=3, last=5).content.decode("utf-8-sig").splitlines()
    assert [each.split(",")[0] for each in rows[1:]] == ["3/2026", "4/2026", "5/2026"]


def test_a_register_too_long_for_one_file_says_so(counter, lines):
    assert registers.whole(UNIT, 2026, at_most=11) is None
    assert len(registers.whole(UNIT, 2026, at_most=12)) == 12


def test_who_requests_is_named_in_the_register_as_on_their_card(counter, waiting):
    counter.deliver(waiting.one())
    [line] = look(counter).json["entries"]
    assert (line["requester"], line["pages"], line["fee"]) == ("Người Thứ 1", 3, 5000)
    assert line["requester"] != NAME
