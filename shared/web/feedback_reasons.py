"""Why a paper is reported as wrong, in words: the managed list, as holders choose from it and officers read it."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FeedbackReason:
    code: str
    vi: str
    en: str


@functools.cache
def feedback_reasons() -> tuple[FeedbackReason, ...]:
    kept = json.loads((Path(__file__).parent / "feedback_reasons.json").read_text("utf-8"))
    return tuple(FeedbackReason(**each) for each in kept)


def feedback_reason_text(code: str) -> str:
    """A reason that has left the list since keeps its code."""
    return next((each.vi for each in feedback_reasons() if each.code == code), code)
