"""What stands between a dossier and its next stage, point by point, and whatever the order of acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from shared.domain.catalogue import Component, Level, Procedure, Way
from shared.domain.desk import LookUp, Result
from shared.domain.dossiers import Answer, Attachment, ChosenBy, Dossier, Pinned, Resolution, State
from shared.domain.events import Act, Actor
from shared.domain.gates import against_closing, against_forwarding, closing, forwarding
from shared.domain.items import Item, ItemState, KindOfPaper, Origin, Standing, Version
from shared.domain.life import possible, step

NINE = datetime(2026, 8, 28, 2, 0, tzinfo=UTC)
BIRTH = "KQ.G15.000031"
OWNER = "01K7WQG2A40000000000000003"
PROCEDURE = Procedure(
    code="1.001193",
    name="Đăng ký khai sinh",
    field="Hộ tịch",
    levels=(Level.COMMUNE,),
    components=(
        Component(code="paper", name="Giấy khai sinh", ways=(Way.VAULT,), accepts=((BIRTH,),)),
        Component(code="photo", name="Ảnh chụp", ways=(Way.UPLOAD,), required=False),
        Component(code="abroad", name="Giấy tờ nước ngoài", ways=(Way.UPLOAD,), case="abroad"),
    ),
    results=(BIRTH,),
)
FILE = Attachment(upload="U", sha256="a" * 64, size=1, file_name="a.pdf", sealed_by="H21.50.05")
LOOKED = LookUp(at=NINE, by="P", unit="H21.50.05")


def a_dossier(*answers: Answer, state: State = State.RECEIVED, **changes) -> Dossier:
    return Dossier(
        id="01K7WQG2A40000000000000001",
        owner=OWNER,
        opened_by=OWNER,
        procedure=PROCEDURE.code,
        unit="H21.50.05",
        catalogue="01K7WQG2A40000000000000004",
        opened_at=NINE,
        answers=answers,
        state=state,
        **changes,
    )


def answered(way: Way, look_up: LookUp | None = None, component: str = "paper", **changes) -> Answer:
    plain = Resolution(way=way, chosen_by=ChosenBy.OFFICER, reason="SCANNED", at=NINE)
    return Answer(component=component, resolution=replace(plain, **changes), look_up=look_up)


def an_item(**changes) -> Item:
    version = Version(
        number=1,
        sha256="b" * 64,
        size=1,
        file_name="a.pdf",
        standing=Standing.ACCEPTED,
        added_at=NINE,
        added_by="P",
    )
    plain = Item(
        id="01K7WQG2A40000000000000009",
        holders=(OWNER,),
        document_type=BIRTH,
        kind=KindOfPaper.RESULT,
        origin=Origin.ISSUED,
        title="Giấy khai sinh",
        version=version,
    )
    return replace(plain, **changes)


def a_result(policy: str = "result", *, is_scan: bool = False, **changes) -> Result:
    return Result(item=an_item(**changes), policy=policy, is_scan=is_scan)


def against(dossier: Dossier) -> list[tuple[str, str]]:
    return [(each.code, each.where) for each in against_forwarding(dossier, PROCEDURE)]


@pytest.mark.parametrize(
    "answer",
    [
        answered(Way.PRESENT),
        answered(Way.DATA),
        answered(Way.FORM),
        answered(Way.WAIVED),
        answered(Way.UPLOAD, attachment=replace(FILE, sealed_by=None)),
        answered(Way.VAULT, items=(Pinned.of(an_item()),)),
        answered(Way.SCAN, LOOKED, attachment=FILE),
        answered(Way.SCAN, replace(LOOKED, offered=("I",)), attachment=FILE, reason="UNREADABLE"),
    ],
    ids=lambda answer: f"{answer.resolution.way}-{answer.resolution.reason}",
)
def test_what_is_resolved_in_any_lawful_way_lets_through(answer: Answer):
    assert against(a_dossier(answer)) == []


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        (Answer(component="paper"), ["COMPONENT_UNRESOLVED"]),
        (answered(Way.VAULT), ["COMPONENT_UNRESOLVED"]),
        (answered(Way.UPLOAD), ["COMPONENT_UNRESOLVED"]),
        (answered(Way.SCAN, LOOKED), ["COMPONENT_UNRESOLVED"]),
        (answered(Way.SCAN, attachment=FILE), ["LOOK_UP_MISSING"]),
        (answered(Way.SCAN, replace(LOOKED, offered=("I",)), attachment=FILE), ["SCAN_REASON_MISSING"]),
        (answered(Way.SCAN, LOOKED, attachment=replace(FILE, sealed_by=None)), ["SCAN_NOT_SEALED"]),
        (
            answered(Way.SCAN, attachment=replace(FILE, sealed_by=None)),
            ["LOOK_UP_MISSING", "SCAN_NOT_SEALED"],
        ),
    ],
)
def test_every_point_that_is_not_met_is_named_with_its_component(answer: Answer, codes: list[str]):
    assert against(a_dossier(answer)) == [(code, "components.paper") for code in codes]


def test_a_component_of_a_case_is_asked_for_in_that_case_alone():
    paper = answered(Way.PRESENT)
    assert against(a_dossier(paper)) == []
    asked = a_dossier(paper, cases=frozenset({"abroad"}))
    assert against(asked) == [("COMPONENT_UNRESOLVED", "components.abroad")]


def test_what_is_optional_may_be_left_out_but_not_answered_with_nothing():
    paper = answered(Way.PRESENT)
    assert against(a_dossier(paper, answered(Way.UPLOAD, component="photo"))) == [
        ("COMPONENT_UNRESOLVED", "components.photo")
    ]


def test_all_points_are_told_at_once_each_with_what_to_do():
    unmet = against_closing(a_dossier(cases=frozenset({"abroad"})), PROCEDURE)
    assert [each.code for each in unmet] == ["COMPONENT_UNRESOLVED", "COMPONENT_UNRESOLVED", "RESULT_MISSING"]
    assert all("hãy" in each.detail or "rồi" in each.detail for each in unmet)


@pytest.mark.parametrize(
    ("result", "codes"),
    [
        (a_result(), []),
        (a_result("digitised", is_scan=True), []),
        (a_result("digitised"), ["RESULT_NOT_VERIFIED"]),
        (a_result("deposit", is_scan=True), ["RESULT_NOT_VERIFIED"]),
        (a_result(document_type="KQ.G15.000032"), ["RESULT_OTHER_TYPE"]),
        (a_result(holders=("somebody",)), ["RESULT_NOT_FOR_OWNER"]),
        (a_result(version=replace(an_item().version, standing=Standing.UNDECIDED)), ["RESULT_NOT_VERIFIED"]),
    ],
)
def test_a_result_is_of_its_type_signed_as_it_must_be_and_its_owners(result: Result, codes: list[str]):
    dossier = a_dossier(answered(Way.PRESENT), state=State.IN_PROGRESS, results=(result,))
    assert [each.code for each in against_closing(dossier, PROCEDURE)] == codes


@pytest.mark.parametrize("results", [(), ("DATA.BHXH",)])
def test_a_procedure_that_yields_no_document_asks_for_none(results: tuple[str, ...]):
    dossier = a_dossier(answered(Way.PRESENT))
    assert against_closing(dossier, replace(PROCEDURE, results=results)) == ()


def test_what_became_of_a_pinned_paper_warns_and_closes_nothing():
    item = an_item(state=ItemState.DISPUTED)
    dossier = a_dossier(answered(Way.VAULT, items=(Pinned.of(item),)))
    [paper, _] = forwarding(dossier, PROCEDURE, {item.id: item})
    assert ([each.code for each in paper.warnings], paper.unmet) == (["PAPER_DISPUTED"], ())
    withdrawn = replace(item, state=ItemState.WITHDRAWN)
    [told] = forwarding(dossier, PROCEDURE, {item.id: withdrawn})[0].warnings
    assert told.code == "PAPER_WITHDRAWN"


def test_a_checklist_has_a_line_for_all_that_is_looked_at():
    done = a_dossier(answered(Way.PRESENT), results=(a_result(),))
    assert [each.where for each in closing(done, PROCEDURE)] == [
        "components.paper",
        "components.photo",
        f"results.{an_item().id}",
    ]
    assert [each.where for each in closing(a_dossier(), PROCEDURE)][-1] == "results"


class Gates(RuleBasedStateMachine):
    """Officers and citizen act in any order, and pass a gate whenever it lets them."""

    @initialize()
    def received(self) -> None:
        self.dossier, self.clock, self.answers, self.has_result = a_dossier(), NINE, {}, False
        self.passed: list[tuple[Act, bool, bool]] = []  # act, everything resolved, a good result

    def act(self, act: Act, **changes) -> bool:
        if act not in possible(self.dossier):
            return False
        self.clock += timedelta(minutes=1)
        taken = step(self.dossier, act, Actor(at=self.clock, person="P", unit="H21.50.05"), **changes)
        self.dossier = replace(taken.after, version=taken.event.number)
        return True

    @rule(offers=st.booleans())
    def look(self, offers: bool) -> None:
        look_up = LookUp(at=self.clock, by="P", unit="H21.50.05", offered=("I",) if offers else ())
        self.act(Act.LOOKED_UP, answers=self.dossier.looked_up("paper", look_up).answers)

    @rule(
        way=st.sampled_from([Way.SCAN, Way.SCAN, Way.PRESENT, Way.VAULT, Way.UPLOAD]),
        reason=st.sampled_from(["SCANNED", "UNREADABLE"]),
        is_whole=st.booleans(),
        is_sealed=st.booleans(),
    )
    def answer(self, way: Way, reason: str, is_whole: bool, is_sealed: bool) -> None:
        file = replace(FILE, sealed_by="H21.50.05" if is_sealed else None) if is_whole else None
        pins = (Pinned.of(an_item()),) if way is Way.VAULT and is_whole else ()
        fresh = Resolution(
            way=way, chosen_by=ChosenBy.OFFICER, reason=reason, at=self.clock, attachment=file, items=pins
        )
        self.act(Act.COMPONENT_ANSWERED, answers=self.dossier.answered("paper", fresh).answers)

    @rule()
    def clear(self) -> None:
        self.act(Act.COMPONENT_CLEARED, answers=self.dossier.answered("paper", None).answers)

    @rule(result=st.sampled_from([a_result(), a_result("digitised"), a_result(document_type="KQ.G15.000032")]))
    def add(self, result: Result) -> None:
        self.act(Act.RESULT_ADDED, results=(result,))

    @rule()
    def take_back(self) -> None:
        self.act(Act.RESULT_REMOVED, results=())

    @rule(
        act=st.sampled_from(
            [
                Act.SUPPLEMENT_ASKED,
                Act.SUPPLEMENT_ANSWERED,
                Act.PAYMENT_ASKED,
                Act.PAYMENT_SETTLED,
                Act.SUSPENDED,
                Act.RESUMED,
                Act.WITHDRAWAL_ASKED,
                Act.WITHDRAWAL_DENIED,
            ]
        )
    )
    def anything_else(self, act: Act) -> None:
        self.act(act)

    @rule()
    def forward(self) -> None:
        if not against_forwarding(self.dossier, PROCEDURE) and self.act(Act.FORWARDED):
            self.passed.append((Act.FORWARDED, self.is_resolved(), False))

    @rule()
    def close(self) -> None:
        if not against_closing(self.dossier, PROCEDURE) and self.act(Act.DONE):
            good = [each for each in self.dossier.results if each == a_result()]
            self.passed.append((Act.DONE, self.is_resolved(), bool(good)))

    def is_resolved(self) -> bool:
        """Said again, in other words than the gate's."""
        answer = self.dossier.answer("paper")
        found = answer.resolution if answer else None
        if answer is None or found is None:
            return False
        if found.way is Way.SCAN:
            has_looked = answer.look_up is not None
            is_explained = has_looked and (not answer.look_up.offered or found.reason == "UNREADABLE")
            return bool(found.attachment and found.attachment.sealed_by and is_explained)
        return found.way is Way.PRESENT or bool(found.items if found.way is Way.VAULT else found.attachment)

    @invariant()
    def nothing_passed_unmet(self) -> None:
        for act, is_resolved, has_result in getattr(self, "passed", []):
            assert is_resolved
            assert has_result or act is Act.FORWARDED

    @invariant()
    def done_means_a_good_result(self) -> None:
        if hasattr(self, "dossier") and self.dossier.state is State.DONE:
            assert self.dossier.results == (a_result(),)
            assert self.is_resolved()


TestGates = Gates.TestCase
