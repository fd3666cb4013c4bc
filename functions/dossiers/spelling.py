"""A dossier as its readers see it: codes beside words, and for each component what is there and what would help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from functions.dossiers import following, shapes
from functions.dossiers.submission import consents_needed
from functions.dossiers.supplementing import owners_acts
from functions.dossiers.words import WAYS, reason_sentence
from shared.domain.catalogue import Component, DocumentType, Procedure, Unit
from shared.domain.consents import CONSENTS
from shared.domain.dossiers import STATE_NAMES, Dossier, Party, Pinned, Resolution
from shared.domain.events import ACT_NAMES
from shared.domain.items import Item
from shared.domain.matching import Attached, Match, Missing, Offered, remedies
from shared.domain.matching_words import OBJECTIONS
from shared.domain.objections import Objection
from shared.domain.shelves import NearMiss, Papers
from shared.web.acted import deadline_view

_STATUS_TEXTS = {
    "answered": "Đã có",
    "to_choose": "Có nhiều giấy tờ phù hợp trong Kho: bấm [Lấy từ kho] để chọn",
    "missing": "Chưa có",
    "optional": "Không bắt buộc, chưa có",
    "not_applicable": "Không cần trong trường hợp này",
}


def summary(dossier: Dossier, procedure: Procedure, unit: Unit) -> shapes.DossierSummary:
    return shapes.DossierSummary(
        id=dossier.id,
        code=dossier.code,
        state=dossier.state,
        state_name=STATE_NAMES[dossier.state],
        procedure=shapes.Named(code=procedure.code, name=procedure.name),
        unit=shapes.Named(code=unit.code, name=unit.name),
        opened_at=dossier.opened_at,
        submitted_at=dossier.submitted_at,
        deadline=deadline_view(dossier),
    )


def spelled_out(dossier: Dossier, procedure: Procedure, unit: Unit, matches: Mapping[str, Match]) -> shapes.DossierView:
    """The whole dossier; `matches` says what the vault has for the components of a draft, and is empty afterwards."""
    return shapes.DossierView(
        **dict(summary(dossier, procedure, unit)),
        version=dossier.version,
        cases=[
            shapes.CaseView(code=case.code, name=case.name, chosen=case.code in dossier.cases)
            for case in procedure.cases
        ],
        applicant=_party(dossier.applicant),
        owner=_party(dossier.owner_party),
        receive_by=dossier.receive_by,
        consents=list(dossier.consents),
        consents_asked=[shapes.Said(code=each, text=CONSENTS[each]) for each in consents_needed(dossier)],
        components=[_component(each, dossier, matches.get(each.code)) for each in procedure.components],
        supplements=[following.supplement(each, dossier, procedure) for each in dossier.supplements],
        payment=following.payment(dossier.payment),
        possible=[shapes.Said(code=each.upper(), text=ACT_NAMES[each]) for each in owners_acts(dossier)],
    )


def receipt(dossier: Dossier, procedure: Procedure, unit: Unit) -> shapes.ReceiptView:
    whole = spelled_out(dossier, procedure, unit, {})
    kept = {name: getattr(whole, name) for name in shapes.ReceiptView.model_fields if name != "components"}
    return shapes.ReceiptView(**kept, components=[each for each in whole.components if each.resolution])


def _party(party: Party | None) -> shapes.PartyView | None:
    if party is None:
        return None
    return shapes.PartyView(name=party.name, address=party.address, phone=party.phone, email=party.email)


def _component(component: Component, dossier: Dossier, found: Match | None) -> shapes.ComponentView:
    answer = dossier.answer(component.code)
    resolution = answer.resolution if answer else None
    status = _status(component, dossier.cases, resolution, found)
    return shapes.ComponentView(
        code=component.code,
        name=component.name,
        status=status,
        status_text=_STATUS_TEXTS[status],
        needed=component.is_needed_for(dossier.cases),
        ways=list(component.ways),
        resolution=_resolution(resolution) if resolution else None,
        candidates=_fitting(found),
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


def _fitting(found: Match | None) -> int:
    match found:
        case Attached():
            return 1
        case Offered(_, total):
            return total
    return 0


def _resolution(resolution: Resolution) -> shapes.ResolutionView:
    file = resolution.attachment
    return shapes.ResolutionView(
        way=resolution.way,
        chosen_by=resolution.chosen_by,
        reason=shapes.Said(code=resolution.reason, text=reason_sentence(resolution.reason)),
        at=resolution.at,
        items=[_pinned(pin) for pin in resolution.items],
        attachment=file
        and shapes.AttachmentView(upload=file.upload, file_name=file.file_name, size=file.size, sha256=file.sha256),
        form=resolution.form,
    )


def _pinned(pin: Pinned) -> shapes.PinnedView:
    return shapes.PinnedView(item=pin.item, version=pin.version, sha256=pin.sha256, title=pin.title, number=pin.number)


def suggestions(component: Component, found: Match, types: Mapping[str, DocumentType]) -> shapes.SuggestionsView:
    """What the picker shows for one component."""
    near_misses = found.near_misses if isinstance(found, Missing) else ()
    return shapes.SuggestionsView(
        component=component.code,
        total=_fitting(found),
        candidates=[shapes.CandidateView(papers=_papers(each, types)) for each in _candidates(found)],
        near_misses=[_near_miss(each, types) for each in near_misses],
        remedies=ways_open(component),
    )


def _candidates(found: Match) -> tuple[Papers, ...]:
    match found:
        case Attached(papers):
            return (papers,)
        case Offered(candidates):
            return candidates
    return ()


def _papers(papers: Iterable[Item], types: Mapping[str, DocumentType]) -> list[shapes.PaperView]:
    return [paper(each, types) for each in papers]


def paper(item: Item, types: Mapping[str, DocumentType]) -> shapes.PaperView:
    return shapes.PaperView(
        item=item.id,
        version=item.version.number,
        title=item.title,
        document_type=item.document_type,
        document_type_name=_type_name(item.document_type, types),
        number=item.number,
        issuer=item.issuer,
        issued_on=item.issued_on,
        valid_until=item.valid_until,
        origin=item.origin,
        added_at=item.version.added_at,
    )


def _type_name(code: str, types: Mapping[str, DocumentType]) -> str:
    """A type that has left the catalogue since keeps its code: its papers stay."""
    return types[code].name if code in types else code


def _near_miss(miss: NearMiss, types: Mapping[str, DocumentType]) -> shapes.NearMissView:
    return shapes.NearMissView(
        paper=paper(miss.item, types),
        objections=[said(each) for each in miss.objections],
        may_be_chosen=miss.may_be_chosen,
    )


def said(objection: Objection) -> shapes.Said:
    return shapes.Said(code=objection, text=" ".join(OBJECTIONS[objection]))


def ways_open(component: Component) -> list[shapes.Said]:
    return [shapes.Said(code=f"WAY_{way.name}", text=WAYS[way]) for way in remedies(component)]
