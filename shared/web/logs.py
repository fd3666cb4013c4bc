"""One JSON line when something is decided: ids only, never names, numbers of people, or contents."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Mapping
from typing import Any


class _Line(logging.Handler):
    """The message alone, on whatever standard output is now: Lambda sends it to CloudWatch as it stands."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stdout.write(f"{record.getMessage()}\n")


_log = logging.getLogger("decisions")
_log.setLevel(logging.INFO)
_log.addHandler(_Line())
_log.propagate = False  # the runtime's own handler would say it again, with its own words around


def decided(event: str, **ids: Any) -> None:
    """Log what was decided, as one JSON object a line, for CloudWatch Logs Insights."""
    _log.info(json.dumps({"event": event, **ids}, ensure_ascii=False, default=str))


def measured(metric: str, value: float, *, stage: str, each: Mapping[str, str] | None = None) -> None:
    """A line CloudWatch makes a metric of (embedded metric format): for the stage, and for `each` of its dimensions."""
    each = each or {}
    kinds = [["Stage"], *([["Stage", *each]] if each else [])]
    described = {"Namespace": "Kho", "Dimensions": kinds, "Metrics": [{"Name": metric, "Unit": "None"}]}
    told = {"Timestamp": time.time_ns() // 1_000_000, "CloudWatchMetrics": [described]}
    _log.info(json.dumps({"_aws": told, "Stage": stage, **each, metric: value}))


def crashed(event: str, **ids: Any) -> None:
    """Log the unexpected with where it happened, but not with what it said: a message may hold personal data."""
    kind, _, trace = sys.exc_info()
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else None
    _log.error(json.dumps({"event": event, "error": kind.__name__ if kind else None, "at": place, **ids}))
