"""Submission: everything that stands between a draft and its receipt is told at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from functions.dossiers.submission import consents_needed, shortcomings
from shared.domain.catalogue import Component, DocumentType, Procedure, Unit, ValidityRule, Way
from shared.domain.consents import Consent
from shared.domain.dossiers import Answer, Attachment, ChosenBy, Dossier, Party, Pinned, ReceiveBy, Resolution
from shared.domain.errors import Problem
from shared.domain.items import Item, ItemState, KindOfPaper, Origin, Standing, Version
from shared.domain.objections import Objection

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
TODAY = date(2026, 11, 23)
TYPES = {
    "birth": DocumentType(code="birth", name="Giấy khai sinh"),
    "marriage": DocumentType(code="marriage", name="Giấy chứng nhận kết hôn"),
    "licence": DocumentType(code="licence", name="Giấy phép lái xe", validity=ValidityRule.STATED),
}
FORM = Component(code="TP01", name="Tờ khai", ways=(Way.FORM,))
BIRTH = Component(code="TP02", name="Giấy khai sinh", ways=(Way.VAULT, Way.UPLOAD), accepts=(("birth",), ("licence",)))
CHILD = Component(code="TP03", name="Giấy tờ của trẻ", ways=(Way.UPLOAD,), required=False, case="child")
EXTRA = Component(code="TP04", name="Giấy tờ khác", ways=(Way.UPLOAD,), required=False)
BOTH = Component(code="TP05", name="Quan hệ", ways=(Way.VAULT,), accepts=(("birth", "marriage"),), required=False)
PROCEDURE = Procedure(
    code="1.001193",
    name="Đăng ký khai sinh",
    field="Hộ tịch",
    levels=("commune",),
    components=(FORM, BIRTH, CHILD, EXTRA, BOTH),
)
UNIT = Unit(code="H21.01", name="Xã Canh Vinh", kind="xã", level="commune", valid_from=date(2025, 7, 1))


def an_item(**changes: Any) -> Item:
    plain = Item(
        id="i1",
        holders=("owner",),
        document_type="birth",
        kind=KindOfPaper.RESULT,
        origin=Origin.ISSUED,
        title="Giấy khai sinh",
        version=Version(
            number=1,
            sha256="a" * 64,
            size=1,
            file_name="a.pdf",
            standing=Standing.ACCEPTED,
            added_at=NOW,
            added_by="person",
        ),
    )
    return replace(plain, **changes)


def resolved(way: Way, **changes: Any) -> Resolution:
    return replace(Resolution(way=way, chosen_by=ChosenBy.SYSTEM, reason="ONLY_FIT", at=NOW), **changes)


def from_vault(*ids: str, chosen_by: ChosenBy = ChosenBy.SYSTEM) -> Resolution:
    pinned = tuple(Pinned(item=each, version=1, sha256="a" * 64, title="Giấy tờ") for each in ids)
    return resolved(Way.VAULT, chosen_by=chosen_by, items=pinned)


HOLDER = "TRẦN THỊ AN"  # as a provider writes it

COMPLETE = Dossier(
    id="d1",
    owner="owner",
    opened_by="person",
    procedure="1.001193",
    unit="H21.01",
    catalogue="v1",
    opened_at=NOW,
    answers=(
        Answer(component="TP01", resolution=resolved(Way.FORM, form={"name": "An"})),
        Answer(component="TP02", resolution=from_vault("i1")),
        Answer(component="TP03"),
        Answer(component="TP04"),
        Answer(component="TP05"),
    ),
    applicant=Party(name="Trần Thị An", phone="0905 123 456"),
    owner_party=Party(name="Trần Thị An"),
    receive_by=ReceiveBy.ELECTRONIC,
    consents=("TRUTHFUL", "PROCESSING", "REUSE"),
)


def problems(
    dossier: Dossier = COMPLETE,
    *items: Item,
    procedure: Procedure = PROCEDURE,
    unit: Unit | None = UNIT,
    on: date = TODAY,
) -> tuple[Problem, ...]:
    pinned = {each.id: each for each in items or (an_item(),)}
    return shortcomings(dossier, procedure, pinned, unit=unit, holder=HOLDER, types=TYPES, on=on)


def codes(*found: Problem) -> list[tuple[str, str | None]]:
    return [(each.code, each.where) for each in found]


def test_a_complete_dossier_has_no_shortcomings() -> None:
    assert problems() == ()


def test_an_empty_dossier_is_told_everything_at_once() -> None:
    empty = replace(
        COMPLETE,
        answers=tuple(Answer(component=each.code) for each in PROCEDURE.components),
        applicant=None,
        owner_party=None,
        receive_by=None,
        consents=(),
    )
    assert codes(*problems(empty)) == [
        ("APPLICANT_NAME_MISSING", "applicant.name"),
        ("OWNER_NAME_MISSING", "owner_party.name"),
        ("PHONE_MISSING", "applicant.phone"),
        ("RECEIVE_BY_MISSING", "receive_by"),
        ("CONSENT_MISSING", "consents"),
        ("CONSENT_MISSING", "consents"),
        ("COMPONENT_MISSING", "components.TP01"),
        ("COMPONENT_MISSING", "components.TP02"),
    ]


def test_a_missing_component_is_named_with_the_ways_that_are_open() -> None:
    [problem] = problems(COMPLETE.answered("TP02", None))
    assert problem.detail == (
        "Thành phần “Giấy khai sinh” chưa có. Bấm [Thêm mới] để cập nhật giấy tờ vào Kho, rồi [Lấy từ kho]. "
        "Bấm [Chọn tệp tin] để tải giấy tờ lên cho riêng hồ sơ này."
    )


def test_a_component_of_a_stated_case_is_needed_and_of_another_case_unwelcome() -> None:
    attached = COMPLETE.answered(
        "TP03", resolved(Way.UPLOAD, attachment=Attachment(upload="u", sha256="a", size=1, file_name="a.pdf"))
    )
    stated = frozenset({"child"})
    assert codes(*problems(replace(COMPLETE, cases=stated))) == [("COMPONENT_MISSING", "components.TP03")]
    assert problems(replace(attached, cases=stated)) == ()
    assert codes(*problems(attached)) == [("COMPONENT_NOT_APPLICABLE", "components.TP03")]


@pytest.mark.parametrize(
    ("resolution", "code"),
    [
        (resolved(Way.PRESENT), "WAY_NOT_ALLOWED"),
        (resolved(Way.VAULT), "COMPONENT_MISSING"),
        (resolved(Way.UPLOAD), "COMPONENT_MISSING"),
    ],
)
def test_an_answer_that_answers_nothing_is_a_shortcoming(resolution: Resolution, code: str) -> None:
    assert codes(*problems(COMPLETE.answered("TP02", resolution))) == [(code, "components.TP02")]


def test_an_empty_form_is_a_hole() -> None:
    assert codes(*problems(COMPLETE.answered("TP01", resolved(Way.FORM, form={})))) == [
        ("COMPONENT_MISSING", "components.TP01")
    ]


def test_a_paper_that_no_longer_fits_says_every_reason() -> None:
    changed = an_item(valid_until=date(2026, 11, 22), version=replace(an_item().version, number=2))
    [superseded, expired] = problems(COMPLETE, changed)
    assert superseded.detail == (
        "Thành phần “Giấy khai sinh”: Giấy tờ đã có phiên bản mới hơn phiên bản được đính kèm. "
        "Bấm [Lấy từ kho] và chọn lại để dùng phiên bản mới."
    )
    assert expired.detail == (
        "Thành phần “Giấy khai sinh”: Giấy tờ đã hết hạn sử dụng vào ngày nộp hồ sơ. "
        "Đề nghị cơ quan cấp giấy tờ mới rồi cập nhật vào Kho."
    )


def test_a_paper_that_is_gone_is_told_even_for_a_component_that_is_not_required() -> None:
    dossier = COMPLETE.answered("TP05", from_vault("i1", "i2"))
    assert codes(*problems(dossier)) == [("PAPER_DOES_NOT_FIT", "components.TP05")]


def test_a_disputed_paper_stays_only_by_the_choice_of_who_knew() -> None:
    disputed = an_item(state=ItemState.DISPUTED)
    chosen = from_vault("i1", chosen_by=ChosenBy.CITIZEN)
    knowing = replace(chosen, despite=(Objection.DISPUTED,))
    for unaware in (COMPLETE, COMPLETE.answered("TP02", chosen)):
        assert codes(*problems(unaware, disputed)) == [("PAPER_DOES_NOT_FIT", "components.TP02")]
    assert problems(COMPLETE.answered("TP02", knowing), disputed) == ()


def test_an_expired_paper_stays_by_nobodys_choice() -> None:
    chosen = COMPLETE.answered("TP02", from_vault("i1", chosen_by=ChosenBy.CITIZEN))
    assert codes(*problems(chosen, an_item(valid_until=date(2026, 1, 1)))) == [
        ("PAPER_DOES_NOT_FIT", "components.TP02")
    ]


def test_half_a_list_is_not_an_answer() -> None:
    marriage = an_item(id="i2", document_type="marriage")
    half, whole = (COMPLETE.answered("TP05", from_vault(*ids)) for ids in (["i1"], ["i1", "i2"]))
    [problem] = problems(half, an_item(), marriage)
    assert problem.detail.startswith("Thành phần “Quan hệ”: Giấy tờ phù hợp nhưng phải đi cùng giấy tờ khác")
    assert problems(whole, an_item(), marriage) == ()


@pytest.mark.parametrize("phone", ["0905123456", "0905.123.456", "+84905123456", "84 905 123 456", "0398-765-432"])
def test_takes_mobile_numbers_as_people_write_them(phone: str) -> None:
    assert problems(replace(COMPLETE, applicant=Party(name="An", phone=phone))) == ()


@pytest.mark.parametrize("phone", ["02563822888", "0905", "0105123456", "0905123456a", "+1 202 555 0100", "0905١٢٣٤٥٦"])
def test_refuses_what_no_message_reaches(phone: str) -> None:
    [problem] = problems(replace(COMPLETE, applicant=Party(name="An", phone=phone)))
    assert (problem.code[:6], problem.where) == ("PHONE_", "applicant.phone")


def test_reuse_is_consented_to_only_where_something_is_reused() -> None:
    assert consents_needed(COMPLETE) == (Consent.TRUTHFUL, Consent.PROCESSING, Consent.REUSE)
    assert consents_needed(COMPLETE.answered("TP02", None)) == (Consent.TRUTHFUL, Consent.PROCESSING)


CLOSED = {
    "the procedure is not yet in force": (
        {"procedure": replace(PROCEDURE, valid_from=date(2026, 11, 24))},
        "PROCEDURE_NOT_IN_FORCE",
    ),
    "the procedure is no longer in force": (
        {"procedure": replace(PROCEDURE, valid_until=date(2026, 11, 22))},
        "PROCEDURE_NOT_IN_FORCE",
    ),
    "the unit is unknown": ({"unit": None}, "UNIT_UNKNOWN"),
    "the unit was merged away": ({"unit": replace(UNIT, valid_until=date(2025, 6, 30))}, "UNIT_CLOSED"),
    "the unit does not exist yet": ({"on": date(2025, 6, 30)}, "UNIT_CLOSED"),
    "the unit is of another level": ({"unit": replace(UNIT, level="police")}, "UNIT_DOES_NOT_OFFER"),
}


@pytest.mark.parametrize(("changes", "code"), CLOSED.values(), ids=CLOSED)
def test_a_unit_that_does_not_offer_the_procedure_that_day_is_a_shortcoming(changes: dict[str, Any], code: str) -> None:
    assert [each.code for each in problems(**changes)] == [code]
