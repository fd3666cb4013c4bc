"""A component as the desk reads it: what the vault has for it, and how it is answered now."""

from __future__ import annotations

from functions.digitising import shapes
from shared.domain.catalogue import Component
from shared.domain.desk import OFFICERS_REASONS, SCAN_REASONS
from shared.domain.dossiers import Dossier
from shared.domain.matching import Match
from shared.storage import catalogues
from shared.web import papers, sending

announced = sending.form_of

_REFUSED = "Chủ hồ sơ không đồng ý dùng Kho cho hồ sơ này: hãy dùng giấy tờ họ mang đến."
_FOUND = "Kho có {count} phương án phù hợp với thành phần “{component}”: dùng ngay, không phải số hóa."
_NOTHING = "Kho chưa có giấy tờ phù hợp với thành phần “{component}”: hãy số hóa bản giấy."


def looked_up(dossier: Dossier, component: Component, found: Match | None) -> shapes.LookUpView:
    """What a look-up found; `found` is None where the owner does not want their vault used."""
    answer = dossier.answer(component.code)
    assert answer  # noqa: S101 - looked up a moment ago
    assert answer.look_up  # noqa: S101
    types = catalogues.of(dossier.catalogue).types
    total = papers.fitting(found)
    return shapes.LookUpView(
        component=component.code,
        version=dossier.version,
        at=answer.look_up.at,
        total=total,
        candidates=papers.candidates(found, types) if found else [],
        near_misses=papers.near_misses(found, types) if found else [],
        refused_by_owner=found is None,
        sentence=_sentence(component, total, refused=found is None),
        scan_reasons=[papers.Said(code=code, text=text) for code, text in SCAN_REASONS.items()],
    )


def _sentence(component: Component, total: int, *, refused: bool) -> str:
    if refused:
        return _REFUSED
    return (_FOUND if total else _NOTHING).format(count=total, component=component.name)


def answered(dossier: Dossier, code: str) -> shapes.ComponentAnswered:
    answer = dossier.answer(code)
    resolution = answer.resolution if answer else None
    return shapes.ComponentAnswered(
        component=code,
        version=dossier.version,
        way=resolution.way if resolution else None,
        reason=papers.Said(code=resolution.reason, text=OFFICERS_REASONS[resolution.reason]) if resolution else None,
        items=[pin.item for pin in resolution.items] if resolution else [],
        file_name=resolution.attachment.file_name if resolution and resolution.attachment else None,
    )
