"""What the handlers of dossiers look up before they decide: only ever the caller's own."""

from __future__ import annotations

from collections.abc import Sequence

from functions.dossiers import shapes
from functions.dossiers.submission import not_offered
from shared.clock import now, today
from shared.domain.catalogue import Catalogue, Component, Procedure, Unit
from shared.domain.dossiers import Dossier, State
from shared.domain.errors import Conflict, NotFound, Problem, Unacceptable
from shared.domain.events import Actor
from shared.domain.items import Item
from shared.domain.matching import Match, match
from shared.storage import assistance, catalogues, dossiers, items
from shared.web import assisting
from shared.web.caller import Caller


def pinned_papers(dossier: Dossier, procedure: Procedure) -> dict[str, Item]:
    """The papers a draft refers to, as they are now. 1 Query, none when it refers to none."""
    chosen = {pin.item for each in dossier.answers if each.resolution for pin in each.resolution.items}
    if not chosen:
        return {}
    return {
        each.id: each for each in items.items_counting_as(dossier.owner, procedure.accepted_types) if each.id in chosen
    }


def matches_of(caller: Caller, dossier: Dossier, procedure: Procedure, catalogue: Catalogue) -> dict[str, Match]:
    """What the vault has for each component: nothing for who may not look into it."""
    may_look = assisting.may_reuse(caller)
    return match(
        procedure.components,
        items.items_counting_as(dossier.owner, procedure.accepted_types) if may_look else (),
        owner=dossier.owner,
        cases=dossier.cases,
        types=catalogue.types,
        on=today(),
    )


def own_dossier(caller: Caller, dossier_id: str) -> Dossier:
    found = dossiers.dossier(dossier_id)
    if found is None or found.owner != caller.vault or assisting.is_hidden(found, caller):
        raise NotFound("NO_SUCH_DOSSIER", "Không có hồ sơ này trong danh sách hồ sơ của bạn.")
    return found


def own_draft(caller: Caller, dossier_id: str) -> Dossier:
    found = own_dossier(caller, dossier_id)
    if found.state is not State.DRAFT:
        raise Conflict("ALREADY_SUBMITTED", f"Hồ sơ đã nộp với mã {found.code} nên không sửa được nữa.")
    return found


def open_to_its_owner(caller: Caller, dossier_id: str, component: str) -> Dossier:
    """A dossier whose owner may answer this component now: their draft, or one of which it was asked for."""
    found = own_dossier(caller, dossier_id)
    if found.is_open_to_its_owner(component):
        return found
    if found.state is State.SUPPLEMENT_ASKED:
        raise Conflict("NOT_ASKED_ABOUT", "Cơ quan giải quyết không yêu cầu bổ sung thành phần này nên không sửa được.")
    raise Conflict("ALREADY_SUBMITTED", f"Hồ sơ đã nộp với mã {found.code} nên không sửa được nữa.")


def by(caller: Caller) -> Actor:
    """Who acts, now; an officer who assists acts for somebody, and both are recorded."""
    return Actor(at=now(), person=caller.person, assisted=caller.vault if caller.assists else None)


def refuse_consents_not_given(caller: Caller, consents: Sequence[str]) -> None:
    """An officer agrees to nothing in somebody's name: only what that person consented to when the session began."""
    if not caller.assists:
        return
    session = assistance.session(caller.session)
    missing = [each for each in consents if session is None or each not in session.consents]
    sentence = "Người được hỗ trợ chưa đồng ý nội dung này khi mở phiên hỗ trợ."
    refuse(tuple(Problem("CONSENT_NOT_GIVEN", sentence, f"consents.{each}") for each in missing))


def held_paper(caller: Caller, item_id: str) -> Item:
    found = items.item(item_id)
    if found is None or caller.vault not in found.holders:
        raise NotFound("NO_SUCH_ITEM", "Không có giấy tờ này trong Kho của bạn.")
    return found


def known(dossier: Dossier) -> tuple[Catalogue, Procedure, Unit]:
    """The catalogue a dossier is judged by, its procedure and its unit there.

    A submitted dossier keeps the catalogue of its day; a draft follows today's, unless that no longer knows what it
    asks for.
    """
    catalogue = catalogues.current() if dossier.state is State.DRAFT else catalogues.of(dossier.catalogue)
    if dossier.procedure not in catalogue.procedures_by_code or dossier.unit not in catalogue.units_by_code:
        catalogue = catalogues.of(dossier.catalogue)
    return catalogue, catalogue.procedures_by_code[dossier.procedure], catalogue.units_by_code[dossier.unit]


def in_force(draft: Dossier) -> tuple[Catalogue, Procedure, Unit | None]:
    """What a submission is judged by: today's catalogue, its procedure, and its unit there, None when it is gone."""
    catalogue = catalogues.current()
    procedure = catalogue.procedures_by_code.get(draft.procedure)
    if procedure is None:
        raise Unacceptable("PROCEDURE_NOT_IN_FORCE", "Thủ tục này không còn trong danh mục; hồ sơ không nộp được nữa.")
    return catalogue, procedure, catalogue.units_by_code.get(draft.unit)


def offered(catalogue: Catalogue, body: shapes.OpenDossier) -> tuple[Procedure, Unit]:
    """What is asked for, if this unit takes this procedure today; otherwise every reason why not."""
    procedure = catalogue.procedures_by_code.get(body.procedure)
    unit = catalogue.units_by_code.get(body.unit)
    if procedure is None:
        raise NotFound("NO_SUCH_PROCEDURE", "Không có thủ tục hành chính với mã này.")
    refuse((*not_offered(procedure, unit, on=today()), *unknown_cases(procedure, body.cases)))
    assert unit  # noqa: S101 - otherwise it is not offered
    return procedure, unit


def unknown_cases(procedure: Procedure, cases: Sequence[str]) -> tuple[Problem, ...]:
    known = {each.code for each in procedure.cases}
    sentence = "Thủ tục này không có trường hợp được chọn."
    return tuple(Problem("CASE_UNKNOWN", sentence, f"cases.{n}") for n, case in enumerate(cases) if case not in known)


def refuse(
    problems: tuple[Problem, ...], *, code: str = "NOT_ACCEPTED", detail: str = "Thông tin hồ sơ chưa hợp lệ."
) -> None:
    if problems:
        raise Unacceptable(code, detail, problems)


def component_of(procedure: Procedure, code: str) -> Component:
    found = procedure.component(code)
    if found is None:
        raise NotFound("NO_SUCH_COMPONENT", "Thủ tục này không có thành phần hồ sơ với mã này.")
    return found
