"""The API's own document: every route is in it, and it is what it says it is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

# Chalice registers a blueprint rightly only once in a process, and the other tests have an app of their own.
PROGRAM = """
import json
from app import app
from shared.web.openapi import described
from shared.web.rooms import ROUTES, TOLD

closed = {
    path: {method.lower(): route.authorizer is not None for method, route in methods.items()}
    for path, methods in app.routes.items()
}
print(json.dumps({"gateway": closed, "document": described(ROUTES, {k: m() for k, m in TOLD.items()}, version="test")}))
"""


@pytest.fixture(scope="module")
def told() -> Any:
    root = Path(__file__).parents[1]
    printed = subprocess.run([sys.executable, "-c", PROGRAM], cwd=root, capture_output=True, text=True, check=True)
    return json.loads(printed.stdout)


@pytest.fixture
def document(told: Any) -> Any:
    return told["document"]


def test_every_route_the_gateway_knows_is_described_and_closed_as_the_gateway_has_it(told):
    described = {
        path: {method: "security" in operation for method, operation in methods.items()}
        for path, methods in told["document"]["paths"].items()
    }
    assert described == told["gateway"]


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
