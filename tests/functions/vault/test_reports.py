"""How a version's signatures were judged, for its holder and for whoever else's software has to read it."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from functions.vault import handlers
from shared.signatures.report import as_report
from shared.storage import items
from shared.storage.table import transact
from tests import signed_pdfs
from tests.conftest import a_caller
from tests.functions.vault.papers import a_paper

ME = a_caller()


@pytest.fixture
def paper(world):
    """A paper with its report, as judging leaves it."""
    kept = a_paper(ME.vault)
    signed = signed_pdfs.signed(signed_pdfs.a_paper(), signed_pdfs.How(signed_pdfs.organisation()))
    report = as_report(signed_pdfs.judged(signed))
    after = replace(kept, version=replace(kept.version, number=2, sha256="0" * 64))
    transact(*items.replaced(kept, after, report))
    return after, report


@pytest.fixture
def ask(paper, api, calls):
    room = api(handlers.room)
    calls.clear()

    def of(number, *, caller=ME, **asked):
        return room.get(f"/vault/items/{paper[0].id}/versions/{number}/report", caller=caller, **asked)

    return of


def test_it_is_given_as_it_is_kept(ask, paper, calls):
    answer = ask(2)
    assert (answer.status, answer.json) == (200, paper[1])
    assert calls == {"GetItem": 2}


@pytest.mark.parametrize("asked", [{"query": {"format": "xml"}}, {"headers": {"Accept": "application/xml"}}])
def test_as_xml_it_is_the_validation_report_of_etsi(ask, asked):
    answer = ask(2, **asked)
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    report = ET.fromstring(answer.content)
    assert report.tag == "{http://uri.etsi.org/19102/v1.2.1#}ValidationReport"
    assert "urn:etsi:019102:mainindication:total-passed" in answer.content.decode()


def test_what_is_asked_by_name_counts_more_than_what_is_accepted(ask):
    assert ask(2, query={"format": "json"}, headers={"Accept": "application/xml"}).json["accepted"]


@pytest.mark.parametrize("number", ["1", "3", "0", "-1", "two", "²", "9" * 30])
def test_a_version_that_is_not_there_or_was_never_judged_has_none(ask, number):
    assert (ask(number).status, ask(number).json["code"]) == (404, "NO_SUCH_VERSION")


def test_nobody_elses_paper_is_told_of(ask):
    assert (ask(2, caller=a_caller()).status, ask(2, caller=None).status) == (404, 401)


def test_another_format_is_not_understood(ask):
    assert ask(2, query={"format": "pdf"}).status == 400
