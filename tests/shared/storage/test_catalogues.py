"""Catalogues in the table: a version is there whole or not at all, and the newest is the current."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from functions.catalogue.reading import read_catalogue
from infra.catalogue import shipped
from shared.domain.catalogue import Catalogue, DocumentType
from shared.domain.errors import Conflict, Unavailable
from shared.storage import catalogues
from shared.storage.catalogues import Pointer

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
SHIPPED = read_catalogue(shipped(), version="v1")


@pytest.fixture(autouse=True)
def _a_function_just_started(world: Any) -> Iterator[None]:
    catalogues.forget()
    yield
    catalogues.forget()


def kept(version: str, *, after: Pointer | None = None, catalogue: Catalogue = SHIPPED) -> Pointer:
    imported = replace(catalogue, version=version)
    return catalogues.keep(imported, imported_at=NOW, imported_by="person", after=after)


def of_many_parts() -> Catalogue:
    """Noise that no compression shortens."""
    noise = random.Random(7)
    texts = ("".join(noise.choices(string.printable, k=2000)) for _ in range(600))
    types = tuple(DocumentType(code=f"T{n}", name="Giấy tờ", note=text) for n, text in enumerate(texts))
    return replace(SHIPPED, document_types=types)


def test_what_is_kept_comes_back_the_same() -> None:
    kept("v1")
    catalogues.forget()
    assert catalogues.current() == SHIPPED
    assert catalogues.of("v1") == SHIPPED


def test_a_large_catalogue_comes_back_from_its_parts(world: Any) -> None:
    large = of_many_parts()
    kept("v1", catalogue=large)
    catalogues.forget()
    parts = world.rows("CATALOGUE#v1")
    assert [row["SK"] for row in parts] == [f"PART#{n:04d}" for n in range(1, len(parts) + 1)]
    assert len(parts) > 2
    assert all(len(bytes(row["part"])) <= catalogues.PART_AT_MOST for row in parts)
    assert catalogues.current() == replace(large, version="v1")


def test_a_second_import_is_current_and_the_first_can_still_be_read() -> None:
    first = kept("v1")
    assert catalogues.current().version == "v1"
    kept("v2", after=first)
    assert catalogues.current().version == "v2"
    assert catalogues.of("v1").version == "v1"


def test_an_import_that_dies_before_the_pointer_changes_nothing(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = kept("v1")
    writes = []

    class Death(BaseException):
        pass

    def dies_after_the_parts(operation: str) -> None:
        writes.append(operation)
        if operation == "PutItem":
            raise Death

    monkeypatch.setattr(world.calls, "then", dies_after_the_parts)
    with pytest.raises(Death):
        kept("v2", after=first)
    monkeypatch.undo()
    catalogues.forget()
    assert writes == ["PutItem"]
    assert world.rows("CATALOGUE#v2")
    assert catalogues.current().version == "v1"


def test_of_two_imports_at_once_the_slower_is_told() -> None:
    first = kept("v1")
    kept("v2", after=first)
    with pytest.raises(Conflict, match="CATALOGUE_CHANGED"):
        kept("v3", after=first)
    catalogues.forget()
    assert catalogues.current().version == "v2"


def test_of_two_first_imports_at_once_the_slower_is_told() -> None:
    kept("v1")
    with pytest.raises(Conflict, match="CATALOGUE_CHANGED"):
        kept("v2", after=None)


def test_before_the_first_import_everybody_is_asked_to_come_back() -> None:
    assert catalogues.pointer() is None
    with pytest.raises(Unavailable):
        catalogues.current()


def test_a_version_that_never_was_is_our_own_mistake() -> None:
    with pytest.raises(LookupError):
        catalogues.of("v9")


def test_nothing_is_asked_while_fresh_then_only_the_pointer(world: Any) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        first = kept("v1")
        catalogues.forget()
        world.calls.clear()
        catalogues.current()
        assert world.calls == {"GetItem": 1, "Query": 1}
        catalogues.current()
        clock.shift(catalogues.FRESH_FOR - timedelta(seconds=1))
        catalogues.current()
        assert world.calls == {"GetItem": 1, "Query": 1}
        clock.shift(1)
        catalogues.current()
        assert world.calls == {"GetItem": 2, "Query": 1}
        assert first.version == "v1"


def test_a_function_sees_anothers_import_within_a_minute(world: Any) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        first = kept("v1")
        kept("v2", after=first)
        catalogues.forget()
        catalogues.current()
        _imported_elsewhere(world, "v1")
        assert catalogues.current().version == "v2"
        clock.shift(catalogues.FRESH_FOR)
        assert catalogues.current().version == "v1"


def _imported_elsewhere(world: Any, version: str) -> None:
    pointer = {"PK": "CATALOGUE", "SK": "CURRENT", "version": version, "imported_by": "person"}
    world.dynamodb.Table("kho").put_item(Item={**pointer, "imported_at": NOW.isoformat()})


def test_a_function_remembers_only_a_few_versions(world: Any) -> None:
    pointer = None
    for n in range(6):
        pointer = kept(f"v{n}", after=pointer)
    for version in ("v0", "v1", "v2", "v3", "v0", "v4"):
        catalogues.of(version)
    world.calls.clear()
    catalogues.of("v0")
    assert world.calls == {}
    catalogues.of("v1")
    assert world.calls == {"Query": 1}
