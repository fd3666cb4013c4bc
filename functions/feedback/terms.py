"""The room's data: times, bounds and reasons."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from functions.feedback import rules, shapes


@functools.cache
def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads((Path(__file__).parent / "terms.json").read_text("utf-8"))
    return kept


def terms() -> rules.Terms:
    kept = _kept()
    numbers = {name: kept[name] for name in rules.Terms.__dataclass_fields__ if name != "reasons"}
    return rules.Terms(**numbers, reasons=frozenset(each["code"] for each in kept["reasons"]))


def reasons() -> shapes.ReasonsView:
    return shapes.ReasonsView(
        reasons=[
            shapes.ReasonView(code=each["code"], text=each["vi"], text_en=each["en"]) for each in _kept()["reasons"]
        ]
    )


def reason_text(code: str) -> str:
    """A reason that has left the list since keeps its code."""
    return next((each["vi"] for each in _kept()["reasons"] if each["code"] == code), code)
