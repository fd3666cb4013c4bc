"""The package, built once for all tests that look into it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from infra.package import Package, package


@pytest.fixture(scope="session")
def made() -> Package:
    return package()


@pytest.fixture(scope="session")
def template(made: Package) -> Any:
    return yaml.safe_load(made.template.read_text())
