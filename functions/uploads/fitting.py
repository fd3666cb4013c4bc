"""Whether what was sent answers the component it was sent for, or is only kept in the vault."""

from __future__ import annotations

from shared.domain.catalogue import Component
from shared.domain.dossiers import Dossier
from shared.domain.uploads import Upload


def open_for(dossier: Dossier | None, upload: Upload, component: Component | None) -> Dossier | None:
    """The dossier an upload was sent for, if its owner may still answer the component and the file does so alone.

    One paper of a list that is asked for together goes into the vault, to be picked from there with the others.
    """
    if dossier is None or component is None or dossier.owner != upload.vault:
        return None
    if not dossier.is_open_to_its_owner(component.code):
        return None
    answers = upload.counts_as is None or (upload.counts_as,) in component.accepts
    return dossier if answers and dossier.answer(component.code) else None
