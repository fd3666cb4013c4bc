"""The XML report has the structure of the schema of ETSI TS 119 102-2, as pyHanko's binding of that schema tells it."""

import dataclasses
import typing
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from pyhanko.generated.etsi import ts_11910202 as schema
from xsdata.models.datatype import XmlDateTime

from shared.signatures.etsi import REPORT, report_xml
from shared.signatures.report import as_report, of_report
from shared.signatures.revocation import Revocation
from shared.signatures.verdict import DocumentVerdict, SubIndication
from tests import signed_pdfs as pdfs
from tests.signed_pdfs import (
    NOW,
    OTHER_BOX,
    SIGNED_AT,
    How,
    a_paper,
    answer,
    issuing,
    judged,
    organisation,
    person,
    signed,
)

UNORDERED = {schema.SignatureAttributesType}
"""A choice, repeated as often as one likes."""

SIMPLE = {
    bool: lambda text: text in {"true", "false"},
    XmlDateTime: lambda text: datetime.fromisoformat(text) is not None,
    str: lambda text: text is not None,
}


def faults(element: Element, type_: Any) -> Iterator[str]:
    """Where an element departs from its type: names, order, how often, attributes, simple values."""
    fields = [field for field in dataclasses.fields(type_) if field.metadata.get("type") == "Element"]
    by_name = {_qualified(field, type_): field for field in fields}
    wildcard = any(field.metadata.get("type") == "Wildcard" for field in dataclasses.fields(type_))
    hints = typing.get_type_hints(type_)
    names = [child.tag for child in element]
    if not wildcard:
        yield from (f"{name} in {element.tag}" for name in names if name not in by_name)
    known = [name for name in names if name in by_name]
    order = list(by_name)
    if type_ not in UNORDERED and known != sorted(known, key=order.index):
        yield f"order in {element.tag}: {known}"
    for name, field in by_name.items():
        yield from _miscounted(Counter(names)[name], field, hints[field.name], f"{name} in {element.tag}")
    attributes = {field.metadata.get("name", field.name) for field in dataclasses.fields(type_)}
    yield from (f"{name} at {element.tag}" for name in element.attrib if name not in attributes)
    for child in element:
        if child.tag in by_name:
            yield from _faults_below(child, hints[by_name[child.tag].name])


def _qualified(field: dataclasses.Field[Any], type_: Any) -> str:
    own = getattr(getattr(type_, "Meta", None), "namespace", "")
    return f"{{{field.metadata.get('namespace', own)}}}{field.metadata.get('name', field.name)}"


def _miscounted(count: int, field: dataclasses.Field[Any], hint: Any, where: str) -> Iterator[str]:
    is_list = typing.get_origin(hint) is tuple
    least = field.metadata.get("min_occurs", 1 if field.metadata.get("required") else 0)
    most = field.metadata.get("max_occurs", 10**9 if is_list else 1)
    if not least <= count <= most:
        yield f"{count} × {where}"


def _faults_below(child: Element, hint: Any) -> Iterator[str]:
    for option in _options(hint):
        if dataclasses.is_dataclass(option) and not hasattr(option, "value"):
            yield from faults(child, option)
        elif option in SIMPLE and not SIMPLE[option](child.text):
            yield f"{child.tag} is {child.text!r}"


def _options(hint: Any) -> Iterator[Any]:
    arguments = typing.get_args(hint)
    if not arguments:
        yield hint
    for argument in arguments:
        if argument not in (type(None), ...):
            yield from _options(argument)


