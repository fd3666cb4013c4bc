"""Whether what was sent answers the component it was sent for, or is only kept in the vault."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shared.domain.catalogue import Component, DocumentType
from shared.domain.dossiers import Dossier, State
from shared.domain.items import Item, ItemState
from shared.domain.uploads import Upload
from shared.domain.validity import Lasting, earliest_lasting, lasting

_OF_DATES = {
    Lasting.EXPIRED: "EXPIRED",
    Lasting.NOT_YET: "NOT_YET_VALID",
    Lasting.UNKNOWN: "VALIDITY_UNKNOWN",
}
_OF_STATE = {ItemState.HIDDEN: "HIDDEN", ItemState.DISPUTED: "DISPUTED"}


def open_for(dossier: Dossier | None, upload: Upload, component: Component | None) -> Dossier | None:
    """The dossier an upload was sent for, if it is still its owner's draft and the file answers the component alone.

    One paper of a list that is asked for together goes into the vault, to be picked from there with the others.
    """
    if dossier is None or component is None or dossier.state is not State.DRAFT or dossier.owner != upload.vault:
        return None
    answers = upload.counts_as is None or (upload.counts_as,) in component.accepts
    return dossier if answers and dossier.answer(component.code) else None


def objections(component: Component, seen: Item, *, kind: DocumentType | None, on: date) -> tuple[str, ...]:
    """Codes of `words`, for an accepted paper of a type the component takes, as its owner sees it; none if it fits.

    `kind` is the type it counts as; None when the catalogue no longer knows it.
    """
    return tuple(_found(component, seen, kind, on))


def _found(component: Component, seen: Item, kind: DocumentType | None, on: date) -> Iterator[str]:
    if to_dates := _to_dates(component, seen, kind, on):
        yield to_dates
    if component.purpose and kind and kind.purpose_bound and seen.purpose != component.purpose:
        yield "OTHER_PURPOSE" if seen.purpose else "PURPOSE_UNKNOWN"
    if seen.state in _OF_STATE:
        yield _OF_STATE[seen.state]


def _to_dates(component: Component, seen: Item, kind: DocumentType | None, on: date) -> str | None:
    lasts = lasting(seen, kind, on=on) if kind else Lasting.UNKNOWN
    if lasts is Lasting.VALID and component.max_age_months:
        if seen.dated is None:
            return "VALIDITY_UNKNOWN"
        return "TOO_OLD" if seen.dated < earliest_lasting(component.max_age_months, until=on) else None
    return _OF_DATES.get(lasts)
