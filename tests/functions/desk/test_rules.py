"""What an officer may do with a dossier at the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from functions.desk.checklist import checklist, must_look_up, signature_state
from shared.domain.catalogue import Component, Level, Procedure, Way
from shared.domain.desk import Channel, LookUp
from shared.domain.dossiers import Answer, Attachment, ChosenBy, Dossier, Resolution
from shared.domain.items import Standing

NOW = datetime(2026, 8, 28, 2, tzinfo=UTC)
FORM = Component(code="form", name="Tờ khai", ways=(Way.FORM,))
BIRTH = Component(code="birth", name="Giấy khai sinh", ways=(Way.VAULT, Way.UPLOAD), accepts=(("birth",),))
EXTRA = Component(code="extra", name="Giấy tờ khác", ways=(Way.UPLOAD,), required=False)
CHILD = Component(code="child", name="Giấy tờ của trẻ", ways=(Way.UPLOAD,), case="child")
PROCEDURE = Procedure(
    code="1.001193",
    name="Đăng ký khai sinh",
    field="Hộ tịch",
    levels=(Level.COMMUNE,),
    components=(FORM, BIRTH, EXTRA, CHILD),
)


def a_dossier(*answers: Answer, channel: Channel = Channel.COUNTER) -> Dossier:
    return Dossier(
        id="d1",
        owner="owner",
        opened_by="officer",
        procedure="1.001193",
        unit="H21.001",
        catalogue="v1",
        opened_at=NOW,
        answers=answers,
        channel=channel,
    )


def resolved(way: Way, standing: Standing | None = None, **changes: object) -> Resolution:
    file = Attachment(upload="u", sha256="a", size=1, file_name="a.pdf", standing=standing)
    attachment = file if way in {Way.UPLOAD, Way.SCAN} else None
    return Resolution(way=way, chosen_by=ChosenBy.CITIZEN, reason="UPLOADED", at=NOW, attachment=attachment, **changes)


def test_what_is_needed_and_what_was_handed_in_is_looked_at_and_nothing_else():
    bare = [each.component for each in checklist(a_dossier(), PROCEDURE)]
    handed_in = a_dossier(Answer(component="extra", resolution=resolved(Way.UPLOAD)))
    assert bare == ["form", "birth"]
    assert [each.component for each in checklist(handed_in, PROCEDURE)] == ["form", "birth", "extra"]


@pytest.mark.parametrize(("form", "complete"), [({"noi_dung": "Sửa tên"}, True), ({}, False), (None, False)])
def test_a_form_is_complete_when_something_is_in_it(form, complete):
    [check, _] = checklist(a_dossier(Answer(component="form", resolution=resolved(Way.FORM, form=form))), PROCEDURE)
    assert check.form_complete is complete


def test_a_declaration_on_paper_is_complete_when_an_officer_noted_it():
    noted = resolved(Way.FORM, note="Đã nhận tờ khai giấy.")
    taken = replace(noted, chosen_by=ChosenBy.OFFICER)
    found = [
        next(checklist(a_dossier(Answer(component="form", resolution=each)), PROCEDURE)) for each in (noted, taken)
    ]
    assert [each.form_complete for each in found] == [False, True]


@pytest.mark.parametrize(
    ("resolution", "state"),
    [
        (None, "no_file"),
        (resolved(Way.PRESENT), "no_file"),
        (resolved(Way.VAULT), "verified"),
        (resolved(Way.SCAN), "verified"),
        (resolved(Way.UPLOAD, Standing.ACCEPTED), "verified"),
        (resolved(Way.UPLOAD, Standing.UNDECIDED), "undecided"),
        (resolved(Way.UPLOAD, Standing.REFUSED), "not_verified"),
        (resolved(Way.UPLOAD), "undecided"),  # judged before its standing was kept
    ],
)
def test_what_is_known_of_a_components_signatures(resolution, state):
    assert signature_state(resolution) == state


def test_the_vault_is_asked_before_anything_on_paper_is_scanned():
    look_up = LookUp(at=NOW, by="officer", unit="H21.001")
    assert must_look_up(BIRTH, a_dossier())
    assert not must_look_up(BIRTH, a_dossier(channel=Channel.ONLINE))
    assert not must_look_up(EXTRA, a_dossier())
    assert not must_look_up(BIRTH, a_dossier(Answer(component="birth", look_up=look_up)))
    assert not must_look_up(BIRTH, a_dossier(Answer(component="birth", resolution=resolved(Way.VAULT))))
