"""A few dossiers filed and received at Phù Cát, so that the leader's page has something honest to show."""

from __future__ import annotations

import time
from typing import Any

from infra.demo.citizen import Citizen
from infra.demo.people import HEAD, NEIGHBOUR, OFFICER
from infra.obstacle import Obstacle
from shared.clock import today
from shared.domain.periods import holding

UNIT = "H21.002"  # Xã Phù Cát
# The neighbour's birth certificate answers the first, nothing the second; both say by when they are done.
_CHANGE, _STATUS = "1.004859", "1.004873"
_FILED = (_CHANGE, _STATUS, _STATUS, _CHANGE)
_PATIENCE = 60.0  # seconds until the stream has counted them


def work(address: str) -> None:
    """Everything over HTTP, as people do it; published by the function of the night."""
    neighbour, officer, head = (Citizen.signed_in(address, each.subject) for each in (NEIGHBOUR, OFFICER, HEAD))
    filed = [_filed(neighbour, procedure) for procedure in _FILED]
    for dossier in filed:
        _receive(officer, dossier)
    _counted(officer, set(filed))
    head.must("POST", "reuse-rate/publications", {"periods": [each.code for each in holding(today())]})


def _filed(neighbour: Citizen, procedure: str) -> str:
    party = {"name": NEIGHBOUR.name, "phone": NEIGHBOUR.phone}
    asked = {"procedure": procedure, "unit": UNIT, "applicant": party, "owner": party}
    dossier = neighbour.must("POST", "dossiers", asked)["id"]
    form = {"way": "form", "form": {"muc_dich": "Bổ túc hồ sơ"}}
    draft = neighbour.must("PUT", f"dossiers/{dossier}/components/TP01", form)
    consents = [each["code"] for each in draft["consents_asked"]]
    neighbour.must("POST", f"dossiers/{dossier}/submit", {"receive_by": "electronic", "consents": consents})
    return str(dossier)


def _receive(officer: Citizen, dossier: str) -> None:
    opened = officer.must("GET", f"desk/dossiers/{dossier}")
    checks = [{"component": each["component"], "ok": True} for each in opened["checklist"]]
    officer.must("POST", f"desk/dossiers/{dossier}/receive", {"version": opened["version"], "checks": checks})


def _counted(officer: Citizen, filed: set[str]) -> None:
    until = time.monotonic() + _PATIENCE
    while not filed <= {each["dossier"] for each in _listed(officer)}:
        if time.monotonic() > until:
            raise Obstacle("The received dossiers were not counted; see the log of count_dossiers.")
        time.sleep(0.2)


def _listed(officer: Citizen) -> Any:
    return officer.must("GET", f"reuse-rate/explain?period={today()}&side=all&limit=200")["dossiers"]
