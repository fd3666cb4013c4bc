"""The room's data: times and bounds; and the reasons."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from functions.feedback import rules, shapes
from shared.web.feedback_reasons import feedback_reasons


@functools.cache
def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads((Path(__file__).parent / "terms.json").read_text("utf-8"))
    return kept


def terms() -> rules.Terms:
    kept = _kept()
    numbers = {name: kept[name] for name in rules.Terms.__dataclass_fields__ if name != "reasons"}
    return rules.Terms(**numbers, reasons=frozenset(each.code for each in feedback_reasons()))


def reasons() -> shapes.ReasonsView:
    return shapes.ReasonsView(
        reasons=[shapes.ReasonView(code=each.code, text=each.vi, text_en=each.en) for each in feedback_reasons()]
    )
