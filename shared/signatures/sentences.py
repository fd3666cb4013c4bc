"""The words a person reads for each reason: what is the matter, and what to do about it."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from shared.signatures.verdict import Reason


def sentence(reason: Reason, language: str = "vi") -> str:
    """What to tell a citizen, in Vietnamese (`vi`) or English (`en`)."""
    return _sentences()[reason][language]


@cache
def _sentences() -> Mapping[str, Mapping[str, str]]:
    words: Mapping[str, Mapping[str, str]] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return words
