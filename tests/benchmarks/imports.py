"""How long a cold function waits for its modules, against chalice and boto3 alone (bound: 1.5 ×).

Everything is compiled before it is measured, as the package that is delivered has it.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 11
BOUND = 1.5
ROOT = Path(__file__).parents[2]
ALONE = "import chalice.app, boto3"
API = "import app"


def run() -> list[tuple[str, float, float]]:
    """Rows of name, median CPU ms of a fresh process, and ratio to the bound (1.0 is the bound itself)."""
    with tempfile.TemporaryDirectory() as compiled:
        _once(compiled)
        found = [_once(compiled) for _ in range(RUNS)]
    empty, alone, api = (statistics.median(each) for each in zip(*found, strict=True))
    return [
        ("import: an interpreter that does nothing (ms)", empty, 0.0),
        ("import: chalice + boto3 alone (ms)", alone, 1 / BOUND),
        ("import: the API's functions (ms)", api, api / alone / BOUND),
    ]


def _once(compiled: str) -> tuple[float, float, float]:
    """The three side by side, so that a busy moment falls on all of them."""
    return _timed("pass", compiled), _timed(ALONE, compiled), _timed(API, compiled)


def _timed(program: str, compiled: str) -> float:
    """CPU time of a fresh process in ms: what it waits for its turn is not its own."""
    env = {**os.environ, "PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=env, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000
