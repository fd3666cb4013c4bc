"""The rooms.

Of our own code, a function that starts loads the handlers alone. What stands behind them, in their room and in
`shared`, is loaded when something is first asked of it: a cold request waits for one room's models, rules and stores,
not for everybody's. So handlers import modules (`from functions.vault import rules`, `from shared.storage import
items`), and what they name in annotations alone under `TYPE_CHECKING`: a name imported from a module loads it at once.
boto3 is loaded at once: every room needs it, and Lambda starts a function faster than it runs one.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

import shared.storage.clients  # noqa: F401 - boto3, at once


class _BehindTheHandlers(MetaPathFinder):
    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        house, _, within = name.partition(".")
        if house not in (__name__, "shared") or "." not in within or within.endswith(".handlers"):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec and spec.loader:
            spec.loader = LazyLoader(spec.loader)
        return spec


sys.meta_path.insert(0, _BehindTheHandlers())
