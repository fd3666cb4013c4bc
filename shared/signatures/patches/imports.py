"""Imports: `pyhanko.sign` opens the signers, and with them aiohttp, for whoever only validates."""

# mypy: allow-untyped-calls, allow-untyped-defs

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from shared.signatures.patches.registry import is_known_version

SIGN = "pyhanko.sign"


class _SignPackage(ModuleType):
    """The package without its contents; the signers it re-exports are read when somebody asks for one of them."""

    def __getattr__(self, name: str) -> Any:
        contents = self.__dict__.pop("_contents", None)
        if name.startswith("__") or contents is None or find_spec(f"{SIGN}.{name}"):
            if contents is not None:
                self.__dict__["_contents"] = contents
            raise AttributeError(f"module {SIGN!r} has no attribute {name!r}")
        contents.exec_module(self)
        return getattr(self, name)


class _Deferred:
    """A loader and a finder by what they do: their abstract classes bring a dozen modules that nothing else needs."""

    def __init__(self, contents: Any) -> None:
        self._contents = contents

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _SignPackage(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["_contents"] = self._contents


class _Finder:
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != SIGN or not is_known_version():
            return None
        spec = PathFinder.find_spec(fullname, path)
        if spec and spec.loader:
            spec.loader = _Deferred(spec.loader)  # type: ignore[assignment]
        return spec


def slim_imports() -> None:
    """Let `pyhanko.sign` open its signers only for whoever signs. Without effect once it is open."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
