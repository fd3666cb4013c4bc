"""The catalogue the product ships with, as one document ready for `POST /catalogue/imports`.

Realistic, not a legal source: every file says which of its facts are unverified, and unit codes below the province
are our own.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


def shipped() -> dict[str, Any]:
    """Document types, procedures and purposes of 2026, the units of Gia Lai since 2025 and before, days off of 2026."""
    catalogue: dict[str, Any] = {"units": _units()}
    for name in ("procedures-2026.json", "calendar-2026.json"):
        catalogue |= json.loads((_HERE / name).read_text(encoding="utf-8"))
    del catalogue["note"]
    return catalogue


def _units() -> list[dict[str, Any]]:
    with (_HERE / "units-gialai-2025.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return [{name: _cell(name, text) for name, text in row.items() if text} for row in rows]


def _cell(name: str, text: str) -> str | list[str]:
    return text.split() if name == "predecessors" else text
