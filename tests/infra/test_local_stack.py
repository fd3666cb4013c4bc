"""The machinery around the emulator: ports, addresses, state carried over, what runs on which machine."""

from __future__ import annotations

import io
import json
import socket
import sys
import zipfile
from pathlib import Path

import pytest

from infra import emulator, servers
from infra.address import reach
from infra.cloud import Cloud
from infra.deploy import deploy
from infra.obstacle import Obstacle
from infra.package import Package


def test_python_is_told_where_localhost_names_are():
    assert reach("http://kho.localhost:4566/") == ("http://127.0.0.1:4566/", {"Host": "kho.localhost:4566"})
    assert reach("https://kho.example.vn/") == ("https://kho.example.vn/", {})


def test_a_taken_port_is_said_plainly():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Obstacle, match=f"Port {port}, wanted for the emulator, is taken"):
            servers.refuse_taken(port, "the emulator")


def test_a_server_that_does_not_start_shows_the_end_of_its_log(tmp_path: Path):
    failing = [sys.executable, "-c", "raise SystemExit('no such file')"]
    with pytest.raises(Obstacle, match="no such file"):
        servers.start("it", failing, port=servers.free_ports(1), log=tmp_path / "log", environment={})


def test_a_server_is_ready_when_it_has_started_and_gone_when_it_has_stopped(tmp_path: Path):
    port = servers.free_ports(1)
    serving = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    server = servers.start("it", serving, port=port, log=tmp_path / "log", environment={})
    server.stop()
    servers.refuse_taken(port, "it")


def test_state_carried_over_forgets_the_stream_and_follows_the_port(tmp_path: Path):
    (tmp_path / "state").mkdir()
    (tmp_path / "port").write_text("4566")
    kept = {"payload": {"dynamodb_stream_positions": {"a": 6}, "queue": "http://localhost:4566/0/uploads"}}
    (tmp_path / "state" / "lambda.json").write_text(json.dumps(kept))
    emulator.carry_over(tmp_path, 9000)
    carried = json.loads((tmp_path / "state" / "lambda.json").read_text())
    assert carried == {"payload": {"queue": "http://localhost:9000/0/uploads"}}


def test_our_own_code_is_taken_without_what_is_compiled_for_lambda():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        for name in ("app.py", "functions/room/handlers.py", "chalice/app.py", "cryptography/_rust.abi3.so"):
            zipped.writestr(name, name)
    taken = zipfile.ZipFile(io.BytesIO(emulator.own_code(archive.getvalue()))).namelist()
    assert taken == ["app.py", "functions/room/handlers.py", "chalice/app.py"]


def test_production_is_not_deployed_with_the_demonstration_believed():
    made = Package(Path("none"), Path("none"), "none")
    with pytest.raises(Obstacle, match="Production never believes"):
        deploy("production", cloud=Cloud(), made=made, settings={"DemoTrust": "true"}, confirm=lambda _: True)
