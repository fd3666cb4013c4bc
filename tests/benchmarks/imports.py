"""How long a cold function waits for its modules, against chalice and boto3 alone (bound: 1.5 ×)."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
from pathlib import Path

RUNS = 11
BOUND = 1.5
ROOT = Path(__file__).parents[2]
ALONE = "import chalice.app, boto3"
API = "import app"


def run() -> list[tuple[str, float, float]]:
    """Rows of name, median CPU ms of a fresh process, and ratio to the bound (1.0 is the bound itself)."""
    empty, alone, api = (statistics.median(each) for each in zip(*(_once() for _ in range(RUNS)), strict=True))
    return [
        ("import: an interpreter that does nothing (ms)", empty, 0.0),
        ("import: chalice + boto3 alone (ms)", alone, 1 / BOUND),
        ("import: the API's functions (ms)", api, api / alone / BOUND),
    ]


def _once() -> tuple[float, float, float]:
    """The three side by side, so that a busy moment falls on all of them."""
    return _timed("pass"), _timed(ALONE), _timed(API)


def _timed(program: str) -> float:
    """CPU time of a fresh process in ms: what it waits for its turn is not its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000
