"""The rooms.

Of a room, a function that starts loads the handlers alone. What stands behind them is loaded when it is first used: a
cold request waits for the models and rules of one room, not of all. So handlers import their room's modules as modules
(`from functions.vault import rules`); a name imported from one loads it at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

_SHARED_BEHIND = frozenset({"shared.web.acts"})  # models that several rooms' handlers name


class _BehindTheHandlers(MetaPathFinder):
    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        house, _, within = name.partition(".")
        is_behind = house == __name__ and "." in within and not within.endswith(".handlers")
        if not is_behind and name not in _SHARED_BEHIND:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec and spec.loader:
            spec.loader = LazyLoader(spec.loader)
        return spec


sys.meta_path.insert(0, _BehindTheHandlers())
