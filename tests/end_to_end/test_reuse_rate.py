"""From a submission to the figure on the dashboard, on the packaged stack: counted, published, explained."""

from __future__ import annotations

import urllib.request
from typing import Any

import pytest

from infra.demo.people import ADMINISTRATOR, EMPTY, HEAD, OFFICER
from shared.clock import today
from tests.end_to_end.asking import Stack, eventually, fetch
from tests.end_to_end.conformance import Checked

pytestmark = pytest.mark.stack

UNIT, STATUS, REUSE = "H21.002", "1.004873", "QD766/4.3"
SUBMITTING = {"receive_by": "electronic", "consents": ["TRUTHFUL", "PROCESSING"]}


def test_a_dossier_comes_to_be_counted_published_and_explained(stack: Stack) -> None:
    citizen, officer, head, administrator = (
        Checked.signed_in(stack.address, each.subject) for each in (EMPTY, OFFICER, HEAD, ADMINISTRATOR)
    )
    before = waiting(officer)
    dossier = submitted(citizen)
    eventually(lambda: waiting(officer) == before + 1)
    opened = officer.must("GET", f"desk/dossiers/{dossier}")
    checks = [{"component": each["component"], "ok": True} for each in opened["checklist"]]
    officer.must("POST", f"desk/dossiers/{dossier}/receive", {"version": opened["version"], "checks": checks})
    eventually(lambda: waiting(officer) == before)

    def published() -> Any:
        """Counted a moment after it was received; published when the night's function runs."""
        stack.run("PublishReuseRate")
        found = officer.ask("GET", f"reuse-rate?period={today()}&definition={REUSE}")
        return found.json if found.status == 200 else None

    figures = eventually(published)
    [line] = figures["lines"]
    assert figures["unit"]["code"] == UNIT
    assert line["denominator"] >= 1
    assert line["sentence"].startswith("Còn thiếu ")
    explained = officer.must("GET", f"reuse-rate/explain?period={today()}&side=all")["dossiers"]
    assert dossier in [each["dossier"] for each in explained]
    why = officer.must("GET", f"reuse-rate/explain/{dossier}")
    assert {"code": REUSE, "numerator": 0, "denominator": 1}.items() <= why["standings"][2].items()
    assert officer.ask("GET", "reuse-rate?unit=H21.001").status == 404
    assert citizen.ask("GET", "reuse-rate").status == 403
    assert head.must("GET", f"reuse-rate/advice?period={today()}")["received"] >= 1
    province = administrator.must("GET", f"reuse-rate?unit=H21&period={today()}&definition={REUSE}")
    assert UNIT in [each["unit"]["code"] for each in province["below"]]
    book = officer.must("GET", f"reuse-rate/export?period={today()}&format=xlsx")
    assert fetch(urllib.request.Request(book["url"])).body.startswith(b"PK")
    anybody = stack.ask("GET", f"open-data/reuse-rate?period={today()}").json()
    stack.run("RecountSample")
    [night] = administrator.must("GET", "reuse-rate/recounts")["nights"]
    assert night["ended_at"]
    assert (night["dossiers"] >= 1, night["differences"]) == (True, [])
    shown = next(each for each in anybody["units"] if each["unit"]["code"] == UNIT)
    assert shown["is_suppressed"] or line["denominator"] >= 20


def waiting(officer: Checked) -> int:
    counts = officer.must("GET", "desk/counts")["counts"]
    return next(int(each["count"]) for each in counts if each["state"] == 1)


def submitted(citizen: Checked) -> str:
    party = {"name": EMPTY.name, "phone": EMPTY.phone}
    asked = {"procedure": STATUS, "unit": UNIT, "applicant": party, "owner": party}
    dossier = citizen.must("POST", "dossiers", asked)["id"]
    citizen.must("PUT", f"dossiers/{dossier}/components/TP01", {"way": "form", "form": {"muc_dich": "Mua nhà"}})
    citizen.must("POST", f"dossiers/{dossier}/submit", SUBMITTING)
    return str(dossier)
