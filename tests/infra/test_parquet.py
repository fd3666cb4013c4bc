"""An export becomes a typed file, with every number as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import duckdb
import pytest

from functions.reuse_rate import documents, indicators
from infra import parquet
from infra.obstacle import Obstacle
from shared.domain.figures import Line, Published, View

LINE = Line(code="QD766/4.3", version=1, numerator=3160, denominator=184513, ratio=Decimal("1.71"), ranked=135)
ONE = Published(
    unit="H21",
    period="2026-10",
    view=View.AS_IT_WAS,
    first=date(2026, 10, 1),
    last=date(2026, 10, 31),
    at=datetime(2026, 11, 1, tzinfo=UTC),
    lines=(LINE,),
)


def test_there_is_a_column_for_every_header():
    assert len(parquet.COLUMNS) == len(documents.HEADERS)


def test_an_export_becomes_typed_columns(tmp_path):
    source, target = tmp_path / "figures.csv", tmp_path / "figures.parquet"
    source.write_bytes(documents.as_csv([ONE], {}, indicators.definitions()))
    parquet.main([str(source), str(target)])
    found = duckdb.sql(f"select first_day, unit, numerator, denominator, ratio, rank from '{target}'").fetchall()
    assert found == [(date(2026, 10, 1), "H21", 3160, 184513, Decimal("1.71"), None)]


def test_another_table_is_refused(tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    with pytest.raises(Obstacle):
        parquet.main([str(other), str(tmp_path / "x.parquet")])
