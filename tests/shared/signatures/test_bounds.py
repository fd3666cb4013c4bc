"""Nothing runs on forever or eats the machine."""

import itertools
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from shared.signatures.bounds import OutOfMemory, OutOfTime, within
from shared.signatures.policy import DEFAULT
from tests import signed_pdfs as pdfs
from tests.benchmarks.judging import a_scan
from tests.shared.signatures.hostile import FILES, MEGABYTE
from tests.signed_pdfs import How, organisation, signed

PLENTY = 1 << 40
ROOT = Path(__file__).parents[3]
PATIENCE = 0.25
"""Seconds each hostile file may take here; a real one gets `DEFAULT.seconds`."""
REACTION = 1.0
MOST_MEMORY = 400 * MEGABYTE

JUDGING = """
import json, os, resource, sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from shared.signatures.judge import judge
from shared.signatures.policy import DEFAULT
from shared.signatures.revocation import Revocation
from shared.signatures.trust import TrustStore
directory, pki, at, seconds = sys.argv[1:]
store, policy = TrustStore.of(Path(pki)), replace(DEFAULT, seconds=float(seconds))
for path in sorted(Path(directory).iterdir()):
    if not (child := os.fork()):
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
        world = {"store": store, "revocation": Revocation(), "at": datetime.fromisoformat(at), "policy": policy}
        os._exit(10 if judge(path.read_bytes(), **world).accepted else 0)
    _, status, usage = os.wait4(child, 0)
    took = usage.ru_utime + usage.ru_stime
    print(json.dumps([path.name, took, usage.ru_maxrss * 1024, os.waitstatus_to_exitcode(status)]))
"""


def forever() -> None:
    for _ in itertools.count():
        pass


def forever_hungry() -> None:
    eaten: list[bytes] = []
    for _ in itertools.count():
        eaten.append(bytes(4096))


def forever_careless() -> None:
    for _ in itertools.count():
        try:
            sum(range(1000))
        except Exception:  # noqa: BLE001  what a careless library does
            continue


class Deaf:
    """Busy in its finaliser, where Python reports what is raised and goes on."""

    def __del__(self) -> None:
        until = time.monotonic() + 0.2
        while time.monotonic() < until:
            pass


def forever_deaf_at_first() -> None:
    Deaf()
    until = time.monotonic() + 5
    while time.monotonic() < until:
        pass


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_a_finaliser_swallowed_is_raised_again():
    with pytest.raises(OutOfTime), within(seconds=0.05, growth=PLENTY):
        forever_deaf_at_first()


@pytest.mark.parametrize("work", [forever, forever_careless])
def test_an_endless_loop_is_stopped_whatever_it_swallows(work):
    with pytest.raises(OutOfTime), within(seconds=0.05, growth=PLENTY):
        work()


def test_an_endless_appetite_is_stopped():
    with pytest.raises(OutOfMemory), within(seconds=20, growth=64 << 20):
        forever_hungry()


def test_what_ends_in_time_is_left_alone():
    with within(seconds=5, growth=PLENTY):
        result = sum(range(1000))
    assert result == 499500


def test_only_the_thread_that_asked_is_stopped():
    outcome = []

    def other() -> None:
        with pytest.raises(OutOfTime), within(seconds=0.05, growth=PLENTY):
            forever()
        outcome.append("stopped")

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert outcome == ["stopped"]


def test_a_scan_of_twenty_megabytes_is_believed():
    assert pdfs.judged(signed(a_scan(20 * MEGABYTE), How(organisation()))).accepted


def test_no_hostile_file_outlasts_the_clock_or_eats_the_machine(tmp_path):
    """Each in a process of its own, from its first byte read to its end; seconds are those it was at work."""
    for name, made in FILES.items():
        (tmp_path / name).write_bytes(made())
    command = [sys.executable, "-c", JUDGING, str(tmp_path), str(pdfs.pki().directory), pdfs.NOW.isoformat()]
    lines = subprocess.run([*command, str(PATIENCE)], cwd=ROOT, check=True, capture_output=True).stdout.splitlines()
    judged = {name: (took, memory, ending) for name, took, memory, ending in map(json.loads, lines)}
    assert judged.keys() == FILES.keys()
    assert {name for name, (_, _, ending) in judged.items() if ending} == set()
    assert {name: took for name, (took, _, _) in judged.items() if took > PATIENCE + REACTION} == {}
    assert {name: memory for name, (_, memory, _) in judged.items() if memory > MOST_MEMORY} == {}
    assert DEFAULT.seconds + REACTION <= 5
