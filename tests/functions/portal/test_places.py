"""Every message leads somewhere: to the page of what it is about, which the portal has."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from functions.portal.delivery import address
from shared.domain.messages import EVENTS, TOGETHER

ROOT = Path(__file__).parents[3]
SITE = ROOT / "functions" / "portal" / "site"
NO_PLACE = {
    "signed_in_elsewhere": "there is no page of one's sessions",
    **dict.fromkeys(TOGETHER, "it tells of several, on the telephone alone: the inbox has each of them"),
}
# Which page each one leads to, and which when its message names nothing.
LEADS = {
    "dossier_submitted": ("#/dossiers/x", "#/dossiers"),
    "dossier_received": ("#/dossiers/x", "#/dossiers"),
    "dossier_not_received": ("#/dossiers/x", "#/dossiers"),
    "supplement_asked": ("#/dossiers/x", "#/dossiers"),
    "supplement_reminded": ("#/dossiers/x", "#/dossiers"),
    "payment_asked": ("#/dossiers/x", "#/dossiers"),
    "appointment_changed": ("#/dossiers/x", "#/dossiers"),
    "dossier_stopped": ("#/dossiers/x", "#/dossiers"),
    "withdrawal_granted": ("#/dossiers/x", "#/dossiers"),
    "withdrawal_refused": ("#/dossiers/x", "#/dossiers"),
    "result_ready": ("#/dossiers/x", "#/dossiers"),
    "result_returned": ("#/dossiers/x", "#/dossiers"),
    "upload_accepted": ("#/vault/x", "#/vault"),
    "upload_undecided": ("#/vault/x", "#/vault"),
    "upload_refused": ("#/vault/uploads/x", "#/vault"),
    "item_usable": ("#/vault/x", "#/vault"),
    "item_doubted": ("#/vault/x", "#/vault"),
    "item_issued": ("#/vault/x", "#/vault"),
    "item_confirmed": ("#/vault/x", "#/vault"),
    "item_certified": ("#/vault/x", "#/vault"),
    "paper_expiring": ("#/vault/x", "#/vault"),
    "item_disputed": ("#/vault/x", "#/vault"),
    "item_corrected": ("#/vault/x", "#/vault"),
    "item_withdrawn": ("#/vault/x", "#/vault"),
    "item_partly_corrected": ("#/feedback/x", "#/vault"),
    "feedback_received": ("#/feedback/x", "#/feedback"),
    "feedback_asked": ("#/feedback/x", "#/feedback"),
    "feedback_not_upheld": ("#/feedback/x", "#/feedback"),
    "copy_refused": ("#/copies/x", "#/copies"),
    "agency_accessed": ("#/dossiers/x", "#/vault/accesses"),
    "export_ready": ("#/vault/exports/x", "#/vault/exports"),
    "share_opened": ("#/vault/shares/x", "#/vault/shares"),
    "share_locked": ("#/vault/shares/x", "#/vault/shares"),
    "dossier_paper_disputed": ("#/desk/dossiers/x", "#/desk"),
    "dossier_paper_corrected": ("#/desk/dossiers/x", "#/desk"),
    "dossier_overdue": ("#/desk/dossiers/x", "#/desk"),
    "feedback_arrived": ("#/desk/feedback/x", "#/desk/feedback"),
    "feedback_due_soon": ("#/desk/feedback/x", "#/desk/feedback"),
    "feedback_overdue": ("#/desk/feedback/x", "#/desk/feedback"),
    "reuse_rate_below_target": ("#/reuse-rate", "#/reuse-rate"),
}


def places():
    """The table of `places.js`: event → what the notice is about → where that leads."""
    text = (SITE / "places.js").read_text(encoding="utf-8")
    tables = {name: of_js(fields) for name, fields in re.findall(r"const ([A-Z_]+) = (\{[^}]*\});", text)}
    [listed] = re.findall(r"const PLACES = \{\n(.*?)\n\};", text, re.DOTALL)
    entries = re.findall(r"(\w+): ([A-Z_]+|\{[^}]*\}),", listed)
    return {event: tables.get(place) or of_js(place) for event, place in entries}


def of_js(fields):
    return {name.strip('"'): place for name, place in re.findall(r'(\w+|""): "([^"]*)"', fields)}


def addresses():
    """The patterns of the pages the portal has."""
    pages = json.loads((SITE.parent / "pages.json").read_bytes())
    return [re.compile(address(each["path"])) for each in pages]


def test_every_event_leads_somewhere_or_says_why_not():
    assert places().keys() == LEADS.keys()
    assert LEADS.keys() | NO_PLACE.keys() == EVENTS.keys()
    assert not LEADS.keys() & NO_PLACE.keys()


@pytest.mark.parametrize("event", LEADS)
def test_an_event_leads_to_its_page_and_the_portal_has_it(event):
    found, (page, otherwise) = places()[event], LEADS[event]
    assert page.removesuffix("x") in found.values()
    assert found[""] == otherwise
    for place in found.values():
        address = f"{place}x" if place.endswith("/") else place
        assert any(pattern.match(address.removeprefix("#")) for pattern in addresses()), address


def test_whoever_posts_a_message_says_what_it_is_about():
    """But for what concerns nothing in particular: a vault that was opened, many things at once."""
    silent = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for top in ("functions", "shared")
        for path in (ROOT / top).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Message"
        if "about" not in {each.arg for each in node.keywords}
    }
    assert {each.partition(":")[0] for each in silent} <= {
        "functions/assisted/handlers.py",  # which dossier it will be, nobody knows yet
        "functions/reuse_rate/publishing.py",  # a unit's figures
        "functions/sign_in/devices.py",  # a vault that was opened
    }
