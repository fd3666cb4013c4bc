"""Server processes of this machine's stack: ready before they are used, ended so that they can write their state."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from infra.obstacle import Obstacle

_PATIENCE = 60.0  # seconds to become ready, and to end
_TO_CHOOSE_FROM = range(20000, 32768)  # what goes out is given ports above these


@dataclass(frozen=True, slots=True)
class Server:
    """One process that answers on a loopback port."""

    name: str
    port: int
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """Ask it to end and wait: the emulator writes its state only then."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(_PATIENCE)
        except subprocess.TimeoutExpired as error:
            self.process.kill()
            self.process.wait()
            raise Obstacle(f"{self.name} did not end by itself; what it had not written is lost.") from error


def start(
    name: str, command: Sequence[str], *, port: int, log: Path, environment: Mapping[str, str], ready: str = "/"
) -> Server:
    """Start a server and return when it answers; an obstacle when its port is taken or it ends early."""
    refuse_taken(port, name)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as written:
        # A session of its own: Ctrl-C reaches us alone, and we end the servers in order.
        process = subprocess.Popen(
            command, stdout=written, stderr=subprocess.STDOUT, env=dict(environment), start_new_session=True
        )
    server = Server(name, port, process)
    _wait_until_it_answers(server, ready, log)
    return server


def refuse_taken(port: int, name: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Obstacle(
                f"Port {port}, wanted for {name}, is taken: stop what listens there, or choose another with PORT=."
            ) from error


def free_ports(count: int) -> int:
    """The first of so many consecutive free ports. Processes that look at once begin at different ones."""
    blocks = len(_TO_CHOOSE_FROM) // count
    for n in range(os.getpid(), os.getpid() + blocks):
        first = _TO_CHOOSE_FROM[n % blocks * count]
        try:
            for port in range(first, first + count):
                refuse_taken(port, "a test")
        except Obstacle:
            continue
        return first
    raise Obstacle("No free ports left on this machine.")


def _wait_until_it_answers(server: Server, path: str, log: Path) -> None:
    patience = time.monotonic() + _PATIENCE
    while not _answers(server.address + path):
        if server.process.poll() is not None or time.monotonic() > patience:
            server.stop()
            raise Obstacle(f"{server.name} did not start; the end of {log}:\n{_end_of(log)}")
        time.sleep(0.05)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - loopback only
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-20:])
