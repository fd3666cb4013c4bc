"""The register of a unit: one line for each dossier it received. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from functions.forms.words import RECEIVED_BY
from shared.domain.catalogue import Procedure
from shared.domain.dossiers import STATE_NAMES, Dossier
from shared.domain.working_time import VIETNAM


def entries(
    dossiers: Iterable[Dossier], procedure_of: Callable[[Dossier], Procedure], *, in_charge: str
) -> Iterator[dict[str, Any]]:
    """In the order they were received."""
    received = sorted((each for each in dossiers if each.received_at), key=lambda each: (each.received_at, each.id))
    for n, each in enumerate(received, start=1):
        who = each.applicant or each.owner_party
        yield {
            "entry": n,
            "dossier_code": each.code or "",
            "procedure": procedure_of(each).name,
            "copies": 1,
            "applicant": who.name if who else "",
            "contact": "; ".join(filter(None, (who.address, who.phone))) if who else "",
            "in_charge": in_charge,
            "received_on": _day(each.received_at),
            "due_on": _day(each.due_at),
            "returned_on": _day(each.returned_at),
            "receive_by": RECEIVED_BY[each.receive_by] if each.receive_by else "",
            "note": STATE_NAMES[each.state],
        }


def _day(at: datetime | None) -> date | None:
    return at.astimezone(VIETNAM).date() if at else None
