"""Which services my vault answers already, so that I need not look for them (Decree 224/2026, Art. 16)."""

from __future__ import annotations

from functions.readiness import rules, shapes
from shared.clock import today
from shared.storage import catalogues, items
from shared.web.caller import Caller
from shared.web.rooms import Room

room = Room(__name__)


@room.on("GET", "/ready-services")
def list_ready_services(caller: Caller) -> shapes.ReadyServicesView:
    """The services my vault answers wholly or in part, those with least left to do first."""
    catalogue = catalogues.current()
    types = {code for each in catalogue.procedures for code in each.accepted_types}
    found = rules.ready(catalogue, items.items_counting_as(caller.vault, types), owner=caller.vault, on=today())
    return shapes.ReadyServicesView(services=[_spelled_out(each) for each in found[: rules.TOLD]], total=len(found))


def _spelled_out(ready: rules.Ready) -> shapes.ReadyService:
    procedure = shapes.Service(code=ready.procedure.code, name=ready.procedure.name)
    return shapes.ReadyService(procedure=procedure, answered=ready.answered, asked=ready.asked)
