"""The AWS of this machine: one MiniStack process on loopback, IAM enforced, its state in one directory."""

from __future__ import annotations

import io
import json
import os
import platform
import shutil
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from infra import servers
from infra.cloud import Cloud
from infra.package import REGION

ACCOUNT = "000000000000"
SETTINGS = {
    "DomainName": "kho.localhost",
    "CertificateArn": f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/none",
}
_OURS = ("app.py", "chalicelib/", "functions/", "shared/", "chalice/")


def start(home: Path, *, port: int) -> servers.Server:
    """Start the emulator with the state it left in `home`; ready when this returns."""
    scratch = home / "scratch"  # unpacked functions of earlier runs
    shutil.rmtree(scratch, ignore_errors=True)
    for directory in (scratch, home / "state", home / "objects"):
        directory.mkdir(parents=True, exist_ok=True)
    carry_over(home, port)
    return servers.start(
        "the AWS emulator",
        [sys.executable, "-m", "ministack"],
        port=port,
        log=home / "emulator.log",
        environment=_environment(home, scratch, port),
        ready="/_ministack/health",
    )


def carry_over(home: Path, port: int) -> None:
    """Make state that was written at the last end true at this start.

    The emulator keeps how far each stream was read but not the stream, so the next records would be taken for read;
    and it keeps addresses of queues with the port of then.
    """
    functions, noted = home / "state" / "lambda.json", home / "port"
    if functions.exists():
        kept = json.loads(functions.read_text())
        kept["payload"].pop("dynamodb_stream_positions", None)
        functions.write_text(json.dumps(kept))
        for file in (home / "state").glob("*.json"):
            file.write_text(file.read_text().replace(f"//localhost:{noted.read_text()}/", f"//localhost:{port}/"))
    noted.write_text(str(port))


def _environment(home: Path, scratch: Path, port: int) -> dict[str, str]:
    # Nothing of ours leaks into the functions: the emulator hands its own environment on to them.
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "AUTH": "true",
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "MINISTACK_REGION": REGION,
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(home / "state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(home / "objects"),
        "TMPDIR": str(scratch),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "DOCKER_HOST": "unix:///none",
    }


def address(endpoint: str, domain: str = SETTINGS["DomainName"]) -> str:
    """Where the API of the emulator at `endpoint` answers."""
    return f"http://{domain}:{urlsplit(endpoint).port}/"


def runs_as_delivered() -> bool:
    """Whether what Lambda gets, compiled for Linux on x86-64, runs on this machine as it is."""
    return (sys.platform, platform.machine()) == ("linux", "x86_64")


def own_code(archive: bytes) -> bytes:
    """The archive without its dependencies, for functions that find them in this virtual environment.

    It holds the same pinned versions, for this machine's platform, already compiled: a function starts in a
    fraction of the time, and does not unpack 60 MB for every one of its workers.
    """
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as whole, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as ours:
        for entry in whole.infolist():
            if entry.filename.startswith(_OURS):
                ours.writestr(entry, whole.read(entry))
    return kept.getvalue()


def put_gateway_responses(cloud: Cloud, template: Mapping[str, Any], api: str) -> None:
    """Give the API the gateway responses of its template, which the emulator leaves out when it imports one."""
    gateway = cloud.apigateway()
    properties = template["Resources"]["RestAPI"]["Properties"]
    for kind, response in properties["GatewayResponses"].items():
        headers = response["ResponseParameters"]["Headers"]
        gateway.put_gateway_response(
            restApiId=api,
            responseType=kind,
            responseParameters={f"gatewayresponse.header.{name}": value for name, value in headers.items()},
            responseTemplates=response["ResponseTemplates"],
            **({"statusCode": str(response["StatusCode"])} if "StatusCode" in response else {}),
        )
    gateway.create_deployment(restApiId=api, stageName=properties["StageName"])
