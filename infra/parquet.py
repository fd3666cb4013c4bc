"""Published figures as Parquet, for analysts: an export's CSV in, one typed file out.

    python -m infra.parquet FIGURES.csv FIGURES.parquet

The writer weighs more than everything a function carries, so it runs where analysts work, not in the nightly function.
The schema is `COLUMNS`: one row for each unit and indicator of a period; ratios and changes in percent.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb

from functions.reuse_rate.documents import HEADERS
from infra.obstacle import Obstacle

_RATIO = "DECIMAL(9,2)"
# Name and type of each column, in the order of the CSV's headers.
COLUMNS = {
    "period": "VARCHAR",
    "first_day": "DATE",
    "last_day": "DATE",
    "unit": "VARCHAR",
    "unit_name": "VARCHAR",
    "indicator": "VARCHAR",
    "version": "INTEGER",
    "indicator_name": "VARCHAR",
    "numerator": "BIGINT",
    "denominator": "BIGINT",
    "ratio": _RATIO,
    "score": _RATIO,
    "max_score": _RATIO,
    "target": _RATIO,
    "rank": "INTEGER",
    "ranked": "INTEGER",
    "change": _RATIO,
    "missing_dossiers": "BIGINT",
    "forecast": _RATIO,
    "adjusted_numerator": "BIGINT",
    "adjusted_denominator": "BIGINT",
    "adjusted_ratio": _RATIO,
}


def main(asked: Sequence[str]) -> None:
    if len(asked) != 2:
        raise Obstacle("Which files? python -m infra.parquet FIGURES.csv FIGURES.parquet")
    source, target = map(Path, asked)
    if source.read_text(encoding="utf-8-sig").partition("\n")[0].strip() != ",".join(HEADERS):
        raise Obstacle(f"{source} is no export of the reuse rate.")
    figures = duckdb.read_csv(str(source), header=True, columns=COLUMNS)
    figures.write_parquet(str(target))
    print(f"{target}: {len(figures)} rows")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Obstacle as obstacle:
        sys.exit(str(obstacle))
