"""The delivery package: small enough, whole, and loadable with what Lambda brings and nothing else."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import zipfile
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from typing import Any

import pytest

from infra.package import LARGEST, Package, fingerprint, package

BROUGHT = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six.py")  # by Lambda
FUNCTIONS = (
    "APIHandler",
    "Authorize",
    "CountDossiers",
    "FetchRevocation",
    "JudgeUpload",
    "RejudgeVersions",
    "SweepUploads",
    "PublishReuseRate",
    "RecountSample",
    "RelayOutbox",
    "RemindHolders",
    "RemindUnits",
    "SendNotification",
)
UNCHECKED = 0b01  # by its hash, and never compared with it (PEP 552)
LOAD = """
import sys
sys.path[:] = [sys.argv[1], *sys.path, sys.argv[2]]
module, _, name = sys.argv[3].rpartition(".")
print(callable(getattr(__import__(module, fromlist=[name]), name)))
"""


@pytest.fixture(scope="module")
def unpacked(made: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    task = tmp_path_factory.mktemp("task")
    with zipfile.ZipFile(made.archive) as archive:
        archive.extractall(task)
    return task


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Path:
    runtime, installed = tmp_path_factory.mktemp("runtime"), Path(sysconfig.get_paths()["purelib"])
    for name in BROUGHT:
        (runtime / name).symlink_to(installed / name)
    return runtime


@pytest.mark.package
@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_loads_from_the_package_alone(template: Any, unpacked: Path, brought: Path, name: str):
    handler = template["Resources"][name]["Properties"]["Handler"]
    loaded = subprocess.run(
        [sys.executable, "-I", "-S", "-c", LOAD, unpacked, brought, handler],
        cwd=unpacked,
        env={"AWS_DEFAULT_REGION": "ap-southeast-1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (loaded.stdout.strip(), loaded.stderr) == ("True", "")


FORM = """
import sys
sys.path[:] = [sys.argv[1], *sys.path]
from datetime import date
from shared.forms import Form, made
letterhead = {"agency": "Ủy ban nhân dân xã Phù Cát", "number": "1", "place": "Phù Cát", "link": "https://example.vn"}
since = until = date(2026, 8, 28)
form = made(Form.REGISTER, {**letterhead, "since": since, "until": until, "entries": [], "signer": "A"}, on=until)
print(form[:5], not {"PIL", "cython"} & sys.modules.keys())
"""


@pytest.mark.package
def test_a_form_is_made_from_the_package_alone(unpacked: Path):
    command = [sys.executable, "-I", "-S", "-W", "ignore:Pillow", "-c", FORM, str(unpacked)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (made.stdout.strip(), made.stderr) == ("b'%PDF-' True", "")


@pytest.mark.package
def test_the_package_may_be_delivered(made: Package):
    assert made.size <= LARGEST


@pytest.mark.package
def test_the_package_holds_all_of_our_code_compiled_for_good(made: Package):
    root = made.archive.parents[1]
    ours = [path.relative_to(root) for top in ("functions", "shared") for path in (root / top).rglob("*.py")]
    with zipfile.ZipFile(made.archive) as archive:
        assert {str(path) for path in ours} <= set(archive.namelist())
        for path in [*ours, Path("chalice/app.py"), Path("pydantic/main.py")]:
            compiled = archive.read(cache_from_source(str(path)))
            assert (compiled[:4], int.from_bytes(compiled[4:8], "little")) == (MAGIC_NUMBER, UNCHECKED)


@pytest.mark.package
def test_the_same_sources_are_not_packaged_again(made: Package):
    written = made.archive.stat().st_mtime_ns
    assert package().archive.stat().st_mtime_ns == written


def test_the_fingerprint_follows_the_sources(tmp_path: Path):
    code = tmp_path / "functions" / "room" / "handlers.py"
    for name in ("app.py", "requirements.txt", ".chalice/config.json", "infra/resources.yaml", str(code)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it was")
    before = fingerprint(tmp_path)
    (code.parent / "__pycache__").mkdir()
    (code.parent / "__pycache__" / "handlers.pyc").write_text("compiled")
    assert fingerprint(tmp_path) == before
    code.write_text("changed")
    assert fingerprint(tmp_path) != before
