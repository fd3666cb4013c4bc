"""A request for a certified copy, and a register's line, as their readers see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.certification import rules, views, words
from shared.clock import today
from shared.domain.certification import (
    COPY_STATE_NAMES,
    DEED_NAMES,
    Certification,
    CopyState,
    Deed,
    Entry,
    Original,
    Step,
    possible,
)
from shared.domain.items import Item
from shared.domain.units import in_hands_of
from shared.storage import catalogues
from shared.web import sending
from shared.web.desk import unit_name
from shared.web.shapes import ProblemView

announced = sending.form_of
_REQUESTERS = frozenset({Deed.CANCELLED})


def terms_of(terms: rules.Terms) -> views.TermsView:
    fields = {name: getattr(terms, name) for name in views.TermsView.model_fields if name != "levels"}
    return views.TermsView(**fields, levels=sorted(terms.levels))


def to_requester(request: Certification) -> views.CertificationView:
    return views.CertificationView(**_told(request, _REQUESTERS))


def at_desk(request: Certification) -> views.CertificationAtDesk:
    acts = frozenset(Deed) - _REQUESTERS
    waiting = _waiting(request.paper, request.certifier or "") if request.paper else None
    return views.CertificationAtDesk(**_told(request, acts), requester=request.requester, copy_waiting=waiting)


def continued(unit: str) -> list[views.UnitView]:
    """Those whose work this unit does, itself first, as people call them."""
    units = in_hands_of(unit, catalogues.current().units_by_code, on=today())
    return [views.UnitView(code=each, name=unit_name(each)) for each in units]


def _told(request: Certification, acts: frozenset[Deed]) -> dict[str, Any]:
    kind = catalogues.current().types.get(request.original.document_type)
    warned = rules.warnings(request.original, kind, on=today())
    return {
        "id": request.id,
        "revision": request.revision,
        "state": request.state,
        "state_name": COPY_STATE_NAMES[request.state],
        "original": _original(request.original),
        "warnings": [ProblemView(code=each.code, detail=each.detail) for each in warned],
        "unit": request.unit,
        "unit_name": unit_name(request.unit),
        "wanted_for": request.wanted_for,
        "wished_on": request.wished_on,
        "channel": request.channel,
        "requested_at": request.requested_at,
        "pages": request.pages,
        "fee": request.fee,
        "number": request.register_number,
        "item": request.item,
        "steps": [_step(each) for each in request.steps],
        "possible": [views.ActView(act=each, name=DEED_NAMES[each]) for each in possible(request) if each in acts],
    }


def _original(original: Original) -> views.OriginalView:
    return views.OriginalView(
        document_type=original.document_type,
        document_type_name=original.title,
        number=original.number,
        issuer=original.issuer,
        issued_on=original.issued_on,
        valid_from=original.valid_from,
        valid_until=original.valid_until,
        purpose=original.purpose,
    )


def _step(step: Step) -> views.StepView:
    by = unit_name(step.unit) if step.unit else words.BY_REQUESTER
    return views.StepView(deed=step.deed, name=DEED_NAMES[step.deed], at=step.at, by=by, text=step.text)


def _waiting(paper: Item, certifier: str) -> views.CopyView:
    return views.CopyView(
        upload=paper.id,
        file_name=paper.version.file_name,
        size=paper.version.size,
        pages=paper.version.pages,
        signed_on=paper.version.signed_on,
        certifier=certifier,
    )


def queued(found: Mapping[str, Any]) -> views.QueuedView:
    state = CopyState(found["state"])
    return views.QueuedView(
        id=found["id"],
        state=state,
        state_name=COPY_STATE_NAMES[state],
        title=found["title"],
        requester=found["owner_name"],
        channel=found["channel"],
        requested_at=found["given_at"],
    )


def line(entry: Entry) -> views.LineView:
    return views.LineView(
        number=f"{entry.number}/{entry.year}",
        at=entry.at,
        certification=entry.certification,
        requester=entry.requester,
        title=entry.title,
        original_number=entry.original_number,
        original_issuer=entry.original_issuer,
        original_issued_on=entry.original_issued_on,
        certifier=entry.certifier,
        pages=entry.pages,
        fee=entry.fee,
    )
