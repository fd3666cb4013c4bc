"""How big the delivery package is (bound: 25 MB zipped)."""

from __future__ import annotations

from infra.package import LARGEST, package


def run() -> list[tuple[str, float, float]]:
    """One row: megabytes, and ratio to the bound."""
    size = package().size
    return [("package: the delivered archive (MB)", size / 1024 / 1024, size / LARGEST)]