def well_formed(verdict: DocumentVerdict) -> Element:
    report = fromstring(report_xml(verdict))
    assert report.tag == f"{{{REPORT}}}ValidationReport"
    assert list(faults(report, schema.ValidationReportType)) == []
    ids = [each.get("id") for each in report.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert {each.get("VOReference") for each in report.iter() if each.get("VOReference")} <= set(ids)
    return report


def texts(report: Element, name: str) -> list[str]:
    return [each.text or "" for each in report.iter(f"{{{REPORT}}}{name}")]


@pytest.fixture(scope="module")
def one() -> bytes:
    return signed(a_paper(), How(person()))


def test_a_passed_signature_is_reported_with_its_chain_and_evidence(one):
    report = well_formed(judged(one))
    assert texts(report, "MainIndication") == ["urn:etsi:019102:mainindication:total-passed"]
    assert texts(report, "POETime") == ["2024-03-05T02:30:00Z"]
    assert texts(report, "Signer") == ["Hoàng Thử Nghiệm"]
    kinds = Counter(text.rpartition(":")[2] for text in texts(report, "ObjectType"))
    assert kinds == {"signedData": 1, "certificate": 3, "CRL": 2}


def test_an_answer_that_cleared_the_signer_is_named_as_one(one):
    crls = [path.read_bytes() for path in (pdfs.pki().directory / "crls").glob("*.crl") if "g2-state" not in path.name]
    given = Revocation.of([*crls, answer(person(), by=issuing(), at=NOW)], store=pdfs.store())
    assert any(text.endswith(":OCSPResponse") for text in texts(well_formed(judged(one, known=given)), "ObjectType"))


def test_every_signature_and_stamp_has_its_part():
    file = signed(a_paper(), How(person()), How(organisation(), field="Seal", box=OTHER_BOX))
    report = well_formed(judged(pdfs.stamped(file, SIGNED_AT + timedelta(days=1))))
    assert texts(report, "DAIdentifier") == ["Signature1", "Seal", "Stamp1"]
    assert len(list(report.iter(f"{{{REPORT}}}SignatureTimeStamp"))) == 2
    assert len(list(report.iter(f"{{{REPORT}}}DocTimeStamp"))) == 1


def test_a_refusal_names_the_rules_and_the_sub_indication(one):
    told = pdfs.revoked(person(), since=SIGNED_AT - timedelta(days=1))
    report = well_formed(judged(one, known=told))
    assert "urn:etsi:019102:mainindication:total-failed" in texts(report, "MainIndication")
    assert texts(report, "SubIndication") == ["urn:etsi:019102:subindication:REVOKED"]
    assert texts(report, "ValidationConstraintIdentifier") == ["urn:x-kho:signatures:REVOKED_BEFORE_SIGNING"]


def test_what_is_wrong_with_the_document_is_wrong_with_each_signature(one):
    report = well_formed(judged(one.replace(b"%PDF-1.7\n%", b"%PDF-1.7\n/Launch %", 1)))
    assert "urn:etsi:019102:mainindication:total-passed" not in texts(report, "MainIndication")


@pytest.mark.parametrize("file", [b"", b"garbage", a_paper()], ids=["empty", "garbage", "unsigned"])
def test_a_file_without_signatures_has_one_part_all_the_same(file):
    report = well_formed(judged(file))
    assert texts(report, "SubIndication") == ["urn:etsi:019102:subindication:FORMAT_FAILURE"]


def test_names_that_xml_cannot_hold_are_told_without_them(one):
    report = as_report(judged(one))
    report["signatures"][0]["signer"]["name"] = "A\x00\ud800B<&>"
    assert texts(well_formed(of_report(report)), "Signer") == ["A��B<&>"]


@pytest.mark.parametrize("sub", SubIndication)
def test_every_sub_indication_has_its_place(one, sub):
    report = as_report(judged(one)) | {"indication": sub.indication, "sub_indication": sub, "signatures": []}
    (told,) = texts(well_formed(of_report(report)), "SubIndication")
    assert told == f"urn:etsi:019102:subindication:{sub.name}"


def test_a_misplaced_element_would_be_noticed(one):
    report = fromstring(report_xml(judged(one)))
    report.insert(0, report[-1])
    report[1].remove(report[1][-1])
    assert len(list(faults(report, schema.ValidationReportType))) >= 2
