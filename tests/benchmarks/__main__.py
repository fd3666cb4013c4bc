"""`make bench`: every module here that has a `run()`, its rows printed side by side from one run."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path


def main(only: list[str]) -> None:
    print(f"{'medians of one run on this machine':<84}{'median':>10}{'of bound':>10}")
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name != "__main__" and (not only or module.name in only):
            for name, median, ratio in importlib.import_module(f"tests.benchmarks.{module.name}").run():
                print(f"{name:<84}{median:>10.2f}{ratio:>8.2f} ×")


if __name__ == "__main__":
    main(sys.argv[1:])
