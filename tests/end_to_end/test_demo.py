"""The guide's two chapters, walked as `make demo` walks them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from infra.package import ROOT
from tests.end_to_end.asking import Stack


@pytest.mark.stack
def test_the_guide_can_be_walked(stack: Stack):
    walk, environment = [sys.executable, "-m", "infra.demo.walk"], os.environ | stack.running.environment()
    walked = subprocess.run(walk, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert walked.returncode == 0, walked.stdout + walked.stderr
