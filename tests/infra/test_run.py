"""One stack to one directory: held by a lock that ends with its process, not by a note that outlives it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from infra.obstacle import Obstacle
from infra.package import ROOT
from infra.run import alone, environment_beside, reset

HOLD = """
import json, pathlib, sys
from infra.run import alone
home = pathlib.Path(sys.argv[1])
with alone(home):
    (home / "running.json").write_text(json.dumps({"TABLE": "theirs"}))
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def beside(tmp_path: Path):
    """A process that has the stack of this directory up."""
    home = tmp_path / "kho"
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert held.stdout.readline() == "held\n"
    yield home, held
    held.kill()
    held.communicate()


def test_a_second_stack_on_the_same_state_is_refused_plainly(beside):
    home, _ = beside
    with pytest.raises(Obstacle, match="The stack is up already"), alone(home):
        pass


def test_state_in_use_is_not_forgotten(beside):
    home, _ = beside
    with pytest.raises(Obstacle):
        reset(home)
    assert (home / "running.json").exists()


def test_a_program_beside_the_stack_is_told_how_to_reach_it(beside):
    home, _ = beside
    assert environment_beside(home) == {"TABLE": "theirs"}


def test_what_a_killed_stack_left_behind_stops_nobody(beside):
    home, held = beside
    held.kill()
    held.wait()
    assert (home / "running.json").exists()
    assert environment_beside(home) is None
    reset(home)
    assert not home.exists()


def test_a_note_naming_a_living_process_is_still_only_a_note(tmp_path: Path):
    (tmp_path / "running.json").write_text(json.dumps({"pid": 1}))
    assert environment_beside(tmp_path) is None
    reset(tmp_path)
    assert not tmp_path.exists()
