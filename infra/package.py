"""Build what is delivered: the archive Lambda runs and the template that stands everything up."""

from __future__ import annotations

import compileall
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from py_compile import PycInvalidationMode

from infra.obstacle import Obstacle

ROOT = Path(__file__).resolve().parent.parent
REGION = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "ap-southeast-1"
LARGEST = 25 * 1024 * 1024
# No form holds a picture, and what fonttools compiles makes curves faster, not subsets: fpdf2 does without either.
_UNUSED = re.compile(r"(PIL/|pillow[.-]|fontTools/.*\.(so|c)$)")
_COMPILED = ("functions", "shared", "chalice", "pydantic")  # what an answer waits for; all of it would take 10 MB
_READABLE = 0o100644 << 16  # by whoever Lambda runs as, whatever the mask here
_SOURCES = (
    "app.py",
    "functions",
    "shared",
    "requirements.txt",
    ".chalice/config.json",
    "infra/resources.yaml",
    "infra/policies",
    "infra/package.py",
)


@dataclass(frozen=True, slots=True)
class Package:
    """The archive, the template that goes with it, and what both were made of."""

    archive: Path
    template: Path
    fingerprint: str

    @property
    def size(self) -> int:
        """Bytes of the archive."""
        return self.archive.stat().st_size


def package(root: Path = ROOT) -> Package:
    """The package of the sources as they are, built only when they differ from last time's."""
    build, now = root / "build", fingerprint(root)
    made_of = build / "fingerprint"
    if not made_of.exists() or made_of.read_text() != now:
        made_of.unlink(missing_ok=True)
        _build(root, build)
        made_of.write_text(now)
    built = Package(build / "deployment.zip", build / "sam.yaml", now)
    if built.size > LARGEST:
        raise Obstacle(f"The package is {built.size} bytes; at most {LARGEST} are delivered.")
    return built


def fingerprint(root: Path = ROOT) -> str:
    """A digest of everything the package is made of."""
    digest = hashlib.sha256(platform.python_version().rpartition(".")[0].encode())
    for file in _files(root):
        digest.update(f"\0{file.relative_to(root)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:32]


def _files(root: Path) -> Iterator[Path]:
    for source in _SOURCES:
        path = root / source
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in found if file.is_file() and "__pycache__" not in file.parts)


def _build(root: Path, build: Path) -> None:
    # Chalice copies vendor/ as it finds it, and keeps every archive it ever made.
    shutil.rmtree(root / ".chalice" / "deployments", ignore_errors=True)
    for compiled in [*(root / "functions").rglob("__pycache__"), *(root / "shared").rglob("__pycache__")]:
        shutil.rmtree(compiled, ignore_errors=True)
    chalice = str(Path(sys.executable).with_name("chalice"))
    command = [chalice, "package", "--stage", "every", "--merge-template", "infra/resources.yaml", str(build)]
    told = subprocess.run(command, cwd=root, env=_environment(), capture_output=True, text=True, check=False)
    if told.returncode:
        raise Obstacle(f"chalice package failed:\n{told.stdout}{told.stderr}")
    _as_delivered(build / "deployment.zip")


def _as_delivered(archive: Path) -> None:
    """Without what nothing uses, and compiled where it tells: Lambda keeps nothing of what a cold start compiles."""
    with tempfile.TemporaryDirectory() as directory:
        whole = Path(directory)
        with zipfile.ZipFile(archive) as old:
            old.extractall(whole, [each for each in old.namelist() if not _UNUSED.match(each)])
        unchecked = PycInvalidationMode.UNCHECKED_HASH  # an archive's files have no times worth a comparison
        for package in _COMPILED:
            compileall.compile_dir(whole / package, quiet=2, stripdir=directory, invalidation_mode=unchecked)
        archive.unlink()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as new:
            for file in sorted(each for each in whole.rglob("*") if each.is_file()):
                entry = zipfile.ZipInfo.from_file(file, file.relative_to(whole))
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, _READABLE
                new.writestr(entry, file.read_bytes())


def _environment() -> dict[str, str]:
    return {**os.environ, "AWS_DEFAULT_REGION": REGION, "PYTHONDONTWRITEBYTECODE": "1"}


if __name__ == "__main__":
    made = package()
    print(f"{made.archive.relative_to(ROOT)}: {made.size / 1e6:.1f} MB, {made.template.relative_to(ROOT)}")
