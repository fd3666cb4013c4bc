"""Build what is delivered: the archive Lambda runs and the template that stands everything up."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from infra.obstacle import Obstacle

ROOT = Path(__file__).resolve().parent.parent
REGION = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "ap-southeast-1"
LARGEST = 25 * 1024 * 1024
# No form holds a picture, and what fonttools compiles makes curves faster, not subsets: fpdf2 does without either.
_UNUSED = re.compile(r"(PIL/|pillow[.-]|fontTools/.*\.(so|c)$)")
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
    _leave_out_unused(build / "deployment.zip")


def _leave_out_unused(archive: Path) -> None:
    whole = archive.rename(archive.with_suffix(".whole"))
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            if not _UNUSED.match(each.filename):
                new.writestr(each, old.read(each))
    whole.unlink()


def _environment() -> dict[str, str]:
    return {**os.environ, "AWS_DEFAULT_REGION": REGION, "PYTHONDONTWRITEBYTECODE": "1"}


if __name__ == "__main__":
    made = package()
    print(f"{made.archive.relative_to(ROOT)}: {made.size / 1e6:.1f} MB, {made.template.relative_to(ROOT)}")
