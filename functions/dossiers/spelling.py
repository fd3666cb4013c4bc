"""A dossier as its readers see it: codes beside words, and for each component what is there and what would help."""

from __future__ import annotations

from collections.abc import Mapping

from functions.dossiers import following, views
from functions.dossiers.submission import consents_needed
from functions.dossiers.supplementing import owners_acts
from functions.dossiers.words import CORRECTED_ENDED, CORRECTED_SINCE, WAYS, reason_sentence
from shared.domain.catalogue import Component, DocumentType, Procedure, Unit
from shared.domain.consents import CONSENTS
from shared.domain.dossiers import STATE_NAMES, Dossier, Party, Pinned, Resolution, State
from shared.domain.events import ACT_NAMES
from shared.domain.life import FINAL
from shared.domain.matching import Attached, Match, Missing, Offered, remedies
from shared.web import papers
from shared.web.acted import deadline_view

_STATUS_TEXTS = {
    "answered": "Đã có",
    "to_choose": "Có nhiều giấy tờ phù hợp trong Kho: bấm [Lấy từ kho] để chọn",
    "missing": "Chưa có",
    "optional": "Không bắt buộc, chưa có",
    "not_applicable": "Không cần trong trường hợp này",
}


def summary(dossier: Dossier, procedure: Procedure, unit: Unit) -> views.DossierSummary:
    return views.DossierSummary(
        id=dossier.id,
        code=dossier.code,
        state=dossier.state,
        state_name=STATE_NAMES[dossier.state],
        procedure=views.Named(code=procedure.code, name=procedure.name),
        unit=views.Named(code=unit.code, name=unit.name),
        opened_at=dossier.opened_at,
        submitted_at=dossier.submitted_at,
        deadline=deadline_view(dossier),
    )


def spelled_out(dossier: Dossier, procedure: Procedure, unit: Unit, matches: Mapping[str, Match]) -> views.DossierView:
    """The whole dossier; `matches` says what the vault has for the components of a draft, and is empty afterwards."""
    return views.DossierView(
        **dict(summary(dossier, procedure, unit)),
        version=dossier.version,
        cases=[
            views.CaseView(code=case.code, name=case.name, chosen=case.code in dossier.cases)
            for case in procedure.cases
        ],
        applicant=_party(dossier.applicant),
        owner=_party(dossier.owner_party),
        receive_by=dossier.receive_by,
        consents=list(dossier.consents),
        consents_asked=[papers.Said(code=each, text=CONSENTS[each]) for each in consents_needed(dossier)],
        components=[_component(each, dossier, matches.get(each.code)) for each in procedure.components],
        supplements=[following.supplement(each, dossier, procedure) for each in dossier.supplements],
        payment=following.payment(dossier.payment),
        possible=[papers.Said(code=each.upper(), text=ACT_NAMES[each]) for each in owners_acts(dossier)],
        results=_results(dossier),
    )


def _results(dossier: Dossier) -> list[views.ResultView]:
    """Nothing before they are in the vault: until then a result may still be taken back."""
    if dossier.state not in (State.DONE, State.RETURNED):
        return []
    papers = [each.item for each in dossier.results if dossier.owner in each.item.holders]
    return [
        views.ResultView(title=each.title, number=each.number, issued_on=each.issued_on, item=each.id)
        for each in papers
    ]


def receipt(dossier: Dossier, procedure: Procedure, unit: Unit) -> views.ReceiptView:
    whole = spelled_out(dossier, procedure, unit, {})
    kept = {name: getattr(whole, name) for name in views.ReceiptView.model_fields if name != "components"}
    return views.ReceiptView(**kept, components=[each for each in whole.components if each.resolution])


def _party(party: Party | None) -> views.PartyView | None:
    if party is None:
        return None
    return views.PartyView(name=party.name, address=party.address, phone=party.phone, email=party.email)


def _component(component: Component, dossier: Dossier, found: Match | None) -> views.ComponentView:
    answer = dossier.answer(component.code)
    resolution = answer.resolution if answer else None
    status = _status(component, dossier.cases, resolution, found)
    return views.ComponentView(
        code=component.code,
        name=component.name,
        status=status,
        status_text=_STATUS_TEXTS[status],
        needed=component.is_needed_for(dossier.cases),
        ways=list(component.ways),
        resolution=_resolution(resolution, dossier) if resolution else None,
        candidates=papers.fitting(found),
        near_misses=len(found.near_misses) if isinstance(found, Missing) else 0,
        remedies=[] if resolution else ways_open(component),
    )


def _status(component: Component, cases: frozenset[str], resolution: Resolution | None, found: Match | None) -> str:
    if not component.applies_to(cases):
        return "not_applicable"
    if resolution:
        return "answered"
    if isinstance(found, (Attached, Offered)):  # an attached one here was taken away by its owner
        return "to_choose"
    return "missing" if component.is_needed_for(cases) else "optional"


def _resolution(resolution: Resolution, dossier: Dossier) -> views.ResolutionView:
    file = resolution.attachment
    return views.ResolutionView(
        way=resolution.way,
        chosen_by=resolution.chosen_by,
        reason=papers.Said(code=resolution.reason, text=reason_sentence(resolution.reason)),
        at=resolution.at,
        items=[_pinned(pin, dossier) for pin in resolution.items],
        attachment=file
        and views.AttachmentView(upload=file.upload, file_name=file.file_name, size=file.size, sha256=file.sha256),
        form=resolution.form,
    )


def _pinned(pin: Pinned, dossier: Dossier) -> views.PinnedView:
    return views.PinnedView(
        item=pin.item,
        version=pin.version,
        sha256=pin.sha256,
        title=pin.title,
        number=pin.number,
        attention=_corrected_since(dossier.state) if dossier.is_corrected(pin) else None,
    )


def _corrected_since(state: State) -> str:
    return CORRECTED_ENDED if state in FINAL else CORRECTED_SINCE


def suggestions(component: Component, found: Match, types: Mapping[str, DocumentType]) -> views.SuggestionsView:
    """What the picker shows for one component."""
    return views.SuggestionsView(
        component=component.code,
        total=papers.fitting(found),
        candidates=papers.candidates(found, types),
        near_misses=papers.near_misses(found, types),
        remedies=ways_open(component),
    )


def ways_open(component: Component) -> list[papers.Said]:
    return [papers.Said(code=f"WAY_{way.name}", text=WAYS[way]) for way in remedies(component)]
