"""An online dossier with a supplement on the packaged stack: asked, answered by component, and its forms opened."""

from __future__ import annotations

import urllib.request
from datetime import timedelta
from typing import Any

import pytest

from infra.demo.people import EMPTY, OFFICER
from shared.clock import today
from tests.end_to_end.asking import Stack, fetch
from tests.end_to_end.conformance import Checked

pytestmark = pytest.mark.stack

UNIT, STATUS = "H21.002", "1.004873"


def test_an_online_dossier_is_supplemented_and_goes_on(stack: Stack) -> None:
    citizen, officer = (Checked.signed_in(stack.address, each.subject) for each in (EMPTY, OFFICER))
    party = {"name": EMPTY.name, "phone": EMPTY.phone}
    opened = citizen.must("POST", "dossiers", {"procedure": STATUS, "unit": UNIT, "applicant": party, "owner": party})
    path = f"dossiers/{opened['id']}"
    form = {"way": "form", "form": {"muc_dich": "Mua nhà"}}
    citizen.must("PUT", f"{path}/components/TP01", form)
    consents = ["TRUTHFUL", "PROCESSING"]
    citizen.must("POST", f"{path}/submit", {"receive_by": "electronic", "consents": consents})

    def act(what: str, **body: Any) -> Any:
        version = officer.must("GET", f"desk/{path}")["version"]
        return officer.must("POST", f"desk/{path}/{what}", {"version": version, **body})

    checks = [{"component": each["component"], "ok": True} for each in officer.must("GET", f"desk/{path}")["checklist"]]
    act("receive", checks=checks)
    points = [{"component": "TP01", "text": "Ghi rõ mục đích sử dụng."}]
    act("supplement", points=points, until=f"{today() + timedelta(days=5)}")
    waiting = citizen.must("GET", path)
    assert (waiting["state"], waiting["deadline"]["standing"]) == (5, "paused")
    early = citizen.ask("POST", f"{path}/supplement", {"version": waiting["version"]})
    assert (early.status, early.json["problems"][0]["code"]) == (422, "COMPONENT_NOT_SUPPLEMENTED")
    again = {"way": "form", "form": {"muc_dich": "Mua nhà tại xã An Nhơn Tây"}}
    answered = citizen.must("PUT", f"{path}/components/TP01", again)
    assert citizen.must("POST", f"{path}/supplement", {"version": answered["version"]})["state"] == 4
    officer.must("POST", f"desk/{path}/forms/01")
    [receipt] = citizen.must("GET", f"{path}/forms")["forms"]
    assert receipt["title"] == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    told = [each["said"] for each in citizen.must("GET", f"{path}/history")["events"]]
    assert [each.split()[0] for each in told] == ["Hồ", "Xã", "Xã", "Người", "Hồ"]
    queue = officer.must("GET", f"desk/dossiers?state=4&text={waiting['code']}")["dossiers"]
    assert [each["id"] for each in queue] == [opened["id"]]
    assert _opens(receipt["url"])


def _opens(url: str) -> bool:

    return fetch(urllib.request.Request(url)).body.startswith(b"%PDF")
