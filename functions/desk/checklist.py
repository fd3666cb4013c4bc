"""What a dossier itself shows of each component: the evidence beside which an officer puts what they saw. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from shared.domain.catalogue import Component, Procedure, Way
from shared.domain.desk import Channel, Check, SignatureState
from shared.domain.dossiers import Answer, Attachment, ChosenBy, Dossier, Resolution
from shared.domain.items import Standing

_STATES = {
    Standing.ACCEPTED: SignatureState.VERIFIED,
    Standing.UNDECIDED: SignatureState.UNDECIDED,
    Standing.REFUSED: SignatureState.NOT_VERIFIED,
    None: SignatureState.UNDECIDED,
}


def checklist(dossier: Dossier, procedure: Procedure) -> Iterator[Check]:
    """One check for each component to look at: those the case needs, and whatever else was handed in."""
    for component in procedure.components:
        answer = dossier.answer(component.code) or Answer(component=component.code)
        if component.is_needed_for(dossier.cases) or answer.resolution:
            yield _check(component, answer)


def _check(component: Component, answer: Answer) -> Check:
    resolution = answer.resolution
    is_form = resolution is not None and resolution.way is Way.FORM
    return Check(
        component=component.code,
        way=resolution.way if resolution else None,
        signature=signature_state(resolution),
        looked_up=answer.look_up is not None,
        form_complete=_is_complete(resolution) if resolution and is_form else None,
    )


def _is_complete(form: Resolution) -> bool:
    """A declaration on paper is what an officer noted of it."""
    return bool(form.form or (form.chosen_by is ChosenBy.OFFICER and form.note))


def signature_state(resolution: Resolution | None) -> SignatureState:
    """Papers of a vault and scans of the agency are answers only because their signatures were verified."""
    match resolution:
        case Resolution(way=Way.VAULT | Way.SCAN):
            return SignatureState.VERIFIED
        case Resolution(attachment=Attachment(standing=standing)):
            return _STATES[standing]
    return SignatureState.NO_FILE


def must_look_up(component: Component, dossier: Dossier) -> bool:
    """Whether the vault must be asked before this component may be digitised; nobody scans what came online."""
    answer = dossier.answer(component.code)
    is_open = not (answer and (answer.resolution or answer.look_up))
    return is_open and dossier.channel is not Channel.ONLINE and component.is_answered_from_vault
