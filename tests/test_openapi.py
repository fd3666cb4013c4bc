"""The API's own document: every route is in it, and it is what it says it is."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from app import app
from shared.web.openapi import Json, described
from shared.web.rooms import ROUTES


@pytest.fixture(scope="module")
def document() -> Json:
    return described(ROUTES, version="test")


def test_every_route_the_gateway_knows_is_described(document):
    known = {(path, method.lower()) for path, methods in app.routes.items() for method in methods}
    assert known == {(path, method) for path, methods in document["paths"].items() for method in methods}


def test_a_route_says_whether_it_is_closed_as_the_gateway_does(document):
    for path, methods in app.routes.items():
        for method, route in methods.items():
            assert ("security" in document["paths"][path][method.lower()]) == (route.authorizer is not None), path


def test_every_operation_has_a_name_of_its_own_and_says_what_it_is_for(document):
    operations = [each for methods in document["paths"].values() for each in methods.values()]
    names = [each["operationId"] for each in operations]
    assert len(names) == len(set(names))
    assert all(each["summary"] for each in operations)


def test_every_schema_is_one(document):
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere(document):
    assert references(document) <= {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}


def references(node: object) -> set[str]:
    if isinstance(node, dict):
        here = {str(node["$ref"])} if "$ref" in node else set()
        return here.union(*(references(each) for each in node.values()))
    return set().union(*(references(each) for each in node)) if isinstance(node, list) else set()
