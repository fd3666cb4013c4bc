"""The room's data: fees, who certifies, and bounds."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from functions.certification.rules import Terms
from shared.domain.catalogue import Level


@functools.cache
def terms() -> Terms:
    kept = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    numbers = {name: kept[name] for name in Terms.__dataclass_fields__ if name != "levels"}
    return Terms(**numbers, levels=frozenset(map(Level, kept["levels"])))
