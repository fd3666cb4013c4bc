"""What the Makefile's `run`, `demo` and `reset` do."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from infra import servers
from infra.demo.people import PEOPLE
from infra.obstacle import Obstacle
from infra.package import ROOT
from infra.stack import HOME, PORTS, Running, up

_MARKER = "running.json"  # what a program beside the running stack needs


def run() -> None:
    """Bring the stack up, say where it is, and keep it up until told to end."""
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    marker = HOME / _MARKER
    with alone(HOME), up(HOME, port=int(os.environ.get("PORT", "4566")), say=_say) as running:
        marker.write_text(json.dumps(running.environment(), indent=2))
        try:
            _welcome(running)
            signal.pause()
        except KeyboardInterrupt:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            _say("Ending; the state is being written")
        finally:
            marker.unlink()


def demo() -> None:
    """Walk the guide's chapters against what runs here, or against a stack that lives as long as the walk."""
    if environment := environment_beside(HOME):
        _walk(environment)
        return
    with (
        tempfile.TemporaryDirectory(prefix="kho-") as home,
        up(Path(home), port=servers.free_ports(PORTS), say=_say) as running,
    ):
        _walk(running.environment())


def reset(home: Path = HOME) -> None:
    """Forget everything the stack of this machine has kept."""
    with alone(home):
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Hold the state in `home` against every other process; an obstacle when one has it.

    The lock ends with its process, however that ends: what a killed one left behind is stale and thrown away.
    """
    home.mkdir(exist_ok=True)
    with (home / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Obstacle("The stack is up already: end it first (Ctrl-C where `make run` runs).") from None
        (home / _MARKER).unlink(missing_ok=True)
        yield


def environment_beside(home: Path) -> dict[str, str] | None:
    """What a program needs to reach the stack `make run` has up; None when it is not."""
    marker = home / _MARKER
    if not marker.exists():
        return None
    try:
        with alone(home):
            return None
    except Obstacle:
        return dict(json.loads(marker.read_text()))


def _walk(environment: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "infra.demo.walk"]
    walked = subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False)
    if walked.returncode:
        raise Obstacle("The demonstration did not go as it should.")


def _welcome(running: Running) -> None:
    people = "\n".join(f"    {person.name:18} {person.about_in_english}" for person in PEOPLE)
    print(
        f"""
  The vault              {running.address}
  Its API, to read       {running.address}docs
  Zalo and SMS, sent     {running.messages}
  Signed PDFs to try     {running.samples}

  Sign in as one of these; nothing but a click is asked:
{people}

  Ctrl-C ends everything; the next `make run` finds it as it was.
""",
        flush=True,
    )


def _say(line: str) -> None:
    print(f"· {line}", flush=True)


_COMMANDS: dict[str, Callable[[], None]] = {"run": run, "demo": demo, "reset": reset}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in _COMMANDS:
        sys.exit(f"usage: python -m infra.run {'|'.join(_COMMANDS)}")
    try:
        _COMMANDS[sys.argv[1]]()
    except Obstacle as obstacle:
        sys.exit(str(obstacle))
    except KeyboardInterrupt:
        sys.exit("Ended before everything was up.")
